from datetime import date

import frappe

from bontot.criteria import api, frozen, versions
from bontot.criteria.errors import FrameworkContentError, FrameworkNotUsableError
from bontot.criteria.testing import create_test_framework, create_test_small_framework
from bontot.organization.testing import create_test_seat, create_test_tree
from bontot.tests.case import BontotTestCase


class TestVersions(BontotTestCase):
	def set_up_data(self):
		super().set_up_data()
		self.tree = create_test_tree()
		self.old = create_test_framework(self.tree.province)
		self.officer = create_test_seat(self.tree.province, "can_bo_btc_tinh").user

	def start(self):
		with self.set_user(self.officer):
			return frappe.get_doc("Criteria Framework", api.start_new_version(self.old))

	def test_starts_as_a_draft_with_everything_of_the_one_before(self):
		old, new = frappe.get_doc("Criteria Framework", self.old), self.start()
		self.assertEqual((new.docstatus, new.version, new.previous_version), (0, old.version + 1, old.name))
		self.assertEqual((new.digest, new.valid_to), (None, None))
		self.assertEqual(versions.differences(new), [])
		kept = [frozen.freeze(doc)["criteria"] for doc in (old, new)]
		self.assertEqual(*kept)
		self.assertEqual(self.start().version, old.version + 2)

	def test_shows_what_was_changed_and_what_was_only_renumbered(self):
		new = self.start()
		row = next(row for row in new.criteria if row.criterion_key == "dk_3")
		row.section, row.full_text = "II.3(9)", "Lời mới"
		new.remove(next(row for row in new.criteria if row.criterion_key == "sh_db_5"))
		new.append("criteria", new.criteria[0].as_dict(no_default_fields=True) | {"criterion_key": "moi_1"})
		new.save()
		told = [(row["what"], row["label"]) for row in versions.differences(new)]
		whats = [what for what, _label in told]
		self.assertEqual(sorted(whats), ["added", "changed", "removed", "renumbered"])
		new.run_method("onload")
		self.assertEqual(len(new.get_onload("difference")), 4)

	def test_shows_what_bodies_may_leave_out_and_which_articles_it_stands_on(self):
		new = self.start()
		row = next(row for row in new.criteria if row.criterion_key == "dk_3")
		row.may_be_waived = int(not row.may_be_waived)
		basis = next(row for row in new.legal_basis if not row.criterion_key)
		basis.article = "Điều 5"
		new.save()
		told = versions.differences(new)
		self.assertEqual([line["what"] for line in told], ["changed", "legal_basis_changed"])
		self.assertEqual([line["after"] for line in told], [frappe._("Yes"), "Điều 5"])
		row.may_be_waived, basis.article = int(not row.may_be_waived), ""
		self.assertEqual(versions.differences(new.save()), [])

	def test_a_draft_is_gone_on_with_not_copied(self):
		draft = create_test_small_framework(self.tree.province)
		with self.assertRefused(FrameworkNotUsableError):
			versions.start(draft.name)

	def test_only_who_writes_frameworks(self):
		for position, place in (("bi_thu_dang_uy", self.tree.commune), ("theo_doi", self.tree.province)):
			with self.subTest(position), self.set_user(create_test_seat(place, position).user):
				with self.assertRefused(frappe.PermissionError):
					api.start_new_version(self.old)

	def test_begins_with_the_next_year(self):
		self.assertEqual(versions.next_beginning(date(2023, 6, 12), date(2026, 11, 25)), date(2027, 1, 1))
		self.assertEqual(versions.next_beginning(date(2028, 1, 1), date(2026, 11, 25)), date(2029, 1, 1))

	def test_settings_that_no_file_could_be_weighed_by_are_refused(self):
		new = self.start()
		for key, value in (
			("good_meeting_share_percent", "tám mươi"),
			("pass_rule", "điểm"),
			("pass_rule", "group_share"),
		):
			new.reload()
			next(row for row in new.settings if row.setting_key == key).setting_value = value
			with self.subTest(key=key, value=value), self.assertRefused(FrameworkContentError):
				new.save()

	def test_what_was_issued_with_a_fault_starts_its_new_version_and_is_mended_there(self):
		"""Issued before values were checked."""
		row = {"parent": self.old, "setting_key": "target_percent"}
		frappe.db.set_value("Framework Setting", row, "setting_value", "90 %")
		frappe.clear_document_cache("Criteria Framework", self.old)
		new = self.start()
		self.assertIn("90 %", "".join(message["message"] for message in frappe.get_message_log()))
		frappe.clear_messages()
		with self.assertRefused(FrameworkContentError):
			new.save()
		new.reload()
		next(row for row in new.settings if row.setting_key == "target_percent").setting_value = "90"
		new.save()
