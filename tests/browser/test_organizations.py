"""The tree, a reorganisation before it is carried out, and who holds what, on a phone and at a desk, by Ban Tổ chức."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser import looks
from tests.browser.chromium import DESK, PHONE, Window
from tests.browser.scene import Scene


class TestOrganizations(Scene):
	def test_the_tree_the_preview_and_the_holders(self) -> None:
		decision = self.draft()
		account = self.round.trial["accounts"]["btc"]
		for size in (PHONE, DESK):
			window = Window(self.browser, size)
			self.addCleanup(window.close)
			window.sign_in(account["user"], account["password"])
			self.see_the_tree(window)
			if size == DESK:  # the bar of the desk stands aside on a phone
				self.find_by_the_search_bar(window)
			self.see_the_preview(window, decision)
			self.see_the_holders(window)
			self.assertEqual(window.heard.trouble(), [])

	def see_the_tree(self, window: Window) -> None:
		"""Opened level by level, with the numbers of each; an organisation is found without diacritics."""
		page = window.open("/app/party-organization/view/tree")
		for name in ("Đảng bộ Khối Kiểm Tra", "Đảng bộ Cơ sở Kiểm Tra"):
			page.locator(".tree-link").filter(has_text=name).click()
		cell = page.locator(".tree-link").filter(has_text="Chi bộ Kiểm Tra Hai")
		expect(cell).to_contain_text("5 đảng viên")
		expect(page.locator(".tree-link").filter(has_text="Đảng bộ Khối Kiểm Tra")).to_contain_text(
			"2 chi bộ"
		)
		search = page.locator("[data-fieldname=go_to] input:visible").first
		search.click()
		search.press_sequentially("kiem tra hai")
		expect(page.locator(".awesomplete li:visible").first).to_contain_text("Chi bộ Kiểm Tra Hai")
		page.locator(".awesomplete li:visible").first.click()
		expect(page.locator(".tree-link.selected.active")).to_contain_text("Chi bộ Kiểm Tra Hai")
		self.keep(window, "cay-to-chuc")

	def find_by_the_search_bar(self, window: Window) -> None:
		"""Without diacritics: a body and what is said of it, a list by its name."""
		page = window.open("/app/party-organization")
		window.settle()
		box = page.locator("#navbar-search")
		found = page.locator(".search-bar .awesomplete li:visible")
		box.press_sequentially("dang vien")
		expect(found.filter(has_text="Danh sách Đảng viên").first).to_be_visible()
		box.fill("")
		box.press_sequentially("kiem tra hai")
		body = found.filter(has_text="Chi bộ Kiểm Tra Hai").filter(has_text="Tổ chức đảng").first
		expect(body).to_be_visible()
		window.picture("tim-khong-dau", whole=False)
		body.click()
		page.wait_for_url(re.compile("/app/party-organization/TC"))

	def see_the_preview(self, window: Window, decision: str) -> None:
		page = window.open(f"/app/reorganization/{decision}")
		preview = page.locator(".bt-reorganization")
		expect(preview).to_contain_text("Đảng viên chuyển chi bộ")
		expect(preview).to_contain_text("Chi bộ Kiểm Tra Hai")
		self.keep(window, "sap-xep-to-chuc-xem-truoc")

	def see_the_holders(self, window: Window) -> None:
		page = window.open(f"/app/who-holds-what/{self.round.organization('cell')}")
		expect(page.locator(".bt-holders")).to_contain_text("Bí thư")
		self.keep(window, "ai-giu-viec-gi-chi-bo")

	def keep(self, window: Window, name: str) -> None:
		window.settle()
		window.picture(name)
		if window.width < 768:
			self.assertEqual(looks.overflow(window.page), [])

	def draft(self) -> str:
		"""A decision that is written down and previewed; nobody carries it out."""
		round = self.round
		place = round.organization
		acts = [
			{"act": "Merge", "organization": place("neighbour"), "target": place("cell")},
			{"act": "Move", "organization": place("grassroots"), "target": place("province")},
		]
		doc = {
			"doctype": "Reorganization",
			"title": "Sắp xếp chi bộ, đảng bộ cơ sở",
			"organization": place("province"),
			"effective_date": str(round.today),
			"decision_number": "12-QĐ/TU",
			"decision_date": str(round.today),
			"decision_issuer": "Ban Thường vụ Tỉnh ủy",
			"acts": acts,
		}
		return round.person("btc").post("frappe.client.insert", doc=doc)["name"]
