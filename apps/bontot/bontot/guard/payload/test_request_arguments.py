"""Tests of what the guard makes of request arguments: switches, rows, texts, documents, files of a mail."""

import json

import frappe

from bontot.arguments import ArgumentError
from bontot.guard.edge import entry
from bontot.guard.errors import DoorClosedError, RequestError
from bontot.guard.query.query_filters import FieldNotOpenError
from bontot.guard.testing import METHOD, GuardCase
from bontot.organization.errors import FileNotReadableError
from bontot.organization.testing import create_test_user


class TestSaid(GuardCase):
	LIST = METHOD + "frappe.client.get_list"

	def test_switches_are_taken_out(self):
		said = {
			"ignore_permissions": 1,
			"ignore_user_permissions": "1",
			"debug": 1,
			"strict": 0,
			"run": 0,
			"flags": "{}",
		}
		form = self.ask(self.LIST, doctype="Party Member", **said)
		self.assertEqual(set(form), {"doctype"})

	def test_a_query_is_handed_no_word_that_it_does_not_know(self):
		for door in ("get", "get_list", "get_count"):
			path = METHOD + f"frappe.desk.reportview.{door}"
			form = self.ask(
				path, doctype="Party Member", fields='["name"]', pluck="name", order_by="name", x=1
			)
			self.assertFalse({"pluck", "x"} & set(form), door)
			self.assertEqual((form.doctype, form.order_by), ("Party Member", "name"))

	def test_the_figure_of_groups(self):
		path, asked = (
			METHOD + "frappe.desk.reportview.get",
			{"doctype": "Party Member", "fields": '["state"]'},
		)
		figure = {
			"aggregate_function": "count",
			"aggregate_on_field": "name",
			"aggregate_on_doctype": "Party Member",
		}
		grouped = {"group_by": "state", "order_by": "_aggregate_column desc"}
		self.assertLess(set(figure), set(self.ask(path, **asked, **figure, **grouped)))
		self.assertFalse(set(figure) & set(self.ask(path, **asked, **figure)), "nothing is grouped")
		for wrong in (
			{"aggregate_on_field": "name or 1"},
			{"aggregate_on_doctype": "User"},
		):
			with self.subTest(wrong), self.assertRaises((ArgumentError, RequestError)):
				self.ask(path, **asked, **grouped, **figure | wrong)

	def test_rows(self):
		for given, kept in ((0, 500), ("20", 20), (100_000, 500), ("", 500)):
			self.assertEqual(
				self.ask(self.LIST, doctype="Party Member", limit_page_length=given).limit_page_length, kept
			)
		for given in ("x", -1, [], "1; drop", 1.5e400):
			with self.subTest(given=given), self.assertRefused(RequestError):
				self.ask(self.LIST, doctype="Party Member", limit_page_length=given)
		form = self.ask(METHOD + "frappe.desk.reportview.get", doctype="Party Member", fields='["name"]')
		self.assertEqual(form.limit_page_length, 500)

	def test_only_for_oneself(self):
		path = METHOD + "frappe.desk.doctype.event.event.get_events"
		self.ask(path, start="2026-01-01", end="2026-02-01", user=None)
		with self.request(
			path,
			"GET",
			self.secretary,
			"t",
			{},
			None,
			True,
			{"start": "x", "end": "y", "user": "Administrator"},
		):
			with self.assertRefused(DoorClosedError):
				entry.check()

	def test_rows_of_a_table_stand_in_their_own_kind_of_document(self):
		asked = {"doctype": "Meeting Attendance", "fields": '["name"]'}
		self.ask(self.LIST, **asked, parent="Meeting")
		self.refused(RequestError, self.LIST, **asked, parent="Note")
		self.assertNotIn("parent", self.ask(self.LIST, doctype="Party Member", parent="Note"))

	def test_of_the_wrong_kind(self):
		path = METHOD + "frappe.desk.link_preview.get_preview_data"
		for said in ({"doctype": ["x"]}, {"docname": {"a": 1}}, {"docname": ["x"]}):
			with self.subTest(said):
				self.refused(RequestError, path, **{"doctype": "Party Member", "docname": "x", **said})

	def test_the_grammar_stands_behind(self):
		self.refused(ArgumentError, self.LIST, doctype="Party Member", order_by="(select 1)")
		self.refused(FieldNotOpenError, self.LIST, doctype="User", fields='["reset_password_key"]')


