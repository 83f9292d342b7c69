"""The province a module plays in: made once, its people at their own windows, signed in by password."""

from __future__ import annotations

import os
import unittest
from contextlib import ExitStack
from typing import ClassVar

from playwright.sync_api import Browser

from tests.browser.chromium import DESK, PHONE, ROOT, URL, Window, chromium
from tests.main_job.round import Round
from tests.main_job.trial import province

FULL = bool(os.environ.get("BONTOT_BROWSER_FULL"))  # `bin/test browser-full`: the long journeys, both widths
SIZES = {"secretary": PHONE, "neighbour": PHONE}  # everybody else sits at a desk


class Scene(unittest.TestCase):
	"""Base of the browser tests: `round` to arrange over HTTP what no page is needed for, `window` for what people do."""

	round: Round
	browser: Browser
	sizes: ClassVar[dict[str, tuple[int, int]]] = SIZES

	@classmethod
	def setUpClass(cls) -> None:
		stack = ExitStack()
		cls.addClassCleanup(stack.close)
		trial = stack.enter_context(province(ROOT))
		cls.browser = stack.enter_context(chromium())
		cls.round = Round(URL, ROOT / "var", trial)

	def setUp(self) -> None:
		self.windows: dict[str, Window] = {}

	def window(self, label: str, size: tuple[int, int] | None = None) -> Window:
		"""The window of the person of the trial called `label`, opened and signed in at the first call."""
		if label not in self.windows:
			window = Window(self.browser, size or self.sizes.get(label, DESK))
			self.addCleanup(window.close)
			account = self.round.trial["accounts"][label]
			self.windows[label] = window.sign_in(account["user"], account["password"])
		return self.windows[label]

	def assertNoTrouble(self) -> None:
		"""No window has met an error, a refused request or a foreign host."""
		found = {label: window.heard.trouble() for label, window in self.windows.items()}
		self.assertEqual({label: [] for label in found}, found)

	def _callTestMethod(self, method) -> None:
		try:
			super()._callTestMethod(method)
		except Exception:
			for label, window in self.windows.items():
				window.picture(f"failed-{self._testMethodName}-{label}", whole=False)
			raise
