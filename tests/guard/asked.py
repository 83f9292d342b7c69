"""Generated questions, asked and judged: by how many processes at once, and what came of them."""

from __future__ import annotations

import json
import multiprocessing
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from pymysql.err import MySQLError

from tests.guard import inside
from tests.guard.questions import CANARY, questions
from tests.main_job.client import FELL, Person

SLOW = 1.0  # seconds: counted and told
SLOWEST = (
	5.0  # and asked once more: one that makes the database sleep takes as long again, a busy machine does not
)
SETTINGS = {
	"deadline": None,
	"database": None,
	"suppress_health_check": list(HealthCheck),
	"phases": [Phase.generate],  # faults are collected and told together; each is small already
}
Ask = Callable[[str, dict[str, object]], tuple[int, str]]


@dataclass
class Outcome:
	statuses: Counter[int] = field(default_factory=Counter)
	faults: list[str] = field(default_factory=list)
	slow: int = 0
	canaries: int = 0
	seconds: float = 0.0

	@property
	def broken(self) -> int:
		return sum(number for status, number in self.statuses.items() if status >= 500)

	def __str__(self) -> str:
		told = ", ".join(f"{number} × {status}" for status, number in sorted(self.statuses.items()))
		return (
			f"{sum(self.statuses.values())} questions in {self.seconds:.0f} s: {told}; canary seen {self.canaries} times,"
			f" {self.broken} server errors, {self.slow} over {SLOW:g} s"
		)

	def judge(self, asked: dict, double: bool, ask: Ask) -> None:
		form = dict(asked)
		path = f"/api/method/{form.pop('door')}"
		if double:
			form = {
				key: json.dumps(each) if isinstance(each, list | dict) else each for key, each in form.items()
			}
		began = time.monotonic()
		status, text = ask(path, form)
		taken = time.monotonic() - began
		self.statuses[status] += 1
		self.slow += taken > SLOW
		fault = ""
		if CANARY in text:  # no question holds the whole of it
			self.canaries += 1
			fault = "THE CANARY"
		elif status >= 500 and text != FELL:
			fault = f"{status}: {text[:300]}"
		elif taken > SLOWEST:
			began = time.monotonic()
			ask(path, form)
			again = time.monotonic() - began
			fault = f"{taken:.1f} s, then {again:.1f} s" if again > SLOWEST else ""
		if fault:
			self.faults.append(f"{fault}: {json.dumps(asked)[:600]} {'twice' if double else ''}")


def play(cases: int, number: int, ask: Ask) -> Outcome:
	"""`cases` questions, other ones for each `number`, the same for the same."""
	outcome = Outcome()

	@seed(number)
	@settings(max_examples=cases, **SETTINGS)
	@given(questions(), st.booleans())
	def every(asked: dict, double: bool) -> None:
		outcome.judge(asked, double, ask)

	began = time.monotonic()
	every()
	outcome.seconds = time.monotonic() - began
	return outcome


def play_within(person: Person, cases: int, number: int) -> Outcome:
	"""Put to the application inside this process."""
	return play(cases, number, lambda path, form: put_within(person, path, form))


def put_within(person: Person, path: str, form: dict[str, object]) -> tuple[int, str]:
	"""Status and text as nginx would pass them on; told is what broke in the database, for it may be a way in, and in our code."""
	inside.fallen.clear()
	status, text = inside.ask(person, "POST", path, body=form)
	if not inside.fallen:
		return status, text
	error = inside.fallen[-1]
	*_, (frame, _line) = traceback.walk_tb(error.__traceback__)
	ours = "/apps/bontot/" in frame.f_code.co_filename
	return status, repr(error) if ours or isinstance(error, MySQLError) else FELL


def play_at_once(person: Person, cases: int, processes: int) -> Outcome:
	"""The same shared out among processes; Hypothesis leaves away what it has asked before, in each."""
	share = -(-cases // processes)
	with ProcessPoolExecutor(processes, mp_context=multiprocessing.get_context("spawn")) as pool:
		began = time.monotonic()
		found = [pool.submit(play_within, person, share, number) for number in range(processes)]
		outcome = together(each.result() for each in found)
	outcome.seconds = time.monotonic() - began
	return outcome


def together(outcomes: Iterable[Outcome]) -> Outcome:
	whole = Outcome()
	for each in outcomes:
		whole.statuses += each.statuses
		whole.faults += each.faults
		whole.slow += each.slow
		whole.canaries += each.canaries
	return whole
