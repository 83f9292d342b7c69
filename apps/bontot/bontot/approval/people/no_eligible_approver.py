"""Files that wait at a level where nobody may appraise them: it is the own unit of all who could, or they have acted next
to it, or no seat is held. There the level's body decides instead, by a resolution (docs/decisions/approval.md)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import frappe
from frappe.query_builder import Criterion, Table

from bontot.approval.core import kinds
from bontot.approval.people import conflicts, seating


def lacks_approver(file: Any) -> bool:
	"""Whether nobody at the level that is to appraise the file (its columns) may do so."""
	place = file.awaiting_organization
	people = seating.people_at([place], "appraise").get(place, [])
	return all(_barred(file, place, person) for person in people)


def _barred(file: Any, place: str, person: str) -> bool:
	hands = conflicts.acting_users(person, place, "appraise")
	if any(file.organization in conflicts.own_organizations(one) for one in hands):
		return True
	doctype = file.get("doctype") or kinds.EVALUATION  # rows of evaluations say no kind
	return bool(conflicts.acted_at_next_level_any([file.name], place, hands, (), doctype))


def at(place: str, doctype: str = kinds.EVALUATION) -> list[str]:
	"""Names of the files of a kind that wait at `place` for an appraisal which none of its seats may give."""
	people = seating.people_at([place], "appraise").get(place, [])
	hands = [conflicts.acting_users(person, place, "appraise") for person in people]
	if any(_is_free(place, one, doctype) for one in hands):
		return []
	table = frappe.qb.DocType(doctype)
	query = frappe.qb.from_(table).select(table.name, table.organization).orderby(table.name)
	files = query.where(_waits(table, place, "Appraise", doctype)).run(as_dict=True)
	for one in hands:
		own = {unit for person in one for unit in conflicts.own_organizations(person)}
		beside = _acted_at_next_level(place, one, doctype=doctype)
		files = [file for file in files if file.organization in own or file.name in beside]
	return [file.name for file in files]


def _is_free(place: str, hands: Sequence[str], doctype: str) -> bool:
	"""Whether these hands belong nowhere else and have not acted beside: nothing bars them from what waits here."""
	if any(unit != place for person in hands for unit in conflicts.own_organizations(person)):
		return False
	return not _acted_at_next_level(place, hands, limit=1, doctype=doctype)


def nobody_at(place: str, act: str, doctype: str = kinds.EVALUATION) -> list[str]:
	"""Names of the files of a kind that wait at `place` for an act which nobody may do: neither its seats that appraise nor, in
	their stead or where it decides, whoever records for its body."""
	recorders = seating.people_at([place], "decide").get(place, [])
	common: set[str] | None = None
	for person in recorders:
		beside = _acted_at_next_level(
			place, conflicts.acting_users(person, place, "decide"), act=act, doctype=doctype
		)
		common = beside if common is None else common & beside
		if not common:
			return []
	names = at(place, doctype) if act == "Appraise" else _waiting(place, act, doctype)
	return [name for name in names if common is None or name in common]


def _waiting(place: str, act: str, doctype: str) -> list[str]:
	files = frappe.qb.DocType(doctype)
	query = frappe.qb.from_(files).select(files.name).orderby(files.name)
	return query.where(_waits(files, place, act, doctype)).run(pluck=True)


def _waits(files: Table, place: str, act: str, doctype: str) -> Criterion:
	"""Condition: it waits at the place for the act, and acts on it are still taken."""
	return kinds.open_only(
		doctype, files, (files.awaiting_organization == place) & (files.awaiting_act == act)
	)


def is_vacant(file: Any) -> bool:
	"""As `nobody_at`, of one file (its columns) that is to be appraised."""
	place, doctype = file.awaiting_organization, file.get("doctype") or kinds.EVALUATION
	for person in seating.people_at([place], "decide").get(place, []):
		if not conflicts.acted_at_next_level_any(
			[file.name], place, conflicts.acting_users(person, place, "decide"), (), doctype
		):
			return False
	return lacks_approver(file)


def free_people(people: dict[str, list[str]]) -> set[tuple[str, str]]:
	"""Of {place: people}, those (place, person) who belong nowhere else and have acted nowhere else: nothing bars them.

	A few queries for any number of places, none for nobody; whoever is not among them has to be looked at file by file. So is everybody who
	stands in for somebody: what bars that one bars them both.
	"""
	everybody = sorted({person for here in people.values() for person in here})
	seats, acts, lent = seating.places_of(everybody), _acted_at(everybody), seating.borrowers(everybody)
	return {
		(place, person)
		for place, here in people.items()
		for person in here
		if person not in lent and (seats.get(person, set()) | acts.get(person, set())) <= {place}
	}


def _acted_at(people: Sequence[str]) -> dict[str, set[str]]:
	step = frappe.qb.DocType("Approval Step")
	found: dict[str, set[str]] = {}
	for column in (step.acting_user, step.on_behalf_of) if people else ():
		theirs = column.isin(list(people))
		# By an index of these columns in this order (`approval_step.py`), from one group to the next.
		query = frappe.qb.from_(step).select(column, step.act, step.acting_organization).distinct()
		for person, _act, place in query.where(theirs).run():
			found.setdefault(person, set()).add(place)
		# Who passed a level over has acted there, from wherever it was done: perhaps from the very place that came next.
		query = frappe.qb.from_(step).select(column, step.below_organization).distinct()
		for person, place in query.where(theirs & (step.act == "Reroute")).run():
			found.setdefault(person, set()).update({place} - {None})
	return found


def _acted_at_next_level(
	place: str,
	hands: Sequence[str],
	limit: int | None = None,
	act: str = "Appraise",
	doctype: str = kinds.EVALUATION,
) -> set[str]:
	files = frappe.qb.DocType(doctype)
	query = frappe.qb.from_(files).select(files.name)
	query = query.where(
		_waits(files, place, act, doctype) & conflicts.acted_at_next_level(files, place, hands)
	)
	return set((query.limit(limit) if limit else query).run(pluck=True))
