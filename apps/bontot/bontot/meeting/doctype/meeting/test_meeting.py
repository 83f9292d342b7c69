"""The record of a meeting: what it works out by itself and what it refuses."""

import io
import unicodedata
from datetime import date

import frappe
from frappe.utils import add_days, getdate, now_datetime, nowdate
from PIL import Image
from pymysql.err import IntegrityError

from bontot.meeting import kinds, texts
from bontot.meeting.errors import (
	DuplicateMonthError,
	FutureMeetingError,
	HeadcountError,
	MeetingDateError,
	MeetingKindError,
	MeetingMonthError,
	MeetingTimeError,
	MemberOutsideError,
	MinutesFileError,
	PaperTimeError,
	PreparationError,
	TextTooLongError,
	VotesError,
)
from bontot.meeting.testing import create_test_meeting
from bontot.organization.errors import MemberKeptError, NoOrganizationError, OrganizationChangedError
from bontot.organization.testing import create_test_member, create_test_seat, create_test_tree
from bontot.tests.case import BontotTestCase

PDF = b"%PDF-1.4\n%%EOF\n"


def create_test_file(content: bytes, name: str = "bien-ban.pdf", **fields):
	values = {"doctype": "File", "file_name": f"{frappe.generate_hash(length=8)}-{name}", "content": content}
	return frappe.get_doc({**values, "is_private": 1, **fields}).insert()


def picture(form: str) -> bytes:
	kept = io.BytesIO()
	Image.new("RGB", (8, 8), "white").save(kept, form)
	return kept.getvalue()


class MeetingTestCase(BontotTestCase):
	def set_up_data(self) -> None:
		super().set_up_data()
		self.tree = create_test_tree()
		for name in ("Lò Văn Yên", "Hoàng Thị Đào", "Bàn Văn An"):
			create_test_member(self.tree.cell_a, full_name=name)

	def meeting(self, *arguments, **fields):
		return create_test_meeting(self.tree.cell_a, *arguments, **fields)


