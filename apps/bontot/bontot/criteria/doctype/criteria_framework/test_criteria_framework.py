import json
from pathlib import Path

import frappe

from bontot.criteria import api, frozen, registry, setup
from bontot.criteria.errors import FrameworkContentError, FrameworkNotUsableError, UnknownCalculatorError
from bontot.criteria.testing import create_test_framework, create_test_small_framework
from bontot.organization.testing import create_test_tree
from bontot.tests.case import BontotTestCase

WORDING = Path(__file__).parents[2] / "testdata" / "plan_wording.txt"


class TestPlanFramework(BontotTestCase):
	def set_up_data(self):
		super().set_up_data()
		self.tree = create_test_tree()
		self.framework = frappe.get_doc("Criteria Framework", create_test_framework(self.tree.province))

	def test_wording_is_the_plans_own_character_by_character(self):
		"""But for the full stop at the end of each, which the plan has and pages do not: they quote it within sentences, lists."""
		lines = WORDING.read_text(encoding="utf-8").splitlines()
		wanted = dict(line.split("\t") for line in lines)
		self.assertEqual(len(wanted), 20)
		self.assertEqual({row.criterion_key: row.full_text for row in self.framework.criteria}, wanted)

	def test_nine_for_a_cell_and_eighteen_for_a_grassroots_organization(self):
		kept = frozen.resolve(self.framework.name)
		counts = {
			(kind, period): len(frozen.applicable(kept, kind, period))
			for kind in ("Cell", "Grassroots Organization")
			for period in ("Six-Month", "Year")
		}
		self.assertEqual(
			counts,
			{
				("Cell", "Six-Month"): 9,
				("Cell", "Year"): 9,
				("Grassroots Organization", "Six-Month"): 18,
				("Grassroots Organization", "Year"): 18,
			},
		)

	def test_what_the_plan_does_not_say_is_left_open_with_its_question(self):
		settings = {row.setting_key: row for row in self.framework.settings}
		for key in ("good_meeting_share_percent", "good_member_share_percent", "recognizing_authority"):
			with self.subTest(key):
				self.assertEqual(settings[key].setting_value or "", "")
				self.assertIn("không nêu", settings[key].question.lower())
		self.assertEqual(settings["target_percent"].setting_value, "90")

	def test_the_plan_names_no_day_from_which_its_framework_holds(self):
		self.assertIsNone(self.framework.valid_from)
		self.assertIsNone(self.framework.valid_to)
		for year in (2020, 2026):
			self.framework.require_in_force(f"{year}-01-01", f"{year}-12-31")

	def test_issued_once_a_province(self):
		self.assertEqual(setup.ensure_framework(self.tree.province), self.framework.name)
		other = create_test_tree()
		self.assertNotEqual(setup.ensure_framework(other.province), self.framework.name)

	def test_digest_covers_every_word(self):
		kept = frozen.resolve(self.framework.name)
		self.assertEqual(kept["digest"], self.framework.digest)
		self.assertEqual(frozen.digest(json.loads(json.dumps(kept))), kept["digest"])
		kept["criteria"][3]["full_text"] += " "
		self.assertNotEqual(frozen.digest(kept), self.framework.digest)

	def test_submitted_is_immutable(self):
		for change in (
			lambda doc: doc.criteria[0].set("full_text", "Khác"),
			lambda doc: doc.set("valid_to", "2030-12-31"),
			lambda doc: doc.criteria.pop(),
		):
			doc = frappe.get_doc("Criteria Framework", self.framework.name)
			change(doc)
			with self.assertRefused(frappe.UpdateAfterSubmitError):
				doc.save()

	def test_legal_basis_is_on_the_register_with_what_replaced_it(self):
		numbers = [row["document_number"] for row in frozen.resolve(self.framework.name)["legal_basis"]]
		self.assertIn("132-QĐ/TW", numbers)
		name = setup.legal_document("132-QĐ/TW")
		later = frappe.db.get_value("Legal Document", name, "replaced_by")
		self.assertEqual(frappe.db.get_value("Legal Document", later, "document_number"), "124-QĐ/TW")


