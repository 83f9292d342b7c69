from frappe.model.document import Document

from bontot.evaluation.computing import new_evaluation


class EvaluationItem(Document):
	"""One criterion of a file. Its name is made of the file's and the criterion's, so a second run meets it."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		accepted_at: DF.Datetime | None
		accepted_by_organization: DF.Link | None
		appraised_points: DF.Float
		appraised_result: DF.Literal["", "Met", "Not Met"]
		computed_as_of: DF.Date | None
		computed_detail: DF.Code | None
		computed_result: DF.Literal["", "Met", "Not Met", "Awaiting Rating", "Not Yet Due"]
		computed_summary: DF.SmallText | None
		core_computed_result: DF.Literal["", "Met", "Not Met", "Awaiting Rating", "Not Yet Due"]
		core_key: DF.Data | None
		criterion_key: DF.Data
		evidence_count: DF.Int
		evidence_wanted: DF.Check
		group_key: DF.Data | None
		kind: DF.Data | None
		last_save_key: DF.Data | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		remark: DF.LongText | None
		return_reason: DF.SmallText | None
		review_state: DF.Literal["Open", "Accepted", "Returned"]
		reviewed_computed: DF.Data | None
		reviewed_evidence: DF.Code | None
		reviewed_points: DF.Float
		reviewed_remark: DF.LongText | None
		reviewed_result: DF.Data | None
		reviewed_summary: DF.SmallText | None
		revision: DF.Int
		self_points: DF.Float
		self_result: DF.Literal["", "Met", "Not Met"]
		short_text: DF.Data | None
	# end: auto-generated types

	def autoname(self) -> None:
		self.name = new_evaluation.item_name(self.parent, self.criterion_key)
