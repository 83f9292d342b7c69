"""Chromium for the suite: one browser a module, a window a person, and an ear for what goes wrong in it."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import (
	Browser,
	BrowserContext,
	Locator,
	Page,
	Request,
	Response,
	expect,
	sync_playwright,
)

URL = os.environ["BONTOT_URL"]
ROOT = Path(os.environ["BONTOT_BENCH_ROOT"])
PICTURES = Path(os.environ["BONTOT_PICTURES"])
PHONE, DESK = (360, 740), (1280, 800)
PATIENCE = 20_000  # ms; the first page after a start fills every cache
ARGUMENTS = (
	"--headless=new",
	"--no-sandbox",  # root in a container has no user namespaces
	"--disable-gpu",
	"--disable-background-networking",
	"--disable-component-update",
	"--disable-sync",
	"--no-first-run",
	"--lang=vi-VN",
)
TELL_VIOLATIONS = """addEventListener("securitypolicyviolation", (event) => {
	const { effectiveDirective, blockedURI, sourceFile, lineNumber, columnNumber, sample } = event;
	const source = `${sourceFile}:${lineNumber}:${columnNumber}`;
	violated(`${location.pathname}: ${effectiveDirective} ${blockedURI} ${sample} from ${source}`);
}, true);"""
# What the browser says of a request that was cut on purpose, or of leaving a page while it still loads.
CUT = ("net::ERR_ABORTED", "net::ERR_INTERNET_DISCONNECTED")


@dataclass
class Heard:
	"""What a window said and asked since `forget`: the tests read it, `trouble` is what must stay empty."""

	errors: list[str] = field(default_factory=list)
	refused: list[str] = field(default_factory=list)
	foreign: list[str] = field(default_factory=list)
	socket: list[str] = field(default_factory=list)
	violations: list[str] = field(default_factory=list)  # of the content policy

	def trouble(self) -> list[str]:
		return [*self.errors, *self.refused, *self.foreign, *self.violations]

	def forget(self) -> None:
		for kept in (self.errors, self.refused, self.foreign, self.violations):
			kept.clear()


@contextmanager
def chromium() -> Iterator[Browser]:
	expect.set_options(timeout=PATIENCE)
	with sync_playwright() as playwright:
		browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(ARGUMENTS))
		try:
			yield browser
		finally:
			browser.close()


class Window:
	"""One person's browser: signed in by password, watched, ready to take pictures."""

	def __init__(self, browser: Browser, size: tuple[int, int], *, policy: bool = True) -> None:
		"""`policy`: False lets run what the content policy of the pages forbids."""
		width, height = size
		self.width, self.height = width, height
		self.heard = Heard()
		self.context: BrowserContext = browser.new_context(
			viewport={"width": width, "height": height},
			has_touch=width < 768,
			is_mobile=width < 768,
			locale="vi-VN",
			timezone_id="Asia/Ho_Chi_Minh",
			reduced_motion="reduce",
			bypass_csp=not policy,
		)
		self.context.expose_binding("violated", lambda _source, what: self.heard.violations.append(what))
		self.context.add_init_script(TELL_VIOLATIONS)
		self.context.set_default_timeout(PATIENCE)
		self.page = self.tab()

	def tab(self) -> Page:
		"""A further tab of the same person."""
		page = self.context.new_page()
		heard = self.heard
		page.on(
			"console",
			lambda message: message.type == "error" and heard.errors.append(f"console: {message.text}"),
		)
		page.on("pageerror", lambda error: heard.errors.append(f"script: {error}"))
		page.on("request", lambda request: _note_foreign(heard, request))
		page.on("response", lambda response: _note_refused(heard, response))
		page.on("requestfailed", lambda request: _note_failed(heard, request))
		page.on(
			"websocket",
			lambda socket: socket.on("framereceived", lambda frame: heard.socket.append(_text(frame))),
		)
		return page

	def sign_in(self, user: str, password: str) -> Window:
		"""By the form, as a person does; waits for their first page."""
		page = self.page
		page.goto(f"{URL}/login")
		page.locator("#login_email").fill(user)
		page.locator("#login_password").fill(password)
		page.locator(".btn-login").first.click()
		page.wait_for_url(re.compile(r"/app"))
		page.wait_for_function("window.frappe?.boot?.user && (window.bontot?.host || frappe.container?.page)")
		return self

	def at_the_desk(self) -> Window:
		"""Where somebody with a seat comes to a light page when they sign in."""
		self.open("/app")
		self.page.wait_for_function("window.frappe?.boot?.user && frappe.container?.page")
		return self

	def open(self, address: str, page: Page | None = None) -> Page:
		page = page or self.page
		page.goto(URL + address)
		return page

	def resize(self, size: tuple[int, int]) -> None:
		"""The same person at another screen; what a page decides when it is drawn, it decides at the next one."""
		self.width, self.height = size
		self.page.set_viewport_size({"width": self.width, "height": self.height})

	def press(self, target: Locator) -> None:
		"""With the finger on a phone, with the mouse at a desk."""
		target.tap() if self.width < 768 else target.click()

	def hears_realtime(self) -> None:
		"""Wait until the socket speaks over a websocket, so that every later event is a frame we see."""
		self.page.wait_for_function(
			"frappe.realtime?.socket?.connected && frappe.realtime.socket.io.engine.transport.name === 'websocket'"
		)

	def settle(self) -> None:
		"""Wait until nothing is on its way any more."""
		self.page.wait_for_load_state("networkidle")
		self.page.wait_for_timeout(200)  # number cards ask one by one once they are drawn
		self.page.wait_for_function(
			"!document.body.innerText.includes('Đang tải') && !window.frappe?.request?.ajax_count"
		)

	def picture(self, name: str, whole: bool = True) -> Path:
		"""Keep a picture; `whole`: of all the page in a window as high as itself, so that what sticks to the foot is there."""
		PICTURES.mkdir(parents=True, exist_ok=True)
		path = PICTURES / f"{name}-{self.width}.png"
		if whole:
			height = self.page.evaluate("document.documentElement.scrollHeight")
			self.page.set_viewport_size({"width": self.width, "height": max(height, self.height)})
		self.page.screenshot(path=path, animations="disabled")
		if whole:
			self.page.set_viewport_size({"width": self.width, "height": self.height})
		return path

	def close(self) -> None:
		self.context.close()


def _text(frame: str | bytes) -> str:
	return frame if isinstance(frame, str) else frame.decode(errors="replace")


def _note_foreign(heard: Heard, request: Request) -> None:
	parts = urlsplit(request.url)
	if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != urlsplit(URL).netloc:
		heard.foreign.append(f"asked {request.url}")


def _note_refused(heard: Heard, response: Response) -> None:
	if response.status >= 400:
		heard.refused.append(f"{response.status} {response.request.method} {response.url}")


def _note_failed(heard: Heard, request: Request) -> None:
	if (request.failure or "") not in CUT:
		heard.refused.append(f"{request.failure} {request.method} {request.url}")
