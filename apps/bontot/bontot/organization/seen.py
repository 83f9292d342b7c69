"""One answer for a document that is out of reach and for one that is not there, by every act that names it.

Asked before the document is loaded: the framework says 403 of the one and 404 of the other. Of files on their way
`approval.reach` says who learns anything; what is asked by questions, `asking`.
"""

from __future__ import annotations

from typing import NoReturn

import frappe
from frappe import _

from bontot.organization import access
from bontot.organization.errors import TargetNotReadableError


def require(doctype: str, name: str) -> None:
	"""Raise TargetNotReadableError unless the signed-in user reads this document; administrators are told what is not there."""
	if not is_seen(doctype, name):
		refuse()


def is_seen(doctype: str, name: str) -> bool:
	"""Whether the signed-in user reads this document, as it is stored; of administrators it is not asked whether it is there."""
	if not access.may_access(frappe._dict(doctype=doctype, name=name)):
		return False
	if doctype not in access.RULED_BESIDE or access.is_administrator(frappe.session.user):
		return True
	return bool(frappe.db.exists(doctype, name))  # their own rules say of a new one who may make it


def refuse() -> NoReturn:
	frappe.throw(_("You may not see this document, or it does not exist."), TargetNotReadableError)
