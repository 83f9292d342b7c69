"""The five pages and the few desk forms, in the words of what a person does on them."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote, urljoin

from playwright.sync_api import Locator, Page, expect

from tests.browser.chromium import Window

SAVED = re.compile(r"Đã lưu \d\d:\d\d")


def text(words: str) -> re.Pattern[str]:
	"""A button's words exactly, whatever blanks the markup puts around them."""
	return re.compile(rf"^\s*{re.escape(words)}\s*$")


class Desk:
	"""What every page has. `window` is whose it is; `page` the tab, by default the window's first."""

	def __init__(self, window: Window, page: Page | None = None) -> None:
		self.window = window
		self.page = page or window.page

	def open(self, address: str) -> None:
		self.window.open(address, self.page)

	def button(self, words: str, within: Locator | None = None) -> Locator:
		return (within or self.page.locator("body")).get_by_role("button", name=text(words))

	def saved(self) -> None:
		"""Wait until the page says that everything typed has reached the server."""
		expect(self.page.locator(".bt-save")).to_have_text(SAVED)


class Form(Desk):
	"""A stock form."""

	def act(self, words: str) -> None:
		"""Press a button of the form's own; on a phone they lie in its menu."""
		if self.window.width >= 768:
			self.button(words).click()
			return
		self.page.locator(
			".menu-btn-group:visible > button, .actions-btn-group:visible > button"
		).first.click()
		self.page.locator(".dropdown-menu.show").get_by_text(words, exact=True).click()

	def fill(self, field: str, value: str) -> None:
		control = self.page.locator(f".frappe-control[data-fieldname='{field}']:visible").first
		kind = control.get_attribute("data-fieldtype")
		if kind == "Select":
			control.locator("select").select_option(value)
			return
		box = control.locator("input").first
		box.click()
		if kind == "Int":
			self.page.wait_for_timeout(
				200
			)  # the framework selects what has the focus 100 ms after a number field got it
		box.fill(value)
		if kind == "Link":
			control.locator(".awesomplete li").first.wait_for()
			control.locator(".awesomplete li").first.click()
		else:
			box.blur()  # a Tab out of the last field would open a row of the table below

	def row(self, table: str, words: str) -> Locator:
		"""The row of a table that shows these words."""
		return self.page.locator(f"[data-fieldname='{table}'] .grid-body .grid-row", has_text=words).first

	def type_in_row(self, row: Locator, field: str, value: str) -> None:
		"""Write over what a cell holds: at a desk in the cell itself, on a phone in the small form a tap on the row opens."""
		if self.window.width >= 768:
			row.locator(f"[data-fieldname='{field}']").first.click()
			box = row.locator(f"input[data-fieldname='{field}']")
		else:
			self.window.press(row.locator(".grid-static-col").first)
			opened = self.page.locator(".grid-row-open .form-in-grid")
			box = opened.locator(f"input[data-fieldname='{field}']")
		expect(box).to_be_visible()
		box.fill(value)
		box.blur()  # a Tab out of the last cell would open a further row
		if self.window.width < 768:
			self.window.press(self.page.locator(".grid-row-open .grid-collapse-row:visible").first)
			expect(self.page.locator(".grid-row-open")).to_have_count(0)

	def save(self) -> None:
		"""By the button at the head, until nothing is unsaved."""
		self.window.press(self.page.locator(".primary-action:visible").first)
		self.page.wait_for_function("!cur_frm.is_dirty() && !cur_frm.is_new()")

	def submit(self) -> None:
		"""By the same button once all is saved, and yes to what it asks."""
		button = self.page.locator(".primary-action:visible").first
		expect(button).to_contain_text("Chốt")
		self.window.press(button)
		self.window.press(self.page.locator(".modal.show .btn-primary:visible").first)
		self.page.wait_for_function("cur_frm.doc.docstatus === 1")


class MyWork(Desk):
	def open(self) -> None:
		super().open("/app/my-work")
		expect(self.page.locator(".bt-my-work")).to_be_visible()

	def task(self, words: str) -> Locator:
		return self.page.locator("li.bt-line", has_text=words).first

	def follow(self, words: str) -> None:
		"""Press the one button of a line."""
		self.task(words).locator("a.bt-button").click()


