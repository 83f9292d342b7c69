"""A body decides at one of its meetings, found by itself, and the title stands in the register of the organisation's form."""

from __future__ import annotations

import unittest
from datetime import timedelta

from playwright.sync_api import expect

from tests.browser import looks
from tests.browser.chromium import DESK, PHONE
from tests.browser.pages import AppraisalQueue
from tests.browser.scene import FULL, Scene
from tests.main_job import files, year


@unittest.skipUnless(FULL, "long: bin/test browser-full")
class TestTitles(Scene):
	@classmethod
	def setUpClass(cls) -> None:
		super().setUpClass()
		for step in year.STEPS:
			if step.play is year.decide:
				return
			step.play(cls.round)
		raise AssertionError("No step decides.")

	def test_decided_at_a_meeting_and_kept_in_the_register(self) -> None:
		latest = [self.held(days) for days in (20, 4)][-1]
		officer, name = self.window("btc", DESK), str(self.round.notes["file"])
		files.rate(self.round, "secretary", self.round.organization("cell"))
		queue = AppraisalQueue(officer)
		queue.open()
		queue.open_by_key(name)
		queue.button("Lập quyết định").click()
		meeting = queue.page.locator("#bt-res-meeting")
		expect(meeting).to_have_value(latest)
		number = files.unique_number("QD/TU")
		for field, value in (
			("number", number),
			("members_total", "15"),
			("votes_for", "14"),
			("signer", "Nguyễn Văn Ký"),
			("signer_position", "Phó Bí thư Tỉnh ủy"),
		):
			queue.page.locator(f"#bt-res-{field}").fill(value)
		officer.settle()
		officer.picture("quyet-dinh-tai-cuoc-hop", whole=False)
		self.assertEqual([], looks.inaccessible(queue.page, ".bt-resolution"))
		self.assertIn(f"số {number}, ngày", queue.issue(1))
		expect(queue.page.locator(".bt-resolution .bt-tone-good")).to_be_visible()
		kept = self.round.person("btc").get(
			"frappe.client.get_value", doctype="Resolution", filters={"number": number}, fieldname="meeting"
		)
		self.assertEqual(kept["meeting"], latest)
		self.assertNoTrouble()
		for label, size in (("btc", DESK), ("secretary", PHONE)):
			with self.subTest(size=size):
				self.read_the_register(label, size, number)
		self.withdraw(name)

	def read_the_register(self, label: str, size: tuple[int, int], number: str) -> None:
		window = self.window(label, size)
		page = window.open(f"/app/party-organization/{self.round.organization('cell')}")
		register = page.locator(".bt-titles")
		row = register.locator(".bt-workbook__row")
		expect(row).to_have_count(1)
		for words in (str(self.round.today.year), "Chi bộ bốn tốt", number, "năm đầu", "Còn hiệu lực"):
			expect(row).to_contain_text(words)
		window.settle()
		window.picture("so-danh-hieu", whole=False)
		self.assertEqual([], looks.inaccessible(page, ".bt-titles"))
		self.assertEqual([], looks.english(page))
		self.assertLessEqual(page.evaluate("document.documentElement.scrollWidth"), window.width)
		address = register.get_by_role("link").get_attribute("href")
		answer = page.context.request.get(f"{page.url.split('/app/')[0]}{address}")
		expect(answer).to_be_ok()
		self.assertTrue(answer.body().startswith(b"%PDF"))
		self.assertNoTrouble()

	def withdraw(self, name: str) -> None:
		"""A title is withdrawn on its file, which no list of what waits holds: it stays before the eyes, as it is now."""
		window = self.windows["btc"]
		page = window.open(f"/app/appraisal-queue/{name}")
		file = page.locator(".bt-queue__file")
		expect(file.locator(".bt-file__period")).to_have_text(f"Năm {self.round.today.year}")
		window.press(file.get_by_text("Việc khác"))
		window.press(file.get_by_role("button", name="Thu hồi công nhận"))
		file.locator("#bt-withdraw-number").fill(files.unique_number("QD/TU"))
		file.locator(".bt-reason textarea").fill("Có kết luận vi phạm sau khi công nhận.")
		window.press(file.locator("button[type=submit]"))
		expect(file.locator(".bt-note.bt-tone-bad")).to_contain_text("Đã thu hồi công nhận theo Quyết định")
		expect(file.locator(".bt-reason")).to_have_count(0)
		self.assertIn(name, page.url)
		for size in (DESK, PHONE):
			window.resize(size)
			window.settle()
			window.picture("da-thu-hoi-cong-nhan", whole=False)
			self.assertEqual([], looks.inaccessible(page, ".bt-queue"))
		self.assertNoTrouble()

	def held(self, days: int) -> str:
		"""A meeting of the province's standing committee so many days ago, with its minutes."""
		administrator = self.round.signed_in("Administrator", self.round.password("administrator"))
		doc = {
			"doctype": "Meeting",
			"organization": self.round.organization("province"),
			"meeting_kind": "Standing Committee",
			"meeting_date": str(self.round.today - timedelta(days=days)),
			"headcount_expected": 15,
			"headcount_present": 14,
			"start_time": "08:00:00",
			"minutes_text": "Biên bản cuộc họp.",
		}
		return administrator.post("frappe.client.insert", doc=doc)["name"]