class TestMails(GuardCase):
	MAKE = METHOD + "frappe.core.doctype.communication.email.make"

	def file(self, owner: str) -> str:
		with self.set_user(owner):
			values = {"file_name": "x.txt", "is_private": 1, "content": frappe.generate_hash(length=8)}
			return frappe.get_doc({"doctype": "File", **values}).insert().name

	def test_a_mail_takes_along_what_its_sender_may_read(self):
		"""A file that hangs on nothing is its owner's alone, and not an administrator's by the name of its row either."""
		manager, foreign = create_test_user(), self.file(self.secretary)
		frappe.get_doc("User", manager).add_roles("System Manager")
		own = self.file(manager)
		self.assertIn("attachments", self.ask(self.MAKE, "POST", user=manager, attachments=json.dumps([own])))
		for named in ([foreign], [own, foreign], ["no such row"]):
			with self.subTest(named):
				self.refused(
					FileNotReadableError, self.MAKE, "POST", user=manager, attachments=json.dumps(named)
				)
		for said in (
			{"fid": foreign},
			{"fname": "x", "fcontent": "y"},
			{"file_url": "/private/files/x"},
			1,
			None,
		):
			with self.subTest(said):
				self.refused(RequestError, self.MAKE, "POST", user=manager, attachments=[said])


class TestTexts(GuardCase):
	def test_what_is_only_printed_stays_markup(self):
		path, page = METHOD + "frappe.utils.print_format.report_to_pdf", "<table><tr><td>1</td></tr></table>"
		for user in (self.secretary, "Administrator"):
			self.assertEqual(self.ask(path, "POST", user=user, html=page).html, page)

	def test_the_frameworks_doors_take_it_as_it_is_and_clean_it_themselves(self):
		doc = json.dumps({"doctype": "Party Member", "full_name": "<b>"})
		self.assertIn("<b>", self.ask(METHOD + "frappe.client.save", "POST", doc=doc).doc)


class TestSent(GuardCase):
	SAVE = METHOD + "frappe.client.save"

	def test_what_only_the_server_says_is_left_out_at_every_depth(self):
		doc = {
			"doctype": "Meeting",
			"flags": {"ignore_permissions": 1},
			"attendance": [{"flags": 1, "member": "x"}],
		}
		kept = json.loads(self.ask(self.SAVE, "POST", doc=json.dumps(doc)).doc)
		self.assertEqual(kept, {"doctype": "Meeting", "attendance": [{"member": "x"}]})

	def test_no_document(self):
		for doc in (
			"x",
			'"{}"',
			"[]" * 1,
			"1",
			json.dumps("{}"),
			json.dumps({"doctype": ["Meeting"]}),
			json.dumps({"a": 1}),
		):
			if doc == "[]":
				continue
			with self.subTest(doc):
				self.refused(RequestError, self.SAVE, "POST", doc=doc)
		rows = {"doctype": "Meeting", "attendance": "x"}
		self.refused(RequestError, self.SAVE, "POST", doc=json.dumps(rows))
		rows = {"doctype": "Meeting", "attendance": [{"doctype": "User", "email": "x"}]}
		self.refused(RequestError, self.SAVE, "POST", doc=json.dumps(rows))

	def test_a_body_that_no_form_shows(self):
		"""The framework parses the raw body of /api/resource though its kind says it is text."""
		body = json.dumps({"full_name": "x", "flags": {"ignore_permissions": True}})
		form = self.ask(
			"/api/resource/Party Member", "POST", body=body, headers={"Content-Type": "text/plain"}
		)
		self.assertEqual(json.loads(form.data), {"full_name": "x"})
		for body in ("[1]", '"x"', "1"):
			with self.subTest(body):
				self.refused(
					RequestError,
					"/api/resource/Party Member",
					"POST",
					body=body,
					headers={"Content-Type": "text/plain"},
				)
