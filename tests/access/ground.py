"""The test province on a running bench, its people signed in, and what each mark in it belongs to."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ops.bench import REPO, Bench
from tests.access import oracle
from tests.access.asking import Answer, Asker
from tests.access.matrix import Matrix

MARKS = re.compile(r"zq\d{6}qz")
NAMES = re.compile(r"zn\d{6}nz|TC\d{7}")
BRANCH_OF_SHARED = ("other_body", "other_grassroots", "other_cell")
TOGETHER = 4  # one more than web workers: none of them waits for us


@dataclass(frozen=True, slots=True)
class Ground:
	told: dict
	rows: dict[str, list[dict]]  # doctype → rows
	owners: dict[str, dict]  # mark → {doctype, place, of}: "row", "personal" or the kind of what hangs there

	@classmethod
	def of(cls, told: dict) -> Ground:
		rows: dict[str, list[dict]] = {}
		owners: dict[str, dict] = {}
		for row in told["rows"]:
			row["organization"] = told["places"][row["place"]]["name"]
			rows.setdefault(row["doctype"], []).append(row)
			at = {"doctype": row["doctype"], "place": row["place"]}
			owners[row["content"]] = at | {"of": "row"}
			owners |= {mark: at | {"of": "personal"} for mark in row.get("personal", [])}
			owners |= {child["content"]: at | {"of": "row"} for child in row["children"]}
			owners |= {hung["content"]: at | {"of": kind} for kind, hung in row["hanging"].items()}
		return cls(told, rows, owners)

	def row(self, doctype: str, place: str) -> dict | None:
		return next((row for row in self.rows.get(doctype, []) if row["place"] == place), None)

	def names_of(self, places: set[str]) -> set[str]:
		"""Marks that are the names of organisations."""
		return {self.told["places"][place]["content"] for place in places}

	def named_in(self, text: str) -> list[dict]:
		"""Rows whose name stands in an answer."""
		found = set(NAMES.findall(text))
		return [row for rows in self.rows.values() for row in rows if row["name"] in found] if found else []

	def may_be_told(self, who: str, mark: str) -> bool:
		owner = self.owners[mark]
		if owner["of"] == "personal":
			return oracle.reads_personal_data(who, owner["place"])
		if owner["doctype"] == "Party Organization" and owner["of"] == "row":
			# A dated master says whose it is; that name is read by all who read the master.
			issues = any(row["place"] == owner["place"] for row in self.rows["Review Period"])
			return oracle.reads(who, "Party Organization", owner["place"]) or (
				issues and oracle.lists(who, "Review Period")
			)
		return oracle.reads(who, owner["doctype"], owner["place"])

	def check_strays(
		self,
		matrix: Matrix,
		who: str,
		channel: str,
		answer: Answer,
		text: str | None = None,
		but: set[str] = frozenset(),
	) -> None:
		"""Whatever was asked: no answer may hold a mark of what the person may not see, `but` these.

		`text`: what the file says that was answered.
		"""
		for mark in set(MARKS.findall(answer.text if text is None else text)) - but:
			if mark in self.owners and not self.may_be_told(who, mark):
				owner = self.owners[mark]
				what = f"{owner['doctype']} at {owner['place']} ({owner['of']})"
				matrix.stray(who, channel, what, answer.request)


def run_inside(bench: Bench, *words: str) -> None:
	"""A command of world.py in a process of the bench's own site; raises AssertionError with what it said."""
	done = subprocess.run(
		[bench.python, "-W", "ignore", "-m", "tests.access.world", *words],
		cwd=REPO,
		env=os.environ | {"BONTOT_BENCH_ROOT": str(bench.root), "FRAPPE_BENCH_ROOT": str(bench.root)},
		capture_output=True,
		text=True,
	)
	assert done.returncode == 0, f"{words}: {done.stdout[-1000:]}{done.stderr[-3000:]}"


@contextmanager
def province(bench: Bench) -> Iterator[Ground]:
	"""Made before and taken away after, whatever happens between."""
	path = bench.var / "access-matrix.json"
	run_inside(bench, "build", str(path))
	try:
		yield Ground.of(json.loads(Path(path).read_text()))
	finally:
		run_inside(bench, "remove", str(path))


def other_of(one: str) -> str:
	"""Who is asked to look at documents with somebody: out of the branch of most that he reads."""
	beside = any(seat.place in BRANCH_OF_SHARED for seat in oracle.PEOPLE[one].reads_from)
	return "secretary of the commune's cell" if beside else "shared with"


def sign_in_all(ground: Ground, url: str, who: list[str]) -> dict[str, Asker]:
	people, password = ground.told["people"], ground.told["password"]

	def sign_in(one: str) -> Asker:
		asker = Asker.signed_in(one, url, people[one], password)
		living = oracle.PEOPLE[one].living
		asker.own = ground.told["places"][living[0].place] if living else None
		asker.other = people[other_of(one)]
		meeting = ground.row("Meeting", living[0].place) if living else None
		asker.meeting = meeting["name"] if meeting else ""
		message = asker.upload().message
		asker.file = message["name"] if isinstance(message, dict) else ""
		return asker

	with ThreadPoolExecutor(TOGETHER) as threads:
		return dict(zip(who, threads.map(sign_in, who), strict=True))
