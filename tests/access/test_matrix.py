"""The permission matrix over HTTP, as people signed in by password, and its control with the rule taken out.

Short within `bin/test`; `bin/test access-full` asks far more of the same. README.md beside says how to read what it finds.
"""

from __future__ import annotations

import os
import sys
import tomllib
import unittest
from contextlib import ExitStack

from ops import bench as benches
from ops.bench import REPO
from tests.access import background, controls, creating, dotted, oracle, own_doors, plan, unseen
from tests.access.ground import Ground, province, sign_in_all
from tests.access.matrix import BY_GUARD_ALONE, Matrix

BENCH = benches.load(os.environ["BONTOT_BENCH"])
FULL = os.environ.get("BONTOT_ACCESS") == "full"
LEAST_CELLS = 20_000 if FULL else 3_000
LEAST_LEAKS = 1_000
LEAST_TELLING = 10  # doors that tell what is there where nobody makes the answers alike
SHOWN = 40  # wrong cells printed; the rest is counted
# Ways in that are asked only where they must be refused: changing by them would wear out what is read afterwards.
REFUSALS_ONLY = (
	frozenset(door.channel for door in plan.writing.DOORS if door.only_refused) | plan.writing.BULK_CHANNELS
)
NOBODYS = oracle.NOBODYS_CHANNELS | dotted.NOBODYS
DOORS = REPO / "apps/bontot/bontot/guard/edge/endpoints.toml"


class TestMatrix(unittest.TestCase):
	ground: Ground
	maxDiff = None  # every wrong cell is wanted

	@classmethod
	def setUpClass(cls) -> None:
		stack = ExitStack()
		cls.addClassCleanup(stack.close)
		cls.ground = stack.enter_context(province(BENCH))

	def test_1_every_doctype_has_its_rule(self) -> None:
		"""Whoever adds a doctype says in oracle.py who sees it; a table stands with its document."""
		known = {*oracle.RULES, *oracle.PARENTS}
		unruled = {each["name"] for each in self.ground.told["doctypes"] if not each["issingle"]} - known
		self.assertEqual(unruled, set(), "no rule in tests/access/oracle.py")
		registered = self.ground.told["registered"]
		self.assertEqual(set(registered["dated"]), oracle.of_kind(oracle.DATED))
		self.assertEqual(set(registered["shared"]), oracle.of_kind(oracle.SHARED))

	def test_1_every_reading_door_of_ours_is_asked(self) -> None:
		"""Whoever opens one says in own_doors.py whose documents it is about, and who may know them."""
		listed = set(tomllib.loads(DOORS.read_text())["own_read"]["doors"])
		self.assertEqual(
			listed - own_doors.ASKED, set(), "asked by nobody: add it to tests/access/own_doors.py"
		)
		self.assertEqual(own_doors.ASKED - listed, set(), "no such door any more")
		acting = set(tomllib.loads(DOORS.read_text())["own_change"]["doors"])
		asked = {door.method for door in own_doors.ACTS} | own_doors.ACTS_ON_MANY | own_doors.SILENT_ACTS
		self.assertEqual(
			(acting - asked, asked - acting), (set(), set()), "acts: ACTS of tests/access/own_doors.py"
		)

	def test_2_every_answer_agrees_with_the_rules(self) -> None:
		matrix = Matrix()
		askers = sign_in_all(self.ground, BENCH.url, list(oracle.PEOPLE))
		made = background.make(self.ground, askers[background.MAKER])
		plan.play(self.ground, matrix, askers, plan.FULL if FULL else plan.SHORT)
		background.read(self.ground, matrix, askers.values() if FULL else background.some_of(askers), made)
		broken = [line for asker in askers.values() for line in asker.broken]
		tell(
			f"{matrix.summary()}\n{sum(asker.asked for asker in askers.values())} requests, {len(broken)} broken"
		)
		self.assertEqual(matrix.wrong[:SHOWN], [], f"{len(matrix.wrong)} wrong cells of {matrix.cells}")
		self.assertEqual(broken[:SHOWN], [], f"{len(broken)} requests that fell")
		self.assertGreaterEqual(matrix.cells, LEAST_CELLS)
		self.assertEqual(set(matrix.never_allowed()) - REFUSALS_ONLY - NOBODYS, set(), "refused to all")
		made = {doctype for doctype, verb in matrix.worked if verb == "create"}
		self.assertEqual(
			set(creating.REALLY_MADE) - made if FULL else set(), set(), "never really made by anybody"
		)

	def test_2_what_is_out_of_reach_is_answered_as_what_is_not_there(self) -> None:
		"""And where nobody makes the two alike, the doors tell them apart: so this would see it."""
		askers = sign_in_all(self.ground, BENCH.url, unseen.STRANGERS)
		asked, differing = unseen.differing(self.ground, askers)
		with controls.server(BENCH, "alike") as url:
			open_doors = unseen.differing(self.ground, sign_in_all(self.ground, url, unseen.STRANGERS))[1]
		tell(f"{asked} doors asked, {len(differing)} tell; control {len(open_doors)}")
		self.assertEqual(differing, [])
		self.assertGreaterEqual(asked, len({door.method for door in own_doors.DOORS}))
		self.assertGreaterEqual(len(open_doors), LEAST_TELLING)

	def test_3_control_with_the_rule_off(self) -> None:
		"""The same questions where the rule is taken out must find leaks, by every way to read."""
		with controls.server(BENCH, "guard,rule") as url:
			people = [
				"secretary of cell A",
				"deputy of cell B",
				"secretary of the other cell",
				"no seat",
				"administrator",
				"guest",
			]
			matrix = Matrix()
			askers = sign_in_all(self.ground, url, people)
			plan.play(self.ground, matrix, askers, plan.CONTROL)
			maker = sign_in_all(self.ground, BENCH.url, [background.MAKER])[background.MAKER]
			background.read(self.ground, matrix, askers.values(), background.make(self.ground, maker))
		leaks = sum(matrix.leaks.values())
		tell(
			f"With the rule off: {leaks} leaks of {matrix.cells} cells, by {len(matrix.leaks)} ways in.\n"
			f"{matrix.leaks_by_channel()}"
		)
		self.assertGreaterEqual(leaks, LEAST_LEAKS)
		found = set(matrix.leaks)
		self.assertLessEqual(controls.MUST_LEAK, found, f"blind: {sorted(controls.MUST_LEAK - found)}")

	@unittest.skipUnless(FULL, "in access-full")
	def test_4_the_rule_holds_where_the_guard_is_off(self) -> None:
		"""The doors that the guard keeps shut lead nowhere either."""
		matrix = Matrix()
		with controls.server(BENCH, "guard") as url:
			askers = sign_in_all(self.ground, url, list(oracle.PEOPLE))
			plan.play(self.ground, matrix, askers, plan.UNGUARDED)
		tell(f"With the guard off: {matrix.summary()}")
		leaks = [
			line
			for line in matrix.wrong
			if line.startswith("LEAK") and not any(channel in line for channel in BY_GUARD_ALONE)
		]
		self.assertEqual(leaks[:SHOWN], [], f"{len(leaks)} leaks of {matrix.cells} cells")


def tell(text: str) -> None:
	print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
	unittest.main(verbosity=2)
