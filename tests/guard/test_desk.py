"""Behind the guard the whole desk still works: every workspace, list, form, report, print and page of every role, and nothing
of it is what the content policy forbids.

In the short profile the lists and forms of a secretary stand for those of the other roles.
"""

from __future__ import annotations

import unittest

from tests.browser.chromium import DESK, Window
from tests.browser.scene import Scene
from tests.guard.desk import Walk, told
from tests.guard.ground import SHORT
from tests.main_job import files


class TestDesk(Scene):
	def setUp(self) -> None:
		super().setUp()
		if not getattr(type(self), "opened", False):
			files.open_period(self.round, "Year")
			type(self).opened = True

	def walk(self, label: str, lean: bool = False) -> None:
		self.finish(label, Walk(self.window(label, DESK).at_the_desk(), lean=lean))

	def finish(self, label: str, walk: Walk) -> None:
		walk.all()
		print(
			f"\n{label}: {len(walk.visited)} places, {len(walk.calls)} kinds of call, {len(walk.refusals)} refused,"
			f" {len(walk.window.heard.violations)} against the policy"
		)
		if walk.refusals:
			print(told(walk.refusals))
		self.assertGreater(len(walk.visited), 5 if walk.lean else 20, walk.visited)
		self.assertEqual(walk.refusals, [], told(walk.refusals))
		self.assertEqual(walk.window.heard.violations, [])

	def test_secretary(self) -> None:
		self.walk("secretary")

	def test_reviewer(self) -> None:
		self.walk("reviewer", lean=SHORT)

	def test_commission(self) -> None:
		self.walk("btc", lean=SHORT)

	def test_administrator(self) -> None:
		window = Window(self.browser, DESK)
		self.addCleanup(window.close)
		window.sign_in("Administrator", self.round.password("administrator"))
		self.finish("administrator", Walk(window, administrator=True, lean=SHORT))


if __name__ == "__main__":
	unittest.main()
