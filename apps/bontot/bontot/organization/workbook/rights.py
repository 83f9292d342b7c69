"""Whose an import is: its owner's, while he holds a seat of his own of the Organization Commission above its branch.

It may hold card and phone numbers of the whole branch, so nobody else of the branch sees it, whatever his seat.
A lent seat does not do: an import seats people, and who stands in for somebody hands out no rights.
"""

import frappe
from frappe.model.document import Document

from bontot.organization import access, tree

DOCTYPE = "Organization Import"


def branches(user: str) -> tuple[str, ...]:
	"""Paths at and below which `user` may import."""
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
	"""The document rule, judged by the stored row; for a new one by the branch it names."""
	user = user or frappe.session.user
	if access.is_administrator(user):
		return True
	allowed = branches(user)
	if not allowed:
		return False
	stored = doc.name and frappe.db.get_value(DOCTYPE, doc.name, ("owner", "organization"))
	places = {doc.get("organization"), stored[1]} if stored else {doc.get("organization")}
	if stored and stored[0] != user:
		return False
	if not stored and places == {None}:
		return True  # the form opens before a branch is chosen; saving asks again
	return all(tree.is_within(tree.path_of(place), allowed) for place in places)
