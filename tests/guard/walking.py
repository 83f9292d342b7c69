"""A long walk through the desk, shared by several windows of one person, told as it goes, and gone on with where it ended."""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from playwright.sync_api import Browser, Error

from ops.bench import REPO
from tests.bad_days.ground import BENCH
from tests.browser.chromium import DESK, Window, chromium
from tests.guard.desk import Piece, Walk

WINDOWS = int(os.environ.get("BONTOT_WALK_WINDOWS", "3"))  # as many as the bench has web workers
GO_ON = bool(os.environ.get("BONTOT_WALK_GO_ON"))  # leave out what an earlier run at the same commit has seen
TOLD_EVERY = 20  # pieces


class Opener(Walk):
	"""A walk that keeps where `mark` was to be read, and which scripts ran where."""

	def __init__(self, window: Window, mark: str, administrator: bool = False) -> None:
		super().__init__(window, administrator)
		self.mark = mark
		self.ran: list[tuple[int, str]] = []
		self.shown: list[str] = []
		self.unsettled: list[str] = []
		window.context.expose_binding("ran", lambda _source, number: self.ran.append((number, self.route)))
		self.page.on("dialog", lambda dialog: dialog.dismiss())

	def require_hearing(self) -> None:
		"""Raise AssertionError unless a script that does run in this window is heard."""
		self.page.evaluate(
			"text => document.body.insertAdjacentHTML('beforeend', text)",
			'<img src="data:," onerror="ran(-1)" hidden>',
		)
		for _try in range(250):
			if self.ran:
				break
			self.page.wait_for_timeout(20)
		heard, self.ran = self.ran, []
		assert [number for number, _route in heard] == [-1], f"this window heard {heard}"

	def settle(self) -> bool:
		try:
			seen = super().settle()
		except Error:  # a page that a text has broken still must not run it
			self.unsettled.append(self.route)
			return False
		if seen:
			self.shown.append(self.route)
		return seen

	def told(self) -> dict[str, list[Any]]:
		"""What there was since it was asked last, by the names of `Seen`."""
		part = {name: getattr(self, name) for name in ("visited", "shown", "ran", "unsettled")}
		for name in part:
			setattr(self, name, [])
		fell = [str(refusal) for refusal in self.refusals if refusal.status >= 500]
		self.refusals.clear()
		return part | {"fell": fell}

	def address(self, address: str) -> None:
		self.route = address
		self.window.open(address)
		self.page.wait_for_load_state("networkidle")
		self.settle()
		self.visited.append(address)


@dataclass
class Seen:
	"""What a walk, or a part of it, came to."""

	visited: list[str] = field(default_factory=list)
	shown: list[str] = field(default_factory=list)
	ran: list[tuple[int, str]] = field(default_factory=list)
	unsettled: list[str] = field(default_factory=list)
	fell: list[str] = field(default_factory=list)  # calls that the server failed at
	failed: list[str] = field(default_factory=list)

	def take(self, part: dict[str, Any]) -> None:
		for name, values in part.items():
			getattr(self, name).extend(tuple(each) if name == "ran" else each for each in values)

	def __str__(self) -> str:
		return (
			f"{len(self.visited)} places, the text seen at {len(set(self.shown))} of them, {len(self.ran)} scripts ran,"
			f" {len(self.unsettled)} never at rest, {len(self.fell)} failures of the server,"
			f" {len(self.failed)} parts failed"
		)


class Journal:
	"""What was seen, a line a piece, so that a walk that was cut off goes on; of another commit or other texts it is void."""

	def __init__(self, label: str, marks: str) -> None:
		self.path = BENCH.var / "walks" / f"{label}.jsonl"
		self.path.parent.mkdir(parents=True, exist_ok=True)
		self.head = {"commit": _commit(), "marks": marks}
		if not (GO_ON and self._lines()[:1] == [self.head]):
			self.path.write_text(json.dumps(self.head) + "\n")

	def seen(self) -> dict[str, dict[str, Any]]:
		"""By the piece as JSON: what was seen there."""
		return {json.dumps(line["piece"]): line["part"] for line in self._lines()[1:]}

	def note(self, piece: Piece, part: dict[str, Any]) -> None:
		with self.path.open("a") as file:
			file.write(json.dumps({"piece": piece, "part": part}, ensure_ascii=False) + "\n")

	def _lines(self) -> list[dict[str, Any]]:
		lines = self.path.read_text().splitlines() if self.path.exists() else []
		whole = [line for line in lines if line.endswith("}")]  # the last may have been cut off
		return [json.loads(line) for line in whole]


def _commit() -> str:
	done = subprocess.run(["git", "rev-parse", "HEAD"], cwd=REPO, capture_output=True, text=True, check=True)
	return done.stdout.strip()


class Shared:
	"""A walk of one person in several windows at once: each takes the next piece that nobody has taken."""

	def __init__(self, label: str, opener: Opener, begin: Callable[[Window], Opener], marks: str) -> None:
		"""`opener`: signed in, in the calling thread; `begin` makes one of a further window that has its session."""
		self.label, self.opener, self.begin = label, opener, begin
		self.journal, self.seen = Journal(label, marks), Seen()
		pieces = opener.pieces()
		known = self.journal.seen()
		self.of = len(pieces)
		self.left = deque(piece for piece in pieces if json.dumps(piece) not in known)
		for piece in pieces:
			self.seen.take(known.get(json.dumps(piece), {}))
		self.lock, self.begun = Lock(), time.monotonic()

	def walk(self) -> Seen:
		cookies = self.opener.window.context.cookies()
		with ThreadPoolExecutor(WINDOWS) as threads:
			others = [threads.submit(self._in_window, cookies) for _window in range(WINDOWS - 1)]
			self._take(self.opener)
			for other in others:
				other.result()
		self._tell()
		return self.seen

	def _in_window(self, cookies: list[dict[str, Any]]) -> None:
		"""A thread has a browser of its own: Playwright's objects belong to the thread that made them."""
		with chromium() as browser:
			self._take(self._opened(browser, cookies))

	def _opened(self, browser: Browser, cookies: list[dict[str, Any]]) -> Opener:
		window = Window(browser, DESK, policy=False)
		window.context.add_cookies(cookies)
		opener = self.begin(window)
		window.open("/app")
		window.page.wait_for_function("window.frappe?.boot?.user && frappe.container?.page")
		return opener

	def _take(self, opener: Opener) -> None:
		opener.require_hearing()
		while True:
			try:
				piece = self.left.popleft()
			except IndexError:
				return
			failed = []
			try:
				opener.visit(piece)
			except Error as error:  # told at the end; the walk goes on from the first page
				failed.append(f"{piece[:2]} at {opener.route}: {str(error)[:300]}")
				opener.window.open("/app")
				opener.page.wait_for_function("window.frappe?.boot?.user && frappe.container?.page")
			part = opener.told() | {"failed": failed}
			with self.lock:
				self.journal.note(piece, part)
				self.seen.take(part)
				done = self.of - len(self.left)
				if done % TOLD_EVERY == 0:
					self._tell(done)

	def _tell(self, done: int | None = None) -> None:
		minutes = (time.monotonic() - self.begun) / 60
		print(
			f"\n{self.label}: {done or self.of} of {self.of} parts, {self.seen} ({minutes:.1f} min)",
			end="",
			flush=True,
		)
