"""One answer for a document that is out of reach and for one that is not there, by every act that names it.

Asked before the document is loaded: the framework says 403 of the one and 404 of the other. Of files on their way
`approval.core.visibility` says who learns anything; what is asked by questions, `guard.query.query_filters`.
"""

from __future__ import annotations

from typing import NoReturn

import frappe
from frappe import _

from bontot.organization import access
from bontot.organization.errors import TargetNotReadableError


def require(doctype: str, name: str) -> None:
	"""Raise TargetNotReadableError unless the signed-in user reads this document; administrators are told what is not there."""
	if not is_visible(doctype, name):
		refuse()


def is_visible(doctype: str, name: str) -> bool:
	"""Whether the signed-in user reads this document, as it is stored; of administrators it is not asked whether it is there."""
	if not access.is_scoped(doctype):
		return access.is_administrator(frappe.session.user) or _is_readable(doctype, name)
	if not access.may_access(frappe._dict(doctype=doctype, name=name)):
		return False
	if not access.RULES[doctype].beside or access.is_administrator(frappe.session.user):
		return True
	return bool(frappe.db.exists(doctype, name))  # their own rules say of a new one who may make it


def _is_readable(doctype: str, name: str) -> bool:
	"""Judge kinds of the framework's own by its rules for the document, or as a line of a list (accounts, which links name)."""
	if not frappe.db.exists("DocType", doctype):
		return True  # of no kind at all: whoever reads the name says so
	meta = frappe.get_meta(doctype)
	if meta.issingle or meta.get("is_virtual"):
		return True  # there is one for everybody, or none that is stored
	if not (owner := frappe.db.get_value(doctype, name, "owner")):
		return False
	if owner == frappe.session.user:
		return True  # one's own comment, which no role reads by itself: what one may do with it the door asks
	if frappe.has_permission(doctype, "read", doc=name):
		return True
	if meta.istable:
		return False
	try:
		return bool(frappe.get_list(doctype, {"name": name}, limit_page_length=1))
	except frappe.PermissionError:
		return False
	finally:
		frappe.clear_messages()
		frappe.flags.error_message = None  # it would name the kind, of a document that is there alone


def refuse() -> NoReturn:
	frappe.throw(_("You may not see this document, or it does not exist."), TargetNotReadableError)
