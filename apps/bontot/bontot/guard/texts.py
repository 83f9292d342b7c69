"""Tags that people hang on documents come in plain, as names do: the framework keeps them as they were sent, in a column that it
writes by itself, and its lists write them into attributes. Of every other text `guard/stored.py` says what is kept.
"""

from __future__ import annotations

import json
from collections.abc import MutableMapping
from typing import Any

from bontot.guard.targets import Call
from bontot.organization import tags as tag_names
from bontot.organization.accounts import plain_name

TAGGING = frozenset(("bontot.organization.tags.add_tag", "frappe.desk.doctype.tag.tag.add_tags"))


def clean(calls: list[Call], form: MutableMapping[str, Any]) -> None:
	"""For everybody, in place."""
	if not any(call.name in TAGGING for call in calls):
		return
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
