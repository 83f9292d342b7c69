"""Pictures of docs/huong-dan/tham-dinh.md."""

from __future__ import annotations

from camera import keep
from playwright.sync_api import expect
from stage import RETURNED, Stage

from tests.browser.chromium import ROOT
from tests.browser.pages import AppraisalQueue
from tests.main_job import files
from tests.main_job.trial import execute

REASON = "Đề nghị ghi rõ biên bản kiểm điểm tháng nào, đính kèm bản chụp."


def return_one(stage: Stage) -> None:
	reviewer = stage.window("reviewer")
	page, queue = reviewer.page, AppraisalQueue(reviewer)
	queue.open()
	queue.open_by_key(stage.file)
	keep("ho-so-cho-tham-dinh", page)
	page.keyboard.press("r")
	expect(page.locator(".bt-reason").get_by_role("checkbox").first).to_be_focused()
	words = stage.short_text(RETURNED)
	page.locator(".bt-reason label.bt-check", has_text=words).click()
	page.locator(".bt-reason textarea").fill(REASON)
	keep("tra-lai", page)
	page.locator(".bt-reason [type=submit]").click()
	expect(queue.row(stage.file)).to_have_count(0)


def agree(stage: Stage) -> None:
	reviewer = stage.window("reviewer")
	queue = AppraisalQueue(reviewer)
	queue.open()
	queue.open_by_key(stage.file)
	expect(reviewer.page.locator(".bt-changed")).to_have_count(1)
	keep("tham-dinh-lan-hai", reviewer.page)
	reviewer.page.keyboard.press("a")
	expect(queue.row(stage.file)).to_have_count(0)


def agree_to_many(stage: Stage) -> None:
	"""The neighbour's file comes the same way over HTTP, so that one act has two rows."""
	other = f"{stage.round.organization('neighbour')}-{stage.round.notes['period']}"
	neighbour, reviewer = stage.round.person("neighbour"), stage.round.person("reviewer")
	files.fill(neighbour, other)
	send = {"evaluation": other, "expected_sequence": files.sequence(neighbour, other), "votes_for": 5}
	neighbour.post("bontot.approval.acts.api.send", **send)
	agree = {"evaluation": other, "expected_sequence": files.sequence(reviewer, other)}
	reviewer.post("bontot.approval.acts.api.agree", **agree)
	execute(ROOT, "bontot.demo.crowd.clear_doubts")
	upper = stage.window("upper")
	queue = AppraisalQueue(upper)
	queue.open()
	for name in (stage.file, other):
		queue.page.keyboard.press("k")
		if queue.focused() != f"file-{name}":
			queue.walk_to(name)
		queue.page.keyboard.press("x")
	keep("chon-nhieu-ho-so", upper.page)
	queue.button("Nhất trí, trình 2 hồ sơ").click()
	expect(queue.drawn()).to_have_count(1)
	keep("rut-ngau-nhien", upper.page)
	queue.open_drawn()
	queue.button("Nhất trí, trình 2 hồ sơ").click()
	for name in (stage.file, other):
		expect(queue.row(name)).to_contain_text("Đã chuyển")
	keep("ket-qua-tung-ho-so", upper.page)


def print_papers(stage: Stage) -> None:
	"""Of what was passed on: minutes and request, a tap each."""
	upper = stage.window("upper")
	upper.open("/app/appraisal-queue?tab=passed")
	upper.page.get_by_text("In biên bản, tờ trình").click()
	expect(upper.page.get_by_role("link", name="Biên bản thẩm định")).to_be_visible()
	keep("in-bien-ban-to-trinh", upper.page)
