"""A document type in the hands of the framework's own Workflow, at its kindest: three states, no mail."""

from __future__ import annotations

import frappe

from tests.benchmark._site import peer_doctype

PEER, NEXT_ROLE, WORKFLOW = "Peer Request", "Peer Approver", "Peer Request Workflow"
STATES = ("Peer Draft", "Peer Checked", "Peer Done")
ACTION = "Peer Agree"


def plant() -> None:
	"""The document type (DDL commits: `drop_peers(PEER)` takes it away) and its workflow."""
	title = {"fieldname": "title", "fieldtype": "Data", "label": "Title"}
	state = {
		"fieldname": "workflow_state",
		"fieldtype": "Link",
		"options": "Workflow State",
		"label": "State",
	}
	peer_doctype(PEER, [title, state], autoname="prompt")
	if not frappe.db.exists("Role", NEXT_ROLE):
		frappe.get_doc(doctype="Role", role_name=NEXT_ROLE, desk_access=1).insert()
	doctype = frappe.get_doc("DocType", PEER)
	doctype.append("permissions", {"role": NEXT_ROLE, "read": 1, "write": 1})
	doctype.save()
	for name in STATES:
		if not frappe.db.exists("Workflow State", name):
			frappe.get_doc(doctype="Workflow State", workflow_state_name=name).insert()
	if not frappe.db.exists("Workflow Action Master", ACTION):
		frappe.get_doc(doctype="Workflow Action Master", workflow_action_name=ACTION).insert()
	if frappe.db.exists("Workflow", WORKFLOW):
		frappe.delete_doc("Workflow", WORKFLOW, force=True)
	roles = ("System Manager", NEXT_ROLE, NEXT_ROLE)
	frappe.get_doc(
		doctype="Workflow",
		workflow_name=WORKFLOW,
		document_type=PEER,
		is_active=1,
		send_email_alert=0,
		workflow_state_field="workflow_state",
		states=[
			{"state": name, "doc_status": "0", "allow_edit": role}
			for name, role in zip(STATES, roles, strict=True)
		],
		transitions=[
			{
				"state": STATES[place],
				"action": ACTION,
				"next_state": STATES[place + 1],
				"allowed": roles[place],
			}
			for place in range(2)
		],
	).insert()
	frappe.clear_cache(doctype=PEER)


def add_document(name: str) -> str:
	return frappe.get_doc(doctype=PEER, name=name, title="Peer", workflow_state=STATES[0]).insert().name


def add_people(role: str, people: int) -> list[str]:
	"""Rows of enabled desk users with one role, without the framework's hundred milliseconds each."""
	names = [f"peer{number:04}.{frappe.generate_hash(length=6)}@thu.example" for number in range(people)]
	values = [(name, name, "Người", name, 1, "System User") for name in names]
	frappe.db.bulk_insert(
		"User", ["name", "email", "first_name", "full_name", "enabled", "user_type"], values
	)
	rows = [(frappe.generate_hash(length=10), name, "User", "roles", role) for name in names]
	frappe.db.bulk_insert("Has Role", ["name", "parent", "parenttype", "parentfield", "role"], rows)
	return names
