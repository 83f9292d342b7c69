"""Endpoints of the organisation module."""

from datetime import date
from typing import Any

import frappe
from frappe.utils import nowdate
from pydantic import JsonValue

from bontot.organization import access, tree
from bontot.organization.access import delegating
from bontot.organization.members import transfers
from bontot.organization.tree import branches, history

NOTED = 2  # events a line of the tree view tells


@frappe.whitelist(methods=["GET", "POST"])
def get_children(
	doctype: str = tree.DOCTYPE, parent: str = "", show_closed: bool = False, **_filters: JsonValue
) -> list[dict]:
	"""Rows of the tree view below `parent`, or the outermost in reach.

	[{value, title, kind, closed, ended_on, expandable, cells, members, note}, …]; no sizes of organisations above the
	own place, of which only the name is shown.
	"""
	frappe.has_permission(tree.DOCTYPE, "read", throw=True)
	today = frappe.utils.getdate()
	rows = frappe.get_list(
		tree.DOCTYPE,
		filters=_place(parent) | ({} if show_closed else {"valid_from": ("<=", nowdate())}),
		fields=["name as value", "organization_name as title", "kind", "valid_to", "path"],
		order_by="path",
		limit_page_length=0,
	)
	for row in rows:
		row.closed = bool(row.valid_to and row.valid_to < today)
		row.ended_on = row.pop("valid_to") if row.closed else None
	rows = [row for row in rows if show_closed or not row.closed]
	below = _with_children([row.value for row in rows], today, show_closed)
	reach = access.scope(frappe.session.user)
	sizes = branches.sizes([row.path for row in rows if not row.closed and reach.covers(row.path)], today)
	told = history.events(row.value for row in rows if reach.covers(row.path))
	for row in rows:
		row.expandable = int(row.value in below)
		row.cells, row.members = sizes.get(row.pop("path"), (None, None))
		row.note = "; ".join(event.text for event in told.get(row.value, [])[:NOTED])
	return rows


def _with_children(names: list[str], today: date, show_closed: bool) -> set[str]:
	if not names:
		return set()
	child = frappe.qb.DocType(tree.DOCTYPE).as_("child")
	where = child.parent_organization.isin(names)
	if not show_closed:
		where &= tree.living(today, child)
	return set(
		frappe.qb.from_(child).select(child.parent_organization).distinct().where(where).run(pluck=True)
	)


@frappe.whitelist(methods=["GET", "POST"])
def get_way(organization: str) -> dict[str, Any]:
	"""Return the tree view's way to an organisation: {way: names from the outermost in reach down to it, closed}."""
	doc = frappe.get_doc(tree.DOCTYPE, organization)
	doc.check_permission("read")
	reach = access.scope(frappe.session.user)
	way = [row.name for row in reversed(tree.ancestors(organization)) if reach.covers(row.path)]
	return {
		"way": [*way, organization],
		"closed": bool(doc.valid_to and doc.valid_to < frappe.utils.getdate()),
	}


@frappe.whitelist(methods=["GET", "POST"])
def get_history(organization: str) -> list[str]:
	"""Return the history of an organisation, a sentence each, latest first."""
	doc = frappe.get_doc(tree.DOCTYPE, organization)
	doc.check_permission("read")
	if not access.scope(frappe.session.user).covers(doc.path):
		return []  # of an organisation above one reads the name
	return [event.text for event in history.events([organization])[organization]]


def _place(parent: str) -> dict:
	"""Below `parent`; without one the tops of what the signed-in user reads."""
	if parent:
		return {"parent_organization": parent}
	allowed = access.scope(frappe.session.user)
	if allowed.unrestricted:
		return {"parent_organization": ("is", "not set")}
	return {"path": ("in", allowed.prefixes or ("",))}


@frappe.whitelist(methods=["POST"])
def revoke_delegation(name: str) -> dict[str, str]:
	"""Take a delegation back; it ends at this moment. Raises PermissionError, DelegationFixedError."""
	doc = delegating.revoke(name)
	return {"revoked_at": str(doc.revoked_at), "revoked_by": doc.revoked_by}


@frappe.whitelist(methods=["POST"])
def accept_transfer(name: str) -> dict[str, str]:
	"""Accept a member for the receiving organisation. Raises PermissionError, TransferStateError."""
	return {"state": transfers.accept(name).state}


@frappe.whitelist(methods=["POST"])
def refuse_transfer(name: str, reason: str) -> dict[str, str]:
	"""Refuse a member for the receiving organisation. Raises PermissionError, TransferStateError."""
	return {"state": transfers.refuse(name, reason).state}


@frappe.whitelist(methods=["POST"])
def withdraw_transfer(name: str) -> dict[str, str]:
	"""Take a transfer back that is not done. Raises PermissionError, TransferStateError."""
	return {"state": transfers.withdraw(name).state}
