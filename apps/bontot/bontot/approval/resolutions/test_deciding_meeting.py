"""Meeting at which a body decided: the rule, the refusals of a resolution, and what is offered first."""

from __future__ import annotations

import unittest
from datetime import date

from frappe.utils import add_days, getdate

from bontot.approval.core import errors
from bontot.approval.resolutions import api as deciding_api
from bontot.approval.resolutions import deciding_meeting
from bontot.approval.testcase import DecidingTestCase
from bontot.approval.testing import create_test_resolution
from bontot.meeting.testing import create_test_meeting
from bontot.organization.errors import NoSeatError


class TestRule(unittest.TestCase):
	def test_which_meeting_may_have_decided(self):
		day = date(2026, 12, 20)
		for kind, held, held_on, dated, problem in (
			("Standing Committee", True, day, day, ""),
			("Party Committee", True, day, date(2026, 12, 24), ""),
			("Whole Organization", True, day, day, ""),
			("Permanent Members", True, day, day, "other_kind"),
			("Cell Regular", True, day, day, "other_kind"),
			("Standing Committee", False, day, day, "not_held"),
			("Standing Committee", True, day, date(2026, 12, 19), "after"),
		):
			with self.subTest(kind=kind, held=held, dated=dated):
				self.assertEqual(deciding_meeting.problem_of(kind, held, held_on, dated), problem)


class TestDecidingMeeting(DecidingTestCase):
	def set_up_data(self) -> None:
		super().set_up_data()
		self.earlier = self.meeting(-20)
		self.latest = self.meeting(-3)

	def meeting(self, days: int, place: str = "", kind: str = "Standing Committee", **values: object) -> str:
		place = place or self.tree.province
		return create_test_meeting(place, kind, add_days(getdate(), days), **values).name

	def write(self, meeting: str, **values: object):
		with self.set_user(self.users.clerk):
			return create_test_resolution(
				self.tree.province, {self.file: "Recognize"}, meeting=meeting, **values
			).insert()

	def test_it_is_kept(self):
		self.assertEqual(self.write(self.latest).meeting, self.latest)

	def test_without_one(self):
		self.assertFalse(self.write("").meeting)

	def test_what_cannot_have_decided_is_refused(self):
		for title, meeting, values in (
			("another body's", self.meeting(-3, self.tree.body), {}),
			("of permanent members", self.meeting(-3, kind="Permanent Members"), {}),
			("not held", self.meeting(-3, held=False), {}),
			("after its date", self.latest, {"resolution_date": add_days(getdate(), -10)}),
		):
			with self.subTest(title), self.assertRefused(errors.DecidingMeetingError):
				self.write(meeting, **values)

	def test_the_latest_is_offered_first(self):
		self.meeting(-1, kind="Permanent Members")
		self.meeting(-1, held=False)
		self.meeting(-1, self.tree.body)
		with self.set_user(self.users.clerk):
			offered = deciding_api.deciding_meetings(self.tree.province)
		self.assertEqual([one.name for one in offered], [self.latest, self.earlier])
		self.assertEqual(offered[0].meeting_date, getdate(add_days(getdate(), -3)))

	def test_only_to_who_records_for_the_body(self):
		for who in ("secretary", "body", "neighbour"):
			with self.subTest(who), self.set_user(getattr(self.users, who)), self.assertRefused(NoSeatError):
				deciding_api.deciding_meetings(self.tree.province)
