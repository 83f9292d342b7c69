"""A level gives a file back to the level below it, which finds it first in its queue, told why; at a desk and on a phone."""

from __future__ import annotations

import unittest

from playwright.sync_api import expect

from tests.browser import looks
from tests.browser.chromium import DESK, PHONE
from tests.browser.pages import AppraisalQueue
from tests.browser.scene import FULL, Scene
from tests.main_job import year

HEAD = 60  # px that the desk's bar covers
REASON = "Đề nghị xem lại số liệu sinh hoạt trước khi trình."
REASON_TOO = "Chưa rõ biên bản tháng nào."
WANTED = "Hãy ghi lý do để đơn vị biết phải sửa gì."
AGREED = "Đảng ủy cơ sở thấy điều đã đổi và nhất trí"


@unittest.skipUnless(FULL, "long: bin/test browser-full")
class TestReturns(Scene):
	@classmethod
	def setUpClass(cls) -> None:
		super().setUpClass()
		for step in year.STEPS:  # until the file waits at the level above the reviewer's
			step.play(cls.round)
			if step.title == AGREED:
				return
		raise AssertionError(f"No step is called {AGREED!r}.")

	def test_at_a_desk(self) -> None:
		self.give_back(DESK)

	def test_on_a_phone(self) -> None:
		self.give_back(PHONE)

	def give_back(self, size: tuple[int, int]) -> None:
		name = str(self.round.notes["file"])
		upper = self.window("upper", size)
		queue = AppraisalQueue(upper)
		queue.open()
		queue.page.locator(f"[id='file-{name}']").click()
		expect(queue.page.locator(".bt-queue__file .bt-file__title")).to_be_visible()
		upper.press(queue.page.get_by_role("button", name="Trả lại", exact=True))
		form = queue.page.locator(".bt-reason")
		beginning = form.locator("legend").first  # of a form that may be taller than the screen
		beginning.evaluate("it => it.scrollIntoView({ block: 'center' })")
		self.assertGreater(beginning.bounding_box()["y"], HEAD)
		form.get_by_role("radio", name="cấp dưới trực tiếp").check()
		boxes = form.locator(".bt-reason__field")
		ticked = form.get_by_role("checkbox", checked=True)  # beforehand, and it can be taken back
		while ticked.count():
			ticked.first.uncheck()
		expect(boxes).to_have_count(0)
		form.get_by_role("checkbox").first.check()
		form.get_by_role("checkbox").last.check()
		expect(boxes).to_have_count(2)
		boxes.first.locator("textarea").fill(REASON)
		# One of the two says nothing: it is asked for, nothing is sent.
		form.locator("button[type=submit]").click()
		expect(boxes.last).to_contain_text(WANTED)
		expect(boxes.first).not_to_contain_text(WANTED)
		expect(boxes.last.locator("textarea")).to_be_focused()
		upper.picture("tra-lai-thieu-ly-do", whole=False)
		boxes.last.locator("textarea").fill(REASON_TOO)
		upper.settle()
		upper.picture("tra-lai-cap-duoi", whole=False)
		self.looks_well(upper)
		form.locator("button[type=submit]").click()
		expect(queue.row(name)).to_have_count(0)

		reviewer = self.window("reviewer", size)
		below = AppraisalQueue(reviewer)
		below.open()
		expect(below.page.locator(".bt-files__row").first.locator(f"[id='file-{name}']")).to_be_attached()
		below.page.locator(f"[id='file-{name}']").click()
		for words in (REASON, REASON_TOO):
			expect(below.page.locator(".bt-queue__file .bt-note").first).to_contain_text(words)
		reviewer.settle()
		reviewer.picture("duoc-tra-xem-lai", whole=False)
		self.looks_well(reviewer)
		reviewer.press(below.page.get_by_role("button", name="Nhất trí, trình"))
		expect(below.row(name)).to_have_count(0)
		self.assertNoTrouble()

	def looks_well(self, window) -> None:
		self.assertEqual([], looks.inaccessible(window.page, ".bt-queue"))
		self.assertEqual([], looks.english(window.page))
		self.assertLessEqual(window.page.evaluate("document.documentElement.scrollWidth"), window.width)
