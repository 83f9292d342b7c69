"""A province made for one test class, and the means to see whether anything was lost or doubled in it."""

from __future__ import annotations

import json
import os
import unittest
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

from ops import bench as benches
from ops import services
from tests.bad_days.said import in_vietnamese
from tests.main_job.client import Person, Refused
from tests.main_job.round import Round
from tests.main_job.trial import province

BENCH = benches.load(os.environ["BONTOT_BENCH"])


class ProvinceCase(unittest.TestCase):
	"""Tests with a throw-away province: `self.round.person("secretary")` is signed in by password."""

	round: Round
	_stack: ExitStack

	@classmethod
	def setUpClass(cls) -> None:
		cls._stack = ExitStack()
		cls.addClassCleanup(cls._stack.close)
		cls.round = Round(BENCH.url, BENCH.var, cls._stack.enter_context(province(BENCH.root)))

	def assert_refused(
		self, act: Callable[[], object], kind: str = "", status: int = 0, naming: str = ""
	) -> Refused:
		"""`act` is refused as people should be: below 500, in Vietnamese, of that kind, naming what is wrong."""
		with self.assertRaises(Refused) as caught:
			act()
		refusal = caught.exception
		self.assertLess(refusal.status, 500, refusal)
		if kind:
			self.assertEqual(refusal.kind, kind, refusal)
		if status:
			self.assertEqual(refusal.status, status, refusal)
		self.assertEqual(in_vietnamese(refusal.text), "", refusal)
		self.assertIn(naming, refusal.text)
		return refusal


def at_once(acts: list[Callable[[], object]]) -> list[object]:
	"""Run all at the same time; the answer of each, or its Refused, in order."""

	def answered(act: Callable[[], object]) -> object:
		try:
			return act()
		except Refused as refusal:
			return refusal

	with ThreadPoolExecutor(len(acts)) as threads:
		return list(threads.map(answered, acts))


def twin(person: Person) -> Person:
	"""The same signed-in person in a second window: requests of both can be under way at once."""
	copy = Person(f"http://{person.host}:{person.port}")
	copy.cookies, copy.token = dict(person.cookies), person.token
	return copy


def rows(statement: str) -> list[list[str]]:
	"""What the site's database answers, read past every cache."""
	done = services.run_sql(BENCH, f"USE `{database()}`; {statement}")
	return [line.split("\t") for line in done.stdout.splitlines()]


def number(statement: str) -> int:
	return int(rows(statement)[0][0])


def database() -> str:
	return json.loads((BENCH.sites / BENCH.site / "site_config.json").read_text())["db_name"]
