"""Tests of the findings of the registers, each seen to turn both ways."""

import json
from datetime import date
from types import SimpleNamespace
from unittest import TestCase

import frappe
from frappe.utils import add_days, formatdate, getdate, nowdate

from bontot.criteria import registry
from bontot.criteria.registry import Context
from bontot.evaluation import api
from bontot.evaluation.answers import service
from bontot.evaluation.computing import reference_figures, registers
from bontot.evaluation.errors import ReasonNeededError
from bontot.evaluation.testing import (
	create_test_conclusion,
	create_test_document,
	create_test_evaluation,
	create_test_open_period,
	create_test_target,
)
from bontot.meeting import tasks
from bontot.meeting.testing import create_test_meeting
from bontot.organization.testing import create_test_member, create_test_seat, create_test_tree
from bontot.tests.case import BontotTestCase


def context(as_of: date = date(2026, 11, 20), organization: str = "TC", **settings: str) -> Context:
	kind = "Grassroots Organization"
	return Context(organization, kind, "Year", date(2026, 1, 1), date(2026, 12, 31), as_of, settings)


def document(day: date):
	return frappe._dict(name="d", title="01-NQ/ĐU", document_kind="Party Resolution", issued_on=day)


def target(percent: float, as_of: date | None = date(2026, 11, 1)):
	return frappe._dict(name="t", target="Thu ngân sách", percent=percent, result="x", result_as_of=as_of)


class TestJudging(TestCase):
	def test_documents(self):
		one = [document(date(2026, 3, 1))]
		cases = (
			([], {}, date(2026, 11, 20), "Not Yet Due"),
			([], {}, date(2027, 1, 1), "Not Met"),
			(one, {}, date(2026, 11, 20), "Met"),
			(one, {"leadership_documents_least": "2"}, date(2026, 11, 20), "Not Yet Due"),
			(one, {"leadership_documents_least": "2"}, date(2027, 1, 1), "Not Met"),
			(one * 2, {"leadership_documents_least": "2"}, date(2027, 1, 1), "Met"),
		)
		for issued, settings, day, wanted in cases:
			with self.subTest(issued=len(issued), day=day, settings=settings):
				found = registers.judge_documents(context(day, **settings), issued)
				self.assertEqual(found.result, wanted)
				self.assertEqual(bool(found.missing), wanted != "Met")

	def test_targets_lean_and_say_the_day_of_each_figure(self):
		cases = (
			([], date(2026, 11, 20), "Not Yet Due"),
			([target(100), target(104)], date(2026, 11, 20), "Met"),
			([target(100), target(98)], date(2026, 11, 20), "Not Yet Due"),
			([target(100), target(98)], date(2027, 1, 1), "Not Met"),
		)
		for rows, day, wanted in cases:
			with self.subTest(rows=len(rows), day=day):
				self.assertEqual(registers.judge_targets(context(day), rows, []).result, wanted)
		found = registers.judge_targets(context(), [target(100), target(0, None)], [])
		self.assertIn("01/11/2026", found.rows[0]["note"])
		self.assertEqual(len(found.missing), 1)

	def test_ten_of_eleven_as_in_the_worked_example(self):
		found = registers.judge_targets(context(), [target(100)] * 10 + [target(95)], [])
		self.assertIn("10/11 (90,9 %)", found.summary)

	def test_conclusions_name_nobody(self):
		row = frappe._dict(name="k", concluded_on=date(2026, 5, 4), subject_kind="Party Member")
		found = registers.judge_discipline([row])
		self.assertEqual((found.result, found.asks_reason), ("Not Met", True))
		self.assertEqual((found.rows, len(found.against)), ([], 1))
		self.assertNotIn("04/05/2026", json.dumps(found.as_dict(), default=str))
		self.assertEqual(
			(registers.judge_discipline([]).result, registers.judge_discipline([]).asks_reason),
			("Met", False),
		)

	def test_tasks(self):
		day = date(2026, 11, 20)

		def task(due: date, done: date | None = None):
			return tasks.Task("Việc", "m", due, done)

		early, later = date(2026, 10, 1), date(2026, 12, 1)
		cases = (
			([], "Not Yet Due"),
			([task(later)], "Not Yet Due"),
			([task(early, early)], "Met"),
			([task(early, date(2026, 10, 9))], "Met"),
			([task(early)], "Not Met"),
			([task(early, later)], "Not Met"),  # done only after the day of the records
			([task(later, early)], "Met"),
		)
		for given, wanted in cases:
			with self.subTest(given):
				self.assertEqual(tasks.judge(given, day).result, wanted)


