import unicodedata
from unittest import mock

import frappe

from bontot.criteria import api, frozen, overlay_rules, overlay_words, overlays
from bontot.criteria.errors import (
	FrameworkNotUsableError,
	OverlayDecisionError,
	OverlayIssuerError,
	OverlayScopeError,
	OverlayWeakensError,
)
from bontot.criteria.setup import ensure_framework
from bontot.criteria.testing import (
	create_test_added_criterion,
	create_test_overlay,
	create_test_small_framework,
	put_in_force,
)
from bontot.organization.access import approvable
from bontot.organization.testing import create_test_seat, create_test_tree
from bontot.tests.case import BontotTestCase

RAISED = {"action": "Tighten", "setting_key": "good_meeting_share_percent", "setting_value": "90"}


class OverlayTestCase(BontotTestCase):
	def set_up_data(self):
		super().set_up_data()
		self.tree = create_test_tree()
		answers = {"good_meeting_share_percent": "80", "good_member_share_percent": "80"}
		self.framework = ensure_framework(self.tree.province, answers)

	def overlay(self, changes=None, organization=None, **values):
		return create_test_overlay(organization or self.tree.commune, self.framework, changes, **values)


class TestFrameworkOverlay(OverlayTestCase):
	def test_a_lawful_overlay_is_issued_with_the_digest_of_what_it_comes_to(self):
		doc = self.overlay([create_test_added_criterion(), RAISED])
		put_in_force(doc)
		came_to = overlays.resolve(doc)
		self.assertEqual((doc.docstatus, doc.digest), (1, came_to["digest"]))
		self.assertEqual(came_to["settings"]["good_meeting_share_percent"], "90")
		keys = [row["criterion_key"] for row in frozen.applicable(came_to, "Cell", "Year")]
		self.assertEqual((len(keys), keys[7]), (10, "xa_1"))  # at the end of the third group

	def test_what_weakens_is_refused_with_rule_and_criterion_named(self):
		cases = (
			(RAISED | {"setting_value": "70"}, "Tỷ lệ tháng sinh hoạt đạt tốt tối thiểu"),
			({"action": "Waive", "criterion_key": "dk_2", "reason": "Khó"}, "Chấp hành"),
			(
				{"action": "Explain", "criterion_key": "dk_3", "guidance": "Rõ", "short_text": "Khác"},
				"Thương yêu",
			),
		)
		for line, named in cases:
			doc = self.overlay([line])
			with self.subTest(line), self.assertRaises(OverlayWeakensError) as caught:
				put_in_force(doc)
			self.assertIn(named, str(caught.exception))
			frappe.clear_messages()

	def test_control_with_the_linter_off_the_same_overlay_is_issued(self):
		doc = self.overlay([RAISED | {"setting_value": "70"}])
		with mock.patch.object(overlay_rules, "lint", return_value=[]):
			put_in_force(doc)
		self.assertEqual(doc.docstatus, 1)

	def test_a_second_regular_meeting_a_month_is_nobodys_to_ask_for(self):
		line = {"action": "Tighten", "setting_key": "regular_per_month", "setting_value": "2"}
		self.assertEqual([found.rule for found in overlays.findings(self.overlay([line]))], ["setting_fixed"])

	def test_a_draft_shows_findings_or_the_difference(self):
		doc = self.overlay([RAISED | {"setting_value": "70"}])
		doc.run_method("onload")
		self.assertEqual([row["rule"] for row in doc.get_onload("findings")], ["setting_weaker"])
		self.assertEqual(doc.get_onload("difference"), [])
		doc = self.overlay()
		doc.run_method("onload")
		self.assertEqual(doc.get_onload("findings"), [])
		self.assertEqual([row["what"] for row in doc.get_onload("difference")], ["added"])

	def test_what_the_core_says_stands_there_in_words(self):
		framework = frappe.get_doc("Criteria Framework", self.framework)
		part = create_test_added_criterion(
			action="Split", criterion_key="sh_cb_2", part_key="sh_cb_2.1", group_key=""
		)
		doc = self.overlay(
			[
				{
					"action": "Explain",
					"criterion_key": "dk_3",
					"guidance": "Rõ",
					"group_key": "khac",
					"kind": "Record",
				},
				part,
				part | {"part_key": "sh_cb_2.2"},
			]
		)
		messages = {row["rule"]: row["message"] for row in overlays.described(doc, overlays.findings(doc))}
		group = next(row for row in framework.groups if row.group_key == "doan_ket_ky_luat_tot")
		self.assertIn(f"({group.group_name})", messages["group_changed"])
		self.assertIn(f"({frappe._('Judged')})", messages["kind_changed"])
		self.assertNotIn("meeting_quality", messages["split_loses_calculator"])
		self.assertIn("80 %", messages["split_loses_calculator"])

	def test_every_finding_has_words_and_a_remedy(self):
		core = overlays.core_of(frappe.get_doc("Criteria Framework", self.framework))
		rules = overlay_rules.Rule.__args__
		said = overlay_words.describe(core, {}, [overlay_rules.Finding(rule, "dk_1", "80") for rule in rules])
		self.assertEqual({row["rule"] for row in said}, set(rules))
		for row in said:
			self.assertTrue(
				row["message"] and row["remedy"] and "{" not in row["message"] + row["remedy"], row
			)

	def test_only_a_body_directly_under_the_province(self):
		for place in ("grassroots", "cell_a", "province"):
			with self.subTest(place), self.assertRefused(OverlayIssuerError):
				self.overlay(organization=getattr(self.tree, place))
		for place in ("body", "commune"):
			self.overlay(organization=getattr(self.tree, place))

	def test_only_on_an_issued_framework(self):
		draft = create_test_small_framework(self.tree.province)
		with self.assertRefused(FrameworkNotUsableError):
			create_test_overlay(self.tree.commune, draft.name)

	def test_the_kind_must_earn_the_title(self):
		self.overlay(organization_kind="chi_bo_truc_thuoc")
		with self.assertRefused(OverlayScopeError):
			self.overlay(organization_kind="dang_bo_co_so")

	def test_a_decision_is_needed(self):
		for field in ("decision_number", "decision_date"):
			doc = self.overlay(**{field: None})
			with self.subTest(field), self.assertRefused(OverlayDecisionError):
				put_in_force(doc)

	def test_issued_stays_as_it_is(self):
		doc = self.overlay()
		put_in_force(doc)
		doc.changes[0].full_text = "Khác"
		with self.assertRefused(frappe.UpdateAfterSubmitError):
			doc.save()

	def test_versions_count_up_for_the_same_scope_and_the_newest_applies(self):
		first = self.overlay()
		put_in_force(first)
		put_in_force(self.overlay(organization=self.tree.body))
		second = self.overlay([RAISED], valid_from="2026-07-01")
		put_in_force(second)
		self.assertEqual((first.version, second.version), (1, 2))
		applies = {row.organization: row.name for row in overlays.in_force(self.framework, "2026-06-30")}
		self.assertEqual(applies[self.tree.commune], first.name)
		applies = {row.organization: row.name for row in overlays.in_force(self.framework, "2026-07-01")}
		self.assertEqual((applies[self.tree.commune], len(applies)), (second.name, 2))
		approvable.cancel(second)
		applies = {row.organization: row.name for row in overlays.in_force(self.framework, "2026-07-01")}
		self.assertEqual(applies[self.tree.commune], first.name)

	def test_decomposed_vietnamese_of_the_cores_own_words_is_no_rewriting(self):
		criteria = frappe.get_doc("Criteria Framework", self.framework).criteria
		core = next(row for row in criteria if row.criterion_key == "dk_1")
		words = unicodedata.normalize("NFD", core.short_text)
		line = {
			"action": "Explain",
			"criterion_key": core.criterion_key,
			"guidance": "Rõ",
			"short_text": words,
		}
		doc = self.overlay([line])
		self.assertEqual(overlays.findings(doc), [])


