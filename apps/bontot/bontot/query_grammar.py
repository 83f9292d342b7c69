"""What a list, a search, a count or a chart may be asked in: names of fields and plain values, never a piece of SQL.

The framework puts parts of what it is sent into its statements; on several of its doors nothing looks at them before.
Pure: no database, no user. Which of these fields somebody may use is `organization.asking`'s to say.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

NAME = r"[A-Za-z_]\w*"
COLUMN = rf"(?:`?tab(?P<doctype>[A-Za-z][\w -]*?)`?\.|(?P<link>{NAME})\.)?`?(?P<field>{NAME}|\*)`?"
PLAIN = re.compile(rf"{COLUMN}\Z")
SHOWN = re.compile(
	rf"(?:(?:count|sum|avg|min|max)\s*\(\s*(?:distinct\s+)?{COLUMN}\s*\)|(?:distinct\s+)?{COLUMN.replace('?P<', '?P<_')})"
	r"(?:\s+as\s+[`'\"]?[\w: -]+[`'\"]?)?\Z",
	re.IGNORECASE,
)
SORTED = re.compile(rf"{COLUMN}(?:\s+(?:asc|desc))?\Z", re.IGNORECASE)
OPERATOR = re.compile(r"[A-Za-z !=<>]{1,30}\Z")

# Parameters of the framework's doors, by what they hold.
CONDITIONS = ("filters", "or_filters", "current_filters", "filters_json")
COLUMNS = ("fields", "fieldname", "filter_fields", "fields_to_fetch", "stats")
ORDERS = ("order_by", "group_by")
SINGLE = (
	"field", "searchfield", "aggregate_on_field", "aggregate_function_based_on", "based_on", "value_based_on",
	"group_by_based_on",
)  # fmt: skip
KEPT_ORDER = "KEEP_DEFAULT_ORDERING"


class NotPlainError(ValueError):
	"""args[0] is the parameter that holds something else than names of fields and plain values."""


@dataclass(frozen=True, slots=True)
class Column:
	"""A column that is asked for. `link`: the field whose linked document it stands in, for `chair.full_name`."""

	field: str
	doctype: str | None = None
	link: str | None = None
	shown: bool = False  # handed out, rather than filtered or sorted by


def columns(form: Mapping[str, Any]) -> Iterator[Column]:
	"""Every column a request names. Raises NotPlainError at the first thing that is none."""
	for name, value in form.items():
		if value in (None, "", b""):
			continue
		if name in CONDITIONS:
			yield from _in_conditions(name, value)
		elif name in COLUMNS:
			yield from _in_columns(name, value)
		elif name in ORDERS:
			yield from _in_order(name, value)
		elif name in SINGLE:
			yield _column(name, value, PLAIN)
		elif name == "field_map":
			yield from (_column(name, field, PLAIN) for field in _mapping(name, value).values() if field)


def _in_conditions(name: str, value: Any) -> Iterator[Column]:
	sent, value = value, _parsed(value)
	if isinstance(value, str):
		if value != sent:  # a text within JSON: the framework would take each letter for a condition
			raise NotPlainError(name)
		return  # the name of one document, handed over as a value; where conditions are wanted it is no JSON and fails
	if isinstance(value, Mapping):
		value = [[key, *(given if isinstance(given, list) else ["=", given])] for key, given in value.items()]
	if not isinstance(value, list):
		if value is None or isinstance(value, int | float):
			return
		raise NotPlainError(name)
	for condition in value:
		yield _in_condition(name, condition)


def _in_condition(name: str, condition: Any) -> Column:
	if isinstance(condition, Mapping) and len(condition) == 1:
		key, given = next(iter(condition.items()))
		condition = [key, *(given if isinstance(given, list) else ["=", given])]
	if not isinstance(condition, list) or not 3 <= len(condition) <= 5:
		raise NotPlainError(name)
	doctype, field, operator, *values = condition if len(condition) > 3 else (None, *condition)
	if (
		not isinstance(operator, str)
		or not OPERATOR.match(operator)
		or any(_nested(value) for value in values)
	):
		raise NotPlainError(name)
	column = _column(name, field, PLAIN)
	return Column(column.field, column.doctype or doctype, column.link)


def _nested(value: Any) -> bool:
	"""Whether a value is more than text, number or a list of those."""
	return any(isinstance(item, list | Mapping) for item in (value if isinstance(value, list) else [value]))


def _in_columns(name: str, value: Any) -> Iterator[Column]:
	value = _parsed(value)
	if isinstance(value, str):
		value = value.split(",")
	if isinstance(value, Mapping):  # set_value: {field: new value}
		value = list(value)
	if not isinstance(value, list):
		raise NotPlainError(name)
	for item in value:
		if isinstance(item, Mapping):  # statistics name their fields so
			item = item.get("name")
		if item:
			yield _column(name, item, SHOWN, shown=True)


def _in_order(name: str, value: Any) -> Iterator[Column]:
	if not isinstance(value, str):
		raise NotPlainError(name)
	if value != KEPT_ORDER:
		yield from (_column(name, part.strip(), SORTED) for part in value.split(","))


def _column(name: str, text: Any, pattern: re.Pattern[str], shown: bool = False) -> Column:
	found = pattern.match(text.strip()) if isinstance(text, str) else None
	if not found:
		raise NotPlainError(name)
	parts = {key.lstrip("_"): part for key, part in found.groupdict().items() if part}
	return Column(parts["field"], parts.get("doctype"), parts.get("link"), shown)


def _mapping(name: str, value: Any) -> Mapping[str, Any]:
	if not isinstance(value := _parsed(value), Mapping):
		raise NotPlainError(name)
	return value


def _parsed(value: Any) -> Any:
	if not isinstance(value, str):
		return value
	try:
		return json.loads(value)
	except ValueError:
		return value
