import frappe
from frappe.model.document import Document
from frappe.query_builder import Interval
from frappe.query_builder.functions import Now


class OutboxTask(Document):
	"""One thing that must happen; written by `bontot.outbox.enqueue`, moved by `bontot.outbox.driver` only."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		acting_user: DF.Link
		attempts: DF.Int
		claim_token: DF.Data | None
		claimed_until: DF.Datetime | None
		failed_rows: DF.Code | None
		finished_at: DF.Datetime | None
		handler: DF.Data
		last_error: DF.LongText | None
		payload: DF.Code | None
		progress_done: DF.Int
		progress_total: DF.Int
		reference_doctype: DF.Link | None
		reference_name: DF.DynamicLink | None
		run_after: DF.Datetime
		state: DF.Literal["Pending", "Running", "Done", "Failed"]
		task_key: DF.Data
	# end: auto-generated types

	@staticmethod
	def clear_old_logs(days: int = 90) -> None:
		"""Delete tasks that ended more than `days` ago; what is still to be done is never deleted."""
		table = frappe.qb.DocType("Outbox Task")
		ended = table.state.isin(["Done", "Failed"]) & (table.finished_at < Now() - Interval(days=days))
		frappe.db.delete(table, filters=ended)