class TestCriteriaFramework(BontotTestCase):
	def set_up_data(self):
		super().set_up_data()
		self.province = create_test_tree().province

	def test_content_problems_are_refused(self):
		row = {
			"criterion_key": "a",
			"group_key": "g",
			"short_text": "A",
			"full_text": "A",
			"kind": "Computed",
			"calculator": "khong_co",
			"for_cell": 1,
			"for_grassroots": 1,
		}
		with self.assertRefused(FrameworkContentError):
			create_test_small_framework(self.province, criteria=[row])
		with self.assertRefused(FrameworkContentError):
			long = row | {
				"group_key": "doan_ket",
				"kind": "Judged",
				"calculator": "",
				"short_text": "a" * 121,
			}
			create_test_small_framework(self.province, criteria=[long])

	def test_decomposed_vietnamese_is_stored_composed(self):
		doc = create_test_small_framework(self.province)
		doc.criteria[0].full_text = "Đoa\u0300n ke\u0302\u0301t"
		doc.save()
		self.assertEqual(doc.criteria[0].full_text, "Đoàn kết")

	def test_in_force_only_when_submitted_and_within_its_dates(self):
		doc = create_test_small_framework(self.province, valid_from="2026-01-01", valid_to="2026-12-31")
		with self.assertRefused(FrameworkNotUsableError):
			doc.require_in_force("2026-01-01", "2026-12-31")
		doc.submit()
		doc.require_in_force("2026-01-01", "2026-12-31")
		for dates in (("2025-12-31", "2026-06-30"), ("2026-07-01", "2027-01-01")):
			with self.subTest(dates), self.assertRefused(FrameworkNotUsableError):
				doc.require_in_force(*dates)

	def test_unknown_calculator_is_a_clear_error(self):
		with self.assertRefused(UnknownCalculatorError):
			registry.get_calculator("khong_co")

	def test_a_value_that_a_rule_would_stumble_over_is_told_by_name(self):
		for key, value, said in (
			("least_age_months", "6 tháng", ("Số tháng", "6 tháng", "12")),
			("target_percent", "<b>90</b>", ("Số tháng", "&lt; b&gt;90&lt; /b&gt;", "92,5")),
			("counted_on", "31/12", ("Số tháng", "31/12", "ends_on", "starts_on")),
			("least_age_month", "6", ("least_age_month", "least_age_months")),
		):
			settings = [{"setting_key": key, "setting_name": "Số tháng", "setting_value": value}]
			with self.subTest(key=key, value=value), self.assertRaises(FrameworkContentError) as refused:
				create_test_small_framework(self.province, settings=settings)
			for part in said:
				self.assertIn(part, str(refused.exception))
			frappe.clear_messages()

	def test_a_total_must_be_in_reach_of_cells_and_of_grassroots_organizations(self):
		rows = {
			"pass_rule": "points",
			"pass_points": "14",
			"points_per_criterion": "dk_1 = 10/6; dk_2 = 10/6",
		}
		settings = [
			{"setting_key": key, "setting_name": key, "setting_value": value} for key, value in rows.items()
		]
		base = {"group_key": "doan_ket", "full_text": "A", "kind": "Judged", "for_grassroots": 1}
		criteria = [
			base | {"criterion_key": key, "short_text": key, "for_cell": 1} for key in ("dk_1", "dk_2")
		]
		create_test_small_framework(self.province, settings=settings, criteria=criteria)
		criteria[1]["for_cell"] = 0
		with self.assertRaises(FrameworkContentError) as refused:
			create_test_small_framework(self.province, settings=settings, criteria=criteria)
		for part in (frappe._("Cell"), "10", "14"):
			self.assertIn(part, str(refused.exception))
		frappe.clear_messages()

	def test_a_key_that_does_not_exist_is_told_with_those_that_do(self):
		row = {"criterion_key": "a", "short_text": "Tiêu chí A", "full_text": "A", "kind": "Judged"}
		row |= {"group_key": "doan_ket", "for_cell": 1, "for_grassroots": 1}
		wrong = (
			([row | {"group_key": "khac"}], {}, ("khac", "doan_ket", "Đoàn kết")),
			([row | {"kind": "Computed", "calculator": "hop"}], {}, ("hop", "meeting_quality")),
			([row], {"applicability": [{"criterion_key": "b", "sector": "xa"}]}, ("a", "Tiêu chí A")),
		)
		for criteria, values, said in wrong:
			with self.subTest(said), self.assertRaises(FrameworkContentError) as refused:
				create_test_small_framework(self.province, criteria=criteria, **values)
			for part in said:
				self.assertIn(part, str(refused.exception))
			frappe.clear_messages()

	def test_calculators_are_chosen_by_what_they_ask_for(self):
		choices = {row["value"]: row["label"] for row in api.calculator_choices()}
		self.assertEqual(set(choices), registry.known())
		self.assertNotIn("papers_ahead", choices["papers_ahead"])
		with self.set_user("Guest"), self.assertRefused(frappe.PermissionError):
			api.calculator_choices()
