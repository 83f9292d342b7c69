"""Walks through many provinces, in one process or several: provinces do not see one another."""

from __future__ import annotations

import os
import random
import sys
import traceback
import unittest
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from unittest.mock import patch

import frappe
from bontot.approval.acts import evaluation_kind
from bontot.criteria import setup
from bontot.organization import access

from tests.approval import ground
from tests.approval.walk import Walk
from tests.benchmark._site import site

WALKS = int(os.environ.get("BONTOT_APPROVAL_WALKS", "60"))
WHOLE = WALKS >= 1000  # asked for by name: every control is played, and every kind of act must be met
PROCESSES = int(os.environ.get("BONTOT_APPROVAL_PROCESSES", "1"))
SEED = int(os.environ.get("BONTOT_APPROVAL_SEED", "20261125"))
MOST_FAULTS = 10  # then something is wrong everywhere
ROUNDS = 3  # times a province is walked through from its beginning
CONFLICTS = (frappe.QueryDeadlockError, frappe.QueryTimeoutError)
MOST_CONFLICTS = 100  # of one process


@contextmanager
def walking() -> Iterator[None]:
	"""The site, without what walks do not ask: what records say, and the framework's memory cleared at each change of
	hands, which reads every definition anew. The first province of a site takes the plan's code for its framework: here
	each process has one of its own, or one would wait for the other's whole province."""
	change = frappe.set_user

	def change_hands(person: str) -> None:
		kept = frappe.local.cache
		change(person)
		frappe.local.cache = kept

	with (
		site(),
		patch.object(evaluation_kind.computed, "fill"),
		patch.object(evaluation_kind.computed, "on_day", return_value={}),
		patch.object(frappe, "set_user", change_hands),
		patch.object(setup, "FRAMEWORK_CODE", f"{setup.FRAMEWORK_CODE}-{os.getpid()}"),
	):
		yield


@dataclass
class Played:
	walks: int = 0
	worlds: int = 0
	counted: Counter[tuple[str, str]] = field(default_factory=Counter)
	faults: list[tuple[int, str]] = field(default_factory=list)  # (seed of the province, what differed)

	def take(self, more: Played) -> None:
		self.walks += more.walks
		self.worlds += more.worlds
		self.counted.update(more.counted)
		self.faults += more.faults

	def table(self) -> str:
		"""A line for each kind of act: how often it was done, how often refused."""
		kinds = sorted({kind for kind, _what in self.counted})
		lines = [f"{self.counted[k, 'applied']:>8} {self.counted[k, 'refused']:>8}  {k}" for k in kinds]
		return "\n".join([f"{self.walks} walks in {self.worlds} provinces", " applied  refused", *lines])


def play_all(walks: int, processes: int) -> Played:
	"""Several processes walk at once, each in a transaction of its own."""
	whole = Played()
	if processes == 1:
		whole.take(play(SEED, walks))
		return whole
	share = -(-walks // processes)
	with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
		for played in pool.map(play, range(SEED, SEED + processes), [share] * processes):
			whole.take(played)
	return whole


def play(seed: int, walks: int) -> Played:
	"""At least so many walks, through provinces that follow from the seed."""
	luck, played, conflicts = random.Random(seed), Played(), 0
	with walking():
		if PROCESSES > 1:
			# No gaps are locked: provinces of several processes lie between one another in every index.
			frappe.db.sql("set session transaction isolation level read committed")
			frappe.db.commit()  # it holds from the next transaction on
		while played.walks < walks:
			before = luck.getstate()
			seed_of_world, of_world = luck.randrange(2**32), Played()
			try:
				walk_through(seed_of_world, of_world)
				played.take(of_world)
				if WHOLE and not played.worlds % 25:
					print(f"{played.walks} of {walks} walks from seed {seed}", file=sys.stderr, flush=True)
			except CONFLICTS:  # with another process's province: this one is played again
				luck.setstate(before)
				conflicts += 1
				if conflicts > MOST_CONFLICTS:
					raise
			except Exception:  # told with its seed, and the next province may show whether it stands alone
				played.faults.append((seed_of_world, traceback.format_exc()))
				if len(played.faults) == MOST_FAULTS:
					break
			start_anew()
	return played


def walk_through(seed: int, played: Played) -> None:
	"""Build a province and walk through it from its beginning several times."""
	world = ground.build(random.Random(seed))
	played.worlds, played.walks = 1, ROUNDS * len(world.files)
	frappe.db.savepoint("world")
	for number in range(ROUNDS):
		people = list(world.people)
		walk = Walk(unittest.TestCase(), world, random.Random(seed + number))
		walk.run()
		played.counted += walk.counted
		frappe.db.rollback(save_point="world")
		world.people = people
		access.forget()


def walk_some(provinces: int) -> None:
	for seed in range(provinces):
		Walk(unittest.TestCase(), ground.build(random.Random(seed)), random.Random(seed)).run()
		start_anew()


def start_anew() -> None:
	frappe.set_user("Administrator")
	frappe.db.rollback()
	access.forget()
