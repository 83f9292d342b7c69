"""Our own endpoints asked by schemathesis from their types: nothing fails, nothing of the neighbour comes out.

In guard-full; the short profile asks them with rubbish in tests/http/test_bad_arguments.py.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import tempfile
import unittest
from pathlib import Path
from urllib.parse import quote

from ops.bench import REPO
from ops.environments import make_fuzz
from ops.steps import Shell
from tests.bad_days.ground import BENCH, ProvinceCase, number, rows
from tests.guard.endpoints import described
from tests.guard.ground import SHORT
from tests.guard.questions import CANARY
from tests.main_job import files
from tests.main_job.client import Person

EXAMPLES = int(os.environ.get("BONTOT_FUZZ_EXAMPLES") or 60)
MINUTES = 30
TESTED = re.compile(r"(\d+) (?:test cases|generated)")


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
		cookies = "; ".join(f"{name}={quote(value)}" for name, value in person.cookies.items())
		with tempfile.TemporaryDirectory() as folder:
			schema = Path(folder) / "openapi.json"
			schema.write_text(json.dumps(described(self.known(label))))
			command = [
				make_fuzz(Shell(REPO / "var" / "log" / "fuzz.log")).with_name("schemathesis"), "run", schema, f"--url={BENCH.url.replace(BENCH.site, '127.0.0.1')}",
				f"--header=Host:{BENCH.site}:{BENCH.ports.web}", f"--header=Cookie:{cookies}", "--header=Accept:application/json",
				f"--header=X-Frappe-CSRF-Token:{person.token}", f"--checks={','.join(checks)}", "--mode=all", "--phases=coverage,fuzzing",
				f"--max-examples={EXAMPLES}", "--generation-deterministic", "--continue-on-failure", "--suppress-health-check=all",
				"--request-timeout=60", "--warnings=off",
			]  # fmt: skip
			settings = {
				"SCHEMATHESIS_HOOKS": "tests.guard.fuzz_checks",
				"BONTOT_CANARY": CANARY,
				"PYTHONPATH": str(REPO),
			}
			done = subprocess.run(
				command,
				cwd=folder,
				env=os.environ | settings,
				capture_output=True,
				text=True,
				timeout=MINUTES * 60,
			)
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
