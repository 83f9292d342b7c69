"""Minutes photographed page by page on a phone: moved, removed, one file, and at the end what is left to do."""

from __future__ import annotations

import io
import re
import tempfile
from datetime import date
from pathlib import Path

from playwright.sync_api import Locator, expect
from pypdf import PdfReader

from tests.browser import looks, things
from tests.browser.chromium import URL, Window
from tests.browser.pages import MeetingRecord, MyWork
from tests.browser.scene import Scene

COLORS = ("red", "lime", "blue")


class TestMinutesPages(Scene):
	def setUp(self) -> None:
		super().setUp()
		folder = tempfile.TemporaryDirectory()
		self.addCleanup(folder.cleanup)
		self.folder = Path(folder.name)
		self.photos = things.pages(self.folder, COLORS)
		day = date(self.round.today.year, self.round.today.month, 1)
		self.name = self.round.person("secretary").post(
			"bontot.meeting.api.new_meeting",
			organization=self.round.organization("cell"),
			meeting_kind="Cell Regular",
			meeting_date=day.isoformat(),
		)["name"]
		self.secretary: Window = self.window("secretary")
		self.record = MeetingRecord(self.secretary)

	def test_three_are_taken_one_moved_one_removed(self) -> None:
		self.take_three()
		self.move_and_remove()
		self.use_them()
		self.a_forgotten_page_asks()
		self.refused_by_the_same_names()
		self.finish_the_score()
		self.assertNoTrouble()

	@property
	def part(self) -> Locator:
		return self.record.part("Biên bản")

	def labels(self) -> Locator:
		return self.part.locator(".bt-page-pic strong")

	def photograph(self, path: Path) -> None:
		self.part.locator("input[type=file][capture]").set_input_files(str(path))

	def press(self, words: str | re.Pattern, within: Locator | None = None) -> None:
		self.secretary.press((within or self.part).get_by_role("button", name=words))

	def order(self) -> list[str]:
		"""The pages of the minutes file by their colour."""
		href = self.part.locator(".bt-tone-good a").get_attribute("href")
		found = []
		for page in PdfReader(io.BytesIO(self.secretary.page.request.get(URL + href).body())).pages:
			picture = page.images[0].image.convert("RGB")
			self.assertGreater(picture.height, picture.width, "it lies on its side")
			dot = picture.getpixel((5, 5))
			found.append(COLORS[dot.index(max(dot))])
		return found

	def look(self, name: str) -> None:
		self.secretary.settle()
		self.secretary.picture(name)
		page = self.secretary.page
		self.assertEqual([], looks.inaccessible(page, ".bt-meeting"))
		self.assertEqual([], looks.english(page))
		self.assertLessEqual(page.evaluate("document.documentElement.scrollWidth"), self.secretary.width)

	def take_three(self) -> None:
		self.record.open(self.name)
		for number, photo in enumerate(self.photos, 1):
			self.photograph(photo)
			expect(self.labels()).to_have_count(number)
		expect(self.labels()).to_have_text(["Trang 1/3", "Trang 2/3", "Trang 3/3"])
		self.labels().last.scroll_into_view_if_needed()  # small pictures come when they are looked at
		for picture in self.part.locator(".bt-page-pic img").all():
			expect(picture).to_have_js_property("complete", True)
			self.assertTrue(picture.evaluate("one => one.naturalHeight > one.naturalWidth"))
		self.look("bien-ban-ba-trang")

	def move_and_remove(self) -> None:
		"""Blue, red, lime; then without red. What was taken is there at the next visit."""
		for at in (3, 2):
			self.press(f"Chuyển Trang {at}/3 lên trước")
			way = "lên trước" if at == 3 else "ra sau"  # the first leads no further
			expect(self.part.get_by_role("button", name=f"Chuyển Trang {at - 1}/3 {way}")).to_be_focused()
		self.press("Bỏ: Trang 2/3")
		expect(self.labels()).to_have_count(3)
		self.secretary.settle()
		self.secretary.picture("bien-ban-bo-mot-trang")
		self.press("Giữ lại")
		expect(self.labels()).to_have_count(3)
		self.press("Bỏ: Trang 2/3")
		self.press("Bỏ trang này")
		expect(self.labels()).to_have_text(["Trang 1/2", "Trang 2/2"])
		self.record.open(self.name)
		expect(self.labels()).to_have_text(["Trang 1/2", "Trang 2/2"])

	def use_them(self) -> None:
		self.press("Dùng 2 trang này làm biên bản")
		expect(self.part).to_contain_text("Đã đính kèm biên bản: 2 trang ảnh")
		expect(self.labels()).to_have_count(0)
		self.assertEqual(["blue", "lime"], self.order())
		end = self.secretary.page.locator(".bt-meeting__end")
		expect(end).to_contain_text(re.compile(r"Đã có biên bản\. Còn \d+ mục chưa chấm"))
		self.look("bien-ban-da-dung-anh")

	def a_forgotten_page_asks(self) -> None:
		self.photograph(self.photos[0])
		self.press("Dùng 1 trang này làm biên bản")
		question = self.part.locator(".bt-question")
		expect(question).to_contain_text("Đã có biên bản đính kèm")
		self.look("bien-ban-hoi-truoc-khi-thay")
		self.press("Giữ nguyên", question)
		self.assertEqual(["blue", "lime"], self.order())
		self.press("Dùng 1 trang này làm biên bản")
		self.press("Thêm vào sau 2 trang đã có", question)
		expect(self.part).to_contain_text("3 trang ảnh")
		self.assertEqual(["blue", "lime", "red"], self.order())
		chooser = self.part.locator("input[type=file]:not([capture])")
		chooser.set_input_files(str(things.paper(self.folder)))
		expect(question).to_contain_text("Thay bằng tệp Biên bản kiểm điểm.pdf?")
		self.press("Giữ biên bản đã có", question)
		self.assertEqual(3, len(self.order()))

	def refused_by_the_same_names(self) -> None:
		text = self.folder / "ghi chep.txt"
		text.write_text("Biên bản")
		chooser = self.part.locator("input[type=file]:not([capture])")
		chooser.set_input_files(str(text))
		said = self.part.locator(".bt-note[role=alert]")
		expect(said).to_contain_text("ghi chep.txt")
		for kind in (chooser.get_attribute("accept") or "").split(","):
			expect(said).to_contain_text(kind.removeprefix(".").upper())

	def finish_the_score(self) -> None:
		"""The duty has ended with the paper; what is left stands on the first page and is one tap away."""
		work = MyWork(self.secretary)
		work.open()
		line = work.task("Chấm nốt")
		expect(line).to_contain_text(f"tháng {self.round.today:%m/%Y}")
		self.secretary.settle()
		self.secretary.picture("viec-cua-toi-cham-not")
		work.follow("Chấm nốt")
		end = self.secretary.page.locator(".bt-meeting__end")
		self.press("Chấm nốt", end)
		boxes = self.secretary.page.locator(".bt-score__points input")
		expect(boxes.first).to_be_focused()
		for box in boxes.all():
			if not box.input_value():
				box.fill("5")
				box.blur()
		expect(end).to_contain_text(re.compile(r"Đã xong: \d+ điểm, xếp loại"))
		self.record.saved()
		self.look("buoi-sinh-hoat-da-xong")
		self.secretary.press(end.get_by_role("link", name="Về Việc của tôi"))
		expect(self.secretary.page.locator(".bt-my-work")).to_be_visible()
		expect(work.task("Chấm nốt")).to_have_count(0)
