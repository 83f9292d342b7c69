"""What the guard lets through and what it turns away, asked as the framework asks it."""

import json
from contextlib import contextmanager
from unittest.mock import patch

import frappe
from werkzeug.exceptions import HTTPException
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from bontot.arguments import ArgumentError, UnknownMethodError
from bontot.compat import mend_pydantic_config
from bontot.guard import doors, front, pages
from bontot.guard.errors import (
	DoorClosedError,
	DoorMethodError,
	NotServedError,
	RequestError,
	TokenError,
)
from bontot.organization.asking import FieldNotOpenError
from bontot.organization.errors import FileNotReadableError
from bontot.organization.testing import (
	create_test_member,
	create_test_seat,
	create_test_tree,
	create_test_user,
)
from bontot.tests.case import BontotTestCase

METHOD = "/api/method/"


class GuardCase(BontotTestCase):
	@classmethod
	def setUpClass(cls) -> None:
		super().setUpClass()
		mend_pydantic_config()  # what `before_request` does

	def setUp(self) -> None:
		super().setUp()
		self.tree = create_test_tree()
		self.secretary = create_test_seat(self.tree.cell_a, "bi_thu_chi_bo").user

	def ask(
		self,
		path: str,
		verb: str = "GET",
		*,
		user: str | None = None,
		token: str | None = "t",
		headers: dict | None = None,
		body: str | None = None,
		resumed: bool = True,
		**form: object,
	) -> frappe._dict:
		"""Let the guard judge a request; returns the form as it leaves it. `token`: of the session; None: it has none."""
		with self.request(path, verb, user or self.secretary, token, headers or {}, body, resumed, form):
			front.check()
			return frappe.local.form_dict

	@contextmanager
	def request(self, path, verb, user, token, headers, body, resumed, form):
		environ = EnvironBuilder(
			path=path, method=verb, headers=headers, data=body, base_url="http://localhost"
		).get_environ()
		local = frappe.local
		manager = frappe._dict(resume=resumed)
		with self.set_user(user):
			frappe.session.data = frappe._dict(csrf_token=token)
			frappe.session.sid = "a" * 56
			with (
				patch.object(local, "request", Request(environ), create=True),
				patch.object(local, "form_dict", frappe._dict(form)),
				patch.object(local, "login_manager", manager, create=True),
				patch.object(local, "is_ajax", path.startswith("/api/"), create=True),
			):
				yield

	def refused(self, error: type[Exception], *arguments, **form) -> None:
		with self.assertRefused(error):
			self.ask(*arguments, **form)


