"""A person at the desk who does ordinary things by mouse and keyboard, and what became of it in the database."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass

from playwright.sync_api import Locator, expect

from tests.bad_days.ground import rows
from tests.browser.chromium import Window

# A dialog that tells a refusal or a fault: the framework gives its head a red mark.
RED = ".modal.show .modal-title-section .indicator.red, .modal.show .modal-header .indicator.red"
VIEWS = """() => [...document.querySelectorAll(".page-head [data-view]")].map(each => each.dataset.view)"""
MENU = """kind => [...document.querySelectorAll(`.page-head ${kind} .dropdown-item`)]
	.filter(each => each.closest(".page-container")?.checkVisibility() ?? true)
	.map(each => each.querySelector(".menu-item-label")?.textContent.trim() || each.textContent.trim())"""
STILL = "() => !window.frappe?.request?.ajax_count && document.readyState === 'complete'"


class ActError(AssertionError):
	"""An act ended otherwise than it was offered."""


@dataclass(frozen=True, slots=True)
class Person:
	label: str  # of the trial, or "administrator"
	user: str
	password: str

	@property
	def administers(self) -> bool:
		return self.label == "administrator"


class Player:
	"""`meeting`: one that everybody here may read, `title` its words; `mark`: a word in all that this person writes."""

	def __init__(self, window: Window, person: Person, meeting: str, title: str) -> None:
		self.window, self.page, self.person = window, window.page, person
		self.meeting, self.title = meeting, title
		self.mark = f"việc-{person.label}-{secrets.token_hex(2)}"  # people of another run have theirs
		self.refused: list[str] = []
		self.page.on("response", self._note)

	def _note(self, response) -> None:
		if response.status >= 400 and "/socket.io/" not in response.url:  # one that a page left behind
			self.refused.append(f"{response.status} {response.url.split('/', 3)[-1][:120]}")

	def trouble(self) -> list[str]:
		"""What went wrong since it was asked last."""
		red = self.page.locator(RED)
		told = (
			[f"red: {red.first.evaluate('each => each.closest(`.modal`).innerText')[:200]}"]
			if red.count()
			else []
		)
		found = [
			*self.refused,
			*[each for each in self.window.heard.errors if each.startswith("script:")],
			*told,
		]
		self.refused.clear()
		self.window.heard.forget()
		return found

	def settle(self) -> None:
		self.page.wait_for_timeout(150)
		self.page.wait_for_function(STILL)
		self.page.wait_for_timeout(100)

	def go(self, address: str) -> None:
		"""As by a link of the desk; the page is not loaded anew."""
		self.page.evaluate("address => frappe.router.push_state(address)", address)
		self.settle()

	def load(self, address: str) -> None:
		self.window.open(address)
		self.page.wait_for_function("window.frappe?.boot?.user && frappe.container?.page")
		self.settle()

	def report(self) -> None:
		self.go("/app/meeting/view/report")
		self.page.wait_for_function(
			"window.cur_list?.view === 'Report' && cur_list.doctype === 'Meeting' && cur_list.data.length"
		)
		self.page.locator(".dt-row-0:visible").first.wait_for()

	def form(self, doctype: str, name: str) -> None:
		self.go(f"/app/{doctype.lower().replace(' ', '-')}/{name}")
		self.page.wait_for_function("name => window.cur_frm?.docname === name", arg=name)
		self.settle()

	def rows(self) -> Locator:
		return self.page.locator(".frappe-list .list-row:visible")

	def labels(self, kind: str = ".menu-btn-group") -> list[str]:
		"""Words of a menu at the head, whether or not it is unfolded."""
		return self.page.evaluate(MENU, kind)

	def views(self) -> list[str]:
		return self.page.evaluate(VIEWS)

	def menu(self, words: str, kind: str = ".menu-btn-group") -> None:
		self.page.locator(f".page-head {kind}:visible > button").first.click()
		item = self.page.locator(
			f".page-head {kind}:visible .dropdown-item", has_text=re.compile(rf"^\s*{re.escape(words)}")
		)
		item.locator("visible=true").first.click()
		self.settle()

	def dialog(self) -> Locator:
		found = self.page.locator(".modal.show").last
		expect(found).to_be_visible()
		return found

	def agree(self) -> None:
		"""Press the main button of the dialog, until it is gone."""
		dialog = self.dialog()
		dialog.locator(".btn-primary:visible").last.click()
		self.settle()

	def finds(self, statement: str) -> str:
		"""The first column of the first row; raises ActError where there is none."""
		for _try in range(40):
			if found := rows(statement):
				return found[0][0]
			self.page.wait_for_timeout(150)
		raise ActError(f"nothing in the database: {statement}")

	def gone(self, statement: str) -> None:
		for _try in range(400):  # the work may be a job's, behind others
			if not rows(statement):
				return
			self.page.wait_for_timeout(150)
		raise ActError(f"still in the database: {statement}")

	def require(self, holds: object, what: str) -> None:
		if not holds:
			raise ActError(what)
