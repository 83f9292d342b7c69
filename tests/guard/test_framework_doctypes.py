"""Doctypes of the framework that hold code, markup or credentials are out of reach of ordinary people, by every door."""

from __future__ import annotations

import json
import unittest
from collections.abc import Iterator
from contextlib import contextmanager

from tests.bad_days.ground import number, rows
from tests.guard.ground import SharedCase, ask
from tests.main_job.client import Person

NAME = "thu-nghiem-cua"
SCRIPT = "<img src=x onerror=alert(1)>"
# Doctype: what a document of it would hold.
HOLDING = {
	"Auto Email Report": {"report": "x", "user": "Administrator", "report_type": "Report Builder"},
	"Client Script": {"dt": "ToDo", "script": "alert(1)"},
	"Connected App": {"provider_name": NAME, "client_id": "x"},
	"Custom HTML Block": {"html": SCRIPT, "script": "alert(1)", "private": 0},
	"Dashboard Chart": {"chart_name": NAME, "chart_type": "Count", "document_type": "ToDo", "filters_json": "[]", "based_on": "creation"},
	"Data Import": {"reference_doctype": "ToDo", "import_type": "Insert New Records"},
	"Email Account": {"email_account_name": NAME, "email_id": "x@thu.example"},
	"Email Template": {"subject": "x", "response": "{{ 7*7 }}"},
	"Form Tour": {"title": NAME, "reference_doctype": "ToDo"},
	"Google Calendar": {"calendar_name": NAME, "user": "Administrator"},
	"Google Contacts": {"email_id": "x@thu.example"},
	"Kanban Board": {"kanban_board_name": NAME, "reference_doctype": "ToDo", "field_name": "status"},
	"Letter Head": {"letter_head_name": NAME, "source": "HTML", "content": SCRIPT},
	"Notification": {"subject": "{{ 7*7 }}", "document_type": "User", "event": "Save"},
	"Number Card": {"label": NAME, "document_type": "ToDo", "function": "Count", "dynamic_filters_json": "[[1,2,3,\"alert(1)\"]]"},
	"OAuth Client": {"app_name": NAME, "redirect_uris": "http://x", "default_redirect_uri": "http://x"},
	"Print Format": {"doc_type": "ToDo", "print_format_type": "Jinja", "html": "{{ 7*7 }}"},
	"Report": {"report_name": NAME, "ref_doctype": "ToDo", "report_type": "Script Report", "javascript": "alert(1)", "is_standard": "No"},
	"Server Script": {"script_type": "API", "api_method": "x", "script": "1"},
	"Tag": {},
	"Web Form": {"title": NAME, "doc_type": "ToDo", "client_script": "alert(1)"},
	"Web Page": {"title": NAME, "main_section": SCRIPT},
	"Webhook": {"webhook_doctype": "ToDo", "request_url": "http://x"},
	"Workspace": {"title": NAME, "label": NAME, "public": 0, "content": "[]"},
}  # fmt: skip
# Asked by the desk on its own account: an empty list is the answer, not a refusal.
ROWS_RULED = frozenset(("Letter Head", "Tag"))
# Of these people read what administrators made; of formats of prints their names.
READ = frozenset(("Dashboard Chart", "Kanban Board", "Number Card", "Print Format", "Report"))
STORED = "Custom HTML Block"


def knock(person: Person, door: str, method: str = "POST", **form: object) -> tuple[int, str]:
	return ask(person, method, f"/api/method/{door}", form=form)


