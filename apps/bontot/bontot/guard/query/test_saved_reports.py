"""A report that somebody keeps is nobody else's, and its name tells nothing; comments are taken back."""

from __future__ import annotations

import json

import frappe
from frappe import client

from bontot.arguments import ArgumentError
from bontot.guard.query import deleting, follow, saved_reports
from bontot.guard.query.query_columns import FieldNotOpenError
from bontot.organization.access import hide_existence
from bontot.organization.errors import TargetNotReadableError
from bontot.organization.testing import create_test_user
from bontot.tests.case import BontotTestCase

KIND = "ToDo"  # everybody may read the kind
SETTINGS = {
	"filters": [[KIND, "status", "=", "Open", False]],
	"fields": [["name", KIND], ["status", KIND]],
	"order_by": f"`tab{KIND}`.`modified` desc",
	"add_totals_row": 0,
	"page_length": 20,
	"column_widths": {"name": 120},
	"group_by": None,
	"chart_args": {"x_axis": "status", "y_axes": ["idx"], "chart_type": "bar"},
}


class TestSavedReports(BontotTestCase):
	def set_up_data(self) -> None:
		super().set_up_data()
		self.me, self.other = create_test_user(), create_test_user()

	def save(self, title: str, **changed: object) -> str:
		return saved_reports.save_report(title, KIND, json.dumps(SETTINGS | changed))

	def test_two_people_save_under_one_title(self) -> None:
		names = []
		for user in (self.me, self.other):
			with self.set_user(user):
				names.append(self.save("Báo cáo"))
				self.assertEqual(frappe.get_list("Report", {"name": ("in", names)}, pluck="name"), names[-1:])
				self.assertEqual(json.loads(frappe.get_doc("Report", names[-1]).json)["title"], "Báo cáo")
		self.assertEqual(len(set(names)), 2)
		self.assertRegex("".join(names), r"\A[0-9a-z]{40}\Z")

	def test_another_neither_reads_nor_changes_it(self) -> None:
		with self.set_user(self.other):
			name = self.save("Riêng")
		with self.set_user(self.me):
			self.assertFalse(frappe.get_doc("Report", name).has_permission("read"))
			self.assertNotEqual(self.save(name), name, "a code of another's is a title like any")
			for refused in (name, "no-such-report"):
				with self.assertRefused(TargetNotReadableError):
					saved_reports.delete_report(refused)
		with self.set_user(self.other):
			self.assertEqual(self.save(name, page_length=100), name)  # control: one's own
			kept = json.loads(frappe.db.get_value("Report", name, "json"))
			self.assertEqual((kept["page_length"], kept["title"]), (100, "Riêng"))
			saved_reports.delete_report(name)
		self.assertFalse(frappe.db.exists("Report", name))

	def test_what_it_asks_is_a_question_like_any(self) -> None:
		with self.set_user(self.me):
			for wrong in (
				{"filters": [[KIND, "status", "=", "(select 1)"], ["x'; --", "=", "1"]]},
				{"filters": {"status": "Open"}},
				{"fields": [["name; drop", KIND]]},
				{"fields": ["name"]},
				{"group_by": {"group_by": "sleep(1)"}},
				{"chart_args": {"x_axis": {"a": 1}}},
				{"page_length": "20"},
			):
				with self.subTest(wrong), self.assertRefused(ArgumentError):
					self.save("x", **wrong)
			with self.assertRefused(FieldNotOpenError):
				saved_reports.save_report(
					"x", "User", json.dumps({"fields": [["reset_password_key", "User"]]})
				)
			for kind in ("Has Role", "System Settings", "Nope"):
				with self.subTest(kind), self.assertRefused(ArgumentError):
					saved_reports.save_report("x", kind, "{}")
			with self.assertRefused(FieldNotOpenError):
				saved_reports.save_report("x", "Error Log", "{}")
			self.assertTrue(self.save("x", filters=[], script="alert(1)"))
		self.assertNotIn("script", frappe.get_last_doc("Report", {"owner": self.me}).json)

	def test_menus_call_it_by_its_title(self) -> None:
		with self.set_user(self.other):
			self.save("Của người khác")
		with self.set_user(self.me):
			name = self.save("Của tôi")
			stale = {
				"gone": {"report_type": "Report Builder"},
				"Some Report": {"report_type": "Script Report"},
			}
			boot = {"user": {"all_reports": stale}}
			saved_reports.show_titles(boot)
		self.assertEqual(set(boot["user"]["all_reports"]), {"Some Report", name})
		self.assertEqual(boot["user"]["all_reports"][name]["title"], "Của tôi")
		self.assertEqual(boot["user"]["all_reports"][name]["route"], f"/app/todo/view/report/{name}")

	def test_by_the_doors_of_documents_nobody_makes_one(self) -> None:
		report = {
			"doctype": "Report",
			"report_name": "x",
			"ref_doctype": KIND,
			"report_type": "Report Builder",
		}
		with self.set_user(self.me), self.assertRefused(frappe.PermissionError):
			frappe.get_doc(report | {"is_standard": "No"}).insert()


class TestOwnThings(BontotTestCase):
	def set_up_data(self) -> None:
		super().set_up_data()
		self.me, self.other = create_test_user(), create_test_user()

	def test_a_comment_is_taken_back_by_whoever_wrote_it(self) -> None:
		with self.set_user(self.me):
			todo = frappe.get_doc(
				{"doctype": "ToDo", "description": "x", "allocated_to": self.other}
			).insert()
			self.assertEqual(todo.assigned_by, self.me)
			mine, note = todo.add_comment("Comment", "x"), todo.add_comment("Info", "x")
			with self.assertRefused(frappe.PermissionError):
				client.delete("Comment", note.name)
		with self.set_user(self.other), self.assertRefused(frappe.PermissionError):
			self.assertFalse(hide_existence.is_visible("Comment", mine.name))
			client.delete("Comment", mine.name)
		with self.set_user(self.me):
			self.assertIs(follow.may_take_back(note, "delete"), False)
			self.assertTrue(hide_existence.is_visible("Comment", mine.name), "the door asks the guard first")
			client.delete("Comment", mine.name)
		self.assertFalse(frappe.db.exists("Comment", mine.name))

	def test_of_many_rows_all_or_none_are_deleted(self) -> None:
		"""More than ten go in a job of the framework's, which tells nobody what it left."""
		with self.set_user(self.me):
			mine = [
				frappe.get_doc({"doctype": "ToDo", "description": "x"}).insert().name for _each in range(3)
			]
			deleting.require_all("ToDo", json.dumps(mine))  # control
			for absent in (self.foreign_todo(), "no-such-todo"):
				with self.assertRefused(TargetNotReadableError):
					deleting.require_all("ToDo", [*mine, absent])
			with self.assertRefused(ArgumentError):
				deleting.require_all("ToDo", [{"name": "x"}])
			with self.assertRefused(deleting.NotYoursToDeleteError):
				deleting.require_all("User", [self.me])

	def foreign_todo(self) -> str:
		todo = {"doctype": "ToDo", "description": "x", "allocated_to": self.other, "assigned_by": self.other}
		return frappe.get_doc(todo).insert(ignore_permissions=True).name
