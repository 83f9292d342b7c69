"""What people write in our own endpoints is text: nothing in it begins a tag.

The desk shows stored text as it is, relying on what the framework takes out when it saves a document. What our endpoints
write past that would be markup to the desk; here each `<` that would begin a tag is set apart, and nothing else changes
(docs/decisions/guard.md). What is only read or printed stays as it was sent: a report's page on its way to PDF is markup.
The framework keeps the tags that people hang on documents as they were sent, and its lists write them into attributes: they
come in plain, as names do.
"""

from __future__ import annotations

import json
from collections.abc import MutableMapping
from typing import Any

from bontot.guard import doors
from bontot.guard.targets import Call
from bontot.organization import tags as tag_names
from bontot.organization.accounts import plain_name
from bontot.text import without_tags

OURS = "bontot."
TAGGING = frozenset(("bontot.organization.tags.add_tag", "frappe.desk.doctype.tag.tag.add_tags"))
SIGNS = ("<", "\\u003")  # as it is, or as JSON within JSON may write it


def clean(calls: list[Call], form: MutableMapping[str, Any]) -> None:
	"""For everybody, in place."""
	if any(call.name in TAGGING for call in calls):
		_clean_tags(form)
	if not any(_writes(call) for call in calls):
		return
	for name, value in form.items():
		form[name] = _cleaned(value)


def _clean_tags(form: MutableMapping[str, Any]) -> None:
	if isinstance(form.get("tag"), str):
		form["tag"] = plain_name(form["tag"])
	tags = form.get("tags")
	if isinstance(tags, str):
		try:
			tags = json.loads(tags)
		except (ValueError, RecursionError):
			return  # the framework cannot read them either
	if isinstance(tags, list):
		form["tags"] = json.dumps(
			[part for tag in tags for part in tag_names.split(plain_name(str(tag)))], ensure_ascii=False
		)


def _writes(call: Call) -> bool:
	door = doors.find(call.name) if call.name.startswith(OURS) else None
	return bool(door) and door.methods == doors.CHANGING


def _cleaned(value: Any) -> Any:
	if isinstance(value, list):
		return [_cleaned(item) for item in value]
	if isinstance(value, dict):
		return {key: _cleaned(item) for key, item in value.items()}
	if not isinstance(value, str) or not any(sign in value for sign in SIGNS):
		return value
	if value.lstrip()[:1] in ("{", "["):
		try:
			return json.dumps(_cleaned(json.loads(value)), ensure_ascii=False)
		except (ValueError, RecursionError):
			pass  # no JSON after all
	return without_tags(value)
