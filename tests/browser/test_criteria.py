"""Ban Tổ chức writes next year's framework and tries it on this one; a body's overlay is refused, mended, sent up and put in force."""

from __future__ import annotations

import re
import unittest

from playwright.sync_api import Page, expect

from tests.browser import looks
from tests.browser.chromium import DESK, PHONE, Window
from tests.browser.scene import FULL, Scene
from tests.main_job import files
from tests.main_job.round import Round

THEMATIC = "thematic_per_quarter"


class TestCriteria(Scene):
	@classmethod
	def setUpClass(cls) -> None:
		super().setUpClass()
		files.open_period(cls.round, "Year")

	def test_a_new_version_shows_the_difference_and_is_tried_on_the_year(self) -> None:
		officer = self.window("btc")
		page = officer.open(f"/app/criteria-framework/{self.round.trial['framework']}")
		page.get_by_role("button", name="Lập phiên bản mới").click()
		page.wait_for_function("cur_frm?.doc.docstatus === 0 && cur_frm.doc.previous_version")
		expect(page.locator(".bt-workbook")).to_contain_text("Chưa có gì khác phiên bản trước.")
		name = page.evaluate("cur_frm.doc.name")
		self.require_the_first_meeting_twice(page)
		rows = page.locator(".bt-workbook__row")
		expect(rows).to_have_count(2)
		expect(page.locator(".bt-workbook")).to_contain_text("Số buổi sinh hoạt thường lệ mỗi tháng")
		officer.settle()
		officer.picture("phien-ban-moi")
		self.assertEqual([], looks.inaccessible(page, ".bt-workbook"))
		self.try_it(officer)
		expect(page.locator(".modal.show .bt-workbook")).to_contain_text("Không ghi gì vào hệ thống")
		officer.picture("thu-tren-nam", whole=False)
		phone = Window(self.browser, PHONE)
		self.addCleanup(phone.close)
		account = self.round.trial["accounts"]["btc"]
		self.windows["btc on the phone"] = phone.sign_in(account["user"], account["password"])
		phone.open(f"/app/criteria-framework/{name}")
		phone.page.wait_for_function("cur_frm?.doc.previous_version")
		self.try_it(phone)
		phone.picture("thu-tren-nam", whole=False)
		self.assertNoTrouble()

	def require_the_first_meeting_twice(self, page: Page) -> None:
		"""A word of a criterion and a threshold, changed as the form does."""
		page.evaluate(
			"""() => {
				const [criterion] = cur_frm.doc.criteria;
				frappe.model.set_value(criterion.doctype, criterion.name, "short_text", "Lãnh đạo tốt nhiệm vụ chính trị");
				const setting = cur_frm.doc.settings.find((row) => row.setting_key === "regular_per_month");
				frappe.model.set_value(setting.doctype, setting.name, "setting_value", "2");
				return cur_frm.save();
			}"""
		)
		page.wait_for_function("!cur_frm.is_dirty()")

	def try_it(self, window: Window) -> None:
		page = window.page
		button = page.get_by_role("button", name="Thử trên năm trước")
		if window.width < 768:
			page.locator(".menu-btn-group:visible, .actions-btn-group:visible").first.click()
			button = page.locator(".dropdown-menu.show").get_by_text("Thử trên năm trước")
		button.click()
		page.locator(".modal.show").get_by_role("button", name="Thử", exact=True).click()
		expect(page.locator(".modal.show .bt-workbook")).to_contain_text(
			re.compile("tổ chức sẽ có kết quả khác")
		)
		window.settle()

	def test_an_overlay_is_refused_then_mended_then_put_in_force(self) -> None:
		self.refuse_mend_and_send(DESK)

	@unittest.skipUnless(FULL, "long: bin/test browser-full")
	def test_an_overlay_is_mended_and_put_in_force_on_a_phone(self) -> None:
		self.refuse_mend_and_send(PHONE)

	def refuse_mend_and_send(self, size: tuple[int, int]) -> None:
		name = overlay(self.round, "0")
		officer = self.window("office", size)
		page = officer.open(f"/app/framework-overlay/{name}")
		expect(page.locator(".bt-workbook .bt-tone-bad")).to_contain_text(
			"Chưa ban hành được: còn 1 chỗ phải sửa."
		)
		expect(page.locator(".bt-workbook__row--error")).to_contain_text(
			"Tỉnh yêu cầu 1; dòng này yêu cầu nhẹ hơn."
		)
		officer.settle()
		officer.picture("cu-the-hoa-con-loi")
		self.assertEqual([], looks.inaccessible(page, ".bt-workbook"))
		row = page.locator('[data-fieldname="changes"] .grid-row[data-idx="1"]')
		if officer.width >= 768:
			row.locator('[data-fieldname="setting_value"]').click()
			row.locator('input[data-fieldname="setting_value"]').fill("2")
		else:  # there a tap on a line opens it as a small form of its own
			officer.press(row.locator(".grid-static-col").first)
			page.locator(".form-in-grid input[data-fieldname='setting_value']").fill("2")
		page.keyboard.press("Tab")
		page.keyboard.press("Control+s")
		expect(page.locator(".bt-workbook .bt-tone-good")).to_be_visible()
		officer.settle()
		officer.picture("cu-the-hoa-da-sua")
		self.assertEqual([], looks.inaccessible(page, ".bt-workbook"))
		self.send(officer)
		province = self.window("btc", size)
		self.open_from_the_queue(province, name)
		if FULL:
			self.return_and_send_again(province, officer, "Ghi rõ căn cứ của tiêu chí thêm")
			self.open_from_the_queue(province, name)
		province.picture("cu-the-hoa-cho-xet")
		self.assertEqual([], looks.inaccessible(province.page, ".bt-climb"))
		province.press(province.page.get_by_role("button", name="Nhất trí, cho áp dụng"))
		province.page.wait_for_function("cur_frm.doc.docstatus === 1")
		expect(province.page.locator(".bt-climb .bt-tone-good").last).to_contain_text("Đang áp dụng")
		province.settle()
		province.picture("cu-the-hoa-dang-ap-dung")
		page = province.open("/app/appraisal-queue?tab=passed")
		expect(page.locator(".bt-queue__documents")).to_contain_text("Đã duyệt")
		province.settle()
		province.picture("van-ban-da-chuyen")
		self.assertNoTrouble()

	def send(self, officer: Window) -> None:
		"""The form then shows for whom it waits, and nothing of it can be changed."""
		officer.press(officer.page.locator(".bt-climb").get_by_role("button", name="Gửi cấp trên"))
		officer.page.wait_for_function("cur_frm.doc.state === 'Under Appraisal'")
		expect(officer.page.locator(".bt-climb .bt-tone-wait")).to_contain_text("Đảng bộ tỉnh Kiểm Tra")
		expect(officer.page.get_by_role("button", name="Lưu", exact=True)).to_have_count(0)
		officer.settle()
		officer.picture("cu-the-hoa-da-gui")

	def open_from_the_queue(self, province: Window, name: str) -> None:
		page = province.open("/app/appraisal-queue")
		documents = page.locator(".bt-queue__documents")
		expect(documents).to_contain_text("Cụ thể hóa cho chi bộ khối cơ quan")
		province.settle()
		province.picture("van-ban-cho-tham-dinh")
		self.assertEqual([], looks.inaccessible(page, ".bt-queue__documents"))
		province.press(documents.locator(f'a[href$="{name}"]'))
		expect(page.locator(".bt-climb").get_by_role("button", name="Trả lại")).to_be_visible()
		province.settle()

	def refuse_too_long(self, province: Window, reason: str) -> None:
		"""Refused by the server, what was typed stays in the box though the form is drawn anew."""
		block, dialog = province.page.locator(".bt-climb"), province.page.locator(".modal.show")
		box = block.locator("textarea")
		box.evaluate("box => box.removeAttribute('maxlength')")  # as one who came to the box another way
		box.fill(reason + "." * 2000)
		province.press(block.locator(".bt-climb__ask .bt-button--main"))
		expect(dialog).to_contain_text("rút gọn")
		province.settle()
		province.page.keyboard.press("Escape")
		expect(dialog).to_have_count(0)
		expect(box).to_have_value(reason + "." * 2000)
		province.picture("cu-the-hoa-ly-do-con-lai")
		province.heard.forget()  # the refusal that was asked for

	def return_and_send_again(self, province: Window, officer: Window, reason: str) -> None:
		block = province.page.locator(".bt-climb")
		province.press(block.get_by_role("button", name="Trả lại"))
		self.refuse_too_long(province, reason)
		block.locator("textarea").fill(reason)
		province.press(block.locator(".bt-climb__ask .bt-button--main"))
		province.page.wait_for_function("cur_frm.doc.state === 'Returned'")
		officer.page.reload()
		expect(officer.page.locator(".bt-climb .bt-tone-warn").last).to_contain_text(reason)
		officer.settle()
		officer.picture("cu-the-hoa-bi-tra-lai")
		self.send(officer)


