"""Tests of mistakes that a secretary mends on the record of a meeting, at a phone: nothing typed is lost, no tap goes astray."""

from __future__ import annotations

import re
from datetime import timedelta

from playwright.sync_api import Locator, Page, expect

from tests.browser import looks
from tests.browser.pages import MeetingRecord
from tests.browser.scene import Scene

NEW = "/app/meeting-record/new"


class TestPlanned(Scene):
	def begin(self) -> Page:
		page = self.window("secretary").open(NEW)
		page.get_by_role("radio", name="Sinh hoạt chuyên đề").or_(
			page.get_by_role("button", name="Sinh hoạt chuyên đề")
		).first.tap()
		return page

	def test_a_year_too_far_ahead_and_a_meeting_put_there_by_mistake(self) -> None:
		page, today = self.begin(), self.round.today
		date, plan = page.get_by_label("Ngày họp", exact=True), page.locator("form button[type=submit]")
		date.fill(f"02/12/{today.year + 10}")
		plan.tap()
		refusal = page.locator(".bt-meeting .bt-note.bt-tone-bad")
		expect(refusal).to_contain_text("còn hơn 1 năm nữa")
		self.window("secretary").picture("buoi-hop-xa-qua", whole=False)
		date.fill(f"{today + timedelta(days=20):%d/%m/%Y}")
		date.blur()
		expect(refusal).to_have_count(0)  # the message goes with its cause
		plan.tap()
		expect(page.get_by_label("Giờ dự kiến")).to_be_visible()
		self.window("secretary").picture("buoi-hop-dua-vao-lich")
		page.get_by_role("button", name="Xóa buổi này khỏi lịch").tap()
		page.get_by_role("button", name="Xóa khỏi lịch", exact=True).tap()
		page.wait_for_url(re.compile("meeting-record/new"))
		expect(page.locator(".bt-meeting form")).to_be_visible()
		self.window("secretary").heard.refused.clear()  # the first date
		self.window("secretary").heard.errors.clear()
		self.assertNoTrouble()

	def test_the_first_tap_after_a_mended_date_is_heard(self) -> None:
		page, today = self.begin(), self.round.today
		date = page.get_by_label("Ngày họp", exact=True)
		date.fill("1/1/1900")
		date.blur()
		expect(page.locator("#meeting-date-note")).to_contain_text("trước 01/01/1930")
		date.fill(f"{today + timedelta(days=21):%d/%m/%Y}")
		finger(page, page.locator("form button[type=submit]"))
		page.wait_for_url(re.compile(r"meeting-record/(?!new)"))


def finger(page: Page, target: Locator) -> None:
	"""A tap on where the thing stands before the field that has the focus is left."""
	box = target.bounding_box()
	page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + 6)


