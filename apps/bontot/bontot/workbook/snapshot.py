"""Snapshot of a branch in the database, read for the checks; the one place of this package that asks it."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import frappe
from frappe.utils import create_batch

from bontot.organization import tree
from bontot.organization.members import bounds
from bontot.organization.members.bound_rules import NONE
from bontot.workbook import check_members, values
from bontot.workbook.layout import SHEETS, Values
from bontot.workbook.reader import Book
from bontot.workbook.state import Kind, Member, Organization, SeatRow, State, code_key

PAGE = 20_000
ASKED_AT_ONCE = 2000
# Column of the workbook: column of the table, where they differ.
COLUMN_OF = {
	"organizations": {"parent": "parent_organization"},
	"members": {"id": "name", "organization": "organization"},
	"seats": {},
}
NOT_STORED = ("organization_name",)  # of members and seats: for people to read
TABLES = {"organizations": tree.DOCTYPE, "members": "Party Member", "seats": "Seat"}


def stored_columns(key: str) -> list[str | None]:
	"""The table's column for each of the sheet's; None where nothing is stored."""
	return [
		None if column.kind == "info" else COLUMN_OF[key].get(column.field, column.field)
		for column in SHEETS[key].columns
	]


def selected(key: str) -> str:
	"""The select list of a sheet's columns in their order: constants of the layout only."""
	return ", ".join(f"`{column}`" if column else "null" for column in stored_columns(key))


def masters() -> tuple[dict[str, Kind], values.Lists]:
	"""Kinds as the checks want them, and all lists of choices."""
	parents: dict[str, set[str]] = {}
	for row in frappe.get_all("Organization Kind Parent", fields=["parent", "parent_kind"]):
		parents.setdefault(row.parent, set()).add(row.parent_kind)
	bounded = bounds.of_kinds()
	kinds = {
		row.name: Kind(
			row.kind_name,
			row.level,
			frozenset(parents.get(row.name, ())),
			bool(row.holds_members),
			bounded.get(row.name, NONE),
		)
		for row in frappe.get_all("Organization Kind", fields=["name", "kind_name", "level", "holds_members"])
	}

	def words(doctype: str, field: str) -> dict[str, str]:
		return dict(frappe.get_all(doctype, fields=["name", field], order_by="creation", as_list=True))

	lists = values.lists_of(
		kinds={name: kind.words for name, kind in kinds.items()},
		levels=words("Organization Level", "level_name"),
		sectors=words("Organization Sector", "sector_name"),
		positions=words("Position", "position_name"),
	)
	return kinds, lists


def load(book: Book, kinds: dict[str, Kind], lists: values.Lists, branch: str, today: date) -> State:
	"""The state of a branch ("" for all there is) and of what the workbook's rows could meet outside it."""
	state = State(today, branch, unrestricted=not branch, kinds=kinds, levels=lists["levels"].words)
	state.writes_personal = 1 in frappe.get_meta("Party Member").get_permlevel_access("write")
	_load_organizations(state)
	_load_codes_elsewhere(state, book)
	if book.rows("members") or _names_members(book):
		for member in members(branch):
			state.members[member.name] = member
		_load_numbers_elsewhere(state, book)
	if "seats" in book.sheets:
		state.seats = list(seats(branch))
	_load_users(state, book)
	return state


def _names_members(book: Book) -> bool:
	return any(row.member is not None for row in book.rows("seats"))


def within(branch: str, column: str) -> tuple[str, dict[str, str]]:
	"""Condition on a path column (a constant of the caller's) and its parameters."""
	if not branch:
		return "1 = 1", {}
	low, high = tree.path_range(branch)
	return f"({column} >= %(low)s and {column} < %(high)s)", {"low": low, "high": high}


def tidy(key: str, stored: Iterable[Any]) -> Values:
	"""Stored values of a sheet as the reader would give them, so that the two compare."""
	return SHEETS[key].value_type._make(
		(values.clean(value) or None)
		if isinstance(value, str)
		else values._known_dates.setdefault(value, value)
		if isinstance(value, date)
		else value
		for value in stored
	)


