"""Documents that climb: a summary report on its ordinary form, the minutes of a meeting on the meeting's own page."""

from __future__ import annotations

import unittest

from playwright.sync_api import expect

from tests.browser import looks
from tests.browser.chromium import DESK, PHONE, Window
from tests.browser.scene import FULL, Scene
from tests.main_job import files

SAID = "Chi bộ thảo luận chuyên đề, thống nhất thực hiện."


@unittest.skipUnless(FULL, "long: bin/test browser-full")
class TestReports(Scene):
	def test_a_report_is_sent_and_received(self) -> None:
		period = files.open_period(self.round, "Year")
		self.send_and_receive(self.report("body", "office", period), DESK)

	def test_a_report_is_sent_and_received_on_phones(self) -> None:
		period = files.open_period(self.round, "Six-Month")
		self.send_and_receive(self.report("body", "office", period), PHONE)

	def report(self, organization: str, author: str, period: str) -> str:
		doc = {
			"doctype": "Summary Report",
			"organization": self.round.organization(organization),
			"period": period,
			"good_practice": "Giao ban hằng tuần",
			"difficulties": "Thiếu cán bộ chuyên trách",
		}
		return self.round.person(author).post("frappe.client.insert", doc=doc)["name"]

	def send_and_receive(self, name: str, size: tuple[int, int]) -> None:
		office, province = self.window("office", size), self.window("btc", size)
		office.open(f"/app/summary-report/{name}")
		block = office.page.locator(".bt-climb")
		office.press(block.get_by_role("button", name="Gửi cấp trên"))
		expect(block.locator(".bt-tone-wait")).to_contain_text("Đảng bộ tỉnh Kiểm Tra")
		office.settle()
		office.picture("bao-cao-da-gui")
		province.open("/app/appraisal-queue")
		province.press(province.page.locator(f'.bt-queue__documents a[href$="{name}"]'))
		block = province.page.locator(".bt-climb")
		expect(block.get_by_role("button", name="Trả lại")).to_be_visible()
		province.settle()
		province.picture("bao-cao-cho-tiep-nhan")
		self.assertEqual([], looks.inaccessible(province.page, ".bt-climb"))
		province.press(block.get_by_role("button", name="Tiếp nhận"))
		expect(block.locator(".bt-tone-good").last).to_contain_text("Cấp trên đã tiếp nhận")
		province.settle()
		province.picture("bao-cao-da-tiep-nhan")
		self.assertNoTrouble()


