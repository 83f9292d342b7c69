from datetime import date

import frappe

from bontot.obligation import api, ledger, urging
from bontot.obligation.errors import NothingOverdueError, UrgingNoteError
from bontot.obligation.testing import create_test_duty, leave_only
from bontot.organization.errors import NoSeatError
from bontot.organization.testing import create_test_seat, create_test_tree
from bontot.outbox.task import Task
from bontot.tests.case import BontotTestCase

LATE = date(2026, 7, 10)  # the meetings of June were owed by 30 June


class TestUrging(BontotTestCase):
	def set_up_data(self):
		super().set_up_data()
		self.tree = create_test_tree()
		leave_only(create_test_duty())
		frappe.db.set_value("Obligation", {"state": "Due"}, "state", "Exempt")
		self.secretary = create_test_seat(self.tree.cell_a, "bi_thu_chi_bo").user
		self.neighbour = create_test_seat(self.tree.agency_cell, "bi_thu_chi_bo").user
		self.reviewer = create_test_seat(self.tree.grassroots, "can_bo_tham_dinh").user
		ledger.rebuild(LATE)

	def urge(self, organization: str, note: str = "") -> dict[str, int]:
		with self.set_user(self.reviewer), self.freeze_time(str(LATE)):
			said = api.urge(organization, note)
			key = f"{urging.HANDLER}:{organization}:{self.tree.grassroots}:{LATE}"
			payload = frappe.db.get_value("Outbox Task", {"task_key": key}, "payload")
		urging.run(Task("thu", urging.HANDLER, self.reviewer, frappe.parse_json(payload)))
		return said

	def told(self, user: str) -> list[str]:
		return frappe.get_all("Notification Log", {"for_user": user}, pluck="subject")

	def test_the_branch_hears_it_with_the_name_of_who_urges_and_others_do_not(self):
		said = self.urge(self.tree.grassroots)
		self.assertEqual(said["organizations"], 2)  # its two cells
		self.assertEqual(said["untold"], 1)  # one of them has no secretary
		subjects = self.told(self.secretary)
		self.assertEqual(len(subjects), 1)
		name = frappe.db.get_value("Party Organization", self.tree.grassroots, "organization_name")
		self.assertTrue(subjects[0].startswith(f"{name} urges:"), subjects)
		self.assertEqual(self.told(self.neighbour), [])

	def test_what_is_asked_before_it_is_what_then_happens(self):
		with self.set_user(self.reviewer), self.freeze_time(str(LATE)):
			asked = api.foresee_urging(self.tree.grassroots)
		self.assertEqual(self.told(self.secretary), [])  # asking tells nobody
		name = frappe.db.get_value("Party Organization", self.tree.grassroots, "organization_name")
		late = frappe.db.count(
			"Obligation",
			{
				"organization": ("in", [self.tree.cell_a, self.tree.cell_b]),
				"state": "Due",
				"due_on": ("<", LATE),
			},
		)
		self.assertEqual(asked, self.urge(self.tree.grassroots) | {"tasks": late, "by": name})
		with self.set_user(self.secretary), self.assertRefused(NoSeatError):
			api.foresee_urging(self.tree.grassroots)

	def test_own_words_stand_first_in_the_reminder_as_plain_text_of_one_line(self):
		self.urge(self.tree.grassroots, "  Nộp trước\n<b>thứ Sáu</b>. ")
		[said] = frappe.get_all(
			"Notification Log", {"for_user": self.secretary}, ["subject", "email_content"]
		)
		name = frappe.db.get_value("Party Organization", self.tree.grassroots, "organization_name")
		own = f"<li>{name} urges: “Nộp trước &lt;b&gt;thứ Sáu&lt;/b&gt;.”</li>"
		self.assertTrue(said.email_content.startswith(f"<ul>{own}<li>"), said.email_content)
		self.assertNotIn("thứ Sáu", said.subject)  # which says what is overdue, as without them

	def test_without_own_words_there_are_only_the_tasks(self):
		self.urge(self.tree.grassroots, " \n ")
		[said] = frappe.get_all("Notification Log", {"for_user": self.secretary}, pluck="email_content")
		self.assertNotIn("“", said)

	def test_own_words_are_no_letter(self):
		with self.set_user(self.reviewer), self.freeze_time(str(LATE)):
			urging.start(self.tree.grassroots, "a" * urging.LONGEST_NOTE)
			with self.assertRefused(UrgingNoteError):
				urging.start(self.tree.grassroots, "a" * (urging.LONGEST_NOTE + 1))

	def test_pressed_twice_a_day_it_is_said_once(self):
		self.urge(self.tree.grassroots)
		self.urge(self.tree.grassroots)
		self.assertEqual(len(self.told(self.secretary)), 1)

	def test_a_cell_urged_by_two_doors_is_told_once(self):
		self.urge(self.tree.cell_a)
		self.urge(self.tree.grassroots)
		self.assertEqual(len(self.told(self.secretary)), 1)

	def test_who_holds_no_seat_above_is_refused(self):
		with self.set_user(self.secretary), self.assertRefused(NoSeatError):
			urging.start(self.tree.grassroots)
		with self.set_user(self.reviewer), self.assertRefused(NoSeatError):
			urging.start(self.tree.agency_cell)
		self.assertFalse(urging.may_urge(self.secretary, self.tree.grassroots))
		self.assertTrue(urging.may_urge(self.reviewer, self.tree.cell_a))

	def test_nobody_urges_the_own_body(self):
		with self.set_user(self.secretary), self.freeze_time(str(LATE)):
			with self.assertRefused(NothingOverdueError):
				urging.start(self.tree.cell_a)

	def test_with_nothing_overdue_it_says_so(self):
		frappe.db.set_value("Obligation", {"state": "Due"}, "state", "Done")
		with self.set_user(self.reviewer), self.freeze_time(str(LATE)):
			with self.assertRefused(NothingOverdueError):
				urging.start(self.tree.grassroots)
