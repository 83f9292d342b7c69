"""Seats: who holds which position where, never twice on one day. Pure.

A seat is known by position, organisation, holder (the account; the member where there is none) and first day; the rest of
it can be changed, and an account may be added to a seat without one.
"""

from collections import defaultdict
from datetime import date
from typing import Any

from bontot.organization.tree import FAR
from bontot.workbook.checks import (
	Checks,
	differences,
	given,
	has_fault,
	in_words,
	life,
	record,
	refuse_clearing,
)
from bontot.workbook.layout import SHEETS, Row
from bontot.workbook.reader import SheetRead
from bontot.workbook.state import Change, SeatRow, code_key
from bontot.workbook.values import FAULTY

SHEET = SHEETS["seats"]
IDENTITY = ("position", "organization", "from_date")
KEPT_USERS = ("administrator", "guest")


def run(checks: Checks, read: SheetRead) -> None:
	stored = _by_holder(checks.state.seats)
	seen: dict[tuple, int] = {}
	spans: dict[tuple, list[tuple[date, Any, int]]] = defaultdict(list)
	judged: list[tuple[Row, str, SeatRow | None, dict]] = []
	plan = checks.plan.sheets["seats"]
	named: set[str] = set()
	for row in read.rows:
		if not (place := _place(checks, read, row)):
			_check_holder(checks, read, row, {"user", "member"})  # what else is wrong is told at once too
			continue
		key = (row.position, place, row.from_date, _holder(row))
		if key in seen:
			checks.say(read, row, "position", "doubled_seat", row=seen[key])
			continue
		seen[key] = row.number
		one = stored.get(key) or _without_account(stored, key, row)
		if one:
			named.add(one.name)
		fields = differences(SHEET, row, one.values, IDENTITY) if one else {}
		judged.append((row, place, one, fields))
	for one in checks.state.seats:
		if one.name not in named:
			span = (one.from_date, one.values.to_date, 0)
			spans[one.position, one.organization, (one.user or one.member or "").lower()].append(span)
	for row, place, one, fields in judged:
		first, last = row.from_date, _last(row, one)
		group = spans[row.position, place, _holder(row)]
		fine = _check(checks, read, row, one, fields, last)
		if not one or "to_date" in fields:
			fine = _check_overlap(checks, read, row, (first, last), group) and fine
		group.append((first, last, row.number))
		if not fine or has_fault(row):
			continue
		if one:
			label = f"{_holder(row)}, {row.organization}"
			record(plan, Change(row.number, one.name, label, fields, one.modified))
		else:
			plan.new.append(row)


def _holder(row: Row) -> str:
	user = row.user
	return user if given(user) else row.member


def _by_holder(seats: list[SeatRow]) -> dict[tuple, SeatRow]:
	found: dict[tuple, SeatRow] = {}
	for one in seats:
		for holder in (one.member, (one.user or "").lower()):
			if holder:
				found[one.position, one.organization, one.from_date, holder] = one
	return found


def _without_account(stored: dict[tuple, SeatRow], key: tuple, row: Row) -> SeatRow | None:
	"""The seat of the same member that has no account yet and is to get this one."""
	one = stored.get((*key[:3], row.member))
	return one if one and not one.user else None


def _place(checks: Checks, read: SheetRead, row: Row) -> str | None:
	"""Name of the organisation, or its code_key when the workbook founds it; None when the row cannot be known."""
	complete = refuse_clearing(checks, read, row, ("user",))
	for needed in IDENTITY:
		if getattr(row, needed) is None:
			checks.missing(read, row, needed)
		complete = complete and given(getattr(row, needed))
	if not complete or FAULTY in (row.user, row.member):
		return None
	if not given(_holder(row)):
		checks.say(read, row, "user", "no_holder")
		return None
	code = row.organization
	if code_key(code) in checks.new:
		return code_key(code)
	stored = checks.state.at(code)
	if stored and stored.inside:
		return stored.name
	if stored:
		checks.say(read, row, "organization", "not_in_reach")
	else:
		checks.unknown(read, row, "organization", "unknown_seat_organization")
	return None


def _last(row: Row, one: SeatRow | None) -> date | None:
	value = row.to_date
	if value is None and one:
		return one.values.to_date
	return value if given(value) else None


def _check(checks: Checks, read: SheetRead, row: Row, one: SeatRow | None, fields: dict, last: Any) -> bool:
	touched = set(fields) if one else {column.field for column in SHEET.columns}
	fine = checks.validate_texts(read, row, touched)
	fine = _check_holder(checks, read, row, touched) and fine
	first = row.from_date
	if last and last < first:
		checks.say(
			read, row, "to_date", "ends_before_start", start=in_words(SHEET.by_field["from_date"], first)
		)
		return False
	if not one:
		_note_life(checks, read, row, first, last)
	return fine


def _check_holder(checks: Checks, read: SheetRead, row: Row, touched: set[str]) -> bool:
	user, member, fine = row.user, row.member, True
	if "user" not in touched or not given(user):
		pass
	elif user in KEPT_USERS:
		checks.say(read, row, "user", "kept_user")
		fine = False
	elif user not in checks.state.users:
		checks.say(read, row, "user", "unknown_user")
		fine = False
	if "member" in touched and given(member) and member not in checks.state.members:
		checks.say(read, row, "member", "unknown_member")
		fine = False
	return fine


def _note_life(checks: Checks, read: SheetRead, row: Row, first: date, last: date | None) -> None:
	fresh = checks.new.get(code_key(row.organization))
	if fresh:
		begins, ends = fresh.valid_from, fresh.valid_to
	else:
		stored = checks.state.at(row.organization)
		begins, ends = stored.valid_from, stored.valid_to
	ends = ends if given(ends) else None
	if given(begins) and (first < begins or (ends and (last or FAR) > ends)):
		checks.say(
			read,
			row,
			"from_date" if first < begins else "to_date",
			"seat_outside_life",
			life=life(begins, ends),
		)


def _check_overlap(
	checks: Checks, read: SheetRead, row: Row, own: tuple[date, Any], group: list[tuple[date, Any, int]]
) -> bool:
	for first, last, number in group:
		if own[0] <= (last or FAR) and first <= (own[1] or FAR):
			when = life(first, last) + (f" (dòng {number})" if number else "")
			checks.say(read, row, "from_date", "seat_overlap", when=when)
			return False
	return True
