"""What a reorganisation does to the ledger: who has ended owes nothing whose day comes after; all else goes on.

The ledger itself says so (`ledger.ended_reasons`), from the dated tree, so that rebuilding it gives the same again.
"""

from collections.abc import Iterable
from datetime import date

import frappe
from frappe import _
from frappe.query_builder.functions import Count
from frappe.utils import getdate

from bontot.obligation import ledger
from bontot.organization.reorganization.change import Change, Line


def preview(change: Change) -> list[Line]:
	return [
		{
			"what": _("Open duties of organizations that end"),
			"count": owed_after(change.ended, change.effective),
			"becomes": _("exempt, since the organization no longer exists on the day"),
		},
		{
			"what": _("Open duties of organizations that are split and go on"),
			"count": owed_after(change.divided, change.effective),
			"becomes": _("stay with the old organization; the new ones owe from their first day on"),
		},
	]


def apply(change: Change) -> None:
	settle(change.ended)


def undo(change: Change, trace: None) -> None:
	settle(
		frappe.get_all(
			"Organization Placement", {"reorganization": change.reorganization, "is_direct": 1}, pluck="organization"
		)
	)  # fmt: skip


def settle(organizations) -> None:
	if organizations:
		ledger.rebuild(getdate(), sorted(organizations))


def owed_after(organizations: Iterable[str], effective: date) -> int:
	owed = frappe.qb.DocType("Obligation")
	query = (
		frappe.qb.from_(owed)
		.select(Count(owed.name))
		.where(owed.organization.isin(list(organizations) or [""]))
	)
	day = ledger.owing_day(owed)
	return query.where((owed.state == "Due") & (day >= effective)).run()[0][0]
