"""The parts of a meeting's record, as the page shows and saves them one by one."""

import hashlib
import json
from typing import Any, NotRequired, TypedDict

import frappe
from frappe.model.document import Document
from frappe.utils import now_datetime

from bontot.meeting import score
from bontot.meeting.errors import UnknownPartError

FIELDS: dict[str, tuple[str, ...]] = {
	"prepare": (
		"meeting_date",
		"for_month",
		"place",
		"topic",
		"planned_time",
		"chair",
		"secretary",
		"guests",
		"prepared_by_meeting",
	),
	"times": ("start_time", "end_time", "is_held"),
	"headcount": ("headcount_expected", "headcount_present"),
	"proceedings": ("proceedings",),
	"votes": ("votes_for", "votes_against", "votes_other"),
	"speakers": ("speaker_count",),
	"level": ("given_grade",),
	"approval": ("minutes_approved_on",),
}
TABLES: dict[str, tuple[str, ...]] = {
	"agenda": ("topic", "presenter", "is_done", "conclusion"),
	"papers": ("title", "file", "sent_at"),
	"attendance": ("member", "attendance", "reason"),
	"tasks": ("task", "assigned_to", "due_on", "done_on"),
}
ALL = (*FIELDS, *TABLES, score.PART)
MOST_ROWS = 500
MOST_KEYED = 400  # names of fields remembered as typed; a record has far fewer


class PartState(TypedDict):
	"""`keys`: the last save of each part, so that a repeated one is harmless. `keyed`: fields a person typed.

	`savers`: who saved a part last, and when.
	`pages`: photographs of the minutes in their order, of each its File and a mark of the address it was uploaded under.
	`made`: a mark of the minutes file that was made of such, and of how many (`meeting.pages`). No address stands here: who
	writes one down is asked for the file (`guard.files.uploads`).
	"""

	keys: dict[str, str]
	keyed: list[str]
	savers: NotRequired[dict[str, tuple[str, str]]]
	pages: NotRequired[list[tuple[str, str]]]
	made: NotRequired[tuple[str, int]]


def values(doc: Document, part: str) -> dict[str, Any] | list[dict[str, Any]]:
	"""JSON-able values of one part; rows carry their `name`. Raises UnknownPartError."""
	if part in FIELDS:
		return {field: plain(doc.get(field)) for field in FIELDS[part]}
	if part == score.PART:
		return score.values(doc)
	fields = ("name", *TABLES[known(part)])
	return [{field: plain(row.get(field)) for field in fields} for row in doc.get(part)]


def revision(doc: Document, part: str) -> str:
	"""Digest of a part: it changes when anybody changes the part, on this page or elsewhere."""
	return digest(values(doc, part))


def digest(content: object) -> str:
	return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:16]


def apply(doc: Document, part: str, new: dict | list) -> None:
	"""Put what the page sent into the document: known fields only, rows in their new order."""
	if part in FIELDS:
		given = expect(part, new, dict)
		for field in FIELDS[part]:
			if field in given:
				doc.set(field, given[field] if given[field] != "" else None)
		return
	if part == score.PART:
		score.apply(doc, expect(part, new, list))
		return
	fields, own = TABLES[known(part)], {row.name: row for row in doc.get(part)}
	rows = []
	for given in expect(part, new, list)[:MOST_ROWS]:
		row = own[given["name"]].as_dict() if given.get("name") in own else {}
		rows.append({**row, **{field: given.get(field) or None for field in fields if field in given}})
	doc.set(part, rows)


def known(part: str) -> str:
	if part not in ALL:
		raise UnknownPartError(f"A meeting has no part {part!r}.")
	return part


def expect(part: str, new: object, kind: type) -> Any:
	if not isinstance(new, kind):
		raise UnknownPartError(f"Part {part!r} takes a {kind.__name__}.")
	return new


def plain(value: object) -> Any:
	"""Dates and times as ISO text, so that the browser and the digest see the same."""
	return value if isinstance(value, int | float | str | None) else str(value)


def state(doc: Document) -> PartState:
	return json.loads(doc.part_state) if doc.part_state else {"keys": {}, "keyed": []}


def saver(doc: Document, part: str) -> tuple[str, str]:
	"""Return who saved a part last, and when; of one never saved by itself, what is known of the whole record."""
	return state(doc).get("savers", {}).get(part) or (doc.modified_by, str(doc.modified))


def note(doc: Document, part: str, save_key: str, keyed: list[str]) -> None:
	"""Remember the last save of a part and which fields the person typed so far."""
	known_so_far = state(doc)
	known_so_far["keys"][part] = save_key
	known_so_far.setdefault("savers", {})[part] = (frappe.session.user, str(now_datetime()))
	typed = dict.fromkeys([*known_so_far["keyed"], *(f"{part}.{field}"[:80] for field in keyed)])
	known_so_far["keyed"] = list(typed)[:MOST_KEYED]
	doc.part_state = json.dumps(known_so_far)
	doc.keyed_fields = len(known_so_far["keyed"])
