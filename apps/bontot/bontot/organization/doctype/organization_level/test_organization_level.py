import frappe

from bontot.tests.case import BontotTestCase


class TestOrganizationLevel(BontotTestCase):
	def test_ranks_run_from_the_province_down_and_none_twice(self):
		levels = frappe.get_all("Organization Level", fields=["name", "rank"], order_by="`rank`")
		self.assertEqual(levels[0].name, "tinh")
		ranks = [level.rank for level in levels]
		self.assertEqual(ranks, sorted(set(ranks)))

	def test_a_kind_stands_deeper_than_each_parent_it_allows(self):
		ranks = dict(frappe.get_all("Organization Level", fields=["name", "rank"], as_list=True))
		for name in frappe.get_all("Organization Kind", pluck="name"):
			kind = frappe.get_doc("Organization Kind", name)
			for row in kind.allowed_parents:
				above = frappe.db.get_value("Organization Kind", row.parent_kind, "level")
				self.assertLess(ranks[above], ranks[kind.level], f"{name} below {row.parent_kind}")

	def test_a_code_is_given_once(self):
		twin = frappe.get_doc(doctype="Organization Level", code="tinh", level_name="Tỉnh khác", rank=9)
		with self.assertRefused(frappe.DuplicateEntryError):
			twin.insert()
