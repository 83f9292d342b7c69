"""A scale of points for meetings, tried on a year: grades from the records on both scales, nothing written."""

from __future__ import annotations

from unittest import TestCase

import frappe
from frappe.utils import getdate, nowdate

from bontot.criteria.scales import Group, Item, Scale
from bontot.criteria.setup import ensure_framework
from bontot.criteria.testing import create_test_scale
from bontot.evaluation.computing import computed
from bontot.evaluation.errors import TryOnScaleError
from bontot.evaluation.testing import create_test_evaluation, create_test_open_period, create_test_rating
from bontot.evaluation.try_on import api
from bontot.evaluation.try_on.test_service import answer_judged, digests
from bontot.meeting import try_scale
from bontot.meeting.scoring import Given
from bontot.meeting.testing import create_test_meeting
from bontot.organization.testing import create_test_member, create_test_seat, create_test_tree
from bontot.tests.case import BontotTestCase

SETTINGS = {"good_meeting_share_percent": "80", "good_member_share_percent": "80"}
YEAR, MONTHS = 2025, 12


class TestTryScale(BontotTestCase):
	"""A year in which the cell gave itself 40 for a1 and nine of ten came: 100 points a month. The draft asks for more."""

	def set_up_data(self) -> None:
		super().set_up_data()
		self.tree = create_test_tree()
		self.framework = ensure_framework(self.tree.province, SETTINGS)
		self.officer = create_test_seat(self.tree.province, "can_bo_btc_tinh").user
		self.own = create_test_scale(valid_from=f"{YEAR}-01-01").submit()
		create_test_scale(valid_from=f"{YEAR}-10-28").submit()  # the shipped one begins that day
		members = [create_test_member(self.tree.cell_a).name for _number in range(10)]
		for month in range(1, MONTHS + 1):
			roll = [
				{"member": name, "attendance": "Excused" if name == members[0] else "Present"}
				for name in members
			]
			doc = create_test_meeting(self.tree.cell_a, meeting_date=f"{YEAR}-{month:02}-03", attendance=roll)
			doc.append("score", {"item_key": "a1", "is_given": 1, "given_points": 40})
			self.meeting = doc.save().name
			self.assertEqual(doc.quality_grade, "Good")
		for month in (2, 5, 8, 11):
			create_test_meeting(self.tree.cell_a, "Cell Thematic", f"{YEAR}-{month:02}-20")
		self.period = create_test_open_period(
			self.tree.province, year=YEAR, officer=self.officer, framework=self.framework
		)
		file = create_test_evaluation(self.tree.cell_a, self.period.name)
		create_test_rating(self.tree.cell_a, YEAR)
		for name in members:
			create_test_rating(self.tree.cell_a, YEAR, name)
		computed.refresh([file], getdate(nowdate()))
		answer_judged(file.name)

	def tried(self, **values):
		return create_test_scale(valid_from="2027-01-01", **values)

	def run_try(self, doc) -> dict:
		with self.set_user(self.officer):
			return api.try_on(doc.doctype, doc.name, self.period.name)

	def of_cell(self, told: dict) -> list[tuple[str, str]]:
		name = frappe.db.get_value("Party Organization", self.tree.cell_a, "organization_name")
		return [(row["before"], row["after"]) for row in told["turned"] if row["organization_name"] == name]

	def graded(self, told: dict) -> list[tuple[str, str, int]]:
		return [(row["before"], row["after"], row["count"]) for row in told["graded"]]

	def test_the_same_scale_turns_nobody(self) -> None:
		told = self.run_try(self.tried())
		self.assertEqual((told["turned"], self.graded(told)), ([], [("Good", "Good", MONTHS)]))

	def test_higher_steps_turn_who_only_just_reached_them(self) -> None:
		steps = [
			{"item_key": "b1", "at_least": 95, "points": 60},
			{"item_key": "b1", "at_least": 0, "points": 20},
		]
		told = self.run_try(self.tried(steps=steps))
		self.assertEqual(self.graded(told), [("Good", "Average", MONTHS)])
		self.assertEqual(self.of_cell(told), [("Met", "Not Met")])

	def test_what_nobody_judged_then_cannot_be_told(self) -> None:
		items = [row.as_dict() for row in self.own.items]
		items[0]["item_key"] = "moi"
		told = self.run_try(self.tried(items=items))
		self.assertEqual(self.graded(told), [("Good", "", MONTHS)])
		self.assertEqual(self.of_cell(told), [("Met", "Pending")])

	def test_nothing_is_written(self) -> None:
		draft = self.tried()
		before = digests()
		self.run_try(draft)
		self.assertEqual(digests(), before)

	def test_ratings_and_scales_without_points_are_not_tried(self) -> None:
		shipped = frappe.get_all("Scoring Scale", [["name", "like", "366%"]], pluck="name") + frappe.get_all(
			"Scoring Scale", {"scale_kind": "Meeting Quality", "without_points": 1}, pluck="name"
		)
		self.assertGreater(len(shipped), 3)
		for name in shipped:
			with self.subTest(name), self.assertRefused(TryOnScaleError):
				self.run_try(frappe.get_doc("Scoring Scale", name))

	def test_only_who_may_write_scales(self) -> None:
		draft = self.tried()
		user = create_test_seat(self.tree.body, "can_bo_tham_dinh").user
		for ask in (api.periods, lambda *tried: api.try_on(*tried, self.period.name)):
			with self.set_user(user), self.assertRefused(frappe.PermissionError):
				ask(draft.doctype, draft.name)


class TestFitting(TestCase):
	def test_points_go_along_where_the_tried_scale_has_room_for_them(self) -> None:
		scale = Scale(
			"thu",
			"Meeting Quality",
			(Group("a", "A", 10),),
			(Item("a1", "a", "A1", 10), Item("a2", "a", "A2", 4)),
		)
		given = {"a1": Given(9), "a2": Given(5), "gone": Given(1)}
		self.assertEqual(try_scale.fitting(given, scale), {"a1": Given(9)})
