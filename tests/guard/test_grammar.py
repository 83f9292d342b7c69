"""Generated questions: whatever stands in filters, fields, order and limits, no secret comes out and nothing breaks.

The canary stands in a field that a secretary may not read, of a member of the neighbouring cell.
"""

from __future__ import annotations

import json
import os
import time
import unittest

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.bad_days.ground import ProvinceCase, rows
from tests.guard.ground import ask, elsewhere, unguarded

CASES = int(os.environ.get("BONTOT_GUARD_CASES") or (50_000 if os.environ.get("BONTOT_GUARD_FULL") else 250))
CANARY = "CANARY7f3a9e51"
SLOWEST = 5.0  # seconds: only a question that made the database sleep takes that long, on a busy machine too
DOORS = (
	"frappe.client.get_list", "frappe.desk.reportview.get", "frappe.desk.reportview.get_list", "frappe.desk.reportview.get_count",
	"frappe.desk.search.search_widget", "frappe.desk.search.search_link", "frappe.client.get_value", "frappe.client.get_count",
	"frappe.desk.listview.get_group_by_count", "frappe.desk.reportview.get_sidebar_stats",
)  # fmt: skip
KINDS = (
	"Party Member",
	"User",
	"Seat",
	"Meeting",
	"Meeting Attendance",
	"party member",
	"__Auth",
	"DocType",
	"Singles",
)
FIELDS = (
	"name", "full_name", "card_number", "phone", "organization", "reset_password_key", "api_secret", "password", "*", "owner",
	"member.card_number", "owner.reset_password_key", "tabUser.email", "`tabUser`.`reset_password_key`", "count(name)", "max(card_number)",
	"sum(docstatus)", "(select card_number from `tabParty Member` limit 1)", "sleep(6)", "card_number as name", "if(1,card_number,2)",
	"name`,`card_number", "load_file('/etc/passwd')", "group_concat(card_number)", "concat(name,card_number)", "1; drop table x", "name -- ",
	"/**/card_number", "distinct card_number", "exists(select 1)", "benchmark(9999999,md5(1))", "@@version", "char(67)",
)  # fmt: skip
OPERATORS = (
	"=",
	"!=",
	"like",
	"in",
	"not in",
	"is",
	"between",
	">",
	"descendants of",
	"Timespan",
	"sounds like",
	"= 1 or",
	"regexp",
	"",
)
VALUES = (
	"%",
	CANARY,
	CANARY[:4] + "%",
	"set",
	"",
	"x' or '1'='1",
	1,
	None,
	["a", "b"],
	{"a": 1},
	"\\",
	"`",
	"%(x)s",
	"{{7*7}}",
	"\x00",
	"đ" * 300,
)

field = st.sampled_from(FIELDS)
value = st.sampled_from(VALUES)
condition = st.one_of(
	st.tuples(field, st.sampled_from(OPERATORS), value).map(list),
	st.tuples(st.sampled_from(KINDS), field, st.sampled_from(OPERATORS), value).map(list),
	st.lists(value, max_size=5),
	st.dictionaries(field, value, max_size=2),
	st.text(max_size=8),
)
conditions = st.one_of(
	st.lists(condition, max_size=3),
	st.dictionaries(
		field, st.one_of(value, st.tuples(st.sampled_from(OPERATORS), value).map(list)), max_size=3
	),
)
ordered = st.one_of(
	field,
	field.map(lambda each: f"{each} desc"),
	st.lists(field, max_size=2).map(",".join),
	st.text(max_size=12),
)
limit = st.one_of(st.integers(-2, 10**6), st.sampled_from(("", "1; x", "1 offset 1", "0", None)))
twice = st.booleans()
question = st.fixed_dictionaries(
	{"door": st.sampled_from(DOORS), "doctype": st.sampled_from(KINDS)},
	optional={
		"fields": st.lists(field, max_size=3), "filters": conditions, "or_filters": conditions, "order_by": ordered, "group_by": ordered,
		"searchfield": field, "fieldname": st.one_of(field, st.lists(field, max_size=2)), "field": field, "current_filters": conditions,
		"limit_page_length": limit, "limit_start": limit, "stats": st.lists(field, max_size=2), "parent": st.sampled_from(KINDS),
		"txt": st.sampled_from(("", CANARY[:6], "%")), "pluck": field, "distinct": st.sampled_from(("true", "1", 1)), "as_list": st.just(1),
		"debug": st.just(1), "ignore_permissions": st.just(1), "run": st.just(0), "query": st.sampled_from(("frappe.client.get_list", "x.y")),
	},
)  # fmt: skip


class TestGrammar(ProvinceCase):
	@classmethod
	def setUpClass(cls) -> None:
		super().setUpClass()
		neighbour = cls.round.organization("neighbour")
		rows(
			f"UPDATE `tabParty Member` SET card_number = '{CANARY}' WHERE organization = '{neighbour}'; COMMIT"
		)
		cls.asked = cls.answered = 0

	def put(self, person, asked: dict, double: bool) -> tuple[int, str]:
		form = dict(asked)
		door = form.pop("door")
		if double:
			form = {
				key: json.dumps(each) if isinstance(each, list | dict) else each for key, each in form.items()
			}
		return ask(person, "POST", f"/api/method/{door}", body=form)

	def test_no_question_gets_a_secret_or_breaks_anything(self) -> None:
		secretary = self.round.person("secretary")

		@settings(
			max_examples=CASES,
			deadline=None,
			database=None,
			derandomize=True,
			suppress_health_check=list(HealthCheck),
		)
		@given(question, twice)
		def every(asked: dict, double: bool) -> None:
			began = time.monotonic()
			status, text = self.put(secretary, asked, double)
			type(self).asked += 1
			type(self).answered += status == 200
			self.assertNotIn(CANARY, text.replace(json.dumps(asked), ""), asked)
			self.assertLess(status, 500, f"{asked} {text[:300]}")
			self.assertNotIn("SQL syntax", text)
			self.assertLess(time.monotonic() - began, SLOWEST, asked)

		every()
		print(f"\n{self.asked} questions, {self.answered} answered")
		self.assertGreater(self.answered, 0, "all refused: the questions are no questions")

	def test_control_without_the_guard_the_canary_sings(self) -> None:
		leak = {
			"door": "frappe.desk.query_report.get_data_for_custom_field",
			"doctype": "Party Member",
			"field": "card_number",
		}
		with unguarded() as url:
			_status, text = self.put(elsewhere(self.round.person("secretary"), url), leak, False)
		self.assertIn(CANARY, text)
		status, text = self.put(self.round.person("secretary"), leak, False)
		self.assertEqual((status, CANARY in text), (403, False))


if __name__ == "__main__":
	unittest.main()
