"""Ban Tổ chức writes next year's framework by typing, tries it on this year and issues it; a body above uses the list of
reasons in it to set a file outside the review, which the file then says. All of it at both widths."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser import looks
from tests.browser.chromium import DESK, PHONE, Window
from tests.browser.pages import AppraisalQueue, Form
from tests.browser.scene import Scene
from tests.main_job import files

THEMATIC = "Số buổi sinh hoạt chuyên đề mỗi quý"
REASON, OTHER = "Đang sắp xếp, sáp nhập", "Không đủ đảng viên chính thức"
NOTE, BACK = "Theo kế hoạch sắp xếp của đảng ủy.", "Đã sắp xếp xong."
SAID = f"Đơn vị ngoài diện xét: {REASON}"

ANSWER_OF_MANY = """() => {
	const ask = frappe.call;
	const turned = Array.from({ length: 450 }, (_, number) => (
		{ organization_name: `Chi bộ ${number}`, before: "Met", after: "Not Met", reasons: ["Thiếu buổi sinh hoạt"] }
	));
	const many = { files: 450, total: 450, as_of: "2026-11-27", next: "", graded: [], counts: [], turned };
	frappe.call = (asked) =>
		asked.method?.endsWith("try_on.api.try_on") ? Promise.resolve({ message: many }) : ask.call(frappe, asked);
}"""


class TestFramework(Scene):
	@classmethod
	def setUpClass(cls) -> None:
		"""The list ships empty: the province answers it in a new version before the period opens."""
		super().setUpClass()
		officer = cls.round.person("btc")
		old = cls.round.trial["framework"]
		name = officer.post("bontot.criteria.api.start_new_version", framework=old)
		doc = officer.get("frappe.client.get", doctype="Criteria Framework", name=name)
		[listed] = [row for row in doc["settings"] if row["setting_key"] == "outside_reasons"]
		assert not listed["setting_value"], listed
		listed["setting_value"] = f"{REASON}; {OTHER}"
		doc["valid_from"] = f"{cls.round.today.year}-01-01"
		officer.post("frappe.client.submit", doc=officer.post("frappe.client.save", doc=doc))
		cls.round.trial["framework"] = name
		cls.period = files.open_period(cls.round, "Year")

	def test_a_new_version_is_written_tried_and_issued(self) -> None:
		self.write_try_and_issue(DESK, "Lãnh đạo tốt nhiệm vụ chính trị", "2")

	def test_a_new_version_is_written_tried_and_issued_on_a_phone(self) -> None:
		self.write_try_and_issue(PHONE, "Lãnh đạo thực hiện tốt nhiệm vụ chính trị của chi bộ", "3")

	def write_try_and_issue(self, size: tuple[int, int], words: str, meetings: str) -> None:
		"""From the version in force to the next one: a word and a threshold typed over, the difference read, tried, issued."""
		officer = self.window("btc", size)
		form = Form(officer)
		form.open(f"/app/criteria-framework/{self.round.trial['framework']}")
		officer.page.wait_for_function("cur_frm?.doc.docstatus === 1")
		form.act("Lập phiên bản mới")
		officer.page.wait_for_function("cur_frm?.doc.docstatus === 0 && cur_frm.doc.previous_version")
		page = officer.page
		expect(page.locator(".bt-workbook:visible")).to_contain_text("Chưa có gì khác phiên bản trước.")
		rule = form.row("settings", "all_required")
		expect(rule).to_contain_text("all_required (mọi tiêu chí đều đạt)")
		form.type_in_row(
			page.locator("[data-fieldname='criteria'] .grid-row[data-idx='1']"), "short_text", words
		)
		form.type_in_row(form.row("settings", THEMATIC), "setting_value", meetings)
		officer.picture("phien-ban-dang-viet")
		form.save()
		expect(page.locator(".bt-workbook:visible .bt-workbook__row")).to_have_count(2)
		for said in (words, THEMATIC):
			expect(page.locator(".bt-workbook:visible")).to_contain_text(said)
		officer.settle()
		officer.picture("phien-ban-moi")
		self.looks_well(officer)
		self.try_it(officer)
		expect(page.locator(".modal.show .bt-workbook")).to_contain_text("Không ghi gì vào hệ thống")
		officer.picture("thu-tren-nam", whole=False)
		self.assertEqual([], looks.inaccessible(page, ".modal.show .bt-workbook"))
		page.keyboard.press("Escape")
		expect(page.locator(".modal.show")).to_have_count(0)
		form.submit()
		officer.settle()
		officer.picture("phien-ban-da-chot")
		self.assertNoTrouble()
		new = page.evaluate("cur_frm.doc.name")
		self.assertEqual((1, meetings, words), self.kept(new))
		self.assertNotEqual((1, meetings, words), self.kept(self.round.trial["framework"]))

	def kept(self, framework: str) -> tuple[int, str, str]:
		"""What the server holds of it: whether it is issued, the threshold, the first criterion's words."""
		doc = self.round.person("btc").get("frappe.client.get", doctype="Criteria Framework", name=framework)
		[asked] = [
			row["setting_value"] for row in doc["settings"] if row["setting_key"] == "thematic_per_quarter"
		]
		return doc["docstatus"], asked, doc["criteria"][0]["short_text"]

	def try_it(self, window: Window) -> None:
		Form(window).act("Thử trên năm trước")
		box = window.page.locator(".modal.show")
		window.press(box.get_by_role("button", name="Thử", exact=True))
		expect(box.locator(".bt-workbook")).to_contain_text(re.compile("tổ chức sẽ có kết quả khác"))
		window.settle()

	def test_all_of_a_province_that_change_can_be_seen(self) -> None:
		"""Two hundred at a time; the trial's answer is made up, for the province here is small."""
		officer = self.window("btc", PHONE)
		page = officer.open(f"/app/criteria-framework/{self.round.trial['framework']}")
		page.wait_for_function("cur_frm?.doc.docstatus === 1")
		page.evaluate(ANSWER_OF_MANY)
		self.try_it(officer)
		box = page.locator(".modal.show")
		rows, more = (
			box.locator("tbody tr.bt-workbook__row--error"),
			box.get_by_role("button", name="Xem thêm"),
		)
		for there in (200, 400):
			expect(rows).to_have_count(there)
			self.assertEqual([], looks.inaccessible(page, ".modal.show .bt-workbook"))
			officer.press(more)
		expect(rows).to_have_count(450)
		expect(more).to_have_count(0)
		self.assertNoTrouble()

	def test_a_file_is_set_outside_and_taken_in_at_a_desk(self) -> None:
		self.set_outside_and_take_in("cell", DESK)

	def test_a_file_is_set_outside_and_taken_in_on_a_phone(self) -> None:
		self.set_outside_and_take_in("neighbour", PHONE)

	def set_outside_and_take_in(self, cell: str, size: tuple[int, int]) -> None:
		name = f"{self.round.organization(cell)}-{self.period}"
		office = self.window("office", size)
		page = office.open(f"/app/appraisal-queue/{name}")
		self.choose(office, "Đưa ra ngoài diện xét")
		form = page.locator(".bt-reason")
		expect(form.get_by_role("radio")).to_have_count(2)
		form.get_by_role("radio", name=REASON).check()
		form.locator("textarea").fill(NOTE)
		office.settle()
		office.picture("dua-ra-ngoai-dien-xet", whole=False)
		self.looks_well(office)
		office.press(form.locator("button[type=submit]"))
		expect(form).to_have_count(0)
		self.see_it(office, name)
		self.see_it_as_the_unit(cell, size, name)
		page = office.open(f"/app/appraisal-queue/{name}")
		self.choose(office, "Đưa trở lại diện xét")
		page.locator(".bt-reason textarea").fill(BACK)
		office.press(page.locator(".bt-reason button[type=submit]"))
		expect(page.locator(".bt-reason")).to_have_count(0)
		office.open(f"/app/appraisal-queue/{name}")
		expect(page.locator(".bt-queue__file .bt-pill").first).to_contain_text("Chưa gửi")
		self.assertEqual(0, page.get_by_text(SAID).count())
		self.assertNoTrouble()

	def choose(self, office: Window, words: str) -> None:
		"""One of the acts that are seldom needed, from the foot of the file."""
		office.press(office.page.get_by_text("Việc khác", exact=True))
		office.press(AppraisalQueue(office).button(words))

	def see_it(self, office: Window, name: str) -> None:
		"""The file says that it is outside, and why; its log who did it, with what was written about it."""
		page = office.open(f"/app/appraisal-queue/{name}")
		file = page.locator(".bt-queue__file")
		expect(file.locator(".bt-pill").first).to_contain_text("Ngoài diện xét")
		expect(file).to_contain_text(SAID)
		office.settle()
		office.picture("ho-so-ngoai-dien-xet", whole=False)
		self.looks_well(office)

	def see_it_as_the_unit(self, cell: str, size: tuple[int, int], name: str) -> None:
		"""Its own secretary reads the same on the page of the self-assessment and in the explanation, and cannot send it."""
		secretary = self.window("secretary" if cell == "cell" else cell, size)
		for address, place in (
			(f"/app/self-assessment/{name}", ".bt-self"),
			(f"/app/explain-result/{name}", ".bt-why"),
		):
			page = secretary.open(address)
			expect(page.locator(place)).to_contain_text(SAID)
			secretary.settle()
			secretary.picture(f"ngoai-dien-xet{place.replace('.bt-', '-')}", whole=False)
			self.looks_well(secretary)
		secretary.open(f"/app/self-assessment/{name}")
		expect(page.locator(".bt-self")).to_be_visible()
		expect(page.get_by_role("button", name="Gửi")).to_have_count(0)

	def looks_well(self, window: Window) -> None:
		self.assertEqual([], looks.inaccessible(window.page))
		self.assertEqual([], looks.overflow(window.page) if window.width < 768 else [])
