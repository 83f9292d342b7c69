"""Checks of what kind a file is, by its first bytes, never by its name."""

import io
import zipfile

MOST_BYTES = 25 * 1024 * 1024
PICTURES = {"jpg": "JPEG", "png": "PNG"}
"""Kinds that a page of the minutes may be, as Pillow calls them."""
ENDINGS = ("pdf", "docx", "jpg", "jpeg", "png")
"""Of the files taken here: the page's chooser and its refusal name these."""
_MAGIC = {b"%PDF-": "pdf", b"\xff\xd8\xff": "jpg", b"\x89PNG\r\n\x1a\n": "png"}


def kind_by_content(content: bytes) -> str | None:
	"""pdf, jpg, png or docx; None for anything else (HTML, SVG and programs among it)."""
	for magic, kind in _MAGIC.items():
		if content.startswith(magic):
			return kind
	return "docx" if content.startswith(b"PK\x03\x04") and _is_word(content) else None


def _is_word(content: bytes) -> bool:
	try:
		with zipfile.ZipFile(io.BytesIO(content)) as archive:
			return "word/document.xml" in archive.namelist()
	except zipfile.BadZipFile:
		return False
