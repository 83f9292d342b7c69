"""Tests of our repairs to the framework's own desk: an export is whole, the sign leads home."""

from __future__ import annotations

import re
import tempfile
import unittest
from pathlib import Path

from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from tests.browser.chromium import DESK, PHONE, Window
from tests.browser.scene import Scene
from tests.main_job import files


class TestDesk(Scene):
	@classmethod
	def setUpClass(cls) -> None:
		super().setUpClass()
		cls.period = files.open_period(cls.round, "Year")

	def test_an_export_of_the_report_builder_can_hold_all_rows(self) -> None:
		"""Of three files one is on the screen: without the tick one row comes out, with it three."""
		page = self.window("btc").page
		self.window("btc").open("/app/evaluation/view/report")
		page.locator(".dt-row-0").wait_for()
		page.evaluate(
			"cur_list.page_length = cur_list.selected_page_count = 1, cur_list.start = 0, cur_list.refresh()"
		)
		page.wait_for_function("cur_list.data.length === 1 && cur_list.total_count === 3")
		self.assertEqual(1, self.exported_rows(whole=False))
		self.assertEqual(3, self.exported_rows(whole=True))

	def exported_rows(self, whole: bool) -> int:
		page = self.window("btc").page
		page.locator(".menu-btn-group:visible button").first.click()
		page.locator(".menu-btn-group .dropdown-menu.show").get_by_text("Xuất", exact=False).first.click()
		dialog = page.locator(".modal.show")
		dialog.get_by_text("Xuất cả 3 dòng").wait_for()
		dialog.locator("input[type=checkbox]:visible").set_checked(whole)
		with page.expect_download() as download, tempfile.TemporaryDirectory() as folder:
			dialog.locator(".btn-modal-primary").click()
			path = Path(folder) / "rows.xlsx"
			download.value.save_as(path)
			rows = load_workbook(path).active.max_row
		expect(dialog).to_have_count(0)
		return rows - 1

	def test_the_question_before_a_period_is_closed_names_what_is_under_way(self) -> None:
		page = self.window("btc").page
		self.window("btc").open(f"/app/review-period/{self.period}")
		page.locator(".page-actions:visible").get_by_role("button", name="Khóa kỳ").click()
		dialog = page.locator(".modal.show")
		expect(dialog).to_contain_text("Kỳ này còn 3 hồ sơ dở dang")
		expect(dialog.locator("li")).to_have_text(["3 chưa gửi"])
		dialog.get_by_role("button", name="Không").click()
		expect(dialog).to_have_count(0)

	def test_help_leads_to_the_guides(self) -> None:
		for label in ("secretary", "btc"):
			with self.subTest(label):
				window = self.window(label, DESK)
				page = window.open("/app/meeting")
				page.locator(".dropdown-help > a").click()
				offered = page.locator("#toolbar-help .dropdown-item:visible")
				expect(offered.first).to_have_text("Hướng dẫn sử dụng")
				window.picture(f"tro-giup-{label}")
				for outside in ("Giới thiệu", "Hỗ trợ của Frappe"):
					expect(offered.filter(has_text=outside)).to_have_count(0)
				offered.first.click()
				page.wait_for_url(re.compile("/huong-dan/README$"))
				expect(page.locator("h1").first).to_contain_text("Hướng dẫn")

	def test_a_period_has_one_name_for_where_it_stands(self) -> None:
		"""In the list and on its form, in the badge as in the field."""
		page = self.window("btc").open("/app/review-period")
		badge = page.locator(".list-row .indicator-pill:visible").first
		expect(badge).to_have_text("Đang mở")
		self.window("btc").open(f"/app/review-period/{self.period}")
		page.wait_for_function("window.cur_frm?.doc?.state === 'Open'")
		expect(page.locator(".page-head:visible .indicator-pill")).to_have_text("Đang mở")
		field = page.locator('.frappe-control[data-fieldname="state"] .control-value')
		expect(field).to_have_text("Đang mở")

	def test_a_new_period_names_one_day_to_send_first(self) -> None:
		page = self.window("btc").page
		self.window("btc").open("/app/review-period/new")
		page.wait_for_function(
			"window.cur_frm?.doc?.doctype === 'Review Period' && cur_frm.doc.deadlines?.length"
		)
		page.evaluate("cur_frm.set_value('period_kind', 'Six-Month'), null")
		page.wait_for_function("cur_frm.doc.ends_on?.slice(5) === '06-30'")
		first = "cur_frm.doc.deadlines.map((row) => row.due_on).sort()[0]"
		page.wait_for_function(
			f"{first} > cur_frm.doc.ends_on && cur_frm.doc.self_assessment_due_on === {first}"
		)

	def test_the_sign_leads_to_my_work(self) -> None:
		page = self.window("secretary").page
		self.window("secretary").open("/app/meeting")
		# A list that is still being fetched would be shown over the page one has gone to meanwhile.
		page.locator(".list-row, .no-result").locator("visible=true").first.wait_for()
		page.locator(".navbar-home").click()
		page.wait_for_url(re.compile("/app/my-work$"))
		expect(page.locator(".bt-my-work")).to_be_visible()

	def test_a_new_form_begins_with_the_one_cell_a_person_writes_for(self) -> None:
		cell = self.round.organization("cell")
		for label, wanted in (("secretary", cell), ("btc", None)):
			for slug, doctype in (("meeting", "Meeting"), ("party-member", "Party Member")):
				with self.subTest(label, doctype=doctype):
					page = self.window(label).open(f"/app/{slug}/new")
					page.wait_for_function(
						f"window.cur_frm?.doc?.doctype === '{doctype}' && cur_frm.is_new()"
					)
					self.assertEqual(wanted, page.evaluate("cur_frm.doc.organization ?? null"))

	def test_a_new_account_begins_with_the_time_of_the_country(self) -> None:
		window = Window(self.browser, DESK)
		self.addCleanup(window.close)
		page = window.sign_in("Administrator", self.round.password("administrator")).open("/app/user/new")
		page.wait_for_function("window.cur_frm?.doc?.doctype === 'User' && cur_frm.doc.time_zone")
		self.assertEqual("Asia/Ho_Chi_Minh", page.evaluate("cur_frm.doc.time_zone"))

	def test_the_list_of_meetings_leads_to_their_own_page_and_to_the_form(self) -> None:
		meeting = self.round.person("secretary").post(
			"bontot.meeting.api.new_meeting",
			organization=self.round.organization("cell"),
			meeting_kind="Cell Thematic",
			meeting_date=str(self.round.today),
		)["name"]
		window = self.window("btc")
		page = window.open("/app/meeting")
		link = page.locator(f".list-subject a[href='/app/meeting-record/{meeting}']")
		link.wait_for()
		window.settle()
		window.picture("danh-sach-buoi-sinh-hoat")
		window.resize(PHONE)
		window.settle()
		window.picture("danh-sach-buoi-sinh-hoat")
		window.resize(DESK)
		link.click()
		expect(page.locator(".bt-meeting").first).to_be_visible()
		page.go_back()
		page.get_by_role("button", name="Mở biểu mẫu").first.click()
		page.wait_for_function(f"window.cur_frm?.doc?.name === '{meeting}'")
		found = page.evaluate(
			"""async () => {
				const { filters } = cur_frm.get_field("chair").get_query(cur_frm.doc);
				const args = { doctype: "Party Member", txt: "", filters };
				const answer = await frappe.call({ method: "frappe.desk.search.search_link", args });
				return answer.message ?? answer.results;
			}"""
		)
		self.assertEqual(5, len(found))

	def test_a_tap_on_a_row_of_a_table_opens_it_on_a_phone(self) -> None:
		"""At a desk the same press begins to write in the cell, as the framework has it."""
		for size, opened in ((PHONE, 1), (DESK, 0)):
			with self.subTest(width=size[0]):
				window = Window(self.browser, size)
				self.addCleanup(window.close)
				account = self.round.trial["accounts"]["btc"]
				page = window.sign_in(account["user"], account["password"]).open("/app/review-period/new")
				row = page.locator('[data-fieldname="deadlines"] .grid-row[data-idx="1"]')
				window.press(row.locator('[data-fieldname="level"]').first)
				expect(page.locator(".grid-row-open .form-in-grid")).to_have_count(opened)
				expect(row.locator(".editable-row")).to_have_count(1 - opened)

	def test_what_is_fixed_of_a_period_is_not_offered(self) -> None:
		"""Once it is open its days stay; once it is closed the whole form is to be read."""
		window = self.window("btc")
		page = window.open(f"/app/review-period/{self.period}")
		self.assertEqual({"starts_on": False, "report_due_on": True}, self.offered(page))
		self.round.person("btc").post("bontot.evaluation.api.close_period", period=self.period)
		page.reload()
		page.wait_for_function("window.cur_frm?.doc?.state === 'Closed'")
		self.assertEqual({"starts_on": False, "report_due_on": False}, self.offered(page))
		expect(page.get_by_role("button", name="Lưu", exact=True)).to_have_count(0)

	@staticmethod
	def offered(page: Page) -> dict[str, bool]:
		page.locator('[data-fieldname="starts_on"].frappe-control').wait_for()
		found = {}
		for field in ("starts_on", "report_due_on"):
			found[field] = page.locator(f'.frappe-control[data-fieldname="{field}"] input').is_visible()
		return found

	def test_the_icon_that_prints_says_so(self) -> None:
		"""The framework translates it twice, so that "In" must stay "In" (see the next)."""
		page = self.window("btc").page
		self.window("btc").open(f"/app/criteria-framework/{self.round.trial['framework']}")
		icon = page.locator(".icon-btn:visible:has(use[href='#icon-printer'])")
		icon.hover()
		expect(page.locator(".tooltip.show")).to_have_text("In")

	def test_the_calendar_of_a_date_field_speaks_vietnamese(self) -> None:
		page = self.window("btc").page
		self.window("btc").open("/app/review-period/new")
		page.locator('.frappe-control[data-fieldname="starts_on"] input').click()
		calendar = page.locator(".datepicker.active")
		expect(calendar.locator(".datepicker--nav-title")).to_contain_text("Tháng")
		expect(calendar.locator(".datepicker--day-name").first).to_have_text("T2")

	def test_a_date_that_cannot_be_read_stays_and_is_named(self) -> None:
		window, page = self.window("btc"), self.window("btc").page
		window.open("/app/review-period/new")
		page.wait_for_function("cur_frm?.doc.starts_on")  # the form proposes its days
		box = page.locator('.frappe-control[data-fieldname="starts_on"] input')
		box.fill("31/02/2026")
		box.blur()
		self.told_of_the_date(page)
		expect(box).to_have_value("31/02/2026")
		page.evaluate("cur_frm.save()")
		self.told_of_the_date(page)
		expect(box).to_have_value("31/02/2026")
		window.picture("ngay-khong-doc-duoc")
		box.fill("28/02/2026")
		box.blur()
		page.wait_for_function(
			"cur_frm.doc.starts_on === '2026-02-28' && !cur_frm.fields_dict.starts_on.df.invalid"
		)

	def told_of_the_date(self, page: Page) -> None:
		dialog = page.locator(".modal.show")
		expect(dialog).to_contain_text("Từ ngày: “31/02/2026” không phải là ngày. Hãy ghi như 24/11/2026.")
		dialog.locator(".btn-modal-close:visible").click()
		expect(dialog).to_have_count(0)

	def test_words_that_stand_for_several_things(self) -> None:
		"""One English word is one word of ours only where it means one thing."""
		page = self.window("btc").page
		self.window("btc").open("/app/evaluation")
		page.locator(".list-row").first.wait_for()
		done = page.evaluate("new frappe.ui.Dialog({ primary_action() {} }).get_primary_btn().text().trim()")
		self.assertEqual("Xong", done)
		within = "frappe.ui.Filter.prototype.set_conditions.call(this.kept = {}), kept.conditions"
		self.assertIn(["in", "Là một trong"], page.evaluate(within))
		label = "frappe.ui.GroupBy.prototype.get_group_by_field_label"
		field = "{ group_by_fields: { Evaluation: [{ fieldname: 'state', label: 'State' }] }, group_by_field: 'state',"
		self.assertEqual(
			"Trạng thái", page.evaluate(f"{label}.call({field} group_by_doctype: 'Evaluation' }})")
		)
		self.assertEqual(["Gửi", "In"], page.evaluate("[__('Send'), __(__('Print'))]"))

	def test_a_decision_is_printed_as_a_paper_alone(self) -> None:
		page = self.window("btc").page
		self.window("btc").open("/app/resolution")
		page.wait_for_function("window.cur_list?.doctype === 'Resolution'")
		formats = "frappe.meta.get_print_formats"
		self.assertEqual("Decision", page.evaluate(f"{formats}('Resolution')[0]"))
		self.assertNotIn("Standard", page.evaluate(f"{formats}('Resolution')"))

	def test_the_print_page_names_papers_in_words(self) -> None:
		page = self.window("btc").page
		name = self.round.person("btc").get(
			"frappe.client.get_list", doctype="Evaluation", limit_page_length=1
		)[0]["name"]
		self.window("btc").open(f"/app/print/Evaluation/{name}")
		choice = page.locator('.print-preview-sidebar [data-fieldname="paper"] select')
		expect(choice).to_be_visible()
		expect(choice.locator("option", has_text="Phiếu tự đánh giá")).to_have_count(1)
		words = choice.locator("option").all_text_contents()
		self.assertNotIn("Tiêu chuẩn", words)
		self.assertFalse(
			{"Standard", "Decision", "Self-Assessment Sheet", "Result Notice"} & set(words), words
		)
		expect(page.locator('.frappe-control[data-fieldname="print_format"]')).to_be_hidden()
		other = next(word for word in words if word != choice.locator("option:checked").text_content())
		choice.select_option(label=other)
		page.wait_for_function(
			"(word) => __(document.querySelector('[data-fieldname=print_format] input').value) === word",
			arg=other,
		)

	def test_nobody_is_urged_before_the_question_is_answered(self) -> None:
		"""What is overdue, and to how many it is said, is put into the answers: the trial's bodies are late with nothing."""
		page, sent = self.window("btc").page, []

		def late(route) -> None:
			answer = route.fetch()
			shown = answer.json()["message"]
			shown["may_urge"] = True
			shown["bodies"][0] |= {"overdue": 3, "own": False, "here": True}
			route.fulfill(response=answer, json={"message": shown})

		told = {"organizations": 2, "untold": 1, "tasks": 3, "by": "Đảng bộ tỉnh Thử"}
		page.route("**/bontot.synthesis.overview_api.get_overview**", late)
		page.route(
			"**/bontot.obligation.api.foresee_urging**", lambda route: route.fulfill(json={"message": told})
		)
		page.route(
			"**/bontot.obligation.api.urge",
			lambda route: (sent.append(route.request.post_data), route.fulfill(json={"message": told})),
		)
		self.window("btc").open("/app/province-overview")
		for answer, count in (("Không gửi", 0), ("Gửi nhắc", 1)):
			page.locator(".bt-urge").get_by_role("button", name="Đôn đốc").click()
			question = page.locator(".bt-urge .bt-question")
			expect(question).to_contain_text("Gửi nhắc đến 2 tổ chức")
			expect(question).to_contain_text("3 việc quá hạn")
			expect(question).to_contain_text("“Đảng bộ tỉnh Thử đôn đốc”")
			expect(question).to_contain_text("1 tổ chức trong đó chưa có người nhận việc.")
			question.get_by_label("Lời nhắn thêm (nếu cần)").fill("Nộp trước thứ Sáu.")
			question.get_by_role("button", name=answer, exact=True).click()
			expect(question).to_have_count(0)
			self.assertEqual(count, len(sent))
		self.assertIn("Nộp trước thứ Sáu.", sent[0])
		expect(page.locator(".bt-urge")).to_contain_text("Hôm nay đã đôn đốc 2 tổ chức")

	def test_a_new_delegation_names_what_its_seat_brings(self) -> None:
		seat = self.round.person("btc").get(
			"frappe.client.get_list", doctype="Seat", fields=["name", "organization"], limit_page_length=1
		)[0]
		page = self.window("btc").open("/app/delegation/new")
		page.wait_for_function("window.cur_frm?.doctype === 'Delegation' && cur_frm.is_new()")
		page.evaluate(f"cur_frm.set_value('seat', '{seat['name']}'), null")
		for field in ("organization", "position"):
			shown = page.locator(f'.form-page:visible [data-fieldname="{field}"] .control-value')
			expect(shown).to_contain_text(re.compile(r"[a-zà-ỹ] [A-ZĐa-zà-ỹ]"))
			self.assertNotEqual(seat["organization"], shown.text_content().strip())
		page.evaluate("cur_frm.doc.__unsaved = 0, null")

	def test_the_form_of_a_resolution_asks_in_words(self) -> None:
		"""The framework would ask about its number in the database."""
		page = self.window("btc").open("/app/resolution/new")
		page.wait_for_function("window.cur_frm?.doctype === 'Resolution' && cur_frm.is_new()")
		rows = "['Recognize', 'Recognize', 'Return'].map((decision) => ({ decision }))"
		page.evaluate(
			f"""Object.assign(cur_frm.doc, {{ number: "07-QĐ/TU", resolution_date: "2026-12-02", items: {rows} }});
			cur_frm.savesubmit(), null"""
		)
		question = page.locator(".modal.show")
		expect(question).to_contain_text(
			"Quyết định số 07-QĐ/TU, ngày 02/12/2026: công nhận 2 tổ chức; trả lại hồ sơ của 1 tổ chức."
		)
		question.get_by_role("button", name="Không").click()
		page.evaluate("cur_frm.doc.__unsaved = 0, frappe.confirm('Một câu khác?', () => {}), null")
		expect(page.locator(".modal.show")).to_contain_text("Một câu khác?")

	def test_a_list_says_whose_and_since_when(self) -> None:
		"""Also one that is empty, of which no head is shown."""
		page = self.window("btc").page
		for doctype, columns in (
			("Seat", ("Tài khoản", "Từ ngày", "Đến ngày")),
			("Obligation", ("Tổ chức", "Hạn", "Trạng thái")),
			("Approval Step", ("Bước xét", "Người thực hiện", "Lúc")),
			("Annual Rating", ("Tổ chức", "Mức xếp loại", "Trạng thái")),
		):
			with self.subTest(doctype):
				self.window("btc").open(f"/app/{doctype.lower().replace(' ', '-')}")
				page.wait_for_function(f"window.cur_list?.doctype === '{doctype}' && cur_list.columns")
				head = page.evaluate("$(cur_list.get_header_html()).text()")
				for words in columns:
					self.assertIn(words, head)
				self.assertNotIn("Mã", head)

	def test_a_body_in_a_report_opens_its_files(self) -> None:
		page = self.window("btc").open(f"/app/query-report/Four Goods by Body?period={self.period}")
		body = page.locator(".dt-cell a:visible").first
		name = body.inner_text().strip()
		body.click()
		page.wait_for_url(re.compile("Files%20of%20a%20Branch"))
		page.wait_for_function("frappe.query_report?.get_filter_value('organization')")
		asked = page.evaluate("frappe.query_report.get_filter_values()")
		self.assertEqual(self.period, asked["period"])
		called = self.round.person("btc").get(
			"frappe.client.get_value",
			doctype="Party Organization",
			filters=asked["organization"],
			fieldname="organization_name",
		)
		self.assertEqual(name, called["organization_name"])

	def test_the_form_of_a_file_leads_to_its_pages(self) -> None:
		page = self.window("btc").page
		name = self.round.person("btc").get(
			"frappe.client.get_list", doctype="Evaluation", limit_page_length=1
		)
		for words, address in (
			("Xem bản tự đánh giá", "self-assessment"),
			("Vì sao kết quả này?", "explain-result"),
		):
			with self.subTest(words):
				self.window("btc").open(f"/app/evaluation/{name[0]['name']}")
				page.locator(".page-actions:visible").get_by_role("button", name=words).click()
				page.wait_for_url(re.compile(f"/app/{address}/"))
		self.window("btc").open(f"/app/evaluation/{name[0]['name']}")
		expect(page.locator('[data-fieldname="items"] .grid-heading-row').first).not_to_contain_text(
			"Mã tiêu chí"
		)

	def test_the_list_of_keys_is_closed_by_escape(self) -> None:
		page = self.window("btc").open("/app/appraisal-queue")
		page.locator(".bt-queue").wait_for()
		for key, shown in (("?", 1), ("Escape", 0)):
			page.keyboard.press(key)
			expect(page.locator(".bt-keys")).to_have_count(shown)

	def test_a_notice_lies_over_the_bar_and_covers_no_button(self) -> None:
		for size in (PHONE, DESK):
			with self.subTest(size):
				window = self.window("btc")
				window.resize(size)
				page = window.open("/app/appraisal-queue")
				page.locator(".bt-queue").wait_for()
				page.evaluate("frappe.show_alert({ message: 'Đã nhất trí', indicator: 'green' }, 60)")
				notice = page.locator(".desk-alert")
				expect(notice).to_be_visible()
				window.settle()
				box = notice.bounding_box()
				self.assertLessEqual(box["y"] + box["height"], 70)  # the bar with the sign is 60 high
				for button in page.locator(".bt-queue button:visible").all():
					self.assertGreaterEqual(button.bounding_box()["y"], box["y"] + box["height"])


if __name__ == "__main__":
	unittest.main()
