"""A level that receives finds what ended below in a list of its own, opens it and locks it; at a desk and on a phone."""

from __future__ import annotations

import re
import unittest

from playwright.sync_api import expect

from tests.browser import looks
from tests.browser.chromium import DESK, PHONE
from tests.browser.pages import AppraisalQueue
from tests.browser.scene import FULL, Scene
from tests.main_job.receiving import appraised_below, concluded_below


@unittest.skipUnless(FULL, "long: bin/test browser-full")
class TestReceived(Scene):
	file: str

	@classmethod
	def setUpClass(cls) -> None:
		super().setUpClass()
		cls.file = cls.enterClassContext(concluded_below(cls.round))
		cls.enterClassContext(appraised_below(cls.round))

	def test_1_at_a_desk(self) -> None:
		queue = self.find_it(DESK)
		queue.row(self.file).locator(f"[id='file-{self.file}']").click()
		expect(queue.page.locator(".bt-queue__file .bt-file__title")).to_be_visible()
		queue.window.settle()
		queue.window.picture("nhan-de-biet-mo", whole=False)

	def test_2_on_a_phone_where_it_is_locked(self) -> None:
		queue = self.find_it(PHONE)
		page = queue.page
		queue.row(self.file).locator(f"[id='file-{self.file}']").click()
		queue.window.press(page.get_by_text("Việc khác"))
		queue.window.press(page.get_by_role("button", name="Khóa hồ sơ"))
		expect(queue.row(self.file)).to_contain_text("đã khóa")
		expect(page).to_have_url(re.compile("tab=received"))
		queue.window.settle()
		queue.window.picture("nhan-de-biet-da-khoa", whole=False)
		page.get_by_role("button", name="Chưa khóa").click()
		expect(queue.row(self.file)).to_have_count(0)
		expect(page).to_have_url(re.compile("flag=unlocked"))
		self.assertNoTrouble()

	def find_it(self, size: tuple[int, int]) -> AppraisalQueue:
		queue = AppraisalQueue(self.window("btc", size))
		queue.open()
		queue.page.get_by_role("button", name="Nhận để biết").click()
		expect(queue.row(self.file)).to_contain_text("Đã sơ kết")
		documents = queue.page.locator(".bt-queue__documents")
		expect(documents).to_contain_text("Văn bản nhận để biết (1)")
		expect(documents).to_contain_text("Đề nghị đổi tên chi bộ")
		queue.window.settle()
		queue.window.picture("nhan-de-biet", whole=False)
		self.assertEqual([], looks.inaccessible(queue.page, ".bt-queue"))
		self.assertEqual([], looks.english(queue.page))
		self.assertLessEqual(queue.page.evaluate("document.documentElement.scrollWidth"), queue.window.width)
		return queue
