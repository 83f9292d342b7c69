import frappe
from frappe.utils import add_days, nowdate

from bontot.organization.access.scoped import ScopedDocument


class ObligationReminder(ScopedDocument):
	"""One reminder given to one person, or (stage Daily Digest, no obligation) the day's one notification that carried them. Its
	unique key is why nobody hears the same thing twice."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		mailed: DF.Check
		notification: DF.Link | None
		obligation: DF.Link | None
		offset_days: DF.Int
		organization: DF.Link
		organization_path: DF.Data | None
		recipient: DF.Link | None
		reminded_on: DF.Date | None
		reminder_key: DF.Data | None
		stage: DF.Literal["Before", "On", "After", "Escalation", "Suggestion", "Urging", "Daily Digest"]
	# end: auto-generated types

	@staticmethod
	def clear_old_logs(days: int = 730) -> None:
		"""Delete those given more than `days` ago. None of such a day is given again: what was missed is caught up for a month."""
		given = frappe.qb.DocType("Obligation Reminder")
		frappe.db.delete(given, filters=given.reminded_on < add_days(nowdate(), -days))
