import frappe
from frappe.utils import add_days, getdate, nowdate

from bontot.criteria.registry import Context
from bontot.evaluation.computing import residence
from bontot.evaluation.errors import RegisterError
from bontot.evaluation.testing import create_test_conclusion, create_test_remark
from bontot.organization.testing import create_test_member, create_test_seat, create_test_tree
from bontot.tests.case import BontotTestCase


class TestResidenceRemark(BontotTestCase):
	def set_up_data(self) -> None:
		super().set_up_data()
		self.tree = create_test_tree()
		self.member = create_test_member(self.tree.cell_a).name

	def test_what_cannot_be(self):
		stranger = create_test_member(self.tree.cell_b).name
		cases = (
			{"member": stranger},
			{"received_on": add_days(nowdate(), 1)},
			{"year": 26},
			{"year": getdate(nowdate()).year + 1},
		)
		for values in cases:
			with self.subTest(values), self.assertRefused(RegisterError):
				create_test_remark(self.tree.cell_a, self.member, **values)

	def test_one_a_member_and_year(self):
		create_test_remark(self.tree.cell_a, self.member)
		with self.assertRefused(RegisterError):
			create_test_remark(self.tree.cell_a, self.member, verdict="Reminder Needed")
		create_test_remark(self.tree.cell_a, self.member, year=getdate(nowdate()).year - 1)

	def test_only_the_units_authors_enter_it(self):
		with self.set_user(create_test_seat(self.tree.cell_a, "bi_thu_chi_bo").user):
			create_test_remark(self.tree.cell_a, self.member)
		other = create_test_member(self.tree.cell_a).name
		for place, position in (("cell_b", "bi_thu_chi_bo"), ("grassroots", "bi_thu_dang_uy")):
			user = create_test_seat(getattr(self.tree, place), position).user
			with self.subTest(place), self.set_user(user), self.assertRefused(frappe.PermissionError):
				create_test_remark(self.tree.cell_a, other)

	def found(self, organization: str, day: str | None = None):
		today = getdate(day or nowdate())
		first, last = getdate(f"{today.year}-01-01"), getdate(f"{today.year}-12-31")
		context = Context(organization, "Cell", "Year", first, last, today, {})
		return residence.discipline_and_residence(context)

	def test_it_stands_beside_discipline_and_a_reminder_asks_for_a_reason(self):
		plain = self.found(self.tree.cell_a)
		self.assertEqual((plain.result, plain.asks_reason), ("Met", False))
		create_test_remark(self.tree.cell_a, self.member)
		kept = self.found(self.tree.cell_a)
		self.assertEqual((kept.result, kept.asks_reason, kept.rows), ("Met", False, []))
		self.assertNotEqual(kept.summary, plain.summary)
		other = create_test_member(self.tree.cell_a).name
		reminder = create_test_remark(self.tree.cell_a, other, verdict="Reminder Needed").name
		found = self.found(self.tree.cell_a)
		self.assertEqual((found.result, found.asks_reason), ("Not Met", True))
		self.assertEqual([row["name"] for row in found.rows], [reminder])
		self.assertEqual(len(self.found(self.tree.grassroots).rows), 1, "the body above counts its cells")
		self.assertEqual(self.found(self.tree.cell_b).summary, plain.summary)
		self.assertEqual(self.found(self.tree.cell_a, add_days(nowdate(), -1)).summary, plain.summary)
		create_test_conclusion(self.tree.cell_a)
		both = self.found(self.tree.cell_a)
		self.assertNotEqual(both.summary, found.summary)
		# Of the conclusion the number alone is told.
		self.assertEqual([row["name"] for row in both.rows], [reminder])
		self.assertEqual(len(both.against) - len(found.against), 1)