class TestRecord(MeetingTestCase):
	def test_title_month_and_path_are_made(self) -> None:
		doc = self.meeting(organization_path="FORGED")
		self.assertEqual(doc.title, "Sinh hoạt thường lệ tháng 03/2026 — Chi bộ Văn phòng")
		self.assertEqual(doc.for_month, date(2026, 3, 1))
		path = frappe.db.get_value("Party Organization", self.tree.cell_a, "path")
		self.assertEqual(doc.organization_path, path)

	def test_the_month_follows_the_date_until_somebody_sets_it(self) -> None:
		doc = self.meeting()
		doc.meeting_date = "2026-04-02"
		self.assertEqual(doc.save().for_month, date(2026, 4, 1))
		doc.for_month = "2026-03-15"
		self.assertEqual(doc.save().for_month, date(2026, 3, 1))
		self.assertEqual(frappe.get_doc("Meeting", doc.name).save().for_month, date(2026, 3, 1))
		doc.reload()
		doc.for_month = "2026-01-01"
		with self.assertRefused(MeetingMonthError):
			doc.save()

	def test_status_climbs_with_roll_start_and_minutes(self) -> None:
		doc = self.meeting(held=False)
		self.assertEqual(doc.status, "Planned")
		doc.status = "Minuted"  # a client's word counts for nothing
		self.assertEqual(doc.save().status, "Planned")
		doc.start_time = "19:30"
		self.assertEqual(doc.save().status, "Held")
		doc.minutes_text = "Biên bản"
		self.assertEqual(doc.save().status, "Minuted")
		doc.minutes_text, doc.start_time = "", None
		self.assertEqual(doc.save().status, "Planned")
		doc.is_held = 1
		self.assertEqual(doc.save().status, "Held")
		doc.set("attendance", [])
		self.assertEqual(doc.save().status, "Planned")

	def test_a_future_meeting_is_planned_only(self) -> None:
		tomorrow = add_days(nowdate(), 1)
		self.assertEqual(self.meeting(kinds.THEMATIC, tomorrow, held=False).status, "Planned")
		for field, value in (("start_time", "08:00"), ("is_held", 1), ("minutes_text", "Biên bản")):
			with self.assertRefused(FutureMeetingError):
				self.meeting(kinds.THEMATIC, tomorrow, held=False, **{field: value})
		self.assertEqual(self.meeting(kinds.THEMATIC, nowdate()).status, "Minuted")

	def test_one_regular_meeting_a_month_and_the_refusal_links_to_it(self) -> None:
		first = self.meeting()
		with self.assertRaisesRegex(DuplicateMonthError, first.name):
			self.meeting(meeting_date="2026-03-28")
		self.meeting(kinds.THEMATIC, "2026-03-28")
		create_test_meeting(self.tree.cell_b)
		late = self.meeting(meeting_date="2026-04-01")
		late.for_month = "2026-03-01"
		with self.assertRefused(DuplicateMonthError):
			late.save()

	def test_the_database_refuses_a_second_one_too(self) -> None:
		doc = self.meeting()
		other = self.meeting(meeting_date="2026-05-03")
		with self.assertRaises(IntegrityError):
			frappe.db.set_value("Meeting", other.name, "month_key", doc.month_key)

	def test_kinds_by_organisation(self) -> None:
		create_test_meeting(self.tree.agency_cell, kinds.REGULAR)
		create_test_meeting(self.tree.commune, kinds.PARTY_COMMITTEE)
		for organization, kind in (
			(self.tree.cell_a, kinds.PARTY_COMMITTEE),
			(self.tree.agency_cell, kinds.WHOLE_ORGANIZATION),
			(self.tree.grassroots, kinds.REGULAR),
		):
			with self.assertRefused(MeetingKindError):
				create_test_meeting(organization, kind)

	def test_the_organisation_is_real_and_stays(self) -> None:
		doc = self.meeting()
		doc.organization = self.tree.cell_b
		with self.assertRefused(OrganizationChangedError):
			doc.save()
		with self.assertRefused(NoOrganizationError):
			frappe.get_doc(
				{
					"doctype": "Meeting",
					"organization": "TC9999999",
					"meeting_kind": kinds.REGULAR,
					"meeting_date": "2026-03-03",
				}
			).insert(ignore_links=True)

	def test_the_end_does_not_lie_before_the_start(self) -> None:
		doc = self.meeting(start_time="9:30", end_time="11:00")
		doc.end_time = "9:29"
		with self.assertRefused(MeetingTimeError):
			doc.save()

	def test_decomposed_letters_are_composed(self) -> None:
		apart = unicodedata.normalize("NFD", "Nhà văn hóa Nà Mèo")
		doc = self.meeting(place=apart, agenda=[{"topic": apart}])
		self.assertEqual((doc.place, doc.agenda[0].topic), ("Nhà văn hóa Nà Mèo", "Nhà văn hóa Nà Mèo"))

	def test_twenty_thousand_characters_fit_and_one_more_does_not(self) -> None:
		doc = self.meeting(proceedings="đ" * texts.MOST_CHARACTERS)
		doc.proceedings += "đ"
		with self.assertRefused(TextTooLongError):
			doc.save()


class TestDate(MeetingTestCase):
	def test_a_day_too_far_off_is_refused_and_says_why(self) -> None:
		for days, words in ((367, "more than 1 year ahead"), (-3654, "more than 10 years past")):
			with self.assertRaisesRegex(MeetingDateError, words):
				self.meeting(meeting_date=add_days(nowdate(), days), held=False)

	def test_a_date_is_not_moved_there_and_an_old_record_is_corrected(self) -> None:
		doc = self.meeting()
		doc.meeting_date = add_days(nowdate(), 400)
		with self.assertRefused(MeetingDateError):
			doc.save()
		doc.reload()
		old = frappe.utils.getdate("2001-03-03")
		frappe.db.set_value("Meeting", doc.name, {"meeting_date": old, "for_month": "2001-03-01"})
		doc.reload()
		doc.place = "Nhà văn hóa"
		self.assertEqual(doc.save().day, old)


