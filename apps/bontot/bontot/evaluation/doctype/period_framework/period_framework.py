from frappe import _, throw

from bontot.evaluation.errors import OnlyServicesWriteError
from bontot.organization.scoped import ScopedDocument


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
