"""Every address within the repository that a page of the documentation names is there, and the pictures stay small."""

from __future__ import annotations

import re
import tomllib
import unittest
from pathlib import Path

from ops.bench import REPO

ADDRESS = re.compile(r"\]\(([^)\s]+)\)|src=\"([^\"]+)\"")
APP = REPO / "apps" / "bontot" / "bontot"
FUNCTION = re.compile(r"`([\w/]+\.py): (\w+)`")
FRAMEWORK_DOCTYPES = APP / "setup" / "framework_doctypes.toml"
GUIDES = APP / "www" / "huong-dan"  # docs/huong-dan leads here
PICTURES = GUIDES / "hinh"
PICTURE_BYTES = 3 * 2**20


def pages() -> list[Path]:
	return [
		REPO / "README.md",
		REPO / "CONTRIBUTING.md",
		*sorted((REPO / "docs").rglob("*.md")),
		*sorted(GUIDES.glob("*.md")),
	]


def addresses(text: str) -> list[str]:
	"""Relative addresses of links and pictures, without their anchors."""
	found = [one or other for one, other in ADDRESS.findall(text)]
	return [address.partition("#")[0] for address in found if not re.match(r"[a-z]+:|#", address)]


def lost_functions(text: str) -> list[str]:
	"""Functions that a text names as `path: function` and that are not there."""
	return [
		f"{path}: {function}"
		for path, function in FUNCTION.findall(text)
		if not (APP / path).exists()
		or not re.search(rf"^\s*(?:def|class) {function}\b", (APP / path).read_text(), re.MULTILINE)
	]


class TestDocs(unittest.TestCase):
	def test_every_function_that_the_ways_of_data_pass_is_there(self) -> None:
		ways = (REPO / "docs" / "architecture.md").read_text()
		self.assertGreater(len(FUNCTION.findall(ways)), 50)
		self.assertEqual([], lost_functions(ways))
		lost = "`approval/acts/service.py: sent` and `approval/nowhere.py: send`"
		self.assertEqual(2, len(lost_functions(lost)), "control")

	def test_what_pages_name_is_there(self) -> None:
		lost = [
			f"{page.relative_to(REPO)}: {address}"
			for page in pages()
			for address in addresses(page.read_text())
			if not (page.parent / address).exists()
		]
		self.assertEqual([], lost)

	def test_a_lost_address_would_be_found(self) -> None:
		text = '[a](b.md#c) ![x](../hinh/y.png) <img src="z.png"> [out](https://example.com) [here](#d)'
		self.assertEqual(["b.md", "../hinh/y.png", "z.png"], addresses(text))

	def test_what_is_open_of_the_framework_is_printed_as_it_is(self) -> None:
		table = (
			(REPO / "docs" / "an-toan.md").read_text().partition("| Loại | Được |")[2].partition("\n\n")[0]
		)
		lines = [line.strip("| ").split(" | ") for line in table.splitlines()[2:]]
		printed = {line[0]: line[1].split(", ") for line in lines}
		opened = tomllib.loads(FRAMEWORK_DOCTYPES.read_text())["open"]
		self.assertEqual({name: line["may"] for name, line in opened.items()}, printed)

	def test_every_picture_is_shown_and_all_are_small(self) -> None:
		shown = {Path(address).name for page in pages() for address in addresses(page.read_text())}
		pictures = list(PICTURES.glob("*.png"))
		self.assertTrue(pictures)
		self.assertEqual([], sorted(path.name for path in pictures if path.name not in shown))
		self.assertLessEqual(sum(path.stat().st_size for path in pictures), PICTURE_BYTES)


if __name__ == "__main__":
	unittest.main()
