"""People who see more or fewer organisations after a reorganisation: holders of seats, whom they are lent to, who follows
branches.
"""

from collections import Counter
from datetime import date
from typing import TypedDict

import frappe

from bontot.organization.access.seats_in_force import in_force
from bontot.reorganization import loading, plan

SEAT, LENT, OVERSIGHT = "Seat", "Delegation", "Oversight Assignment"


class Row(TypedDict):
	"""Readers of one kind at one organisation. `goes_to`: title of the new organisation to which their seats pass;
	`readers`: how many seats, or people to whom one is lent or who are assigned; `ends`: they see nothing by it any more."""

	organization: str
	title: str
	kind: str
	goes_to: str
	readers: int
	more: int
	fewer: int
	ends: bool


def of_plan(made: plan.Plan, today: date) -> list[Row]:
	"""Everybody whose reading changes, those with the largest change first."""
	more, fewer = differences(made)
	ended, moving = set(made.ended), moved_seats(made)
	concerned = [name for name in {*more, *fewer, *ended, *moving} if name in made.before]
	held = loading.seats_of(sorted(concerned), made.effective)
	lent = borrowers(concerned, max(made.effective, today))
	followed = overseers(concerned, max(made.effective, today))
	gains = passing(made, moving)
	rows: list[Row] = []

	def add(name: str, kind: str, readers: int, gain: tuple[int, int], ends: bool, goes_to: str = "") -> None:
		if readers and (ends or goes_to or any(gain)):
			title = made.before[name].title
			rows.append(Row(
				organization=name, title=title, kind=kind, goes_to=goes_to, readers=readers,
				more=0 if ends else gain[0], fewer=gain[1], ends=ends,
			))  # fmt: skip

	for name in concerned:
		gain, passes = (more[name], fewer[name]), moving.get(name, {})
		going = {seat for seats in passes.values() for seat in seats}
		add(name, SEAT, len(set(held.get(name, ())) - going), gain, name in ended)
		for key, seats in passes.items():
			add(name, SEAT, len(seats), gains[name, key], False, made.after[key].title)
		borrowed = lent.get(name, {})
		# A seat that passes on ends here and is opened anew there, where nobody has lent it yet.
		staying = {user for seat, users in borrowed.items() if seat not in going for user in users}
		losing = {user for seat, users in borrowed.items() if seat in going for user in users}
		add(name, LENT, len(staying), gain, name in ended)
		add(name, LENT, len(losing), gain, True)
		add(
			name, OVERSIGHT, followed.get(name, 0), gain, False
		)  # an ended body stays where it was, to be read
	rows.sort(key=lambda row: (-row["ends"], -row["more"] - row["fewer"], row["title"], row["goes_to"]))
	return rows


def differences(made: plan.Plan) -> tuple[Counter[str], Counter[str]]:
	"""Count the organisations that come to lie at or below each one, and those that no longer do."""
	more: Counter[str] = Counter()
	fewer: Counter[str] = Counter()
	for name in made.after:
		before = {name, *plan.line(made.before, name)} if name in made.before else set()
		after = {name, *plan.line(made.after, name)}
		if before != after:
			more.update(after - before)
			fewer.update(before - after)
	return more, fewer


def moved_seats(made: plan.Plan) -> dict[str, dict[str, set[str]]]:
	"""{organisation: {key of the founded one: seats that pass to it}}."""
	names = list(made.seat_moves)
	home = dict(
		frappe.get_all("Seat", {"name": ("in", names or [""])}, ["name", "organization"], as_list=True)
	)  # the plan has them from the organisations that are split
	found: dict[str, dict[str, set[str]]] = {}
	for seat, key in made.seat_moves.items():
		found.setdefault(home[seat], {}).setdefault(key, set()).add(seat)
	return found


def passing(
	made: plan.Plan, moving: dict[str, dict[str, set[str]]]
) -> dict[tuple[str, str], tuple[int, int]]:
	"""{(old organisation, key of the new one): (more, fewer)} for a seat that passes from one to the other."""
	pairs = [(name, key) for name, keys in moving.items() for key in keys]
	saw: dict[str, set[str]] = {name: set() for name in moving}
	sees: dict[str, set[str]] = {key: set() for _name, key in pairs}
	for name in made.after:
		if name in made.before:
			for place in saw.keys() & {name, *plan.line(made.before, name)}:
				saw[place].add(name)
		for place in sees.keys() & {name, *plan.line(made.after, name)}:
			sees[place].add(name)
	return {(name, key): (len(sees[key] - saw[name]), len(saw[name] - sees[key])) for name, key in pairs}


def borrowers(organizations: list[str], on: date) -> dict[str, dict[str, set[str]]]:
	"""{organisation: {seat: accounts to which it is lent on the day}}."""
	lent, seat, account = (frappe.qb.DocType(name) for name in ("Delegation", "Seat", "User"))
	query = (
		frappe.qb.from_(lent)
		.join(seat)
		.on(seat.name == lent.seat)
		.join(account)
		.on(account.name == lent.borrower)
		.select(seat.organization, seat.name, lent.borrower)
		.where(seat.organization.isin(sorted(organizations) or [""]) & (account.enabled == 1))
		.where((lent.from_date <= on) & (lent.to_date >= on) & lent.revoked_at.isnull())
		.where(in_force(seat, on))
	)
	found: dict[str, dict[str, set[str]]] = {}
	for organization, name, borrower in query.run():
		found.setdefault(organization, {}).setdefault(name, set()).add(borrower)
	return found


def overseers(organizations: list[str], on: date) -> Counter[str]:
	"""Count the people who follow the branch below each organisation (hook `reading_branches`: f(organisations, day) -> the
	same).
	"""
	found: Counter[str] = Counter()
	for path in frappe.get_hooks("reading_branches") or ():
		found.update(frappe.get_attr(path)(organizations, on))
	return found
