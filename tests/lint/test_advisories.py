"""No locked library has a known hole that is neither mended nor accepted with its reason; without network."""

from __future__ import annotations

import json
import unittest
from datetime import date
from unittest import mock

from ops import advisories
from ops.advisories import NPM, PYTHON, Advisory

HOLE = Advisory(PYTHON, "thing", "GHSA-x", "reviewed", fixed="2.0")


class TestAdvisories(unittest.TestCase):
	def test_what_is_locked_has_no_hole_that_nobody_looked_at(self) -> None:
		_sources, known = advisories.known()
		pins = advisories.pins()
		for registry in (PYTHON, NPM):
			number = sum(pin[0] == registry for pin in pins)
			print(
				f"\n{registry}: {number} locked, {sum(one.registry == registry for one in known)} advisories",
				end="",
			)
			self.assertGreater(number, 80)
		print("", *advisories.ages(date.today()), sep="\n")
		self.assertEqual(advisories.problems(), [])

	def test_control_an_old_version_is_found(self) -> None:
		for pin, found in (("1.9", True), ("2.0", False)):
			with (
				mock.patch.object(advisories, "pins", return_value={(PYTHON, "thing", pin)}),
				mock.patch.object(advisories, "known", return_value=({}, [HOLE])),
				mock.patch.object(advisories, "accepted", return_value={}),
			):
				self.assertEqual(bool(advisories.problems()), found)

	def test_an_exception_needs_a_reason_and_a_hole(self) -> None:
		for reasons, pin, wrong in (
			({"GHSA-x": "why"}, "1.0", 0),
			({"GHSA-x": " "}, "1.0", 1),
			({"GHSA-x": "why"}, "2.0", 1),
		):
			with (
				mock.patch.object(advisories, "pins", return_value={(PYTHON, "thing", pin)}),
				mock.patch.object(advisories, "known", return_value=({}, [HOLE])),
				mock.patch.object(advisories, "accepted", return_value=reasons),
			):
				self.assertEqual(len(advisories.problems()), wrong, reasons)

	def test_ranges(self) -> None:
		among = Advisory(NPM, "thing", "x", "reviewed", introduced="4.0.0", last="4.6.2")
		self.assertEqual(
			[among.affects(each) for each in ("3.9", "4.0.0", "4.6.2", "4.6.3")], [False, True, True, False]
		)

	def test_answers_of_the_clients(self) -> None:
		row = {
			"name": "Thing",
			"version": "1.5",
			"vulns": [{"id": "PYSEC-1", "fix_versions": ["1.2", "2.0", "1.9"]}],
		}
		[one] = advisories.from_pip_audit(json.dumps({"dependencies": [row]}))
		self.assertEqual((one.package, one.fixed), ("thing", "1.9"))
		skipped = {"dependencies": [{"name": "thing", "skip_reason": "not found"}]}
		self.assertIsNone(advisories.from_pip_audit(json.dumps(skipped)), "an answer about nothing is none")
		via = {"name": "thing", "url": "…/GHSA-x", "range": ">=4.0.0 <5.0.0 || <=3.1.0"}
		found = advisories.from_npm_audit(json.dumps({"vulnerabilities": {"thing": {"via": [via, "other"]}}}))
		self.assertEqual(
			[(one.id, one.introduced, one.fixed, one.last) for one in found],
			[("GHSA-x", "4.0.0", "5.0.0", ""), ("GHSA-x", "0", "", "3.1.0")],
		)
		self.assertIsNone(advisories.from_npm_audit('{"statusCode": 405}'))


if __name__ == "__main__":
	unittest.main()
