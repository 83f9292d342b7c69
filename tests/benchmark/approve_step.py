"""One level agrees to a file, with 500 people in the role that is next: our service against the stock Workflow."""

from __future__ import annotations

from collections.abc import Iterator

import frappe
from bontot.approval import service
from bontot.approval.testing import (
	act_as,
	create_test_file,
	create_test_officers,
	create_test_open_period,
	sequence_of,
)
from bontot.organization.testing import create_test_tree
from frappe.model.workflow import apply_workflow

from ops.benchmark import Figure
from ops.ratio import measure as compare
from tests.benchmark._site import drop_peers, peer_doctype, site

PEOPLE = 500
PEER, NEXT_ROLE, WORKFLOW = "Peer Request", "Peer Approver", "Peer Request Workflow"
SAVEPOINT = "before_the_step"


def measure() -> Iterator[Figure]:
	with site():
		try:
			peer_doctype(
				PEER,
				[
					{"fieldname": "title", "fieldtype": "Data", "label": "Title"},
					{
						"fieldname": "workflow_state",
						"fieldtype": "Link",
						"options": "Workflow State",
						"label": "State",
					},
				],
				autoname="prompt",
			)
			stock = stock_file()
			ours, reviewer = our_file()
			frappe.db.savepoint(SAVEPOINT)
			ratio = compare(lambda: stock_step(stock), lambda: our_step(ours, reviewer), pairs=7, warm_up=1)
			yield Figure(
				"approve_step", f"stock Workflow, {PEOPLE} people in the next role", ratio, at_least=10
			)
		finally:
			frappe.set_user("Administrator")
			frappe.db.rollback()
			drop_peers(PEER)


def add_people(role: str) -> list[str]:
	"""Rows of enabled desk users with one role, without the framework's hundred milliseconds each."""
	names = [f"peer{number:04}.{frappe.generate_hash(length=6)}@thu.example" for number in range(PEOPLE)]
	values = [(name, name, "Người", name, 1, "System User") for name in names]
	frappe.db.bulk_insert(
		"User", ["name", "email", "first_name", "full_name", "enabled", "user_type"], values
	)
	rows = [(frappe.generate_hash(length=10), name, "User", "roles", role) for name in names]
	frappe.db.bulk_insert("Has Role", ["name", "parent", "parenttype", "parentfield", "role"], rows)
	return names


def stock_file() -> str:
	"""A document in the first of three states of a stock Workflow, mail alerts off: its kindest setting."""
	if not frappe.db.exists("Role", NEXT_ROLE):
		frappe.get_doc(doctype="Role", role_name=NEXT_ROLE, desk_access=1).insert()
	doctype = frappe.get_doc("DocType", PEER)
	doctype.append("permissions", {"role": NEXT_ROLE, "read": 1, "write": 1})
	doctype.save()
	states = ("Peer Draft", "Peer Checked", "Peer Done")
	for state in states:
		if not frappe.db.exists("Workflow State", state):
			frappe.get_doc(doctype="Workflow State", workflow_state_name=state).insert()
	if not frappe.db.exists("Workflow Action Master", "Peer Agree"):
		frappe.get_doc(doctype="Workflow Action Master", workflow_action_name="Peer Agree").insert()
	if frappe.db.exists("Workflow", WORKFLOW):
		frappe.delete_doc("Workflow", WORKFLOW, force=True)
	frappe.get_doc(
		doctype="Workflow",
		workflow_name=WORKFLOW,
		document_type=PEER,
		is_active=1,
		send_email_alert=0,
		workflow_state_field="workflow_state",
		states=[
			{"state": states[0], "doc_status": "0", "allow_edit": "System Manager"},
			{"state": states[1], "doc_status": "0", "allow_edit": NEXT_ROLE},
			{"state": states[2], "doc_status": "0", "allow_edit": NEXT_ROLE},
		],
		transitions=[
			{
				"state": states[0],
				"action": "Peer Agree",
				"next_state": states[1],
				"allowed": "System Manager",
			},
			{"state": states[1], "action": "Peer Agree", "next_state": states[2], "allowed": NEXT_ROLE},
		],
	).insert()
	frappe.clear_cache(doctype=PEER)
	add_people(NEXT_ROLE)
	return frappe.get_doc(doctype=PEER, name="peer-1", title="Peer", workflow_state=states[0]).insert().name


def our_file() -> tuple[str, str]:
	"""A sent file that waits for the grassroots reviewer, with 500 people seated at the body that is next."""
	places = create_test_tree()
	officers = create_test_officers(places)
	file = create_test_file(places.cell_a, create_test_open_period(places.province))
	path = frappe.db.get_value("Party Organization", places.body, "path")
	seats = [
		(frappe.generate_hash(length=10), "can_bo_tham_dinh", places.body, path, name, "2020-01-01")
		for name in add_people("Appraiser")
	]
	frappe.db.bulk_insert(
		"Seat", ["name", "position", "organization", "organization_path", "user", "from_date"], seats
	)
	act_as(officers.secretary, "send", file)
	return file, officers.grassroots


def stock_step(name: str) -> None:
	frappe.set_user("Administrator")
	apply_workflow(frappe.get_doc(PEER, name), "Peer Agree")
	undo()


def our_step(file: str, reviewer: str) -> None:
	frappe.set_user(reviewer)
	service.agree(file, sequence_of(file))
	undo()


def undo() -> None:
	frappe.db.rollback(save_point=SAVEPOINT)
	frappe.clear_document_cache(PEER, "peer-1")
