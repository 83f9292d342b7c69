"""Each door of ours, reading or acting, asked by a stranger of a document that is there and of one that is not: one and the same answer."""

from __future__ import annotations

import re

from tests.access import oracle, own_doors
from tests.access.asking import Answer, Asker
from tests.access.ground import Ground
from tests.access.own_doors import OwnDoor

NOTHING = {own_doors.ORGANIZATION: "TC9999999"}  # names that nobody has
NO_DOCUMENT = "zn999999nz"
# Of another branch, of a branch of its own, and one whom nothing is open to though the roles are left.
STRANGERS = ["secretary of the other cell", "secretary of the agency's cell", "no seat"]


def differing(ground: Ground, askers: dict[str, Asker]) -> tuple[int, list[str]]:
	"""(doors asked, what those answered that told the two apart)."""
	asked, found = 0, []
	for door in (*own_doors.DOORS, *own_doors.ACTS):
		who, row = stranger(ground, askers, door)
		asker = askers[who]
		answers = [
			asker.call(door.method, door.how, **door.ask(ground, one)) for one in (row, unknown(row, door))
		]
		asked += 1
		if plain(answers[0], row) != plain(answers[1], unknown(row, door)):
			said = " | ".join(f"{answer.status} {answer.kind} {answer.text[-300:]}" for answer in answers)
			found.append(f"{door.channel}, {who}: {said}")
	return asked, found


def stranger(ground: Ground, askers: dict[str, Asker], door: OwnDoor) -> tuple[str, dict]:
	"""Who may not know of a document of the door's kind, and the document; one with a seat where there is one."""
	kinds = [kind for kind in ground.rows if own_doors.of_kind(door, kind)]
	pairs = [
		(who, row)
		for who in askers
		if not (oracle.PEOPLE[who].guest or oracle.PEOPLE[who].administrator)
		for kind in kinds
		for row in ground.rows[kind]
		if not oracle.reads(who, kind, row["place"]) and not door.expected(who, kind, row["place"])
	]
	return max(pairs, key=lambda pair: bool(oracle.PEOPLE[pair[0]].living))


def unknown(row: dict, door: OwnDoor) -> dict:
	"""The same row under names that are nobody's."""
	name = NOTHING.get(row["doctype"], NO_DOCUMENT)
	file = row["hanging"]["File"] | {"name": NO_DOCUMENT}
	nowhere = NOTHING[own_doors.ORGANIZATION]
	return row | {"name": name, "organization": nowhere, "hanging": row["hanging"] | {"File": file}}


# Newer frameworks put a mark drawn by lot on each refusal; it tells nothing.
OF_CHANCE = re.compile(r"__frappe_exc_id\W+\w+")


def plain(answer: Answer, row: dict) -> tuple[int, str]:
	"""Status and body without the name that was asked for."""
	text = OF_CHANCE.sub("", answer.text)
	for name in (row["name"], row["organization"], row["hanging"]["File"]["name"]):
		text = text.replace(name, "…")
	return answer.status, text