class TestRoll(MeetingTestCase):
	def test_it_starts_full_in_vietnamese_order(self) -> None:
		rows = [(row.member_name, row.attendance, row.is_counted) for row in self.meeting().attendance]
		wanted = [("Bàn Văn An", "Present", 1), ("Hoàng Thị Đào", "Present", 1), ("Lò Văn Yên", "Present", 1)]
		self.assertEqual(rows, wanted)

	def test_counts_leave_out_exempt_away_and_temporarily_in(self) -> None:
		for state in ("Exempt", "Temporarily Away", "Temporarily In"):
			create_test_member(self.tree.cell_a, full_name=f"Vi Văn {state}", state=state)
		doc = self.meeting()
		rows = {row.member_name: row for row in doc.attendance}
		rows["Bàn Văn An"].update({"attendance": "Excused", "reason": "Ốm"})
		rows["Lò Văn Yên"].attendance = "Unexcused"
		doc.save()
		counts = (doc.expected_count, doc.present_count, doc.excused_count, doc.unexcused_count)
		self.assertEqual(counts, (3, 1, 1, 1))
		self.assertEqual((doc.temporary_count, doc.exempt_count, doc.away_count), (1, 1, 1))
		self.assertEqual(doc.attendance_percent, 33.3)

	def test_figures_and_states_of_a_client_are_not_believed(self) -> None:
		doc = self.meeting()
		doc.attendance[0].update({"attendance": "Unexcused", "member_state": "Exempt", "is_counted": 0})
		doc.update({"present_count": 99, "attendance_percent": 100})
		doc.save()
		self.assertEqual((doc.expected_count, doc.present_count, doc.attendance_percent), (3, 2, 66.6))

	def test_a_member_of_another_cell_is_refused(self) -> None:
		stranger = create_test_member(self.tree.cell_b)
		for field in ("chair", "secretary"):
			with self.assertRefused(MemberOutsideError):
				self.meeting(**{field: stranger.name})
		with self.assertRefused(MemberOutsideError):
			self.meeting(tasks=[{"task": "Việc", "assigned_to": stranger.name}])
		doc = self.meeting()
		doc.append("attendance", {"member": stranger.name, "attendance": "Present"})
		with self.assertRefused(MemberOutsideError):
			doc.save()

	def test_a_committee_counts_members_of_its_branch_only(self) -> None:
		member = create_test_member(self.tree.cell_b)
		rows = [{"member": member.name, "attendance": "Present"}]
		doc = create_test_meeting(self.tree.grassroots, kinds.PARTY_COMMITTEE, attendance=rows)
		self.assertEqual(doc.present_count, 1)
		with self.assertRefused(MemberOutsideError):
			create_test_meeting(self.tree.commune, kinds.PARTY_COMMITTEE, attendance=rows)

	def test_nobody_stands_on_it_twice(self) -> None:
		doc = self.meeting()
		doc.append("attendance", {"member": doc.attendance[0].member, "attendance": "Present"})
		with self.assertRefused(MemberOutsideError):
			doc.save()

	def test_who_moved_away_later_stays_on_the_record(self) -> None:
		doc = self.meeting()
		member = frappe.get_doc("Party Member", doc.attendance[0].member)
		frappe.db.set_value("Party Member", member.name, {"organization_path": "ZZZZZZ", "state": "Exempt"})
		doc.proceedings = "Bổ sung"
		doc.save()
		self.assertEqual((doc.expected_count, doc.attendance[0].member_state), (3, "Full"))

	def test_who_stands_on_a_roll_is_not_deleted(self) -> None:
		member = frappe.get_doc("Party Member", self.meeting().attendance[0].member)
		with self.assertRaisesRegex(MemberKeptError, "Meeting Attendance"):
			member.delete()

	def test_a_committee_starts_with_its_seats(self) -> None:
		member = create_test_member(self.tree.cell_a, full_name="Triệu Văn Bí")
		seat = create_test_seat(self.tree.grassroots, "bi_thu_dang_uy")
		frappe.db.set_value("Seat", seat.name, "member", member.name)
		doc = create_test_meeting(self.tree.grassroots, kinds.STANDING_COMMITTEE)
		self.assertEqual([row.member for row in doc.attendance], [member.name])

	def test_a_whole_organisation_is_counted_by_number(self) -> None:
		doc = create_test_meeting(
			self.tree.grassroots, kinds.WHOLE_ORGANIZATION, headcount_expected=300, headcount_present=299
		)
		self.assertEqual((doc.expected_count, doc.attendance_percent, doc.status), (300, 99.6, "Minuted"))
		doc.headcount_present = 301
		with self.assertRefused(HeadcountError):
			doc.save()

	def test_votes_are_not_more_than_people(self) -> None:
		doc = self.meeting(votes_for=2, votes_against=1)
		doc.votes_other = 1
		with self.assertRefused(VotesError):
			doc.save()

	def test_a_roll_is_corrected_though_the_votes_do_not_fit_it_yet(self) -> None:
		doc = self.meeting(votes_for=3)
		doc.attendance[0].update({"attendance": "Excused", "reason": "Ốm"})
		doc.save()
		self.assertEqual((doc.present_count, doc.votes_for), (2, 3))
		with self.assertRefused(VotesError):
			doc.require_votes_that_fit()
		doc.votes_for = 2
		doc.save().require_votes_that_fit()