def _load_organizations(state: State) -> None:
	where, parameters = within(state.branch, "path")
	placed = "placed_from" if frappe.get_meta(tree.DOCTYPE).has_field("placed_from") else "null"
	columns = f"name, path, parent_organization, valid_from, valid_to, modified, {placed}, {selected('organizations')}"
	found = list(
		frappe.db.sql(
			f"select {columns} from `tabParty Organization` where {where} order by path", parameters
		)
	)
	count = len(found)
	if state.branch and tree.above(state.branch):
		above = tuple(tree.above(state.branch))
		found += frappe.db.sql(
			f"select {columns} from `tabParty Organization` where path in %(above)s", {"above": above}
		)
	for index, (name, path, parent, first, last, modified, since, *rest) in enumerate(found):
		stored = tidy("organizations", rest)
		key = stored.code or name
		state.add(
			Organization(
				name,
				key,
				path,
				parent,
				stored.kind,
				first,
				last,
				stored,
				modified,
				inside=index < count,
				placed_from=since,
			)
		)


def _load_codes_elsewhere(state: State, book: Book) -> None:
	"""Codes are unique in the whole table; of a foreign one only that it is taken is learnt."""
	if not state.branch:
		return
	codes = {code for row in book.rows("organizations") for code in (row.code, row.parent)}
	unknown = sorted(code for code in codes if isinstance(code, str) and not state.at(code))
	for batch in create_batch(unknown, ASKED_AT_ONCE):
		rows = frappe.db.sql(
			"select code from `tabParty Organization` where code in %(codes)s", {"codes": tuple(batch)}
		)
		state.codes_elsewhere |= {code_key(code) for (code,) in rows}


def members(branch: str) -> Iterator[Member]:
	where, parameters = within(branch, "organization_path")
	last = ""
	while True:
		rows = frappe.db.sql(
			f"""select name, organization, modified, {selected("members")} from `tabParty Member`
			where {where} and name > %(last)s order by name limit {PAGE}""",
			{**parameters, "last": last},
		)
		for name, cell, modified, *rest in rows:
			yield Member(name, cell, tidy("members", rest), modified)
		if len(rows) < PAGE:
			return
		last = rows[-1][0]


def seats(branch: str) -> Iterator[SeatRow]:
	where, parameters = within(branch, "organization_path")
	rows = frappe.db.sql(
		f"""select name, position, organization, user, member, from_date, modified, {selected("seats")}
		from `tabSeat` where {where} order by name""",
		parameters,
	)
	for name, position, organization, user, member, first, modified, *rest in rows:
		yield SeatRow(
			name, position, organization, user or None, member or None, first, tidy("seats", rest), modified
		)


def _load_numbers_elsewhere(state: State, book: Book) -> None:
	if not state.branch:
		return
	where, parameters = within(state.branch, "organization_path")
	for number in check_members.NUMBERS:
		named = {getattr(row, number) for row in book.rows("members")}
		wanted = sorted(one for one in named if isinstance(one, str))
		for batch in create_batch(wanted, ASKED_AT_ONCE):
			rows = frappe.db.sql(
				f"""select distinct `{number}` from `tabParty Member` where not {where}
				and state not in ('Left', 'Temporarily In') and `{number}` in %(numbers)s""",
				{**parameters, "numbers": tuple(batch)},
			)
			state.cards_elsewhere |= {(number, held) for (held,) in rows}


def _load_users(state: State, book: Book) -> None:
	named = set()
	for key in ("members", "seats"):
		named |= {row.user for row in book.rows(key) if isinstance(row.user, str)}
	for batch in create_batch(sorted(named), ASKED_AT_ONCE):
		rows = frappe.db.sql("select name from `tabUser` where name in %(names)s", {"names": tuple(batch)})
		state.users |= {name.lower() for (name,) in rows}
