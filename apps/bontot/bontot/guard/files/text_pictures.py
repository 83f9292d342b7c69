"""Pictures within a text, as the desk's editor sends them: each is a file, and is judged as one.

The framework takes them out of whatever text a document keeps or a comment holds, makes them smaller and writes them to the
disk, as who may write what he likes: it falls over what is no picture, and takes what only says that it is one. Its function
for it is looked up by name where it is called, at doors of its own as well as when a document is saved, so it is wrapped.
"""

from __future__ import annotations

import binascii
import functools
import io
import re
import sys
from collections.abc import Callable
from typing import Any

from frappe import _
from frappe.core.doctype.file import utils
from frappe.utils.file_manager import safe_b64decode

from bontot import file_kinds
from bontot.guard.files import uploads

NAME = "extract_images_from_html"
STANDING = "bontot_stands_around"
# As the framework finds and reads them.
WITHIN = re.compile(r'<img[^>]*src\s*=\s*["\'](?=data:)(.*?)["\']')
BEGINS, HELD = "<img", "data:"
SAYS_NAME = "filename="
KINDS = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp"}


def stand_around() -> None:
	"""Wrap the function wherever it is held, once a process (`request_hooks`, hook `before_job`). Cheap when it is done."""
	inner = getattr(utils, NAME)
	if getattr(inner, STANDING, None) is True:
		return
	wrapped = judged(inner)
	for module in list(sys.modules.values()):
		if getattr(module, "__dict__", {}).get(NAME) is inner:
			setattr(module, NAME, wrapped)


def judged(inner: Callable[..., Any]) -> Callable[..., Any]:
	@functools.wraps(inner)
	def extract(doc: Any, content: Any, is_private: bool = True) -> Any:
		"""Private whoever asks: what lies in the public folder is served to nobody."""
		if not isinstance(content, str) or HELD not in content:
			return content  # the framework would look through it all and find nothing
		require_readable(content)
		return inner(doc, content, is_private=True)

	setattr(extract, STANDING, True)
	return extract


def require_readable(text: Any) -> None:
	"""Raise FileContentError unless every picture within `text` is one of a kind that is taken."""
	if isinstance(text, str) and HELD in text:
		_require_closed(text)
		dots = 0
		for found in WITHIN.finditer(text):
			dots += _require_one(found[1], dots)


def _require_closed(text: str) -> None:
	"""No tag of a picture begins within another: of those the framework's expression, and so ours, would read the rest of the
	text once for each, a worker's minutes for a megabyte of them. No editor writes one."""
	began = text.find(BEGINS)
	while (following := text.find(BEGINS, began + len(BEGINS))) != -1:
		if text.find(">", began, following) == -1:
			uploads.refuse_content("broken", _("A picture in the text"))
		began = following


def _require_one(address: str, before: int) -> int:
	"""Check one picture and return how many dots it has; `before`: those of the pictures before it."""
	head, _comma, data = address.removeprefix("data:").partition(",")
	kind, said = head.partition(";")[0], head.rpartition(SAYS_NAME)
	name = said[2].partition(";")[0] if said[1] else _("A picture in the text")
	if kind not in KINDS:
		uploads.refuse_content("kind", name, tuple(KINDS.values()))
	if "," in data or "data:" in head:
		uploads.refuse_content("broken", name)
	try:
		content = safe_b64decode(data.encode())
	except (binascii.Error, ValueError):
		uploads.refuse_content("broken", name)
	there = file_kinds.dots(io.BytesIO(content))
	if before and before + there > file_kinds.MOST_DOTS_OF_TEXT:
		uploads.refuse_content("large", name)
	named = f"{name}.{KINDS[kind]}"
	if problem := file_kinds.problem(named, io.BytesIO(content)):
		uploads.refuse_content(problem, name)
	if said[1] and file_kinds.SNIFFED.get(file_kinds.extension(name)) != file_kinds.SNIFFED[KINDS[kind]]:
		uploads.refuse_content("content", name)
	return there
