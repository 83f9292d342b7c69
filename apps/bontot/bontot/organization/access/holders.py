"""Seats of an organisation by position: who holds them, whom they are lent to, what is empty or about to end."""

from datetime import date, timedelta
from typing import Any

import frappe
from frappe.utils import getdate

from bontot import mail
from bontot.organization import access, tree
from bontot.organization.access import seats_in_force
from bontot.setup import roles

SOON = 60  # days: a seat that ends within them is shown as ending
# A seat that stands today or is still to come; who left the party stands out until the seat is ended.
SEATS = """
	select seat.name, seat.organization, seat.position, position.position_name, seat.user, account.email, seat.member, seat.from_date,
		seat.to_date, coalesce(account.full_name, member.full_name) as holder, account.enabled, member.state as member_state,
		lent.name as delegation, lent.borrower, borrower.full_name as borrower_name, lent.to_date as lent_until
	from `tabSeat` seat
	join `tabPosition` position on position.name = seat.position
	left join `tabUser` account on account.name = seat.user
	left join `tabParty Member` member on member.name = seat.member
	left join `tabDelegation` lent on lent.seat = seat.name and lent.revoked_at is null
		and lent.from_date <= %(today)s and lent.to_date >= %(today)s
	left join `tabUser` borrower on borrower.name = lent.borrower
	where seat.organization = %(organization)s and (seat.to_date is null or seat.to_date >= %(today)s)
	order by seat.from_date, seat.name
"""
EXPECTED = """
	select position.name as position, position.position_name, belongs.expected
	from `tabPosition Kind` belongs
	join `tabPosition` position on position.name = belongs.parent and belongs.parenttype = 'Position'
	where belongs.kind = %(kind)s and position.disabled = 0
	order by belongs.expected = 0, position.may_decide desc, position.may_author desc, position.position_name
"""
# Per organisation directly below: seats wanted and not filled, seats ending soon.
BELOW = """
	select organization.name, organization.organization_name,
		(select coalesce(sum(greatest(0, belongs.expected - (
				select count(*) from `tabSeat` seat
				where seat.organization = organization.name and seat.position = belongs.parent
					and seat.from_date <= %(today)s and (seat.to_date is null or seat.to_date >= %(today)s)
			))), 0)
			from `tabPosition Kind` belongs join `tabPosition` position on position.name = belongs.parent
			where belongs.kind = organization.kind and position.disabled = 0) as empty,
		(select count(*) from `tabSeat` seat where seat.organization = organization.name
			and seat.to_date between %(today)s and %(soon)s) as ending
	from `tabParty Organization` organization
	where organization.parent_organization = %(organization)s
		and organization.valid_from <= %(today)s
		and (organization.valid_to is null or organization.valid_to >= %(today)s)
	order by organization.path
"""
# Who helps those below: whoever writes there or sits on the Commission may give them another password, too. The telephone is
# what they wrote into their own account for that; the one of their record as members is not told downwards (docs/quyen.md).
HELPERS = f"""
	select organization.organization_name, position.position_name, account.full_name, coalesce(account.phone, '') as phone,
		organization.path
	from `tabSeat` seat {seats_in_force.SEAT_JOINS}
	where organization.path in %(above)s and {seats_in_force.SEAT_LIVES} and {seats_in_force.KNOWS}
	order by organization.path desc, position.may_author desc, seat.from_date, seat.name
"""


def of_organization(organization: str, user: str) -> dict[str, Any]:
	"""Return the page of one organisation; the caller has checked that `user` may read it.

	{organization: {name, organization_name, kind_name}, crumbs, positions: [{position, position_name, expected, empty,
	seats: [...]}, …], counts: {seats, empty, ending, without_account}, below: [{name, organization_name, empty, ending}],
	may: {seat, account}}
	"""
	today = getdate()
	columns = ("name", "organization_name", "kind", "path")
	place = frappe.db.get_value(tree.DOCTYPE, organization, columns, as_dict=True)
	values = {
		"organization": organization,
		"kind": place.kind,
		"today": today,
		"soon": today + timedelta(days=SOON),
	}
	own = {seat.name for seat in access.own_seats(user)}
	may = may_at(user, place.path)
	seats = [seat_view(row, today, own, may) for row in frappe.db.sql(SEATS, values, as_dict=True)]
	positions = by_position(frappe.db.sql(EXPECTED, values, as_dict=True), seats)
	return {
		"organization": {
			"name": place.name,
			"organization_name": place.organization_name,
			"kind_name": frappe.db.get_value("Organization Kind", place.kind, "kind_name"),
		},
		"crumbs": crumbs(organization, user),
		"positions": positions,
		"counts": {
			"seats": sum(not seat["coming"] for seat in seats),
			"empty": sum(row["empty"] for row in positions),
			"ending": sum(seat["ending"] for seat in seats),
			"without_account": sum(not seat["user"] for seat in seats),
		},
		"below": frappe.db.sql(BELOW, values, as_dict=True),
		"may": may,
	}


