"""Organisations: who is new, under whom it stands, and whether the tree would still be one. Pure."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
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
from bontot.workbook.state import Change, Organization, code_key, same_key
from bontot.workbook.values import FAULTY

SHEET = SHEETS["organizations"]
SYSTEM_NAME = re.compile(r"TC\d{7,}")
FIXED = ("code", "parent", "kind", "level")  # identity, and what only a reorganisation changes
CHILDREN_NAMED = 3


@dataclass(slots=True)
class _Work:
	checks: Checks
	read: SheetRead
	lives: dict[str, tuple[date, date | None]] = field(
		default_factory=dict
	)  # of existing ones that change it
	rows: dict[str, Row] = field(default_factory=dict)  # the row of an existing one that changes its life
	wrong: set[str] = field(default_factory=set)  # code_key of new rows with a problem


def run(checks: Checks, read: SheetRead) -> None:
	work = _Work(checks, read)
	existing = _sort_out(work)
	changes = [change for row, stored in existing if (change := _check_existing(work, row, stored))]
	for key, row in checks.new.items():
		_check_new(work, key, row)
	_name_cycles(work)
	for key, row in checks.new.items():
		_check_place(work, key, row)
	_check_lives(work)
	_note_names(work)
	plan = checks.plan.sheets["organizations"]
	for change in changes:
		record(plan, change)
	plan.new = _parents_first({key: row for key, row in checks.new.items() if key not in work.wrong})


def _sort_out(work: _Work) -> list[tuple[Row, Organization]]:
	"""Fill `checks.new` and return the rows of organisations that are there."""
	checks, read = work.checks, work.read
	seen: dict[str, int] = {}
	existing = []
	for row in read.rows:
		code = row.code
		if code is FAULTY:
			continue
		if not given(code):
			checks.missing(read, row, "code")
			continue
		key = code_key(code)
		if key in seen:
			checks.say(read, row, "code", "doubled_code", row=seen[key])
			continue
		seen[key] = row.number
		if stored := checks.state.at(code):
			existing.append((row, stored))
		elif key in checks.state.codes_elsewhere:
			checks.say(read, row, "code", "code_taken")
		elif SYSTEM_NAME.fullmatch(code):
			checks.say(read, row, "code", "code_like_system")
		else:
			checks.new[key] = row
	return existing


def _check_existing(work: _Work, row: Row, stored: Organization) -> Change | None:
	checks, read, state = work.checks, work.read, work.checks.state
	fine = refuse_clearing(checks, read, row)
	above = state.organizations.get(stored.parent) if stored.parent else None
	parent, kind = row.parent, row.kind
	same_parent = parent is None or parent is FAULTY or (above and state.at(parent) is above)
	if not same_parent:
		stands = f"{above.key} ({above.values.organization_name})" if above else "không tổ chức nào"
		checks.say(read, row, "parent", "parent_moved", stands=stands)
		fine = False
	if given(kind) and kind != stored.kind:
		checks.say(read, row, "kind", "kind_changed", stands=state.kinds[stored.kind].words)
		fine = False
	fine = _check_level(work, row, stored.kind) and fine
	fields = differences(SHEET, row, stored.values, FIXED)
	if fields and not stored.inside:
		checks.say(read, row, "code", "not_in_reach")
		return None
	fine = checks.validate_texts(read, row, set(fields)) and fine
	if {"valid_from", "valid_to"} & set(fields):
		first = fields.get("valid_from", (0, stored.valid_from))[1]
		last = fields.get("valid_to", (0, stored.valid_to))[1]
		if first:
			work.lives[stored.name], work.rows[stored.name] = (first, last), row
	if not fine or has_fault(row):
		return None
	return Change(
		row.number,
		stored.name,
		f"{stored.key} {stored.values.organization_name}",
		fields,
		stored.modified,
	)


def _check_new(work: _Work, key: str, row: Row) -> None:
	checks, read = work.checks, work.read
	fine = refuse_clearing(checks, read, row)
	for column in SHEET.columns:
		if column.required and getattr(row, column.field) is None:
			checks.missing(read, row, column.field)
			fine = False
	if given(row.kind):
		fine = _check_level(work, row, row.kind) and fine
	fine = checks.validate_texts(read, row, {column.field for column in SHEET.columns}) and fine
	if not fine or has_fault(row):
		work.wrong.add(key)


def _check_level(work: _Work, row: Row, kind: str) -> bool:
	level, state = row.level, work.checks.state
	if not given(level) or level == state.kinds[kind].level:
		return True
	stands = state.levels.get(state.kinds[kind].level, state.kinds[kind].level)
	work.checks.say(work.read, row, "level", "level_differs", stands=stands)
	return False


def _check_place(work: _Work, key: str, row: Row) -> None:
	"""Check that the parent of a new organisation exists, may be written below, and may have such a kind below it."""
	checks, read, state = work.checks, work.read, work.checks.state
	parent, kind = row.parent, row.kind
	if parent is FAULTY or not given(kind):
		return
	if not given(parent):
		if state.kinds[kind].parents:
			checks.say(read, row, "parent", "missing_parent", kind=state.kinds[kind].words)
			work.wrong.add(key)
		elif not state.unrestricted:
			checks.say(read, row, "parent", "top_not_yours")
			work.wrong.add(key)
		return
	above: Any = checks.new.get(code_key(parent)) or state.at(parent)
	if not above:
		work.wrong.add(key)
		if code_key(parent) in state.codes_elsewhere:
			checks.say(read, row, "parent", "parent_outside")
		else:
			checks.unknown(read, row, "parent", "unknown_parent")
		return
	if isinstance(above, Organization) and not above.inside:
		checks.say(read, row, "parent", "parent_outside")
		work.wrong.add(key)
		return
	if given(above.kind) and above.kind not in state.kinds[kind].parents:
		words = {"kind": state.kinds[kind].words, "parent_kind": state.kinds[above.kind].words}
		checks.say(read, row, "parent", "wrong_parent", **words)
		work.wrong.add(key)


def _name_cycles(work: _Work) -> None:
	new, done = work.checks.new, set()
	for start in new:
		line: list[str] = []
		key: str | None = start
		while key in new and key not in done and key not in line:
			line.append(key)
			parent = new[key].parent
			key = code_key(parent) if given(parent) else None
		if key in line:
			loop = line[line.index(key) :]
			codes = " → ".join(new[one].code for one in (*loop, loop[0]))
			for one in loop:
				work.checks.say(work.read, new[one], "parent", "cycle", loop=codes)
				work.wrong.add(one)
		done.update(line)


def _life_of(work: _Work, above: Any) -> tuple[Any, Any]:
	if isinstance(above, Organization):
		return work.lives.get(above.name, (above.valid_from, above.valid_to))
	last = above.valid_to
	return above.valid_from, last if given(last) else None


def _check_lives(work: _Work) -> None:
	checks, state = work.checks, work.checks.state
	for key, row in checks.new.items():
		parent = row.parent
		above = (checks.new.get(code_key(parent)) or state.at(parent)) if given(parent) else None
		if not _check_life(work, row, _life_of(work, row), above):
			work.wrong.add(key)
	below: dict[str, list[Organization]] = defaultdict(list)
	if work.lives:
		for one in state.organizations.values():
			if one.parent:
				below[one.parent].append(one)
	for name, (first, last) in work.lives.items():
		stored = state.organizations[name]
		above = state.organizations.get(stored.parent) if stored.parent else None
		_check_life(work, work.rows[name], (first, last), above, stored)
		left = [
			child.values.organization_name
			for child in below[name]
			if child.name not in work.lives
			and _outlives(_below(child, child.valid_from, child.valid_to), (first, last))
		]
		if left:
			names = ", ".join(left[:CHILDREN_NAMED])
			field_ = "valid_to" if given(work.rows[name].valid_to) else "valid_from"
			checks.say(work.read, work.rows[name], field_, "children_outlive", names=names)


def _below(stored: Organization, first: date, last: date | None) -> tuple[date, date | None]:
	return stored.below_since(first, last), last


def _check_life(
	work: _Work, row: Row, own: tuple[Any, Any], above: Any, stored: Organization | None = None
) -> bool:
	checks, read = work.checks, work.read
	first, last = own
	if not given(first) or row.valid_to is FAULTY:
		return True
	if last and last < first:
		checks.say(
			read, row, "valid_to", "ends_before_start", start=in_words(SHEET.by_field["valid_from"], first)
		)
		return False
	if above is None:
		return True
	parents = _life_of(work, above)
	if stored:
		first, last = own = _below(stored, first, last)
	if given(parents[0]) and _outlives(own, parents):
		early = first < parents[0] or first > (parents[1] or FAR)
		checks.say(
			read, row, "valid_from" if early else "valid_to", "outside_parent_life", life=life(*parents)
		)
		return False
	return True


def _outlives(own: tuple[Any, Any], parents: tuple[Any, Any]) -> bool:
	return own[0] < parents[0] or (own[1] or FAR) > (parents[1] or FAR)


def _note_names(work: _Work) -> None:
	"""The same name twice below one parent: perhaps one body under two codes."""
	checks, state = work.checks, work.checks.state
	known: dict[tuple[str, str], tuple[str, str]] = {}
	for one in state.organizations.values():
		if one.parent and one.valid_to is None and one.parent in state.organizations:
			name = one.values.organization_name
			known[code_key(state.organizations[one.parent].key), same_key(name or "")] = (one.key, name)
	for row in checks.new.values():
		parent, name = row.parent, row.organization_name
		if not given(parent) or not given(name) or given(row.valid_to):
			continue
		place = (code_key(parent), same_key(name))
		if place in known:
			code, other = known[place]
			kind = "same_name" if other == name else "other_unicode_form"
			checks.say(work.read, row, "organization_name", kind, code=code, name=other)
		else:
			known[place] = (row.code, name)


def _parents_first(new: dict[str, Row]) -> list[Row]:
	depths: dict[str, int] = {}

	def depth(key: str) -> int:
		line = []
		while key in new and key not in depths:
			line.append(key)
			parent = new[key].parent
			key = code_key(parent) if given(parent) else ""
		base = depths.get(key, -1)
		for one in reversed(line):
			base += 1
			depths[one] = base
		return base

	for key in new:
		depth(key)
	return [new[key] for key in sorted(new, key=lambda key: (depths[key], new[key].number))]
