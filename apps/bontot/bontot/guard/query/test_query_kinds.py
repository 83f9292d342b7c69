"""Tests that the kind of document a question is about, and what is found for it, is never what the address says alone."""

import json

import frappe

from bontot.arguments import ArgumentError
from bontot.guard.query import query_filters, search
from bontot.guard.query.test_query_filters import AskingCase
from bontot.organization import access
from bontot.organization.errors import TargetNotReadableError
from bontot.organization.testing import create_test_member, create_test_seat


class TestKinds(AskingCase):
	def test_the_kind_is_that_of_what_runs(self):
		"""An address that names another kind, an empty one, or a card of another: each led around what an account keeps to itself."""
		key, phone = '{"reset_password_key": ["like", "a%"]}', '{"phone": ["like", "0%"]}'
		overseer = create_test_seat(self.tree.body, "theo_doi").user
		own, within = "bontot.guard.query.search.", "/api/method/frappe.desk.search.search_link"
		card = json.dumps({"document_type": "Party Member", "function": "Count"})
		ways = (
			("/api/resource/x", {"cmd": "frappe.client.get", "doctype": "User", "filters": key}),
			("/api/resource/Seat/x", {"cmd": "frappe.client.get_list", "doctype": "User", "filters": key}),
			(f"/api/method/{own}account_query", {"doctype": "", "txt": "", "filters": key}),
			(f"/api/method/{own}account_query", {"doctype": "Seat", "txt": "", "filters": key}),
			(f"/api/method/{own}member_query", {"doctype": "Contact", "txt": "", "filters": phone}),
			(within, {"doctype": "Contact", "txt": "", "query": f"{own}member_query", "filters": phone}),
			(within, {"doctype": "Seat", "txt": "", "query": f"{own}account_query", "filters": key}),
			(
				"/api/method/frappe.desk.doctype.number_card.number_card.get_result",
				{"doc": card, "filters": '{"citizen_id": ["like", "0%"]}', "doctype": "Meeting"},
			),
			(
				"/api/method/frappe.desk.doctype.dashboard_chart.dashboard_chart.get",
				{"chart": card, "filters": '[["citizen_id", "like", "0%"]]'},
			),
		)
		for path, form in ways:
			with self.subTest(path=path, **form), self.set_user(overseer):
				with self.assertRefused(query_filters.FieldNotOpenError):
					self.ask(path, **form)
		with self.set_user(overseer):  # controls
			self.ask(
				"/api/resource/x", cmd="frappe.client.get_list", doctype="User", filters='{"enabled": 1}'
			)
			self.ask(
				within, doctype="Party Member", txt="", query=f"{own}member_query", filters='{"state": "x"}'
			)

	def test_of_a_stored_card_or_chart_its_own_kind_counts(self):
		overseer = create_test_seat(self.tree.body, "theo_doi").user
		card = {
			"doctype": "Number Card",
			"label": "Thử",
			"document_type": "Party Member",
			"function": "Count",
		}
		chart = {"doctype": "Dashboard Chart", "chart_name": "Thử", "document_type": "Party Member"} | {
			"chart_type": "Count", "based_on": "creation", "timeseries": 1, "filters_json": "[]", "type": "Line",
			"time_interval": "Yearly", "timespan": "Last Year",
		}  # fmt: skip
		name = frappe.get_doc({**card, "filters_json": "[]"}).insert().name
		drawn = frappe.get_doc(chart).insert().name
		said = {"name": name, "document_type": "Meeting"}
		ways = (
			("number_card.number_card.get_percentage_difference", {"doc": json.dumps(said), "result": "1"}),
			("dashboard_chart.dashboard_chart.get", {"chart_name": drawn, "chart": json.dumps(said)}),
		)
		for door, form in ways:
			path = f"/api/method/frappe.desk.doctype.{door}"
			with self.subTest(door), self.set_user(overseer):
				with self.assertRefused(query_filters.FieldNotOpenError):
					self.ask(path, **form, filters='[["citizen_id", "like", "0%"]]')
				self.ask(path, **form, filters='[["state", "=", "x"]]')  # control

	def test_rows_of_the_frameworks_tables_are_read_in_their_documents(self):
		"""As rows of a report, which everybody may read, there were the roles and addresses of all accounts."""
		asked = {"doctype": "Has Role", "filters": {"parenttype": "User"}, "fields": ["parent", "role"]}
		card = {"document_type": "Has Role", "parent_document_type": "Report", "function": "Count"}
		with self.set_user(self.secretary):
			found = frappe.client.get_list(parent="Report", **asked, limit_page_length=0)
			self.assertIn(
				self.stranger, {row.parent for row in found}, "control: the framework hands them out"
			)
			for door, form in (
				("frappe.client.get_list", {**asked, "parent": "Report"}),
				("frappe.client.get", {**asked, "parent": "Report"}),
				("frappe.client.get_value", {**asked, "fieldname": "role", "parent": "Report"}),
				("frappe.desk.reportview.get", {**asked, "parent_doctype": "Report"}),
				(
					"frappe.desk.doctype.number_card.number_card.get_result",
					{"doc": json.dumps(card), "filters": "[]"},
				),
			):
				with self.subTest(door), self.assertRefused(query_filters.FieldNotOpenError):
					self.ask(f"/api/method/{door}", **form)
			with self.assertRefused(query_filters.FieldNotOpenError):
				self.ask("/api/resource/Has Role", parent="Report")
			listed = {"doctype": "Meeting Attendance", "parent": "Meeting", "fields": ["member"]}
			self.ask("/api/method/frappe.client.get_list", **listed)  # control

	def test_every_table_of_ours_has_a_list_rule(self):
		tables = frappe.get_all(
			"DocType", {"istable": 1, "module": ("in", frappe.get_module_list("bontot"))}, pluck="name"
		)
		self.assertEqual([name for name in tables if not access.rules_rows(name)], [])
		self.assertGreater(len(tables), 20)
		self.assertLessEqual(set(tables), set(frappe.get_hooks("permission_query_conditions")))

	def test_columns_of_no_kind_are_nobodys_to_ask(self):
		"""Nothing would say which of them are open."""
		with self.set_user(self.secretary):
			for doctype in ("", None, "Party member", "Không Có"):
				with self.subTest(doctype), self.assertRefused(ArgumentError):
					self.ask("/api/method/frappe.client.get_list", doctype=doctype, filters='{"phone": "1"}')
			with self.assertRefused(ArgumentError):
				card = {"function": "Count", "document_type": "party member"}
				door = "/api/method/frappe.desk.doctype.number_card.number_card.get_result"
				self.ask(door, doc=json.dumps(card), filters='{"phone": "1"}')
			run = "/api/method/frappe.desk.query_report.run"
			self.ask(run, report_name="x", filters='{"organization": "x"}')  # control: filters of its own

	def test_a_way_in_front_does_not_speak_for_what_runs_behind_it(self):
		"""Two doors are open to any name; by `cmd` another one runs at their address."""
		with self.set_user(self.secretary):
			for front in ("frappe.desk.search.get_link_title", "frappe.client.validate_link"):
				asked = {"doctype": "Party Member", "name": self.member, "docname": self.member}
				with self.subTest(front), self.assertRefused(TargetNotReadableError):
					self.ask(f"/api/method/{front}", cmd="frappe.client.get", **asked)

	def test_filters_find_nothing_out_of_reach(self):
		"""A refusal would say that there is such a member: a name is read so letter by letter."""
		own = create_test_member(self.tree.cell_a, full_name="Người Ở Đây").name
		one, beside = "/api/method/frappe.client.get", "/api/method/frappe.desk.form.utils.get_next"
		with self.set_user(self.secretary):
			for filters in (
				'{"full_name": ["like", "Người Nơi%"]}',
				'{"full_name": "không ai"}',
				{"name": self.member},
			):
				with self.subTest(filters), self.assertRefused(TargetNotReadableError):
					self.ask(one, doctype="Party Member", filters=filters)
			for doctype, value in (
				("Party Member", self.member),
				("Party Member", "x"),
				("User", self.stranger),
			):
				with self.subTest(value), self.assertRefused(TargetNotReadableError):
					self.ask(beside, doctype=doctype, value=value, prev=0, sort_field="full_name")
			for filters in ('{"full_name": ["like", "Người%"]}', "{}"):  # controls
				form = self.ask(one, doctype="Party Member", filters=filters)
				self.assertEqual((form.name, form.get("filters")), (own, None))
			self.ask(beside, doctype="Party Member", value=own, prev=0, sort_field="full_name")
			with self.subTest("control: the framework refuses the one and does not find the other"):
				with self.assertRefused(frappe.PermissionError):
					frappe.client.get("Party Member", filters={"full_name": ["like", "Người Nơi%"]})
				with self.assertRefused(frappe.DoesNotExistError):
					frappe.client.get("Party Member", filters={"full_name": "không ai"})

	def test_no_column_is_handed_out_under_the_name_of_another(self):
		"""A number that somebody wrote himself would be shown with the title of the foreign document of that number."""
		door = "/api/method/frappe.desk.reportview.get"
		with self.set_user(self.secretary):
			for alias in ("organization", "_assign", "owner", "name", "parent"):
				for field in (
					f"organization_path as {alias}",
					f"`tabMeeting`.`title` as '{alias}'",
					f"`tabMeeting`.`title` AS {alias}",
				):
					with self.subTest(field), self.assertRefused(ArgumentError):
						self.ask(door, doctype="Meeting", fields=json.dumps(["name", field]))
			for field in (  # controls: as the desk writes them
				"chair.full_name as chair_full_name", "count(*) as total", "`tabMeeting Attendance`.`name` as 'Meeting Attendance:name'",
				"`tabMeeting`.`name` as name", "`tabMeeting`.`title` as 'title:Meeting'",
			):  # fmt: skip
				self.ask(door, doctype="Meeting", fields=json.dumps([field]))
			title = "assigned_by.full_name as assigned_by_full_name"  # as the list of tasks asks, which has a field of that name
			self.ask(door, doctype="ToDo", fields=json.dumps([title]))

	def test_a_chart_is_drawn_of_what_its_reader_may_see(self):
		"""The framework remembers it by its name alone, as who looked first had it."""
		chart = {
			"doctype": "Dashboard Chart", "chart_name": "Đếm", "document_type": "Party Member", "chart_type": "Group By",
			"group_by_type": "Count", "group_by_based_on": "organization", "filters_json": "[]", "type": "Bar", "is_public": 1,
		}  # fmt: skip
		name = frappe.get_doc(chart).insert().name
		own = create_test_member(self.tree.cell_a).organization
		self.addCleanup(frappe.cache.delete_value, f"chart-data:{name}")
		search.get_chart(name, refresh="1")  # an administrator looks first
		with self.set_user(self.secretary):
			drawn = search.get_chart(name)
		self.assertEqual(len(drawn["labels"]), 1, drawn)
		self.assertEqual(
			drawn["datasets"][0]["values"], [frappe.db.count("Party Member", {"organization": own})]
		)
