"""Plan of the questions asked: all of them are far too many, so each profile takes a fixed share, the same in every run."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import product

from tests.access import (
	creating,
	documents,
	dotted,
	lists,
	oracle,
	oracle_doors,
	own_doors,
	reading,
	reports,
	trees,
	writing,
)
from tests.access.asking import Asker
from tests.access.ground import TOGETHER, Ground
from tests.access.matrix import Matrix

Job = tuple[Callable, tuple]


@dataclass(frozen=True, slots=True)
class Profile:
	"""One question in so many is asked, of each kind; 0 none."""

	name: str
	lists: int
	counts: int
	children: int
	documents: int
	verbs: int
	heavy: int
	changes: int
	bulk: int
	creates: int
	deletes: int
	links: int  # columns of linked documents
	tables: int  # columns of tables
	personal: int
	trees: int
	own_open: int  # our own reading doors that name nothing
	# So many rightly answered a door, and twice as many not:
	reports: int
	workbooks: int
	own: int


SHORT = Profile("short", 24, 48, 48, 400, 700, 1800, 600, 120, 120, 10, 1000, 80, 12, 20, 60, 2, 3, 2)
FULL = Profile("full", 3, 6, 6, 60, 90, 1500, 80, 10, 12, 2, 16, 6, 1, 1, 6, 60, 60, 40)
UNGUARDED = Profile("unguarded", 8, 12, 12, 150, 0, 0, 200, 40, 60, 0, 60, 20, 2, 4, 24, 10, 10, 8)
CONTROL = Profile("control", 20, 30, 30, 200, 0, 0, 0, 0, 200, 0, 500, 40, 2, 6, 24, 4, 4, 3)


def taken(share: int, *words: object) -> bool:
	return bool(share) and zlib.crc32("|".join(map(str, words)).encode()) % share == 0


def closer(share: int, allowed: bool) -> int:
	"""What is allowed is rarer than what is refused, and of each way in some must be seen: asked more often."""
	return max(share // 6, 1) if allowed and share else share


def readings(ground: Ground, askers: dict[str, Asker], profile: Profile, v2: bool) -> Iterator[Job]:
	doors = [door for door in lists.doors_of(v2)]
	for who in askers:
		yield reading.read_hanging, (askers[who],)
		yield reading.read_personal_data, (askers[who],)
		for doctype in ground.rows:
			chosen = [door for door in doors if taken(profile.lists, who, doctype, door.channel)]
			if chosen:
				yield reading.read_lists, (askers[who], doctype, chosen)
			if taken(profile.counts, who, doctype, "count"):
				yield reading.read_counts, (askers[who], doctype)
			if taken(profile.children, who, doctype, "children"):
				yield reading.read_children, (askers[who], doctype)
		for row in ground.told["rows"]:
			at = (who, row["doctype"], row["place"])
			if taken(profile.verbs, *at, "verbs"):
				yield documents.ask_verbs, (askers[who], row)
			for door in documents.DOORS:
				share = profile.heavy if door.heavy else profile.documents
				share = closer(share, door.expected(*at))
				if taken(share, *at, door.channel) and (v2 or "v2" not in door.channel):
					yield documents.read_document, (askers[who], row, door)


def pages(ground: Ground, askers: dict[str, Asker], profile: Profile) -> Iterator[Job]:
	"""Columns of other documents, the tree, reports, workbooks and our own reading doors."""
	for who, asker in askers.items():
		if taken(profile.personal, who, "personal"):
			yield dotted.read_by_personal_data, (asker,)
		for doctype, links in ground.told["links"].items():
			for link, door, method in product(links, dotted.DOORS, dotted.METHODS):
				asked = door.administrators or not oracle.PEOPLE[who].administrator
				share = closer(profile.links, door.expected is not dotted.nobody)
				asked = asked and link["target"] != doctype  # of itself it is no other document
				if asked and taken(share, who, doctype, link["field"], door.channel, method):
					yield dotted.read_links, (asker, doctype, link, door, method)
			for method in dotted.METHODS:
				if taken(profile.tables, who, doctype, "tables", method):
					yield dotted.read_tables, (asker, doctype, method)
		for place in (trees.TOP, *oracle.PLACES):
			if taken(profile.trees, who, place, "tree"):
				yield trees.open_line, (asker, place)
		for door in own_doors.OPEN:
			if taken(closer(profile.own_open, True), who, door.method):
				yield own_doors.read_open, (asker, door)
	yield from branches(askers, profile)
	for door in own_doors.DOORS:
		rows = [row for row in ground.told["rows"] if own_doors.of_kind(door, row["doctype"])]
		asked = [(who, row) for who in askers for row in rows]
		least = 1 if door.heavy else profile.own
		for who, row in some(
			asked,
			lambda who, row, door=door: door.expected(who, row["doctype"], row["place"]),
			least,
			door.channel,
		):
			yield own_doors.read_door, (askers[who], row, door)


def branches(askers: dict[str, Asker], profile: Profile) -> Iterator[Job]:
	"""Reports and workbooks of the branch of every place."""
	asked = [(who, place) for who in askers for place in oracle.PLACES]

	def reporting(who: str, place: str) -> bool:
		return oracle_doors.reports(who, place, place)

	for report in reports.REPORTS:
		for who, place in some(asked, reporting, profile.reports, report):
			yield reports.run_report, (askers[who], report, place)
		for kind in ("Excel", "CSV"):
			for who, place in some(asked, reporting, profile.reports, report, kind):
				yield reports.export_report, (askers[who], report, place, kind)
	for who, place in some(asked, oracle_doors.covers, profile.workbooks, "workbook"):
		yield reports.download_workbook, (askers[who], place)


def some(asked: list[tuple], allowed: Callable[..., bool], most: int, *words: object) -> list[tuple]:
	"""`most` questions that are rightly answered and twice as many that are not: so of every door both are seen."""

	def order(one: tuple) -> int:
		told = [part if isinstance(part, str) else part["doctype"] + part["place"] for part in one]
		return zlib.crc32("|".join(map(str, (*words, *told))).encode())

	ordered = sorted(asked, key=order)
	right = [one for one in ordered if allowed(*one)]
	wrong = [one for one in ordered if not allowed(*one)]
	return [*_in_turn(right)[:most], *_in_turn(wrong)[: 2 * most]]


def _in_turn(asked: list[tuple]) -> list[tuple]:
	"""The first of each person, then the second of each: chance alone may ask for one who learns nothing anywhere."""
	had: Counter[object] = Counter()
	turns = []
	for one in asked:
		turns.append(had[one[0]])
		had[one[0]] += 1
	return [one for _turn, one in sorted(zip(turns, asked, strict=True), key=lambda pair: pair[0])]


def changes(ground: Ground, askers: dict[str, Asker], profile: Profile) -> Iterator[Job]:
	administrator = askers["administrator"]
	for who in askers:
		for row in ground.told["rows"]:
			for door in writing.DOORS:
				share = closer(profile.changes, door.may(who, row) and not door.only_refused)
				if taken(share, who, row["doctype"], row["place"], door.channel):
					yield writing.change, (askers[who], administrator, row, door)
		for doctype in ground.rows:
			if taken(profile.bulk, who, doctype, "bulk"):
				yield writing.change_many, (askers[who], doctype)
				yield writing.delete_many, (askers[who], administrator, doctype)
			for number, place in enumerate(oracle.PLACES):
				share = closer(profile.creates, oracle.writes(who, doctype, place, "create"))
				if taken(share, who, doctype, place, "create"):
					yield creating.create, (askers[who], administrator, doctype, place, number)


def deletions(askers: dict[str, Asker], profile: Profile) -> Iterator[Job]:
	for who in askers if profile.deletes else ():
		yield writing.delete_spares, (askers[who], profile.deletes)


def run(ground: Ground, matrix: Matrix, jobs: Iterator[Job]) -> None:
	with ThreadPoolExecutor(TOGETHER) as threads:
		for done in [threads.submit(job, ground, matrix, *arguments) for job, arguments in jobs]:
			done.result()


def play(ground: Ground, matrix: Matrix, askers: dict[str, Asker], profile: Profile) -> None:
	"""Read first: what is changed afterwards no longer says what it said."""
	v2 = lists.v2_is_there(askers["guest"])
	run(ground, matrix, readings(ground, askers, profile, v2))
	run(ground, matrix, pages(ground, askers, profile))
	run(ground, matrix, changes(ground, askers, profile))
	run(ground, matrix, deletions(askers, profile))
