"""A workbook of organisations, members and seats on its way in (organization/workbook)."""

import frappe
from frappe.model.document import Document

from bontot.organization import tree
from bontot.organization.access import server_written
from bontot.workbook import rights

# Written by the service alone; whatever a client sends for them is dropped.
KEPT = (
	"state", "task", "digest", "checked_at", "imported_at", "imported_by", "errors_found", "notes_found", "outcome",
	"result_file", "export_file",
)  # fmt: skip
RUNNING = ("Checking", "Importing")
STOPPED = ("Failed", "Done")


class OrganizationImport(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		checked_at: DF.Datetime | None
		digest: DF.Data | None
		errors_found: DF.Int
		export_file: DF.Attach | None
		imported_at: DF.Datetime | None
		imported_by: DF.Link | None
		notes_found: DF.Int
		organization: DF.Link | None
		organization_path: DF.Data | None
		outcome: DF.Code | None
		result_file: DF.Attach | None
		state: DF.Literal["Not Checked", "Checking", "Has Problems", "Ready", "Importing", "Imported"]
		task: DF.Data | None
		workbook: DF.Attach | None

	# end: auto-generated types

	def onload(self) -> None:
		self.set_onload("stopped", self.has_stopped())

	def before_validate(self) -> None:
		server_written.hold(self)
		self.set_branch()
		if not self.flags.by_service:
			self.keep_what_services_write()
			self.begin_anew_with_another_file()

	def set_branch(self) -> None:
		"""Set, once, the branch that its maker may import into; an administrator's may be everything."""
		before = self.get_doc_before_save()
		if before:
			self.organization = before.organization
		elif not self.organization and (paths := rights.branches(frappe.session.user)):
			self.organization = frappe.db.get_value(tree.DOCTYPE, {"path": paths[0]})
		rights.require_branch(self.organization)
		self.organization_path = tree.path_of(self.organization)

	def keep_what_services_write(self) -> None:
		before = self.get_doc_before_save()
		for field in KEPT:
			self.set(field, before.get(field) if before else None)
		self.state = self.state or "Not Checked"

	def begin_anew_with_another_file(self) -> None:
		before = self.get_doc_before_save()
		if before and before.workbook != self.workbook and self.state not in RUNNING:
			self.update(dict.fromkeys(KEPT[1:-1]))
			self.state = "Not Checked"

	def has_stopped(self) -> bool:
		"""Whether its background run has given up (or ended without saying so): then it may be started again."""
		if self.state not in RUNNING:
			return False
		state = self.task and frappe.db.get_value("Outbox Task", self.task, "state")
		return not state or state in STOPPED
