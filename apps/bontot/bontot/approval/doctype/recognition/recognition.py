import frappe
from frappe import _

from bontot.approval.core.errors import AppendOnlyError
from bontot.organization.access.scoped import ScopedDocument


class Recognition(ScopedDocument):
	"""A title an organisation holds for a year. Written when a resolution is applied."""

	def validate(self) -> None:
		self.require_service()
		super().validate()

	def on_trash(self) -> None:
		self.require_service()

	def require_service(self) -> None:
		if not self.flags.by_service:
			message = _("Recognitions are written by resolutions only.")
			frappe.throw(message, AppendOnlyError, title=_("Not Changed Here"))
