"""One's own account in a browser: what is one's own is saved by its form, the password is changed with the old one."""

from __future__ import annotations

import secrets

from playwright.sync_api import Page, expect

from tests.bad_days.ground import ProvinceCase
from tests.browser.chromium import DESK, PHONE, PICTURES, Window, chromium


class TestOwnAccount(ProvinceCase):
	def account(self, label: str) -> dict[str, str]:
		return self.round.trial["accounts"][label]

	def setUp(self) -> None:
		self.browser = self.enterContext(chromium())

	def window(self, label: str, size: tuple[int, int]) -> Window:
		account = self.account(label)
		return Window(self.browser, size).sign_in(account["user"], account["password"]).at_the_desk()

	def picture(self, page: Page, name: str) -> None:
		page.screenshot(path=str(PICTURES / f"own-account-{name}.png"), full_page=True)

	def test_ones_settings_are_saved_by_their_form(self) -> None:
		for size in (PHONE, DESK):
			with self.subTest(size=size):
				window = self.window("secretary", size)
				page = window.page
				page.evaluate("frappe.ui.toolbar.route_to_user()")
				box = page.locator("[data-fieldname=phone] input").first
				page.wait_for_selector(".form-page:visible [data-fieldname=language]")
				self.picture(page, f"form-{size[0]}")
				self.assertFalse(page.locator("[data-fieldname=first_name] input:visible").count())
				page.evaluate("cur_frm.scroll_to_field('phone')")  # on a tab of its own in the newer forms
				phone = f"09{secrets.randbelow(10**8):08}"
				box.fill(phone)
				box.blur()
				page.keyboard.press("Control+s")
				page.wait_for_function("!cur_frm.is_dirty()")
				page.reload()
				page.wait_for_function("window.cur_frm?.doc?.phone")
				self.assertEqual(page.evaluate("cur_frm.doc.phone"), phone)
				self.assertEqual(window.heard.refused, [])

	def test_the_menu_offers_what_leads_somewhere(self) -> None:
		window = self.window("secretary", DESK)
		page = window.page
		page.locator(".dropdown-navbar-user").first.click()
		page.wait_for_selector("#toolbar-user .dropdown-item:visible")
		self.picture(page, "menu")
		offered = page.locator("#toolbar-user .dropdown-item:visible").all_inner_texts()
		offered = {text.strip() for text in offered}
		self.assertIn("Thiết lập của tôi", offered)
		for nowhere in ("Hồ sơ của tôi", "Xem trang web", "Mặc định của phiên làm việc"):
			self.assertNotIn(nowhere, offered)

	def test_a_password_is_changed_with_the_old_one(self) -> None:
		for label, size in (("reviewer", PHONE), ("upper", DESK)):
			with self.subTest(size=size):
				window, account = self.window(label, size), self.account(label)
				page = window.open("/update-password")
				note, new = page.locator(".own-password [role=alert]"), f"Mot-{secrets.token_hex(6)}-Hai"
				page.locator(".own-password [type=submit]").click()
				expect(note).to_contain_text("Điền đủ các ô")
				self.fill(page, "sai", new)
				page.keyboard.press("Enter")
				expect(note).to_contain_text("Mật khẩu cũ chưa đúng")
				self.picture(page, f"wrong-{size[0]}")
				self.fill(page, account["password"], new)
				page.keyboard.press("Enter")
				expect(note).to_contain_text("Đã đổi mật khẩu")
				account["password"] = new
				page.wait_for_url("**/app**")
				page.wait_for_function("window.frappe?.boot?.user && frappe.session.user !== 'Guest'")

	def fill(self, page: Page, old: str, new: str) -> None:
		page.locator("#old_password").fill(old)
		page.locator("#new_password").fill(new)
		page.locator("#confirm_password").fill(new)

	def test_a_wrong_sign_in_says_so(self) -> None:
		for size in (PHONE, DESK):
			with self.subTest(size=size):
				page = Window(self.browser, size).open("/login")
				for _try in range(6):
					page.locator("#login_email").fill(self.account("btc")["user"])
					page.locator("#login_password").fill("sai")
					with page.expect_response("**/api/method/login"):
						page.keyboard.press("Enter")
					expect(page.locator(".btn-login")).to_be_enabled()
				self.picture(page, f"login-{size[0]}")
				expect(page.locator("body")).to_contain_text("Từ đây đã nhập sai nhiều lần")
