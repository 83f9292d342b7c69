"""PDF of a print, made by WeasyPrint: the framework's own way needs wkhtmltopdf, which Debian 13 no longer has.

Overrides of the framework's endpoints (hooks.py). Nothing is fetched but the bench's own style sheets, fonts and pictures.
"""

import gc
import mimetypes
import posixpath
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import frappe
import weasyprint
from frappe.translate import print_language
from frappe.utils import cint, get_url
from frappe.www.printview import validate_print_permission
from pydantic import JsonValue

from bontot import arguments

# Facts §5 (36-HD/VPTW, 05-HD/VPTW): A4, margins 20, 15, 20 and 30 mm, Times New Roman.
PAGE = """
@page { size: A4 %s; margin: 20mm 15mm 20mm 30mm; }
body, .print-format { font-family: "Times New Roman", "Liberation Serif", serif; }
.print-format { margin: 0 !important; padding: 0 !important; max-width: none !important; box-shadow: none !important; }
/* What floats ends with its page: rows of a long table in the framework's own layout were lost. */
.print-format .column-break:only-child { float: none !important; width: auto !important; }
.action-banner, .print-format-gutter > .action-banner { display: none !important; }
"""


POSTSCRIPT = (b"%!PS", b"\xc5\xd0\xd3\xc6")


@frappe.whitelist(methods=["GET", "POST"])
def download_pdf(
	doctype: str,
	name: str,
	format: str | None = None,
	no_letterhead: int | str = 0,
	language: str | None = None,
	letterhead: str | None = None,
	**_options: JsonValue,
) -> None:
	"""The stored document in a print format; what a client sends as `doc` is never printed. Raises PermissionError."""
	arguments.require_doctype(doctype)
	doc = frappe.get_doc(doctype, name)
	validate_print_permission(doc)
	with print_language(language):
		html = frappe.get_print(
			doctype, name, format, doc=doc, no_letterhead=cint(no_letterhead), letterhead=letterhead
		)
	answer(f"{doc.get_title() or name}".replace("/", "-"), as_pdf(html))


def answer(title: str, content: bytes) -> None:
	frappe.local.response.filename = f"{title[:120]}.pdf"
	frappe.local.response.filecontent = content
	frappe.local.response.type = "pdf"


def as_pdf(html: str, orientation: str = "portrait", style: str = "") -> bytes:
	page = weasyprint.CSS(string=PAGE % orientation + style)
	document = weasyprint.HTML(string=html, base_url=get_url(), url_fetcher=fetch_asset)
	with without_collecting():
		return document.write_pdf(stylesheets=[page])


@contextmanager
def without_collecting() -> Iterator[None]:
	"""A page is a hundred thousand objects, all of which stay until it is done: looking for dead ones takes a third of the time."""
	collected = gc.isenabled()
	gc.disable()
	try:
		yield
	finally:
		if collected:
			gc.enable()


def fetch_asset(url: str) -> dict[str, Any]:
	"""WeasyPrint's fetcher: our own assets and inline data. Raises ValueError for every other address.

	A print may hold what somebody typed; an address in it must reach neither another machine nor this one's files.
	"""
	parts = urlsplit(url)
	if parts.scheme == "data":
		found = weasyprint.default_url_fetcher(url)
		content = found["file_obj"].read() if "file_obj" in found else found["string"]
		if content.lstrip()[:4] in POSTSCRIPT:
			raise ValueError("PostScript is a program, and its reader runs it.")
		return {"string": content, "mime_type": found.get("mime_type"), "encoding": found.get("encoding")}
	path = posixpath.normpath(unquote(parts.path))
	if parts.netloc != urlsplit(get_url()).netloc or not path.startswith("/assets/"):
		raise ValueError("Only assets of this bench are printed.")
	file = Path(frappe.local.sites_path) / path.lstrip("/")
	return {"string": file.read_bytes(), "mime_type": mimetypes.guess_type(path)[0] or "text/css"}
