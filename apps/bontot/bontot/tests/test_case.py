import frappe

from bontot.tests.case import BontotTestCase


class TestData(BontotTestCase):
	"""In the order of their numbers: each spoils what all begin with, and finds it as it was made."""

	times = 0

	def set_up_data(self) -> None:
		super().set_up_data()
		type(self).times += 1
		self.words = ["one"]
		self.note = frappe.get_doc(doctype="Note", title=f"Begun {self.times}").insert()

	def spoil(self) -> None:
		self.assertEqual(self.words, ["one"])
		self.words.append("two")
		title = frappe.get_cached_value("Note", self.note.name, "title")
		self.assertEqual((title, self.note.title), (f"Begun {self.times}",) * 2)
		self.note.title = "Spoilt"
		self.note.save()

	def test_1_what_a_test_changes(self) -> None:
		self.spoil()
		self.assertEqual(self.times, 1)

	def test_2_is_not_met_by_the_next(self) -> None:
		self.spoil()
		self.assertEqual(self.times, 1)

	def test_3_nor_what_took_all_back(self) -> None:
		self.spoil()
		frappe.db.rollback()
		self.assertIsNone(frappe.db.exists("Note", self.note.name))

	def test_4_then_it_is_made_anew(self) -> None:
		self.spoil()
		self.assertEqual(self.times, 2)
