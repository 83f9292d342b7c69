"""Visibility of what hangs on a document of an organisation (file, comment, version, mail, task …): that of the document.

These are the framework's own doctypes: a True of ours would silence the framework's check, so we answer False or None.
"""

import frappe
from frappe import _
from frappe.model.db_query import DatabaseQuery
from frappe.model.document import Document

from bontot.guard.files import uploads
from bontot.organization import access
from bontot.organization.access import approvable
from bontot.organization.access.scopes import quoted
from bontot.organization.errors import TargetNotReadableError

# Doctype: the fields that name the document it hangs on.
FOLLOWERS = {
	"File": ("attached_to_doctype", "attached_to_name"),
	"Comment": ("reference_doctype", "reference_name"),
	"Communication": ("reference_doctype", "reference_name"),
	"Version": ("ref_doctype", "docname"),
	"ToDo": ("reference_type", "reference_name"),
	"Notification Log": ("document_type", "document_name"),
	"Tag Link": ("document_type", "document_name"),
	"Document Follow": ("ref_doctype", "ref_docname"),
	"Reminder": ("reminder_doctype", "reminder_docname"),
}
# On a document of the framework they are their owner's alone: that one has no reach, and its rows no rule that knows them.
OWN = frozenset(("Tag Link", "Document Follow"))
# Of the framework's documents these have rules of their own, which their files follow.
PERSONAL = ("ToDo", "Note", "Event")
CHANGING = frozenset(("create", "write", "delete"))
VEILED = "•••"


def may_access(doc: Document, ptype: str = "read", user: str | None = None) -> bool | None:
	"""False when the document it hangs on is out of reach; None leaves the answer to the framework."""
	user = user or frappe.session.user
	if access.is_administrator(user):
		return None
	if doc.doctype == "File" and ptype == "create":
		uploads.validate_new(doc, user)
	needed = "write" if doc.doctype == "File" and ptype in CHANGING else "read"
	if needed == "write":
		approvable.refuse_held_files(_targets(doc))
	targets = _targets(doc)
	if not targets and (doc.doctype in OWN or is_own_folder(doc)) and doc.get("owner") not in (None, user):
		return False
	allowed = all(_is_permitted(target, needed, user, doc.get("owner")) for target in targets)
	return None if allowed else False


def is_own_folder(doc: Document) -> bool:
	"""Whether it is a folder that a person made in the file manager."""
	standard = doc.get("is_home_folder") or doc.get("is_attachments_folder")
	return doc.doctype == "File" and bool(doc.get("is_folder")) and not standard


def _targets(doc: Document) -> set[tuple[str, str]]:
	"""(doctype, name) of what it hangs on, and of what a client wants to hang it on instead."""
	fields = FOLLOWERS[doc.doctype]
	stored = doc.get("name") and frappe.db.get_value(doc.doctype, doc.name, fields)
	named = {tuple(stored or ()), tuple(doc.get(field) for field in fields)}
	return {target for target in named if target and access.is_scoped(target[0]) and target[1]}


def _is_permitted(target: tuple[str, str], needed: str, user: str, owner: str | None) -> bool:
	if not frappe.db.exists(*target):  # deleted, or a form that is not saved yet
		return not owner or owner == user
	return access.may_access(frappe.get_doc(*target), needed, user)


def may_take_back(doc: Document, ptype: str = "read", user: str | None = None) -> bool | None:
	"""False for what the system notes in a person's name: that somebody was assigned, a file taken off, a state reached."""
	if ptype != "delete" or access.is_administrator(user or frappe.session.user):
		return None
	return None if doc.get("comment_type") == "Comment" else False


def require_target(doc: Document, method: str | None = None) -> None:
	"""`validate` of what the framework hangs on a document without asking: tags, likes, tasks, followers."""
	kind, name = FOLLOWERS[doc.doctype]
	doctype, docname = doc.get(kind), doc.get(name)
	if not access.is_scoped(doctype) or not docname or not frappe.db.exists(doctype, docname):
		return
	target = frappe.get_doc(doctype, docname)
	people = {frappe.session.user} | ({doc.user} if doc.doctype == "Document Follow" else set())
	if not all(access.may_access(target, "read", user) for user in people):
		frappe.throw(_("You may not see this document, or it does not exist."), TargetNotReadableError)


def veil(doc: Document, method: str | None = None) -> None:
	"""`before_insert` of Version: that a field of a higher level changed is history, what it said is not.

	Whoever reads a document reads its versions whole; the framework hides fields there on the screen alone.
	"""
	if access.is_scoped(doc.ref_doctype):
		doc.data = veiled(doc.ref_doctype, doc.data)


