"""Random provinces with random people in random seats, built in one transaction that nobody commits."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any

import frappe
from bontot.approval.testing import create_test_file, create_test_open_period
from bontot.organization import access
from bontot.organization.testing import create_test_organization
from frappe.utils import nowdate

from tests.approval.facts import Facts, Seat, Way
from tests.approval.oracle import Oracle

SEAT_HOLDER = "Seat Holder"  # the role that every account with a seat has
SEATS = {
	"chi_bo_truc_thuoc": ("bi_thu_chi_bo", "pho_bi_thu_chi_bo"),
	"chi_bo_co_so": ("bi_thu_chi_bo", "pho_bi_thu_chi_bo"),
	"dang_bo_co_so": ("can_bo_tham_dinh", "can_bo_tham_dinh", "can_bo_van_phong", "bi_thu_dang_uy"),
	"truc_thuoc_tinh": ("can_bo_tham_dinh", "can_bo_tham_dinh", "can_bo_van_phong", "bi_thu_dang_uy"),
	"tinh": ("can_bo_van_phong", "can_bo_btc_tinh", "can_bo_tham_dinh"),
}
WAYS = (
	Way(("co_so", "truc_thuoc_tinh", "tinh")),
	Way(("co_so", "truc_thuoc_tinh", "tinh"), straight_back=True),
	Way(("co_so", "truc_thuoc_tinh", "tinh"), stop_after=1),
	Way(("co_so", "truc_thuoc_tinh", "tinh"), stop_after=2, receives=()),
	Way(("co_so", "truc_thuoc_tinh"), receives=("tinh",)),
	Way(("co_so", "tinh")),
	Way(("truc_thuoc_tinh", "tinh")),
)
INTERIM = (
	Way(("co_so", "truc_thuoc_tinh", "tinh"), final="Appraise"),
	Way(("co_so", "truc_thuoc_tinh"), final="Appraise", receives=("tinh",), straight_back=True),
	Way(("co_so", "tinh"), final="Decide"),
)


@dataclass
class World:
	luck: random.Random
	six_month: bool
	province: str = ""
	kinds: dict[str, str] = field(default_factory=dict)  # organisation: its kind
	people: list[str] = field(default_factory=list)
	officer: str = ""
	period: str = ""
	way: Way = field(default_factory=lambda: WAYS[0])
	files: dict[str, str] = field(default_factory=dict)  # organisation: file
	criteria: dict[str, list[str]] = field(default_factory=dict)  # file: keys of its criteria, in their order

	def of_kind(self, *kinds: str, living: set[str] | None = None) -> list[str]:
		names = [name for name, kind in self.kinds.items() if kind in kinds]
		return [name for name in names if living is None or name in living]


def build(luck: random.Random) -> World:
	"""A tree, seats, delegations, a route and a file for each organisation that has one."""
	world = World(luck, six_month=luck.random() < 0.2)
	plant(world)
	fill_seats(world)
	lend_seats(world)
	access.forget()
	choose_way(world)
	kind = "Six-Month" if world.six_month else "Year"
	world.period = create_test_open_period(world.province, kind)
	facts = facts_of(world)
	for organization in world.of_kind("chi_bo_truc_thuoc", "chi_bo_co_so", "dang_bo_co_so"):
		if leads_anywhere(world.way, facts, organization):
			world.files[organization] = create_test_file(organization, world.period)
	for name in world.files.values():
		world.criteria[name] = frappe.get_all(
			"Evaluation Item", {"parent": name}, pluck="criterion_key", order_by="idx"
		)
	return world


def plant(world: World) -> None:
	luck = world.luck

	def add(kind: str, above: str | None) -> str:
		name = create_test_organization(kind, above).name
		world.kinds[name] = kind
		return name

	world.province = add("tinh", None)
	for _body in range(luck.randint(1, 3)):
		body = add("truc_thuoc_tinh", world.province)
		for _base in range(luck.randint(1, 2)):
			base = add("dang_bo_co_so", body)
			for _cell in range(luck.randint(1, 2)):
				add("chi_bo_truc_thuoc", base)
	for _commune in range(luck.randint(0, 2)):
		commune = add("dang_bo_co_so", world.province)
		add("chi_bo_truc_thuoc", commune)
	if luck.random() < 0.5:
		add("chi_bo_co_so", world.province)


def fill_seats(world: World) -> None:
	"""Some seats stay empty, some people hold several: communes are like that."""
	luck = world.luck
	rows: list[tuple[str, str, str]] = []
	for organization, kind in world.kinds.items():
		wanted = 3 if kind == "tinh" else luck.choice((0, 1, 1, 2, 2))
		if kind.startswith("chi_bo"):
			wanted = max(wanted, 1)
		positions = SEATS[kind] if kind == "tinh" else luck.sample(SEATS[kind], min(wanted, len(SEATS[kind])))
		for position in positions:
			several = world.people and luck.random() < 0.35
			person = luck.choice(world.people) if several else new_person(world)
			if (person, organization) not in {(one, place) for one, place, _position in rows}:
				rows.append((person, organization, position))
	officer = new_person(world)
	rows += [
		(officer, world.province, "can_bo_btc_tinh"),
		(new_person(world), world.province, "can_bo_van_phong"),
	]
	world.officer = officer
	insert_seats(world, rows)


def insert_seats(world: World, rows: list[tuple[str, str, str]]) -> None:
	"""Of (person, organisation, position)."""
	places = {organization for _person, organization, _position in rows}
	where = {"name": ("in", list(places))}
	paths = dict(frappe.get_all("Party Organization", where, ["name", "path"], as_list=True))
	values = [
		(some_name(world.luck), position, organization, paths[organization], person, "2020-01-01")
		for person, organization, position in rows
	]
	columns = ["name", "position", "organization", "organization_path", "user", "from_date"]
	frappe.db.bulk_insert("Seat", columns, values)


def seat_one_more(world: World, organization: str, position: str) -> None:
	insert_seats(world, [(new_person(world), organization, position)])


def some_name(luck: random.Random) -> str:
	"""Like a hash, but of the seed: what is ordered by name comes in the same order when a province is built again."""
	return f"{luck.getrandbits(40):010x}"


def new_person(world: World) -> str:
	"""An enabled account without the framework's hundred milliseconds; what it may do follows from its seats, that it may read
	files at all from its role."""
	name = f"nguoi{len(world.people):03}.{some_name(world.luck)}@thu.example"
	columns = ["name", "email", "first_name", "full_name", "enabled", "user_type"]
	frappe.db.bulk_insert(
		"User", columns, [(name, name, "Người", f"Người {len(world.people)}", 1, "System User")]
	)
	columns = ["name", "parent", "parenttype", "parentfield", "role"]
	frappe.db.bulk_insert("Has Role", columns, [(f"{name}-role", name, "User", "roles", SEAT_HOLDER)])
	world.people.append(name)
	return name


def lend_seats(world: World) -> None:
	seats = frappe.get_all(
		"Seat",
		{"organization": ("in", list(world.kinds))},
		["name", "user", "organization", "organization_path", "position"],
	)
	taken: set[tuple[str, str]] = {(seat.user, seat.organization) for seat in seats}
	lent: set[str] = set()
	for _one in range(world.luck.randint(0, 4)):
		seat, borrower = world.luck.choice(seats), world.luck.choice(world.people)
		if (borrower, seat.organization) in taken or seat.name in lent:
			continue  # one way to a place is enough for the oracle: which of two is taken is another test's
		taken.add((borrower, seat.organization))
		lent.add(seat.name)
		values = {
			"name": some_name(world.luck),
			"seat": seat.name,
			"borrower": borrower,
			"lender": seat.user,
			"position": seat.position,
			"organization": seat.organization,
			"organization_path": seat.organization_path,
			"from_date": nowdate(),
			"to_date": nowdate(),
			"reason": "Đi công tác",
		}
		frappe.db.bulk_insert("Delegation", list(values), [tuple(values.values())])


def delegations_of(world: World) -> list[Any]:
	where = {"borrower": ("in", world.people)}
	return frappe.get_all("Delegation", where, ["name", "seat", "borrower"], order_by="name")


def choose_way(world: World) -> None:
	world.way = world.luck.choice(INTERIM if world.six_month else WAYS)
	steps = [{"level": level, "act": "Appraise"} for level in world.way.levels]
	steps[-1]["act"] = world.way.final
	steps += [{"level": level, "act": "Receive", "may_lock": 1} for level in world.way.receives]
	frappe.get_doc(
		{
			"doctype": "Approval Route",
			"title": "Quy trình ngẫu nhiên",
			"document_kind": "Evaluation",
			"period_kind": "Six-Month" if world.six_month else "Year",
			"valid_from": "2020-01-01",
			"priority": 99,
			"stop_after": world.way.stop_after,
			"straight_back": int(world.way.straight_back),
			"steps": [{"days_allowed": 5, "may_skip_if_absent": 1, **step} for step in steps],
		}
	).insert()


def leads_anywhere(way: Way, facts: Facts, organization: str) -> bool:
	above = {facts.levels[place] for place in facts.above(organization)} - {facts.levels[organization]}
	return bool(above & set(way.levels))


FACTS_OF_SEATS = """
	select seat.user as person, seat.organization as place, seat.name, organization.path, position.may_author,
		position.may_appraise, position.may_decide, position.name as position, null as holder, null as delegation
	from `tabSeat` seat
	join `tabPosition` position on position.name = seat.position
	join `tabParty Organization` organization on organization.name = seat.organization
	where seat.user in %(people)s and seat.from_date <= %(today)s
		and (seat.to_date is null or seat.to_date >= %(today)s)
	union all
	select lent.borrower, seat.organization, seat.name, organization.path, position.may_author, position.may_appraise,
		position.may_decide, position.name, seat.user, lent.name
	from `tabDelegation` lent
	join `tabSeat` seat on seat.name = lent.seat
	join `tabPosition` position on position.name = seat.position
	join `tabParty Organization` organization on organization.name = seat.organization
	where lent.borrower in %(people)s and seat.from_date <= %(today)s
		and (seat.to_date is null or seat.to_date >= %(today)s)
		and lent.revoked_at is null and lent.from_date <= %(today)s and lent.to_date >= %(today)s
"""


def facts_of(world: World) -> Facts:
	"""The tree and the seats as they are now."""
	rows = frappe.db.sql(
		"""select name, parent_organization as parent, level, valid_to is null as living from `tabParty Organization`
		where name in %s""",
		(tuple(world.kinds),),
		as_dict=True,
	)
	held = frappe.db.sql(FACTS_OF_SEATS, {"people": tuple(world.people), "today": nowdate()}, as_dict=True)
	held.sort(key=lambda row: (row.delegation or "", row.path, row.name))
	return Facts(
		parents={row.name: row.parent for row in rows},
		levels={row.name: row.level for row in rows},
		living={row.name for row in rows if row.living},
		seats=[_seat(row) for row in held],
	)


def _seat(row: Any) -> Seat:
	abilities = frozenset(ability for ability in ("author", "appraise", "decide") if row[f"may_{ability}"])
	return Seat(row.person, row.place, abilities, row.position == "can_bo_btc_tinh", row.holder)


def oracle_of(world: World) -> Oracle:
	return Oracle(facts_of(world), world.way)
