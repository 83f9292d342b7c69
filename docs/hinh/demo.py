"""Pages that are only looked at, signed in as people of the demo."""

from __future__ import annotations

from camera import demo_accounts, keep, window
from playwright.sync_api import Browser, expect

from tests.browser.chromium import DESK, PHONE
from tests.browser.pages import MyWork


def the_demo(browser: Browser) -> None:
	"""Pages that are only looked at, signed in as people of the demo."""
	accounts = demo_accounts()
	with window(browser, PHONE, *accounts["bithu"]) as secretary:
		MyWork(secretary).open()
		keep("viec-cua-toi", secretary.page)
	with window(browser, DESK, *accounts["btc"]) as officer:
		officer.open("/app/province-overview")
		expect(officer.page.locator(".bt-kind").first).to_be_visible()
		keep("toan-dang-bo-tinh", officer.page)
		officer.page.locator(".bt-kind__share a").first.click()
		expect(officer.page.locator("li.bt-line").first).to_be_visible()
		keep("mo-con-so", officer.page)
		officer.open("/app/query-report/Four Goods by Body")
		expect(officer.page.locator(".dt-row").nth(2)).to_be_visible()
		keep("bao-cao-theo-dang-bo", officer.page)
		officer.open("/app/party-organization/view/tree")
		expect(officer.page.locator(".bt-tree__size").nth(3)).to_be_visible()
		officer.page.locator(".tree-label").nth(1).click()
		expect(officer.page.locator(".tree-node .tree-node").first).to_be_visible()
		keep("cay-to-chuc", officer.page)
		officer.open("/app/evaluation/view/report")
		expect(officer.page.locator(".dt-row").nth(2)).to_be_visible()
		keep("trinh-lap-bao-cao", officer.page)
		officer.page.locator(".menu-btn-group:visible button").first.click()
		officer.page.locator(".menu-btn-group .dropdown-menu.show").get_by_text(
			"Xuất", exact=False
		).first.click()
		expect(officer.page.locator(".modal.show .btn-modal-primary")).to_be_visible()
		keep("xuat-excel", officer.page)
