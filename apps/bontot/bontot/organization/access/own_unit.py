"""Rules on one's own unit: whose unit an organisation is, and for whom a person acts ("nobody judges the own unit, nor himself").

One rule for everything that is judged: approvals (approval/people/conflicts.py) and yearly ratings (rating/conflicts.py).
"""

from collections.abc import Iterable
from datetime import date

import frappe

from bontot.organization import access

ABILITIES = ("may_author", "may_appraise", "may_decide")


def own_organizations(user: str, on: date | None = None) -> list[str]:
	"""Organisations that `user` may not judge on a day (default today): where a seat of theirs, own or lent, lets them do anything.

	A seat that only reads (an overseer's) makes nobody part of a unit.
	"""
	held = access.seats(user, on)
	return sorted({seat.organization for seat in held if any(seat[ability] for ability in ABILITIES)})


def acting_users(user: str, place: str, ability: access.Ability, on: date | None = None) -> list[str]:
	"""Return the people for whom `user` acts at `place` (default today): himself, and with a lent seat also its holder."""
	# Own seats come first: with one, nobody else is meant.
	held = access.seats(user, on, organization=place, ability=ability)
	return [user, held[0].on_behalf_of] if held and held[0].delegation else [user]


def own_records(users: Iterable[str]) -> set[str]:
	"""Party Members that these users are: by their record's account, or by the member their seat names."""
	people = sorted(set(users)) or [""]
	# Who somebody is, told to nobody.
	named = frappe.get_all("Seat", {"user": ("in", people), "member": ("is", "set")}, pluck="member")
	return {*frappe.get_all("Party Member", {"user": ("in", people)}, pluck="name"), *named}
