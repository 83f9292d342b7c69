import frappe
from frappe.model.document import Document
from frappe.query_builder import Interval
from frappe.query_builder.functions import Now


class OutboxTask(Document):
	"""One thing that must happen; written by `bontot.outbox.enqueue`, moved by `bontot.outbox.driver` only."""

	@staticmethod
	def clear_old_logs(days: int = 90) -> None:
		"""Delete tasks that ended more than `days` ago; what is still to be done is never deleted."""
		table = frappe.qb.DocType("Outbox Task")
		ended = table.state.isin(["Done", "Failed"]) & (table.finished_at < Now() - Interval(days=days))
		frappe.db.delete(table, filters=ended)
