"""Tests that who is told to see more or less after a decision then does."""

import frappe
from frappe.utils import add_days, getdate, nowdate

from bontot.organization import access
from bontot.organization.testing import (
	create_test_delegation,
	create_test_organization,
	create_test_seat,
	create_test_tree,
	create_test_user,
)
from bontot.reorganization import preview
from bontot.reorganization.testing import create_test_reorganization, reorganize
from bontot.tests.case import BontotTestCase

DAY = "2023-07-01"


class TestReaders(BontotTestCase):
	"""The grassroots organisation with its two cells is split: "Một" takes one cell, "Hai" the other."""

	def set_up_data(self) -> None:
		super().set_up_data()
		self.tree = create_test_tree()
		self.staying, self.leaving, self.ending = (
			create_test_seat(self.tree.grassroots, position)
			for position in ("bi_thu_dang_uy", "pho_bi_thu_dang_uy", "theo_doi")
		)
		self.borrower, self.other_borrower = create_test_user(), create_test_user()
		create_test_delegation(self.leaving.name, self.borrower)
		create_test_delegation(self.ending.name, self.other_borrower)

	def split(self, continues: int):
		names = ("Đảng bộ Một",) if continues else ("Đảng bộ Một", "Đảng bộ Hai")
		acts = [
			{"act": "Split", "organization": self.tree.grassroots, "new_name": name, "source_continues": continues}
			for name in names
		]  # fmt: skip
		shares = preview.share_rows(create_test_reorganization(self.tree.province, DAY, acts))
		goes = {self.tree.cell_a: names[0], self.tree.cell_b: names[-1] if not continues else ""}
		goes[self.leaving.name] = names[0]
		if not continues:
			goes[self.staying.name] = names[-1]
		rows = [row | {"goes_to_new": goes.get(row["record"], "")} for row in shares]
		return acts, [row for row in rows if row["goes_to_new"]]

	def told(self, continues: int) -> set[tuple]:
		acts, shares = self.split(continues)
		people = preview.describe(create_test_reorganization(self.tree.province, DAY, acts, shares))["people"]
		about = [row for row in people if row["organization"] == self.tree.grassroots]
		return {(r["kind"], r["goes_to"], r["readers"], r["more"], r["fewer"], r["ends"]) for r in about}

	def test_a_body_that_ends_in_two(self):
		wanted = {
			("Seat", "Đảng bộ Một", 1, 1, 2, False),
			("Seat", "Đảng bộ Hai", 1, 1, 2, False),
			("Seat", "", 1, 0, 2, True),
			("Delegation", "", 1, 0, 2, True),
		}
		self.assertEqual(self.told(0), wanted)

	def test_a_body_from_which_a_part_goes(self):
		wanted = {
			("Seat", "Đảng bộ Một", 1, 1, 2, False),
			("Seat", "", 2, 0, 1, False),
			("Delegation", "", 1, 0, 1, False),
			("Delegation", "", 1, 0, 1, True),
		}
		self.assertEqual(self.told(1), wanted)

	def test_it_is_so_afterwards(self):
		"""Old organisations that end are still there to be seen by those above them."""

		def sees(user: str) -> set[str]:
			paths = access.scope(user).prefixes
			rows = frappe.get_all("Party Organization", fields=["name", "path"])
			return {row.name for row in rows if row.path.startswith(paths)} if paths else set()

		users = [self.staying.user, self.leaving.user, self.ending.user, self.borrower, self.other_borrower]
		before = [sees(user) for user in users]
		acts, shares = self.split(1)
		reorganize(self.tree.province, DAY, acts, shares)
		changes = [(len(sees(u) - saw), len(saw - sees(u))) for u, saw in zip(users, before, strict=True)]
		self.assertEqual(changes, [(0, 1), (1, 2), (0, 1), (0, 3), (0, 1)])

	def test_only_who_is_lent_a_seat_on_the_day(self):
		"""Taken back, or over before: nobody of them is counted."""
		for days, revoked in ((-30, None), (0, nowdate())):
			with self.subTest(days=days):
				frappe.db.set_value(
					"Delegation", {"seat": self.ending.name},
					{"to_date": add_days(getdate(), days), "from_date": add_days(getdate(), -60), "revoked_at": revoked},
				)  # fmt: skip
				self.assertNotIn(("Delegation", "", 1, 0, 1, False), self.told(1))

	def test_a_founded_organization_is_more_for_those_above(self):
		create_test_seat(self.tree.commune, "bi_thu_dang_uy")
		create_test_organization("chi_bo_truc_thuoc", self.tree.commune)
		acts = [
			{
				"act": "Found",
				"new_name": "Chi bộ Ba",
				"new_kind": "chi_bo_truc_thuoc",
				"target": self.tree.commune,
			}
		]
		people = preview.describe(create_test_reorganization(self.tree.province, DAY, acts))["people"]
		self.assertEqual(
			[(r["organization"], r["more"], r["fewer"]) for r in people], [(self.tree.commune, 1, 0)]
		)
