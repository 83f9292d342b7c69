"""Permissions on imports: an import is its maker's alone, while he holds a seat of his own of the Organization Commission above
its branch.

It may hold card and phone numbers of the whole branch, so nobody else of the branch sees it, whatever his seat. A lent
seat does not do: an import seats people, and who stands in for somebody hands out no rights.
"""

import frappe
from frappe import _
from frappe.model.document import Document

from bontot.organization import access, tree
from bontot.workbook.errors import OutsideBranchError

DOCTYPE = "Organization Import"


def branches(user: str) -> tuple[str, ...]:
	"""Paths at and below which `user` may import, by his own living seats of the Organization Commission."""
	return tree.outermost([seat.path for seat in access.own_seats(user) if seat.is_commission])


def conditions(user: str | None = None, doctype: str | None = None) -> str:
	"""The list rule."""
	user = user or frappe.session.user
	if access.is_administrator(user):
		return ""
	if not branches(user):
		return access.NOTHING
	return f"(`tab{DOCTYPE}`.`owner` = {frappe.db.escape(user, percent=False)})"


def may_access(doc: Document, ptype: str = "read", user: str | None = None) -> bool:
	"""The document rule, by the stored row; of a new one `require_branch` judges the branch when it is saved."""
	user = user or frappe.session.user
	if access.is_administrator(user):
		return True
	allowed = branches(user)
	stored = doc.name and frappe.db.get_value(DOCTYPE, doc.name, ("owner", "organization"))
	if not stored:
		return bool(allowed)
	return stored[0] == user and tree.is_within(tree.path_of(stored[1]), allowed)


def require_branch(organization: str | None) -> None:
	"""Raise OutsideBranchError unless the signed-in user may import there; everything is an administrator's alone."""
	user = frappe.session.user
	if access.is_administrator(user) or tree.is_within(tree.path_of(organization), branches(user)):
		return
	message = _("You may import only into the branch of your own seat of the Organization Commission.")
	frappe.throw(message, OutsideBranchError, title=_("Outside Your Branch"))
