"""Tags are hung by whoever reads a document and by nobody else, come in plain, and a comma makes two of one."""

import frappe
from frappe.exceptions import FrappeTypeError

from bontot.arguments import ArgumentError
from bontot.guard.query import tags
from bontot.organization.testing import create_test_seat, create_test_tree
from bontot.tests.case import BontotTestCase

KIND = "Party Organization"


class TestTags(BontotTestCase):
	def set_up_data(self) -> None:
		super().set_up_data()
		self.tree = create_test_tree()
		self.secretary = create_test_seat(self.tree.cell_a, "bi_thu_chi_bo").user
		self.cell = self.tree.cell_a

	def linked(self) -> list[str]:
		return sorted(
			frappe.get_all("Tag Link", {"document_type": KIND, "document_name": self.cell}, pluck="tag")
		)

	def test_a_reader_hangs_them_on_what_he_may_not_write_and_takes_them_off(self) -> None:
		before = frappe.db.get_value(KIND, self.cell, ["modified", "modified_by"])
		with self.set_user(self.secretary):
			self.assertFalse(frappe.has_permission(KIND, "write", self.cell))  # control
			self.assertEqual(tags.add_tag("hai  chữ, thẻ khác,", KIND, self.cell), "hai chữ,thẻ khác")
			self.assertEqual(self.linked(), ["hai chữ", "thẻ khác"])
			tags.remove_tag("Hai Chữ", KIND, self.cell)
			self.assertEqual(self.linked(), ["thẻ khác"])
			tags.add_tags(["gấp", "thẻ khác"], KIND, [self.cell])
			self.assertEqual(frappe.db.get_value(KIND, self.cell, "_user_tags"), ",thẻ khác,gấp")
			tags.remove_tag("gấp", KIND, self.cell)
			tags.remove_tag("thẻ khác", KIND, self.cell)
			self.assertEqual((self.linked(), frappe.db.get_value(KIND, self.cell, "_user_tags")), ([], ""))
		self.assertEqual(frappe.db.get_value(KIND, self.cell, ["modified", "modified_by"]), before)

	def test_nobody_hangs_or_takes_one_out_of_reach(self) -> None:
		elsewhere = self.tree.other_cell
		tags.add_tag("của họ", KIND, elsewhere)
		with self.set_user(self.secretary):
			for refused in (
				lambda: tags.add_tag("x", KIND, elsewhere),
				lambda: tags.add_tags(["x"], KIND, [elsewhere]),
				lambda: tags.remove_tag("của họ", KIND, elsewhere),
			):
				with self.assertRefused(frappe.PermissionError):
					refused()
		self.assertEqual(frappe.db.get_value(KIND, elsewhere, "_user_tags"), ",của họ")

	def test_none_has_a_mark_that_ends_an_attribute(self) -> None:
		marked = 'Gấp" onmouseover="x<b>'
		tags.add_tag(marked, KIND, self.cell)
		tags.add_tags([marked, "Xong, rồi"], KIND, [self.cell])
		self.assertEqual(self.linked(), ["Gấp onmouseover=xb", "Xong", "rồi"])

	def test_several_come_as_a_list_or_as_the_desk_writes_it_out(self) -> None:
		frappe.call(tags.add_tags, tags='["x", "y"]', dt=KIND, docs=f'["{self.cell}"]')
		self.assertEqual(self.linked(), ["x", "y"])
		for odd in ("[", "{}", '[{"a": 1}]'):
			with self.subTest(odd), self.assertRefused(FrappeTypeError):
				frappe.call(tags.add_tags, tags=odd, dt=KIND, docs=[self.cell])

	def test_a_kind_that_has_none_is_refused(self) -> None:
		for kind in ("", "No Such Kind", "Agenda Item", "System Settings", "RQ Job"):
			with self.subTest(kind):
				with self.assertRefused(ArgumentError):
					tags.add_tag("x", kind, "x")
				with self.assertRefused(ArgumentError):
					tags.remove_tag("x", kind, "x")
