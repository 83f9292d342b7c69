"""The books of one's own organisations: what stands in them, and that nobody else's does."""

from datetime import date

import frappe

from bontot.evaluation.testing import create_test_open_period
from bontot.meeting import kinds
from bontot.meeting.testing import create_test_meeting
from bontot.organization.access import holders
from bontot.organization.testing import (
	create_test_member,
	create_test_organization,
	create_test_seat,
	create_test_tree,
	create_test_user,
)
from bontot.synthesis import unit_records
from bontot.tests.case import BontotTestCase

TODAY = date(2026, 11, 24)
PHONE = "0912 345 678"


class TestUnitRecords(BontotTestCase):
	def set_up_data(self) -> None:
		super().set_up_data()
		self.tree = create_test_tree()
		self.secretary = create_test_seat(self.tree.cell_a, "bi_thu_chi_bo").user
		self.neighbour = create_test_seat(self.tree.cell_b, "bi_thu_chi_bo").user
		self.reviewer = create_test_seat(self.tree.grassroots, "can_bo_tham_dinh").user

	def meetings(self, user: str, year: int | None = None) -> dict:
		with self.set_user(user):
			return unit_records.meetings(user, year, TODAY)

	def members(self, user: str) -> list[dict]:
		with self.set_user(user):
			return unit_records.members(user, TODAY)["members"]

	def test_meetings_of_the_year_the_latest_first(self):
		old = create_test_meeting(self.tree.cell_a, kinds.REGULAR, "2025-12-03").name
		march = create_test_meeting(self.tree.cell_a, kinds.REGULAR, "2026-03-03").name
		may = create_test_meeting(self.tree.cell_a, kinds.REGULAR, "2026-05-04").name
		book = self.meetings(self.secretary)
		self.assertEqual([row.name for row in book["meetings"]], [may, march])
		self.assertEqual((book["year"], book["years"]), (2026, [2026, 2025]))
		self.assertEqual([row.name for row in self.meetings(self.secretary, 2025)["meetings"]], [old])
		self.assertEqual(self.meetings(self.neighbour)["meetings"], [])

	def test_points_that_are_open_are_told_to_who_may_give_them(self):
		meeting = create_test_meeting(self.tree.cell_a, kinds.REGULAR, "2026-03-03")
		left = [row for row in meeting.score if not row.has_points]
		reader = create_test_seat(self.tree.cell_a, "theo_doi").user

		def told(user: str) -> int | None:
			return self.meetings(user)["meetings"][0].get("open_points")

		self.assertEqual((told(self.secretary), told(reader)), (len(left), None))
		for row in left:
			row.update({"is_given": 1, "given_points": 1})
		meeting.save()
		self.assertIsNone(told(self.secretary))

	def test_open_tasks_stand_first_whatever_their_year(self):
		member = create_test_member(self.tree.cell_a, full_name="Hà Bá Anh").name

		def task(words: str, due_on: str, done_on: str | None = None) -> dict:
			return {"task": words, "assigned_to": member, "due_on": due_on, "done_on": done_on}

		create_test_meeting(
			self.tree.cell_a,
			kinds.REGULAR,
			"2025-11-03",
			tasks=[task("Việc cũ", "2025-12-01"), task("Xong năm trước", "2025-12-01", "2025-12-01")],
		)
		create_test_meeting(
			self.tree.cell_a, kinds.REGULAR, "2026-03-03", tasks=[task("Đã xong", "2026-04-01", "2026-03-20")]
		)
		found = self.meetings(self.secretary)["tasks"]
		self.assertEqual(
			[(row.task, row.who) for row in found], [("Việc cũ", "Hà Bá Anh"), ("Đã xong", "Hà Bá Anh")]
		)
		self.assertEqual(self.meetings(self.neighbour)["tasks"], [])

	def test_members_by_given_name_without_those_who_left(self):
		for name in ("Đào Hữu Phúc", "Hà Bá Anh", "Lê Văn Bình"):
			create_test_member(self.tree.cell_a, full_name=name)
		create_test_member(
			self.tree.cell_a,
			full_name="Vũ Thị An",
			state="Left",
			left_on="2026-01-05",
			admission_date="2000-01-01",
		)
		names = [row.full_name for row in self.members(self.secretary)]
		self.assertEqual(names, ["Hà Bá Anh", "Lê Văn Bình", "Đào Hữu Phúc"])
		self.assertEqual(self.members(self.neighbour), [])

	def test_members_of_a_party_group_stand_in_the_book_of_its_cell(self):
		group = create_test_organization("to_dang", self.tree.cell_a, "Tổ đảng 1").name
		create_test_member(group, full_name="Hà Bá Anh", phone=PHONE)
		found = [(row.full_name, row.organization, row.phone) for row in self.members(self.secretary)]
		self.assertEqual(found, [("Hà Bá Anh", self.tree.cell_a, PHONE)])
		self.assertEqual(self.members(self.neighbour), [])

	def test_the_telephone_is_for_those_who_may_know_it(self):
		create_test_member(self.tree.cell_a, full_name="Hà Bá Anh", phone=PHONE)
		self.assertEqual([row.phone for row in self.members(self.secretary)], [PHONE])
		looks_on = create_test_seat(self.tree.cell_a, "theo_doi").user
		self.assertEqual([row.phone for row in self.members(looks_on)], [""])

	def test_a_body_above_has_its_own_books_only(self):
		create_test_member(self.tree.cell_a, full_name="Hà Bá Anh")
		create_test_meeting(self.tree.cell_a)
		self.assertEqual(self.members(self.reviewer), [])
		self.assertEqual(self.meetings(self.reviewer)["meetings"], [])

	def test_files_and_who_has_them(self):
		period = create_test_open_period(self.tree.province).name
		with self.set_user(self.secretary):
			book = unit_records.assessments(self.secretary, TODAY)
		self.assertEqual([row.name for row in book["files"]], [f"{self.tree.cell_a}-{period}"])
		self.assertEqual(book["ratings"], [])

	def test_who_holds_no_seat_has_no_books(self):
		nobody = create_test_user()
		self.assertEqual((self.meetings(nobody)["units"], self.members(nobody)), ([], []))


