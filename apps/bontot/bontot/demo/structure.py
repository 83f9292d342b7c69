"""Organisations, members, accounts and seats of a synthetic province, from its plan into the tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import frappe

from bontot.demo import bulk
from bontot.demo.people import names
from bontot.demo.plan import Unit, people
from bontot.organization import tree
from bontot.organization.access import roles
from bontot.organization.doctype.seat.seat import title_of
from bontot.organization.tree import kinds
from bontot.text import fold

MAIL_DOMAIN = "thu.example"  # reserved: no letter can ever reach anyone
# Positions of a committee beside its secretary; a cell has its secretary alone.
COMMITTEE_SEATS = ("can_bo_tham_dinh", "can_bo_van_phong")


@dataclass(slots=True)
class Placed:
	"""A unit of the plan and the row that stands for it."""

	unit: Unit
	serial: int
	name: str
	path: str
	level: str
	grassroots: str | None
	upper: str | None


def place_all(units: list[Unit]) -> dict[str, Placed]:
	"""Give each unit its row, keeping those that an earlier run made; returns them by key, parents first."""
	stored = dict(
		frappe.get_all(
			tree.DOCTYPE, {"code": ("in", [u.key for u in units])}, ["code", "serial"], as_list=True
		)
	)
	levels = dict(frappe.get_all("Organization Kind", fields=["name", "level"], as_list=True))
	marks = kinds.marked()
	placed: dict[str, Placed] = {}
	for unit in units:
		serial = stored.get(unit.key) or tree.next_serial()
		above = placed.get(unit.parent) if unit.parent else None
		name, level = tree.name_of(serial), levels[unit.kind]
		lines = (
			{"grassroots_organization": above.grassroots, "upper_organization": above.upper}
			if above
			else None
		)
		grassroots, upper = kinds.columns_of(name, unit.kind, lines, marks).values()
		path = (above.path if above else "") + tree.segment(serial)
		placed[unit.key] = Placed(unit, serial, name, path, level, grassroots, upper)
	fresh = [spot for spot in placed.values() if spot.unit.key not in stored]
	bulk.insert(tree.DOCTYPE, (organization_row(spot, placed) for spot in fresh))
	return placed


def organization_row(spot: Placed, placed: dict[str, Placed]) -> dict:
	unit = spot.unit
	return {
		"name": spot.name,
		"serial": spot.serial,
		"path": spot.path,
		"organization_name": unit.name,
		"short_name": unit.short_name,
		"code": unit.key,
		"kind": unit.kind,
		"sector": unit.sector,
		"level": spot.level,
		"parent_organization": placed[unit.parent].name if unit.parent else None,
		"valid_from": unit.valid_from,
		"place": unit.place,
		"grassroots_organization": spot.grassroots,
		"upper_organization": spot.upper,
		"search_text": fold(f"{unit.name} {unit.short_name} {unit.key}")[:255],
	}


def member_rows(placed: dict[str, Placed], seed: int, today: date) -> Iterator[dict]:
	for spot in placed.values():
		for index, person in enumerate(people(spot.unit, seed, today) if spot.unit.is_cell else ()):
			yield {
				"name": member_name(seed, spot.unit, index),
				"full_name": person.full_name,
				"organization": spot.name,
				"organization_path": spot.path,
				"state": person.state,
				"sex": person.sex,
				"birth_date": person.birth_date,
				"admission_date": person.admission_date,
				"official_date": person.official_date,
				"card_number": person.card_number,
				"phone": person.phone,
				"search_text": fold(person.full_name),
			}


def member_name(seed: int, unit: Unit, index: int) -> str:
	return bulk.key("member", seed, unit.key, index)


@dataclass(frozen=True, slots=True)
class Holder:
	"""Somebody who holds one seat of the demo."""

	email: str
	full_name: str
	position: str
	spot: Placed
	member: str | None


def holders(placed: dict[str, Placed], seed: int, today: date) -> Iterator[Holder]:
	"""Everyone who works in the system: a cell's secretary is its first member, a committee has three people."""
	officers = names(seed + 17)
	for spot in placed.values():
		slug = spot.unit.key.replace(".", "")
		if spot.unit.is_cell:
			first = people(spot.unit, seed, today)[0]
			yield Holder(
				f"bithu.{slug}@{MAIL_DOMAIN}",
				first.full_name,
				"bi_thu_chi_bo",
				spot,
				member_name(seed, spot.unit, 0),
			)
			continue
		if spot.unit.kind == "tinh":
			yield Holder(f"btc.{slug}@{MAIL_DOMAIN}", next(officers)[0], "can_bo_btc_tinh", spot, None)
		yield Holder(f"bithu.{slug}@{MAIL_DOMAIN}", next(officers)[0], "bi_thu_dang_uy", spot, None)
		for position in COMMITTEE_SEATS:
			label = {"can_bo_tham_dinh": "thamdinh", "can_bo_van_phong": "vanphong"}[position]
			yield Holder(f"{label}.{slug}@{MAIL_DOMAIN}", next(officers)[0], position, spot, None)


def seat_all(seated: list[Holder], today: date) -> None:
	"""Accounts without a password, their seats, and the roles the seats give."""
	granted: dict[str, list[str]] = {}
	for row in frappe.get_all(
		"Position Role", {"parenttype": "Position"}, ["parent", "role"], order_by="idx"
	):
		granted.setdefault(row.parent, []).append(row.role)
	bulk.insert("User", (user_row(holder) for holder in seated))
	bulk.insert(
		"User Social Login",  # the framework gives every account one of its own when it is saved
		(
			row
			for holder in seated
			for row in bulk.children(
				"User Social Login",
				"User",
				"social_logins",
				holder.email,
				[{"provider": "frappe", "userid": bulk.key("login", holder.email)}],
			)
		),
	)
	bulk.insert("Notification Settings", ({"name": holder.email, "user": holder.email} for holder in seated))
	bulk.insert(
		"Has Role",
		(
			row
			for holder in seated
			for row in bulk.children(
				"Has Role",
				"User",
				"roles",
				holder.email,
				({"role": role} for role in granted[holder.position]),
			)
		),
	)
	positions = dict(frappe.get_all("Position", fields=["name", "position_name"], as_list=True))
	bulk.insert("Seat", (seat_row(holder, positions[holder.position], today) for holder in seated))
	for holder in seated:
		if holder.member:
			frappe.db.set_value("Party Member", holder.member, "user", holder.email, update_modified=False)


def user_row(holder: Holder) -> dict:
	family, _space, given = holder.full_name.rpartition(" ")
	return {
		"name": holder.email,
		"email": holder.email,
		"username": holder.email.partition("@")[0],
		"first_name": family,
		"last_name": given,
		"full_name": holder.full_name,
		"enabled": 1,
		"language": "vi",
		"time_zone": "Asia/Ho_Chi_Minh",
		"user_type": "System User",
	}


def seat_row(holder: Holder, position_name: str, today: date) -> dict:
	return {
		"title": title_of(position_name, holder.spot.unit.name, holder.full_name),
		"name": bulk.key("seat", holder.email),
		"position": holder.position,
		"organization": holder.spot.name,
		"organization_path": holder.spot.path,
		"user": holder.email,
		"member": holder.member,
		"from_date": max(holder.spot.unit.valid_from, today - timedelta(days=900)),
		"decision_number": "",
		"term": f"{today.year - today.year % 5}-{today.year - today.year % 5 + 5}",
	}


def reconcile_roles(emails: list[str]) -> None:
	"""Grant the roles that seats give, as `organization.access.roles` says it: the few accounts people sign in with."""
	for email in emails:
		roles.sync(email)
