"""Tests that who asked for an empty site does not find a made-up province in it after the next start."""

from __future__ import annotations

import tempfile
import unittest
from pathlib import Path

from ops.setup import read_arguments, wants_demo


class TestDemoChoice(unittest.TestCase):
	def setUp(self) -> None:
		folder = tempfile.TemporaryDirectory()
		self.addCleanup(folder.cleanup)
		self.mark = Path(folder.name) / "without-demo"

	def after(self, *words: str) -> bool:
		return wants_demo(read_arguments(list(words))[1], self.mark)

	def test_a_first_set_up_builds_the_demo(self) -> None:
		self.assertTrue(self.after())

	def test_no_demo_holds_for_the_plain_set_up_of_a_start(self) -> None:
		self.assertFalse(self.after("--no-demo"))
		self.assertFalse(self.after())

	def test_demo_takes_it_back(self) -> None:
		self.after("--no-demo")
		self.assertTrue(self.after("--demo"))
		self.assertTrue(self.after())

	def test_both_at_once_are_refused(self) -> None:
		with self.assertRaises(SystemExit):
			self.after("--demo", "--no-demo")


if __name__ == "__main__":
	unittest.main()
