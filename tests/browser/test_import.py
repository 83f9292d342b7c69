"""Ban Tổ chức takes a workbook in: what is wrong is told, cell by cell; put right, it is imported. Also on a telephone."""

from __future__ import annotations

import re
import tempfile
from datetime import date
from pathlib import Path

from bontot.workbook.testing import headed, write_workbook
from playwright.sync_api import expect

from tests.browser.chromium import DESK, PHONE, Window
from tests.browser.scene import Scene

CELL = {
	"code": "KIEM-TRA-moi",
	"parent": "KIEM-TRA-grassroots",
	"organization_name": "Chi bộ thôn Đầu Cầu",
	"kind": "Chi bộ trực thuộc",
	"valid_from": date(2021, 5, 6),
}
PERSON = {"full_name": "Vàng A Páo", "organization": "KIEM-TRA-moi", "phone": "0912345678"}


class TestImport(Scene):
	def test_from_the_mistakes_to_the_rows(self) -> None:
		officer = self.window("btc", PHONE)
		page = officer.open("/app/organization-import/new")
		expect(
			page.locator('[data-fieldname="organization"] .link-btn, [data-fieldname="organization"] a').first
		).to_be_attached()
		page.wait_for_function("cur_frm?.doc.organization")  # one's own branch is there
		page.locator(".primary-action:visible").first.click()
		page.wait_for_url(re.compile("NDL-"))
		self.give(officer, {"valid_from": "2021"}, {"phone": "không có"})
		self.next(officer, "Kiểm tra")
		rows = page.locator(".bt-workbook__row--error")
		expect(rows).to_have_count(2)
		expect(rows.first).to_contain_text("Tổ chức đảng, dòng 2, cột E (Hoạt động từ ngày)")
		expect(rows.first).to_contain_text("Chỉ có năm 2021.")
		officer.settle()
		officer.picture("nhap-con-loi")
		self.see_it_at_the_desk(page.evaluate("cur_frm.doc.name"))
		page.evaluate("cur_frm.set_value('workbook', '').then(() => cur_frm.save())")
		page.wait_for_function("!cur_frm.doc.workbook && !cur_frm.is_dirty()")
		self.give(officer, {}, {})
		self.next(officer, "Kiểm tra")
		expect(page.locator(".bt-workbook .bt-tone-good")).to_contain_text("Không có lỗi")
		page.evaluate("frappe.realtime.socket.disconnect()")  # the word of its end never comes; the page asks
		self.next(officer, "Nhập")
		page.locator(".modal.show .btn-modal-primary, .modal.show .btn-primary").first.click()
		expect(page.locator(".bt-workbook .bt-tone-good")).to_contain_text("Đã nhập lúc", timeout=180_000)
		officer.settle()
		officer.picture("nhap-xong")
		self.assertNoTrouble()
		person = self.round.person("btc")
		found = person.get(
			"frappe.client.get_list", doctype="Party Member", filters={"full_name": PERSON["full_name"]}
		)
		self.assertEqual(len(found), 1)

	def give(self, officer: Window, cell: dict, person: dict) -> None:
		"""Hang a workbook on the form, by the button, as a person does."""
		page = officer.page
		with tempfile.TemporaryDirectory() as folder:
			sheets = {**headed("organizations", {**CELL, **cell}), **headed("members", {**PERSON, **person})}
			path = write_workbook(Path(folder) / "to-chuc-dang.xlsx", sheets)
			page.locator('[data-fieldname="workbook"] .btn-attach').first.click()
			with page.expect_file_chooser() as chooser:
				page.locator(".btn-file-upload:visible").first.click()
			chooser.value.set_files(path)
			page.locator(".modal.show .btn-modal-primary, .modal.show .btn-primary").first.click()
			page.wait_for_function("cur_frm.doc.workbook")
		expect(page.locator(".modal.show")).to_have_count(0)

	def next(self, officer: Window, label: str) -> None:
		"""The button below the outcome; what runs in the background is waited for by what comes next."""
		button = officer.page.locator(".bt-workbook__next").filter(has_text=label)
		expect(button).to_be_visible(timeout=90_000)
		button.click()

	def see_it_at_the_desk(self, name: str) -> None:
		desk = Window(self.browser, DESK)
		self.addCleanup(desk.close)
		account = self.round.trial["accounts"]["btc"]
		desk.sign_in(account["user"], account["password"]).open(f"/app/organization-import/{name}")
		expect(desk.page.locator(".bt-workbook__row--error")).to_have_count(2)
		desk.settle()
		desk.picture("nhap-con-loi")
		self.assertEqual(desk.heard.trouble(), [])