class TestWhoMayWrite(OverlayTestCase):
	def test_who_decides_at_the_body_and_the_commission(self):
		"""A commune's secretary and the province's Commission write; the cell's secretary and the neighbour read."""
		with self.set_user(create_test_seat(self.tree.commune, "bi_thu_dang_uy").user):
			doc = self.overlay()
			doc.save()
		with self.set_user(create_test_seat(self.tree.province, "can_bo_btc_tinh").user):
			self.overlay().save()
		others = (
			("bi_thu_chi_bo", self.tree.commune_cell),
			("bi_thu_dang_uy", self.tree.body),
			("can_bo_tham_dinh", self.tree.commune),
			("theo_doi", self.tree.province),
		)
		for position, organization in others:
			user = create_test_seat(organization, position).user
			with self.subTest(position), self.set_user(user):
				with self.assertRefused(frappe.PermissionError):
					self.overlay()
				self.assertEqual(
					frappe.get_list("Framework Overlay", {"name": doc.name}, pluck="name"), [doc.name]
				)

	def test_a_new_one_starts_with_the_own_body_and_the_newest_framework(self):
		with self.set_user(create_test_seat(self.tree.commune, "bi_thu_dang_uy").user):
			wanted = {"organization": self.tree.commune, "framework": self.framework}
			self.assertEqual(api.propose_overlay(), wanted)
		for place, position in (
			(self.tree.grassroots, "bi_thu_dang_uy"),
			(self.tree.commune_cell, "bi_thu_chi_bo"),
		):
			with self.set_user(create_test_seat(place, position).user):
				self.assertEqual(api.propose_overlay(), {})

	def test_choices_are_what_the_framework_has(self):
		with self.set_user(create_test_seat(self.tree.commune, "bi_thu_dang_uy").user):
			choices = api.overlay_choices(self.framework)
		self.assertEqual((len(choices["criteria"]), len(choices["groups"])), (20, 4))
		offered = {row["value"] for row in choices["settings"]}
		self.assertEqual(offered, set(overlays.stricter_settings()) - {"pass_points"})  # nothing is scored
		with self.set_user("Guest"), self.assertRefused(frappe.PermissionError):
			api.overlay_choices(self.framework)