class TestLocalFile(Scene):
	"""The year opens after the body has made the framework concrete: its cells answer that."""

	def test_the_secretary_sees_whose_criteria_they_are(self) -> None:
		document = {"kind": "Framework Overlay", "name": overlay(self.round, "2")}
		for step, (label, act) in enumerate((("office", "send"), ("btc", "agree"))):
			door = f"bontot.approval.documents_api.{act}"
			self.round.person(label).post(door, **document, expected_sequence=step)
		period = files.open_period(self.round, "Year")
		secretary = self.window("secretary")
		page = secretary.open(f"/app/self-assessment/{self.round.organization('cell')}-{period}")
		expect(page.locator(".bt-self")).to_contain_text(
			"Bộ tiêu chí của tỉnh, Đảng bộ Khối Kiểm Tra cụ thể hóa"
		)
		card = page.locator("#criterion-khoi_1")
		expect(card).to_contain_text("Tiêu chí riêng của Đảng bộ Khối Kiểm Tra")
		card.get_by_role("radio", name="Đạt", exact=True).click()
		expect(page.locator(".bt-self")).to_contain_text("Đã lưu")
		secretary.settle()
		secretary.picture("tieu-chi-rieng")
		self.assertNoTrouble()


def overlay(round: Round, meetings: str) -> str:
	"""A draft of the body's overlay with a threshold and a criterion of its own; name."""
	lines = [
		{"action": "Tighten", "setting_key": THEMATIC, "setting_value": meetings},
		{
			"action": "Add",
			"criterion_key": "khoi_1",
			"group_key": "doan_ket_ky_luat_tot",
			"short_text": "Có sổ theo dõi góp ý của đảng viên",
			"full_text": "Chi bộ lập sổ theo dõi góp ý của đảng viên và trả lời từng góp ý",
			"kind": "Judged",
			"required": 1,
			"for_six_month": 1,
			"for_year": 1,
		},
	]
	doc = {
		"doctype": "Framework Overlay",
		"title": "Cụ thể hóa cho chi bộ khối cơ quan",
		"organization": round.organization("body"),
		"framework": round.trial["framework"],
		"title_kind": "Cell",
		"valid_from": "2026-01-01",
		"decision_number": "15-QĐ/ĐU",
		"decision_date": "2026-01-06",
		"changes": lines,
	}
	return round.person("btc").post("frappe.client.insert", doc=doc)["name"]
