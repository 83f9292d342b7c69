"""Which files may stand as evidence. Pure rules over name, size and content; the caller turns codes into words."""

import zipfile
from pathlib import Path
from typing import Literal

import filetype

Problem = Literal["kind", "content", "size", "empty"]

LARGEST = 25 * 1024 * 1024
SNIFFED = {
	"pdf": {"pdf"},
	"jpg": {"jpg"},
	"jpeg": {"jpg"},
	"png": {"png"},
	"webp": {"webp"},
	"heic": {"heic"},
}
# An office file is a zip; what makes it one of its kind is a member inside.
MEMBERS = {
	"docx": "word/document.xml",
	"xlsx": "xl/workbook.xml",
	"pptx": "ppt/presentation.xml",
	"odt": "content.xml",
	"ods": "content.xml",
}
ALLOWED = (*SNIFFED, *MEMBERS)


def problem(file_name: str, path: Path) -> Problem | None:
	"""Return what is wrong with the file stored at `path` under the name people gave it, or None.

	The content decides: a page renamed to .pdf is refused as "content".
	"""
	extension = file_name.rpartition(".")[2].lower()
	if extension not in ALLOWED:
		return "kind"
	size = path.stat().st_size
	if not size:
		return "empty"
	if size > LARGEST:
		return "size"
	fits = (
		is_office_file(path, MEMBERS[extension])
		if extension in MEMBERS
		else is_kind(path, SNIFFED[extension])
	)
	return None if fits else "content"


def is_kind(path: Path, kinds: set[str]) -> bool:
	kind = filetype.guess(str(path))
	return bool(kind) and kind.extension in kinds


def is_office_file(path: Path, member: str) -> bool:
	if not zipfile.is_zipfile(path):
		return False
	with zipfile.ZipFile(path) as archive:
		return member in archive.namelist()
