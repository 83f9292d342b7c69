from datetime import date

import frappe

from bontot.criteria import period_kinds
from bontot.criteria.testing import create_test_framework
from bontot.evaluation import api
from bontot.evaluation.errors import UnknownPeriodKindError
from bontot.evaluation.period import proposing
from bontot.organization.testing import create_test_organization, create_test_seat
from bontot.tests.case import BontotTestCase


class TestProposing(BontotTestCase):
	def test_a_proposal_is_saved_as_it_is(self):
		province = create_test_organization("tinh").name
		framework = create_test_framework(province)
		with self.set_user(create_test_seat(province, "can_bo_btc_tinh").user):
			for kind in period_kinds.ALL:
				with self.subTest(kind):
					proposed = api.propose_period(kind, 2026)
					self.assertEqual((proposed["organization"], proposed["framework"]), (province, framework))
					frappe.get_doc(doctype="Review Period", **proposed).insert()

	def test_the_report_comes_before_30_december(self):
		day = date(2026, 11, 24)
		self.assertEqual(proposing.dates("Year", 2026, day)["report_due_on"], date(2026, 12, 29))

	def test_a_quarter_and_an_own_period_are_those_of_the_day(self):
		cases = (
			("Quarter", date(2026, 11, 24), (date(2025, 10, 1), date(2025, 12, 31))),
			("Quarter", date(2026, 2, 28), (date(2025, 1, 1), date(2025, 3, 31))),
			("Own", date(2024, 2, 29), (date(2025, 2, 1), date(2025, 2, 28))),
		)
		for kind, day, (first, last) in cases:
			with self.subTest(kind=kind, day=day):
				found = proposing.dates(kind, 2025, day)
				self.assertEqual((found["starts_on"], found["ends_on"]), (first, last))
				self.assertTrue(last < found["self_assessment_due_on"] < found["report_due_on"])

	def test_without_a_seat_no_body_is_proposed(self):
		cell = create_test_organization("tinh").name
		with self.set_user(create_test_seat(cell, "bi_thu_dang_uy").user):
			self.assertNotIn("organization", api.propose_period("Year", 2026))

	def test_an_unknown_kind_is_refused(self):
		with self.assertRefused(UnknownPeriodKindError):
			api.propose_period("Month", 2026)
