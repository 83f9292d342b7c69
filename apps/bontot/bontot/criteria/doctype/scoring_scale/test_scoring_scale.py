import frappe

from bontot.criteria import scale_register, scales, setup
from bontot.criteria.errors import ScaleContentError
from bontot.criteria.testing import create_test_scale
from bontot.tests.case import BontotTestCase


class TestShippedScales(BontotTestCase):
	def test_meeting_scale_has_the_seven_groups_and_grades_of_the_guide(self):
		"""Facts §3.3: 5, 5, 10, 40, 5, 30, 5; good 90, fair 70, average 50."""
		scale = scale_register.in_force(scales.MEETING_QUALITY, "2025-10-28")
		self.assertEqual([group.points for group in scale.groups], [5, 5, 10, 40, 5, 30, 5])
		self.assertEqual(scale.total, 100)
		self.assertEqual([grade.at_least for grade in scale.grades], [90, 70, 50, 0])
		self.assertTrue(any(item.must_be_full for item in scale.items))

	def test_rating_scales_have_their_bounds_and_the_cap(self):
		"""Facts §4: 30 + 70 points; 90, 70, 50; at most 20 %."""
		for kind in (scales.ORGANIZATION_RATING, scales.MEMBER_RATING):
			with self.subTest(kind):
				scale = scale_register.in_force(kind, "2026-12-31")
				self.assertEqual([group.points for group in scale.groups], [30, 70])
				self.assertEqual([grade.at_least for grade in scale.grades], [90, 70, 50, 0])
				self.assertEqual(scale.setting("excellent_cap_percent", ""), "20")

	def test_what_is_not_known_is_a_question_not_a_number(self):
		scale = frappe.get_doc(
			"Scoring Scale", scale_register.in_force(scales.MEETING_QUALITY, "2026-01-01").name
		)
		settings = {row.setting_key: row for row in scale.settings}
		for key in ("must_be_full_source", "province_scale"):
			self.assertEqual(settings[key].setting_value or "", "")
			self.assertTrue(settings[key].question)

	def test_before_its_date_nothing_is_in_force(self):
		self.assertIsNone(scale_register.in_force(scales.MEETING_QUALITY, "2025-10-27"))

	def test_set_up_again_adds_nothing_and_brings_back_nothing(self):
		before = frappe.db.count("Scoring Scale")
		setup.install_scales()
		self.assertEqual(frappe.db.count("Scoring Scale"), before)


class TestScoringScale(BontotTestCase):
	def test_a_later_scale_replaces_the_earlier_from_its_date_on(self):
		own = create_test_scale(valid_from="2026-07-01")
		self.assertNotEqual(self.in_force("2026-07-01"), own.name, "a draft is not in force")
		own.submit()
		self.assertEqual(self.in_force("2026-07-01"), own.name)
		self.assertNotEqual(self.in_force("2026-06-30"), own.name)
		own.cancel()
		self.assertNotEqual(self.in_force("2026-07-01"), own.name)

	def in_force(self, on: str) -> str:
		return scale_register.in_force(scales.MEETING_QUALITY, on).name

	def test_points_that_do_not_add_up_are_refused(self):
		scale = create_test_scale()
		scale.items[0].points = 1
		with self.assertRefused(ScaleContentError):
			scale.save()

	def test_submitted_is_immutable(self):
		scale = create_test_scale().submit()
		scale.grades[0].at_least = 1
		with self.assertRefused(frappe.UpdateAfterSubmitError):
			scale.save()
