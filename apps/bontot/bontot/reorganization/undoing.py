"""Puts a reorganisation back from its history and its traces, in one transaction as it was carried out."""

from typing import Any

import frappe
from frappe.utils import create_batch, now_datetime

from bontot.organization import access, tree
from bontot.organization.members import transfers
from bontot.organization.tree import dated
from bontot.reorganization.applying import BATCH, SUCCESSION, Beat, rewrite_paths, sync_users, transfer_name
from bontot.reorganization.change import Change, module_of, participants
from bontot.text import fold


def undo(doc: Any, traces: dict[str, Any], beat: Beat) -> None:
	"""Put everything back as it stood; the caller has seen that nothing was built upon it."""
	# Before the new ones are gone: who holds one of them has no roles by it afterwards.
	names = [*traces["new_seats"], *(row[0] for row in traces["seats"])]
	users = frappe.get_all("Seat", {"name": ("in", names or [""])}, ["name", "user"])
	frappe.db.delete("Seat", {"name": ("in", traces["new_seats"] or [""])})
	for name, from_date, to_date in traces["seats"]:
		frappe.db.set_value("Seat", name, {"from_date": from_date, "to_date": to_date}, update_modified=False)
	rewrite_paths(doc.name, beat, back=True)
	by_place: dict[str, list[str]] = {}
	for member, before, _after in traces["members"]:
		by_place.setdefault(before, []).append(member)
	restore_organizations(doc)
	for place, members in by_place.items():
		values = {"organization": place, "organization_path": tree.path_of(place)}
		for batch in create_batch(members, BATCH):
			frappe.db.set_value("Party Member", {"name": ("in", batch)}, values, update_modified=False)
	made = [transfer_name(doc.name, member) for member, _before, _after in traces["members"]]
	frappe.db.delete(transfers.DOCTYPE, {"name": ("in", made or [""])})
	frappe.db.delete(SUCCESSION, {"reorganization": doc.name})
	for name in traces["founded"]:
		frappe.db.delete(tree.DOCTYPE, {"name": name})
	change = Change(doc.name, frappe.utils.getdate(doc.effective_date), "", done_at=doc.done_at)
	for path, take_back in participants("undo"):
		take_back(change, traces["modules"].get(module_of(path)))
	frappe.db.delete(dated.PLACEMENT, {"reorganization": doc.name})
	sync_users(users)
	frappe.db.after_commit.add(access.forget)


RESTORE = """
	update `tabParty Organization` organization
	join `tabOrganization Placement` placement
		on placement.organization = organization.name and placement.reorganization = %(reorganization)s
	set {columns}, organization.valid_to = placement.life_end, organization.placed_from = placement.placed_from,
		organization.modified = %(now)s, organization.modified_by = %(user)s
"""


def restore_organizations(doc: Any) -> None:
	columns = ", ".join(f"organization.`{field}` = placement.`{field}`" for field in dated.KEPT)
	values = {"reorganization": doc.name, "now": now_datetime(), "user": frappe.session.user}
	frappe.db.sql(RESTORE.format(columns=columns), values)  # columns are our own constants
	titles = frappe.get_all(
		dated.PLACEMENT,
		{"reorganization": doc.name, "is_direct": 1},
		["organization", "organization_name", "short_name"],
	)
	for row in titles:
		code = frappe.db.get_value(tree.DOCTYPE, row.organization, "code")
		text = fold(" ".join(filter(None, (row.organization_name, row.short_name, code))))[:255]
		frappe.db.set_value(tree.DOCTYPE, row.organization, "search_text", text, update_modified=False)