class RegisterTestCase(BontotTestCase):
	def set_up_data(self):
		super().set_up_data()
		self.tree = create_test_tree()
		year = getdate(nowdate()).year
		days = {"starts_on": "01-01", "ends_on": "12-31"}
		days |= {"self_assessment_due_on": "12-20", "report_due_on": "12-29"}
		values = {field: f"{year}-{day}" for field, day in days.items()}
		self.period = create_test_open_period(self.tree.province, year=year, **values)
		self.cell = create_test_evaluation(self.tree.cell_a, self.period.name).name
		self.committee = create_test_evaluation(self.tree.grassroots, self.period.name).name
		self.author = create_test_seat(self.tree.cell_a, "bi_thu_chi_bo").user
		self.committee_author = create_test_seat(self.tree.grassroots, "bi_thu_dang_uy").user

	def shown(self, file: str, key: str, user: str) -> dict:
		with self.set_user(user):
			items = api.get_evaluation(file)["items"]
		return next(item for item in items if item["criterion_key"] == key)

	def stored(self, file: str, key: str):
		return frappe.get_doc("Evaluation Item", {"parent": file, "criterion_key": key})


class TestDocumentsCount(RegisterTestCase):
	def test_a_document_turns_the_criterion_and_its_deletion_turns_it_back(self):
		def result() -> tuple[str, str]:
			return self.stored(self.committee, "sh_du_5").computed_result or "", self.shown(
				self.committee, "sh_du_5", self.committee_author
			)["computed"]["result"]

		self.assertEqual(result()[1], "Not Yet Due")
		doc = create_test_document(self.tree.grassroots)
		self.assertEqual(result(), ("Met", "Met"))
		row = self.shown(self.committee, "sh_du_5", self.committee_author)["computed"]["rows"][0]
		self.assertEqual((row["doctype"], row["name"]), ("Leadership Document", doc.name))
		doc.delete()
		self.assertEqual(result(), ("Not Yet Due", "Not Yet Due"))

	def test_what_lacks_leads_to_the_form(self):
		[lack] = self.shown(self.committee, "sh_du_5", self.committee_author)["computed"]["missing"]
		self.assertEqual(
			lack["action"],
			{"doctype": "Leadership Document", "defaults": {"organization": self.tree.grassroots}},
		)

	def test_a_neighbours_document_and_one_of_another_year_count_for_nothing(self):
		create_test_document(self.tree.commune)
		create_test_document(self.tree.grassroots, issued_on="2020-05-05")
		found = self.shown(self.committee, "sh_du_5", self.committee_author)["computed"]
		self.assertEqual((found["result"], found["rows"]), ("Not Yet Due", []))

	def test_many_at_once_are_judged_as_one_by_one(self):
		create_test_document(self.tree.grassroots)
		names = (self.tree.grassroots, self.tree.commune, self.tree.other_grassroots)
		contexts = [context(getdate(nowdate()), name) for name in names]
		together = registry.compute_many("leadership_documents", contexts)
		alone = {one.organization: registry.compute("leadership_documents", one) for one in contexts}
		self.assertEqual(together, alone)


