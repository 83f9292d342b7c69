"""Rules on uploads that may stand as evidence. Pure rules over name, size and content; the caller turns codes into words."""

from pathlib import Path
from typing import Literal

from bontot import file_kinds

Problem = Literal["kind", "content", "size", "empty"]

LARGEST = 25 * 1024 * 1024
LARGEST_SHOWN = 5 * 1024 * 1024
ALLOWED = tuple(kind for kind in (*file_kinds.SNIFFED, *file_kinds.MEMBERS) if kind != "gif")
# What the page has words for; the upload itself has told more.
COARSER: dict[str | None, Problem] = {"packed": "size", "large": "size", "picture": "content"}


def problem(file_name: str, path: Path) -> Problem | None:
	"""Return what is wrong with the file stored at `path` under the name people gave it, or None.

	The content decides: a page renamed to .pdf is refused as "content".
	"""
	if file_kinds.extension(file_name) not in ALLOWED:
		return "kind"
	if path.stat().st_size > LARGEST:
		return "size"
	with open(path, "rb") as file:
		found = file_kinds.problem(file_name, file)
	return COARSER.get(found, found)
