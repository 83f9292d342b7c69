"""One play of the main job: where it is played, by whom, and what the steps leave for each other."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

from tests.main_job.client import Person

PATIENCE = 120  # seconds for background work; a cold worker on a busy machine takes its time
TASK = ("handler", "state", "attempts", "creation", "run_after", "claimed_until", "last_error")


@dataclass
class Round:
	"""`var`: of the bench, secrets/ holds the Administrator's password; `trial`: the file of bontot.demo.trial."""

	url: str
	var: Path
	trial_file: Path
	notes: dict[str, object] = field(default_factory=dict)
	people: dict[str, Person] = field(default_factory=dict)

	@cached_property
	def trial(self) -> dict:
		return json.loads(self.trial_file.read_text())

	@property
	def today(self) -> date:
		return date.fromisoformat(self.trial["today"])

	def organization(self, key: str) -> str:
		return self.trial["organizations"][key]

	def user(self, label: str) -> str:
		return self.trial["accounts"][label]["user"]

	def password(self, name: str) -> str:
		return (self.var / "secrets" / name).read_text().strip()

	def signed_in(self, user: str, password: str) -> Person:
		person = Person(self.url)
		person.sign_in(user, password)
		return person

	def person(self, label: str) -> Person:
		"""The person of the trial called `label`, signed in by password at the first call."""
		if label not in self.people:
			account = self.trial["accounts"][label]
			self.people[label] = self.signed_in(account["user"], account["password"])
		return self.people[label]

	def unfinished(self) -> str:
		"""The background work that is not done, a line each with the last words of its last error."""
		asked = {"doctype": "Outbox Task", "filters": {"state": ["!=", "Done"]}, "fields": list(TASK)}
		administrator = self.signed_in("Administrator", self.password("administrator"))
		lines = ["unfinished background work:"]
		for row in administrator.get("frappe.client.get_list", **asked):
			error = (row.pop("last_error") or "").strip().splitlines()[-1:]
			lines.append(", ".join(f"{key} {value}" for key, value in row.items()) + f": {error}")
		return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class Step:
	title: str
	play: Callable[[Round], None]


def wait_until(what: str, holds: Callable[[], object], told: Callable[[], str] = lambda: "") -> object:
	"""Ask again until the answer is true; return it. Raises AssertionError after PATIENCE seconds, with what is `told` then."""
	until = time.monotonic() + PATIENCE
	while True:
		if answer := holds():
			return answer
		assert time.monotonic() < until, f"waited {PATIENCE} s in vain: {what}\n{told()}"
		time.sleep(0.5)