class TestDoors(GuardCase):
	CLOSED = (
		"frappe.client.get_password", "frappe.share.add", "frappe.model.mapper.make_mapped_doc",
		"frappe.desk.doctype.system_console.system_console.execute_code", "frappe.utils.backups.fetch_latest_backups",
		"frappe.core.doctype.user.user.generate_keys", "frappe.core.doctype.communication.email.make",
		"frappe.website.doctype.web_form.web_form.accept", "frappe.model.workflow.apply_workflow",
	)  # fmt: skip

	def test_what_is_not_on_the_list_is_shut_by_any_path(self):
		for name in self.CLOSED:
			with self.subTest(name):
				self.refused(DoorClosedError, METHOD + name, "POST")
				self.refused(DoorClosedError, "/", "POST", cmd=name)
				self.refused(DoorClosedError, METHOD + "ping", "POST", cmd=name)

	def test_control_it_is_the_list_that_shuts(self):
		"""With every door declared open to the signed-in, the same requests pass."""
		every = {
			name: doors.Door(name, "signed-in", doors.CHANGING, frozenset(), "", "", "doors")
			for name in self.CLOSED
		}
		with patch.object(doors, "find", every.get), patch.object(front.said, "clean"):
			for name in self.CLOSED:
				self.ask(METHOD + name, "POST")

	def test_an_alias_is_the_same_door(self):
		for alias in ("frappe.www.printview.frappe.whitelist", "frappe.desk.form.load.run_onload"):
			with self.subTest(alias), self.assertRaises((DoorClosedError, UnknownMethodError)):
				self.ask(METHOD + alias, "POST")
		from frappe.website.doctype.web_form import web_form

		with patch.object(frappe.client, "under_another_name", web_form.accept, create=True):
			self.refused(DoorClosedError, METHOD + "frappe.client.under_another_name", "POST")

	def test_administrators_reach_theirs_and_nobody_what_is_closed(self):
		name = "frappe.core.doctype.user.user.generate_keys"
		self.ask(METHOD + name, "POST", user="Administrator")
		self.refused(DoorMethodError, METHOD + name, "GET", user="Administrator")
		name = "frappe.desk.doctype.system_console.system_console.execute_code"
		self.refused(DoorClosedError, METHOD + name, "POST", user="Administrator")

	def test_guests(self):
		self.ask(METHOD + "ping", user="Guest")
		self.refused(DoorClosedError, METHOD + "frappe.client.get_list", user="Guest", doctype="User")
		self.refused(DoorClosedError, METHOD + "frappe.core.doctype.user.user.sign_up", "POST", user="Guest")
		self.refused(DoorClosedError, "/api/resource/User", user="Guest")

	def test_roles(self):
		door = doors.Door("frappe.ping", "signed-in", doors.READING, frozenset(["Blogger"]), "", "", "doors")
		with patch.object(doors, "find", lambda name: door):
			self.refused(DoorClosedError, METHOD + "frappe.ping")
			frappe.get_doc("User", self.secretary).add_roles("Blogger")
			self.ask(METHOD + "frappe.ping")

	def test_functions_named_within(self):
		search = METHOD + "frappe.desk.search.search_widget"
		self.ask(search, doctype="Party Member", txt="", query="bontot.organization.search.member_query")
		for path in (
			"bontot.approval.api.send",
			"frappe.client.get_password",
			"os.system",
			"nonsense",
			"a.b",
		):
			with self.subTest(path), self.assertRaises((DoorClosedError, DoorMethodError, RequestError)):
				self.ask(search, doctype="Party Member", txt="", query=path)
		tree = METHOD + "frappe.desk.treeview.get_all_nodes"
		self.refused(
			DoorClosedError, tree, doctype="Party Organization", tree_method="frappe.share.get_users"
		)

	def test_a_count_is_one_of_no_groups(self):
		path = METHOD + "frappe.desk.reportview.get_count"
		self.assertNotIn("group_by", self.ask(path, doctype="Party Organization", group_by="modified"))
		self.refused(ArgumentError, path, doctype="Party Member", group_by="name having (select sleep(2))")

	def test_an_upload_calls_nothing(self):
		form = self.ask(METHOD + "upload_file", "POST", method="frappe.ping", docname="x")
		self.assertNotIn("method", form)

	def test_methods_of_documents(self):
		member = create_test_member(self.tree.cell_a).name
		run = METHOD + "run_doc_method"
		for method in ("submit", "cancel", "rename"):
			self.refused(DoorClosedError, run, "POST", dt="Party Member", dn=member, method=method)
			self.refused(
				DoorClosedError, run, "POST", docs=json.dumps({"doctype": "Party Member"}), method=method
			)
			self.refused(DoorClosedError, f"/api/resource/Party Member/{member}", "POST", run_method=method)
		self.refused(UnknownMethodError, run, "POST", dt="Party Member", dn=member, method="no_such_thing")
		self.refused(RequestError, run, "POST", dt=["x"], dn=member, method="submit")

	def test_a_kind_of_document_is_named_exactly(self):
		for name in ("party member", "Party Member ", "Party Membér"):
			with self.subTest(name), self.assertRaises((UnknownMethodError, frappe.DoesNotExistError)):
				self.ask(METHOD + "frappe.client.get_list", doctype=name)


