"""The calendar shows what its reader may read, day by day."""

from frappe.utils import getdate

from bontot.meeting import calendar, kinds
from bontot.meeting.testing import create_test_meeting
from bontot.organization.testing import create_test_seat, create_test_tree
from bontot.tests.case import BontotTestCase


class TestCalendar(BontotTestCase):
	def set_up_data(self) -> None:
		super().set_up_data()
		self.tree = create_test_tree()
		self.march = create_test_meeting(self.tree.cell_a, kinds.REGULAR, "2026-03-03", start_time="19:30")
		create_test_meeting(self.tree.cell_a, kinds.THEMATIC, "2026-04-01")
		create_test_meeting(self.tree.other_cell, kinds.REGULAR, "2026-03-03")

	def test_own_meetings_of_the_days_asked_for(self) -> None:
		secretary = create_test_seat(self.tree.cell_a, "bi_thu_chi_bo").user
		with self.set_user(secretary):
			[event] = calendar.get_events("2026-03-01 00:00:00", "2026-03-31 23:59:59")
			none = calendar.get_events(
				"2026-03-01", "2026-03-31", '[["Meeting", "meeting_kind", "=", "Cell Thematic"]]'
			)
		self.assertEqual((event["name"], event["meeting_date"]), (self.march.name, getdate("2026-03-03")))
		self.assertTrue(event["title"].startswith("19:30 Sinh hoạt thường lệ"))
		self.assertEqual(none, [])