class ReviewPeriodForm(Form):
	"""Stock form; `bars` collects every width its progress bar was drawn with."""

	RECORDER = """
		window.bars = [];
		new MutationObserver(() => {
			for (const bar of document.querySelectorAll(".progress-chart .progress-bar")) {
				const width = bar.style.width;
				if (width && window.bars.at(-1) !== width) window.bars.push(width);
			}
		}).observe(document.documentElement, { subtree: true, childList: true, attributes: true, attributeFilter: ["style"] });
	"""

	def open(self, name: str) -> None:
		super().open(f"/app/review-period/{quote(name)}")
		self.page.wait_for_function("window.cur_frm?.doc?.doctype === 'Review Period'")

	def make(self, values: dict[str, str]) -> str:
		"""Fill in a new period as its officer does; returns its name."""
		super().open("/app/review-period/new")
		self.page.wait_for_function(
			"window.cur_frm?.doc?.doctype === 'Review Period' && cur_frm.doc.framework"
		)
		for field, value in values.items():
			self.fill(field, value)
		self.page.locator(".primary-action:visible").first.click()
		self.page.wait_for_function("!cur_frm.is_new()")
		return self.page.evaluate("cur_frm.doc.name")

	def open_for_all(self) -> list[str]:
		"""Press the button and confirm; returns the widths of the bar once the period is open."""
		self.page.evaluate(self.RECORDER)
		self.act("Mở kỳ cho mọi tổ chức")
		self.page.locator(".modal.show .btn-modal-primary").click()
		self.page.wait_for_function("cur_frm.doc.state === 'Open'")
		return self.page.evaluate("window.bars")


class MeetingRecord(Desk):
	def begin(self) -> str:
		"""From the few questions to the record; returns its name."""
		self.button("Ghi buổi sinh hoạt").click()
		expect(self.part("Điểm danh")).to_be_visible()
		return self.page.url.rsplit("/", 1)[-1].split("?")[0]

	def open(self, name: str) -> None:
		super().open(f"/app/meeting-record/{quote(name)}")
		expect(self.part("Điểm danh")).to_be_visible()

	def part(self, title: str) -> Locator:
		return self.page.locator(
			"section.bt-card", has=self.page.get_by_role("heading", name=title, exact=True)
		)

	def name_on_roll(self, name: str) -> Locator:
		return self.page.locator(".bt-roll__one", has_text=name)

	def mark(self, name: str) -> str:
		return self.name_on_roll(name).locator(".bt-roll__mark").inner_text()

	def fill(self, label: str, value: str) -> None:
		box = self.page.get_by_label(label, exact=True)
		box.fill(value)
		box.blur()


class SelfAssessment(Desk):
	def open(self, name: str) -> None:
		super().open(f"/app/self-assessment/{quote(name)}")
		expect(self.page.locator(".bt-self")).to_be_visible()

	def card(self, key: str) -> Locator:
		return self.page.locator(f"#criterion-{key}")

	def choose(self, key: str, words: str) -> None:
		self.card(key).get_by_role("radio", name=re.compile(rf"^\s*[✓✕]?\s*{words}\s*$")).click()

	def remark(self, key: str, value: str) -> None:
		card = self.card(key)
		if not card.locator("textarea").count():
			self.button("Ghi nhận xét", card).click()
		card.locator("textarea").fill(value)

	def unanswered(self) -> list[str]:
		"""Keys of criteria whose two buttons are there and neither is pressed."""
		return self.page.evaluate(
			"""[...document.querySelectorAll(".bt-choice")]
			.filter((one) => !one.querySelector("[aria-checked=true]"))
			.map((one) => one.closest("article").id.replace("criterion-", ""))"""
		)

	def open_ones(self) -> list[str]:
		"""Keys of criteria that can be changed."""
		return self.page.evaluate(
			"""[...document.querySelectorAll(".bt-criterion:not(.bt-criterion--locked)")]
			.map((one) => one.id.replace("criterion-", ""))"""
		)

	def attach(self, key: str, paths: list[Path], photo: bool = False) -> None:
		card = self.card(key)
		if not card.locator(".bt-evidence-picker").count():
			self.button("Thêm minh chứng", card).click()
		chosen = card.locator("input[type=file][capture]" if photo else "input[type=file]:not([capture])")
		before = card.locator(".bt-evidence__piece").count()
		chosen.set_input_files([str(path) for path in paths])
		expect(card.locator(".bt-evidence__piece")).to_have_count(before + len(paths))

	def send(self, to: str) -> None:
		foot = self.page.locator(".bt-send")
		self.button(f"Gửi {to}", foot).click()
		panel = foot.locator(".bt-send-panel")
		expect(panel).to_be_visible()
		panel.get_by_role("button", name=text(f"Gửi {to}")).click()
		expect(panel).to_be_hidden()

	def state(self) -> Locator:
		return self.page.locator(".bt-head .bt-pill").first


