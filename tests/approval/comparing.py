"""The site beside the oracle: what a file has become, and what stands in everybody's queue."""

from __future__ import annotations

import json
import random
import unittest
from collections.abc import Iterable
from functools import cache
from typing import Any
from unittest.mock import patch

import frappe
from bontot.approval.queue import vacancies, waiting

from tests.approval import ground
from tests.approval.facts import DECIDED, File
from tests.approval.oracle import Oracle

OF_STEP = (
	"act",
	"acting_user",
	"on_behalf_of",
	"acting_organization",
	"below_organization",
	"above_organization",
)


class Comparison:
	def __init__(
		self,
		test: unittest.TestCase,
		world: ground.World,
		oracle: Oracle,
		files: dict[str, File],
		luck: random.Random,
	) -> None:
		self.test, self.world, self.oracle, self.files, self.luck = test, world, oracle, files, luck

	def of_file(self, file: File, what: Any) -> None:
		self.same_standing(file, what)
		self.same_title(file, what)
		self.same_marks(file, what)
		self.same_log(file, what)
		self.same_queues(file, what)

	def same_standing(self, file: File, what: Any) -> None:
		doc = frappe.db.get_value("Evaluation", file.name, "*", as_dict=True)
		route = frappe.parse_json(doc.route)["steps"] if doc.route else []
		self.test.assertEqual(
			(doc.state, doc.awaiting_organization, doc.awaiting_act, doc.round or 0, doc.returned_by),
			(file.state, file.place, file.act, file.round, file.returned_by),
			what,
		)
		self.test.assertEqual([(step["organization"], step["act"]) for step in route], file.steps, what)
		self.test.assertEqual(doc.locked_by, file.locked_by, what)

	def same_title(self, file: File, what: Any) -> None:
		self.test.assertEqual(
			frappe.db.get_value("Recognition", {"evaluation": file.name}, "state"), file.title, what
		)
		self.test.assertLessEqual(file.decisions, 1, what)
		self.test.assertEqual(file.decisions, int(file.state in DECIDED), what)

	def same_marks(self, file: File, what: Any) -> None:
		"""Which criteria are accepted, and by whom, and which are to be mended."""
		fields = ["criterion_key", "review_state", "accepted_by_organization"]
		rows = frappe.get_all("Evaluation Item", {"parent": file.name}, fields, order_by="idx")
		self.test.assertEqual(
			{row.criterion_key: (row.review_state, row.accepted_by_organization) for row in rows},
			{key: (mark.state, mark.by) for key, mark in file.marks.items()},
			what,
		)

	def same_log(self, file: File, what: Any) -> None:
		fields = [*OF_STEP, "criteria_touched"]
		rows = frappe.get_all("Approval Step", {"file_name": file.name}, fields, order_by="sequence")
		found = [(*(row[field] for field in OF_STEP), json.loads(row.criteria_touched)) for row in rows]
		told = [(a.what, a.person, a.holder, a.place, a.below, a.above, a.criteria) for a in file.log]
		if file.six_month:  # a level that ends it by agreeing has concluded it: the log names what happened
			found = [
				("Agree" if row[0] == "Conclude Interim" and told[n][0] == "Agree" else row[0], *row[1:])
				for n, row in enumerate(found)
			]
		self.test.assertEqual(found, told, what)

	def same_queues(self, file: File, what: Any) -> None:
		"""The queues of all who are seated on the file's line and of some others, as far as this file goes."""
		files = frappe.qb.DocType("Evaluation")
		near = {seat.person for seat in self.oracle.facts.seats if seat.place in file.line}
		# Nothing moves while the queues are looked at: where nobody may appraise is asked once a place.
		with patch.object(waiting.no_eligible_approver, "at", cache(waiting.no_eligible_approver.at)):
			for person in sorted(near | set(self.luck.sample(self.world.people, 2))):
				condition = waiting.waiting_for(files, person) & (files.name == file.name)
				found = bool(frappe.qb.from_(files).select(files.name).where(condition).run())
				self.test.assertEqual(found, self.oracle.shows(file, person), (person, what))

	def of_everything(self) -> None:
		for file in self.files.values():
			self.of_file(file, "all files")
		self.of_pages(self.world.people, "all files")

	def of_pages(self, people: Iterable[str], what: Any) -> None:
		"""What people see of all files, and which files are told to stand still."""
		found = {name for row in vacancies.stuck() for name in row["files"] if name in self.files}
		stuck = {name for name, file in self.files.items() if self.oracle.stuck(file)}
		self.test.assertEqual(found, stuck, ("files that nobody can act on", what))
		with patch.object(waiting.no_eligible_approver, "at", cache(waiting.no_eligible_approver.at)):
			for person in people:
				rows = waiting.page(person, waiting.Filters(), limit=100)["rows"]
				shown = {row.name for row in rows} & set(self.files)
				told = {name for name, file in self.files.items() if self.oracle.shows(file, person)}
				self.test.assertEqual(shown, told, (person, what))