class TestAccount(BontotTestCase):
	def set_up_data(self) -> None:
		super().set_up_data()
		self.tree = create_test_tree()
		self.secretary = create_test_seat(self.tree.cell_a, "bi_thu_chi_bo").user

	def account(self) -> dict:
		with self.set_user(self.secretary):
			return holders.account(self.secretary, TODAY)

	def test_helpers_sit_at_the_nearest_body_that_has_any(self):
		self.assertEqual(self.account()["helpers"], [])
		far = create_test_seat(self.tree.province, "can_bo_btc_tinh").user
		create_test_seat(self.tree.grassroots, "can_bo_tham_dinh")  # appraises, and resets nobody's password
		self.assertEqual(
			[row.full_name for row in self.account()["helpers"]], [frappe.utils.get_fullname(far)]
		)
		near = create_test_seat(self.tree.grassroots, "bi_thu_dang_uy").user
		self.assertEqual(
			[row.full_name for row in self.account()["helpers"]], [frappe.utils.get_fullname(near)]
		)

	def test_a_helper_is_called_by_the_number_given_for_that_and_by_no_other(self):
		helper = create_test_seat(self.tree.grassroots, "bi_thu_dang_uy")
		member = create_test_member(self.tree.cell_b, phone="0987654321").name
		frappe.db.set_value("Seat", helper.name, "member", member)
		frappe.db.set_value("Party Member", member, "user", helper.user)
		self.assertEqual([row.phone for row in self.account()["helpers"]], [""])
		frappe.db.set_value("User", helper.user, "phone", "0203 3835 123")
		self.assertEqual([row.phone for row in self.account()["helpers"]], ["0203 3835 123"])

	def test_seats_with_their_term(self):
		(seat,) = self.account()["seats"]
		self.assertEqual(seat["organization_name"], "Chi bộ Văn phòng")
		self.assertEqual(seat["to_date"], None)
