"""The copy of a committee's minutes that criterion sh_du_6 asks for: one invented paper, attached to every meeting."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import frappe
import weasyprint

from bontot.demo import bulk

FILE_NAME = "bien-ban-dung-thu.pdf"
URL = f"/private/files/{FILE_NAME}"
PAPER = "<h1>Biên bản họp đảng ủy</h1><p>Bản dùng thử: mọi cuộc họp đảng ủy của tỉnh dùng thử đính kèm cùng một tệp này.</p>"


def row(meeting: str) -> dict[str, Any]:
	"""The row of the File that hangs on a meeting."""
	return {
		"name": bulk.key("minutes copy", meeting),
		"file_name": FILE_NAME,
		"file_url": URL,
		"is_private": 1,
		"folder": "Home/Attachments",
		"attached_to_doctype": "Meeting",
		"attached_to_name": meeting,
		"attached_to_field": "minutes_file",
	}


def insert(rows: Iterable[dict[str, Any]]) -> None:
	"""Write the rows, and the paper itself where it is not there yet."""
	rows = list(rows)
	if not rows:
		return
	content = paper().read_bytes()
	kept = {"content_hash": hashlib.md5(content).hexdigest(), "file_size": len(content), "file_type": "PDF"}
	bulk.insert("File", [one | kept for one in rows])


def paper() -> Path:
	path = Path(frappe.get_site_path("private", "files", FILE_NAME))
	if not path.exists():
		path.parent.mkdir(parents=True, exist_ok=True)
		weasyprint.HTML(string=PAPER).write_pdf(path)
	return path
