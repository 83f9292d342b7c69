"""Tests that count what a secretary's year costs on a phone: screens, taps, fields typed. Every tap is a finger's, nothing is
opened by its address but the first page; what others do meanwhile is arranged over HTTP.

A tap into a field counts as one, and so does a choice of a list; a field counts as typed whatever its length.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from playwright.sync_api import Locator, expect

from tests.browser.chromium import Window
from tests.browser.pages import MeetingRecord, MyWork, SelfAssessment, text
from tests.browser.scene import Scene
from tests.main_job import year
from tests.main_job.round import wait_until

GRASSROOTS = "Đảng bộ Cơ sở Kiểm Tra"
MOST = {  # (taps, fields typed)
	"meeting": (20, 9),
	"assessment": (8, 0),
	"return": (7, 1),
}


@dataclass
class Hand:
	window: Window
	taps: int = 0
	typed: int = 0

	def tap(self, target: Locator) -> None:
		target.scroll_into_view_if_needed()
		target.tap()
		self.taps += 1

	def type(self, field: Locator, words: str) -> None:
		self.tap(field)
		field.press_sequentially(words)
		field.evaluate("it => it.blur()")  # the finger goes on elsewhere
		self.typed += 1

	def choose(self, field: Locator, index: int) -> None:
		self.tap(field)
		field.select_option(index=index)
		self.taps += 1


class TestTaps(Scene):
	spent: ClassVar[dict[str, tuple[int, int]]] = {}

	def test_the_year_by_taps(self) -> None:
		self.judge_the_meeting_before()
		secretary = self.window("secretary")
		self.count("meeting", self.record_the_meeting)
		year.open_the_year(self.round)
		wait_until("the records have been read", lambda: year.computed(self.round))
		self.count("assessment", self.assess)
		year.return_one(self.round)
		self.count("return", self.mend)
		print(
			"\n"
			+ "\n".join(f"{job}: {taps} taps, {typed} fields" for job, (taps, typed) in self.spent.items())
		)
		for job, (taps, typed) in self.spent.items():
			with self.subTest(job):
				self.assertLessEqual(taps, MOST[job][0])
				self.assertLessEqual(typed, MOST[job][1])
		self.assertEqual([], secretary.heard.trouble())

	def count(self, job: str, play) -> None:
		hand = Hand(self.window("secretary"))
		play(hand)
		self.spent[job] = hand.taps, hand.typed

	def judge_the_meeting_before(self) -> None:
		"""Points that people give are offered again the next time, so the month before has some."""
		secretary = self.round.person("secretary")
		books = secretary.get("bontot.synthesis.api.unit_meetings", year=self.round.today.year)
		name = next(
			meeting["name"] for meeting in books["meetings"] if meeting["meeting_kind"] == "Cell Regular"
		)
		year.give_full_points(secretary, name)

	def record_the_meeting(self, hand: Hand) -> None:
		"""Times, two absent, an agenda carried out, minutes in words, a task, the vote, who spoke, points as last time."""
		page, month = hand.window.page, self.round.today.month
		work, record = MyWork(hand.window), MeetingRecord(hand.window)
		work.open()
		hand.tap(work.task(f"thường lệ tháng {month}").locator("a.bt-button"))
		hand.tap(record.button("Ghi buổi sinh hoạt"))
		expect(record.part("Điểm danh")).to_be_visible()
		hand.type(page.get_by_label("Bắt đầu", exact=True), "1930")
		hand.type(page.get_by_label("Kết thúc", exact=True), "2105")
		for name in ("Trần Thị Bình", "Lê Văn Cường"):
			hand.tap(record.name_on_roll(name))
			hand.type(page.get_by_label(f"Lý do vắng của {name}", exact=True), "Ốm")
		hand.tap(page.get_by_role("button", name="Đã thực hiện hết"))
		hand.type(page.locator("#part-proceedings"), "Chi bộ thống nhất nhiệm vụ tháng tới.")
		hand.tap(record.button("Thêm nhiệm vụ"))
		hand.type(page.get_by_label("Nhiệm vụ 1", exact=True), "Thu đảng phí quý IV")
		hand.choose(page.locator("[id^=task-who-]").last, 1)
		hand.tap(record.button("Cả 3 người có mặt tán thành"))
		hand.type(page.locator("#score-speakers"), "3")
		hand.tap(page.get_by_role("button", name="như lần trước"))
		record.saved()
		hand.tap(record.button("Hoàn thành, lập biên bản"))
		expect(page.locator(".bt-meeting__end")).to_contain_text("✓")
		hand.window.picture("buoi-sinh-hoat-da-xong")
		self.round.notes["meeting"] = page.url.rsplit("/", 1)[-1].split("?")[0]

	def assess(self, hand: Hand) -> None:
		assessment, work = SelfAssessment(hand.window), MyWork(hand.window)
		work.open()
		hand.tap(work.task("Tự đánh giá").locator("a.bt-button"))
		expect(hand.window.page.locator(".bt-self")).to_be_visible()
		for key in assessment.unanswered():
			hand.tap(assessment.card(key).get_by_role("radio").first)
		self.send(hand)

	def send(self, hand: Hand) -> None:
		foot = hand.window.page.locator(".bt-send")
		hand.tap(foot.get_by_role("button", name=text(f"Gửi {GRASSROOTS}")))
		panel = foot.locator(".bt-send-panel")
		hand.tap(panel.get_by_role("button", name=text(f"Gửi {GRASSROOTS}")))
		expect(SelfAssessment(hand.window).state()).to_contain_text("Đang xét")

	def mend(self, hand: Hand) -> None:
		page, work = hand.window.page, MyWork(hand.window)
		work.open()
		hand.tap(work.task("Trả lại").locator("a.bt-button"))
		card = SelfAssessment(hand.window).card(year.JUDGED)
		expect(card).to_be_visible()
		if not card.locator("textarea").count():
			hand.tap(card.get_by_role("button", name="Ghi nhận xét"))
		hand.type(card.locator("textarea"), "Biên bản kiểm điểm tháng trước ghi rõ.")
		expect(page.locator(".bt-save")).to_contain_text("Đã lưu")
		self.send(hand)
