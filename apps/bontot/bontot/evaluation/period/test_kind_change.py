"""A cell that becomes a grassroots organisation while the year runs, and others whose kind changes."""

from unittest import TestCase

import frappe
from frappe.utils import getdate

from bontot.evaluation import api
from bontot.evaluation.computing import computed, new_evaluation
from bontot.evaluation.period import kind_change, opening
from bontot.evaluation.testing import create_test_evaluation, create_test_open_period
from bontot.meeting.testing import create_test_meeting
from bontot.organization.testing import create_test_seat, create_test_tree
from bontot.outbox.testing import run_now
from bontot.reorganization import preview, service
from bontot.reorganization.testing import create_test_reorganization, reorganize
from bontot.tests.case import BontotTestCase

DAY = "2026-07-01"


class TestFields(TestCase):
	def test_a_rebuilt_file_takes_all_that_a_new_one_is_given(self):
		organization = dict.fromkeys((*new_evaluation.ORGANIZATION_FIELDS, "title_kind"), "x")
		period = dict.fromkeys(("title", "name", "year", "period_kind"), "x")
		own = {
			"organization",
			"period",
			"year",
			"period_kind",
			"state",
			"awaiting_act",
		}  # of these nothing changes
		values = new_evaluation.file_values(organization, "Cell", period, getdate(DAY), 1)
		self.assertEqual(set(values) - own, set(new_evaluation.FILE_FIELDS))
		criterion = dict.fromkeys(
			("criterion_key", "group_key", "short_text", "kind", "evidence_wanted"), "x"
		)
		self.assertEqual(set(new_evaluation.item_values(criterion)), set(new_evaluation.ITEM_FIELDS))


