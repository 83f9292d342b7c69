"""What takes the pictures: a window of somebody, a shutter that keeps them small, the accounts of the demo.

Import it before anything of `tests.browser`: it says which bench is looked at.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / "docs" / "huong-dan" / "hinh"
sys.path.insert(0, str(ROOT))

from ops.bench import Bench, load  # noqa: E402

BENCH: Bench = load(sys.argv[1] if len(sys.argv) > 1 else "main")
os.environ |= {
	"BONTOT_URL": BENCH.url,
	"BONTOT_BENCH_ROOT": str(BENCH.root),
	"BONTOT_PICTURES": str(PICTURES),
}

from PIL import Image  # noqa: E402
from playwright.sync_api import Browser, Locator, Page  # noqa: E402

from tests.browser.chromium import Window  # noqa: E402

COLOURS = 64
TAKEN: list[Path] = []


def keep(name: str, page: Page, clip: dict[str, float] | None = None) -> None:
	"""Take what the window shows, or the part `clip` of it (CSS pixels), and reduce it to a small palette."""
	path = PICTURES / f"{name}.png"
	page.wait_for_load_state("networkidle")
	page.wait_for_timeout(300)  # the desk draws its head a moment after the page
	page.screenshot(path=path, animations="disabled", **({"clip": clip} if clip else {}))
	picture = Image.open(path).convert("RGB")
	scale = (
		(0.75 if page.viewport_size["width"] < 768 else 0.5)
		if picture.width > page.viewport_size["width"]
		else 1
	)
	size = (round(picture.width * scale), round(picture.height * scale))
	reduced = picture.resize(size, Image.Resampling.LANCZOS).quantize(COLOURS, dither=Image.Dither.NONE)
	reduced.save(path, optimize=True)
	TAKEN.append(path)
	print(f"{path.name}: {size[0]}x{size[1]}, {path.stat().st_size // 1024} KB", flush=True)


def to_top(page: Page, target: Locator, above: int = 70) -> None:
	"""Scroll until `target` stands `above` pixels under the window's upper edge, below the desk's own bar."""
	target.evaluate(f"(it) => window.scrollBy(0, it.getBoundingClientRect().top - {above})")


@contextmanager
def window(browser: Browser, size: tuple[int, int], user: str, password: str) -> Iterator[Window]:
	opened = Window(browser, size).sign_in(user, password)
	try:
		yield opened
	finally:
		opened.close()


def demo_accounts() -> dict[str, tuple[str, str]]:
	"""First word of the address → (user, password), of the demo's first account of each kind."""
	rows = (BENCH.sites / BENCH.site / "demo-accounts.txt").read_text().splitlines()
	found: dict[str, tuple[str, str]] = {}
	for user, password, *_ in (row.split("\t") for row in rows):
		found.setdefault(user.partition(".")[0], (user, password))
	return found
