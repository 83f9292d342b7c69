"""Bodies that the workbook leaves with fewer or more members than their kind asks for: a remark, never a mistake. Pure.

Only bodies whose members a row enters or lets go, with those above them; what stands as it stood is not spoken of.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from bontot.organization.members.bound_rules import FEW, MANY, NOT_AT_HOME
from bontot.workbook import check_members
from bontot.workbook.checks import Checks, given
from bontot.workbook.layout import Row
from bontot.workbook.reader import SheetRead
from bontot.workbook.state import Organization, code_key

CODES = {FEW: "few_members", MANY: "many_members"}


def run(checks: Checks) -> None:
	sheets, plan = checks.book.sheets, checks.plan.sheets
	if "members" in sheets:
		_judge(checks, sheets["members"])
	founded = [row for row in plan["organizations"].new if checks.state.kinds[row.kind].bounds.least]
	if founded and "members" not in sheets:
		read = sheets["organizations"]
		heading = read.headings.get("organization_name")
		checks.book.problems.add(
			"no_members_yet", read.title, founded[0].number, heading.letter if heading else "",
			heading.text if heading else "", founded[0].organization_name, count=len(founded),
		)  # fmt: skip


def _judge(checks: Checks, read: SheetRead) -> None:
	"""Bodies are told apart by name, those that the workbook founds by their code_key."""
	state, gained = checks.state, Counter[str]()
	first_rows: dict[str, Row] = {}
	for row, cell, difference in _changes(checks, read):
		for place in (cell, *_above(checks, cell)):
			gained[place] += difference
			first_rows.setdefault(place, row)
	touched = {place: count for place, count in gained.items() if count}
	counts = Counter[str]()
	for member in state.members.values():
		if member.values.state not in NOT_AT_HOME:
			counts[member.cell] += 1
	totals = Counter[str](touched)
	for cell, count in counts.items():
		for place in (cell, *_above(checks, cell)):
			if place in touched:
				totals[place] += count
	for place in touched:
		kind, inside = _kind(checks, place)
		found = state.kinds[kind].bounds.verdict(totals[place]) if inside and kind in state.kinds else None
		if found:
			verdict, bound = found
			words = {"name": _title(checks, place), "count": totals[place], "bound": bound}
			checks.say(read, first_rows[place], "organization", CODES[verdict], **words)


def _changes(checks: Checks, read: SheetRead) -> Iterator[tuple[Row, str, int]]:
	"""(row, cell, +1 or -1) of everybody whom the sheet brings home or lets go."""
	state, plan = checks.state, checks.plan.sheets["members"]
	rows = {row.number: row for row in read.rows}
	for row in plan.new:
		code = row.organization
		stored = state.at(code)
		if check_members.final_values(row, None)["state"] not in NOT_AT_HOME:
			yield row, stored.name if stored else code_key(code), 1
	for change in plan.changed:
		if "state" in change.fields:
			before, after = (value not in NOT_AT_HOME for value in change.fields["state"])
			if before != after:
				yield rows[change.row], state.members[change.name].cell, 1 if after else -1


def _above(checks: Checks, place: str) -> Iterator[str]:
	seen = {place}
	while (place := _parent(checks, place)) and place not in seen:  # a circle was said to be wrong
		seen.add(place)
		yield place


def _parent(checks: Checks, place: str) -> str | None:
	if stored := checks.state.organizations.get(place):
		return stored.parent
	code: Any = checks.new[place].parent
	if not given(code):
		return None
	above: Organization | None = checks.state.at(code)
	return above.name if above else code_key(code) if code_key(code) in checks.new else None


def _kind(checks: Checks, place: str) -> tuple[Any, bool]:
	"""(kind, whether all its members are known here)."""
	stored = checks.state.organizations.get(place)
	return (stored.kind, stored.inside) if stored else (checks.new[place].kind, True)


def _title(checks: Checks, place: str) -> str:
	stored = checks.state.organizations.get(place)
	if stored:
		return stored.values.organization_name
	return checks.new[place].organization_name
