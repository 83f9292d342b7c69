"""The yearly rating as a duty: a line while something is to be proposed, and none for whom it is not asked of."""

from datetime import date

import frappe

from bontot.approval.papers import api as papers_api
from bontot.evaluation.testing import create_test_open_period, create_test_rating
from bontot.organization.testing import create_test_member, create_test_seat, create_test_tree
from bontot.rating import service as rating_service
from bontot.rating import view as rating_view
from bontot.rating.rules import MEMBER, ORGANIZATION, WELL
from bontot.synthesis import my_work, own_tasks
from bontot.tests.case import BontotTestCase

YEAR = 2026
TODAY = date(YEAR, 11, 24)
NAMES = ("Nguyễn Văn Bình", "Trần Thị An", "Lò Văn Đức")


class RatingTasksCase(BontotTestCase):
	def set_up_data(self) -> None:
		super().set_up_data()
		self.tree = create_test_tree()
		self.cell = self.tree.cell_a
		self.members = [create_test_member(self.cell, full_name=name).name for name in NAMES]
		self.secretary = create_test_seat(self.cell, "bi_thu_chi_bo").user
		self.reviewer = create_test_seat(self.tree.grassroots, "can_bo_tham_dinh").user
		self.period = create_test_open_period(self.tree.province).name
		self.file = f"{self.cell}-{self.period}"

	def setUp(self) -> None:
		self.addCleanup(setattr, frappe.local, "lang", frappe.local.lang)
		frappe.local.lang = "vi"
		super().setUp()

	def propose(self, names: list[str], subject: str = MEMBER) -> None:
		with self.set_user(self.secretary):
			rating_service.propose(subject, YEAR, [{"name": name, "grade": WELL} for name in names])


class TestRatingTasks(RatingTasksCase):
	def line(self, on: date = TODAY, user: str = "") -> own_tasks.Task | None:
		with self.set_user(user or self.secretary):
			tasks = my_work.collect(user or self.secretary, None, on)["tasks"]
		found = [task for task in tasks if task["key"].startswith("rating-")]
		self.assertLessEqual(len(found), 1)
		return found[0] if found else None

	def test_it_says_how_many_are_left_until_nobody_is(self):
		line = self.line()
		self.assertEqual(line["title"], "Đề nghị xếp loại năm 2026: còn 3 đồng chí và chi bộ")
		self.assertEqual((line["sign"], line["due_on"]), ("open", "2026-12-20"))
		self.assertEqual(line["address"], f"/app/yearly-rating?place={self.cell}&subject=Member&year=2026")
		self.propose(self.members[:2])
		self.assertIn("còn 1 đồng chí và chi bộ", self.line()["title"])
		self.propose([self.cell], ORGANIZATION)
		self.assertEqual(self.line()["title"], "Đề nghị xếp loại năm 2026: còn 1 đồng chí")
		self.propose(self.members[2:])
		self.assertIsNone(self.line())

	def test_the_cell_itself_is_proposed_on_its_own_page(self):
		self.propose(self.members)
		line = self.line()
		self.assertEqual(line["title"], "Đề nghị xếp loại năm 2026: còn chi bộ")
		self.assertIn("subject=Organization", line["address"])

	def test_what_was_decided_without_a_proposal_is_not_asked_for(self):
		for name in self.members:
			create_test_rating(self.cell, YEAR, name)
		self.assertEqual(self.line()["title"], "Đề nghị xếp loại năm 2026: còn chi bộ")

	def test_one_that_came_back_is_told_of_as_returned(self):
		self.propose(self.members)
		self.propose([self.cell], ORGANIZATION)
		with self.set_user(self.reviewer):
			rating_service.send_back(MEMBER, YEAR, self.members[:1], "Xem lại mức")
		line = self.line()
		self.assertEqual(
			(line["sign"], line["title"]), ("returned", "Đề nghị xếp loại năm 2026: còn 1 đồng chí")
		)
		self.assertIn("1", line["note"])

	def test_it_is_late_with_the_self_assessment_and_not_named_long_before(self):
		self.assertEqual(self.line(date(YEAR, 12, 21))["sign"], "late")
		self.assertIsNotNone(self.line(date(YEAR, 11, 5)))
		self.assertIsNone(self.line(date(YEAR, 11, 4)))

	def test_nobody_is_asked_who_may_not_propose(self):
		officer = create_test_seat(self.tree.province, "can_bo_btc_tinh").user
		for user in (self.reviewer, officer):
			self.assertIsNone(self.line(user=user))
		other = self.line(user=create_test_seat(self.tree.other_cell, "bi_thu_chi_bo").user)
		self.assertEqual(other["organization"], self.tree.other_cell)

	def test_without_an_open_year_nothing_is_asked(self):
		frappe.db.set_value("Evaluation", self.file, "state", "Outside")
		self.assertIsNone(self.line())
		frappe.db.set_value("Evaluation", self.file, "state", "Draft")
		for state, told in (("Open", True), ("Closed", False), ("Draft", False)):
			frappe.db.set_value("Review Period", self.period, "state", state)
			self.assertEqual(self.line() is not None, told, state)
		frappe.db.set_value("Review Period", self.period, {"state": "Open"})
		frappe.db.set_value("Evaluation", self.file, "period_kind", "Six-Month")
		self.assertIsNone(self.line())


class TestWhatACriterionWaitsFor(RatingTasksCase):
	"""The same count stands where the result is explained, with the way there for who may propose."""

	def waits(self, user: str, key: str = "cbdv_2") -> tuple[list[str], dict]:
		with self.set_user(user):
			groups = papers_api.get_explanation(self.file)["groups"]
		[item] = [one for group in groups for one in group["items"] if one["criterion_key"] == key]
		self.assertEqual(item["result"], "Awaiting Rating")
		return item["to_change"], item["computed"]["missing"][0]["action"]

	def test_who_may_propose_is_led_there_and_then_waits_for_the_level_above(self):
		wait = ["Chờ cấp trên quyết định xếp loại năm; có quyết định là máy tự tính."]
		words, action = self.waits(self.secretary)
		self.assertEqual(words, ["Đề nghị xếp loại năm 2026: còn 3 đồng chí"])
		defaults = {"place": self.cell, "subject": "Member", "year": YEAR}
		self.assertEqual(action, {"doctype": "Annual Rating", "defaults": defaults})
		self.assertEqual(self.waits(self.reviewer), (wait, {}))
		self.propose(self.members)
		self.assertEqual(self.waits(self.secretary), (wait, {}))
		words, action = self.waits(self.secretary, "nvct_2")
		self.assertEqual(
			(words, action["defaults"]["subject"]),
			(["Đề nghị xếp loại năm 2026: còn chi bộ"], "Organization"),
		)

	def test_the_page_lists_by_given_name_and_says_who_decides(self):
		with self.set_user(self.secretary):
			grid = rating_view.grid(self.cell, MEMBER, YEAR)
		self.assertEqual([row["label"] for row in grid["rows"]], [NAMES[1], NAMES[0], NAMES[2]])
		proposes = grid["proposes"]
		self.assertEqual((proposes["owed"], proposes["itself"]), ({MEMBER: 3, ORGANIZATION: 1}, "chi bộ"))
		self.assertTrue(proposes["decider_name"].startswith("Đảng ủy "), proposes["decider_name"])
		with self.set_user(self.reviewer):
			self.assertIsNone(rating_view.grid(self.tree.grassroots, MEMBER, YEAR)["proposes"])
