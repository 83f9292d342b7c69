"""Wrong calls are told so, right ones pass untouched."""

import frappe

from bontot import arguments
from bontot.meeting import api as meeting_api
from bontot.tests.case import BontotTestCase

RIGHT = {"organization": "TC0000001", "meeting_kind": "Cell Regular", "meeting_date": "2026-11-03"}


class TestArguments(BontotTestCase):
	def test_which_method_a_request_calls(self):
		for path, form, name in (
			("/api/method/frappe.ping", {}, "frappe.ping"),
			("/api/v1/method/ping", {}, "ping"),
			("/", {"cmd": "login"}, "login"),
			("/app/meeting", {}, None),
			("/api/resource/Meeting", {}, None),
		):
			self.assertEqual(arguments.called(path, form), name)

	def test_what_is_there_is_found_and_what_is_not_is_not(self):
		for name in (
			"ping",
			"frappe.client.get",
			"bontot.meeting.api.new_meeting",
			"frappe.desk.search.search_link",
		):
			self.assertTrue(callable(arguments.resolve(name)), name)
		for name in (
			"nope",
			"bontot.nope",
			"nope.nope",
			"bontot.meeting.api.LAST_TASKS",
			"os.system",
			".",
			"",
		):
			self.assertIsNone(arguments.resolve(name), name)
		self.assertIs(
			arguments.resolve("frappe.desk.search.search_link"),
			frappe.get_attr("bontot.guard.query.search.search_link"),
		)

	def test_right_arguments_pass_and_others_too_many_do_not_matter(self):
		arguments.check_arguments(meeting_api.new_meeting, RIGHT | {"cmd": "x"})

	def test_each_missing_or_wrong_one_is_named(self):
		for name in RIGHT:
			for form in (
				{k: v for k, v in RIGHT.items() if k != name},
				RIGHT | {name: [1]},
				RIGHT | {name: None},
			):
				with self.assertRaises(arguments.ArgumentError) as caught:
					arguments.check_arguments(meeting_api.new_meeting, form)
				self.assertIn(name, str(caught.exception))

	def test_a_row_of_a_record_that_is_none_is_named(self):
		save = {"name": "M", "part": "score", "revision": "r", "save_key": "k"}
		arguments.check_arguments(meeting_api.save_part, save | {"values": '[{"name": "x", "points": 5}]'})
		for values in ('["x"]', "[1]", "[[]]", "{", "5", '[{"points": {}}]'):
			with self.subTest(values), self.assertRaises(arguments.ArgumentError) as caught:
				arguments.check_arguments(meeting_api.save_part, save | {"values": values})
			self.assertIn("values", str(caught.exception))

	def test_only_what_is_open_is_called(self):
		arguments.check_open(frappe.get_attr("frappe.handler.ping"), "Guest")
		for method, user in ((meeting_api.new_meeting, "Guest"), (meeting_api.begin, "Administrator")):
			with self.assertRefused(frappe.PermissionError):
				arguments.check_open(method, user)

	def test_a_list_is_asked_of_a_doctype_that_exists(self):
		arguments.require_list_query({"doctype": "Meeting", "fields": '["name"]', "filters": {}})
		for form in (
			{},
			{"doctype": "Không có"},
			{"doctype": "Meeting", "fields": "x'"},
			{"doctype": "Meeting", "fields": "{}"},
		):
			with self.assertRefused(arguments.ArgumentError):
				arguments.require_list_query(form)
