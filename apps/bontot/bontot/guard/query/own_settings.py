"""Settings of the framework's that are one person's: everybody may read and write them all, as the framework has it.

Answers False or None, as `follow` does. Filters of a list that are for everybody are read by everybody; administrators make them.
"""

import frappe
from frappe.desk.doctype.notification_log import notification_log
from frappe.model.document import Document
from frappe.utils import cint, cstr

from bontot.organization import access

# Doctype: the field that says whose it is.
WHOSE = {
	"Dashboard Settings": "name",
	"List Filter": "for_user",
	"Notification Log": "for_user",
	"Notification Settings": "name",
}
FOR_ALL = frozenset(("List Filter",))  # where the field is empty


def may_access(doc: Document, ptype: str = "read", user: str | None = None) -> bool | None:
	"""False for another's, as it is stored or as it is to be."""
	user = user or frappe.session.user
	if access.is_administrator(user):
		return None
	field = WHOSE[doc.doctype]
	stored = frappe.db.get_value(doc.doctype, doc.name, field, as_dict=True) if doc.get("name") else None
	named = {cstr(doc.get(field)), *([cstr(stored[field])] if stored else []), *_new_name(doc, field)}
	if doc.doctype in FOR_ALL and ptype in access.READING:
		named.discard("")
	return None if named <= {user} else False


def _new_name(doc: Document, field: str) -> list[str]:
	"""Return the name a client gives to what is not there yet, as a list; [] for none."""
	return [cstr(doc.get("__newname"))] if field == "name" and doc.get("__newname") else []


def may_read_note(doc: Document, ptype: str = "read", user: str | None = None) -> bool | None:
	"""Lists show the public ones and one's own; by its name the framework hands out any."""
	user = user or frappe.session.user
	if ptype not in access.READING or access.is_administrator(user):
		return None
	return None if cint(doc.get("public")) or doc.get("owner") in (None, user) else False


def list_filter_conditions(user: str | None = None, doctype: str | None = None) -> str:
	user = user or frappe.session.user
	if access.is_administrator(user):
		return ""
	whose = "coalesce(`tabList Filter`.`for_user`, '')"
	return f"({whose} in ('', {frappe.db.escape(user, percent=False)}))"


@frappe.whitelist(methods=["POST"])
def mark_as_read(docname: str | int) -> None:
	"""Mark a notice as read, one's own alone; another's is answered as silently as one that is not there."""
	if docname and frappe.db.get_value("Notification Log", docname, "for_user") == frappe.session.user:
		notification_log.mark_as_read(docname)