class TestFrameworkDoctypes(SharedCase):
	def setUp(self) -> None:
		self.secretary = self.round.person("secretary")

	def admin(self) -> Person:
		return self.round.signed_in("Administrator", self.round.password("administrator"))

	def counts(self) -> dict[str, int]:
		return {kind: number(f"SELECT COUNT(*) FROM `tab{kind}`") for kind in HOLDING}

	def refused(self, told: str, answer: tuple[int, str]) -> None:
		self.assertEqual(answer[0], 403, f"{told}: {answer[1][:300]}")

	def test_none_is_made(self) -> None:
		before = self.counts()
		for kind, values in HOLDING.items():
			doc = {"doctype": kind, "name": NAME, "__newname": NAME, "__islocal": 1, **values}
			for door, answer in self.making(doc):
				with self.subTest(kind, door=door):
					self.refused(f"{kind} by {door}", answer)
		self.assertEqual(before, self.counts())

	def making(self, doc: dict[str, object]) -> Iterator[tuple[str, tuple[int, str]]]:
		yield "client.insert", knock(self.secretary, "frappe.client.insert", doc=doc)
		yield "client.insert_many", knock(self.secretary, "frappe.client.insert_many", docs=[doc])
		yield "client.save", knock(self.secretary, "frappe.client.save", doc=doc)
		yield "savedocs", knock(self.secretary, "frappe.desk.form.save.savedocs", doc=doc, action="Save")
		yield "resource", ask(self.secretary, "POST", f"/api/resource/{doc['doctype']}", body=doc)

	@contextmanager
	def stored(self) -> Iterator[str]:
		"""An administrator's block, not private."""
		values = {
			"doctype": STORED,
			"name": NAME,
			"__newname": NAME,
			"html": "<p>x</p>",
			"script": "1",
			"private": 0,
		}
		knock(self.admin(), "frappe.client.insert", doc=values)
		try:
			yield NAME
		finally:
			knock(self.admin(), "frappe.client.delete", doctype=STORED, name=NAME)

	def test_a_stored_one_is_neither_read_nor_changed(self) -> None:
		person = self.secretary
		with self.stored() as name:
			doc = {"doctype": STORED, "name": name, "script": "alert(1)"}
			answers = {
				"get": knock(person, "frappe.client.get", "GET", doctype=STORED, name=name),
				"getdoc": knock(person, "frappe.desk.form.load.getdoc", "GET", doctype=STORED, name=name),
				"get_value": knock(person, "frappe.client.get_value", "GET", doctype=STORED, filters=name, fieldname="script"),
				"get_list": knock(person, "frappe.client.get_list", "GET", doctype=STORED, fields=["*"]),
				"reportview": knock(person, "frappe.desk.reportview.get", doctype=STORED, fields=["name", "script"]),
				"export": knock(person, "frappe.desk.reportview.export_query", doctype=STORED, fields=["name"], file_format_type="CSV"),
				"search_link": knock(person, "frappe.desk.search.search_link", doctype=STORED, txt=""),
				"resource": ask(person, "GET", f"/api/resource/{STORED}/{name}"),
				"resource list": ask(person, "GET", f"/api/resource/{STORED}"),
				"print": ask(person, "GET", f"/printview?doctype={STORED}&name={name}"),
				"save": knock(person, "frappe.client.save", doc=doc),
				"savedocs": knock(person, "frappe.desk.form.save.savedocs", doc=doc, action="Save"),
				"set_value": knock(person, "frappe.client.set_value", doctype=STORED, name=name, fieldname="script", value="alert(1)"),
				"put": ask(person, "PUT", f"/api/resource/{STORED}/{name}", body={"script": "alert(1)"}),
				"rename": knock(person, "frappe.client.rename_doc", doctype=STORED, old_name=name, new_name="x"),
				"delete": knock(person, "frappe.client.delete", doctype=STORED, name=name),
				"bulk": knock(
					person, "frappe.desk.doctype.bulk_update.bulk_update.submit_cancel_or_update_docs",
					doctype=STORED, docnames=[name], action="update", data={"script": "alert(1)"},
				),
			}  # fmt: skip
			for door, (status, text) in answers.items():
				with self.subTest(door):
					self.assertNotIn("<p>x</p>", text)
					if door != "bulk":  # it answers with the names of what it could not change
						self.assertGreaterEqual(status, 400, text[:300])
						self.assertLess(status, 500, text[:300])
			self.assertEqual(rows(f"SELECT script FROM `tab{STORED}` WHERE name = '{name}'"), [["1"]])

	def test_lists_are_refused_or_empty(self) -> None:
		for kind in HOLDING:
			with self.subTest(kind):
				status, text = knock(self.secretary, "frappe.client.get_list", "GET", doctype=kind)
				if kind in ROWS_RULED:
					self.assertEqual((status, json.loads(text)["message"]), (200, []))
				elif kind in READ:
					self.assertEqual(status, 200, text[:300])
				else:
					self.assertEqual(status, 403, text[:300])

	def test_what_people_need_still_opens(self) -> None:
		for kind, values in (
			("ToDo", {"description": NAME}),
			("Note", {"title": NAME}),
			("Event", {"subject": NAME, "event_type": "Private", "starts_on": "2027-01-01 08:00:00"}),
		):
			with self.subTest(kind):
				assigned = {"allocated_to": self.round.user("secretary")} if kind == "ToDo" else {}
				status, text = knock(
					self.secretary, "frappe.client.insert", doc={"doctype": kind, **values, **assigned}
				)
				self.assertEqual(status, 200, text[:300])
				name = json.loads(text)["message"]["name"]
				self.assertEqual(
					knock(self.secretary, "frappe.client.get", "GET", doctype=kind, name=name)[0], 200
				)
				knock(self.admin(), "frappe.client.delete", doctype=kind, name=name)


if __name__ == "__main__":
	unittest.main()
