"""Plan of a synthetic province, worked out from a seed number alone: no database, no clock.

Sizes: S is for looking around (about 75 organisations, 900 members), P is a merged mountain province
(10,000 organisations, 136,000 members).
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from importlib import resources

from bontot.demo import luck
from bontot.demo.people import names


@dataclass(frozen=True, slots=True)
class Size:
	bodies: int  # đảng bộ trực thuộc Tỉnh ủy of agencies
	agencies_per_body: int
	cells_per_agency: int
	communes: int  # đảng bộ cơ sở directly under the province
	organizations: int  # in all; communes' cells make up the rest
	agency_cells: int  # chi bộ cơ sở directly under the province
	members: int


SIZES = {
	"S": Size(2, 3, 3, communes=4, organizations=75, agency_cells=4, members=900),
	"P": Size(4, 36, 16, communes=124, organizations=10_000, agency_cells=90, members=136_000),
}


@dataclass(slots=True)
class Unit:
	"""One organisation of the plan. `key` is its official code, by which a second run finds it again."""

	key: str
	parent: str | None
	kind: str
	sector: str | None
	name: str
	short_name: str
	place: str
	valid_from: date
	members: int = 0
	depth: int = 0
	children: list[str] = field(default_factory=list)

	@property
	def is_cell(self) -> bool:
		return self.kind in ("chi_bo_truc_thuoc", "chi_bo_co_so")


@dataclass(frozen=True, slots=True)
class Person:
	full_name: str
	sex: str
	birth_date: date
	admission_date: date
	official_date: date | None
	state: str
	card_number: str
	phone: str


@cache
def places() -> dict:
	return json.loads((resources.files("bontot.demo") / "data" / "places.json").read_text("utf-8"))


def units(size: Size, seed: int, today: date) -> list[Unit]:
	"""Return every organisation, parents before children; the first is the province."""
	data = places()
	made: dict[str, Unit] = {}

	def add(
		key: str, parent: str | None, kind: str, sector: str | None, name: str, short: str, place: str
	) -> str:
		choose = luck.of(seed, "founded", key)
		born = date(today.year - choose.randint(6, 40), choose.randint(1, 12), choose.randint(1, 28))
		if parent:
			above = made[parent]
			born = max(born, above.valid_from)
			above.children.append(key)
		made[key] = Unit(
			key, parent, kind, sector, name, short, place, born, depth=made[parent].depth + 1 if parent else 0
		)
		return key

	province_name = data["province"]
	province = add(
		"02", None, "tinh", None, f"Đảng bộ tỉnh {province_name}", f"Tỉnh {province_name}", province_name
	)
	made[province].valid_from = date(today.year - 45, 1, 1)

	body_names = (
		"các cơ quan Đảng tỉnh",
		"Ủy ban nhân dân tỉnh",
		"Hội đồng nhân dân tỉnh",
		"Mặt trận và đoàn thể tỉnh",
	)
	agencies = iter(data["agencies"] * (size.bodies * size.agencies_per_body // len(data["agencies"]) + 1))
	for b in range(size.bodies):
		body = add(
			f"02.{b + 1:03}",
			province,
			"truc_thuoc_tinh",
			"co_quan",
			f"Đảng bộ {body_names[b]}",
			f"Đảng bộ {body_names[b]}",
			province_name,
		)
		for a in range(size.agencies_per_body):
			agency = next(agencies)
			suffix = (
				f" ({body_names[b]})" if size.bodies * size.agencies_per_body > len(data["agencies"]) else ""
			)
			grassroots = add(
				f"{body}.{a + 1:03}",
				body,
				"dang_bo_co_so",
				"co_quan",
				f"Đảng bộ {agency}{suffix}",
				agency,
				province_name,
			)
			for c, room in enumerate(data["rooms"][: size.cells_per_agency]):
				add(
					f"{grassroots}.000.{c + 1:03}",
					grassroots,
					"chi_bo_truc_thuoc",
					"co_quan",
					f"Chi bộ {room}, {agency}",
					f"Chi bộ {room}",
					province_name,
				)
	for a in range(size.agency_cells):
		agency = data["agencies"][-1 - a % len(data["agencies"])]
		number = f" số {a // len(data['agencies']) + 1}" if size.agency_cells > len(data["agencies"]) else ""
		add(
			f"02.000.{a + 1:03}",
			province,
			"chi_bo_co_so",
			"don_vi_su_nghiep_cong_lap",
			f"Chi bộ cơ sở {agency}{number}",
			f"Chi bộ {agency}{number}",
			province_name,
		)

	communes = []
	for c in range(size.communes):
		label, sector = ("phường", "phuong") if c % 18 == 0 else ("xã", "xa")
		place = data["communes"][c]
		communes.append(
			add(
				f"02.{c + 101:03}.001",
				province,
				"dang_bo_co_so",
				sector,
				f"Đảng bộ {label} {place}",
				f"{label.capitalize()} {place}",
				place,
			)
		)
	cells = _share(size.organizations - len(made), communes, seed, spread=0.25)
	for commune, count in zip(communes, cells, strict=True):
		_add_commune_cells(made[commune], count, seed, add)

	living_cells = [unit for unit in made.values() if unit.is_cell]
	for unit, count in zip(
		living_cells,
		_share(size.members, [unit.key for unit in living_cells], seed, spread=0.6, least=4),
		strict=True,
	):
		unit.members = count
	return list(made.values())


def _add_commune_cells(commune: Unit, count: int, seed: int, add) -> None:
	data = places()
	offices = data["commune_units"][: max(2, min(len(data["commune_units"]), count // 4))]
	sectors = (
		"co_quan",
		"co_quan",
		"cong_an",
		"quan_su",
		*("don_vi_su_nghiep_cong_lap",) * 5,
		"dn_ngoai_nha_nuoc",
	)
	hamlets = luck.of(seed, "hamlets", commune.key).sample(data["hamlets"], len(data["hamlets"]))
	hamlets = hamlets[: count - len(offices)]
	entries = [(f"Chi bộ {office}", sector) for office, sector in zip(offices, sectors, strict=False)]
	entries += [(f"Chi bộ thôn {hamlet}", "thon_ban_tdp") for hamlet in hamlets]
	for index, (name, sector) in enumerate(entries):
		add(
			f"{commune.key}.000.{index + 1:03}",
			commune.key,
			"chi_bo_truc_thuoc",
			sector,
			name,
			name,
			commune.place,
		)


def _share(total: int, parts: list[str], seed: int, spread: float, least: int = 1) -> list[int]:
	"""Split `total` into a whole number for each of `parts` around their mean, none below `least`, exactly adding up."""
	mean = total / len(parts)
	drawn = [2 * luck.share(seed, "share", part) - 1 for part in parts]
	shares = [max(least, round(mean * (1 + spread * one))) for one in drawn]
	order = sorted(range(len(parts)), key=lambda index: luck.share(seed, "rest", parts[index]))
	while (rest := total - sum(shares)) != 0:
		step = 1 if rest > 0 else -1
		for index in order[: abs(rest)]:
			if shares[index] + step >= least:
				shares[index] += step
	return shares


def people(cell: Unit, seed: int, today: date) -> list[Person]:
	"""Return the members of one cell, the same whoever asks and in whatever order cells are built."""
	own_seed = seed * 1_000_003 + int(cell.key.replace(".", ""))
	choose = random.Random(own_seed)
	supply = names(own_seed)
	return [_person(choose, supply, today, first=index == 0) for index in range(cell.members)]


def _person(choose: random.Random, supply: Iterator[tuple[str, str]], today: date, first: bool) -> Person:
	full_name, sex = next(supply)
	age = choose.randint(30, 68) if first else choose.randint(22, 78)
	born = today - timedelta(days=age * 365 + choose.randint(0, 364))
	admitted = min(
		born + timedelta(days=365 * choose.randint(20, min(age - 1, 45))), today - timedelta(days=400)
	)
	state = (
		"Full"
		if first
		else choose.choices(
			("Full", "Probationary", "Exempt", "Temporarily Away"), weights=(91, 4, 4 if age >= 60 else 0, 1)
		)[0]
	)
	official: date | None = admitted + timedelta(days=365)
	if state == "Probationary":
		admitted, official = today - timedelta(days=choose.randint(20, 330)), None
	return Person(
		full_name,
		sex,
		born,
		admitted,
		official,
		state,
		f"{choose.randint(10**7, 10**8 - 1)}",
		f"09{choose.randint(10**7, 10**8 - 1)}",
	)
