import frappe
from frappe import _

from bontot.evaluation.errors import EvidenceRecordError
from bontot.organization.access.scoped import ScopedDocument
from bontot.organization.errors import OnlyServicesWriteError


class Evidence(ScopedDocument):
	"""A file or a record that stands behind one criterion of a file; added and removed by `evaluation.answers.evidence`."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		criterion_key: DF.Data
		evaluation: DF.Link
		file: DF.Attach | None
		organization: DF.Link
		organization_path: DF.Data | None
		record_doctype: DF.Link | None
		record_name: DF.DynamicLink | None
		title: DF.Data
	# end: auto-generated types

	def validate(self) -> None:
		super().validate()
		if self.is_new() and not self.flags.by_service:
			message = _("Evidence is added on the page of the self-assessment.")
			frappe.throw(message, OnlyServicesWriteError, title=_("Not Changed Here"))
		self.validate_place()

	def validate_place(self) -> None:
		if frappe.db.get_value("Evaluation", self.evaluation, "organization") != self.organization:
			frappe.throw(_("Evidence belongs to the organization of its file."), EvidenceRecordError)
