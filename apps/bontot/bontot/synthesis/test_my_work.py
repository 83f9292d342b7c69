"""Tests of what each person finds on the first page, and that it is nobody else's."""

from datetime import date

import frappe
from frappe.utils import add_days

from bontot.approval.acts import service
from bontot.approval.testing import act_as, answer_all, mend
from bontot.criteria.testing import create_test_overlay
from bontot.evaluation.testing import create_test_open_period
from bontot.meeting import kinds
from bontot.meeting.testing import create_test_meeting
from bontot.obligation import ledger
from bontot.obligation.testing import owe_since
from bontot.organization.testing import create_test_seat, create_test_tree, create_test_user
from bontot.reorganization.testing import agree_to, create_test_proposal
from bontot.supervision.testing import create_test_assignment
from bontot.synthesis import first_page, my_work, own_tasks
from bontot.tests.case import BontotTestCase

TODAY = date(2026, 11, 24)


class TestMyWork(BontotTestCase):
	def set_up_data(self) -> None:
		super().set_up_data()
		self.tree = create_test_tree()
		self.secretary = create_test_seat(self.tree.cell_a, "bi_thu_chi_bo").user
		self.reviewer = create_test_seat(self.tree.grassroots, "can_bo_tham_dinh").user
		self.officer = create_test_seat(self.tree.province, "can_bo_btc_tinh").user
		self.period = create_test_open_period(self.tree.province, officer=self.officer).name
		self.file = f"{self.tree.cell_a}-{self.period}"

	def work(self, user: str, on: date = TODAY, year: int | None = None) -> dict:
		with self.set_user(user):
			return my_work.collect(user, year, on)

	def send(self) -> None:
		answer_all(self.file)
		act_as(self.secretary, "send", self.file)

	def test_books_are_called_after_a_cell_where_all_seats_are_of_cells(self):
		self.assertTrue(self.work(self.secretary)["is_of_cell"])
		self.assertFalse(self.work(self.reviewer)["is_of_cell"])
		create_test_seat(self.tree.cell_a, "bi_thu_chi_bo", self.reviewer)
		self.assertFalse(self.work(self.reviewer)["is_of_cell"])

	def test_an_open_file_is_a_task_that_leads_to_its_page(self):
		tasks = [task for task in self.work(self.secretary)["tasks"] if task["key"] == self.file]
		self.assertEqual([task["address"] for task in tasks], [f"/app/self-assessment/{self.file}"])
		self.assertEqual((tasks[0]["sign"], tasks[0]["due_on"]), ("open", "2026-12-20"))

	def test_a_file_past_its_deadline_is_late(self):
		(task,) = [t for t in self.work(self.secretary, date(2026, 12, 21))["tasks"] if t["key"] == self.file]
		self.assertEqual(task["sign"], "late")

	def test_a_returned_file_names_how_many_criteria_came_back_and_by_when(self):
		self.send()
		self.assertFalse([t for t in self.work(self.secretary)["tasks"] if t["key"] == self.file])
		self.assertEqual(self.returned_by_group(), {})
		reasons = {"dk_1": "Cần ghi rõ hơn.", "dk_2": "Thiếu biên bản."}
		act_as(self.reviewer, "return_document", self.file, reasons)
		self.assertEqual(self.returned_by_group(), {"doan_ket_ky_luat_tot": 2})
		(task,) = [t for t in self.work(self.secretary)["tasks"] if t["key"] == self.file]
		self.assertEqual(task["sign"], "returned")
		self.assertIn("2", task["title"])
		self.assertEqual(task["due_on"], str(frappe.db.get_value("Evaluation", self.file, "awaiting_due_on")))
		mend(self.file)
		act_as(self.secretary, "send", self.file)
		self.assertEqual(self.returned_by_group(), {})  # the level above has them now

	def returned_by_group(self) -> dict[str, int]:
		(file,) = self.work(self.secretary)["four_goods"]
		return {group["group_key"]: group["returned"] for group in file["groups"] if group["returned"]}

	def test_a_document_is_a_task_of_whose_turn_it_is(self):
		body = create_test_seat(self.tree.commune, "bi_thu_dang_uy").user
		framework = frappe.db.get_value("Review Period", self.period, "framework")
		overlay = create_test_overlay(self.tree.commune, framework).name

		def signs(user: str) -> list[str]:
			return [task["sign"] for task in self.work(user)["tasks"] if task["key"] == overlay]

		self.assertEqual((signs(body), signs(self.officer)), ([], []))
		with self.set_user(body):
			service.send("Framework Overlay", overlay, 0)
		self.assertEqual((signs(body), signs(self.officer), signs(self.reviewer)), ([], ["open"], []))
		with self.set_user(self.officer):
			service.return_document("Framework Overlay", overlay, 1, "Ghi rõ hơn")
		self.assertEqual((signs(body), signs(self.officer)), (["returned"], []))
		rename = {"act": "Rename", "organization": self.tree.commune_cell, "new_name": "Chi bộ Một"}
		agreed = agree_to(create_test_proposal(self.tree.commune, [rename])).name
		for user, told in ((self.officer, True), (body, False), (self.reviewer, False)):
			self.assertEqual(agreed in [task["key"] for task in self.work(user)["tasks"]], told)

	def test_who_keeps_the_register_is_asked_for_the_number_of_the_plan(self):
		def asked(user: str) -> list[str]:
			return [
				task["address"] for task in self.work(user)["tasks"] if task["key"].startswith("register-")
			]

		below = create_test_seat(self.tree.commune, "bi_thu_dang_uy").user
		others = (self.reviewer, self.secretary, below)
		frappe.db.set_value("Legal Document", "KE-HOACH", "document_number", "")
		self.assertEqual(asked(self.officer), ["/app/legal-document/KE-HOACH"])
		self.assertEqual([asked(user) for user in others], [[], [], []])
		frappe.db.set_value("Legal Document", "KE-HOACH", "document_number", "45-KH/TU")
		self.assertEqual(asked(self.officer), [])

	def test_the_queue_is_counted_for_who_may_act(self):
		self.assertEqual([row["count"] for row in self.work(self.reviewer)["queues"]], [0])
		self.send()
		self.assertEqual([row["count"] for row in self.work(self.reviewer)["queues"]], [1])
		self.assertEqual(self.work(self.secretary)["queues"], [])
		neighbour = create_test_seat(self.tree.other_grassroots, "can_bo_tham_dinh").user
		self.assertEqual([row["count"] for row in self.work(neighbour)["queues"]], [0])

	def test_four_goods_follow_the_records(self):
		(file,) = self.work(self.secretary)["four_goods"]
		self.assertEqual((file["evaluation"], file["total"]), (self.file, 9))
		self.assertEqual(sum(group["total"] for group in file["groups"]), 9)
		self.assertEqual(len(file["groups"]), 4)
		self.assertEqual(file["met"], 0)
		self.assertTrue([missing for group in file["groups"] for missing in group["missing"]])
		for month in range(1, 12):
			create_test_meeting(self.tree.cell_a, meeting_date=date(2026, month, 3))
		for month in (2, 5, 8, 11):
			create_test_meeting(self.tree.cell_a, kinds.THEMATIC, date(2026, month, 12))
		(file,) = self.work(self.secretary)["four_goods"]
		self.assertEqual(file["met"], 1)

	def test_nothing_of_another_organization(self):
		neighbour = create_test_seat(self.tree.other_cell, "bi_thu_chi_bo").user
		work = self.work(neighbour)
		self.assertEqual({task["organization"] for task in work["tasks"]}, {self.tree.other_cell})
		self.assertEqual([file["organization"] for file in work["four_goods"]], [self.tree.other_cell])

	def test_who_follows_a_branch_finds_it_while_the_assignment_lives(self):
		follower, branches = create_test_user(), [self.tree.grassroots, self.tree.other_cell]
		on = add_days(TODAY, 2)
		assignment = create_test_assignment(
			self.tree.province, [follower], branches, from_date=TODAY, to_date=on
		)
		found = self.work(follower)["following"]
		self.assertEqual([row.organization for row in found], branches)
		self.assertEqual(
			(found[0].assignment, found[0].title, found[0].to_date), (assignment.name, assignment.title, on)
		)
		for day in (add_days(TODAY, -1), add_days(on, 1)):
			self.assertEqual(self.work(follower, day)["following"], [])
		self.assertEqual(self.work(self.secretary)["following"], [])
		assignment.ended = 1
		assignment.save()
		self.assertEqual(self.work(follower)["following"], [])

	def test_without_a_seat_the_page_is_empty(self):
		work = self.work(create_test_user())
		for part in (
			"following",
			"seats",
			"tasks",
			"own_files",
			"four_goods",
			"queues",
			"branches",
			"late_below",
		):
			self.assertEqual(work[part], [], part)

	def test_the_officer_sees_the_whole_branch(self):
		(line,) = self.work(self.officer)["branches"]
		self.assertEqual(line["period"], self.period)
		self.assertEqual(sum(kind["reached"] for kind in line["kinds"]), 0)
		files = frappe.db.count("Evaluation", {"period": self.period})
		self.assertEqual(sum(kind["eligible"] for kind in line["kinds"]), files)
		self.assertEqual(self.work(self.reviewer)["branches"], [])


