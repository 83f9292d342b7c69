"""Pictures of docs/huong-dan/bi-thu-chi-bo.md."""

from __future__ import annotations

import tempfile
from pathlib import Path

from camera import keep, to_top
from playwright.sync_api import expect
from stage import RETURNED, Stage

from tests.browser import things
from tests.browser.pages import MeetingRecord, MyWork, SelfAssessment

REMARK = "Chi bộ đoàn kết, không có đơn thư."
MENDED = "Không có đơn thư; biên bản kiểm điểm ngày 03/10 ghi rõ, có bản chụp kèm theo."


def record_the_meeting(stage: Stage) -> None:
	secretary = stage.window("secretary")
	page = secretary.page
	work = MyWork(secretary)
	work.open()
	keep("viec-can-lam", page)
	work.follow(f"thường lệ tháng {stage.round.today.month}")
	page.get_by_role("button", name="Ghi buổi sinh hoạt").wait_for()
	keep("buoi-sinh-hoat-moi", page)
	record = MeetingRecord(secretary)
	stage.round.notes["meeting"] = record.begin()
	record.name_on_roll("Trần Thị Bình").tap()
	record.fill("Lý do vắng của Trần Thị Bình", "Ốm")
	to_top(page, record.part("Điểm danh"))
	keep("diem-danh", page)
	record.fill("Bắt đầu", "19h30")
	record.fill("Kết thúc", "2105")
	page.locator("#part-proceedings").fill(
		"Chi bộ thống nhất nhiệm vụ tháng tới: vận động thu gom rác, thăm gia đình chính sách."
	)
	to_top(page, page.locator("#part-proceedings"), 140)
	keep("dien-bien", page)
	record.button("Cả 4 người có mặt tán thành").tap()
	record.saved()
	to_top(page, record.part("Biểu quyết"))
	keep("bieu-quyet", page)
	record.button("Hoàn thành, lập biên bản").tap()
	expect(page.locator(".bt-head .bt-pill")).to_contain_text("Đã có biên bản")
	page.evaluate("window.scrollTo(0, 0)")
	keep("da-co-bien-ban", page)


def assess(stage: Stage) -> None:
	secretary = stage.window("secretary")
	page = secretary.page
	assessment = SelfAssessment(secretary)
	assessment.open(stage.file)
	keep("tu-danh-gia", page)
	card = assessment.card("sh_cb_1")
	assessment.button("Vì sao?", card.locator(".bt-finding")).tap()
	to_top(page, card)
	keep("vi-sao", page)
	for key in assessment.unanswered():
		assessment.choose(key, "Đạt")
	assessment.remark(RETURNED, REMARK)
	with tempfile.TemporaryDirectory() as folder:
		assessment.attach(RETURNED, [things.paper(Path(folder))])
	assessment.saved()
	to_top(page, assessment.card(RETURNED))
	keep("minh-chung", page)


def send(stage: Stage) -> None:
	page = stage.window("secretary").page
	assessment = SelfAssessment(stage.window("secretary"))
	foot = page.locator(".bt-send")
	foot.get_by_role("button").last.tap()
	expect(foot.locator(".bt-send-panel")).to_be_visible()
	keep("gui-cap-tren", page)
	assessment.open(stage.file)
	assessment.send("Đảng bộ Cơ sở Kiểm Tra")
	expect(assessment.state()).to_contain_text("Đang xét")
	expect(page.locator(".desk-alert")).to_have_count(0)  # it lies over the foot for some seconds
	page.evaluate("window.scrollTo(0, 0)")
	keep("da-gui", page)


def mend(stage: Stage) -> None:
	secretary = stage.window("secretary")
	page, work, assessment = secretary.page, MyWork(secretary), SelfAssessment(secretary)
	work.open()
	keep("viec-bi-tra-lai", page)
	work.follow("Trả lại")
	expect(page.locator(".bt-self")).to_be_visible()
	to_top(page, assessment.card(RETURNED))
	keep("tieu-chi-bi-tra-lai", page)
	assessment.remark(RETURNED, MENDED)
	assessment.saved()
	assessment.send("Đảng bộ Cơ sở Kiểm Tra")
	page.get_by_role("link", name="Vì sao kết quả này?").click()
	expect(page.locator(f"#why-{RETURNED}")).to_be_visible()
	expect(page.locator(".desk-alert")).to_have_count(0)
	page.evaluate("window.scrollTo(0, 0)")
	keep("vi-sao-ket-qua", page)
	to_top(page, page.locator(f"#why-{RETURNED}"))
	keep("vi-sao-tieu-chi", page)
