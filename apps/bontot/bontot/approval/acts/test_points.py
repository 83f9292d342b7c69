"""Points of criteria where a framework gives them: the author's and each level's, kept at each level, and what they come to."""

from __future__ import annotations

import json

import frappe

from bontot.approval.acts import api, evaluation_view, service, unmet
from bontot.approval.core import cases, verify
from bontot.approval.core.errors import MissingBeforeSendingError, ReasonMissingError, UnmetCriteriaError
from bontot.approval.papers import explaining
from bontot.approval.queue import waiting
from bontot.approval.resolutions import sitting
from bontot.approval.testcase import ApprovalTestCase
from bontot.approval.testing import act_as, climb, create_test_resolution, sequence_of
from bontot.criteria import frozen
from bontot.evaluation.answers import editing, reading
from bontot.evaluation.errors import PointsError, UnknownCriterionError
from bontot.organization import tree
from bontot.organization.errors import NoSeatError

POINTS = {"points_per_criterion": "dk_1 = 10/6; dk_2 = 10/6", "pass_rule": "points", "pass_points": "14"}


class PointsTestCase(ApprovalTestCase):
	"""The period's framework scores two criteria, from 6 of 10 on; 14 points in all are asked for."""

	scored = POINTS

	def set_up_data(self) -> None:
		super().set_up_data()
		text = frappe.db.get_value("Review Period", self.period, "frozen_framework")
		content = json.loads(text)
		content["settings"] |= self.scored
		content["digest"] = frozen.digest(content)
		frappe.db.set_value("Review Period", self.period, "frozen_framework", json.dumps(content))
		frappe.clear_document_cache("Review Period", self.period)
		for key, given in {"dk_1": 8, "dk_2": 7}.items():
			self.give(key, given)

	def give(self, key: str, points: float | None, result: str = "", remark: str = "Có hồ sơ"):
		item = self.item(key)
		with self.set_user(self.users.secretary):
			return editing.save_item(self.file, key, result, remark, item.revision, "", points)

	def item(self, key: str):
		return next(item for item in self.doc().items if item.criterion_key == key)

	def agree(self, user: str, points: dict | None = None, reason: str = "") -> None:
		with self.set_user(user):
			service.agree("Evaluation", self.file, sequence_of(self.file), points, reason)

	def unmet(self) -> list[list[str]]:
		"""Criteria that are not met, of the file in hand and of the stored one."""
		return [[*unmet.pass_status(self.doc()).unmet], [*unmet.pass_statuses([self.file])[self.file].unmet]]

	def kept(self) -> list[tuple[float, float]]:
		"""(all points, points of dk_1) as each step keeps them, oldest first."""
		where = {"file_name": self.file, "results": ("is", "set")}
		rows = frappe.get_all("Approval Step", where, order_by="sequence", pluck="results")
		results = [json.loads(row) for row in rows]
		return [(one["points"], one["criteria"]["dk_1"]["points"]) for one in results]


class TestAuthor(PointsTestCase):
	def test_the_result_follows_from_the_points(self) -> None:
		for given, result in ((6, "Met"), (5.5, "Not Met"), (0, "Not Met"), (10, "Met")):
			with self.subTest(given):
				saved = self.give("dk_1", given)
				self.assertEqual((saved["self_result"], saved["points"]), (result, given + 7))
				self.assertEqual(
					(self.item("dk_1").self_points, self.item("dk_1").self_result), (given, result)
				)
		self.assertEqual((saved["most_points"], self.item("dk_1").appraised_result), (20, None))

	def test_what_is_no_number_of_points_is_refused(self) -> None:
		for given in (10.5, -1, 6.3):
			with self.subTest(given), self.assertRefused(PointsError):
				self.give("dk_1", given)
		with self.assertRefused(PointsError):
			self.give("dk_3", 5)  # not scored
		self.give("dk_3", None, "Not Met")
		self.assertEqual(self.item("dk_3").self_result, "Not Met")

	def test_without_points_it_is_not_sent(self) -> None:
		self.give("dk_1", None, "Met")  # a result alone is none of a scored criterion
		self.assertFalse(self.item("dk_1").self_result)
		with self.assertRefused(MissingBeforeSendingError):
			act_as(self.users.secretary, "send", self.file)

	def test_pages_show_them(self) -> None:
		shown = reading.of_file(self.doc())
		self.assertEqual((shown["points"], shown["most_points"], shown["least_points"]), (15, 20, 14))
		found = {item["criterion_key"]: item["points"] for item in shown["items"]}
		self.assertEqual(found["dk_1"], {"most": 10, "least": 6, "own": 8, "counted": 8})
		self.assertIsNone(found["dk_3"])


