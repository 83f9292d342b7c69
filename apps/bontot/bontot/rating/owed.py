"""Yearly ratings that an organisation has still to propose: its duty on the first page, and what two criteria wait for."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import frappe
from frappe import _

from bontot.organization import access
from bontot.rating import subjects as rating_subjects
from bontot.rating.calculators import WAITS_FOR
from bontot.rating.doctype.annual_rating.annual_rating import rating_name
from bontot.rating.rules import MEMBER, ORGANIZATION, UNPROPOSED

ADDRESS = "/app/yearly-rating"


@dataclass(frozen=True, slots=True)
class Owed:
	"""Count of what lacks a proposal: members of its own, the organisation itself; and how many of these came back."""

	members: int = 0
	itself: int = 0
	returned: int = 0

	def of(self, subject: str) -> int:
		return self.itself if subject == ORGANIZATION else self.members

	@property
	def total(self) -> int:
		return self.members + self.itself


NOTHING = Owed()


def of_places(organizations: Iterable[str], year: int) -> dict[str, Owed]:
	"""{organisation: what it owes}, of those that owe anything; a fixed number of statements. The caller has checked the
	seats."""
	organizations = list(organizations)
	lacking: dict[str, dict[str, list[str]]] = {}
	for subject in (MEMBER, ORGANIZATION):
		subjects = rating_subjects.of_places(subject, organizations, year)
		names = {rating_name(one.name, year, subject): one for one in subjects}
		# Their own organisations' ratings, of which only the state is read.
		rows = frappe.get_all(
			"Annual Rating", {"name": ("in", [*names, ""])}, ["name", "state"], as_list=True
		)
		states = dict(rows)
		for name, one in names.items():
			if (state := states.get(name, "")) in UNPROPOSED:
				lacking.setdefault(one.place, {}).setdefault(subject, []).append(state)
	return {place: _owed(found) for place, found in lacking.items()}


def _owed(found: dict[str, list[str]]) -> Owed:
	members, itself = found.get(MEMBER, []), found.get(ORGANIZATION, [])
	return Owed(len(members), len(itself), sum(state == "Returned" for state in (*members, *itself)))


def of_place(organization: str, year: int) -> Owed:
	return of_places([organization], year).get(organization, NOTHING)


def address(organization: str, year: int, subject: str) -> str:
	"""Return the address of the page where the ratings of an organisation are proposed."""
	return f"{ADDRESS}?{urlencode({'place': organization, 'subject': subject, 'year': year})}"


def itself_words(title_kind: str) -> str:
	"""The organisation within a sentence."""
	return _("the cell") if title_kind == "Cell" else _("the Party organization itself")


def words(owed: Owed, year: int, title_kind: str) -> str:
	"""The duty in one line. `owed` is not nothing."""
	itself = itself_words(title_kind)
	if not owed.members:
		return _("Propose the rating of {0}: {1} left").format(year, itself)
	if not owed.itself:
		return _("Propose the rating of {0}: {1} members left").format(year, owed.members)
	return _("Propose the rating of {0}: {1} members and {2} left").format(year, owed.members, itself)


def awaited(doc: Any, calculators: Iterable[str]) -> dict[str, dict[str, Any]]:
	"""{calculator: what its criterion waits for, as a finding names what is missing} of those of an Evaluation that wait for
	the yearly rating; with the way there for who may propose it."""
	wanted = [key for key in calculators if key in WAITS_FOR]
	if not wanted:
		return {}
	place, year = doc.organization, doc.year
	author = access.seats(frappe.session.user, organization=place, ability="author")
	owed = of_place(place, year) if author else NOTHING
	return {key: _awaited(owed, WAITS_FOR[key], place, year, doc.title_kind) for key in wanted}


def _awaited(owed: Owed, subject: str, place: str, year: int, title_kind: str) -> dict[str, Any]:
	if not owed.of(subject):
		label = _("The level above decides on the yearly rating; once it has, this counts by itself.")
		return {"label": label, "due_on": None, "action": {}}
	only = Owed(itself=owed.itself) if subject == ORGANIZATION else Owed(members=owed.members)
	defaults = {"place": place, "subject": subject, "year": year}
	action = {"doctype": "Annual Rating", "defaults": defaults}
	return {"label": words(only, year, title_kind), "due_on": None, "action": action}
