from datetime import date, timedelta

import frappe
from frappe.utils import add_days, getdate, nowdate

from bontot.organization.access import seat_notices
from bontot.organization.testing import create_test_seat, create_test_tree
from bontot.outbox.task import DOCTYPE
from bontot.outbox.testing import run_now
from bontot.tests.case import BontotTestCase


class TestSeatNotices(BontotTestCase):
	def set_up_data(self) -> None:
		super().set_up_data()
		frappe.db.delete(DOCTYPE, {"handler": seat_notices.HANDLER})
		frappe.db.delete("Seat")  # what the site holds already is silent
		self.tree = create_test_tree()
		self.commission = create_test_seat(self.tree.province, "can_bo_btc_tinh").user
		self.elsewhere = create_test_seat(self.tree.other_body, "can_bo_btc_tinh").user

	def seat(self, place: str, days: int, **values):
		return create_test_seat(place, "bi_thu_chi_bo", to_date=add_days(nowdate(), days), **values)

	def run_day(self, day: date) -> None:
		with self.freeze_time(f"{day} 01:00:00"):
			seat_notices.run_daily()
			run_now(f"{seat_notices.HANDLER}-{day}")

	def told(self, user: str) -> list[str]:
		where = {"for_user": user, "document_type": "Seat"}
		return frappe.get_all("Notification Log", where, pluck="subject", order_by="creation, name")

	def test_holder_and_commission_above_once_a_stage(self):
		holder = self.seat(self.tree.cell_a, 31).user
		today = getdate()
		for offset in (0, 1, 2, 24, 25, 31):
			self.run_day(today + timedelta(days=offset))
		self.assertEqual(len(self.told(holder)), 2)
		self.assertIn("30", self.told(holder)[0])
		self.assertEqual(len(self.told(self.commission)), 2)
		self.assertEqual(self.told(self.elsewhere), [])

	def test_days_that_were_slept_through_are_caught_up_and_told_once(self):
		holder = self.seat(self.tree.cell_a, 35).user
		self.run_day(getdate())
		self.assertEqual(self.told(holder), [])
		self.run_day(getdate() + timedelta(days=20))  # the first stage lay between
		self.assertEqual(len(self.told(holder)), 1)
		self.run_day(getdate() + timedelta(days=21))
		self.assertEqual(len(self.told(holder)), 1)

	def test_many_of_a_day_are_one_line(self):
		for place in (self.tree.cell_a, self.tree.cell_b, self.tree.commune_cell):
			self.seat(place, 30)
		self.run_day(getdate())
		self.assertEqual(len(self.told(self.commission)), 1)
		content = frappe.get_last_doc("Notification Log", {"for_user": self.commission}).email_content
		self.assertEqual(content.count("<li>"), 3)

	def test_who_goes_on_in_the_seat_is_not_told(self):
		seat = self.seat(self.tree.cell_a, 30)
		create_test_seat(self.tree.cell_a, "bi_thu_chi_bo", seat.user, from_date=add_days(nowdate(), 31))
		self.run_day(getdate())
		self.assertEqual(self.told(seat.user), [])
