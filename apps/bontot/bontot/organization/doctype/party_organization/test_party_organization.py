import unicodedata

import frappe
from frappe.utils import nowdate

from bontot.compat import connect_apart
from bontot.guard.query.search import organization_query
from bontot.organization import api, setup, tree
from bontot.organization.errors import (
	LifeError,
	LivingChildrenError,
	MissingParentError,
	MovedByEditError,
	ParentKindError,
)
from bontot.organization.testing import create_test_organization, create_test_seat, create_test_tree
from bontot.tests.case import BontotTestCase


class TestPartyOrganization(BontotTestCase):
	def set_up_data(self) -> None:
		super().set_up_data()
		self.tree = create_test_tree()

	def get(self, key: str):
		return frappe.get_doc("Party Organization", getattr(self.tree, key))

	def test_name_path_level_and_the_columns_above(self):
		cell, grassroots = self.get("cell_a"), self.get("grassroots")
		self.assertEqual(cell.name, f"TC{cell.serial:07d}")
		self.assertEqual(cell.path, grassroots.path + tree.segment(cell.serial))
		self.assertEqual(cell.level, "chi_bo")
		self.assertEqual(cell.grassroots_organization, self.tree.grassroots)
		self.assertEqual(cell.upper_organization, self.tree.body)
		self.assertEqual(grassroots.grassroots_organization, grassroots.name)
		agency = self.get("agency_cell")
		self.assertEqual(
			(agency.grassroots_organization, agency.upper_organization), (agency.name, agency.name)
		)

	def test_the_columns_above_follow_from_the_parents_locked_row(self):
		"""Those above it may have moved since the transaction began to read; the parent's row is read as it is."""
		frappe.db.set_value(
			tree.DOCTYPE,
			self.tree.grassroots,
			"upper_organization",
			self.tree.other_body,
			update_modified=False,
		)
		cell = create_test_organization("chi_bo_truc_thuoc", self.tree.grassroots)
		self.assertEqual(cell.upper_organization, self.tree.other_body)
		self.assertEqual(cell.grassroots_organization, self.tree.grassroots)

	def test_ancestors_children_and_levels(self):
		names = [row.name for row in tree.ancestors(self.tree.cell_a)]
		self.assertEqual(names, [self.tree.grassroots, self.tree.body, self.tree.province])
		self.assertEqual([row["rank"] for row in tree.ancestors(self.tree.cell_a)], [3, 2, 1])
		self.assertEqual(tree.ancestors(self.tree.province), [])
		below = [row.name for row in tree.children(self.tree.grassroots, nowdate())]
		self.assertEqual(below, [self.tree.cell_a, self.tree.cell_b])
		self.assertEqual(tree.children(self.tree.grassroots, "2019-12-31"), [])
		self.assertEqual(tree.ancestor_at_level(self.tree.commune_cell, "tinh"), self.tree.province)
		self.assertIsNone(tree.ancestor_at_level(self.tree.commune_cell, "truc_thuoc_tinh"))
		self.assertIsNone(tree.ancestor_at_level(self.tree.commune, "co_so"), "its own level is not above it")

	def test_names_are_composed_and_searched_without_marks(self):
		name = "Chi bộ thôn Nà Mẻ Đông"
		doc = create_test_organization(
			"chi_bo_truc_thuoc", self.tree.commune, unicodedata.normalize("NFD", name), code="01.002"
		)
		self.assertEqual(doc.organization_name, name)
		self.assertEqual(doc.search_text, "chi bo thon na me dong 01.002")
		for typed in ("nà mẻ đông", "NA ME DONG", "dong me", "01.002"):
			with self.subTest(typed):
				found = organization_query("Party Organization", typed, "name", 0, 20, {})
				self.assertIn((doc.name, name, "Đảng bộ xã Bản Mẻ"), found)

	def test_a_kind_stands_only_below_its_allowed_parents(self):
		with self.assertRefused(ParentKindError):
			create_test_organization("chi_bo_truc_thuoc", self.tree.province)
		with self.assertRefused(ParentKindError):
			create_test_organization("tinh", self.tree.province)
		with self.assertRefused(MissingParentError):
			create_test_organization("dang_bo_co_so")

	def test_moving_by_a_plain_edit_is_refused(self):
		cell = self.get("cell_a")
		cell.parent_organization = self.tree.other_grassroots
		with self.assertRefused(MovedByEditError):
			cell.save()
		grassroots = self.get("grassroots")
		grassroots.parent_organization = self.tree.cell_a  # would be a cycle
		with self.assertRefused(MovedByEditError):
			grassroots.save()
		agency = self.get("agency_cell")
		agency.kind = "dang_bo_co_so"
		with self.assertRefused(MovedByEditError):
			agency.save()

	def test_path_and_serial_from_a_client_are_not_believed(self):
		cell, path, serial = self.get("cell_a"), self.get("cell_a").path, self.get("cell_a").serial
		cell.path, cell.serial, cell.level = self.get("province").path, 1, "tinh"
		cell.short_name = "Văn phòng"
		cell.save()
		cell.reload()
		self.assertEqual((cell.path, cell.serial, cell.level), (path, serial, "chi_bo"))

	def test_a_life_lies_within_the_parents_life(self):
		with self.assertRefused(LifeError):
			create_test_organization("chi_bo_truc_thuoc", self.tree.commune, valid_from="2019-12-31")
		with self.assertRefused(LifeError):
			create_test_organization(
				"chi_bo_truc_thuoc", self.tree.commune, valid_from="2022-02-02", valid_to="2022-02-01"
			)
		one_day = create_test_organization(
			"chi_bo_truc_thuoc", self.tree.commune, valid_from="2022-02-02", valid_to="2022-02-02"
		)
		for day, lives in (("2022-02-01", False), ("2022-02-02", True), ("2022-02-03", False)):
			with self.subTest(day):
				self.assertEqual(
					one_day.name in [row.name for row in tree.children(self.tree.commune, day)], lives
				)

	def test_closing_waits_for_the_children(self):
		commune, cell = self.get("commune"), self.get("commune_cell")
		commune.valid_to = "2026-06-30"
		with self.assertRefused(LivingChildrenError):
			commune.save()
		cell.valid_to = "2026-06-30"
		cell.save()
		self.get("commune").update({"valid_to": "2026-06-30"}).save()
		with self.assertRefused(LifeError):
			create_test_organization("chi_bo_truc_thuoc", self.tree.commune)
		with self.assertRefused(LivingChildrenError):
			frappe.delete_doc("Party Organization", self.tree.commune)

	def test_a_leaf_that_nothing_names_can_be_deleted(self):
		leaf = create_test_organization("to_dang", self.tree.cell_a)
		frappe.delete_doc("Party Organization", leaf.name)
		self.assertFalse(frappe.db.exists("Party Organization", leaf.name))

	def test_tree_view_starts_at_the_own_place_and_opens_lazily(self):
		user = create_test_seat(self.tree.grassroots, "bi_thu_dang_uy").user
		with self.set_user(user):
			roots = api.get_children()
			self.assertEqual([row.value for row in roots], [self.tree.grassroots])
			self.assertEqual(roots[0].expandable, 1)
			below = api.get_children(parent=self.tree.grassroots)
			self.assertEqual(
				[(row.value, row.expandable) for row in below], [(self.tree.cell_a, 0), (self.tree.cell_b, 0)]
			)
			self.assertEqual(api.get_children(parent=self.tree.other_body), [])
			# Of the province only the chain down to the own place is shown.
			self.assertEqual(
				[row.value for row in api.get_children(parent=self.tree.province)], [self.tree.body]
			)

	def test_tree_view_shows_closed_organizations_only_when_asked(self):
		self.get("cell_b").update({"valid_to": "2021-01-01"}).save()
		living = [row.value for row in api.get_children(parent=self.tree.grassroots)]
		everything = [row.value for row in api.get_children(parent=self.tree.grassroots, show_closed=True)]
		self.assertEqual((living, everything), ([self.tree.cell_a], [self.tree.cell_a, self.tree.cell_b]))

	def test_setup_changes_nothing_the_second_time_and_keeps_an_administrators_word(self):
		frappe.db.set_value("Organization Kind", "to_dang", "kind_name", "Tổ Đảng (địa phương)")
		before = tree.next_serial()
		setup.install()
		self.assertEqual(
			frappe.db.get_value("Organization Kind", "to_dang", "kind_name"), "Tổ Đảng (địa phương)"
		)
		self.assertGreater(tree.next_serial(), before)