class TestOwnTasks(BontotTestCase):
	def set_up_data(self) -> None:
		super().set_up_data()
		self.tree = create_test_tree()
		owe_since("2026-11-01")

	def tasks(self, on: date) -> dict[str, own_tasks.Task]:
		ledger.rebuild(on, [self.tree.cell_a])
		return {
			task["key"].removeprefix(f"{self.tree.cell_a}-"): task
			for task in own_tasks.collect([self.tree.cell_a], on)
		}

	def test_a_file_is_told_of_by_itself_and_nothing_of_one_that_nobody_opened(self):
		key, day = "tu_danh_gia_nam-2026", date(2026, 12, 1)
		self.assertNotIn(key, self.tasks(day))
		period = create_test_open_period(self.tree.province).name
		for state in ("Draft", "Declared Not Reached", "Under Appraisal"):
			frappe.db.set_value("Evaluation", f"{self.tree.cell_a}-{period}", "state", state)
			with self.subTest(state):
				self.assertNotIn(key, self.tasks(day))

	def test_a_meeting_owed_leads_to_a_new_one_filled_in_and_goes_when_it_is_held(self):
		key = "sinh_hoat_thuong_le-2026-11"
		task = self.tasks(TODAY)[key]
		self.assertEqual(task["sign"], "open")
		self.assertIn("/app/meeting-record/new?", task["address"])
		self.assertIn("meeting_kind=Cell+Regular", task["address"])
		create_test_meeting(self.tree.cell_a, meeting_date="2026-11-20")
		self.assertNotIn(key, self.tasks(TODAY))

	def test_a_meeting_begun_is_gone_on_with(self):
		meeting = create_test_meeting(self.tree.cell_a, meeting_date="2026-11-20", minuted=False)
		task = self.tasks(TODAY)["sinh_hoat_thuong_le-2026-11"]
		self.assertEqual(task["address"], f"/app/meeting-record/{meeting.name}")

	def test_what_is_overdue_stands_first(self):
		signs = [task["sign"] for task in self.tasks(date(2026, 12, 2)).values()]
		self.assertEqual(signs, sorted(signs, key=("late", "returned", "open").index))
		self.assertEqual(signs[0], "late")

	def test_a_period_that_was_never_opened_is_no_debt(self):
		self.assertFalse([key for key in self.tasks(TODAY) if key.startswith("so_ket_6_thang")])

	def test_spans_are_said_as_people_say_them(self):
		self.addCleanup(setattr, frappe.local, "lang", frappe.local.lang)
		frappe.local.lang = "vi"
		for frequency, start, wanted in (
			("Monthly", date(2026, 11, 1), "tháng 11"),
			("Quarterly", date(2026, 10, 1), "quý IV"),
			("Six-Month", date(2026, 7, 1), "6 tháng cuối năm"),
			("Yearly", date(2026, 1, 1), "năm 2026"),
		):
			with self.subTest(frequency=frequency):
				row = frappe._dict(frequency=frequency, span_start=start)
				self.assertEqual(own_tasks.span_words(row), wanted)


class TestFirstPage(BontotTestCase):
	def test_people_with_a_seat_land_on_their_work_and_administrators_do_not(self):
		tree = create_test_tree()
		secretary = create_test_seat(tree.cell_a, "bi_thu_chi_bo").user
		for user, wanted in (
			(secretary, "my-work"),
			("Administrator", "Workspaces"),
			(create_test_user(), "Workspaces"),
		):
			with self.subTest(user=user), self.set_user(user):
				boot = {"home_page": "Workspaces"}
				first_page.set_home_page(bootinfo=boot)
				self.assertEqual(boot["home_page"], wanted)
