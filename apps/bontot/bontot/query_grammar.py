"""Grammar of lists, searches, counts and charts: names of fields and plain values, never a piece of SQL.

The framework puts parts of what it is sent into its statements; several of its endpoints do not check them before, and it fails
on what it cannot read. So each place takes one way of writing only, the one the desk uses. Pure: no database, no user. Which of
these fields somebody may use is `guard.query.query_columns`' to say, which values fit a field `query_values`'.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from bontot.query_values import is_plain

NAME = r"[A-Za-z_]\w*"
OF_TABLE = rf"`tab(?P<doctype>[A-Za-z][\w -]*)`\.(?P<q>`?)(?P<field>{NAME})(?P=q)"
# One way of writing a column for each place that takes one. Words after `as` stand bare for a bare name: the framework
# splits there at blanks.
PLAIN = re.compile(rf"(?P<field>{NAME})\Z", re.ASCII)
SHOWN = tuple(
	re.compile(rf"{pattern}\Z", re.ASCII)
	for pattern in (
		r"(?P<field>\*)",
		rf"(?P<field>{NAME})(?: (?:as|AS) (?P<alias>{NAME}))?",
		rf"{OF_TABLE}(?: (?:as|AS) (?:(?P<alias>{NAME})|(?P<quote>[`'])(?P<quoted>[\w: -]+)(?P=quote)))?",
		rf"(?P<link>{NAME})\.(?P<field>{NAME})(?: as (?P<alias>{NAME}))?",
		rf"(?P<function>count|sum|avg)\((?:(?P<field>{NAME}|\*))\)(?: (?:as|AS) (?P<alias>{NAME}))?",
		rf"(?P<function>count|sum|avg)\({OF_TABLE}\)(?: (?:as|AS) (?P<alias>{NAME}))?",
	)
)
SORTED = tuple(
	re.compile(rf"{pattern}(?: +(?:asc|desc|ASC|DESC))?\Z", re.ASCII)
	for pattern in (rf"(?P<q>`?)(?P<field>{NAME})(?P=q)", OF_TABLE)
)
GROUPED = tuple(
	re.compile(rf"{pattern}\Z", re.ASCII) for pattern in (rf"(?P<q>`?)(?P<field>{NAME})(?P=q)", OF_TABLE)
)
# Words of SQL that would end a bare name after `as`: those that a person might think of; quoted ones do no harm.
RESERVED = frozenset(
	"""add all alter analyze and as asc before between by call cascade case change check collate column condition
	constraint continue convert create cross cursor database databases declare default delayed delete desc describe
	distinct div double drop dual each else elseif enclosed escaped except exists exit explain false fetch float for
	force foreign from fulltext grant group having if ignore in index infile inner inout insert int integer intersect
	interval into is iterate join key keys kill leading leave left like limit lines load lock long longtext loop match
	mod natural not null numeric offset on optimize option or order out outer outfile over partition primary procedure
	purge range read real references regexp release rename repeat replace require return returning revoke right rlike
	row_number rows schema select separator set show signal smallint spatial sql starting table terminated then to
	trailing trigger true undo union unique unlock unsigned update usage use using values varchar when where while
	window with write xor zerofill""".split()
)

# Parameters of the framework's doors, by what they hold.
CONDITIONS = ("filters", "or_filters", "current_filters", "filters_json")
COLUMNS = ("fields", "fieldname", "filter_fields", "fields_to_fetch", "stats")
ORDERS = {"order_by": SORTED, "group_by": GROUPED}
SINGLE = (
	"field", "searchfield", "sort_field", "aggregate_on_field", "aggregate_function_based_on", "based_on", "value_based_on",
	"group_by_based_on",
)  # fmt: skip
# What a calendar's `field_map` calls the fields that are asked for; what else it names (allDay) the page alone reads.
OF_AN_EVENT = ("start", "end", "title", "color")
KEPT_ORDER = "KEEP_DEFAULT_ORDERING"
LONGEST_KEPT = 2000  # letters of a text whose reading is remembered
OPERATORS = frozenset((
	"=", "!=", ">", "<", ">=", "<=", "like", "not like", "in", "not in", "is", "between", "timespan", "previous", "next",
	"descendants of", "ancestors of", "not descendants of", "not ancestors of", "descendants of (inclusive)",
))  # fmt: skip


class NotPlainError(ValueError):
	"""args[0] is the parameter that holds something else than names of fields and plain values."""


@dataclass(frozen=True, slots=True)
class Column:
	"""A column that is asked for. `link`: the field whose linked document it stands in, for `chair.full_name`."""

	field: str
	doctype: str | None = None
	link: str | None = None
	shown: bool = False  # handed out, rather than filtered or sorted by
	sorts: bool = False  # in order_by or group_by, where a name after `as` does as well
	alone: bool = False  # the one field by which a list is counted
	alias: str | None = None
	function: str | None = None


@dataclass(frozen=True, slots=True)
class Condition:
	"""A column compared with a value: plain, or a list of plain ones. `operator` is in small letters."""

	column: Column
	operator: str
	value: Any


def parts(form: Mapping[str, Any]) -> Iterator[Column | Condition]:
	"""Everything a request names. Raises NotPlainError at the first thing that is no name, or no plain value."""
	for name, value in form.items():
		if value is None or value == "" or value == b"":
			continue
		if name in READERS:
			yield from _read_cached(name, value) if _is_short(value) else READERS[name](name, value)
		elif name in SINGLE:
			column = _column(name, value, (PLAIN,), alone=name == "field")
			table = form.get("aggregate_on_doctype") if name == "aggregate_on_field" else None
			yield replace(column, doctype=table) if isinstance(table, str) and table else column
		elif name == "field_map":
			fields = _mapping(name, value)
			yield from (_column(name, fields[key], (PLAIN,)) for key in OF_AN_EVENT if fields.get(key))


def _is_short(value: Any) -> bool:
	return isinstance(value, str) and len(value) <= LONGEST_KEPT


@lru_cache(maxsize=2048)
def _read_cached(name: str, text: str) -> tuple[Column | Condition, ...]:
	"""A desk asks the same again and again; what is refused is read anew each time."""
	return tuple(READERS[name](name, text))


def columns(form: Mapping[str, Any]) -> Iterator[Column]:
	"""Yield the columns of what `parts` yields, of a condition its column."""
	return (part.column if isinstance(part, Condition) else part for part in parts(form))


def _in_conditions(name: str, value: Any) -> Iterator[Condition]:
	sent, value = value, parsed(value)
	if isinstance(value, str):
		if value != sent or not is_plain(value):  # within JSON each letter would be taken for a condition
			raise NotPlainError(name)
		return  # the name of one document, handed over as a value; where conditions are wanted it is no JSON and fails
	if isinstance(value, Mapping):
		yield from (_of_pair(name, key, given) for key, given in value.items())
		return
	if not isinstance(value, list):
		if not is_plain(value):
			raise NotPlainError(name)
		return
	for condition in value:
		yield _in_condition(name, condition)


def _of_pair(name: str, key: Any, given: Any) -> Condition:
	"""`{field: value}` or `{field: [operator, value]}`; a report's own filter may hold a list of values."""
	operator, value = "=", given
	if isinstance(given, list) and len(given) == 2 and _is_operator(given[0]):
		operator, value = given[0].lower(), given[1]
	return Condition(_column(name, key, (PLAIN,)), operator, _plain(name, value))


