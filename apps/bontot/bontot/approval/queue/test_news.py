from __future__ import annotations

from datetime import datetime, timedelta

import frappe
from frappe.utils import now_datetime

from bontot.approval.queue import news
from bontot.approval.testcase import DecidingTestCase
from bontot.approval.testing import act_as, mend
from bontot.organization.testing import create_test_seat

LONG_AGO, AHEAD = datetime(2020, 1, 1), timedelta(hours=1)


class TestNews(DecidingTestCase):
	"""Two files of two cells wait for the province's decision; what happened to them is what people hear of."""

	def heard(
		self,
		user: str,
		start: datetime = LONG_AGO,
		end: datetime | None = None,
		told: dict[str, datetime] | None = None,
	) -> list[str]:
		found = news.between(start, end or now_datetime() + AHEAD, told or {})
		return [line.words for line in found.get(user, [])]

	def test_who_can_act_hears_how_many_have_come(self):
		[line] = self.heard(self.users.clerk)
		self.assertTrue(line.startswith("2 "), line)
		for user in (self.users.body, self.users.grassroots, self.users.neighbour):
			self.assertEqual(self.heard(user), [], user)

	def test_only_what_came_within_the_days(self):
		self.assertEqual(self.heard(self.users.clerk, start=now_datetime() + AHEAD / 2), [])
		self.assertEqual(self.heard(self.users.clerk, end=now_datetime() - AHEAD), [])

	def test_who_was_told_hears_only_what_came_since(self):
		self.assertEqual(self.heard(self.users.clerk, told={self.users.clerk: now_datetime()}), [])
		self.assertEqual(len(self.heard(self.users.clerk, told={self.users.body: now_datetime()})), 1)

	def test_a_return_is_told_to_its_author_until_it_is_mended(self):
		act_as(self.users.body, "recall", self.file)
		self.assertEqual(self.heard(self.users.secretary), [])
		act_as(self.users.body, "return_document", self.file, {"dk_1": "Ghi rõ hơn"})
		[line] = self.heard(self.users.secretary)
		self.assertIn(self.doc().organization_name, line)
		self.assertIn(f"{self.doc().awaiting_due_on:%d/%m/%Y}", line)
		mend(self.file)
		act_as(self.users.secretary, "send", self.file)
		self.assertEqual(self.heard(self.users.secretary), [])

	def test_a_decision_is_told_to_its_author(self):
		deputy = create_test_seat(self.tree.cell_a, "pho_bi_thu_chi_bo").user
		self.apply(self.submit({self.file: "Recognize", self.other: "Refuse"}))
		for user in (self.users.secretary, deputy):
			[line] = self.heard(user)
			self.assertIn(self.doc().organization_name, line)
		self.assertEqual(self.heard(self.users.clerk), [])

	def test_an_ended_seat_hears_nothing(self):
		frappe.db.set_value("Seat", {"user": self.users.clerk}, "to_date", "2026-01-01")
		self.assertEqual(self.heard(self.users.clerk), [])
