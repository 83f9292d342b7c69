"""The worked example of the domain facts, section 2.2, from records to the decision, and its counter-example.

Every number of it is entered as people enter it: meetings with their score, targets, tasks, ratings proposed and decided
under the cap, the self-assessment saved, sent, appraised level by level, and a resolution.
"""

from __future__ import annotations

import unittest

import frappe
from bontot.approval.core.errors import UnmetCriteriaError
from bontot.approval.testing import climb, create_test_officers, create_test_resolution
from bontot.criteria.setup import ensure_framework
from bontot.criteria.testing import create_test_scale
from bontot.evaluation import api
from bontot.evaluation.testing import create_test_evaluation, create_test_open_period, create_test_target
from bontot.meeting.testing import create_test_meeting
from bontot.meeting.votes import Vote
from bontot.organization.testing import create_test_member, create_test_seat, create_test_tree
from bontot.outbox.testing import run_now
from bontot.rating import service as rating_service
from bontot.rating.errors import CapExceededError
from bontot.rating.rules import DULY, EXCELLENT, MEMBER, ORGANIZATION, WELL

from tests.benchmark._site import site

YEAR = 2025  # over, so nothing is "not yet due"
GRADES = (EXCELLENT,) * 2 + (WELL,) * 12 + (DULY,) * 3  # and one exempt
REMARKS = {"nvct_1": "Chỉ tiêu còn lại đạt 90 % vì mưa lũ, đảng ủy đã cho chuyển sang năm sau"}
JUDGED = ("nvct_1", "dk_1", "dk_2", "dk_3", "cbdv_1")
FOUR_GOOD = {
	"hoan_thanh_tot_nvct": "Met",
	"chat_luong_sinh_hoat_tot": "Met",
	"doan_ket_ky_luat_tot": "Met",
	"can_bo_dang_vien_tot": "Met",
}


