"""Columns that stand in another document: of a link, of a table; shown, filtered by, sorted by.

docs/quyen.md §2: of a document that is named one reads the title, and nothing else that was not asked for by itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.access import lists, oracle
from tests.access.asking import Answer, Asker
from tests.access.ground import Ground
from tests.access.matrix import Cell, Matrix

Link = dict[str, str]
Query = dict[str, object]


def told_title(who: str, doctype: str, place: str) -> bool:
	return oracle.reads(who, doctype, place)


def told_hidden(who: str, doctype: str, place: str) -> bool:
	return oracle.PEOPLE[who].administrator


def nobody(who: str, doctype: str, place: str) -> bool:
	return False


@dataclass(frozen=True, slots=True)
class LinkDoor:
	"""`query`: what is asked beside the doctype and the rows, of a link of it. Seen is a row that was answered."""

	channel: str
	query: Callable[[str, Link], Query]
	expected: Callable[[str, str, str], bool]
	administrators: bool = True  # asks them too; where the framework itself takes no such question, not


def _shown(column: str) -> Callable[[str, Link], Query]:
	return lambda doctype, link: {"fields": ["name", f"{link['field']}.{link[column]} as of_link"]}


def _filtered(name: str) -> Callable[[str, Link], Query]:
	def query(doctype: str, link: Link) -> Query:
		return {"fields": ["name"], name: [[doctype, f"{link['field']}.{link['hidden']}", "is", "set"]]}

	return query


def _by_other_table(doctype: str, link: Link) -> Query:
	return {"fields": ["name"], "filters": [[link["target"], link["hidden"], "is", "set"]]}


def _sorted(doctype: str, link: Link) -> Query:
	return {"fields": ["name"], "order_by": f"{link['field']}.{link['hidden']} asc"}


def _grouped(doctype: str, link: Link) -> Query:
	column = f"{link['field']}.{link['hidden']}"
	return {"fields": ["name", f"{column} as of_link"], "group_by": column}


DOORS = (
	LinkDoor("dotted: title of a link", _shown("title"), told_title),
	LinkDoor("dotted: field of a link", _shown("hidden"), told_hidden),
	LinkDoor("dotted: filter by a link's field", _filtered("filters"), nobody, administrators=False),
	LinkDoor("dotted: or-filter by a link's field", _filtered("or_filters"), nobody, administrators=False),
	LinkDoor("dotted: filter by another table", _by_other_table, nobody, administrators=False),
	LinkDoor("dotted: order by a link's field", _sorted, nobody, administrators=False),
	LinkDoor("dotted: group by a link's field", _grouped, nobody, administrators=False),
)
METHODS = ("frappe.desk.reportview.get", "frappe.client.get_list")
NOBODYS = frozenset(door.channel for door in DOORS if door.expected is nobody)


def ask(asker: Asker, method: str, doctype: str, rows: list[dict], query: Query) -> Answer:
	filters = [*lists.among(doctype, rows), *query.get("filters", [])]
	size = {"start": 0, "page_length": 500} if method == METHODS[0] else {"limit_page_length": lists.ALL}
	return asker.call(method, doctype=doctype, **query | {"filters": filters} | size)


def read_links(
	ground: Ground, matrix: Matrix, asker: Asker, doctype: str, link: Link, door: LinkDoor, method: str
) -> None:
	rows = ground.rows[doctype]
	answer = ask(asker, method, doctype, rows, door.query(doctype, link))
	decide(
		ground,
		matrix,
		asker,
		doctype,
		door.channel,
		door.expected,
		answer,
		{row["name"]: row for row in rows},
	)


def read_tables(ground: Ground, matrix: Matrix, asker: Asker, doctype: str, method: str) -> None:
	"""Columns of the tables of a kind of document: as a field of it, and to sort by."""
	rows = ground.rows[doctype]
	for child in oracle.RULES[doctype].children:
		of = {one["name"]: row for row in rows for one in row["children"] if one["doctype"] == child}
		tables = {one["table"] for row in rows for one in row["children"] if one["doctype"] == child}
		for table in sorted(tables):
			answer = ask(asker, method, doctype, rows, {"fields": ["name", f"{table}.name as row_name"]})
			decide(ground, matrix, asker, doctype, "dotted: field of a table", oracle.reads, answer, of)
		query = {"fields": [lists.column(doctype)], "order_by": f"{lists.column(child, 'idx')} asc"}
		query["filters"] = [[child, "idx", ">=", 0]]
		answer = ask(asker, method, doctype, rows, query)
		named = {row["name"]: row for row in of.values()}
		decide(
			ground, matrix, asker, doctype, "dotted: order by a table's field", oracle.reads, answer, named
		)


# Of members in a list, asked by what only few may know: who may not must not learn it by what is left out, or comes first.
PERSONAL = ("card_number", "citizen_id", "phone")


def read_by_personal_data(ground: Ground, matrix: Matrix, asker: Asker) -> None:
	rows = ground.rows["Party Member"]
	for method in METHODS:
		for field in PERSONAL:
			for channel, query in {
				"filter by personal data": {"filters": [["Party Member", field, "is", "set"]]},
				"or-filter by personal data": {"or_filters": [["Party Member", field, "is", "set"]]},
				"order by personal data": {"order_by": f"{lists.column('Party Member', field)} asc"},
			}.items():
				answer = ask(asker, method, "Party Member", rows, {"fields": ["name"]} | query)
				named = {row["name"]: row for row in rows}
				decide(ground, matrix, asker, "Party Member", channel, knows, answer, named)


def knows(who: str, doctype: str, place: str) -> bool:
	return oracle.reads(who, doctype, place) and oracle.lists_personal_data(who)


def decide(
	ground: Ground,
	matrix: Matrix,
	asker: Asker,
	doctype: str,
	channel: str,
	expected: Callable[[str, str, str], bool],
	answer: Answer,
	named: dict[str, dict],
) -> None:
	"""A cell for each name that stands in the answer or not."""
	said = f"{answer.request} → {answer.status} {answer.kind} {answer.text[:200]}"
	for name, row in named.items():
		cell = Cell(asker.who, doctype, row["place"], "read", channel)
		seen = answer.ok and f'"{name}"' in answer.text
		matrix.record(cell, expected(asker.who, doctype, row["place"]), seen, said)
	ground.check_strays(matrix, asker.who, channel, answer)
