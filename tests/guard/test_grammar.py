"""Generated questions: whatever stands in filters, fields, order and limits, no secret comes out and nothing breaks.

The canary stands in a field that a secretary may not read, of a member of the neighbouring cell. The first questions go
over HTTP; the many of the full run are put to the same application inside this process.
"""

from __future__ import annotations

import json
import os
import time
import unittest
from collections import Counter

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.bad_days.ground import rows
from tests.guard import inside
from tests.guard.ground import SHORT, SharedCase, ask, elsewhere, unguarded
from tests.guard.questions import CANARY, questions
from tests.main_job.client import Person

CASES = int(os.environ.get("BONTOT_GUARD_CASES") or (2_000 if SHORT else 50_000))
BY_HTTP = 150
SLOWEST = 5.0  # seconds: only a question that made the database sleep takes that long, on a busy machine too
MOST_TOLD = 40
SETTINGS = {
	"deadline": None,
	"database": None,
	"derandomize": True,
	"suppress_health_check": list(HealthCheck),
	"phases": [Phase.generate],  # faults are collected and told together; each is small already
}


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
		self.statuses: Counter[int] = Counter()
		self.faults: list[str] = []

	def put(self, person: Person, asked: dict, double: bool, within: bool = False) -> tuple[int, str]:
		form = dict(asked)
		path = f"/api/method/{form.pop('door')}"
		if double:
			form = {
				key: json.dumps(each) if isinstance(each, list | dict) else each for key, each in form.items()
			}
		if within:
			return inside.ask(person, "POST", path, body=form)
		return ask(person, "POST", path, body=form)

	def judge(self, asked: dict, double: bool, within: bool) -> None:
		began = time.monotonic()
		status, text = self.put(self.secretary, asked, double, within)
		self.statuses[status] += 1
		fault = ""
		if CANARY in text:  # no question holds the whole of it
			fault = "THE CANARY"
		elif status >= 500 or "SQL syntax" in text:
			fault = str(status)
		elif time.monotonic() - began > SLOWEST:
			fault = "slow"
		if fault:
			self.faults.append(f"{fault}: {json.dumps(asked)[:600]} {'twice' if double else ''}")

	def play(self, cases: int, within: bool) -> None:
		@settings(max_examples=cases, **SETTINGS)
		@given(questions(), st.booleans())
		def every(asked: dict, double: bool) -> None:
			self.judge(asked, double, within)

		began = time.monotonic()
		every()
		told = ", ".join(f"{number} × {status}" for status, number in sorted(self.statuses.items()))
		print(f"\n{sum(self.statuses.values())} questions in {time.monotonic() - began:.0f} s: {told}")
		self.assertEqual(self.faults, [], f"{len(self.faults)} faults\n" + "\n".join(self.faults[:MOST_TOLD]))
		self.assertGreater(
			self.statuses[200], cases // 50, "nearly all refused: the questions are no questions"
		)

	def test_no_question_gets_a_secret_or_breaks_anything(self) -> None:
		self.play(min(CASES, BY_HTTP), within=False)

	def test_nor_do_very_many_within_the_process(self) -> None:
		self.play(CASES, within=True)

	def test_the_groups_of_the_report_builder_are_answered(self) -> None:
		"""What the desk adds to a question when a report is grouped; the order is by the figure that it makes."""
		column = "`tabParty Member`.`state`"
		asked = {
			"door": "frappe.desk.reportview.get", "doctype": "Party Member", "fields": json.dumps([column]), "group_by": column,
			"aggregate_function": "count", "aggregate_on_field": "name", "aggregate_on_doctype": "Party Member",
			"order_by": "_aggregate_column desc", "filters": "[]", "view": "Report", "start": 0, "page_length": 20,
		}  # fmt: skip
		status, text = self.put(self.secretary, asked, False)
		self.assertEqual(status, 200, text)
		self.assertEqual(json.loads(text)["message"]["keys"], ["state", "_aggregate_column"])

	def test_control_without_the_guard_the_canary_sings(self) -> None:
		leak = {
			"door": "frappe.desk.query_report.get_data_for_custom_field",
			"doctype": "Party Member",
			"field": "card_number",
		}
		with unguarded() as url:
			_status, text = self.put(elsewhere(self.secretary, url), leak, False)
		self.assertIn(CANARY, text)
		for within in (False, True):
			status, text = self.put(self.secretary, leak, False, within)
			self.assertEqual((status, CANARY in text), (403, False))


if __name__ == "__main__":
	unittest.main()
