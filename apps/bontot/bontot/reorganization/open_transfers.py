"""Transfers under way follow a reorganisation: into the heir of a body that ends, out of where the member is now.

Nobody is asked again, since an heir takes over what its predecessor had agreed to. Where there is no heir, or several, the
transfer is taken back with the decision as its reason, and the side that proposed it chooses anew. One that was proposed
while the decision was carried out follows a few minutes later, as if it had been there before (`apply` as the step "heal").
"""

from typing import Any

import frappe
from frappe import _

from bontot.organization import tree
from bontot.organization.members import transfers
from bontot.reorganization.change import Change, Line

KEPT = ("title", "organization", "organization_path", "to_organization", "state", "reason")
# Of members whom this decision moved, and of those on their way into a body that ends.
CONCERNED = """
	select transfer.name, transfer.title, transfer.organization, transfer.organization_path, transfer.to_organization,
		transfer.state, transfer.reason, member.full_name, member.organization as is_at,
		member.organization_path as is_at_path
	from `tabMember Transfer` transfer
	join `tabParty Member` member on member.name = transfer.member
	left join `tabMember Transfer` moved on moved.name = concat(%(reorganization)s, '-', transfer.member)
	where transfer.state in %(open)s and (moved.name is not null or transfer.to_organization in %(ended)s)
"""
HEIRS = """
	select succession.predecessor, min(succession.organization), count(*), min(kind.holds_members)
	from `tabOrganization Succession` succession
	join `tabParty Organization` heir on heir.name = succession.organization
	join `tabOrganization Kind` kind on kind.name = heir.kind
	where succession.reorganization = %(reorganization)s and succession.predecessor in %(ended)s
	group by succession.predecessor
"""


def preview(change: Change) -> list[Line]:
	where = {"state": ("in", transfers.OPEN), "to_organization": ("in", list(change.ended) or [""])}
	return [
		{
			"what": _("Transfers of members under way into organizations that end"),
			"count": frappe.db.count(transfers.DOCTYPE, where),
			"becomes": _("go on into the one successor; taken back where there is none or several"),
		}
	]


def apply(change: Change) -> list[dict[str, Any]]:
	"""Returns what the transfers were, for `undo`."""
	values = {
		"reorganization": change.reorganization,
		"open": transfers.OPEN,
		"ended": tuple(change.ended) or ("",),
	}
	heirs = {gone: heir for gone, heir, count, holds in frappe.db.sql(HEIRS, values) if count == 1 and holds}
	traces = []
	# Looked for without locks, which would keep every transfer of the province waiting; then each by its name.
	for row in frappe.db.sql(CONCERNED, values, as_dict=True):
		if frappe.db.get_value(transfers.DOCTYPE, row.name, "state", for_update=True) not in transfers.OPEN:
			continue  # answered meanwhile
		becomes = after(change, row, heirs)
		if all(row[field] == value for field, value in becomes.items()):
			continue  # it followed before
		traces.append({"name": row.name, **{field: row[field] for field in KEPT}})
		# Past the controller: a transfer is not changed by hand, and both places were planned.
		frappe.db.set_value(transfers.DOCTYPE, row.name, becomes)
	return traces


def after(change: Change, row: Any, heirs: dict[str, str]) -> dict[str, Any]:
	"""Return what becomes of one transfer."""
	target = row.to_organization
	if target in change.ended:
		target = heirs.get(target)
	if not target:
		return {"state": "Withdrawn", "reason": change.end_reason(row.to_organization)}
	if target == row.is_at:
		return {
			"state": "Withdrawn",
			"reason": _("Both organizations became one by {0}.").format(change.decision),
		}
	names = [frappe.db.get_value(tree.DOCTYPE, name, "organization_name") for name in (row.is_at, target)]
	return {
		"organization": row.is_at,
		"organization_path": row.is_at_path,
		"to_organization": target,
		"title": f"{row.full_name}: {names[0]} → {names[1]}"[:280],
	}


def undo(change: Change, traces: list[dict[str, Any]] | None) -> None:
	for row in traces or []:
		frappe.db.set_value(transfers.DOCTYPE, row["name"], {field: row[field] for field in KEPT})