def veiled(doctype: str, data: str) -> str:
	hidden = {field.fieldname for field in frappe.get_meta(doctype).get_high_permlevel_fields()}
	said = frappe.parse_json(data)
	changed = said.get("changed") or []
	if not hidden.intersection(field for field, *_values in changed):
		return data
	said["changed"] = [
		[field, VEILED, VEILED] if field in hidden else [field, *values] for field, *values in changed
	]
	return frappe.as_json(said, indent=None)


def _conditions(follower: str, user: str | None) -> str:
	"""Rows that hang on nothing of ours, and those that hang on what `user` may read."""
	user = user or frappe.session.user
	if access.is_administrator(user):
		return ""
	kind, name = (f"`tab{follower}`.`{field}`" for field in FOLLOWERS[follower])
	scoped = sorted(access.SCOPED)
	listed = ", ".join(quoted(doctype) for doctype in scoped)
	elsewhere = f"coalesce({kind}, '') not in ({listed})"
	if follower in OWN:
		elsewhere += f" and `tab{follower}`.`owner` = {quoted(user)}"
	elif follower == "File":
		elsewhere += f" and {_files_of_one(user)}"
	parts = [f"({elsewhere})"]
	if access.scope(user).prefixes:
		parts += [
			f"({kind} = {quoted(doctype)} and exists (select 1 from `tab{doctype}`"
			f" where `tab{doctype}`.`name` = {name} and {access.conditions(doctype, user)}))"
			for doctype in scoped
		]
	return f"({' or '.join(parts)})"


def _files_of_one(user: str) -> str:
	"""One's own, those of the framework's documents that one may list, and the folders that are there for everybody."""
	parts = [
		f"`tabFile`.`owner` = {quoted(user)}",
		"`tabFile`.`is_home_folder` = 1",
		"`tabFile`.`is_attachments_folder` = 1",
	]
	for doctype in PERSONAL:
		try:
			rule = DatabaseQuery(doctype, user=user).build_match_conditions() or "1 = 1"
		except frappe.PermissionError:
			continue
		parts.append(
			f"(`tabFile`.`attached_to_doctype` = {quoted(doctype)} and exists (select 1 from `tab{doctype}`"
			f" where `tab{doctype}`.`name` = `tabFile`.`attached_to_name` and {rule}))"
		)
	return f"({' or '.join(parts)})"


def tag_conditions(user: str | None = None, doctype: str | None = None) -> str:
	"""Tags of one's own, and those that documents in reach bear: their words are what somebody says of a document."""
	user = user or frappe.session.user
	if access.is_administrator(user):
		return ""
	borne = f"exists (select 1 from `tabTag Link` where `tabTag Link`.`tag` = `tabTag`.`name` and {_conditions('Tag Link', user)})"
	return f"(`tabTag`.`owner` = {quoted(user)} or {borne})"


def may_read_tag(doc: Document, ptype: str = "read", user: str | None = None) -> bool | None:
	user = user or frappe.session.user
	if access.is_administrator(user):
		return None
	return None if frappe.get_list("Tag", {"name": doc.name}, user=user, limit_page_length=1) else False


def file_conditions(user: str | None = None, doctype: str | None = None) -> str:
	"""The framework joins its own rule (this or this or that) and ours by "and", without parentheses: ours brings them along."""
	ours = _conditions("File", user)
	return f"1 = 1) and ({ours}" if ours else ""


def comment_conditions(user: str | None = None, doctype: str | None = None) -> str:
	return _conditions("Comment", user)


def communication_conditions(user: str | None = None, doctype: str | None = None) -> str:
	return _conditions("Communication", user)


def version_conditions(user: str | None = None, doctype: str | None = None) -> str:
	return _conditions("Version", user)


def todo_conditions(user: str | None = None, doctype: str | None = None) -> str:
	return _conditions("ToDo", user)


def notification_log_conditions(user: str | None = None, doctype: str | None = None) -> str:
	"""The framework hands an administrator everybody's: the bell of one rang for the whole province."""
	user = user or frappe.session.user
	mine = f"`tabNotification Log`.`for_user` = {quoted(user)}"
	return " and ".join(filter(None, (mine, _conditions("Notification Log", user))))


def tag_link_conditions(user: str | None = None, doctype: str | None = None) -> str:
	return _conditions("Tag Link", user)


def document_follow_conditions(user: str | None = None, doctype: str | None = None) -> str:
	return _conditions("Document Follow", user)


def reminder_conditions(user: str | None = None, doctype: str | None = None) -> str:
	return _conditions("Reminder", user)
