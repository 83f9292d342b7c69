import frappe
from frappe import _
from frappe.model.document import Document

from bontot.approval.core.errors import AppendOnlyError


class ApprovalAnchor(Document):
	"""State of the step log at a moment. `approval.core.anchors.take` writes it; nobody changes it."""

	def before_insert(self) -> None:
		self.refuse()

	def validate(self) -> None:
		self.refuse()

	def on_trash(self) -> None:
		self.refuse()

	def before_rename(self, *_names: object) -> None:
		self.refuse()

	def refuse(self) -> None:
		message = _("Anchors of the step log are only taken, never changed.")
		frappe.throw(message, AppendOnlyError, title=_("Not Changed Here"))