class TestWorkedExample(unittest.TestCase):
	"""A cell with 18 members, one of them exempt, in a year that is over."""

	def setUp(self) -> None:
		self.enterContext(site())
		self.tree = create_test_tree()
		self.cell = self.tree.cell_a
		answers = {"good_meeting_share_percent": "80", "good_member_share_percent": "80"}
		self.framework = ensure_framework(self.tree.province, answers)
		self.users = create_test_officers(self.tree)
		self.decider = create_test_seat(self.tree.grassroots, "bi_thu_dang_uy").user
		for day in ("01-01", "10-29"):  # the nation's scale came in between
			create_test_scale(valid_from=f"{YEAR}-{day}").submit()
		self.members = [
			create_test_member(self.cell, full_name=f"Lò Văn {number}").name
			for number, _ in enumerate(GRADES, 1)
		]
		create_test_member(self.cell, full_name="Lò Thị Miễn", state="Exempt")

	def as_user(self, user: str, act, *arguments, **named):
		frappe.set_user(user)
		try:
			return act(*arguments, **named)
		finally:
			frappe.set_user("Administrator")

	def records(self, regular: int = 12) -> None:
		for month in range(1, regular + 1):
			given = 25 if month == 5 else 40  # of 40 that people give; a full roll brings 60
			task = {"task": f"Việc tháng {month}", "due_on": f"{YEAR}-{month:02}-25"}
			meeting = create_test_meeting(
				self.cell,
				meeting_date=f"{YEAR}-{month:02}-03",
				score=[{"item_key": "a1", "is_given": 1, "given_points": given}],
				tasks=[task | {"done_on": f"{YEAR}-{month:02}-24"}],
			)
			self.assertEqual(
				(meeting.quality_points, meeting.quality_grade),
				(85, "Fair") if month == 5 else (100, "Good"),
			)
			self.assertEqual(meeting.expected_count, 17)
		for month in (2, 5, 8, 11):
			create_test_meeting(self.cell, "Cell Thematic", f"{YEAR}-{month:02}-20")
		for number in range(1, 12):
			create_test_target(self.cell, 90 if number == 11 else 100, target=f"Chỉ tiêu {number}", year=YEAR)

	def rate(self, subject: str, grades: dict[str, str]) -> None:
		rows = [{"name": name, "grade": grade} for name, grade in grades.items()]
		self.as_user(self.users.secretary, rating_service.propose, subject, YEAR, rows)
		decision = {"decision_number": "05-QĐ/ĐU", "decided_on": f"{YEAR}-12-25", "vote": Vote(9, 9)}
		self.as_user(self.decider, rating_service.decide, subject, YEAR, rows, **decision)

	def rate_all(self) -> None:
		self.rate(ORGANIZATION, {self.cell: WELL})
		self.rate(MEMBER, dict(zip(self.members, GRADES, strict=True)))

	def assessed(self) -> dict:
		"""The file as the secretary's page shows it, everything people judge answered with met."""
		period = create_test_open_period(self.tree.province, year=YEAR, framework=self.framework)
		self.file = create_test_evaluation(self.cell, period.name).name
		for key in JUDGED:
			item = self.shown_item(key)
			arguments = (self.file, key, "Met", REMARKS.get(key, ""), item["revision"], f"{key}-1")
			self.as_user(self.users.secretary, api.save_item, *arguments)
		return self.shown()

	def shown(self) -> dict:
		return self.as_user(self.users.secretary, api.get_evaluation, self.file)

	def shown_item(self, key: str) -> dict:
		return next(row for row in self.shown()["items"] if row["criterion_key"] == key)

	def said(self, shown: dict) -> dict[str, str]:
		return {
			row["criterion_key"]: (row["computed"]["result"] if row["computed"] else row["self_result"])
			for row in shown["items"]
		}

	def decide(self):
		"""Up to the province's resolution, entered and submitted; returns it."""
		climb(self.file, self.users)
		resolution = create_test_resolution(self.tree.province, {self.file: "Recognize"})
		for row in resolution.items:
			row.reason = ""

		def enter() -> None:
			resolution.insert()
			resolution.submit()

		self.as_user(self.users.clerk, enter)
		return resolution

	def test_all_nine_are_met_and_four_good_is_proposed_appraised_and_recognized(self) -> None:
		self.records()
		self.rate_all()
		shown = self.assessed()
		self.assertEqual(set(self.said(shown).values()), {"Met"})
		self.assertEqual((shown["met_count"], shown["item_count"], shown["missing"]), (9, 9, []))
		self.assertEqual({row["group_key"]: row["state"] for row in shown["groups"]}, FOUR_GOOD)
		self.assertTrue(shown["may_be_proposed"])
		resolution = self.decide()
		run_now(frappe.db.get_value("Outbox Task", {"reference_name": resolution.name}))
		doc = frappe.get_doc("Evaluation", self.file)
		self.assertEqual((doc.state, doc.outcome, doc.met_count), ("Recognized", "Met", 9))
		accepted = {(item.review_state, item.accepted_by_organization) for item in doc.items}
		self.assertEqual(accepted, {("Accepted", self.tree.grassroots)})
		self.assertTrue(frappe.db.exists("Recognition", {"organization": self.cell, "evaluation": self.file}))

	def test_every_figure_is_told_as_the_example_says(self) -> None:
		self.records()
		self.rate_all()
		items = {row["criterion_key"]: row for row in self.assessed()["items"]}
		for key, words in (
			("sh_cb_1", "12/12"),
			("sh_cb_1", "4/4"),
			("sh_cb_2", "11/12 (91,6 %)"),
			("cbdv_2", "14/17 (82,3 %)"),
		):
			self.assertIn(words, items[key]["computed"]["summary"])
		figures = {key: row["figures"] for key, row in items.items() if row["figures"]}
		self.assertIn("10/11 (90,9 %)", figures["nvct_1"]["summary"])
		self.assertEqual(figures["nvct_1"]["leaning"], "Not Met")  # and yet the appraiser accepts
		self.assertIn("12/12", figures["cbdv_1"]["summary"])
		self.assertEqual(figures["cbdv_1"]["leaning"], "Met")
		self.assertEqual((figures["dk_2"]["leaning"], figures["dk_2"]["rows"]), ("Met", []))

	def test_two_may_be_excellent_and_a_third_is_refused(self) -> None:
		grades = dict(zip(self.members, GRADES, strict=True))
		with self.assertRaises(CapExceededError):
			self.rate(MEMBER, grades | {self.members[-1]: EXCELLENT})
		frappe.clear_messages()
		self.rate(MEMBER, grades)
		decided = frappe.get_all(
			"Annual Rating", {"organization": self.cell, "state": "Decided"}, pluck="grade"
		)
		self.assertEqual(sorted(decided), sorted(GRADES))

	def test_eleven_regular_meetings_and_it_is_not_four_good_whatever_the_rest(self) -> None:
		self.records(regular=11)
		self.rate_all()
		shown = self.assessed()
		said = self.said(shown)
		self.assertEqual({key for key, result in said.items() if result != "Met"}, {"sh_cb_1"})
		self.assertEqual(said["sh_cb_1"], "Not Met")
		states = {row["group_key"]: row["state"] for row in shown["groups"]}
		self.assertEqual(states, FOUR_GOOD | {"chat_luong_sinh_hoat_tot": "Not Met"})
		self.assertFalse(shown["may_be_proposed"])
		with self.assertRaises(UnmetCriteriaError):
			self.decide()
		frappe.clear_messages()
		self.assertEqual(frappe.db.get_value("Evaluation", self.file, "outcome"), "Not Met")


if __name__ == "__main__":
	unittest.main()
