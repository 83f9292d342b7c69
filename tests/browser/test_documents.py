"""Documents that climb: a summary report on its ordinary form."""

from __future__ import annotations

import unittest

from playwright.sync_api import expect

from tests.browser import looks
from tests.browser.chromium import DESK, PHONE
from tests.browser.scene import FULL, Scene
from tests.main_job import files


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
		block = office.page.locator(".bt-approval")
		office.press(block.get_by_role("button", name="Gửi cấp trên"))
		expect(block.locator(".bt-tone-wait")).to_contain_text("Đảng bộ tỉnh Kiểm Tra")
		office.settle()
		office.picture("bao-cao-da-gui")
		province.open("/app/appraisal-queue")
		province.press(province.page.locator(f'.bt-queue__documents a[href$="{name}"]'))
		block = province.page.locator(".bt-approval")
		expect(block.get_by_role("button", name="Trả lại")).to_be_visible()
		province.settle()
		province.picture("bao-cao-cho-tiep-nhan")
		self.assertEqual([], looks.inaccessible(province.page, ".bt-approval"))
		province.press(block.get_by_role("button", name="Tiếp nhận"))
		expect(block.locator(".bt-tone-good").last).to_contain_text("Cấp trên đã tiếp nhận")
		province.settle()
		province.picture("bao-cao-da-tiep-nhan")
		self.assertNoTrouble()
