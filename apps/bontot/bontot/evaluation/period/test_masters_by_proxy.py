"""Frameworks, overlays and periods that were written with a lent seat say on whose behalf."""

import frappe

from bontot.criteria.testing import create_test_overlay, create_test_small_framework
from bontot.evaluation.testing import create_test_period
from bontot.organization import access
from bontot.organization.testing import (
	create_test_delegation,
	create_test_seat,
	create_test_tree,
	create_test_user,
)
from bontot.tests.case import BontotTestCase


class TestMastersByProxy(BontotTestCase):
	def set_up_data(self) -> None:
		super().set_up_data()
		self.tree = create_test_tree()
		self.seat = create_test_seat(self.tree.province, "can_bo_btc_tinh")
		self.borrower = create_test_user("Trần Thị Thay")
		create_test_delegation(self.seat.name, self.borrower)
		access.forget()

	def written_by(self, user: str) -> list:
		"""A submitted framework, a period and an overlay of a body below."""
		with self.set_user(user):
			framework = create_test_small_framework(self.tree.province)
			framework.submit()
			period = create_test_period(self.tree.province, framework=framework.name)
			return [framework, period, create_test_overlay(self.tree.body, framework.name)]

	def test_each_says_so_once(self):
		for user, expected in ((self.borrower, 1), (self.seat.user, 0)):
			frappe.db.savepoint("before_writing")
			for doc in self.written_by(user):
				where = {"reference_doctype": doc.doctype, "reference_name": doc.name, "comment_type": "Info"}
				with self.subTest(doc.doctype, user=user):
					self.assertEqual(frappe.db.count("Comment", where), expected)
			frappe.db.rollback(save_point="before_writing")
