"""The throw-away province in which what changes something is played: its windows, its round of a year."""

from __future__ import annotations

from camera import keep
from playwright.sync_api import Browser

from tests.browser.chromium import DESK, PHONE, Window
from tests.main_job.round import Round

RETURNED = "dk_1"  # the criterion that is returned once, and mended


class Stage:
	def __init__(self, browser: Browser, round_: Round) -> None:
		self.browser, self.round = browser, round_
		self.windows: dict[str, Window] = {}

	def window(self, label: str) -> Window:
		if label not in self.windows:
			account = self.round.trial["accounts"][label]
			size = PHONE if label == "secretary" else DESK
			opened = Window(self.browser, size)
			if label == "secretary":
				opened.open("/login")
				opened.page.locator("#login_email").fill("bithu.chibo@tinh.vn")
				opened.page.locator("#login_password").fill("matkhauthu")
				keep("dang-nhap", opened.page)
			self.windows[label] = opened.sign_in(account["user"], account["password"])
		return self.windows[label]

	@property
	def file(self) -> str:
		return str(self.round.notes["file"])

	def short_text(self, key: str) -> str:
		told = self.round.person("secretary").get("bontot.evaluation.api.get_evaluation", name=self.file)
		return next(item["short_text"] for item in told["items"] if item["criterion_key"] == key)
