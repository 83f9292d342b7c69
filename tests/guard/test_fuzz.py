"""Our own endpoints asked by schemathesis from their types: nothing fails, nothing of the neighbour comes out.

All of them in guard-full, some with a few examples in every run; tests/http/test_bad_arguments.py asks all with rubbish.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import tempfile
import unittest
from pathlib import Path
from typing import Any
from urllib.parse import quote

from ops.bench import REPO
from ops.environments import make_fuzz
from ops.steps import Shell
from tests.bad_days.ground import ProvinceCase, number, rows
from tests.guard.endpoints import described
from tests.guard.ground import SHORT, SharedCase, elsewhere, unguarded
from tests.guard.questions import CANARY
from tests.main_job import files
from tests.main_job.client import Person

EXAMPLES = int(os.environ.get("BONTOT_FUZZ_EXAMPLES") or 60)
MINUTES = 30
TESTED = re.compile(r"(\d+) (?:test cases|generated)")
BROKEN = re.compile(r"ST101 Server error: (\d+)")
# Of every run: what only reads, so that nothing of the shared province is changed.
FEW = (
	"bontot.approval.queue.api.queue", "bontot.evaluation.api.get_evaluation", "bontot.rating.api.get_grid",
	"bontot.meeting.api.find_members", "bontot.organization.api.get_children", "bontot.guard.query.search.get_link_title",
	"bontot.guard.query.search.member_query", "bontot.guard.query.search.search_link", "bontot.synthesis.export.export_query",
	"bontot.synthesis.overview_api.get_rows",
)  # fmt: skip
FEW_EXAMPLES = 3


def fuzz(
	person: Person, description: dict[str, Any], checks: tuple[str, ...], examples: int, phases: str
) -> subprocess.CompletedProcess[str]:
	"""What schemathesis found and said, asking what `description` describes as `person`, where they are signed in."""
	cookies = "; ".join(f"{name}={quote(value)}" for name, value in person.cookies.items())
	with tempfile.TemporaryDirectory() as folder:
		schema = Path(folder) / "openapi.json"
		schema.write_text(json.dumps(description))
		command = [
			make_fuzz(Shell(REPO / "var" / "log" / "fuzz.log")).with_name("schemathesis"), "run", schema, f"--url=http://127.0.0.1:{person.port}",
			f"--header=Host:{person.host}:{person.port}", f"--header=Cookie:{cookies}", "--header=Accept:application/json",
			f"--header=X-Frappe-CSRF-Token:{person.token}", f"--checks={','.join(checks)}", "--mode=all", f"--phases={phases}",
			f"--max-examples={examples}", "--generation-deterministic", "--continue-on-failure", "--suppress-health-check=all",
			"--request-timeout=60", "--warnings=off",
		]  # fmt: skip
		settings = {
			"SCHEMATHESIS_HOOKS": "tests.guard.fuzz_checks",
			"BONTOT_CANARY": CANARY,
			"PYTHONPATH": str(REPO),
		}
		return subprocess.run(
			command,
			cwd=folder,
			env=os.environ | settings,
			capture_output=True,
			text=True,
			timeout=MINUTES * 60,
		)


class TestFewExamples(SharedCase):
	@classmethod
	def setUpClass(cls) -> None:
		super().setUpClass()
		mine = f"WHERE organization = '{cls.round.organization('neighbour')}'; COMMIT"
		cls.addClassCleanup(
			rows, f"UPDATE `tabParty Member` SET full_name = REPLACE(full_name, '{CANARY} ', '') {mine}"
		)
		rows(f"UPDATE `tabParty Member` SET full_name = CONCAT('{CANARY} ', full_name) {mine}")

	def play(self, person: Person) -> subprocess.CompletedProcess[str]:
		members = [
			row[0] for row in rows("SELECT name FROM `tabParty Member` ORDER BY creation DESC LIMIT 3")
		]
		known = {
			"organization": list(self.round.trial["organizations"].values()), "doctype": ["Party Member"],
			"docname": members, "name": members,
		}  # fmt: skip
		description = described(known)
		description["paths"] = {
			f"/api/method/{name}": description["paths"][f"/api/method/{name}"] for name in FEW
		}
		return fuzz(person, description, ("not_a_server_error", "no_canary"), FEW_EXAMPLES, "fuzzing")

	def test_a_secretary_breaks_nothing_and_reads_no_neighbour(self) -> None:
		done = self.play(self.round.person("secretary"))
		asked = max(map(int, TESTED.findall(done.stdout)), default=0)
		print(f"\n{asked} generated calls of {len(FEW)} endpoints")
		self.assertEqual(done.returncode, 0, f"{done.stdout[-20_000:]}\n{done.stderr[-2_000:]}")
		self.assertGreaterEqual(asked, 2 * len(FEW), done.stdout[-2_000:])

	def test_control_without_the_guard_they_break_it(self) -> None:
		"""The same calls at the same endpoints, with nothing in front."""
		with unguarded() as url:
			done = self.play(elsewhere(self.round.person("secretary"), url))
		found = sum(map(int, BROKEN.findall(done.stdout)))
		print(f"\nwithout the guard {found} of them fail")
		self.assertEqual((done.returncode, found > 0), (1, True), done.stdout[-2_000:])

	def test_control_whoever_may_read_the_name_is_told(self) -> None:
		"""So the check would see it."""
		theirs = rows(f"SELECT name FROM `tabParty Member` WHERE full_name LIKE '{CANARY}%'")
		description = described({})
		path = "/api/method/bontot.guard.query.search.get_link_title"
		description["paths"] = {path: description["paths"][path]}
		schema = description["paths"][path]["post"]["requestBody"]["content"]["application/json"]["schema"]
		for argument, names in {"doctype": ["Party Member"], "docname": [row[0] for row in theirs]}.items():
			schema["properties"][argument] = {"type": "string", "enum": names}
		done = fuzz(self.round.person("neighbour"), description, ("no_canary",), 2 * FEW_EXAMPLES, "fuzzing")
		self.assertEqual((done.returncode, "THE CANARY" in done.stdout), (1, True), done.stdout[-2_000:])


@unittest.skipIf(SHORT, "in guard-full")
class TestFuzz(ProvinceCase):
	@classmethod
	def setUpClass(cls) -> None:
		super().setUpClass()
		cls.period = files.open_period(cls.round, "Year")
		neighbour = cls.round.organization("neighbour")
		rows(
			f"UPDATE `tabParty Member` SET card_number = '{CANARY}', full_name = CONCAT('{CANARY} ', full_name)"
			f" WHERE organization = '{neighbour}'; COMMIT"
		)

	def known(self, label: str) -> dict[str, list[str]]:
		organizations = list(self.round.trial["organizations"].values())
		evaluations = [
			row[0] for row in rows(f"SELECT name FROM tabEvaluation WHERE period = '{self.period}'")
		]
		meetings = [row[0] for row in rows("SELECT name FROM tabMeeting ORDER BY creation DESC LIMIT 3")]
		members = [
			row[0] for row in rows("SELECT name FROM `tabParty Member` ORDER BY creation DESC LIMIT 3")
		]
		return {
			"organization": organizations, "evaluation": evaluations, "evaluations": evaluations, "period": [self.period],
			"name": [*evaluations, *meetings, *members], "meeting": meetings, "member": members, "doctype": ["Party Member", "Meeting"],
			"docname": members, "criterion_key": ["dk_1", "nvct_1"],
		}  # fmt: skip

	def play(self, label: str, *checks: str) -> str:
		person: Person = self.round.person(label)
		done = fuzz(person, described(self.known(label)), checks, EXAMPLES, "coverage,fuzzing")
		print(f"\n{label}: " + "\n".join(done.stdout.splitlines()[-25:]))
		self.assertEqual(done.returncode, 0, f"{done.stdout[-20_000:]}\n{done.stderr[-2_000:]}")
		return done.stdout

	def test_a_secretary_breaks_nothing_and_reads_no_neighbour(self) -> None:
		said = self.play("secretary", "not_a_server_error", "no_canary")
		self.assertGreater(max(map(int, TESTED.findall(said))), 1_000, said[-2_000:])

	def test_an_officer_breaks_nothing(self) -> None:
		self.play("btc", "not_a_server_error")

	def test_control_the_neighbour_has_the_secret(self) -> None:
		"""Whoever may read it is told, so the check can see it."""
		self.assertGreater(
			number(f"SELECT count(*) FROM `tabParty Member` WHERE card_number = '{CANARY}'"), 0
		)
		with self.assertRaises(AssertionError) as caught:
			self.play("btc", "no_canary")
		self.assertIn("THE CANARY", str(caught.exception))


if __name__ == "__main__":
	unittest.main()
