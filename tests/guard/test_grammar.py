"""Generated questions: whatever stands in filters, fields, order and limits, no secret comes out and nothing breaks.

The canary stands in a field that a secretary may not read, of a member of the neighbouring cell. The first questions go
over HTTP; the many of the full run are put to the same application inside this process.
"""

from __future__ import annotations

import inspect
import json
import os
import unittest
from unittest.mock import patch

from frappe.desk import query_report
from pymysql.err import ProgrammingError

from tests.bad_days.ground import rows
from tests.guard import asked, inside
from tests.guard.asked import Outcome
from tests.guard.ground import SHORT, SharedCase, ask, elsewhere, unguarded
from tests.guard.questions import CANARY
from tests.main_job.client import Person

CASES = int(os.environ.get("BONTOT_GUARD_CASES") or (400 if SHORT else 50_000))
PROCESSES = int(os.environ.get("BONTOT_GUARD_PROCESSES") or (1 if SHORT else 4))
BY_HTTP = 100
WITHOUT_GUARD = 200
NOT_ASKED = ("sleep(", "benchmark(")  # nothing would keep the database from doing it, once for each row
MOST_TOLD = 40


class TestGrammar(SharedCase):
	@classmethod
	def setUpClass(cls) -> None:
		super().setUpClass()
		neighbour = cls.round.organization("neighbour")
		rows(
			f"UPDATE `tabParty Member` SET card_number = '{CANARY}' WHERE organization = '{neighbour}'; COMMIT"
		)

	def setUp(self) -> None:
		self.secretary = self.round.person("secretary")

	def put(self, person: Person, form: dict, within: bool = False) -> tuple[int, str]:
		form = dict(form)
		path = f"/api/method/{form.pop('door')}"
		return (inside.ask if within else ask)(person, "POST", path, body=form)

	def judge(self, outcome: Outcome, cases: int) -> None:
		print(f"\n{outcome}")
		told = "\n".join(outcome.faults[:MOST_TOLD])
		self.assertEqual(outcome.faults, [], f"{len(outcome.faults)} faults\n{told}")
		self.assertGreaterEqual(sum(outcome.statuses.values()), cases)
		self.assertGreater(
			outcome.statuses[200], cases // 50, "nearly all refused: the questions are no questions"
		)

	def test_no_question_gets_a_secret_or_breaks_anything(self) -> None:
		self.judge(
			asked.play(BY_HTTP, PROCESSES, lambda path, form: ask(self.secretary, "POST", path, body=form)),
			BY_HTTP,
		)

	def test_nor_do_very_many_within_the_process(self) -> None:
		if PROCESSES == 1:
			self.judge(asked.play_within(self.secretary, CASES, 0), CASES)
		else:
			self.judge(asked.play_at_once(self.secretary, CASES, PROCESSES), CASES)

	def test_the_groups_of_the_report_builder_are_answered(self) -> None:
		"""What the desk adds to a question when a report is grouped; the order is by the figure that it makes."""
		column = "`tabParty Member`.`state`"
		question = {
			"door": "frappe.desk.reportview.get", "doctype": "Party Member", "fields": json.dumps([column]), "group_by": column,
			"aggregate_function": "count", "aggregate_on_field": "name", "aggregate_on_doctype": "Party Member",
			"order_by": "_aggregate_column desc", "filters": "[]", "view": "Report", "start": 0, "page_length": 20,
		}  # fmt: skip
		status, text = self.put(self.secretary, question)
		self.assertEqual(status, 200, text)
		self.assertEqual(json.loads(text)["message"]["keys"], ["state", "_aggregate_column"])

	def test_control_without_the_guard_the_canary_sings(self) -> None:
		leak = {
			"door": "frappe.desk.query_report.get_data_for_custom_field",
			"doctype": "Party Member",
			"field": "card_number",
		}
		with unguarded() as url:
			status, text = self.put(elsewhere(self.secretary, url), leak)
		self.assertEqual(status, 200)
		if "get_list(" not in inspect.getsource(query_report.get_data_for_custom_field):
			self.assertIn(CANARY, text)  # newer frameworks hand out what may be read, and no more
		for within in (False, True):
			status, text = self.put(self.secretary, leak, within)
			self.assertEqual((status, CANARY in text), (403, False))

	def test_control_what_breaks_in_the_database_or_in_our_code_is_a_fault(self) -> None:
		question = {"door": "frappe.desk.reportview.get", "doctype": "Party Member"}
		ours = compile("raise TypeError('x')", "/apps/bontot/bontot/x.py", "exec")
		for falls, faults in (
			(ProgrammingError(1064, "x"), 1),
			(TypeError("x"), 0),
			(lambda *given: exec(ours), 1),
		):
			outcome = Outcome()
			with (
				self.subTest(falls=falls),
				patch("frappe.desk.reportview.get_form_params", side_effect=falls),
			):
				outcome.judge(
					question, False, lambda path, form: asked.put_within(self.secretary, path, form)
				)
				self.assertEqual((dict(outcome.statuses), len(outcome.faults)), ({500: 1}, faults))

	def test_control_without_the_guard_questions_like_these_find_it_or_break_the_server(self) -> None:
		"""The same as above by HTTP, and as many again: what is judged there finds faults where there are some."""
		with unguarded() as url:
			bare = elsewhere(self.secretary, url)

			def put(path: str, form: dict) -> tuple[int, str]:
				if any(each in json.dumps(form) for each in NOT_ASKED):
					return 0, ""
				return ask(bare, "POST", path, body=form)

			outcome = asked.play(WITHOUT_GUARD, PROCESSES, put)
		print(f"\nwithout the guard {len(outcome.faults)} faults (0: not asked): {outcome}")
		self.assertLess(outcome.statuses[0], WITHOUT_GUARD // 4, "hardly anything was asked")
		self.assertGreater(outcome.canaries + outcome.broken, 10)


if __name__ == "__main__":
	unittest.main()