def _in_condition(name: str, condition: Any) -> Condition:
	"""`[field, operator, value]` or `[doctype, field, operator, value, hidden]`."""
	if not isinstance(condition, list) or not 3 <= len(condition) <= 5:
		raise NotPlainError(name)
	doctype, field, operator, value = condition[:4] if len(condition) > 3 else (None, *condition)
	if not isinstance(doctype, str | None) or not _is_operator(operator):
		raise NotPlainError(name)
	if len(condition) == 5 and isinstance(condition[4], list | Mapping):
		raise NotPlainError(name)
	column = _column(name, field, (PLAIN,))
	return Condition(Column(column.field, doctype or None), operator.lower(), _plain(name, value))


def _is_operator(word: Any) -> bool:
	return isinstance(word, str) and word.lower() in OPERATORS


def _plain(name: str, value: Any) -> Any:
	if not all(is_plain(item) for item in (value if isinstance(value, list) else [value])):
		raise NotPlainError(name)
	return value


def _in_columns(name: str, value: Any) -> Iterator[Column]:
	value = parsed(value)
	if isinstance(value, str):
		value = [value]
	if isinstance(value, Mapping) and name == "fieldname":  # set_value: {field: new value}
		value = list(value)
	if not isinstance(value, list):
		raise NotPlainError(name)
	for item in value:
		if isinstance(item, Mapping) and name == "stats":  # statistics name their fields so
			item = item.get("name")
		# what statistics count by, they tell apart
		yield _column(name, item, (PLAIN,)) if name == "stats" else _column(name, item, SHOWN, shown=True)


def _in_order(name: str, value: Any) -> Iterator[Column]:
	if not isinstance(value, str):
		raise NotPlainError(name)
	if value != KEPT_ORDER:
		yield from (_column(name, part.strip(" "), ORDERS[name], sorts=True) for part in value.split(","))


def _column(name: str, text: Any, patterns: tuple[re.Pattern, ...], **use: bool) -> Column:
	found = _read(text, patterns) if isinstance(text, str) else None
	if found is None:
		raise NotPlainError(name)
	return Column(**found, **use)


@lru_cache(maxsize=4096)
def _read(text: str, patterns: tuple[re.Pattern, ...]) -> dict[str, str] | None:
	"""Parts of a column by name; None for what is none."""
	for pattern in patterns:
		if found := pattern.match(text):
			parts = {
				key: part for key, part in found.groupdict().items() if part and key not in ("q", "quote")
			}
			if parts.get("alias", "").lower() in RESERVED:
				return None
			if "quoted" in parts:
				parts["alias"] = parts.pop("quoted")
			return parts
	return None


def _mapping(name: str, value: Any) -> Mapping[str, Any]:
	if not isinstance(value := parsed(value), Mapping):
		raise NotPlainError(name)
	return value


def parsed(value: Any) -> Any:
	"""Parse what a client sent as JSON; return as it is what is no JSON."""
	if not isinstance(value, str):
		return value
	try:
		return json.loads(value)
	except RecursionError:
		return [[]]  # nothing that anybody takes: the framework would fall over it
	except ValueError:
		return value


READERS = {
	**dict.fromkeys(CONDITIONS, _in_conditions), **dict.fromkeys(COLUMNS, _in_columns), **dict.fromkeys(ORDERS, _in_order),
}  # fmt: skip
