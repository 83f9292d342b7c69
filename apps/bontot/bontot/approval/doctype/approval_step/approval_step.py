import frappe
from frappe import _
from frappe.model.document import Document

from bontot.approval.core.errors import AppendOnlyError


class ApprovalStep(Document):
	"""One act on a file, chained to the one before. `approval.steps` makes and writes it; nobody changes it."""

	def before_insert(self) -> None:
		self.refuse()

	def validate(self) -> None:
		self.refuse()

	def on_trash(self) -> None:
		self.refuse()

	def before_rename(self, *_names: object) -> None:
		self.refuse()

	def refuse(self) -> None:
		"""For every role, the administrator's too."""
		message = _("The step log only grows by acts on files; it is never changed.")
		frappe.throw(message, AppendOnlyError, title=_("Not Changed Here"))


def on_doctype_update() -> None:
	# One next step a file, whatever two transactions believe they have read.
	frappe.db.add_unique("Approval Step", ["file_name", "sequence"], "one_step_a_number")
	frappe.db.add_index("Approval Step", ["acting_organization", "act", "file_name"], "forwarded_by")
	# Where somebody has acted, or another in his or her stead (`unattended.free_people`): asked by every first page.
	for column, name in (("acting_user", "acted_by"), ("on_behalf_of", "acted_for")):
		columns = [column, "act", "acting_organization", "below_organization"]
		frappe.db.add_index("Approval Step", columns, name)
