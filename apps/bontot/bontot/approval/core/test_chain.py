from __future__ import annotations

import random
from datetime import datetime
from unittest import TestCase

from bontot.approval.core.chain import FIELDS, Fault, step_hash, verify


def chain(length: int) -> list[dict]:
	steps, previous = [], ""
	for number in range(1, length + 1):
		step = {field: f"{field} {number}" for field in FIELDS} | {
			"sequence": number,
			"round": 1,
			"working_days": number % 3,
			"acted_at": datetime(2026, 11, 24, 8, number % 60, 0, number),
			"on_behalf_of": None,
			"previous_hash": previous,
		}
		previous = step["hash"] = step_hash(step, previous)
		steps.append(step)
	return steps


class TestChain(TestCase):
	def setUp(self):
		self.steps = chain(5)
		self.head = self.steps[-1]["hash"]

	def test_sound(self):
		self.assertEqual(verify(self.steps, self.head, 5), [])
		self.assertEqual(verify([], "", 0), [])

	def test_every_field_counts(self):
		for field in FIELDS:
			step = dict(self.steps[2])
			step[field] = 77 if isinstance(step[field], int) else "tampered"
			steps = [*self.steps[:2], step, *self.steps[3:]]
			with self.subTest(field):
				self.assertTrue(verify(steps, self.head, 5))

	def test_one_form_for_what_the_database_gives_back(self):
		step = self.steps[0]
		text = {**step, "acted_at": "2026-11-24 08:01:00.000001", "on_behalf_of": "", "round": "1"}
		self.assertEqual(step_hash(text, ""), step["hash"])

	def test_missing_in_the_middle_and_at_the_end(self):
		self.assertIn(Fault("missing", 3), verify([*self.steps[:2], *self.steps[3:]], self.head, 5))
		self.assertEqual(verify(self.steps[:4], self.head, 5), [Fault("missing", 5)])
		self.assertEqual(verify(self.steps[1:], self.head, 5), [Fault("missing", 1)])

	def test_cut_off_with_the_file_lowered(self):
		self.assertEqual(verify(self.steps[:4], self.head, 4), [Fault("head", 4)])
		self.assertEqual(verify(self.steps, self.steps[3]["hash"], 4), [Fault("head", 4)])

	def test_rehashed_step_breaks_the_next(self):
		step = {**self.steps[1], "reason": "changed"}
		step["hash"] = step_hash(step, step["previous_hash"])
		self.assertEqual(verify([self.steps[0], step, *self.steps[2:]], self.head, 5), [Fault("swapped", 3)])

	def test_random_tamperings_are_all_found(self):
		luck = random.Random(20261124)
		for _round in range(300):
			steps = [dict(step) for step in self.steps]
			match luck.choice(("edit", "drop", "swap", "forge")):
				case "edit":
					luck.choice(steps)[luck.choice(("reason", "acting_user", "act", "acted_at"))] = "x"
				case "drop":
					steps.pop(luck.randrange(5))
				case "swap":
					a, b = luck.sample(range(5), 2)
					steps[a]["sequence"], steps[b]["sequence"] = steps[b]["sequence"], steps[a]["sequence"]
					steps.sort(key=lambda step: step["sequence"])
				case "forge":
					step = steps[luck.randrange(5)]
					step["acting_user"] = "x"
					step["hash"] = step_hash(step, step["previous_hash"])
			self.assertTrue(verify(steps, self.head, 5))