class TestConcurrentInserts(BontotTestCase):
	"""Two connections: rows of the first are not committed while the second works."""

	def setUp(self) -> None:
		super().setUp()
		self.tree = create_test_tree()
		frappe.db.commit()  # the second connection must see the tree; taken away again below
		self.addCleanup(self.remove_tree)

	def remove_tree(self) -> None:
		frappe.db.rollback()
		frappe.db.delete("Party Organization", {"name": ("in", list(vars(self.tree).values()))})
		frappe.db.delete("Version", {"docname": ("in", list(vars(self.tree).values()))})
		frappe.db.commit()

	def insert_elsewhere(self, kind: str, parent: str) -> None:
		"""Insert on a connection of its own, waiting one second for locks at most, and roll back."""
		mine, other = frappe.local.db, connect_apart()
		frappe.local.db = other
		try:
			frappe.db.sql("set session innodb_lock_wait_timeout = 1")
			create_test_organization(kind, parent)
		finally:
			frappe.local.db = mine
			other.rollback()
			other.close()

	def test_neither_another_branch_nor_the_same_parent_waits(self):
		create_test_organization("chi_bo_truc_thuoc", self.tree.grassroots)
		self.insert_elsewhere("chi_bo_truc_thuoc", self.tree.other_grassroots)
		self.insert_elsewhere("chi_bo_truc_thuoc", self.tree.grassroots)

	def test_a_parent_that_is_being_closed_takes_no_child(self):
		frappe.get_doc("Party Organization", self.tree.agency_cell).update({"valid_to": "2026-01-01"}).save()
		with self.assertRaises(frappe.QueryTimeoutError):
			self.insert_elsewhere("to_dang", self.tree.agency_cell)
