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

	def test_each_year_has_the_scale_of_its_time(self):
		"""Facts §0.1, §3.3, §4: 132 (2018) with 16-HD, then 21-HD, 124 (2023), 366 (2025); 01-HD/BTCTU, then 42-HD."""
		meeting, rating = scales.MEETING_QUALITY, (scales.ORGANIZATION_RATING, scales.MEMBER_RATING)
		for on, code in (
			("2018-12-31", None),
			("2019-01-01", "12-HD-BTCTW-1"),
			("2021-10-11", "12-HD-BTCTW-1"),
			("2021-10-12", "01-HD-BTCTU-2021-1"),
			("2022-05-03", "01-HD-BTCTU-2021-1"),
			("2025-10-27", "01-HD-BTCTU-2021-1"),
			("2025-10-28", "42-HD-BTCTW-1"),
		):
			with self.subTest(on):
				found = scale_register.in_force(meeting, on)
				self.assertEqual(found.name if found else None, code)
		for on, code in (
			("2018-03-07", None),
			("2018-12-31", "132-QD-TW-16-HD"),
			("2019-10-18", "132-QD-TW-21-HD"),
			("2022-12-31", "132-QD-TW-21-HD"),
			("2023-10-03", "132-QD-TW-21-HD"),
			("2023-12-31", "124-QD-TW"),
			("2025-08-29", "124-QD-TW"),
			("2025-12-31", "366-QD-TW"),
		):
			for kind, suffix in zip(rating, ("TO-CHUC-1", "DANG-VIEN-1"), strict=True):
				with self.subTest(on=on, kind=kind):
					found = scale_register.in_force(kind, on)
					self.assertEqual(found.name if found else None, code and f"{code}-{suffix}")

	def test_older_ones_have_grades_and_open_questions_but_no_points(self):
		names = frappe.get_all("Scoring Scale", {"without_points": 1}, pluck="name")
		self.assertEqual(len(names), 8)
		for name in names:
			doc = frappe.get_doc("Scoring Scale", name)
			with self.subTest(name):
				self.assertTrue(doc.valid_to and doc.legal_document and doc.certainty)
				self.assertEqual((doc.groups, doc.items, doc.steps), ([], [], []))
				self.assertTrue(all(row.conditions for row in doc.grades))
				settings = {row.setting_key: row for row in doc.settings}
				self.assertEqual(settings["points_table"].setting_value or "", "")
				self.assertTrue(all(row.question for row in doc.settings))

	def test_the_cap_of_a_year_is_the_one_that_is_known_of_it(self):
		"""Facts §4: 20 % of members in 21-HD/BTCTW; of 16-HD nothing was found."""
		caps = {
			year: scale_register.in_force(scales.MEMBER_RATING, f"{year}-12-31").setting(
				"excellent_cap_percent", ""
			)
			for year in (2018, 2019, 2022)
		}
		self.assertEqual(caps, {2018: "", 2019: "20", 2022: "20"})

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

	def test_a_scale_says_whether_it_has_points(self):
		grades = [row.as_dict() | {"at_least": 0} for row in create_test_scale().grades]
		plain = {"groups": [], "items": [], "steps": []}
		with self.assertRefused(ScaleContentError):
			create_test_scale(**plain, grades=grades)
		with self.assertRefused(ScaleContentError):
			create_test_scale(without_points=1)
		create_test_scale(**plain, grades=grades, without_points=1).submit()

	def test_points_that_do_not_add_up_are_refused(self):
		scale = create_test_scale()
		scale.items[0].points = 1
		with self.assertRefused(ScaleContentError):
			scale.save()

	def test_settings_that_no_rule_can_read_are_refused(self):
		for key, value in (("least_minutes", "90 phút"), ("least_minute", "90")):
			settings = [{"setting_key": key, "setting_name": "Thời lượng", "setting_value": value}]
			with self.subTest(key), self.assertRefused(ScaleContentError):
				create_test_scale(settings=settings)

	def test_submitted_is_immutable(self):
		scale = create_test_scale().submit()
		scale.grades[0].at_least = 1
		with self.assertRefused(frappe.UpdateAfterSubmitError):
			scale.save()
