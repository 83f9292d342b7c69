"""Tests of what the tree view and the form tell of an organisation: sizes, history, the way to it."""

import frappe

from bontot.organization import api, tree
from bontot.organization.testing import (
	create_test_member,
	create_test_organization,
	create_test_seat,
	create_test_tree,
)
from bontot.organization.tree import branches, history
from bontot.reorganization.testing import reorganize
from bontot.tests.case import BontotTestCase

DAY = "2025-07-01"


class TestHistory(BontotTestCase):
	def set_up_data(self) -> None:
		super().set_up_data()
		self.tree = create_test_tree()

	def told(self, organization: str) -> list[str]:
		return [event.text for event in history.events([organization])[organization]]

	def test_a_sentence_for_each_thing_that_can_happen(self):
		member = create_test_member(self.tree.cell_a).name
		reorganize(self.tree.province, DAY, [
			{"act": "Split", "organization": self.tree.cell_a, "new_name": "Chi bộ Tách", "source_continues": 1},
			{"act": "Merge", "organization": self.tree.commune_cell, "target": self.tree.cell_b},
			{"act": "Move", "organization": self.tree.grassroots, "target": self.tree.other_body},
			{"act": "Rename", "organization": self.tree.agency_cell, "new_name": "Chi bộ cơ sở Mới"},
			{"act": "Dissolve", "organization": self.tree.other_cell},
		], [{"source": self.tree.cell_a, "share_of": "Party Member", "record": member, "goes_to_new": "Chi bộ Tách"}])  # fmt: skip
		new = frappe.db.get_value(tree.DOCTYPE, {"organization_name": "Chi bộ Tách"})
		self.addCleanup(setattr, frappe.local, "lang", frappe.local.lang)
		frappe.local.lang = "vi"
		cases = (
			(new, "tách từ Chi bộ Văn phòng, 01/07/2025"),
			(self.tree.cell_a, "Chi bộ Tách tách ra, 01/07/2025"),
			(self.tree.cell_b, "tiếp nhận Chi bộ thôn Nà Mèo, 01/07/2025"),
			(self.tree.commune_cell, "sáp nhập vào Chi bộ Thanh tra, 01/07/2025"),
			(self.tree.grassroots, "chuyển từ Đảng bộ Ủy ban nhân dân tỉnh, 01/07/2025"),
			(self.tree.agency_cell, "tên cũ: Chi bộ cơ sở Ban Quản lý, đến 30/06/2025"),
			(self.tree.other_cell, "kết thúc sau ngày 30/06/2025"),
		)
		for organization, sentence in cases:
			with self.subTest(sentence):
				self.assertEqual(self.told(organization), [sentence])
		self.assertEqual(self.told(self.tree.commune), [])

	def test_latest_first(self):
		for day, name in (("2023-01-01", "Chi bộ Hai"), ("2024-01-01", "Chi bộ Ba")):
			reorganize(self.tree.province, day, [
				{"act": "Rename", "organization": self.tree.cell_a, "new_name": name},
			])  # fmt: skip
		told = self.told(self.tree.cell_a)
		self.assertEqual(["Chi bộ Hai" in told[0], "Chi bộ Văn phòng" in told[1], len(told)], [True, True, 2])

	def test_a_neighbour_is_told_nothing(self):
		reorganize(self.tree.province, DAY, [
			{"act": "Rename", "organization": self.tree.body, "new_name": "Đảng bộ khác"},
		])  # fmt: skip
		with self.set_user(create_test_seat(self.tree.cell_a, "bi_thu_chi_bo").user):
			self.assertEqual(api.get_history(self.tree.body), [])  # of who stands above one reads the name
			for ask in (api.get_history, api.get_way):
				with self.assertRefused(frappe.PermissionError):
					ask(self.tree.other_cell)


class TestTreeView(BontotTestCase):
	def set_up_data(self) -> None:
		super().set_up_data()
		self.tree = create_test_tree()
		for key, count in (("cell_a", 2), ("cell_b", 1), ("agency_cell", 3)):
			for _number in range(count):
				create_test_member(getattr(self.tree, key))
		create_test_member(self.tree.cell_a, state="Left", left_on="2022-01-01")

	def test_sizes_of_branches(self):
		create_test_organization("chi_bo_truc_thuoc", self.tree.grassroots, valid_to="2021-12-31")
		keys = ("province", "body", "grassroots", "cell_a", "agency_cell", "other_body", "commune")
		paths = {key: tree.path_of(getattr(self.tree, key)) for key in keys}
		found = branches.sizes(paths.values(), frappe.utils.getdate())
		self.assertEqual({key: found[path] for key, path in paths.items()}, {
			"province": (5, 6), "body": (2, 3), "grassroots": (2, 3), "cell_a": (1, 2), "agency_cell": (1, 3),
			"other_body": (1, 0), "commune": (1, 0),
		})  # fmt: skip

	def test_rows_carry_their_sizes_but_not_those_of_who_stands_above(self):
		rows = {row.value: row for row in api.get_children(parent=self.tree.province)}
		self.assertEqual((rows[self.tree.body].cells, rows[self.tree.body].members), (2, 3))
		with self.set_user(create_test_seat(self.tree.grassroots, "bi_thu_dang_uy").user):
			above = api.get_children(parent=self.tree.province)
			self.assertEqual(
				[(row.value, row.cells, row.members) for row in above], [(self.tree.body, None, None)]
			)
			own = api.get_children()
			self.assertEqual(
				[(row.value, row.cells, row.members) for row in own], [(self.tree.grassroots, 2, 3)]
			)

	def test_the_way_begins_at_the_own_place(self):
		with self.set_user(create_test_seat(self.tree.grassroots, "bi_thu_dang_uy").user):
			self.assertEqual(api.get_way(self.tree.cell_b), {
				"way": [self.tree.grassroots, self.tree.cell_b], "closed": False,
			})  # fmt: skip

	def test_children_cost_the_same_however_many_they_are(self):
		def statements() -> int:
			before = counter["sql"]
			api.get_children(parent=self.tree.grassroots)
			return counter["sql"] - before

		counter = {"sql": 0}
		run = frappe.db.sql
		api.get_children(parent=self.tree.grassroots)  # what is remembered afterwards is no child's cost

		def counted(*arguments, **named):
			counter["sql"] += 1
			return run(*arguments, **named)

		frappe.db.sql = counted
		try:
			few = statements()
			frappe.db.sql = run
			for _number in range(6):
				create_test_organization("chi_bo_truc_thuoc", self.tree.grassroots)
			frappe.db.sql = counted
			self.assertEqual(statements(), few)
		finally:
			frappe.db.sql = run
