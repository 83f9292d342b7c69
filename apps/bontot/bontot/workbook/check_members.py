"""Members: who is meant, whether he or she is somewhere already, and whether state and dates can be. Pure.

Who is meant: by the member's own code; without it within the cell by card, citizen ID, or name and birth date.
Nobody is moved from one cell to another here: that is a dated act of its own.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from bontot.organization.members import member_rules
from bontot.workbook.checks import Checks, differences, given, has_fault, record, refuse_clearing
from bontot.workbook.layout import SHEETS, Row
from bontot.workbook.reader import SheetRead
from bontot.workbook.state import Change, Member, code_key, same_key
from bontot.workbook.values import FAULTY

SHEET = SHEETS["members"]
NUMBERS = {"card_number": "số thẻ đảng viên", "citizen_id": "số căn cước"}
DAYS = ("admission_date", "official_date", "left_on")
GUEST = "Temporarily In"
# Where a contradiction of state and dates is shown.
FIELD_OF = {
	"official_before_admission": "official_date",
	"probationary_with_official_date": "official_date",
	"left_without_date": "left_on",
	"date_without_leaving": "left_on",
	"left_before_admission": "left_on",
}
FRESH_STATE = "Full"


@dataclass(slots=True)
class _Work:
	checks: Checks
	read: SheetRead
	people: dict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))
	numbers: dict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))
	meant: dict[str, int] = field(default_factory=dict)  # member → row that is about it
	fresh: dict[tuple, list[Row]] = field(default_factory=lambda: defaultdict(list))
	holders: dict[tuple[str, str, bool], tuple[int, str]] = field(default_factory=dict)
	no_cells: set[str] = field(default_factory=set)  # said once of each


def run(checks: Checks, read: SheetRead) -> None:
	work = _Work(checks, read)
	_refuse_personal(work)
	for member in checks.state.members.values():
		work.people[member.cell, same_key(member.values.full_name or "")].append(member.name)
		for number in NUMBERS:
			if held := getattr(member.values, number):
				work.numbers[number, held].append(member.name)
	judged = [_who(work, row) for row in read.rows]
	plan = checks.plan.sheets["members"]
	for row, (fine, member) in zip(read.rows, judged, strict=True):
		fields = differences(SHEET, row, member.values, ("id", "organization")) if member else {}
		if member and not fields and fine and not has_fault(row):
			plan.unchanged += 1
			continue
		fine = _check_values(work, row, member, fields) and fine
		if not fine or has_fault(row):
			continue
		if member:
			label = f"{member.values.full_name} ({checks.state.organizations[member.cell].key})"
			record(plan, Change(row.number, member.name, label, fields, member.modified))
		else:
			plan.new.append(row)


def _refuse_personal(work: _Work) -> None:
	if work.checks.state.writes_personal:
		return
	for heading in work.read.headings.values():
		if heading.column.personal:
			work.checks.book.problems.add(
				"personal_not_yours", work.read.title, None, heading.letter, heading.text, heading.text
			)


def _who(work: _Work, row: Row) -> tuple[bool, Member | None]:
	"""(nothing wrong, the member that the row is about; None for a new one)."""
	checks, read, state = work.checks, work.read, work.checks.state
	fine = refuse_clearing(checks, read, row, ("state",))
	code = row.id
	if code is FAULTY:
		return False, None
	if given(code):
		member = state.members.get(code)
		if not member:
			checks.say(read, row, "id", "unknown_member")
			return False, None
		return _same_cell(work, row, member) and _is_first_row(work, row, member) and fine, member
	for needed in ("full_name", "organization"):
		if not given(getattr(row, needed)):
			if getattr(row, needed) is None:
				checks.missing(read, row, needed)
			return False, None
	cell = _cell(work, row)
	if not cell:
		return False, None
	found = _candidates(work, row, cell)
	if len(found) > 1:
		checks.say(read, row, "full_name", "doubtful_member", count=len(found))
		return False, None
	if found:
		return _is_first_row(work, row, found[0]) and fine, found[0]
	return _is_no_twin(work, row, cell) and fine, None


def _cell(work: _Work, row: Row) -> str | None:
	"""Name of the cell, or its code_key when the workbook founds it; None when that was said to be wrong."""
	checks, state, code = work.checks, work.checks.state, row.organization
	if code_key(code) in checks.new:
		_note_kind(work, row, checks.new[code_key(code)].kind)
		return code_key(code)
	stored = state.at(code)
	if stored and stored.inside:
		return stored.name
	if stored:
		checks.say(work.read, row, "organization", "not_in_reach")
	else:
		checks.unknown(work.read, row, "organization", "unknown_cell")
	return None


def _note_kind(work: _Work, row: Row, kind: Any) -> None:
	kinds, code = work.checks.state.kinds, code_key(row.organization)
	if given(kind) and kind in kinds and not kinds[kind].is_cell and code not in work.no_cells:
		work.no_cells.add(code)
		work.checks.say(work.read, row, "organization", "not_a_cell", kind=kinds[kind].words)


def _candidates(work: _Work, row: Row, cell: str) -> list[Member]:
	members = work.checks.state.members
	for number in NUMBERS:
		if given(getattr(row, number)):
			here = [
				members[name]
				for name in work.numbers[number, getattr(row, number)]
				if members[name].cell == cell
			]
			if here:
				return here
	named = [members[name] for name in work.people.get((cell, same_key(row.full_name)), ())]
	able = [
		member
		for member in named
		if all(_agree(row, member, fieldname) for fieldname in ("birth_date", *NUMBERS))
	]
	exact = [member for member in able if (row.birth_date or None) == member.values.birth_date]
	return exact or able


def _agree(row: Row, member: Member, fieldname: str) -> bool:
	one, other = getattr(row, fieldname), getattr(member.values, fieldname)
	return not given(one) or not other or one == other


def _same_cell(work: _Work, row: Row, member: Member) -> bool:
	code, state = row.organization, work.checks.state
	if not given(code):
		return code is not FAULTY
	stored = state.at(code)
	if stored and stored.name == member.cell:
		return True
	stands = state.organizations[member.cell].key
	work.checks.say(work.read, row, "organization", "member_moved", stands=stands)
	return False


def _is_first_row(work: _Work, row: Row, member: Member) -> bool:
	if first := work.meant.setdefault(member.name, row.number):
		if first == row.number:
			return True
	work.checks.say(work.read, row, "full_name", "doubled_member", row=first)
	return False


def _is_no_twin(work: _Work, row: Row, cell: str) -> bool:
	others = work.fresh[cell, same_key(row.full_name), row.birth_date]
	for other in others:
		differ = any(
			given(getattr(row, number))
			and given(getattr(other, number))
			and getattr(row, number) != getattr(other, number)
			for number in NUMBERS
		)
		if not differ:
			work.checks.say(work.read, row, "full_name", "doubled_member", row=other.number)
			return False
	others.append(row)
	return True


def _check_values(work: _Work, row: Row, member: Member | None, fields: dict) -> bool:
	checks, read, state = work.checks, work.read, work.checks.state
	touched = set(fields) if member else {column.field for column in SHEET.columns}
	fine = checks.validate_texts(read, row, touched)
	user = row.user
	if "user" in touched and given(user) and user not in state.users:
		checks.say(read, row, "user", "unknown_user")
		fine = False
	born = row.birth_date
	if "birth_date" in touched and given(born) and born > state.today:
		checks.say(read, row, "birth_date", "in_future")
		fine = False
	final = final_values(row, member)
	if not member or touched & {*NUMBERS, "state"}:
		fine = _check_numbers(work, row, member, final) and fine
	if not member or touched & {"state", *DAYS}:
		fine = _check_state(work, row, final) and fine
	if not member and (stored := state.at(row.organization)):
		_note_kind(work, row, stored.kind)
	return fine


def final_values(row: Row, member: Member | None) -> dict[str, Any]:
	"""Return what will stand there once the row is written; an unreadable cell counts as empty."""
	final = {}
	for column in SHEET.columns:
		value = getattr(row, column.field)
		if value is None and member:
			value = getattr(member.values, column.field)
		final[column.field] = value if given(value) else None
	final["state"] = final["state"] or FRESH_STATE
	return final


def _check_state(work: _Work, row: Row, final: dict[str, Any]) -> bool:
	if any(getattr(row, fieldname) is FAULTY for fieldname in ("state", *DAYS)):
		return False
	today = work.checks.state.today
	code = member_rules.contradiction(final["state"], *(final[day] for day in DAYS), today=today)
	if not code:
		return True
	fieldname = FIELD_OF.get(code) or next(day for day in DAYS if final[day] and final[day] > today)
	work.checks.say(work.read, row, fieldname, code)
	return False


def _check_numbers(work: _Work, row: Row, member: Member | None, final: dict[str, Any]) -> bool:
	"""One person has one home, and beside it at most one place where he or she is a guest."""
	checks, state = work.checks, work.checks.state
	if final["state"] == member_rules.LEFT:
		return True
	guest = final["state"] == GUEST
	cell = state.organizations[member.cell].key if member else row.organization
	for number, words in NUMBERS.items():
		held = final[number]
		if not held:
			continue
		where = work.holders.setdefault((number, held, guest), (row.number, str(cell)))
		if where[0] != row.number:
			checks.say(
				work.read, row, number, "in_two_cells", by=words, cell=where[1], where=f"dòng {where[0]}"
			)
			return False
		for name in work.numbers.get((number, held), ()):
			other = state.members[name]
			if member and name == member.name:
				continue
			if name in work.meant:  # its own row says what becomes of it
				continue
			stands = other.values.state
			if stands != member_rules.LEFT and (stands == GUEST) == guest:
				key = state.organizations[other.cell].key
				checks.say(
					work.read, row, number, "in_two_cells", by=words, cell=key, where="đang có trong hệ thống"
				)
				return False
		if not guest and (number, held) in state.cards_elsewhere:
			checks.say(work.read, row, number, "taken_elsewhere", by=words.capitalize())
			return False
	return True