class TestRekinding(BontotTestCase):
	def set_up_data(self):
		super().set_up_data()
		self.tree = create_test_tree()
		self.cell = self.tree.agency_cell
		self.author = create_test_seat(self.cell, "bi_thu_chi_bo").user
		self.period = create_test_open_period(self.tree.province)
		self.file = create_test_evaluation(self.cell, self.period.name).name

	def become(self, kind: str = "dang_bo_co_so", next_day: bool = True):
		act = {"act": "Change Kind", "organization": self.cell, "new_kind": kind}
		doc = reorganize(self.tree.province, DAY, [act])
		if next_day:
			run_now(f"{opening.HANDLER}:{self.period.name}:{doc.name}")
		return doc

	def answer(self, key: str, remark: str) -> None:
		with self.set_user(self.author):
			api.save_item(self.file, key, "Met", remark, 0, key)

	def stored(self, *fields: str):
		return frappe.db.get_value("Evaluation", self.file, fields)

	def keys(self) -> list[str]:
		return frappe.get_all("Evaluation Item", {"parent": self.file}, pluck="criterion_key", order_by="idx")

	def history(self) -> list[str]:
		return frappe.get_all(
			"Comment", {"reference_name": self.file, "comment_type": "Info"}, pluck="content"
		)

	def item(self, key: str):
		return frappe.get_doc("Evaluation Item", {"parent": self.file, "criterion_key": key})

	def test_a_draft_is_asked_what_its_organisation_is_now_and_keeps_what_still_counts(self):
		self.answer("dk_1", "Không có đơn thư")
		self.answer("sh_cb_1", "Sinh hoạt <b>đủ</b>")
		self.become()
		other = create_test_evaluation(self.tree.commune, self.period.name)
		self.assertEqual(self.keys(), [item.criterion_key for item in other.items])
		self.assertEqual(
			self.stored("title_kind", "organization_kind", "state", "item_count", "met_count"),
			("Grassroots Organization", "dang_bo_co_so", "Draft", 18, 1),
		)
		self.assertEqual(
			(self.item("dk_1").self_result, self.item("dk_1").remark), ("Met", "Không có đơn thư")
		)
		[line] = self.history()
		for part in ("sh_cb_1", "Sinh hoạt &lt; b&gt;đủ&lt; /b&gt;"):
			self.assertIn(part, line)
		self.assertNotIn("dk_1", line)
		self.assertEqual(kind_change.follow(self.period), 0)
		with self.set_user(self.author):
			self.assertEqual(api.get_evaluation(self.file)["kind_since"], getdate(DAY))

	def test_criteria_are_counted_from_the_day_of_the_change(self):
		"""By the end of the year it owes the committee's meetings of six months and one of the whole organisation."""
		self.become()
		with self.freeze_time("2027-01-05 09:00"):
			for month in range(7, 13):
				create_test_meeting(self.cell, "Party Committee", f"2026-{month:02}-20", minuted=True)
			create_test_meeting(self.cell, "Whole Organization", "2026-12-20", minuted=True)
			doc = frappe.get_doc("Evaluation", self.file)
			found = computed.findings(doc)
		self.assertEqual(found["sh_db_1"].result, "Met")

	def test_a_file_that_was_sent_stays_as_it_was_and_is_asked_for_its_own_months(self):
		for month in range(1, 7):
			create_test_meeting(self.cell, meeting_date=f"2026-{month:02}-03")
		for month in (2, 5):
			create_test_meeting(self.cell, "Cell Thematic", f"2026-{month:02}-20", topic="Chuyên đề")
		for state in ("Under Appraisal", "Returned"):
			frappe.db.set_value("Evaluation", self.file, "state", state)
			before = self.keys()
			if state == "Under Appraisal":
				self.become()
			else:
				self.assertEqual(kind_change.follow(self.period), 0)
			with self.subTest(state), self.freeze_time("2027-01-05 09:00"):
				self.assertEqual(self.keys(), before)
				doc = frappe.get_doc("Evaluation", self.file)
				self.assertEqual((doc.title_kind, computed.findings(doc)["sh_cb_1"].result), ("Cell", "Met"))

	def test_one_whose_new_kind_earns_no_title_leaves_the_review_and_comes_back_with_an_undo(self):
		self.file = create_test_evaluation(self.tree.cell_a, self.period.name).name
		act = {"act": "Change Kind", "organization": self.tree.cell_a, "new_kind": "dang_bo_bo_phan"}
		doc = create_test_reorganization(self.tree.province, DAY, [act])
		lines = {line["what"]: line["count"] for line in preview.describe(doc)["lines"]}
		self.assertEqual(lines["Files not sent yet of organizations whose new kind earns no title"], 1)
		run_now(service.enter(doc.name)["task"])
		state, reason = self.stored("state", "outside_reason")
		self.assertEqual(state, "Outside")
		self.assertIn("12-QĐ/TU", reason)
		run_now(service.start_undo(doc.name)["task"])
		self.assertEqual(self.stored("state", "outside_reason"), ("Draft", None))

	def test_an_undone_change_brings_the_draft_back(self):
		before = self.keys()
		doc = self.become()
		self.assertNotEqual(self.keys(), before)
		run_now(service.start_undo(doc.name)["task"])
		self.assertEqual(kind_change.outdated(self.period), [self.file])
		opening.add_missing()
		run_now(frappe.get_last_doc("Outbox Task", {"handler": opening.HANDLER}).name)
		self.assertEqual(self.keys(), before)

	def test_the_preview_tells_and_until_the_next_day_nothing_changes(self):
		act = {"act": "Change Kind", "organization": self.cell, "new_kind": "dang_bo_co_so"}
		doc = create_test_reorganization(self.tree.province, DAY, [act])
		lines = {line["what"]: line["count"] for line in preview.describe(doc)["lines"]}
		self.assertEqual(lines["Files not sent yet of organizations whose new kind earns another title"], 1)
		run_now(service.enter(doc.name)["task"])
		self.assertEqual(self.stored("title_kind", "item_count"), ("Cell", 9))

	def test_a_period_that_was_over_before_the_change_is_not_touched(self):
		half = create_test_open_period(self.tree.province, "Six-Month")
		self.become()
		name = create_test_evaluation(self.cell, half.name).name
		self.assertEqual(kind_change.follow(half), 0)
		self.assertEqual(frappe.db.get_value("Evaluation", name, "title_kind"), "Cell")

	def test_a_meeting_of_the_old_kind_is_entered_late(self):
		self.become()
		create_test_meeting(self.cell, meeting_date="2026-06-03")
		with self.assertRaises(frappe.ValidationError):
			create_test_meeting(self.cell, meeting_date="2026-07-03")
