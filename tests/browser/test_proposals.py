"""A reorganisation is proposed by the body, agreed to by the province, and becomes a decision with nothing typed again."""

from __future__ import annotations

import unittest

from playwright.sync_api import expect

from tests.browser import looks
from tests.browser.chromium import DESK, PHONE
from tests.browser.scene import FULL, Scene


@unittest.skipUnless(FULL, "long: bin/test browser-full")
class TestProposals(Scene):
	def test_from_the_proposal_to_the_decision(self) -> None:
		self.propose_and_decide(DESK, "12-QĐ/TU")

	def test_from_the_proposal_to_the_decision_on_phones(self) -> None:
		self.propose_and_decide(PHONE, "13-QĐ/TU")

	def propose_and_decide(self, size: tuple[int, int], number: str) -> None:
		name = self.proposal()
		office, province = self.window("office", size), self.window("btc", size)
		office.open(f"/app/reorganization-proposal/{name}")
		expect(office.page.locator(".bt-reorganization")).to_contain_text("Đảng viên chuyển chi bộ")
		self.keep(office, "de-nghi-sap-xep-xem-truoc")
		office.press(office.page.get_by_role("button", name="Gửi cấp trên"))
		expect(office.page.locator(".bt-approval .bt-tone-wait")).to_contain_text("Đảng bộ tỉnh Kiểm Tra")
		self.keep(office, "de-nghi-sap-xep-da-gui")
		province.open("/app/appraisal-queue")
		province.press(province.page.locator(f'.bt-queue__documents a[href$="{name}"]'))
		block = province.page.locator(".bt-approval")
		expect(province.page.get_by_role("button", name="Trả lại")).to_be_visible()
		expect(province.page.locator(".bt-reorganization")).to_contain_text("Đảng viên chuyển chi bộ")
		self.keep(province, "de-nghi-sap-xep-cho-xet")
		self.assertEqual([], looks.inaccessible(province.page, ".bt-approval"))
		province.press(province.page.get_by_role("button", name="Nhất trí với đề nghị"))
		expect(block.locator(".bt-tone-good").last).to_contain_text("Cấp trên đã nhất trí")
		self.make_the_decision(province, name, number)
		office.open(f"/app/reorganization-proposal/{name}")
		expect(office.page.locator("[data-fieldname=outcome_html]")).to_contain_text(number)
		self.keep(office, "de-nghi-sap-xep-da-co-quyet-dinh")
		self.assertNoTrouble()

	def make_the_decision(self, province, name: str, number: str) -> None:
		page = province.page
		province.press(page.get_by_role("button", name="Lập quyết định từ đề nghị"))
		box = page.locator(".modal.show")
		box.locator("[data-fieldname=decision_number] input").fill(number)
		box.locator("[data-fieldname=decision_issuer] input").fill("Ban Thường vụ Tỉnh ủy")
		province.settle()
		province.picture("de-nghi-sap-xep-hoi-quyet-dinh")
		province.press(box.get_by_role("button", name="Lập quyết định", exact=True))
		page.wait_for_url("**/app/reorganization/*")
		expect(page.locator("[data-fieldname=proposal_html]")).to_contain_text("đúng như đề nghị")
		expect(page.locator(".bt-reorganization:visible")).to_contain_text("Đảng viên chuyển chi bộ")
		expect(page.locator("#navbar-breadcrumbs")).to_contain_text("Sắp xếp tổ chức")
		self.keep(province, "sap-xep-tu-de-nghi")

	def keep(self, window, name: str) -> None:
		window.settle()
		window.picture(name)
		if window.width < 768:
			self.assertEqual(looks.overflow(window.page), [])

	def proposal(self) -> str:
		place = self.round.organization
		doc = {
			"doctype": "Reorganization Proposal",
			"title": "Đề nghị sáp nhập chi bộ",
			"organization": place("body"),
			"effective_date": str(self.round.today),
			"reason": "Hai chi bộ ít đảng viên, cùng một nơi sinh hoạt.",
			"acts": [{"act": "Merge", "organization": place("neighbour"), "target": place("cell")}],
		}
		return self.round.person("office").post("frappe.client.insert", doc=doc)["name"]
