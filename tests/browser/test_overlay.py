"""A body makes the framework concrete by typing: refused by the linter, mended, sent up, put in force, met by its cells."""

from __future__ import annotations

from playwright.sync_api import Locator, expect

from tests.browser import looks
from tests.browser.chromium import DESK, PHONE, Window
from tests.browser.overlays import TITLE, draft
from tests.browser.pages import Form
from tests.browser.scene import FULL, Scene
from tests.main_job import files

WRITTEN = "Cụ thể hóa cho đảng bộ cơ sở"


class TestOverlay(Scene):
	def test_it_is_written_refused_mended_and_put_in_force_at_a_desk(self) -> None:
		officer = self.window("office", DESK)
		name = self.write(officer)
		self.refuse_and_mend(officer, name)
		self.put_in_force(officer, DESK, name, WRITTEN)

	def test_it_is_refused_mended_and_met_by_the_cells_on_phones(self) -> None:
		"""The year opens after the body has made the framework concrete: its cells answer that."""
		officer, name = self.window("office", PHONE), draft(self.round, "0")
		self.refuse_and_mend(officer, name)
		if FULL:
			self.put_in_force(officer, PHONE, name, TITLE)
		else:
			self.send(officer)
			self.agree(name)
		self.see_whose_criteria_they_are(files.open_period(self.round, "Year"))
		self.assertNoTrouble()

	def agree(self, name: str) -> None:
		door, document = "bontot.approval.acts.api.agree", {"doctype": "Framework Overlay", "name": name}
		self.round.person("btc").post(door, **document, expected_sequence=1)

	def see_whose_criteria_they_are(self, period: str) -> None:
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

	def write(self, officer: Window) -> str:
		"""By a person of the body, all of it typed: a threshold below the province's."""
		form, page = Form(officer), officer.page
		form.open("/app/framework-overlay/new")
		page.wait_for_function("cur_frm?.is_new() && cur_frm.doc.organization && cur_frm.doc.framework")
		for field, value in (
			("title", WRITTEN),
			("framework", self.round.trial["framework"]),
			("title_kind", "Grassroots Organization"),
			("valid_from", "01/01/2026"),
			("decision_number", "15-QĐ/ĐU"),
			("decision_date", "06/01/2026"),
		):
			form.fill(field, value)
		changes = page.locator("[data-fieldname='changes']")
		line = changes.locator(".grid-row[data-idx='1']")  # a new one has its first line
		line.locator("[data-fieldname='action']").first.click()
		line.locator("select[data-fieldname='action']").select_option("Tighten")
		self.choose(line, "setting_key", "Số buổi sinh hoạt chuyên đề")
		form.type_in_row(line, "setting_value", "0")
		form.save()
		return page.evaluate("cur_frm.doc.name")

	def choose(self, line: Locator, field: str, words: str) -> None:
		"""From what is offered for these words."""
		line.locator(f"[data-fieldname='{field}']").first.click()
		line.locator(f"input[data-fieldname='{field}']").press_sequentially(words)
		line.locator(".awesomplete li:visible", has_text=words).first.click()

	def refuse_and_mend(self, officer: Window, name: str) -> None:
		page, form = officer.open(f"/app/framework-overlay/{name}"), Form(officer)
		expect(page.locator(".bt-workbook .bt-tone-bad")).to_contain_text(
			"Chưa ban hành được: còn 1 chỗ phải sửa."
		)
		expect(page.locator(".bt-workbook__row--error")).to_contain_text(
			"Tỉnh yêu cầu 1; dòng này yêu cầu nhẹ hơn."
		)
		officer.settle()
		officer.picture("cu-the-hoa-con-loi")
		self.looks_well(officer)
		self.refuse_to_send(officer)
		form.type_in_row(
			page.locator("[data-fieldname='changes'] .grid-row[data-idx='1']"), "setting_value", "2"
		)
		form.save()
		expect(page.locator(".bt-workbook .bt-tone-good")).to_be_visible()
		officer.settle()
		officer.picture("cu-the-hoa-da-sua")
		self.looks_well(officer)

	def refuse_to_send(self, officer: Window) -> None:
		"""Whoever sends it all the same is told what stands against it, and it stays where it was."""
		page = officer.page
		officer.press(page.locator(".bt-approval").get_by_role("button", name="Gửi cấp trên"))
		dialog = page.locator(".modal.show")
		expect(dialog).to_contain_text("Tỉnh yêu cầu 1; dòng này yêu cầu nhẹ hơn.")
		officer.settle()
		officer.picture("cu-the-hoa-khong-gui-duoc", whole=False)
		page.keyboard.press("Escape")
		expect(dialog).to_have_count(0)
		page.wait_for_function("cur_frm.doc.state === 'Draft'")
		officer.heard.forget()  # the refusal that was asked for

	def put_in_force(self, officer: Window, size: tuple[int, int], name: str, title: str) -> None:
		self.send(officer)
		province = self.window("btc", size)
		self.open_from_the_queue(province, name, title)
		if FULL:
			self.return_and_send_again(province, officer, "Ghi rõ căn cứ của tiêu chí thêm")
			self.open_from_the_queue(province, name, title)
		province.picture("cu-the-hoa-cho-xet")
		self.assertEqual([], looks.inaccessible(province.page, ".bt-approval"))
		province.press(province.page.get_by_role("button", name="Nhất trí, cho áp dụng"))
		province.page.wait_for_function("cur_frm.doc.docstatus === 1")
		expect(province.page.locator(".bt-approval .bt-tone-good").last).to_contain_text("Đang áp dụng")
		province.settle()
		province.picture("cu-the-hoa-dang-ap-dung")
		page = province.open("/app/appraisal-queue?tab=passed")
		expect(page.locator(".bt-queue__documents")).to_contain_text("Đã duyệt")
		province.settle()
		province.picture("van-ban-da-chuyen")
		self.assertNoTrouble()

	def send(self, officer: Window) -> None:
		"""The form then shows for whom it waits, and nothing of it can be changed."""
		officer.press(officer.page.locator(".bt-approval").get_by_role("button", name="Gửi cấp trên"))
		officer.page.wait_for_function("cur_frm.doc.state === 'Under Appraisal'")
		expect(officer.page.locator(".bt-approval .bt-tone-wait")).to_contain_text("Đảng bộ tỉnh Kiểm Tra")
		expect(officer.page.get_by_role("button", name="Lưu", exact=True)).to_have_count(0)
		officer.settle()
		officer.picture("cu-the-hoa-da-gui")

	def open_from_the_queue(self, province: Window, name: str, title: str) -> None:
		page = province.open("/app/appraisal-queue")
		documents = page.locator(".bt-queue__documents")
		expect(documents).to_contain_text(title)
		province.settle()
		province.picture("van-ban-cho-tham-dinh")
		self.assertEqual([], looks.inaccessible(page, ".bt-queue__documents"))
		province.press(documents.locator(f'a[href$="{name}"]'))
		expect(page.locator(".bt-approval").get_by_role("button", name="Trả lại")).to_be_visible()
		province.settle()

	def refuse_too_long(self, province: Window, reason: str) -> None:
		"""Refused by the server, what was typed stays in the box though the form is drawn anew."""
		block, dialog = province.page.locator(".bt-approval"), province.page.locator(".modal.show")
		box = block.locator("textarea")
		box.evaluate("box => box.removeAttribute('maxlength')")  # as one who came to the box another way
		box.fill(reason + "." * 2000)
		province.press(block.locator(".bt-approval__ask .bt-button--main"))
		expect(dialog).to_contain_text("rút gọn")
		province.settle()
		province.page.keyboard.press("Escape")
		expect(dialog).to_have_count(0)
		expect(box).to_have_value(reason + "." * 2000)
		province.picture("cu-the-hoa-ly-do-con-lai")
		province.heard.forget()  # the refusal that was asked for

	def return_and_send_again(self, province: Window, officer: Window, reason: str) -> None:
		block = province.page.locator(".bt-approval")
		province.press(block.get_by_role("button", name="Trả lại"))
		self.refuse_too_long(province, reason)
		block.locator("textarea").fill(reason)
		province.press(block.locator(".bt-approval__ask .bt-button--main"))
		province.page.wait_for_function("cur_frm.doc.state === 'Returned'")
		officer.page.reload()
		expect(officer.page.locator(".bt-approval .bt-tone-warn").last).to_contain_text(reason)
		officer.settle()
		officer.picture("cu-the-hoa-bi-tra-lai")
		self.send(officer)

	def looks_well(self, window: Window) -> None:
		self.assertEqual([], looks.inaccessible(window.page))
		self.assertEqual([], looks.overflow(window.page) if window.width < 768 else [])