class TestPreparationAndPapers(MeetingTestCase):
	def committee(self, **fields):
		return create_test_meeting(self.tree.grassroots, kinds.PARTY_COMMITTEE, "2026-05-20", **fields)

	def test_prepared_by_an_earlier_meeting_of_the_standing_committee(self) -> None:
		standing = create_test_meeting(self.tree.grassroots, kinds.STANDING_COMMITTEE, "2026-05-15")
		self.assertEqual(self.committee(prepared_by_meeting=standing.name).prepared_by_meeting, standing.name)

	def test_not_by_a_later_or_foreign_one_or_one_of_another_kind(self) -> None:
		later = create_test_meeting(self.tree.grassroots, kinds.STANDING_COMMITTEE, "2026-05-21")
		foreign = create_test_meeting(self.tree.commune, kinds.STANDING_COMMITTEE, "2026-05-15")
		whole = create_test_meeting(self.tree.grassroots, kinds.WHOLE_ORGANIZATION, "2026-05-15")
		evening = create_test_meeting(
			self.tree.grassroots, kinds.PERMANENT_MEMBERS, "2026-05-20", start_time="19:00"
		)
		for other in (later, foreign, whole, evening):
			with self.assertRefused(PreparationError):
				self.committee(prepared_by_meeting=other.name)

	def test_a_paper_is_not_sent_in_the_future(self) -> None:
		self.committee(papers=[{"title": "Dự thảo", "sent_at": "2026-05-16 08:00:00"}])
		with self.assertRefused(PaperTimeError):
			self.committee(
				papers=[{"title": "Dự thảo", "sent_at": frappe.utils.add_to_date(now_datetime(), hours=1)}]
			)


