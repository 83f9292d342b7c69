"""Tests of what the guard lets through and what it turns away, asked as the framework asks it."""

import json
from unittest.mock import patch

import frappe
from werkzeug.exceptions import HTTPException

from bontot.arguments import ArgumentError, UnknownMethodError
from bontot.guard.edge import endpoints, entry, pages
from bontot.guard.errors import (
	DoorClosedError,
	DoorMethodError,
	NotServedError,
	RequestError,
	TokenError,
)
from bontot.guard.testing import METHOD, GuardCase
from bontot.organization.errors import TargetNotReadableError
from bontot.organization.testing import create_test_member


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
			name: endpoints.Door(name, "signed-in", endpoints.CHANGING, frozenset(), "", "", "doors")
			for name in self.CLOSED
		}
		with patch.object(endpoints, "find", every.get), patch.object(entry.request_arguments, "clean"):
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

	def test_administrators_are_told_of_a_kind_that_is_not_there(self):
		door = METHOD + "frappe.client.get"
		self.refused(frappe.DoesNotExistError, door, user="Administrator", doctype="Nope", name="x")
		self.ask(door, user="Administrator", doctype="Meeting", name="x")
		door = METHOD + "frappe.core.doctype.doctype.doctype.get_row_size_utilization"
		self.ask(
			door, user="Administrator", doctype="new-doctype-1"
		)  # a form asks about what is not stored yet

	def test_guests(self):
		self.ask(METHOD + "ping", user="Guest")
		self.refused(DoorClosedError, METHOD + "frappe.client.get_list", user="Guest", doctype="User")
		self.refused(DoorClosedError, METHOD + "frappe.core.doctype.user.user.sign_up", "POST", user="Guest")
		self.refused(DoorClosedError, "/api/resource/User", user="Guest")

	def test_roles(self):
		door = endpoints.Door(
			"frappe.ping", "signed-in", endpoints.READING, frozenset(["Blogger"]), "", "", "doors"
		)
		with patch.object(endpoints, "find", lambda name: door):
			self.refused(DoorClosedError, METHOD + "frappe.ping")
			frappe.get_doc("User", self.secretary).add_roles("Blogger")
			self.ask(METHOD + "frappe.ping")

	def test_functions_named_within(self):
		search = METHOD + "frappe.desk.search.search_widget"
		self.ask(search, doctype="Party Member", txt="", query="bontot.guard.query.search.member_query")
		for path in (
			"bontot.approval.acts.api.send",
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
				entry.check()
			frappe.local.session.update({"user": "Guest", "sid": "Guest", "data": frappe._dict()})

	def test_another_origin_changes_nothing_where_the_browser_says_no_more(self):
		with patch.dict(frappe.local.conf, host_name="https://bontot.tinh.vn"):
			for path in (METHOD + "login", METHOD + "logout"):
				host = "localhost"
				for origin, passes in (
					("https://example.com", False),
					(f"http://{host}:1", False),
					(f"http://{host}.example.com", False),
					("null", False),
					("http://[", False),
					(f"ftp://{host}", False),
					(f"http://{host}", True),
					(f"https://{host.upper()}", True),
					("https://bontot.tinh.vn", True),
					("", True),
				):
					with self.subTest(path=path, origin=origin):
						headers = {"Origin": origin} if origin else {}
						if passes:
							self.ask(path, "POST", headers=headers)
						else:
							self.refused(TokenError, path, "POST", headers=headers)
			self.ask(METHOD + "ping", headers={"Origin": "https://example.com"})  # reads only

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
		for path in ("/", "/login", "/files/x.png"):
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

	def test_strangers_are_led_to_sign_in_and_back(self):
		for path, led in (
			("/app", "%2Fapp"),
			("/app/appraisal-queue", "%2Fapp%2Fappraisal-queue"),
			("/app/meeting-record/new?a=1&b=2", "%2Fapp%2Fmeeting-record%2Fnew%3Fa%3D1%26b%3D2"),
		):
			with self.subTest(path), self.assertRaises(HTTPException) as caught:
				self.ask(path, user="Guest")
			response = caught.exception.response
			self.assertEqual((response.status_code, response.location), (302, f"/login?redirect-to={led}"))
			self.assertIn("no-store", response.headers["Cache-Control"])
			self.ask(path)

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
		door = METHOD + "frappe.www.printview.get_html_and_style"
		form = self.ask(door, "POST", user="Administrator", doc=sent)
		self.assertEqual((form.doc, form.name), ("Party Member", "x"))
		with self.subTest("of one that is not there"):
			self.refused(TargetNotReadableError, door, "POST", doc=sent)

	def test_what_has_a_paper_of_its_own_is_not_printed_as_a_form(self):
		for doctype, kept in (("Resolution", False), ("Meeting", False), ("Party Member", True)):
			for door, name in (("/printview", "format"), (METHOD + "bontot.printing.download_pdf", "format")):
				with self.subTest(doctype, door=door):
					form = self.ask(
						door, user="Administrator", doctype=doctype, name="x", **{name: "Standard"}
					)
					self.assertEqual(name in form, kept)

	def test_a_refusal_tells_data_from_pages(self):
		self.refused(DoorClosedError, METHOD + "frappe.client.get_password")
		with self.assertRaises(HTTPException) as caught:
			self.ask(METHOD + "frappe.client.get_password", headers={"Accept": "text/html"})
		self.assertIn("<p>", caught.exception.response.get_data(as_text=True))
		self.assertEqual(NotServedError.http_status_code, 404)
