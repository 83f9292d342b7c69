"""Ban Tổ chức tries a route on an organisation: the answer stands in the page, at a desk, on a phone and on paper."""

from __future__ import annotations

import unittest

from playwright.sync_api import expect

from tests.browser import looks
from tests.browser.chromium import DESK, PHONE
from tests.browser.scene import FULL, Scene


@unittest.skipUnless(FULL, "long: bin/test browser-full")
class TestRoutes(Scene):
	def test_at_a_desk(self) -> None:
		self.try_it(DESK)

	def test_on_a_phone(self) -> None:
		self.try_it(PHONE)

	def try_it(self, size: tuple[int, int]) -> None:
		officer = self.window("btc", size)
		page = officer.open("/app/approval-route/bontot-year-above")
		block = page.locator(".frappe-control[data-fieldname='trial_html']")
		if officer.width >= 768:
			page.get_by_role("button", name="Thử trên một tổ chức").click()
			expect(block.locator("input[data-fieldname='trial_organization']")).to_be_focused()
		organization = self.round.organization("cell")
		box = block.locator("input[data-fieldname='trial_organization']")
		name = self.name_of(organization)
		box.click()
		box.fill(name)
		block.locator(".awesomplete li", has_text=name).first.click()
		officer.press(block.get_by_role("button", name="Thử", exact=True))
		expect(block.locator(".bt-tone-warn")).to_contain_text("Đến Tỉnh ủy quyết định")
		rows = block.locator(".bt-workbook__row")
		expect(rows).to_have_count(3)
		expect(rows.first).to_contain_text("Quyết định")
		expect(rows.last).to_contain_text("quy trình dừng trước cấp này")
		officer.settle()
		officer.picture("thu-quy-trinh")
		self.assertEqual([], looks.inaccessible(page, ".bt-workbook"))
		self.assertEqual([], looks.english(page))
		self.assertLessEqual(page.evaluate("document.documentElement.scrollWidth"), officer.width)
		page.emulate_media(media="print")
		expect(rows.first).to_be_visible()
		expect(block.get_by_role("button", name="Thử", exact=True)).to_be_hidden()
		officer.picture("thu-quy-trinh-in")
		self.assertNoTrouble()

	def name_of(self, organization: str) -> str:
		found = self.round.person("btc").get(
			"frappe.client.get_value",
			doctype="Party Organization",
			filters={"name": organization},
			fieldname="organization_name",
		)
		return found["organization_name"]
