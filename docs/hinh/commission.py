"""Pictures of docs/huong-dan/ban-to-chuc.md."""

from __future__ import annotations

from camera import keep, to_top
from playwright.sync_api import expect
from stage import Stage

from tests.browser.overlays import draft
from tests.browser.pages import AppraisalQueue, Form, Overview
from tests.main_job import year
from tests.main_job.round import wait_until


def open_the_year(stage: Stage) -> None:
	year.open_the_year(stage.round)
	officer = stage.window("btc")
	officer.open(f"/app/review-period/{stage.round.notes['period']}")
	officer.page.wait_for_function("window.cur_frm?.doc?.doctype === 'Review Period'")
	keep("ky-danh-gia", officer.page)
	wait_until("the records have been read", lambda: year.computed(stage.round))


def make_it_concrete(stage: Stage) -> None:
	"""An overlay of the body with a threshold that is too low, then mended; a draft, gone with the province."""
	officer = stage.window("btc")
	page = officer.page
	name = draft(stage.round, "0")
	officer.open(f"/app/framework-overlay/{name}")
	expect(page.locator(".bt-workbook__row--error")).to_be_visible()
	to_top(page, page.locator('[data-fieldname="changes"]').first)
	keep("cu-the-hoa-con-loi", page)
	form = Form(officer)
	form.type_in_row(page.locator("[data-fieldname='changes'] .grid-row[data-idx='1']"), "setting_value", "2")
	form.save()
	expect(page.locator(".bt-workbook .bt-tone-good")).to_be_visible()
	expect(page.locator(".desk-alert")).to_have_count(0)
	to_top(page, page.locator('[data-fieldname="changes"]').first)
	keep("cu-the-hoa-da-sua", page)
	document = {"kind": "Framework Overlay", "name": name, "expected_sequence": 0}
	stage.round.person("office").post("bontot.approval.acts.api.send", **document)
	officer.open(f"/app/framework-overlay/{name}")
	expect(page.locator(".bt-approval").get_by_role("button", name="Trả lại")).to_be_visible()
	page.evaluate("window.scrollTo(0, 0)")
	keep("cu-the-hoa-cho-xet", page)


def try_a_new_version(stage: Stage) -> None:
	officer = stage.window("btc")
	page = officer.page
	officer.open(f"/app/criteria-framework/{stage.round.trial['framework']}")
	page.get_by_role("button", name="Lập phiên bản mới").click()
	page.wait_for_function("cur_frm?.doc.docstatus === 0 && cur_frm.doc.previous_version")
	form, words = Form(officer), "Lãnh đạo thực hiện tốt nhiệm vụ chính trị"
	form.type_in_row(page.locator("[data-fieldname='criteria'] .grid-row[data-idx='1']"), "short_text", words)
	meetings = form.row("settings", "Số buổi sinh hoạt chuyên đề mỗi quý")
	form.type_in_row(meetings, "setting_value", "2")
	form.save()
	expect(page.locator(".bt-workbook__row")).to_have_count(2)
	expect(page.locator(".desk-alert")).to_have_count(0)
	page.evaluate("window.scrollTo(0, 0)")
	keep("phien-ban-moi", page)
	page.get_by_role("button", name="Thử trên năm trước").click()
	page.locator(".modal.show").get_by_role("button", name="Thử", exact=True).click()
	expect(page.locator(".modal.show .bt-workbook__table")).to_have_count(2)
	keep("thu-tren-nam", page)


def decide(stage: Stage) -> None:
	officer = stage.window("btc")
	page, queue = officer.page, AppraisalQueue(officer)
	queue.open()
	queue.open_by_key(stage.file)
	queue.button("Lập quyết định").click()
	for field, value in (
		("number", "125-QĐ/TU"),
		("members_total", "15"),
		("votes_for", "14"),
		("signer", "Nguyễn Văn Ký"),
		("signer_position", "Phó Bí thư Tỉnh ủy"),
	):
		page.locator(f"#bt-res-{field}").fill(value)
	keep("lap-quyet-dinh", page)
	queue.button("Ban hành quyết định cho 1 hồ sơ").click()
	expect(page.locator(".bt-resolution .bt-tone-good")).to_be_visible()
	Overview(officer).open(stage.round.organization("province"), str(stage.round.notes["period"]))