class TestFiguresBeside(RegisterTestCase):
	def test_they_never_answer_for_people(self):
		create_test_target(self.tree.cell_a, percent=100)
		item = self.shown(self.cell, "nvct_1", self.author)
		self.assertIsNone(item["computed"])
		self.assertEqual(item["figures"]["leaning"], "Met")
		missing = [row["criterion_key"] for row in service.missing_before_sending(self.file_doc())]
		self.assertIn("nvct_1", missing)

	def file_doc(self):
		doc = frappe.get_doc("Evaluation", self.cell)
		reference_figures.fill(doc)
		return doc

	def test_targets_turn_the_figures_both_ways(self):
		create_test_target(self.tree.cell_a, percent=100)
		self.assertEqual(self.shown(self.cell, "nvct_1", self.author)["figures"]["leaning"], "Met")
		short = create_test_target(self.tree.cell_a, target="Trồng rừng", percent=60)
		figures = self.shown(self.cell, "nvct_1", self.author)["figures"]
		self.assertEqual((figures["leaning"], len(figures["rows"])), ("Not Yet Due", 2))
		self.assertEqual(str(figures["as_of"]), nowdate())
		short.percent = 100
		short.save()
		self.assertEqual(self.shown(self.cell, "nvct_1", self.author)["figures"]["leaning"], "Met")

	def test_tasks_turn_the_figures_both_ways(self):
		past = add_days(nowdate(), -20)
		meeting = create_test_meeting(
			self.tree.cell_a,
			meeting_date=add_days(nowdate(), -40),
			tasks=[{"task": "Vận động hội viên", "due_on": past}],
		)
		figures = self.shown(self.cell, "cbdv_1", self.author)["figures"]
		self.assertEqual((figures["leaning"], figures["rows"][0]["name"]), ("Not Met", meeting.name))
		meeting.reload()
		meeting.tasks[0].done_on = past
		meeting.save()
		self.assertEqual(self.shown(self.cell, "cbdv_1", self.author)["figures"]["leaning"], "Met")

	def test_a_conclusion_asks_for_a_reason_and_its_revocation_no_more(self):
		member = create_test_member(self.tree.cell_a).name
		conclusion = create_test_conclusion(self.tree.cell_a, member=member)
		with self.set_user(self.author):
			with self.assertRefused(ReasonNeededError):
				api.save_item(self.cell, "dk_2", "Met", "", 0, "a")
			api.save_item(self.cell, "dk_2", "Not Met", "", 0, "b")
			api.save_item(self.cell, "dk_2", "Met", "Đã khắc phục, cấp trên kết luận lại", 1, "c")
		self.assertIsNone(self.stored(self.cell, "dk_2").computed_result)
		conclusion.revoked_on = nowdate()
		conclusion.save()
		with self.set_user(self.author):
			api.save_item(self.cell, "dk_2", "Met", "", 2, "d")
		self.assertEqual(self.shown(self.cell, "dk_2", self.author)["figures"]["leaning"], "Met")

	def test_a_conclusion_below_stands_beside_the_committees_criterion_too(self):
		create_test_conclusion(self.tree.cell_a, member=create_test_member(self.tree.cell_a).name)
		create_test_conclusion(self.tree.other_cell, member=create_test_member(self.tree.other_cell).name)
		figures = self.shown(self.committee, "dk_2", self.committee_author)["figures"]
		self.assertEqual((figures["leaning"], figures["rows"]), ("Not Met", []))
		self.assertTrue(figures["summary"].startswith("1 "), figures["summary"])

	def test_whoever_reads_the_file_learns_no_name(self):
		member = create_test_member(self.tree.cell_a, full_name="Hoàng Văn Kín").name
		conclusion = create_test_conclusion(self.tree.cell_a, member=member)
		overseer = create_test_seat(self.tree.grassroots, "theo_doi").user
		with self.set_user(overseer):
			page = json.dumps(api.get_evaluation(self.cell), default=str, ensure_ascii=False)
		self.assertNotIn("Hoàng Văn Kín", page)
		self.assertNotIn(conclusion.name, page)
		self.assertNotIn(formatdate(conclusion.concluded_on, "dd/MM/yyyy"), page)

	def test_they_are_kept_when_the_file_is_sent_and_newer_ones_stand_beside(self):
		create_test_target(self.tree.cell_a, percent=100)
		doc = service.lock(self.cell)
		reference_figures.fill(doc)
		doc.state = "Under Appraisal"
		service.save(doc)
		item = self.shown(self.cell, "nvct_1", self.author)
		self.assertEqual((item["figures"]["leaning"], item["newer"]), ("Met", None))
		create_test_target(self.tree.cell_a, target="Trồng rừng", percent=60)
		item = self.shown(self.cell, "nvct_1", self.author)
		self.assertEqual(item["figures"]["leaning"], "Met")
		self.assertEqual(item["newer"]["result"], "")
		self.assertIn("1/2", item["newer"]["summary"])

	def test_a_control_without_the_hook(self):
		"""Without a register nothing stands beside, so the tests above see what the hook brings."""
		self.assertIsNone(registry.inform("dk_1", context()))
		self.assertEqual(SimpleNamespace(**self.shown(self.cell, "dk_1", self.author)).figures, None)
