"""A word when something happens: the bell counts, says it in a sentence and leads there. Taking a file back asks once."""

from __future__ import annotations

import re
from typing import ClassVar

from playwright.sync_api import expect

from tests.browser import looks
from tests.browser.chromium import DESK, PHONE, ROOT, Window
from tests.browser.pages import AppraisalQueue, SelfAssessment
from tests.browser.scene import Scene
from tests.main_job import files, year
from tests.main_job.round import wait_until
from tests.main_job.trial import execute


class TestBell(Scene):
	sizes: ClassVar[dict[str, tuple[int, int]]] = {"secretary": PHONE, "reviewer": DESK}

	@classmethod
	def setUpClass(cls) -> None:
		super().setUpClass()
		for play in (year.open_the_year, year.record_the_meeting, year.assess_and_send):
			play(cls.round)

	def test_from_taking_back_to_the_word_of_a_return(self) -> None:
		secretary = self.window("secretary")
		self.bell_is_empty(secretary)
		self.takes_back(secretary)
		self.reviewer_hears_of_it()
		year.return_one(self.round)
		self.ring("secretary")
		self.secretary_hears_of_it(secretary)
		self.assertNoTrouble()

	def bell_is_empty(self, window: Window) -> None:
		page = window.open("/app/my-work")
		expect(page.locator("#bontot-unread")).to_be_empty()
		window.press(page.get_by_role("link", name="Thông báo", exact=True))
		expect(page.locator(".bt-notices")).to_contain_text("Chưa có thông báo nào")
		window.picture("chuong-trong", whole=False)
		self.assertEqual([], looks.english(page))
		self.bell_of_the_desk_is_empty(window)

	def bell_of_the_desk_is_empty(self, window: Window) -> None:
		page = window.open("/app/meeting")
		bell = page.locator(".dropdown-notifications > .notifications-icon")
		expect(bell).to_have_attribute("aria-label", "Thông báo")
		expect(page.locator(".bt-bell")).to_be_hidden()
		window.press(bell)
		empty = page.locator(".panel-notifications .notification-null-state")
		expect(empty).to_contain_text("Không có thông báo mới")
		expect(empty).to_contain_text("Đồng chí chưa có thông báo nào.")
		self.assertEqual([], looks.english(page))

	def takes_back(self, window: Window) -> None:
		"""It is asked in place; left alone, the file stays where it is; taken back, it is said where it is now."""
		name = str(self.round.notes["file"])
		self_assessment = SelfAssessment(window)
		self_assessment.open(name)
		foot = window.page.locator(".bt-send")
		question = foot.get_by_text("Rút hồ sơ về chi bộ? Cấp trên sẽ không xem được cho đến khi gửi lại.")
		window.press(foot.get_by_role("button", name="Rút lại", exact=True))
		expect(question).to_be_visible()
		window.picture("rut-lai-hoi", whole=False)
		window.press(foot.get_by_role("button", name="Thôi", exact=True))
		expect(question).to_have_count(0)
		self.assertEqual("Under Appraisal", files.state(self.round.person("secretary"), name))
		window.press(foot.get_by_role("button", name="Rút lại", exact=True))
		window.press(foot.get_by_role("button", name="Rút về", exact=True))
		expect(window.page.locator("#bontot-said")).to_contain_text("Đã rút hồ sơ về chi bộ.")
		expect(foot.get_by_role("button", name=re.compile("^Gửi "))).to_be_visible()
		window.picture("rut-lai-xong", whole=False)
		self.assertEqual("Draft", files.state(self.round.person("secretary"), name))
		year.assess_and_send(self.round)

	def ring(self, label: str) -> None:
		"""The scheduler stands still here: ask as it does, until the person has heard."""

		def heard() -> bool:
			execute(ROOT, "bontot.approval.queue.notices.ask")
			asked = {"doctype": "Notification Log", "filters": {"read": 0}}
			return bool(self.round.person(label).get("frappe.client.get_list", **asked))

		wait_until(f"{label} has heard", heard, self.round.unfinished)

	def reviewer_hears_of_it(self) -> None:
		window = self.window("reviewer")
		page = window.open("/app/evaluation")
		window.hears_realtime()
		self.ring("reviewer")
		expect(page.locator(".bt-bell")).to_have_text("1")  # told to the open page
		bell = page.locator(".dropdown-notifications > .notifications-icon")
		expect(bell).to_have_attribute("aria-label", "Thông báo, 1 chưa đọc")
		window.press(bell)
		notice = page.locator(".panel-notifications .notification-item")
		expect(notice).to_have_count(1)
		expect(notice).to_contain_text("1 hồ sơ mới chờ đồng chí xét")
		expect(page.locator(".panel-notifications .notification-null-state")).to_have_count(0)
		window.picture("chuong-den-luot", whole=False)
		window.press(notice)
		page.wait_for_url(re.compile("/app/appraisal-queue"))
		expect(AppraisalQueue(window).row(str(self.round.notes["file"]))).to_be_visible()
		expect(page.locator(".bt-bell")).to_be_hidden()

	def secretary_hears_of_it(self, window: Window) -> None:
		page = window.open("/app/my-work")
		expect(page.locator("#bontot-unread")).to_have_text("1")
		window.picture("chuong-mot", whole=False)
		window.press(page.get_by_role("link", name=re.compile("^Thông báo")))
		notice = page.locator(".bt-notices").get_by_role(
			"link", name=re.compile("bị trả lại, cần sửa trước ngày")
		)
		expect(notice).to_be_visible()
		window.picture("chuong-tra-lai", whole=False)
		self.assertEqual([], looks.english(page))
		window.press(notice)
		page.wait_for_url(re.compile(f"/app/self-assessment/{self.round.notes['file']}"))
		expect(page.locator(".bt-self")).to_be_visible()
		expect(page.locator("#bontot-unread")).to_be_empty()
