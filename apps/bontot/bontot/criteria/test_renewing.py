import frappe
from frappe.utils import getdate

from bontot.criteria import api, overlays, versions
from bontot.criteria.errors import FrameworkNotUsableError
from bontot.criteria.setup import ensure_framework
from bontot.criteria.testing import create_test_added_criterion, create_test_overlay, put_in_force
from bontot.organization.testing import create_test_seat, create_test_tree
from bontot.tests.case import BontotTestCase

RAISED = {"action": "Tighten", "setting_key": "good_meeting_share_percent", "setting_value": "90"}
EXPLAINED = {"action": "Explain", "criterion_key": "dk_3", "guidance": "Ghi vào sổ."}
GONE = {"action": "Explain", "criterion_key": "dk_1", "guidance": "Ghi vào sổ."}


class TestRenewing(BontotTestCase):
	def set_up_data(self):
		super().set_up_data()
		self.tree = create_test_tree()
		answers = {"good_meeting_share_percent": "80", "good_member_share_percent": "80"}
		self.old = ensure_framework(self.tree.province, answers)
		lines = [create_test_added_criterion(), RAISED, EXPLAINED, GONE]
		self.overlay = put_in_force(create_test_overlay(self.tree.commune, self.old, lines))
		self.secretary = create_test_seat(self.tree.commune, "bi_thu_dang_uy").user

	def issue_next(self, without: str = "dk_1", settings: tuple[str, ...] = ()) -> str:
		new = versions.start(self.old)
		new.criteria = [row for row in new.criteria if row.criterion_key != without]
		new.legal_basis = [row for row in new.legal_basis if row.criterion_key != without]
		new.settings = [row for row in new.settings if row.setting_key not in settings]
		new.valid_from = "2026-06-01"
		new.save()
		return new.submit().name

	def newer(self):
		doc = frappe.get_doc("Framework Overlay", self.overlay.name)
		doc.run_method("onload")
		return doc.get_onload("newer")

	def renew(self):
		with self.set_user(self.secretary):
			return api.renew_overlay(self.overlay.name)

	def test_the_form_tells_of_a_newer_framework_until_it_is_made_anew(self):
		self.assertIsNone(self.newer())
		new = self.issue_next()
		self.assertEqual((self.newer()["framework"], self.newer()["draft"]), (new, None))
		draft = self.renew()["name"]
		self.assertEqual(self.newer()["draft"], draft)
		doc = frappe.get_doc("Framework Overlay", draft)
		doc.update({"decision_number": "20-QĐ/ĐU", "decision_date": "2026-06-05"}).save()
		put_in_force(doc)
		self.assertIsNone(self.newer())

	def test_a_draft_with_the_lines_that_still_say_something(self):
		new = self.issue_next(settings=("good_meeting_share_percent",))
		made = self.renew()
		doc = frappe.get_doc("Framework Overlay", made["name"])
		self.assertEqual((doc.framework, doc.docstatus, doc.state, doc.version), (new, 0, "Draft", 1))
		self.assertEqual([row.criterion_key for row in doc.changes], ["xa_1", "dk_3"])
		self.assertEqual((doc.decision_number, doc.decision_date), (None, None))
		self.assertEqual(doc.valid_from, getdate("2026-06-01"))
		left_out = [(row["action"], row["label"]) for row in made["left_out"]]
		self.assertEqual([action for action, _label in left_out], ["Tighten", "Explain"])
		self.assertIn("Tỷ lệ tháng sinh hoạt", left_out[0][1])
		self.assertEqual(overlays.findings(doc), [])

	def test_asked_again_it_is_the_draft_begun_before(self):
		self.issue_next()
		self.assertEqual(self.renew()["name"], self.renew()["name"])

	def test_nothing_to_make_anew(self):
		with self.assertRefused(FrameworkNotUsableError):
			self.renew()
		self.issue_next()
		only = put_in_force(create_test_overlay(self.tree.body, self.old, [GONE]))
		with self.assertRefused(FrameworkNotUsableError):
			api.renew_overlay(only.name)

	def test_only_who_writes_it(self):
		self.issue_next()
		other = create_test_seat(self.tree.body, "bi_thu_dang_uy").user
		with self.set_user(other), self.assertRefused(frappe.PermissionError):
			api.renew_overlay(self.overlay.name)

	def test_what_opens_on_the_new_framework_is_left_without_it(self):
		new, day = self.issue_next(), getdate("2026-12-31")
		self.assertEqual([row.name for row in overlays.left_behind(new, day)], [self.overlay.name])
		self.assertEqual(overlays.left_behind(self.old, day), [])
		self.assertEqual(overlays.left_behind(new, getdate("2025-12-31")), [], "not in force then")
		doc = frappe.get_doc("Framework Overlay", self.renew()["name"])
		self.assertEqual(len(overlays.left_behind(new, day)), 1, "a draft takes nobody's place")
		doc.update({"decision_number": "20-QĐ/ĐU", "decision_date": "2026-06-05"}).save()
		put_in_force(doc)
		self.assertEqual(overlays.left_behind(new, day), [])