class TestRecord(Scene):
	def setUp(self) -> None:
		super().setUp()
		self.secretary = self.window("secretary")
		self.record = MeetingRecord(self.secretary)
		answer = self.round.person("secretary").post(
			"bontot.meeting.api.new_meeting",
			organization=self.round.organization("cell"),
			meeting_kind="Cell Regular",
			meeting_date=str(self.round.today),
		)
		self.name = answer["name"]
		self.record.open(self.name)
		self.page = self.secretary.page

	def test_an_evening_that_goes_wrong_and_is_mended(self) -> None:
		for step in (self.times, self.roll, self.finish, self.votes_and_roll, self.points, self.listed):
			try:
				step()
			except Exception as error:
				raise AssertionError(f"stops at {step.__name__}: {error}") from error
		self.assertEqual([], looks.english(self.page))
		self.assertLessEqual(self.page.evaluate("document.documentElement.scrollWidth"), self.secretary.width)

	def times(self) -> None:
		"""A touch on the wrong button replaces a time; it is taken back."""
		self.record.fill("Bắt đầu", "19h30")
		self.record.button("Bắt đầu", self.record.part("Chuẩn bị")).tap()
		back = self.page.get_by_role("button", name="Lấy lại 19:30")
		self.secretary.picture("gio-bi-ghi-de", whole=False)
		back.tap()
		expect(self.page.locator("#part-start_time")).to_have_value("19:30")
		expect(back).to_have_count(0)
		self.record.fill("Kết thúc", "21h05")

	def roll(self) -> None:
		"""Each "Bỏ khỏi danh sách" stands by itself under its name; who is absent with reason is asked for it."""
		self.page.get_by_role("button", name="Thêm, bớt tên").tap()
		offs = self.page.get_by_role("button", name="Bỏ khỏi danh sách")
		self.assertGreater(offs.count(), 1)
		self.secretary.picture("diem-danh-bo-ten")
		for index in range(offs.count()):
			self.assertTrue(offs.nth(index).evaluate(ON_TOP), index)
		self.page.get_by_role("button", name="Đóng", exact=True).tap()
		self.record.name_on_roll("Trần Thị Bình").tap()
		expect(self.record.part("Điểm danh")).to_contain_text("Hãy ghi lý do")

	def finish(self) -> None:
		"""What keeps it from being finished is said where it is mended, and goes with its cause."""
		self.page.locator("#part-proceedings").fill("Chi bộ thống nhất nhiệm vụ tháng tới.")
		self.record.saved()
		self.record.button("Hoàn thành, lập biên bản").tap()
		roll = self.record.part("Điểm danh")
		expect(roll.locator(".bt-tone-bad.bt-note")).to_contain_text("Trần Thị Bình")
		expect(roll).to_be_focused()
		self.assertTrue(roll.locator(".bt-tone-bad.bt-note").evaluate(SEEN))
		self.secretary.picture("thieu-ly-do-vang", whole=False)
		self.record.fill("Lý do vắng của Trần Thị Bình", "Ốm")
		expect(roll.locator(".bt-tone-bad.bt-note")).to_have_count(0)

	def votes_and_roll(self) -> None:
		"""A roll that the votes do not fit is kept; votes that do not fit are refused, found from the foot, and sent again."""
		votes = self.record.part("Biểu quyết")
		self.record.button("Cả 4 người có mặt tán thành").tap()
		self.record.saved()
		self.record.name_on_roll("Lê Văn Cường").tap()
		self.record.fill("Lý do vắng của Lê Văn Cường", "Đi công tác")
		self.record.saved()
		expect(votes.locator(".bt-tone-warn")).to_contain_text("4 phiếu mà chỉ 3 người có mặt")
		expect(self.record.part("Điểm danh").locator(".bt-tone-warn.bt-note")).to_be_visible()
		self.record.fill("Không tán thành", "1")  # five votes of three
		foot = self.page.locator(".bt-foot")
		expect(foot).to_contain_text("Chưa lưu phần Biểu quyết")
		self.secretary.picture("chua-luu-bieu-quyet", whole=False)
		foot.get_by_role("button", name="Bấm để xem").tap()
		expect(votes).to_be_focused()
		self.assertTrue(votes.locator(".bt-tone-bad.bt-note").evaluate(SEEN))
		# The cause is mended elsewhere: everybody came after all, and one more vote was not cast.
		for name in ("Lê Văn Cường", "Trần Thị Bình"):
			for _ in range(2):
				self.record.name_on_roll(name).tap()
			self.assertEqual("Có mặt", self.record.mark(name))
		self.record.saved()
		expect(votes.locator(".bt-note")).to_have_count(0)
		self.record.button("Hoàn thành, lập biên bản").tap()
		expect(self.page.locator(".bt-head .bt-pill")).to_contain_text("Đã có biên bản")
		self.assertEqual(0, self.page.get_by_role("button", name=re.compile(r"^\s*Bắt đầu\s*$")).count())

	def points(self) -> None:
		"""Points beyond the item stay as typed and say what is asked; each row carries its scale."""
		score = self.record.part("Điểm")
		expect(score).to_contain_text("Thang điểm: từ 90 %: 4")
		box = score.get_by_label(re.compile("Điều hành của chủ trì"))
		box.fill("99")
		box.blur()
		expect(score).to_contain_text("Cho từ 0 đến 10 điểm.")
		expect(box).to_have_value("99")
		box.fill("9")
		box.blur()
		other = score.get_by_label(re.compile("Tập trung dân chủ"))
		other.fill("5")
		other.blur()
		self.record.saved()
		self.secretary.picture("cham-diem")

	def listed(self) -> None:
		"""On a phone the list says its state in words, too, and whole."""
		self.secretary.open("/app/meeting")
		pill = self.page.locator(".list-row .visible-xs .indicator-pill").first
		expect(pill).to_have_text("Đã có biên bản")
		self.secretary.picture("danh-sach-sinh-hoat", whole=False)
		box = pill.bounding_box()
		self.assertLessEqual(box["x"] + box["width"], self.secretary.width - 16)


SEEN = """(one) => {
	const box = one.getBoundingClientRect();
	return one.contains(document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2));
}"""
ON_TOP = """(one) => {
	one.scrollIntoView({ block: "center" });
	const box = one.getBoundingClientRect();
	return [0.1, 0.5, 0.9].every((share) =>
		one.contains(document.elementFromPoint(box.left + box.width / 2, box.top + box.height * share)));
}"""
