"""Checks of what kind a file is: its name and its content must agree. Pure rules over name and bytes.

Pictures, PDF, office files and plain text; nothing that a browser or a computer would run, no archives. The framework
opens pictures, to make them smaller and to take out who made them where: those that it could not open are not taken.
"""

from __future__ import annotations

import zipfile
from typing import BinaryIO, Literal

import filetype
from PIL import Image, ImageSequence

Problem = Literal["kind", "content", "packed", "empty", "picture", "large"]

# By extension what the first bytes must say (filetype's names).
SNIFFED = {
	"pdf": {"pdf"},
	"jpg": {"jpg"},
	"jpeg": {"jpg"},
	"png": {"png"},
	"gif": {"gif"},
	"webp": {"webp"},
	"heic": {"heic"},
}
# What Pillow calls those of them that are opened here. Nothing here opens HEIC.
PICTURES = {"jpg": "JPEG", "jpeg": "JPEG", "png": "PNG", "gif": "GIF", "webp": "WEBP"}
MOST_DOTS = 40_000_000  # of one picture: a page at 600 dots an inch has 35
MOST_DOTS_MOVING = 5 * MOST_DOTS  # of all pictures in one that moves
MOST_DOTS_OF_TEXT = (
	30_000_000  # of all pictures within one text, which are opened one after another while somebody waits
)
# An office file is a zip; what makes it one of its kind is a member inside.
MEMBERS = {
	"docx": "word/document.xml",
	"xlsx": "xl/workbook.xml",
	"pptx": "ppt/presentation.xml",
	"odt": "content.xml",
	"ods": "content.xml",
}
OLDER = ("doc", "xls", "ppt")  # all of one container
OLDER_HEAD = bytes.fromhex("d0cf11e0a1b11ae1")
TEXTS = ("txt", "csv")
KNOWN = (*SNIFFED, *MEMBERS, *OLDER, *TEXTS)
HEAD = 8192
MARKUP = (b"<!doctype", b"<html", b"<script", b"<svg", b"<?xml", b"<iframe", b"<body", b"<?php")
MOST_PARTS = 5000
MOST_UNPACKED = 400 * 2**20


def extension(name: str) -> str:
	return name.rpartition(".")[2].strip().lower() if "." in name else ""


def problem(name: str, stream: BinaryIO) -> Problem | None:
	"""Find the problem of a file with that name and content, or None; the stream is read, not closed."""
	kind = extension(name)
	if kind not in KNOWN:
		return "kind"
	head = stream.read(HEAD)
	if not head:
		return "empty"
	if kind in TEXTS:
		return None if _is_text(head) else "content"
	if kind in OLDER:
		return None if head.startswith(OLDER_HEAD) else "content"
	if kind in SNIFFED:
		found = filetype.guess(head)
		if not found or found.extension not in SNIFFED[kind]:
			return "content"
		return _picture_problem(stream, PICTURES[kind]) if kind in PICTURES else None
	return _office_problem(stream, MEMBERS[kind])


def _is_text(head: bytes) -> bool:
	"""Neither the beginning of a program nor of a page."""
	small = head.lower()
	if b"\0" in head and not head.startswith(
		(b"\xff\xfe", b"\xfe\xff")
	):  # texts of two bytes a letter say so
		return False
	plain = small.replace(b"\0", b"")
	return filetype.guess(head) is None and not any(mark in plain for mark in MARKUP)


def _picture_problem(stream: BinaryIO, form: str) -> Problem | None:
	"""Check all of a picture, whatever its head says: it is read once, as who opens it later will read it."""
	stream.seek(0)
	dots = 0
	try:
		picture = Image.open(stream, formats=(form,))
		for frame in ImageSequence.Iterator(picture):
			size = frame.width * frame.height
			dots += size
			if size > MOST_DOTS or dots > MOST_DOTS_MOVING:
				return "large"
			frame.load()
			if form == "JPEG":
				break  # some telephones put a second picture behind it, at which nobody looks
	except Image.DecompressionBombError:
		return "large"
	except Exception:  # a reader of pictures raises whatever it stumbled over: OSError, SyntaxError, struct.error, IndexError…
		return "picture"
	return None


def dots(stream: BinaryIO) -> int:
	"""Return how many dots a picture has, as its head says; 0 of what is none."""
	try:
		with Image.open(stream, formats=tuple(PICTURES.values())) as picture:
			return picture.width * picture.height
	except Exception:  # whatever a reader stumbled over: `problem` says it in words
		return 0


def _office_problem(stream: BinaryIO, member: str) -> Problem | None:
	"""Check an office file by its zip directory alone: whoever unpacks it here counts anew (`workbook.package`)."""
	try:
		with zipfile.ZipFile(stream) as archive:
			parts = archive.infolist()
	except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError):
		return "content"
	names = {part.filename for part in parts}
	if member not in names or any(name.lower().endswith("vbaproject.bin") for name in names):
		return "content"
	if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
		return "packed"
	return None
