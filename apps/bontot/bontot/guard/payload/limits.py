"""Limits on what one request may bring, checked before anything costly reads it, so that nobody holds a worker.

What is counted takes time in proportion to what was sent. A refusal names the field, the limit and what to do instead. What the
caps come to in seconds of a worker is measured by `tests/guard/test_worst_case.py`.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping
from typing import Any, NoReturn

import frappe
from frappe import _

from bontot.guard.errors import TooMuchError
from bontot.guard.targets import Call

MOST_LETTERS = 200_000  # of one text, without the pictures in it: some eighty pages
MOST_TAGS = 5_000  # elements in one text
DEEPEST_TAGS = 60
MOST_PICTURES = 10  # pasted into the texts of one request
MOST_MENTIONS = 50  # each makes a notice
MOST_ITEMS = 2_000  # of one list
MOST_VALUES = 50_000  # in one request
DEEPEST = 20  # lists and objects within each other
MOST_OF_JSON = 5_000_000  # letters of a text that holds JSON
SMALL = 1_000  # letters of an argument in which only its tags are counted
# Lists of which each item is work: documents to be written, people to be told.
LISTS = {
	("frappe.desk.form.assign_to.add", "assign_to"): 20,
	("frappe.desk.form.assign_to.add_multiple", "assign_to"): 20,
	("frappe.desk.form.assign_to.add_multiple", "name"): 20,
	("bontot.guard.query.tags.add_tags", "tags"): 10,
	("bontot.guard.query.tags.add_tags", "docs"): 100,
	("bontot.guard.files.uploads.zip_files", "files"): 50,
}
MOST_ASKED = {
	"group_by": 200,
	"order_by": 200,
	"sort_by": 200,
	"txt": 500,
	"search_term": 500,
	"tag": 140,
}  # letters
PDF, PAGE = (
	"bontot.guard.payload.report_page.report_to_pdf",
	"html",
)  # counted by itself (`bontot.guard.payload.report_page`)
BASE64 = re.compile(r"(?:data:[\w/+.;=-]+,)?[A-Za-z0-9+/=\s]*")
PICTURE = re.compile(r"data:[^\"'<>\s]*")
TAG = re.compile(r"<(/?)([A-Za-z][^\s/>]*)")
MENTION = re.compile(r"\bdata-id\b|\bmention\b")
VOID = frozenset(
	("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)


class Counted:
	"""Total of what one request brings."""

	def __init__(self) -> None:
		self.values = self.pictures = 0

	def look(self, name: str, value: Any, depth: int = 0) -> None:
		if depth > DEEPEST:
			refuse(_("'{0}' is nested deeper than {1} levels. Send it flatter."), name, DEEPEST)
		self.values += 1
		if self.values > MOST_VALUES:
			refuse(_("The request holds more than {1} values. Do it in several steps."), name, MOST_VALUES)
		if isinstance(value, str):
			self.text(name, value, depth)
		elif isinstance(value, dict):
			for key, held in value.items():
				if not is_file(value.get("doctype"), key, held):
					self.look(str(key)[:60], held, depth + 1)
		elif isinstance(value, list | tuple):
			require_few(name, value, MOST_ITEMS)
			for held in value:
				self.look(name, held, depth + 1)

	def text(self, name: str, text: str, depth: int) -> None:
		tags = text.count("<") + text.count("\\u003")
		if len(text) <= SMALL and tags <= DEEPEST_TAGS and "data:" not in text:
			return
		if text.lstrip()[:1] in ("{", "["):
			if len(text) > MOST_OF_JSON and not (depth == 0 and len(text) < 5 * MOST_OF_JSON):
				too_long(name, len(text), MOST_OF_JSON)
			try:
				found = json.loads(text)
			except (ValueError, RecursionError):
				pass  # no JSON after all
			else:
				if depth == 0:
					self.look(name, found)
					return
		elif len(text) > MOST_LETTERS:
			text, there = PICTURE.subn("", text)
			self.pictures += there
			if len(text) > MOST_LETTERS:
				too_long(name, len(text), MOST_LETTERS)
		else:
			self.pictures += text.count("data:image/")
		if self.pictures > MOST_PICTURES:
			refuse(
				_("'{0}' holds {2} pictures, at most {1} are taken at once. Attach the others as files."),
				name, MOST_PICTURES, self.pictures,
			)  # fmt: skip
		if tags > DEEPEST_TAGS:
			require_flat(name, text)


def require(calls: list[Call], form: Mapping[str, Any]) -> None:
	"""Raise TooMuchError for a request that would hold a worker, whoever sends it."""
	for call in calls:
		for (door, argument), most in LISTS.items():
			if call.name == door:
				require_few(argument, form.get(argument), most)
	counted = Counted()
	files = any(call.doctype == "File" for call in calls)
	pages = {PAGE} if any(call.name == PDF for call in calls) else set()
	for name, value in form.items():
		if name in pages or is_file("File" if files else None, name, value):
			continue
		if isinstance(value, str) and len(value) > MOST_ASKED.get(name, MOST_OF_JSON * 5):
			too_long(name, len(value), MOST_ASKED.get(name, MOST_OF_JSON * 5))
		counted.look(name, value)


def is_file(doctype: Any, name: str, value: Any) -> bool:
	"""Tell whether an argument is the content of a file within a form, which is judged as a file (`file_kinds`), not as text."""
	named = name == "filedata" or (name == "content" and doctype == "File")
	return named and isinstance(value, str) and bool(BASE64.fullmatch(value))


def require_flat(name: str, text: str, most: int = MOST_TAGS, deepest: int = DEEPEST_TAGS) -> None:
	"""Raise TooMuchError for more elements, or more of them within each other, than are taken.

	An end counts for an element of its own name alone, and none is forgotten: so what a parser would still hold open is never
	more than what is counted here.
	"""
	if text.count("<") > 4 * most:
		too_formatted(name, most)
	opened: Counter[str] = Counter()
	tags = deep = mentions = 0
	for found in TAG.finditer(text):
		element = found[2].lower()
		if found[1]:
			if opened[element]:
				opened[element] -= 1
				deep -= 1
			continue
		tags += 1
		if tags > most:
			too_formatted(name, most)
		if element in VOID:
			continue
		opened[element] += 1
		deep += 1
		if deep > deepest:
			refuse(
				_("The formatting of '{0}' is nested deeper than {1} levels. Paste it as plain text."),
				name,
				deepest,
			)
	mentions = len(MENTION.findall(text)) // 2
	if mentions > MOST_MENTIONS:
		refuse(
			_("'{0}' mentions {2} people, at most {1} are told at once. Mention the others in another text."),
			name, MOST_MENTIONS, mentions,
		)  # fmt: skip


def require_few(name: str, value: Any, most: int) -> None:
	if isinstance(value, str) and value.lstrip()[:1] == "[":
		try:
			value = json.loads(value)
		except (ValueError, RecursionError):
			return  # whoever reads it refuses it
	if isinstance(value, list | tuple) and len(value) > most:
		refuse(
			_("'{0}' names {2} things, at most {1} are taken at once. Do it in several steps."),
			name, most, len(value),
		)  # fmt: skip


def too_long(name: str, there: int, most: int) -> NoReturn:
	refuse(
		_("'{0}' holds {1} characters, at most {2} fit. Shorten it, or attach it as a file."),
		name,
		there,
		most,
	)


def too_formatted(name: str, most: int) -> NoReturn:
	refuse(
		_("'{0}' holds more than {1} formatted parts. Paste it as plain text, or attach it as a file."),
		name,
		most,
	)


def refuse(message: str, name: str, *figures: int) -> NoReturn:
	label = frappe.utils.escape_html(_(frappe.unscrub(name)))
	frappe.throw(message.format(label, *figures), TooMuchError)
