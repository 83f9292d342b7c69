"""A workbook of a synthetic province, as Ban Tổ chức would fill it in: organisations and members, nothing in the database."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from bontot.demo import plan
from bontot.workbook import snapshot
from bontot.workbook.layout import SHEETS
from bontot.workbook.writing import Writer

SEED = 2026


def size(organizations: int, members: int) -> plan.Size:
	"""A province of that size; below 1,000 organisations shaped like the small one of the demo."""
	base = plan.SIZES["P" if organizations > 1000 else "S"]
	return plan.Size(
		base.bodies,
		base.agencies_per_body,
		base.cells_per_agency,
		base.communes,
		organizations,
		base.agency_cells,
		members,
	)


def write(
	path: Path,
	organizations: int,
	members: int,
	today: date,
	prefix: str = "",
	sheets: tuple[str, ...] = ("organizations", "members"),
) -> None:
	"""`prefix` goes before every code, so that several workbooks do not meet; the same numbers give the same province."""
	_kinds, lists = snapshot.masters()
	units = plan.units(size(organizations, members), SEED, today)
	writer = Writer(lists)
	if "organizations" in sheets:
		writer.sheet("organizations", (_organization(unit, prefix) for unit in units))
	if "members" in sheets:
		writer.sheet("members", _members(units, today, prefix))
	writer.save(str(path))


def _organization(unit: plan.Unit, prefix: str) -> tuple:
	values = {
		"code": prefix + unit.key,
		"parent": prefix + unit.parent if unit.parent else None,
		"organization_name": unit.name,
		"short_name": unit.short_name,
		"kind": unit.kind,
		"sector": unit.sector,
		"valid_from": unit.valid_from,
		"place": unit.place,
	}
	return tuple(values.get(column.field) for column in SHEETS["organizations"].columns)


def _members(units: list[plan.Unit], today: date, prefix: str) -> Iterator[tuple]:
	cards = iter(random.Random(SEED).sample(range(10**7, 10**8), sum(unit.members for unit in units)))
	for unit in units:
		for person in plan.people(unit, SEED, today) if unit.is_cell else ():
			values = {
				"full_name": person.full_name,
				"organization": prefix + unit.key,
				"organization_name": unit.name,
				"state": person.state,
				"sex": person.sex,
				"birth_date": person.birth_date,
				"admission_date": person.admission_date,
				"official_date": person.official_date,
				"card_number": str(next(cards)),
				"phone": person.phone,
			}
			yield tuple(values.get(column.field) for column in SHEETS["members"].columns)
