"""Tests of what an own page costs on a slow line: bytes on the wire from the address through sign-in to the first tap, cold and
warm.

Counted by the browser's own log of the network, every request. How long it takes is printed, not asserted: machines are noisy.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from playwright.sync_api import CDPSession, Page, expect

from tests.browser import looks
from tests.browser.chromium import DESK, PHONE, URL, Window
from tests.browser.scene import Scene
from tests.main_job import files

COLD, WARM = 700_000, 100_000  # bytes, compressed as they are sent
BYTES_A_SECOND = 400_000 // 8
DELAY = 2000  # ms
PAGES = (
	"my-work",
	"my-work/me",
	"my-work/notices",
	"unit-records/meetings",
	"unit-records/members",
	"yearly-rating",
)


@dataclass
class Line:
	"""A slow line: what has come over it since `forget`, by address."""

	session: CDPSession
	came: dict[str, float] = field(default_factory=dict)
	addresses: dict[str, str] = field(default_factory=dict)

	@classmethod
	def of(cls, page: Page) -> Line:
		line = cls(page.context.new_cdp_session(page))
		line.session.on("Network.requestWillBeSent", line._note_request)
		line.session.on("Network.dataReceived", line._note_data)
		line.session.on("Network.loadingFinished", line._note_end)
		line.session.send("Network.enable")
		speed = {"downloadThroughput": BYTES_A_SECOND, "uploadThroughput": BYTES_A_SECOND}
		line.session.send("Network.emulateNetworkConditions", {"offline": False, "latency": DELAY, **speed})
		return line

	def _note_request(self, event: dict) -> None:
		self.addresses[event["requestId"]] = event["request"]["url"]

	def _note_data(self, event: dict) -> None:
		self.came[event["requestId"]] = self.came.get(event["requestId"], 0) + event["encodedDataLength"]

	def _note_end(self, event: dict) -> None:
		self.came[event["requestId"]] = event["encodedDataLength"]

	def bytes(self) -> int:
		return round(sum(self.came.values()))

	def told(self) -> str:
		rows = sorted(self.came.items(), key=lambda row: -row[1])
		return "\n".join(f"{round(size):>9} {self.addresses.get(key, '?')}" for key, size in rows)

	def forget(self) -> None:
		self.came.clear()


class TestLight(Scene):
	def test_a_slow_line_from_the_address_to_the_first_tap(self) -> None:
		window = Window(self.browser, PHONE)
		self.addCleanup(window.close)
		page, line, begun = window.page, Line.of(window.page), time.monotonic()
		page.set_default_timeout(120_000)
		account = self.round.trial["accounts"]["secretary"]
		page.goto(f"{URL}/app/my-work", wait_until="commit")
		page.wait_for_function("document.body?.innerText.trim()")
		readable = time.monotonic() - begun
		page.locator("#login_email").fill(account["user"])
		page.locator("#login_password").fill(account["password"])
		page.locator(".btn-login").first.click()
		page.wait_for_url(lambda url: "/app/my-work" in url and "login" not in url, timeout=120_000)
		expect(page.locator(".bt-my-work")).to_be_visible(timeout=120_000)
		took, cold = time.monotonic() - begun, line.bytes()
		print(f"\ncold: {cold} bytes, {took:.1f} s, readable after {readable:.1f} s\n{line.told()}")

		line.forget()
		begun = time.monotonic()
		page.reload(wait_until="commit")
		expect(page.locator(".bt-my-work")).to_be_visible(timeout=120_000)
		took, warm = time.monotonic() - begun, line.bytes()
		print(f"warm: {warm} bytes, {took:.1f} s\n{line.told()}")
		self.assertLessEqual(cold, COLD)
		self.assertLessEqual(warm, WARM)

	def test_own_pages_without_the_desk(self) -> None:
		for size in (PHONE, DESK):
			window = self.window("secretary", size) if size == PHONE else self.windows["secretary"]
			window.resize(size)
			for address in PAGES:
				with self.subTest(address, width=window.width):
					page = window.open(f"/app/{address}")
					window.settle()
					expect(page.locator(".bt-page")).to_be_visible()
					self.assertFalse(page.evaluate("Boolean(window.jQuery)"), "the desk has come along")
					window.picture(f"nhe-{address.replace('/', '-')}")
					self.assertEqual([], looks.english(page))
					self.assertEqual([], looks.overflow(page))
					self.assertEqual([], looks.small_text(page) if size == PHONE else [])
					self.assertEqual([], looks.inaccessible(page, "body"))
		self.assertNoTrouble()

	def test_from_place_to_place_and_back_nothing_is_loaded_again(self) -> None:
		window = self.window("secretary")
		page = window.open("/app/my-work")
		expect(page.locator(".bt-my-work")).to_be_visible()
		page.evaluate("window.here = 'still'")
		for name, shown in (("Đảng viên", ".bt-book"), ("Tôi", ".bt-account"), ("Việc", ".bt-my-work")):
			window.press(page.locator(".bt-places").get_by_role("link", name=name, exact=True))
			expect(page.locator(shown)).to_be_visible()
		page.go_back()
		expect(page.locator(".bt-account")).to_be_visible()
		self.assertEqual("still", page.evaluate("window.here"))
		self.assertNoTrouble()

	def test_a_dark_ground_is_chosen_by_its_word_and_stays(self) -> None:
		window = self.window("secretary")
		page = window.open("/app/my-work/me")
		grounds = page.get_by_role("group", name="Nền trang")
		with page.expect_response(lambda answer: "switch_theme" in answer.url):
			window.press(grounds.get_by_text("Nền tối", exact=True))
		for _again in range(2):
			chip = grounds.get_by_role("button", name="Nền tối", exact=True)
			expect(chip).to_have_attribute("aria-pressed", "true")
			expect(page.locator("html")).to_have_attribute("data-theme-mode", "dark")
			page.reload()
		self.assertNoTrouble()

	def test_back_from_a_record_one_is_where_one_was(self) -> None:
		window = self.window("secretary")
		period = files.open_period(self.round, "Year")
		page = window.open(f"/app/self-assessment/{self.round.organization('cell')}-{period}")
		expect(page.locator(".bt-criterion").first).to_be_visible()
		window.settle()
		page.evaluate("window.scrollTo(0, 700)")
		window.press(page.locator(".bt-places").get_by_role("link", name="Tôi", exact=True))
		expect(page.locator(".bt-account")).to_be_visible()
		page.wait_for_function("window.scrollY === 0")
		page.go_back()
		page.wait_for_function("Math.abs(window.scrollY - 700) < 3")
		page.reload()
		expect(page.locator(".bt-criterion").first).to_be_visible()
		page.wait_for_function("Math.abs(window.scrollY - 700) < 3")
		self.assertNoTrouble()
