"""Remarks on bodies that the workbook leaves too small or too large. No database."""

from dataclasses import replace
from datetime import date
from unittest import TestCase

from bontot.organization.members.bound_rules import NONE, Bounds
from bontot.workbook.cases_people import folk
from bontot.workbook.state import State
from bontot.workbook.testing import KINDS, check_sheets, headed, said, small_state

NAMES = ("Lý A Sử", "Vàng Thị Mỷ", "Sùng A Páo", "Giàng A Chu")
CELL = {
	"code": "02.001.003", "parent": "02.001", "organization_name": "Chi bộ thôn Mới", "kind": "Chi bộ trực thuộc",
	"valid_from": date(2026, 1, 1),
}  # fmt: skip


def state(cell: Bounds, body: Bounds = NONE) -> State:
	found = small_state()
	kinds = {"chi_bo_truc_thuoc": cell, "dang_bo_co_so": body}
	found.kinds = {name: replace(kind, bounds=kinds.get(name, NONE)) for name, kind in KINDS.items()}
	return found


class TestBounds(TestCase):
	def remarks(self, sheets: dict, given: State) -> list[tuple]:
		book, _plan = check_sheets(sheets, given)
		self.assertEqual(book.problems.errors, 0, "never a mistake")
		return [one for one in said(book) if one[0] in ("few_members", "many_members", "no_members_yet")]

	def people(self, count: int, cell: str = "02.001.002") -> dict:
		return folk(*({"full_name": name, "organization": cell} for name in NAMES[:count]))

	def test_a_cell_that_stays_too_small_and_one_that_gets_too_large(self):
		for count, wanted in ((1, "few_members"), (2, None), (3, None), (4, "many_members")):
			with self.subTest(count=count):
				found = self.remarks(self.people(count), state(Bounds(2, 3)))
				self.assertEqual([one[:2] for one in found], [(wanted, 2)] if wanted else [])
		self.assertIn("Tổ chức 02.001.002 có 4 đảng viên, nhiều hơn mức tối đa 3", found[0][3])

	def test_the_body_above_counts_what_stands_already(self):
		"""One member stands in the other cell of the body."""
		for count, wanted in ((1, ["few_members"]), (2, [])):
			found = self.remarks(self.people(count), state(NONE, Bounds(3)))
			self.assertEqual([one[0] for one in found], wanted)

	def test_a_founded_cell(self):
		sheets = headed("organizations", CELL)
		found = self.remarks(sheets | self.people(1, "02.001.003"), state(Bounds(2)))
		self.assertEqual([one[0] for one in found], ["few_members"])
		self.assertIn("Chi bộ thôn Mới có 1 đảng viên", found[0][3])
		self.assertEqual(self.remarks(sheets | self.people(2, "02.001.003"), state(Bounds(2))), [])

	def test_founded_without_a_sheet_of_members_it_is_said_once(self):
		cells = [CELL, CELL | {"code": "02.001.004", "organization_name": "Chi bộ thôn Hai"}]
		found = self.remarks(headed("organizations", *cells), state(Bounds(2)))
		self.assertEqual([one[:2] for one in found], [("no_members_yet", 2)])
		self.assertIn("2 tổ chức mới", found[0][3])

	def test_who_leaves_and_who_is_a_guest(self):
		leaving = folk({
			"id": "m1", "full_name": None, "organization": None, "birth_date": None, "state": "Không còn sinh hoạt",
			"left_on": date(2026, 1, 1),
		})  # fmt: skip
		found = self.remarks(leaving, state(Bounds(1)))
		self.assertEqual([one[0] for one in found], ["few_members"])
		self.assertEqual(self.remarks(leaving, state(NONE)), [])
		guest = folk({"state": "Sinh hoạt tạm thời đến"})
		self.assertEqual(self.remarks(guest, state(Bounds(0, 0))), [])

	def test_what_stands_as_it_stood_is_not_spoken_of(self):
		same = folk(
			{"id": "m1", "full_name": "Hoàng Thị Đào", "organization": "02.001.001", "birth_date": None}
		)
		self.assertEqual(self.remarks(same, state(Bounds(5))), [])
