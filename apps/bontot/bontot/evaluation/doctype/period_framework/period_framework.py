from frappe import _, throw

from bontot.organization.access.scoped import ScopedDocument
from bontot.organization.errors import OnlyServicesWriteError


class PeriodFramework(ScopedDocument):
	"""A body's framework as a period froze it when it opened (`evaluation.local_frameworks`). Written once, by the opening."""

	def validate(self) -> None:
		super().validate()
		self.refuse()

	def on_trash(self) -> None:
		self.refuse()

	def refuse(self) -> None:
		message = _("What a period froze when it opened is not changed any more.")
		throw(message, OnlyServicesWriteError, title=_("Not Changed Here"))