class TestMinutes(MeetingTestCase):
	def test_a_private_document_is_taken_whatever_its_name(self) -> None:
		for content, name in ((PDF, "a.pdf"), (picture("PNG"), "b.png"), (picture("JPEG"), "c.jpg")):
			file = create_test_file(content, name)
			doc = self.meeting(kinds.THEMATIC, minuted=False, minutes_file=file.file_url)
			self.assertEqual(doc.status, "Minuted")

	def test_public_foreign_and_missing_files_are_refused(self) -> None:
		fine = create_test_file(PDF)
		public = create_test_file(PDF + b"public", "cong-khai.pdf", is_private=0)
		html = create_test_file(b"<html><script>alert(1)</script></html>", "bien-ban.pdf.txt")
		for url in (public.file_url, html.file_url, "/private/files/khong-co.pdf"):
			with self.assertRefused(MinutesFileError):
				self.meeting(kinds.THEMATIC, minutes_file=url)
		self.meeting(kinds.THEMATIC, minutes_file=fine.file_url)

	def test_composed_minutes_follow_the_record_and_typed_ones_stay(self) -> None:
		doc = self.meeting(minuted=False, proceedings="Đồng chí Bí thư kết luận.", minutes_composed=1)
		self.assertIn("Đồng chí Bí thư kết luận.", doc.minutes_text)
		doc.proceedings = "Kết luận khác."
		doc.save()
		self.assertIn("Kết luận khác.", doc.minutes_text)
		self.assertNotIn("Đồng chí Bí thư", doc.minutes_text)
		typed = self.meeting(kinds.THEMATIC, minutes_text="Biên bản gõ tay", proceedings="Diễn biến")
		self.assertEqual(typed.save().minutes_text, "Biên bản gõ tay")

	def test_composed_minutes_stop_following_once_somebody_writes_into_them(self) -> None:
		doc = self.meeting(minuted=False, proceedings="Kết luận.", minutes_composed=1)
		doc.reload()
		doc.minutes_text += "\nBổ sung bằng tay."
		doc.save()
		doc.proceedings = "Kết luận khác."
		doc.save()
		self.assertTrue(doc.minutes_text.endswith("Bổ sung bằng tay."))
		self.assertNotIn("Kết luận khác.", doc.minutes_text)

	def test_the_longest_proceedings_still_make_minutes(self) -> None:
		doc = self.meeting(minuted=False, proceedings="đ" * texts.MOST_CHARACTERS, minutes_composed=1)
		doc.reload()
		self.assertEqual(doc.save().status, "Minuted")

	def test_approval_is_not_in_the_future(self) -> None:
		doc = self.meeting(minutes_approved_on=nowdate())
		doc.minutes_approved_on = add_days(getdate(nowdate()), 1)
		with self.assertRefused(FutureMeetingError):
			doc.save()

	def test_the_print_holds_the_order_of_minutes(self) -> None:
		doc = self.meeting(
			agenda=[{"topic": "Thời sự"}], proceedings="Kết luận", tasks=[{"task": "Thu đảng phí"}]
		)
		html = frappe.get_print("Meeting", doc.name, "Meeting Minutes")
		places = [
			html.index(text) for text in ("ĐẢNG CỘNG SẢN", "Nội dung", "Thời sự", "Kết luận", "Thu đảng phí")
		]
		self.assertEqual(places, sorted(places))
		self.assertIn("Chi bộ Văn phòng".upper(), html)

	def test_each_task_has_a_line_that_says_who_and_by_when(self) -> None:
		yen = create_test_member(self.tree.cell_a, full_name="Tẩn Mẩy Yến").name
		tasks = [
			{"task": "Thu đảng phí", "assigned_to": yen, "due_on": "2026-06-30"},
			{"task": "Rà soát hộ nghèo"},
			{"task": "Sửa nhà văn hóa.", "due_on": "2026-07-15"},
			{"task": "Thăm gia đình chính sách", "assigned_to": yen},
		]
		doc = self.meeting(minuted=False, proceedings="Kết luận", tasks=tasks, minutes_composed=1)
		wanted = [
			"1. Thu đảng phí: đồng chí Tẩn Mẩy Yến thực hiện, chậm nhất ngày 30/06/2026.",
			"2. Rà soát hộ nghèo.",
			"3. Sửa nhà văn hóa, chậm nhất ngày 15/07/2026.",
			"4. Thăm gia đình chính sách: đồng chí Tẩn Mẩy Yến thực hiện.",
		]
		lines = doc.minutes_text.splitlines()
		heading = next(place for place, line in enumerate(lines) if line.endswith("- Nhiệm vụ"))
		self.assertEqual(lines[heading + 1 : heading + 5], wanted)
		html = frappe.get_print("Meeting", doc.name, "Meeting Minutes")
		for line in wanted:
			self.assertIn(f"<p>{line}</p>", html)

	def test_the_print_says_that_the_minutes_were_agreed_once_somebody_said_so(self) -> None:
		doc = self.meeting(proceedings="Kết luận")
		words = "Biên bản đã được đọc lại và được chi bộ nhất trí thông qua."
		self.assertNotIn("nhất trí thông qua", frappe.get_print("Meeting", doc.name, "Meeting Minutes"))
		doc.minutes_approved_on = nowdate()
		doc.save()
		self.assertIn(words, frappe.get_print("Meeting", doc.name, "Meeting Minutes"))
		doc.meeting_kind = kinds.PARTY_COMMITTEE
		self.assertIn("hội nghị nhất trí", doc.agreed_words())
