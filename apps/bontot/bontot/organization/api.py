"""What the browser asks of this module."""

from typing import Any

import frappe
from frappe.utils import nowdate

from bontot.organization import access, delegating, transfers, tree


@frappe.whitelist(methods=["GET", "POST"])
def get_children(
	doctype: str = tree.DOCTYPE, parent: str = "", show_closed: bool = False, **_filters: Any
) -> list[dict]:
	"""Rows of the tree view below `parent`, or the outermost in reach: value, title, expandable, kind, closed."""
	frappe.has_permission(tree.DOCTYPE, "read", throw=True)
	child = frappe.qb.DocType(tree.DOCTYPE).as_("child")
	rows = frappe.get_list(
		tree.DOCTYPE,
		filters=_place(parent) | ({} if show_closed else {"valid_from": ("<=", nowdate())}),
		fields=["name as value", "organization_name as title", "kind", "valid_to"],
		order_by="path",
		limit_page_length=0,
	)
	today = frappe.utils.getdate()
	for row in rows:
		row.closed = bool(row.valid_to and row.valid_to < today)
	rows = [row for row in rows if show_closed or not row.closed]
	names = [row.value for row in rows]
	below = set()
	if names:
		query = frappe.qb.from_(child).select(child.parent_organization).distinct()
		where = child.parent_organization.isin(names)
		if not show_closed:
			where &= tree.living(today, child)
		below = set(query.where(where).run(pluck=True))
	for row in rows:
		row.expandable = int(row.value in below)
	return rows


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
