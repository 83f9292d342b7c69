"""Whether a file may be opened at all: a plain .xlsx of sane size, without macros. Pure but for reading the file."""

import zipfile
from pathlib import Path

MEGABYTE = 2**20
MOST_UNPACKED = 400 * MEGABYTE  # a whole province with 136,000 members unpacks to about a quarter of it
MOST_PARTS = 2000
OLD_OR_LOCKED = bytes.fromhex("d0cf11e0a1b11ae1")
CHUNK = 256 * 1024
HEAD = 4096
# A declaration of entities stands before the root element; no writer of workbooks needs one.
DECLARATIONS = [
	text.encode(code) for text in ("<!DOCTYPE", "<!ENTITY") for code in ("utf-8", "utf-16-le", "utf-16-be")
]


class RefusedFileError(Exception):
	"""`code` is a key of data/problems.json."""

	def __init__(self, code: str, **words: object) -> None:
		super().__init__(code)
		self.code, self.words = code, words


def require_plain(path: Path) -> None:
	"""Raise RefusedFileError unless the file is a workbook we read; nothing of it is kept in memory."""
	with open(path, "rb") as file:
		if file.read(8) == OLD_OR_LOCKED:
			raise RefusedFileError("old_or_locked")
	try:
		with zipfile.ZipFile(path) as package:
			_require_parts(package)
	except zipfile.BadZipFile:
		raise RefusedFileError("not_a_workbook") from None
	except (
		RuntimeError,
		NotImplementedError,
		EOFError,
		OSError,
		ValueError,
	):  # locked parts, odd compression
		raise RefusedFileError("broken") from None


def _require_parts(package: zipfile.ZipFile) -> None:
	parts = package.infolist()
	names = {part.filename.lower() for part in parts}
	if "[content_types].xml" not in names or "xl/workbook.xml" not in names:
		raise RefusedFileError("not_a_workbook")
	if any(name.endswith(("vbaproject.bin", "vbadata.xml")) or "/macrosheets/" in name for name in names):
		raise RefusedFileError("has_macros")
	if len(parts) > MOST_PARTS:
		raise _too_big()
	left = MOST_UNPACKED
	for part in parts:
		left = _unpack(package, part, left)


def _unpack(package: zipfile.ZipFile, part: zipfile.ZipInfo, left: int) -> int:
	"""Unpack a part into nothing: what the directory says of its size is the sender's word."""
	with package.open(part) as stream:
		head = stream.read(HEAD)
		if part.filename.lower().endswith((".xml", ".rels")) and any(mark in head for mark in DECLARATIONS):
			raise RefusedFileError("broken")
		if part.filename.lower() == "[content_types].xml" and b"macroEnabled" in head + stream.read(MEGABYTE):
			raise RefusedFileError("has_macros")
		left -= len(head)
		while chunk := stream.read(CHUNK):
			left -= len(chunk)
			if left < 0:
				raise _too_big()
	if left < 0:
		raise _too_big()
	return left


def _too_big() -> RefusedFileError:
	return RefusedFileError("too_big", most=MOST_UNPACKED // MEGABYTE)