class TestLevels(PointsTestCase):
	def test_each_level_gives_its_own_and_none_overwrites_another(self) -> None:
		act_as(self.users.secretary, "send", self.file)
		self.agree(self.users.grassroots, {"dk_1": 7.5, "dk_2": 7}, "Minh chứng chưa đủ")
		self.agree(self.users.body, {"dk_1": 9}, "Đã bổ sung")
		self.assertEqual(self.kept(), [(15, 8), (14.5, 7.5), (16, 9)])
		item = self.item("dk_1")
		self.assertEqual((item.self_points, item.appraised_points, item.appraised_result), (8, 9, "Met"))
		self.assertIsNone(self.item("dk_2").appraised_result, "given as before: nothing of its own")
		step = frappe.get_last_doc("Approval Step", {"file_name": self.file, "act": "Agree"})
		self.assertEqual((step.reason, json.loads(step.criteria_touched)), ("Đã bổ sung", ["dk_1"]))
		self.assertEqual(verify.check_file(self.file), [])
		levels = explaining.of_file(self.doc())["levels"]
		wanted = [frappe._("{0} of {1} points").format(given, 20) for given in ("15", "14,5", "16")]
		self.assertEqual([level["points"] for level in levels], wanted)

	def test_other_points_need_a_reason_the_same_none(self) -> None:
		act_as(self.users.secretary, "send", self.file)
		with self.assertRefused(ReasonMissingError):
			self.agree(self.users.grassroots, {"dk_1": 7}, " ")
		self.assertIsNone(self.item("dk_1").appraised_result)
		self.agree(self.users.grassroots, {"dk_1": 8, "dk_2": 7})
		self.assertEqual(self.kept(), [(15, 8), (15, 8)])

	def test_what_a_level_may_not_give(self) -> None:
		act_as(self.users.secretary, "send", self.file)
		cases = (
			({"dk_1": 11}, PointsError),
			({"dk_1": "7"}, PointsError),
			({"dk_1": True}, PointsError),
			({"dk_3": 1}, UnknownCriterionError),
		)
		for points, error in cases:
			with self.subTest(points), self.assertRefused(error):
				self.agree(self.users.grassroots, points, "Vì sao")
		with self.assertRefused(NoSeatError):
			self.agree(self.users.secretary, {"dk_1": 7}, "Vì sao")
		self.assertEqual(self.item("dk_1").appraised_result, None)

	def test_lowered_below_the_least_it_counts_as_unmet(self) -> None:
		climb(self.file, self.users, to="body")
		self.agree(self.users.body, {"dk_1": 5}, "Không đủ căn cứ")
		said = [self.item("dk_1").short_text, frappe._("too few points in all")]
		self.assertEqual(self.unmet(), [said, said])
		[row] = waiting.page(self.users.clerk, waiting.Filters())["rows"]
		self.assertEqual((row.not_met, row.clean), (1, False))
		self.assertEqual(self.doc().outcome, "Not Met")
		view = evaluation_view.of_file(cases.of(self.doc()), self.users.clerk)
		[shown] = [item for item in view["items"] if item["criterion_key"] == "dk_1"]
		self.assertEqual((shown["points"]["own"], shown["points"]["counted"]), (8, 5))
		with self.set_user(self.users.clerk):
			resolution = create_test_resolution(self.tree.province, {self.file: "Recognize"}).insert()
		self.assertTrue(resolution.items[0].unmet_criteria)

	def test_a_recalled_agreement_gives_back_what_counted_before(self) -> None:
		act_as(self.users.secretary, "send", self.file)
		self.agree(self.users.grassroots, {"dk_1": 7}, "Thiếu một phần")
		self.agree(self.users.body, {"dk_1": 5}, "Không đủ căn cứ")
		act_as(self.users.body, "recall", self.file)
		item = self.item("dk_1")
		self.assertEqual((item.appraised_points, item.appraised_result), (7, "Met"))
		act_as(self.users.grassroots, "recall", self.file)
		item = self.item("dk_1")
		self.assertEqual((item.appraised_result, item.self_points, self.doc().outcome), (None, 8, "Met"))

	def test_what_was_agreed_and_taken_back_never_counts_again(self) -> None:
		act_as(self.users.secretary, "send", self.file)
		for given in ({"dk_1": 5}, None):
			self.agree(self.users.grassroots, given, "Không đủ căn cứ" if given else "")
			act_as(self.users.grassroots, "recall", self.file)
			self.assertEqual((self.item("dk_1").appraised_result, self.item("dk_1").self_points), (None, 8))
		self.agree(self.users.grassroots)
		self.agree(self.users.body, {"dk_1": 3}, "Không đủ căn cứ")
		for user in (self.users.body, self.users.grassroots):
			act_as(user, "recall", self.file)
		self.agree(self.users.grassroots)
		act_as(self.users.grassroots, "recall", self.file)
		self.assertEqual(self.item("dk_1").appraised_result, None)

	def test_a_returned_criterion_is_judged_anew(self) -> None:
		act_as(self.users.secretary, "send", self.file)
		self.agree(self.users.grassroots, {"dk_1": 7, "dk_2": 6}, "Thiếu một phần")
		act_as(self.users.body, "return_document", self.file, {"dk_1": "Bổ sung"})
		found = {key: self.item(key).appraised_result for key in ("dk_1", "dk_2")}
		self.assertEqual(found, {"dk_1": None, "dk_2": "Met"})
		self.assertEqual(reading.of_file(self.doc())["points"], 8 + 6)
		self.give("dk_1", 9)
		act_as(self.users.secretary, "send", self.file)
		view = evaluation_view.of_file(cases.of(self.doc()), self.users.grassroots)
		[changed] = [item for item in view["items"] if item["changes"]]
		whats = [(one["what"], one["old"], one["new"]) for one in changed["changes"]]
		self.assertEqual((changed["criterion_key"], whats), ("dk_1", [("points", "8", "9")]))

	def test_through_the_door(self) -> None:
		act_as(self.users.secretary, "send", self.file)
		with self.set_user(self.users.grassroots):
			api.agree("Evaluation", self.file, sequence_of(self.file), {"dk_1": 6.5}, "Thiếu một phần")
		self.assertEqual(self.item("dk_1").appraised_points, 6.5)


