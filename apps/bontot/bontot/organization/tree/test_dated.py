from datetime import date

import frappe

from bontot.organization import tree
from bontot.organization.testing import create_test_organization, create_test_tree
from bontot.organization.tree import dated
from bontot.reorganization.testing import reorganize
from bontot.tests.case import BontotTestCase


class TestDated(BontotTestCase):
	def set_up_data(self) -> None:
		super().set_up_data()
		self.tree = create_test_tree()

	def test_within_is_the_same_in_sql_and_in_python(self):
		table = frappe.qb.DocType(tree.DOCTYPE)
		paths = dict(frappe.get_all(tree.DOCTYPE, fields=["name", "path"], as_list=True))
		some = [tree.path_of(name) for name in (self.tree.body, self.tree.cell_a, self.tree.other_cell)]
		for prefixes in ((), *((one,) for one in some), tuple(some), (tree.path_of(self.tree.province),)):
			with self.subTest(prefixes):
				query = frappe.qb.from_(table).select(table.name).where(tree.within(table.path, *prefixes))
				wanted = {name for name, path in paths.items() if tree.is_within(path, prefixes)}
				self.assertEqual(set(query.run(pluck=True)), wanted)

	def test_where_nothing_happened_today_is_always(self):
		cell = frappe.get_doc(tree.DOCTYPE, self.tree.cell_a)
		for day in ("2020-01-01", "2026-01-01"):
			place = dated.place(cell.name, day)
			self.assertEqual((place.path, place.organization_name), (cell.path, cell.organization_name))
		self.assertIsNone(dated.place(cell.name, "2019-12-31"))

	def test_each_day_has_the_place_and_name_of_its_own(self):
		old = frappe.get_doc(tree.DOCTYPE, self.tree.cell_a)
		grassroots = frappe.get_doc(tree.DOCTYPE, self.tree.grassroots)
		reorganize(self.tree.province, "2023-07-01", [
			{"act": "Move", "organization": self.tree.grassroots, "target": self.tree.other_body},
		])  # fmt: skip
		reorganize(self.tree.province, "2024-03-01", [
			{"act": "Rename", "organization": self.tree.cell_a, "new_name": "Chi bộ Văn phòng Sở"},
		])  # fmt: skip
		path = tree.path_of(self.tree.cell_a)
		cases = (
			("2023-06-30", old.path, "Chi bộ Văn phòng", self.tree.body),
			("2023-07-01", path, "Chi bộ Văn phòng", self.tree.other_body),
			("2024-02-29", path, "Chi bộ Văn phòng", self.tree.other_body),
			("2024-03-01", path, "Chi bộ Văn phòng Sở", self.tree.other_body),
		)
		self.assertNotEqual(path, old.path)
		for day, place, name, upper in cases:
			with self.subTest(day):
				stood = dated.place(self.tree.cell_a, day)
				self.assertEqual((stood.path, stood.organization_name), (place, name))
				self.assertEqual(stood.upper_organization, upper)
				self.assertIn(self.tree.cell_a, [row.name for row in dated.below(upper, day)])
				self.assertEqual(dated.above(self.tree.cell_a, day)[1].name, upper)
		self.assertNotIn(self.tree.cell_a, [row.name for row in dated.below(self.tree.body, "2023-07-01")])
		self.assertEqual(dated.place(self.tree.grassroots, "2023-06-30").path, grassroots.path)

	def test_two_decisions_of_one_day_leave_one_past(self):
		before = dated.place(self.tree.cell_a, "2023-06-30")
		for target in (self.tree.other_grassroots, self.tree.commune):
			reorganize(self.tree.province, "2023-07-01", [
				{"act": "Move", "organization": self.tree.cell_a, "target": target},
			])  # fmt: skip
		self.assertEqual(dated.place(self.tree.cell_a, "2023-06-30"), before)
		self.assertEqual(dated.place(self.tree.cell_a, "2023-07-01").parent_organization, self.tree.commune)

	def test_one_row_for_each_that_lives(self):
		create_test_organization(
			"chi_bo_truc_thuoc", self.tree.commune, valid_from="2021-01-01", valid_to="2021-12-31"
		)
		reorganize(self.tree.province, "2022-01-01", [
			{"act": "Merge", "organization": self.tree.cell_b, "target": self.tree.cell_a},
		])  # fmt: skip
		for day, count in (("2020-12-31", 11), ("2021-06-01", 12), ("2021-12-31", 12), ("2022-01-01", 10)):
			with self.subTest(day):
				table = dated.as_of(day)
				rows = frappe.qb.from_(table).select(table.name, table.path).run()
				self.assertEqual(len(rows), len(set(rows)))
				within = [row for row in dated.below(self.tree.province, day)]
				self.assertEqual(len(within), count)

	def test_an_organization_that_came_later_can_be_older_than_its_parent(self):
		young = create_test_organization("dang_bo_co_so", self.tree.province, valid_from="2023-07-01").name
		reorganize(self.tree.province, "2023-07-01", [
			{"act": "Move", "organization": self.tree.cell_a, "target": young},
		])  # fmt: skip
		cell = frappe.get_doc(tree.DOCTYPE, self.tree.cell_a)
		self.assertEqual(cell.placed_from, date(2023, 7, 1))
		cell.short_name = "CB VP"
		cell.save()  # its life began before the parent's, its place there did not
		parent = frappe.get_doc(tree.DOCTYPE, young)
		parent.short_name = "ĐB"
		parent.save()

	def test_in_which_stretch_it_earned_a_title(self):
		cell, unchanged = self.tree.agency_cell, self.tree.cell_a
		first = dated.lives_as({cell: "Cell"})[cell][0]
		reorganize(self.tree.province, "2023-07-01", [
			{"act": "Change Kind", "organization": cell, "new_kind": "dang_bo_co_so"},
		])  # fmt: skip
		asked = {cell: "Cell", unchanged: "Cell"}
		self.assertEqual(dated.lives_as(asked), {cell: (first, date(2023, 6, 30)), unchanged: (first, None)})
		asked = {cell: "Grassroots Organization", unchanged: "Grassroots Organization"}
		self.assertEqual(dated.lives_as(asked), {cell: (date(2023, 7, 1), None), unchanged: (first, None)})
		for day, kind in ((date(2023, 6, 30), "chi_bo_co_so"), (date(2023, 7, 1), "dang_bo_co_so")):
			self.assertEqual(dated.kind_on(cell, day), kind)

	def test_stretches(self):
		first, days = date(2020, 1, 1), [date(2021, 6, 30), date(2022, 6, 30), date(2023, 6, 30)]
		back = [(days[0], "a"), (days[1], "b"), (days[2], "a"), (None, "a")]
		for wanted, stood, found in (
			("a", [(None, "a")], (first, None)),
			("a", [(days[0], "a"), (days[1], "a"), (None, "a")], (first, None)),
			("a", [(days[0], "a"), (None, "b")], (first, days[0])),
			("b", [(days[0], "a"), (None, "b")], (date(2021, 7, 1), None)),
			("a", back, (date(2022, 7, 1), None)),
			("b", back, (date(2021, 7, 1), days[1])),
			("c", back, (first, None)),
			("b", [(days[0], "a"), (days[1], "b")], (date(2021, 7, 1), days[1])),
		):
			with self.subTest(wanted=wanted, stood=stood):
				self.assertEqual(dated.stretch_as(wanted, first, stood), found)