class TestMethods(GuardCase):
	def test_a_change_is_never_made_by_a_link(self):
		for name in ("frappe.client.save", "frappe.desk.like.toggle_like", "frappe.sessions.clear", "logout"):
			self.refused(DoorMethodError, METHOD + name, "GET")
			self.refused(DoorMethodError, "/", "GET", cmd=name)
		self.refused(DoorMethodError, METHOD + "login", "GET", user="Guest")

	def test_a_change_needs_the_token_of_the_session(self):
		path = METHOD + "frappe.desk.doctype.notification_log.notification_log.mark_all_as_read"
		self.ask(path, "POST")
		self.refused(TokenError, path, "POST", token=None)
		self.ask(path, "POST", token=None, resumed=False)  # it has just signed in

	def test_a_sign_in_that_stops_half_way(self):
		"""At the second factor, or when the password must be changed first, the framework leaves no session at all."""
		form = {"cmd": "login", "usr": "x", "pwd": "y"}
		with self.request("/api/method/login", "POST", "Guest", None, {}, None, True, form):
			frappe.local.session.update({"user": None, "sid": None, "data": None})
			with patch.object(frappe.local, "login_manager", object()):
				front.check()
			frappe.local.session.update({"user": "Guest", "sid": "Guest", "data": frappe._dict()})

	def test_another_website_changes_nothing(self):
		path = METHOD + "logout"
		for site, passes in (
			("cross-site", False),
			("same-site", False),
			("same-origin", True),
			("none", True),
		):
			with self.subTest(site):
				headers = {"Sec-Fetch-Site": site}
				if passes:
					self.ask(path, "POST", headers=headers)
				else:
					self.refused(TokenError, path, "POST", headers=headers)


class TestPages(GuardCase):
	def test_only_pages_that_are_needed(self):
		for path in ("/", "/login", "/app", "/app/my-work", "/files/x.png"):
			self.ask(path, user="Guest")
		for path in (
			"/about",
			"/contact",
			"/me",
			"/list",
			"/blog",
			"/backups/x.sql.gz",
			"/third_party_apps",
			"/_test/x",
			"/app2",
		):
			with self.subTest(path), self.assertRaises(HTTPException) as caught:
				self.ask(path, user="Guest")
			self.assertEqual(caught.exception.response.status_code, 404)
		with self.assertRaises(HTTPException) as caught:
			self.ask("/printview", user="Guest", doctype="Party Member", name="x")
		self.assertEqual(caught.exception.response.status_code, 403)

	def test_an_address_does_not_walk(self):
		for path in ("/files/../x", "/app/..", "/private/files/..\\x", "/files/./x"):
			with self.subTest(path):
				with self.assertRefused(RequestError):
					pages.require_plain_path(path)

	def test_it_leads_nowhere_else(self):
		for address, fine in (
			("/app/x", True), ("//evil.example", False), ("https://evil.example", False), ("/\\evil", False),
			("javascript:alert(1)", False), ("/app\r\nX: y", False),
		):  # fmt: skip
			self.assertEqual(pages.is_local(address), fine, address)

	def test_a_print_is_of_the_stored_document(self):
		form = self.ask("/printview", doctype="Party Member", name="x", doc="{}", key="k")
		self.assertEqual(set(form), {"doctype", "name"})
		sent = json.dumps({"doctype": "Party Member", "name": "x", "full_name": "Không thật"})
		form = self.ask(METHOD + "frappe.www.printview.get_html_and_style", "POST", doc=sent)
		self.assertEqual((form.doc, form.name), ("Party Member", "x"))

	def test_a_refusal_tells_data_from_pages(self):
		self.refused(DoorClosedError, METHOD + "frappe.client.get_password")
		with self.assertRaises(HTTPException) as caught:
			self.ask(METHOD + "frappe.client.get_password", headers={"Accept": "text/html"})
		self.assertIn("<p>", caught.exception.response.get_data(as_text=True))
		self.assertEqual(NotServedError.http_status_code, 404)


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
			{"aggregate_function": "max"},
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
				front.check()

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
	def test_nothing_sent_to_our_own_endpoints_begins_a_tag(self):
		path = METHOD + "bontot.meeting.api.save_part"
		script, kept = "<img src=x onerror=alert(1)> 5 < 6", "< img src=x onerror=alert(1)> 5 < 6"
		values = {"place": script, "rows": [{"topic": script}], "number": 1}
		asked = {"name": "x", "part": "papers", "revision": "1", "save_key": script}
		for user in (self.secretary, "Administrator"):
			form = self.ask(path, "POST", user=user, values=values, **asked)
			self.assertEqual(form["values"], {"place": kept, "rows": [{"topic": kept}], "number": 1})
			self.assertEqual(form.save_key, kept)
		hidden = '{"place": "\\u003cimg src=x>"}'  # JSON within JSON
		form = self.ask(
			METHOD + "bontot.approval.documents_api.send", "POST", user="Administrator", name=hidden
		)
		self.assertEqual(json.loads(form.name), {"place": "< img src=x>"})

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
