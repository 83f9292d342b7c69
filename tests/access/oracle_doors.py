"""Oracle of what our own pages, reports, sheets and the tree show to whom: the rest of docs/quyen.md, written down like
`oracle.py`.

It imports the people and places of the test province and nothing else.
"""

from __future__ import annotations

from tests.access import oracle
from tests.access.oracle import APPRAISE, AUTHOR, COMMISSION, DECIDE, PEOPLE, PLACES, within

# A period keeps the tree of the day it opened: its figures count the moved cell where it stood then.
PLACES_OF_PERIOD = PLACES | {"moved_cell": "commune"}


def covers(who: str, place: str) -> bool:
	"""§2: whether this organisation is one's own, or lies below it; of those above one reads the name alone."""
	person = PEOPLE[who]
	return person.administrator or any(within(place, seat) for seat in person.reads_from)


def sits(who: str, place: str, *abilities: str) -> bool:
	"""§3: whether a seat at that very organisation may do one of these; an administrator sits nowhere."""
	return any(seat.place == place and bool(seat.can & {*abilities}) for seat in PEOPLE[who].living)


def decides(who: str, _doctype: str, place: str) -> bool:
	return sits(who, place, DECIDE)


def authors(who: str, _doctype: str, place: str) -> bool:
	return sits(who, place, AUTHOR)


def urges(who: str, _doctype: str, place: str) -> bool:
	"""§3: whoever does the work of a body there or above; who only follows or inspects urges nobody."""
	doing = {AUTHOR, APPRAISE, DECIDE, COMMISSION}
	return any(within(place, seat) and bool(seat.can & doing) for seat in PEOPLE[who].living)


def rates(who: str, _doctype: str, place: str) -> bool:
	return sits(who, place, AUTHOR, APPRAISE, DECIDE)


def covered(who: str, _doctype: str, place: str) -> bool:
	return covers(who, place)


def writes(who: str, doctype: str, place: str) -> bool:
	return oracle.reads(who, doctype, place) and oracle.writes(who, doctype, place, "write")


def tops(who: str) -> set[str]:
	"""The outermost organisations in reach, where the tree view begins."""
	mine = {place for place in PLACES if covers(who, place)}
	return {place for place in mine if PLACES[place] not in mine}


def opens_reports(who: str) -> bool:
	"""§2: reports of a branch are for who appraises, decides, follows or is of the Commission; not for a unit's authors."""
	person = PEOPLE[who]
	return (
		person.administrator
		or bool(person.oversees)
		or any(
			seat.position == "theo_doi" or bool(seat.can & {APPRAISE, DECIDE, COMMISSION})
			for seat in person.living
		)
	)


def stood_within(place: str, branch: str) -> bool:
	"""Whether the organisation belonged to the branch when the period opened."""
	at: str | None = place
	while at and at != branch:
		at = PLACES_OF_PERIOD[at]
	return at == branch


def reports(who: str, branch: str, place: str) -> bool:
	"""Whether a report of `branch` tells `who` of the file of `place`: counted there, and in reach today."""
	return opens_reports(who) and covers(who, branch) and stood_within(place, branch) and covers(who, place)


def counts(who: str, branch: str, place: str) -> bool:
	"""Whether figures of `branch` have a line for the body `place`: of its period, though it may have moved away since."""
	return opens_reports(who) and covers(who, branch) and PLACES_OF_PERIOD[place] == branch


def in_figures(who: str) -> set[str]:
	"""§2: organisations named in figures of a period, besides those in reach: who stood below when it opened."""
	return {place for place in PLACES if any(covers(who, at) and stood_within(place, at) for at in PLACES)}


def on_the_way(who: str) -> set[str]:
	"""§2: a file says the names of the levels it goes through, by the tree of its period."""
	return {at for at in PLACES if any(stood_within(place, at) for place in PLACES if covers(who, place))}


def in_print(who: str, doctype: str) -> set[str]:
	"""§2: a decision's annex says under which body each stood in the period."""
	return on_the_way(who) if doctype == "Resolution" else set()


def in_history(who: str) -> set[str]:
	"""§2: an organisation's history says where it stood before."""
	return {PLACES_OF_PERIOD[place] for place in PLACES if covers(who, place)} - {None}


def sheets(who: str, branch: str, place: str) -> bool:
	"""Whether the workbook of `branch` tells `who` of what lies at `place`: of today's tree, to who sees all of it."""
	return covers(who, branch) and (place == branch or branch in oracle.above(place))