def may_at(user: str, path: str) -> dict[str, bool]:
	"""Return what `user` may do at the organisation: seat people and make accounts, print new passwords."""
	commission = access.is_administrator(user) or any(
		seat.is_commission and path.startswith(seat.path) for seat in access.own_seats(user)
	)
	above = any(
		seat.may_author and path != seat.path and path.startswith(seat.path)
		for seat in access.own_seats(user)
	)
	return {"seat": commission, "reset": commission or above}


def seat_view(row: dict, today: date, own: set[str], may: dict[str, bool]) -> dict[str, Any]:
	days_left = (row.to_date - today).days if row.to_date else None
	coming = row.from_date > today
	return {
		"name": row.name,
		"position": row.position,
		"position_name": row.position_name,
		"holder": row.holder or "",
		"user": row.user or "",
		"disabled": bool(row.user and not row.enabled),
		"left": row.member_state == "Left",
		"from_date": row.from_date,
		"to_date": row.to_date,
		"days_left": days_left,
		"ending": days_left is not None and days_left <= SOON,
		"coming": coming,
		"lent_to": row.borrower_name or "",
		"lent_until": row.lent_until,
		"delegation": row.delegation or "",
		"may_lend": not coming and not row.delegation and bool(row.user) and (may["seat"] or row.name in own),
		"may_reset": bool(row.user) and may["reset"] and row.name not in own,
		"may_mail": bool(row.user) and may["reset"] and row.name not in own and mail.reaches(row.email),
	}


def by_position(expected: list[dict], seats: list[dict[str, Any]]) -> list[dict[str, Any]]:
	"""Positions that belong here, those wanted first, then others that somebody holds; with how many seats are empty."""
	wanted = {row.position: (row.position_name, row.expected or 0) for row in expected}
	for seat in seats:
		wanted.setdefault(seat["position"], (seat["position_name"], 0))
	found = []
	for position, (name, least) in wanted.items():
		held = [seat for seat in seats if seat["position"] == position]
		empty = max(0, least - sum(not seat["coming"] for seat in held))
		if held or empty:
			found.append(
				{
					"position": position,
					"position_name": name,
					"expected": least,
					"empty": empty,
					"seats": held,
				}
			)
	return found


def crumbs(organization: str, user: str) -> list[dict[str, Any]]:
	"""Organisations above, outermost first; `within`: whether the person may open them."""
	allowed = access.scope(user)
	return [
		{"name": row.name, "organization_name": row.organization_name, "within": allowed.covers(row.path)}
		for row in reversed(tree.ancestors(organization))
	]


def account(user: str, today: date) -> dict[str, Any]:
	"""Describe who a person is here and whom to ask.

	{user, full_name, seats: [{position_name, organization_name, from_date, to_date}], helpers:
	[{organization_name, position_name, full_name, phone}]}; helpers sit at the nearest body above that has any.
	"""
	held = access.seats(user, today)
	names = dict(
		frappe.get_all(  # organisations of one's own seats
			tree.DOCTYPE,
			{"name": ("in", [seat.organization for seat in held] or [""])},
			["name", "organization_name"],
			as_list=True,
		)
	)
	fields = ("position_name", "from_date", "to_date")
	return {
		"user": user,
		"full_name": frappe.utils.get_fullname(user),
		"seats": [
			{field: seat[field] for field in fields} | {"organization_name": names[seat.organization]}
			for seat in held
		],
		"helpers": helpers(held[0].path, today) if held else [],
	}


def helpers(path: str, today: date) -> list[dict[str, Any]]:
	"""Return who may give another password to whoever sits at `path`: at the nearest body above where there is somebody."""
	if not (above := tree.above(path)):
		return []
	values = {"above": above, "on": today, "commission": roles.ORGANIZATION_COMMISSION}
	rows = frappe.db.sql(HELPERS, values, as_dict=True)
	nearest = rows[0].path if rows else None
	return [row for row in rows if row.pop("path") == nearest]