class TestTotal(PointsTestCase):
	def test_below_the_least_total_the_title_is_not_reached_though_each_is_met(self) -> None:
		self.give("dk_1", 6)
		self.assertEqual(self.doc().outcome, "Not Met")
		self.give("dk_2", 8)
		self.assertEqual(self.doc().outcome, "Met")

	def test_too_few_are_said_wherever_somebody_judges(self) -> None:
		self.give("dk_1", 6)
		said = frappe._("too few points in all")
		shown = explaining.of_file(self.doc())
		self.assertEqual(shown["result_state"], "Not Met")
		self.assertIn(shown["points"], shown["verdict"])  # and by how many
		climb(self.file, self.users, to="province")
		self.assertEqual(self.unmet(), [[said], [said]])
		[row] = waiting.page(self.users.clerk, waiting.Filters())["rows"]
		self.assertEqual((row.not_met, row.clean), (0, False))
		[listed] = sitting.listed(
			self.tree.province, tree.path_of(self.tree.province), sitting.Wanted(period=self.period)
		)
		self.assertIn(frappe._("Not met: {0}").format(said), listed.doubts)
		with self.set_user(self.users.clerk):
			resolution = create_test_resolution(self.tree.province, {self.file: "Recognize"}).insert()
			self.assertEqual(resolution.items[0].unmet_criteria, said)
			with self.assertRefused(UnmetCriteriaError):
				resolution.submit()

	def test_control_enough_are_no_doubt(self) -> None:
		climb(self.file, self.users, to="province")
		self.assertEqual(self.unmet(), [[], []])


class TestWithoutPoints(PointsTestCase):
	"""Control: a framework as shipped scores nothing; the same acts meet no points."""

	scored = {}

	def give(self, key: str, points: float | None, result: str = "Met", remark: str = "Có hồ sơ"):
		return super().give(key, None, result, remark)

	def test_nothing_is_scored(self) -> None:
		shown = reading.of_file(self.doc())
		self.assertEqual((shown["most_points"], shown["least_points"]), (0, 0))
		act_as(self.users.secretary, "send", self.file)
		with self.assertRefused(UnknownCriterionError):
			self.agree(self.users.grassroots, {"dk_1": 7}, "Vì sao")
		results = frappe.get_last_doc("Approval Step", {"file_name": self.file}).results
		self.assertNotIn("points", results)