class AppraisalQueue(Desk):
	def open(self) -> None:
		super().open("/app/appraisal-queue")
		expect(self.page.locator(".bt-queue__list > .bt-files[aria-busy=false]")).to_be_attached()

	def tab(self, label: str) -> Locator:
		return self.page.locator(".bt-queue__list .bt-chip", has_text=label).first

	def row(self, name: str) -> Locator:
		return self.page.locator(".bt-files__row", has=self.page.locator(f"[id='file-{name}']"))

	def holds(self, name: str) -> bool:
		return self.row(name).count() > 0

	def walk_to(self, name: str) -> None:
		"""J until the file has the focus. Raises AssertionError when it never gets it."""
		for _ in range(60):
			self.page.keyboard.press("j")
			if self.focused() == f"file-{name}":
				return
		raise AssertionError(f"j never reaches {name}; the focus is at {self.focused()!r}")

	def focused(self) -> str:
		return self.page.evaluate("document.activeElement?.id ?? ''")

	def open_by_key(self, name: str) -> None:
		self.walk_to(name)
		self.page.keyboard.press("Enter")
		title = self.page.locator(".bt-queue__file .bt-file__title")
		expect(title).to_be_visible()
		self.page.wait_for_function("document.activeElement.matches('.bt-queue__file article')")
		bar = self.page.locator(".navbar").first.bounding_box()
		assert title.bounding_box()["y"] >= bar["height"], "the file's name lies under the bar"

	def issue(self, count: int) -> str:
		"""Press the button of a resolution, and yes to what it asks; returns that question."""
		self.button(f"Ban hành quyết định cho {count} hồ sơ").click()
		question = self.page.locator(".bt-resolution .bt-question")
		expect(self.button("Xem lại đã", question)).to_be_focused()
		words = question.locator("p").first.inner_text()
		self.window.picture("hoi-truoc-khi-ban-hanh", whole=False)
		self.window.press(self.button("Ban hành", question))
		return words

	def show_papers(self) -> None:
		"""Unfold, under what was passed on, the papers of one's own level."""
		super().open("/app/appraisal-queue?tab=passed")
		self.window.press(self.page.get_by_text("In biên bản, tờ trình"))

	def printed(self, words: str) -> bytes:
		"""What the link of these words gives (a PDF), as a new tab would show it."""
		link = self.page.get_by_role("link", name=text(words))
		expect(link).to_be_visible()
		answer = self.page.context.request.get(urljoin(self.page.url, link.get_attribute("href")))
		expect(answer).to_be_ok()
		return answer.body()

	def drawn(self) -> Locator:
		"""Files drawn by lot and not opened yet, where they are shown: in the list, on a phone above an open file."""
		return self.page.locator(".bt-sample:visible button", has_text="○")

	def open_drawn(self) -> int:
		"""Tap what the lot fell on, one after the other, and come back to the selection; how many there were."""
		expect(self.drawn().first).to_be_visible()
		count = self.drawn().count()
		for left in range(count, 0, -1):
			self.drawn().first.click()
			expect(self.drawn()).to_have_count(left - 1)
		if self.window.width < 768:
			self.page.get_by_role("button", name=re.compile(r"^\s*Về \d+ hồ sơ đã chọn")).click()
		return count

	def open_drawn_by_key(self) -> int:
		expect(self.drawn().first).to_be_visible()
		count = self.drawn().count()
		for left in range(count, 0, -1):
			self.page.keyboard.press("o")
			expect(self.drawn()).to_have_count(left - 1)
		return count

	def agree_by_key(self, count: int) -> None:
		"""A leads to the button of the selected files, Enter presses it."""
		self.page.keyboard.press("a")
		expect(self.button(f"Nhất trí, trình {count} hồ sơ")).to_be_focused()
		self.page.keyboard.press("Enter")

	def tab_until(self, script: str, key: str = "Tab") -> None:
		"""Tab, or Shift+Tab, until `script` (an expression on `it`, the focused element) is true."""
		for _ in range(100):
			self.page.keyboard.press(key)
			if self.focused_is(script):
				return
		raise AssertionError(f"{key} never reaches {script}")

	def focused_is(self, script: str) -> bool:
		return self.page.evaluate(
			f"(() => {{ const it = document.activeElement; return Boolean({script}); }})()"
		)


class Overview(Desk):
	def open(self, organization: str, period: str) -> None:
		super().open(f"/app/province-overview/{quote(organization)}?period={quote(period)}")
		expect(self.page.locator(".bt-kind").first).to_be_visible()

	def kind(self, words: str) -> Locator:
		return self.page.get_by_role("region", name=words, exact=True)
