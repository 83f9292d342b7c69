"""Conflicts of a rating: who may not judge it although a seat would allow it, namely who proposed it, who belongs to the unit,
who is rated.

With a lent seat they act for its holder as well. A body's resolution is not barred by the own unit: it goes on, and the
resolution says who did not vote (approval/resolutions/deciding_ratings.py).
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import frappe
from frappe import _

from bontot.organization import access
from bontot.organization.access import own_unit
from bontot.organization.errors import OwnUnitError
from bontot.rating.errors import SamePersonError
from bontot.rating.subjects import Subject


@dataclass(frozen=True, slots=True)
class Judge:
	"""The signed-in user at a deciding body; `holder`: whose seat there it is, where it is lent."""

	people: frozenset[str]
	units: frozenset[str]
	records: frozenset[str]
	holder: str | None


def judge(user: str, place: str, ability: access.Ability) -> Judge:
	people = own_unit.acting_users(user, place, ability)
	units = {unit for person in people for unit in own_unit.own_organizations(person)}
	records = own_unit.own_records(people)
	return Judge(frozenset(people), frozenset(units), frozenset(records), (*people, None)[1])


def judges(user: str, places: Iterable[str], ability: access.Ability) -> dict[str, Judge]:
	return {place: judge(user, place, ability) for place in sorted(set(places))}


def holder(user: str, place: str, ability: access.Ability) -> str | None:
	"""Return the holder by whose seat `user` acts at `place`; None: his own."""
	return (*own_unit.acting_users(user, place, ability), None)[1]


def why_barred(
	who: Judge, one: Subject, proposers: Collection[str | None], by_body: bool = False
) -> tuple[type[Exception], str] | None:
	"""The refusal that meets the judge of this rating; None: nothing bars. `proposers`: who proposed it, and on whose behalf;
	`by_body`: a resolution, whose row names those who do not vote."""
	if who.people & set(filter(None, proposers)):
		message = _("{0}: you proposed it yourself; somebody else of the body has to act.")
		if who.holder:
			message = _(
				"{0}: you, or the one on whose behalf you act, proposed it; somebody else has to act."
			)
		return SamePersonError, message.format(one.label)
	if by_body:
		return None
	if one.name in who.records:
		message = _("{0}: nobody judges himself. Another seat of this body, or its resolution, must do so.")
		return OwnUnitError, message.format(one.label)
	if one.place in who.units:
		message = _(
			"{0}: it is your own organization. Another seat of this body, or its resolution, must act."
		)
		return OwnUnitError, message.format(one.label)
	return None


def refuse_barred(who: Judge, one: Subject, doc, by_body: bool = False) -> None:
	"""Raises SamePersonError, OwnUnitError."""
	if barred := why_barred(who, one, (doc.proposed_by, doc.proposed_on_behalf_of), by_body):
		error, message = barred
		frappe.throw(message, error, title=_("Not You"))
