"""The worked example of the domain facts, section 2.2, from records to the proposal, and its counter-example."""

from __future__ import annotations

import unittest

import frappe
from bontot.criteria.setup import ensure_framework
from bontot.evaluation import api, computed
from bontot.evaluation.rating_rules import CapRule
from bontot.evaluation.testing import create_test_evaluation, create_test_open_period, create_test_rating
from bontot.meeting.testing import create_test_meeting
from bontot.organization.testing import create_test_member, create_test_seat, create_test_tree
from frappe.utils import getdate, nowdate

from tests.benchmark._site import site

YEAR = 2025  # over, so nothing is "not yet due"
MEMBERS = (
	("Excellently Completed",) * 2 + ("Well Completed",) * 12 + ("Duly Completed",) * 3
)  # and one exempt
JUDGED = ("nvct_1", "dk_1", "dk_2", "dk_3", "cbdv_1")
FOUR_GOOD = {
	"hoan_thanh_tot_nvct": "Met",
	"chat_luong_sinh_hoat_tot": "Met",
	"doan_ket_ky_luat_tot": "Met",
	"can_bo_dang_vien_tot": "Met",
}


class TestWorkedExample(unittest.TestCase):
	"""A cell with 18 members, one exempt; 12 regular and 4 thematic meetings, 11 months scored 90 or more."""

	def setUp(self) -> None:
		self.enterContext(site())
		self.tree = create_test_tree()
		self.cell = self.tree.cell_a
		answers = {"good_meeting_share_percent": "80", "good_member_share_percent": "80"}
		self.framework = ensure_framework(self.tree.province, answers)
		self.author = create_test_seat(self.cell, "bi_thu_chi_bo").user

	def records(self, regular: int = 12) -> None:
		for month in range(1, regular + 1):
			meeting = create_test_meeting(self.cell, meeting_date=f"{YEAR}-{month:02}-03")
			grade, points = ("Fair", 85) if month == 5 else ("Good", 92)
			values = {"quality_grade": grade, "quality_points": points}
			frappe.db.set_value("Meeting", meeting.name, values)
		for month in (2, 5, 8, 11):
			create_test_meeting(self.cell, "Cell Thematic", f"{YEAR}-{month:02}-20")
		for number, grade in enumerate(MEMBERS, 1):
			member = create_test_member(self.cell, full_name=f"Lò Văn {number}").name
			create_test_rating(self.cell, YEAR, member, grade)
		create_test_member(self.cell, full_name="Lò Thị Miễn", state="Exempt")
		create_test_rating(self.cell, YEAR)

	def result(self) -> dict:
		"""The file as the secretary's page shows it, everything people judge answered with met."""
		period = create_test_open_period(self.tree.province, year=YEAR, framework=self.framework)
		doc = create_test_evaluation(self.cell, period.name)
		computed.refresh([doc], getdate(nowdate()))
		frappe.set_user(self.author)
		for key in JUDGED:
			revision = next(
				row for row in api.get_evaluation(doc.name)["items"] if row["criterion_key"] == key
			)
			api.save_item(doc.name, key, "Met", "", revision["revision"], f"{key}-1")
		return api.get_evaluation(doc.name)

	def said(self, shown: dict) -> dict[str, str]:
		return {
			row["criterion_key"]: (row["computed"]["result"] if row["computed"] else row["self_result"])
			for row in shown["items"]
		}

	def words(self, shown: dict, key: str) -> str:
		return next(row["computed"]["summary"] for row in shown["items"] if row["criterion_key"] == key)

	def test_all_nine_are_met_and_four_good_may_be_proposed(self) -> None:
		self.records()
		shown = self.result()
		self.assertEqual(set(self.said(shown).values()), {"Met"})
		self.assertEqual((shown["met_count"], shown["item_count"], shown["missing"]), (9, 9, []))
		self.assertEqual({row["group_key"]: row["state"] for row in shown["groups"]}, FOUR_GOOD)
		self.assertTrue(shown["may_be_proposed"])

	def test_shares_are_told_rounded_down(self) -> None:
		self.records()
		shown = self.result()
		self.assertIn("11/12 (91,6 %)", self.words(shown, "sh_cb_2"))
		self.assertIn("14/17 (82,3 %)", self.words(shown, "cbdv_2"))

	def test_two_may_be_excellent(self) -> None:
		self.assertEqual(CapRule(20, "well_completed", "down").allowed(12, 2), 2)

	def test_eleven_regular_meetings_and_it_is_not_four_good_whatever_the_rest(self) -> None:
		self.records(regular=11)
		shown = self.result()
		said = self.said(shown)
		self.assertEqual(said["sh_cb_1"], "Not Met")
		self.assertEqual({key for key, result in said.items() if result != "Met"}, {"sh_cb_1"})
		states = {row["group_key"]: row["state"] for row in shown["groups"]}
		self.assertEqual(states, FOUR_GOOD | {"chat_luong_sinh_hoat_tot": "Not Met"})
		self.assertFalse(shown["may_be_proposed"])
