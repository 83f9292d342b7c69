"""The yearly rating on a phone: from "Việc của tôi" to a proposal, everybody by one touch, then the exception; no reload loses it."""

from __future__ import annotations

from playwright.sync_api import Locator, expect

from tests.browser import looks
from tests.browser.chromium import DESK, PHONE
from tests.browser.pages import Desk
from tests.browser.scene import Scene
from tests.main_job import year

EXCELLENT, WELL, DULY = "Excellently Completed", "Well Completed", "Duly Completed"
API = "bontot.rating.api"


class TestRating(Scene):
	def test_everybody_well_then_the_exception_then_the_cell_itself(self) -> None:
		year.open_the_year(self.round)
		window = self.window("neighbour")
		desk = Desk(window)
		desk.open("/app/my-work")
		window.settle()
		window.picture("viec-cua-toi-xep-loai")
		window.press(self.line(desk).get_by_role("link"))
		rows = desk.page.locator(".bt-rating__row")
		expect(rows.first).to_be_visible()
		self.look(desk, "xep-loai-chua-chon")

		count = rows.count()
		window.press(desk.button("Tất cả hoàn thành tốt nhiệm vụ"))
		grades = desk.page.locator(".bt-rating__row select")
		grades.last.select_option(DULY)
		expect(desk.page.locator(".bt-foot")).to_contain_text("Đã giữ trên máy này")
		self.look(desk, "xep-loai-da-chon")
		desk.page.reload()
		expect(grades.last).to_have_value(DULY)
		expect(grades.first).to_have_value(WELL)

		window.press(desk.button(f"Đề nghị xếp loại {count} đồng chí"))
		note = desk.page.locator(".bt-rating__own .bt-tone-good")
		expect(note).to_contain_text(f"Đã đề nghị xếp loại {count} đồng chí. Chờ Đảng ủy ")
		self.look(desk, "xep-loai-da-de-nghi")
		self.assertEqual([], self.kept(desk))

		self.return_the_first()
		desk.page.reload()
		answer = desk.page.get_by_label("Chọn mức khác, hoặc ghi lý do giữ nguyên")
		answer.fill("Đã rà soát, có bảng theo dõi công việc")
		expect(desk.page.locator(".bt-foot")).to_contain_text("Đã giữ trên máy này")
		self.look(desk, "xep-loai-tra-loi")
		desk.page.reload()
		expect(answer).to_have_value("Đã rà soát, có bảng theo dõi công việc")
		window.press(desk.button("Đề nghị xếp loại 1 đồng chí"))
		expect(answer).to_have_count(0)
		self.assertEqual([], self.kept(desk))

		grades.first.select_option(EXCELLENT)
		expect(desk.page.locator(".bt-foot")).to_contain_text("quá 20 % số hoàn thành tốt")
		self.look(desk, "xep-loai-doi-lai")
		grades.first.select_option(WELL)
		self.assertEqual([], self.kept(desk))

		window.press(desk.button("Tiếp theo: xếp loại chi bộ"))
		expect(rows).to_have_count(1)
		grades.first.select_option(WELL)
		window.press(desk.button("Đề nghị xếp loại chi bộ"))
		expect(note).to_contain_text("Đã đề nghị xếp loại chi bộ. Chờ Đảng ủy ")
		self.look(desk, "xep-loai-chi-bo")
		window.press(desk.page.get_by_role("link", name="Về Việc của tôi"))
		expect(desk.page.locator(".bt-my-work")).to_be_visible()
		expect(self.line(desk)).to_have_count(0)
		self.assertNoTrouble()

	def return_the_first(self) -> None:
		place = self.round.organization("neighbour")
		grid = self.round.person("neighbour").get(
			f"{API}.get_grid", organization=place, subject="Member", year=0
		)
		body = self.round.organization("grassroots")
		self.round.person("reviewer").post(
			f"{API}.send_back",
			organization=body,
			subject="Member",
			year=grid["year"],
			names=[grid["rows"][0]["name"]],
			reason="Chưa rõ kết quả",
		)

	def line(self, desk: Desk) -> Locator:
		return desk.page.locator(".bt-line").filter(has_text="Đề nghị xếp loại năm")

	def look(self, desk: Desk, name: str) -> None:
		window = desk.window
		for size in (DESK, PHONE):
			window.resize(size)
			window.settle()
			window.picture(name)
			self.assertEqual([], looks.inaccessible(desk.page, ".bt-rating"))
		self.assertEqual([], looks.overflow(desk.page))
		self.assertEqual([], looks.small_targets(desk.page))
		self.assertEqual([], looks.small_text(desk.page))

	def kept(self, desk: Desk) -> list[str]:
		return desk.page.evaluate(
			"Object.keys(localStorage).filter((key) => key.startsWith('bontot:draft:'))"
		)
