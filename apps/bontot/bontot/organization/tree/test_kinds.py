"""Kinds and levels are data: what hangs on them is read from their marks, never from their codes."""

import frappe
from frappe.model.rename_doc import rename_doc

from bontot.organization import tree
from bontot.organization.testing import create_test_organization
from bontot.organization.tree import kinds
from bontot.reorganization.testing import faults, reorganize
from bontot.workbook.test_importing import NEW, ImportCase

DAY = "2023-07-01"


class TestKinds(ImportCase):
	def setUp(self) -> None:
		super().setUp()
		self.addCleanup(frappe.clear_cache)  # after the rollback: masters stand in the cache, too

	def work(self, sound: bool = True) -> dict[str, tuple]:
		"""Organisations founded by hand, by a workbook and by a decision: {title: titles of the bodies above}."""
		self.bring_in(self.make(NEW))
		create_test_organization("to_dang", self.tree.agency_cell, "Tổ đảng Một")
		decided = [
			{"act": "Found", "new_name": "Đảng bộ Khối", "new_kind": "truc_thuoc_tinh", "target": self.tree.province},
			{"act": "Move", "organization": self.tree.commune, "target_new": "Đảng bộ Khối"},
		]  # fmt: skip
		reorganize(self.tree.province, DAY, decided)
		if sound:
			self.assertEqual(faults(), [])
		low, high = tree.path_range(tree.path_of(self.tree.province))
		within = [["path", ">=", low], ["path", "<", high]]
		rows = frappe.get_all(tree.DOCTYPE, within, ["name", "organization_name", *kinds.MARKS])
		titles = {row.name: row.organization_name for row in rows}
		return {
			row.organization_name: tuple(titles.get(row[column]) for column in kinds.MARKS) for row in rows
		}

	def level(self, kind: str) -> str:
		return frappe.db.get_value(kinds.KIND, kind, "level")

	def test_a_renamed_level_changes_nothing(self):
		frappe.db.savepoint("before_work")
		wanted = self.work()
		frappe.db.rollback(save_point="before_work")
		for code in frappe.get_all("Organization Level", pluck="name"):
			rename_doc("Organization Level", code, f"cap_{code}", force=True, show_alert=False)
		self.assertEqual(self.level("dang_bo_co_so"), "cap_co_so")
		self.assertEqual(self.work(), wanted)
		self.assertEqual(wanted["Chi bộ thôn Nà Mèo"], ("Đảng bộ xã Bản Mẻ", "Đảng bộ Khối"))
		self.assertEqual(
			wanted["Tổ đảng Một"], ("Chi bộ cơ sở Ban Quản lý",) * 2
		)  # directly under the province

	def test_the_marks_decide(self):
		"""The control: a kind without its mark is named by nobody, wherever it stands."""
		frappe.db.set_value(kinds.KIND, {"name": ("in", ("dang_bo_co_so", "truc_thuoc_tinh"))}, {
			"is_grassroots": 0, "is_upper": 0,
		})  # fmt: skip
		frappe.clear_cache(doctype=kinds.KIND)
		found = self.work(sound=False)  # what nobody touches keeps its columns
		self.assertEqual(found["Chi bộ thôn Nà Mèo"], (None, "Đảng bộ Khối"))
		self.assertEqual(found["Chi bộ cơ sở Ban Quản lý"], ("Chi bộ cơ sở Ban Quản lý",) * 2)
