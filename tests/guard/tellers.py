"""Every open door asked of a document out of reach and of one that is not there: whether its two answers tell them apart."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from bontot.guard.edge import endpoints

from tests.guard.ground import OF_CHANCE, functions
from tests.guard.test_sweep import parameters

# Arguments that say a kind of document, and those that name one; of the rest what lets a door come that far.
KINDS = frozenset((
	"doctype", "dt", "reference_doctype", "ref_doctype", "document_type", "reminder_doctype",
))  # fmt: skip
NAMES = frozenset((
	"name", "docname", "doc_name", "dn", "reference_name", "document_name", "reminder_docname", "docnames", "items", "docs", "names",
	"document", "value", "fid", "files", "file_list", "note", "parent", "evaluation", "meeting", "member", "organization", "file",
	"period", "resolution", "row", "report_name", "chart_name", "dashboard_name", "folder",
))  # fmt: skip
# Kinds whose documents doors name that are told no kind.
NAMED_ALONE = ("Party Member", "Meeting", "Evaluation", "File", "Comment", "Note")
MANY = frozenset(("docnames", "items", "docs", "names", "files"))
REST: dict[str, object] = {
	"fieldname": "name", "fields": '["name"]', "txt": "x", "text": "x", "tag": "thử", "tags": '["thử"]', "content": "x",
	"comment_email": "x", "comment_by": "x", "description": "x", "remind_at": "2030-01-01 08:00:00", "assign_to": "[]", "action": "Save",
	"perm_type": "read", "prev": 0, "sort_order": "asc", "sort_field": "name", "add": "Yes", "following": 1, "start": 0, "limit": 5,
	"page_length": 5, "page_len": 5, "searchfield": "name", "expected_sequence": 1, "reason": "x", "html": "<p>x</p>", "stats": "[]",
	"file_format_type": "CSV", "view": "Report", "field": "owner", "current_filters": "[]", "limit_page_length": 5, "limit_start": 0,
}  # fmt: skip
# They end the session that asks, or start what others wait for; none is about a document.
LEFT = frozenset((
	"frappe.core.doctype.user.user.verify_password", "frappe.core.doctype.user.user.switch_theme", "frappe.handler.logout",
	"frappe.handler.upload_file", "frappe.handler.uploadfile", "frappe.sessions.clear",
))  # fmt: skip
# Each asked once with the name as text, and those that take many with a list of it, both ways.
SHAPES: dict[str, Callable[[str], object]] = {
	"text": lambda name: name,
	"list": lambda name: [name],
	"written list": lambda name: json.dumps([name]),
}
VERBS = (("GET", ""), ("PUT", ""), ("DELETE", ""), ("GET", "?run_method=get_title"))
ABSENT = "zn999999nz"
# What differs from one answer to the next whatever is asked.
MOMENTS = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:\.\d+)?")

Ask = Callable[[str, str, dict[str, object] | None], tuple[int, str]]


@dataclass
class Told:
	doors: set[str] = field(default_factory=set)
	calls: int = 0
	tellers: list[str] = field(default_factory=list)


def ask_all(ask: Ask, foreign: Mapping[str, str]) -> Told:
	"""`foreign`: by kind the name of one that the asking person must not know of."""
	told = Told()
	for kind, name in foreign.items():
		for door, method, path, form in questions(kind):
			answers = [plain(ask(method, path(one), form(one)), one) for one in (name, ABSENT)]
			told.doors.add(door)
			told.calls += 2
			if answers[0] != answers[1]:
				said = " | ".join(f"{status} {text[-200:]}" for status, text in answers)
				told.tellers.append(f"{door} of {kind} ({method}): {said}")
	return told


def questions(
	kind: str,
) -> Iterator[tuple[str, str, Callable[[str], str], Callable[[str], dict[str, object] | None]]]:
	"""(door, HTTP method, address of a name, body of a name)"""
	for door in functions(endpoints.SIGNED_IN, endpoints.GUEST):
		taken = parameters(door)
		if door in LEFT or not (NAMES | {"doc", "args"}) & {*taken}:
			continue
		if not KINDS & {*taken} and kind not in NAMED_ALONE:
			continue
		method = "POST" if "POST" in endpoints.find(door).methods else "GET"
		for label, shape in SHAPES.items():
			if label == "text" or MANY & {*taken}:
				yield (
					f"{door}, {label}",
					method,
					lambda _name, door=door: f"/api/method/{door}",
					_form(kind, taken, shape),
				)
	for method, rest in VERBS:
		yield (
			f"resource {method}{rest}",
			method,
			lambda name, rest=rest: f"/api/resource/{kind}/{name}{rest}",
			lambda _name: None,
		)


def _form(kind: str, taken: list[str], shape: Callable[[str], object]) -> Callable[[str], dict[str, object]]:
	def made(name: str) -> dict[str, object]:
		form = {argument: REST[argument] for argument in taken if argument in REST}
		form |= {argument: kind for argument in taken if argument in KINDS}
		form |= {
			argument: shape(name) if argument in MANY else name for argument in taken if argument in NAMES
		}
		sent = json.dumps({"doctype": kind, "name": name})
		form |= {argument: sent for argument in ("doc", "args") if argument in taken}
		return form

	return made


def plain(answer: tuple[int, str], name: str) -> tuple[int, str]:
	text = OF_CHANCE.sub("", answer[1]).replace(name, "…").replace(json.dumps(name)[1:-1], "…")
	return answer[0], MOMENTS.sub("…", text)