@unittest.skipUnless(FULL, "long: bin/test browser-full")
class TestMinutes(Scene):
	"""Only where a route asks for minutes: here the one that ships switched off."""

	def setUp(self) -> None:
		super().setUp()
		self.administrator = self.round.signed_in("Administrator", self.round.password("administrator"))
		self.switch(0)
		self.addCleanup(self.switch, 1)

	def switch(self, disabled: int) -> None:
		names = {"doctype": "Approval Route", "name": "bontot-minutes-above"}
		self.administrator.post("frappe.client.set_value", **names, fieldname="disabled", value=disabled)

	def test_minutes_are_sent_returned_and_appraised(self) -> None:
		self.climb("2026-03-10", PHONE, DESK)

	def test_minutes_climb_at_a_desk_and_on_a_phone(self) -> None:
		self.climb("2026-05-12", DESK, PHONE)

	def climb(self, day: str, below: tuple[int, int], above: tuple[int, int]) -> None:
		name = self.record(day)
		secretary, reviewer = self.window("secretary", below), self.window("reviewer", above)
		secretary.open(f"/app/meeting-record/{name}")
		secretary.press(secretary.page.get_by_role("button", name="Gửi biên bản"))
		way = secretary.page.locator(".bt-meeting__way")
		expect(way.locator(".bt-note.bt-tone-wait")).to_contain_text("Đảng bộ Cơ sở Kiểm Tra")
		expect(secretary.page.locator("fieldset.bt-meeting__parts input").first).to_be_disabled()
		secretary.settle()
		secretary.picture("bien-ban-da-gui", whole=False)
		self.assertEqual([], looks.inaccessible(secretary.page, ".bt-meeting"))
		reviewer.open("/app/appraisal-queue")
		row = reviewer.page.locator(f'.bt-queue__documents a[href$="{name}"]')
		expect(row).to_be_visible()
		reviewer.settle()
		reviewer.picture("bien-ban-trong-danh-sach")
		self.assertEqual([], looks.inaccessible(reviewer.page, ".bt-queue__documents"))
		reviewer.press(row)
		foot = reviewer.page.locator(".bt-foot")
		expect(foot.get_by_role("button", name="Trả lại")).to_be_visible()
		reviewer.settle()
		self.read_minutes(reviewer)
		reviewer.picture("bien-ban-cho-tham-dinh")
		reviewer.press(foot.get_by_role("button", name="Trả lại"))
		reviewer.page.locator(".bt-foot textarea").fill("Ghi rõ lý do của đồng chí vắng mặt.")
		reviewer.press(foot.locator("form").get_by_role("button", name="Trả lại"))
		expect(reviewer.page.locator(".bt-meeting__way .bt-note.bt-tone-warn")).to_contain_text(
			"lý do của đồng chí"
		)
		secretary.open(f"/app/meeting-record/{name}")
		expect(secretary.page.locator(".bt-meeting__way .bt-note.bt-tone-warn")).to_contain_text(
			"Ghi rõ lý do"
		)
		secretary.settle()
		secretary.picture("bien-ban-bi-tra-lai", whole=False)
		secretary.press(secretary.page.get_by_role("button", name="Gửi biên bản"))
		expect(secretary.page.locator(".bt-meeting__way .bt-note.bt-tone-wait")).to_be_visible()
		reviewer.open(f"/app/meeting/{name}")  # the ordinary form says and offers the same
		block = reviewer.page.locator(".bt-climb")
		expect(block.get_by_role("button", name="Đã thẩm định biên bản")).to_be_visible()
		reviewer.settle()
		reviewer.picture("bien-ban-tren-bieu-mau")
		self.assertEqual([], looks.inaccessible(reviewer.page, ".bt-climb"))
		reviewer.open(f"/app/meeting-record/{name}")
		reviewer.press(reviewer.page.get_by_role("button", name="Đã thẩm định biên bản"))
		expect(reviewer.page.locator(".bt-meeting__way .bt-note.bt-tone-good")).to_contain_text(
			"đã thẩm định"
		)
		reviewer.settle()
		reviewer.picture("bien-ban-da-tham-dinh", whole=False)
		self.assertNoTrouble()

	def read_minutes(self, reader: Window) -> None:
		"""Whoever may not write the record reads it, by finger or by key: what was said, and the minutes made of it."""
		expect(reader.page.locator(".bt-meeting__parts .bt-quote", has_text=SAID).first).to_be_visible()
		minutes = reader.page.locator(".bt-meeting__minutes")
		expect(minutes).to_be_hidden()
		reader.press(reader.page.get_by_text("Đọc biên bản", exact=True))
		expect(minutes).to_contain_text(SAID)
		minutes.focus()
		expect(minutes).to_be_focused()

	def record(self, day: str) -> str:
		"""A thematic meeting of the first cell, held and minuted."""
		author, api = self.round.person("secretary"), "bontot.meeting.api"
		organization = self.round.organization("cell")
		begun = author.post(
			f"{api}.new_meeting",
			organization=organization,
			meeting_kind="Cell Thematic",
			meeting_date=day,
		)
		values = {"proceedings": SAID}
		revision = begun["parts"]["proceedings"]["revision"]
		part = {"part": "proceedings", "values": values, "revision": revision, "save_key": day}
		author.post(f"{api}.save_part", name=begun["name"], **part)
		author.post(f"{api}.finish", name=begun["name"])
		return begun["name"]
