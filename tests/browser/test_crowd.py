"""An evening in December: fifty files passed on by the keyboard at each level, then decided in one resolution."""

from __future__ import annotations

import re
import unittest

from playwright.sync_api import expect

from tests.browser import looks
from tests.browser.chromium import DESK, PHONE, ROOT, Window
from tests.browser.pages import AppraisalQueue, Form, Overview
from tests.browser.scene import Scene
from tests.main_job import files
from tests.main_job.round import wait_until
from tests.main_job.trial import execute

COUNT = 50  # of bontot.demo.crowd
FAR = 20  # of another branch, which have come to the province already
CLEAN = COUNT - 1  # one says that it has not met a criterion, and is agreed to by itself
PAGE = 30  # rows of the list before more is asked for
BODY = "Đảng bộ Khối Kiểm Tra"
WEAK = "Chi bộ Kiểm Tra số 07"
DRAWN = 3  # 5 % of them, rounded up, are opened before all are agreed to


class TestCrowd(Scene):
	@classmethod
	def setUpClass(cls) -> None:
		super().setUpClass()
		officer = cls.round.person("btc")
		cls.period = files.open_period(cls.round, "Year")
		execute(ROOT, "bontot.demo.crowd.build")
		officer.post("bontot.evaluation.api.open_period", period=cls.period)
		wait_until("the new cells have their files", lambda: len(cls.waiting("Draft")) == COUNT + FAR + 4)
		execute(ROOT, "bontot.demo.crowd.send")
		execute(ROOT, "bontot.demo.crowd.clear_doubts")
		execute(ROOT, "bontot.demo.crowd.rate")

	@classmethod
	def waiting(cls, state: str) -> list[dict]:
		filters = {"period": cls.period, "state": state}
		asked = {"doctype": "Evaluation", "filters": filters, "fields": ["name"], "limit_page_length": 0}
		return cls.round.person("btc").get("frappe.client.get_list", **asked)

	def test_fifty_files_climb_by_the_keyboard_and_are_decided_in_one_act(self) -> None:
		self.pass_on_by_keyboard("reviewer", DESK)
		self.pass_on_by_keyboard("upper", PHONE)
		self.decide()
		self.see_what_was_decided()
		self.put_the_rest_on_a_form()
		self.read_the_figures()
		self.assertNoTrouble()

	def pass_on_by_keyboard(self, label: str, size: tuple[int, int]) -> None:
		"""J and X down the list, the rest fetched on the way, then one act with a result for each."""
		window = self.window(label, size)
		queue, page = AppraisalQueue(window), window.page
		queue.open()
		rows = page.locator(".bt-files__row")
		while rows.count() < COUNT:
			before = rows.count()
			queue.tab_until("it.matches('.bt-queue__list .bt-button--wide')")
			page.keyboard.press("Enter")
			expect(rows).not_to_have_count(before)
		for _row in range(COUNT):
			page.keyboard.press("j")
			page.keyboard.press("x")
		expect(page.locator(".bt-bulk")).to_contain_text(f"{CLEAN}")
		weak = rows.filter(has_text=WEAK)
		expect(weak.get_by_role("checkbox")).to_be_disabled()
		weak.scroll_into_view_if_needed()
		window.picture("ho-so-mo-xem-rieng", whole=False)
		window.picture("nam-muoi-ho-so-da-chon", whole=False)
		self.assertEqual([], looks.inaccessible(page))
		page.keyboard.press("a")
		expect(queue.button(f"Nhất trí, trình {CLEAN} hồ sơ")).to_be_focused()
		window.picture("nam-muoi-nut-nhat-tri", whole=False)
		page.keyboard.press("Enter")
		expect(queue.drawn()).to_have_count(DRAWN)
		self.assertEqual([], looks.inaccessible(page))
		window.picture("nam-muoi-rut-ngau-nhien", whole=False)
		self.assertEqual(DRAWN, queue.open_drawn_by_key())
		window.picture("nam-muoi-da-mo-ho-so-rut", whole=False)
		queue.agree_by_key(CLEAN)
		expect(page.locator(".bt-files__row .bt-tone-good")).to_have_count(CLEAN, timeout=60_000)
		expect(page.locator(".bt-bulk")).to_contain_text(
			f"{CLEAN} hồ sơ đã chuyển, 0 hồ sơ không chuyển được"
		)
		expect(queue.tab("Tất cả")).to_have_text(re.compile(r"^\s*Tất cả\s*1\s*$"))
		window.picture("nam-muoi-ket-qua", whole=False)
		queue.open()
		expect(rows).to_have_count(1)
		queue.open_by_key(weak.locator("button").get_attribute("id").removeprefix("file-"))
		page.keyboard.press("a")
		expect(rows).to_have_count(0)
		queue.show_papers()
		for words in ("Biên bản thẩm định", "Tờ trình đề nghị công nhận"):
			self.assertTrue(queue.printed(words).startswith(b"%PDF"))
		self.assertEqual([], looks.inaccessible(page))
		window.picture("in-bien-ban-to-trinh", whole=False)

	def decide(self) -> None:
		"""On the phone of the officer who writes down what the standing committee has decided: of all that waits, whatever
		page of it is shown, one branch."""
		window = self.window("btc", PHONE)
		queue, page = AppraisalQueue(window), window.page
		queue.open()
		queue.button(f"Chọn cả {COUNT + FAR} hồ sơ chờ quyết định").click()
		expect(queue.button(f"Lập quyết định cho {COUNT + FAR} hồ sơ")).to_be_visible()
		expect(page.locator(".bt-files__row")).to_have_count(PAGE)
		self.stays_at_hand(window)
		page.get_by_text("Lọc thêm").click()
		page.get_by_label("Phạm vi").select_option(label=BODY)
		expect(queue.button(f"Chọn cả {COUNT} hồ sơ chờ quyết định")).to_be_visible()
		window.picture("loc-mot-dang-bo", whole=False)
		window.resize(DESK)
		self.assertEqual([], looks.inaccessible(page))
		window.picture("loc-mot-dang-bo", whole=False)
		window.resize(PHONE)
		self.assertEqual([], looks.overflow(page))
		self.assertIn("branch=", page.url)
		self.assertTrue(queue.printed("In danh sách trình hội nghị").startswith(b"%PDF"))
		window.picture("danh-sach-trinh-hoi-nghi", whole=False)
		queue.button(f"Chọn cả {COUNT} hồ sơ chờ quyết định").click()
		page.get_by_role("button", name=re.compile(rf"cho {COUNT} hồ sơ")).click()
		for field, value in (
			("number", files.unique_number("QD/TU")),
			("members_total", "15"),
			("votes_for", "15"),
			("signer", "Nguyễn Văn Ký"),
			("signer_position", "Phó Bí thư Tỉnh ủy"),
		):
			page.locator(f"#bt-res-{field}").fill(value)
		self.decide_otherwise_on_the_weak_one(queue)
		self.assertEqual([], looks.inaccessible(page))
		window.picture("nghi-quyet-nam-muoi", whole=False)
		window.resize(DESK)
		self.assertEqual([], looks.inaccessible(page))
		window.picture("nghi-quyet-nam-muoi", whole=False)
		window.resize(PHONE)
		words = f"công nhận {COUNT - 1} tổ chức; không công nhận 1."
		self.assertIn(words, queue.issue(COUNT))
		expect(page.locator(".bt-resolution .bt-tone-good")).to_be_visible(timeout=120_000)
		window.picture("nghi-quyet-da-ap-dung", whole=False)
		self.assertEqual(COUNT - 1, len(self.waiting("Recognized")))
		queue.open()
		expect(queue.button(f"Chọn cả {FAR} hồ sơ chờ quyết định")).to_be_visible()

	def see_what_was_decided(self) -> None:
		"""The resolution and one of the titles it gives, on their forms, by phone and at a desk."""
		officer = self.round.person("btc")
		newest = {"order_by": "creation desc", "limit_page_length": 1}
		[resolution] = officer.get("frappe.client.get_list", doctype="Resolution", **newest)
		[title] = officer.get("frappe.client.get_list", doctype="Recognition", **newest)
		window = self.windows["btc"]
		for size in (PHONE, DESK):
			window.resize(size)
			for name, address in (
				("nghi-quyet", f"/app/resolution/{resolution['name']}"),
				("cong-nhan", f"/app/recognition/{title['name']}"),
			):
				page = window.open(address)
				expect(page.locator(".form-page:visible")).to_be_visible()
				window.settle()
				window.picture(name)
				self.assertEqual([], looks.inaccessible(page))
				self.assertEqual([], looks.overflow(page) if window.width < 768 else [])

	def stays_at_hand(self, window: Window) -> None:
		"""Whoever looks at the last row has the act on what is chosen before the eyes, at both widths."""
		page = window.page
		for size in (DESK, PHONE):
			window.resize(size)
			page.locator(".bt-files__row").last.scroll_into_view_if_needed()
			with self.subTest(size):
				expect(page.get_by_role("button", name=re.compile("^Lập quyết định cho"))).to_be_in_viewport()
				self.assertLess(page.locator(".bt-bulk").bounding_box()["y"], 140)

	def put_the_rest_on_a_form(self) -> None:
		"""A resolution that is begun on the desk's own form takes the files that wait as well."""
		window = self.windows["btc"]
		window.resize(DESK)
		form = Form(window)
		form.open("/app/resolution")
		page = window.page
		page.locator(".primary-action:visible", has_text="Thêm").click()
		page.wait_for_function("cur_frm?.doctype === 'Resolution' && cur_frm.is_new()")
		expect(page.locator(".form-page:visible")).to_be_visible()
		form.fill("organization", "Kiểm Tra")
		group = page.locator(".inner-group-button:visible", has_text="Thêm")
		group.locator("button").first.click()
		group.locator(".dropdown-item", has_text="Hồ sơ đang chờ").click()
		page.wait_for_function(f"cur_frm.doc.items?.length === {FAR}")
		decided = page.evaluate("[...new Set(cur_frm.doc.items.map((row) => row.decision))]")
		self.assertEqual(["Recognize"], decided)
		window.settle()
		window.picture("them-ho-so-dang-cho", whole=False)
		page.evaluate("cur_frm.doc.__unsaved = 0")  # it was only begun

	def decide_otherwise_on_the_weak_one(self, queue: AppraisalQueue) -> None:
		"""One of the fifty has a criterion that is not met: it is named, and is no title whatever anybody writes."""
		page, barred = queue.page, queue.page.locator(".bt-resolution__unmet")
		expect(barred).to_have_count(1)
		expect(page.locator(".bt-resolution > form > .bt-tone-bad")).to_contain_text(WEAK)
		queue.button(f"Ban hành quyết định cho {COUNT} hồ sơ").click()
		self.assertEqual(COUNT + FAR, len(self.waiting("Under Appraisal")))
		row = page.locator(".bt-resolution__row", has=barred)
		expect(row.locator("option", has_text=re.compile("^\\s*Công nhận"))).to_be_disabled()
		queue.window.picture("khong-cong-nhan-duoc", whole=False)
		row.get_by_role("combobox").first.select_option(value="Refuse")
		row.get_by_placeholder("Lý do").fill("Một tiêu chí chưa đạt.")
		queue.window.picture("khong-cong-nhan", whole=False)

	def read_the_figures(self) -> None:
		window = self.window("btc")
		overview = Overview(window)
		overview.open(self.round.organization("body"), self.period)
		share = overview.kind("Chi bộ").locator(".bt-kind__share")
		expect(share).to_contain_text(re.compile(rf"{COUNT - 1}\s*/\s*{COUNT + 2}"))
		window.picture("so-lieu-sau-nghi-quyet")


if __name__ == "__main__":
	unittest.main()
