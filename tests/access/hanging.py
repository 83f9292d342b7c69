"""Attachments of the framework to documents: a file, a comment, a version … one of each on every row of the test province."""

from __future__ import annotations

import json
from pathlib import Path

import frappe
from frappe.model.naming import is_autoincremented

from tests.access.filling import insert, mark

ASSIGNED, TAG = "assigned to", "ma-tran"
REFERENCE = {
	"File": ("attached_to_doctype", "attached_to_name"),
	"Comment": ("reference_doctype", "reference_name"),
	"Version": ("ref_doctype", "docname"),
	"Communication": ("reference_doctype", "reference_name"),
	"ToDo": ("reference_type", "reference_name"),
	"Tag Link": ("document_type", "document_name"),
	"Notification Log": ("document_type", "document_name"),
	"Activity Log": ("reference_doctype", "reference_name"),
	"View Log": ("reference_doctype", "reference_name"),
	"Document Follow": ("ref_doctype", "ref_docname"),
}


def hang(doctype: str, name: str, people: dict[str, str]) -> dict[str, dict[str, str]]:
	"""{kind: {name, content}}; tasks and notes are the assigned person's, who mostly may not see the document."""
	made = {}
	for kind, (of_doctype, of_name) in REFERENCE.items():
		content = mark()
		values = {of_doctype: doctype, of_name: name, **_values(kind, content, people[ASSIGNED])}
		made[kind] = {"name": insert(kind, **values), "content": content}
		if kind == "File":
			made[kind]["url"] = values["file_url"]
			Path(frappe.get_site_path("private", "files", f"{content}.txt")).write_text(f"Tệp {content}\n")
	row = {"doctype": doctype, "name": name, "content": f"matrantim {mark()}", "published": 0}
	frappe.db.sql(
		"insert into `__global_search` (doctype, name, content, published) values (%(doctype)s, %(name)s, %(content)s, 0)",
		row,
	)
	made["Global Search"] = {"name": name, "content": row["content"].split()[1]}
	if not frappe.get_meta(doctype).istable:
		frappe.db.set_value(doctype, name, "_user_tags", f",{TAG}", update_modified=False)
	return made


def _values(kind: str, content: str, assigned: str) -> dict[str, object]:
	url = f"/private/files/{content}.txt"
	return {
		"File": {"file_name": f"{content}.txt", "file_url": url, "is_private": 1, "folder": "Home/Attachments"},
		"Comment": {"comment_type": "Comment", "content": content},
		"Version": {"data": json.dumps({"changed": [["title", "", content]]})},
		"Communication": {
			"subject": content, "content": content, "communication_type": "Communication", "status": "Linked",
			"sent_or_received": "Sent", "communication_medium": "Email",
		},
		"ToDo": {"description": content, "allocated_to": assigned, "assigned_by": "Administrator", "status": "Open"},
		"Tag Link": {"tag": TAG, "title": content},
		"Notification Log": {"subject": content, "for_user": assigned, "type": "Assignment"},
		"Activity Log": {"subject": content},
		"View Log": {"viewed_by": content},
		"Document Follow": {"user": assigned},
	}[kind]  # fmt: skip


def remove_of(doctype: str, names: list[str]) -> None:
	for kind, (of_doctype, of_name) in REFERENCE.items():
		if names:
			frappe.db.delete(kind, {of_doctype: doctype, of_name: ("in", names)})
	if names:
		frappe.db.sql("delete from `__global_search` where doctype = %s and name in %s", (doctype, names))


def remove(users: list[str]) -> None:
	"""What is left: what hangs on nothing any more, and what the people of the matrix made beside."""
	for kind in REFERENCE:
		if not is_autoincremented(kind, frappe.get_meta(kind)):
			frappe.db.delete(kind, {"name": ("like", "zn%nz")})
		if users:
			frappe.db.delete(kind, {"owner": ("in", users)})
	for field in ("for_user", "from_user"):
		if users:
			frappe.db.delete("Notification Log", {field: ("in", users)})
	frappe.db.sql("delete from `__global_search` where content like 'matrantim%%'")
	for file in Path(frappe.get_site_path("private", "files")).glob("zq*qz*.txt"):
		file.unlink()
