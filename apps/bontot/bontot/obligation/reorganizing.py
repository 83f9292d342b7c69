"""Effects of a reorganisation on the ledger: who has ended owes nothing whose day comes after, and who has become of another kind
owes what that kind does from then on; all else goes on.

The ledger itself says so (`owing`), from the dated tree, so that rebuilding it gives the same again.
"""

from collections.abc import Iterable
from datetime import date

import frappe
from frappe import _
from frappe.query_builder.functions import Count
from frappe.utils import getdate
from pypika.queries import QueryBuilder

from bontot.obligation import ledger, owing
from bontot.reorganization.change import Change, Line


def preview(change: Change) -> list[Line]:
	return [
		{
			"what": _("Open duties of organizations that end"),
			"count": owed_after(change.ended, change.effective),
			"becomes": _("exempt, since the organization no longer exists on the day"),
		},
		{
			"what": _("Open duties of organizations of another kind"),
			"count": owed_no_more(change),
			"becomes": _("exempt, where the new kind does not have the duty"),
		},
		{
			"what": _("Open duties of organizations that are split and go on"),
			"count": owed_after(change.divided, change.effective),
			"becomes": _("stay with the old organization; the new ones owe from their first day on"),
		},
	]


def apply(change: Change) -> None:
	settle([*change.ended, *change.rekinded])


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
	return _owed(organizations, effective).run()[0][0]


def owed_no_more(change: Change) -> int:
	"""Open duties after the day that an organisation's new kind does not have."""
	kind, count = frappe.qb.DocType("Duty Kind"), 0
	for code in sorted(set(change.rekinded.values())):
		having = frappe.qb.from_(kind).select(kind.parent).where(kind.kind == code)
		own = [name for name, other in change.rekinded.items() if other == code]
		query = _owed(own, change.effective)
		count += query.where(frappe.qb.DocType("Obligation").duty.notin(having)).run()[0][0]
	return count


def _owed(organizations: Iterable[str], effective: date) -> QueryBuilder:
	owed = frappe.qb.DocType("Obligation")
	query = frappe.qb.from_(owed).select(Count(owed.name))
	query = query.where(owed.organization.isin(list(organizations) or [""]))
	return query.where((owed.state == "Due") & (owing.owing_day(owed) >= effective))
