"""Every computed criterion of a size-S province over a year, against an oracle that shares no line with the app."""

from __future__ import annotations

import unittest
from collections import Counter
from contextlib import ExitStack
from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random
from typing import ClassVar
from unittest import mock

import frappe
from bontot.criteria import frozen, registry
from bontot.criteria.registry import Context
from bontot.criteria.setup import ensure_framework
from bontot.demo import build, meetings, plan, rated, registers
from bontot.meeting import calendar_rules, criteria, findings, kinds, quality
from bontot.rating import calculators as ratings
from bontot.rating import rules as rating_rules

from tests.benchmark._site import site
from tests.criteria import histories
from tests.criteria import records_oracle as oracle
from tests.scale.inside import sample

SEED, YEAR = 2026, 2025
DAY = date(YEAR + 1, 1, 5)
PERIODS = {"Six-Month": (date(YEAR, 1, 1), date(YEAR, 6, 30)), "Year": (date(YEAR, 1, 1), date(YEAR, 12, 31))}
DAYS = (  # within a month, on last days, within the days for minutes and after them, after the year
	date(YEAR, 2, 14),
	date(YEAR, 6, 30),
	date(YEAR, 7, 2),
	date(YEAR, 7, 20),
	date(YEAR, 12, 31),
	DAY,
)
ANSWERS = (  # what the province has said to the plan's questions
	{
		"good_meeting_share_percent": "60",
		"good_member_share_percent": "80",
		"whole_organization_per_half": "1",
		"whole_organization_days_after": "15",
	},
	{
		"good_meeting_share_percent": "",
		"good_member_share_percent": "",
		"whole_organization_days_after": "15",
	},
	{
		"good_meeting_share_percent": "92",
		"good_member_share_percent": "79",
		"official_rating_counts": "both",
		"regular_per_month": "2",
		"papers_ahead_days": "4",
		"minutes_due_days": "0",
		"leadership_documents_least": "12",
		"whole_organization_per_half": "1",
		"whole_organization_days_after": "0",
	},
)
KINDS = ("Cell", "Grassroots Organization")
SHOWN = 200  # rows of a criterion that are shown at most
TABLES = {
	"Meeting": (
		"name",
		"organization",
		"meeting_kind",
		"meeting_date",
		"for_month",
		"status",
		"prepared_by_meeting",
		"minutes_file",
		"minutes_approved_on",
		"quality_grade",
	),
	"Meeting Paper": ("name", "parent", "sent_at"),
	"Agenda Item": ("name", "parent", "is_done"),
	"Leadership Document": ("name", "organization", "issued_on"),
	"Annual Rating": ("name", "organization", "member", "subject", "year", "state", "grade"),
	"Party Member": ("name", "organization", "state", "admission_date", "left_on"),
	"Member State": ("parent", "from_date", "state"),
	"Member Transfer": (
		"member",
		"organization",
		"to_organization",
		"transfer_kind",
		"effective_date",
		"state",
	),
	"Organization Placement": ("organization", "parent_organization", "from_date", "to_date"),
	"Party Organization": ("name", "parent_organization", "kind", "valid_from", "valid_to"),
}


class TestRecords(unittest.TestCase):
	"""The province is built and damaged in one transaction, which is rolled back."""

	province: ClassVar[oracle.Province]
	titled: ClassVar[dict[str, list[str]]]
	framework: ClassVar[dict]
	saved_again: ClassVar[dict]

	@classmethod
	def setUpClass(cls) -> None:
		stack = ExitStack()
		cls.addClassCleanup(stack.close)
		stack.enter_context(site())
		stack.enter_context(mock.patch.object(frappe.db, "commit"))  # builders commit by the batch
		placed = cls.build()
		cls.saved_again = sample(sizes={"Party Organization": 10, "Party Member": 20, "Meeting": 20})
		cls.damage(Random(SEED))
		found_some_in_autumn([spot.name for spot in placed.values()])
		cls.province = read()
		kinds = dict(frappe.get_all("Organization Kind", fields=["name", "title_kind"], as_list=True))
		own = {spot.name for spot in placed.values()}
		cls.titled = {
			kind: [
				name
				for name, row in cls.province.organizations.items()
				if name in own and kinds[row["kind"]] == kind
			]
			for kind in KINDS
		}

	@classmethod
	def build(cls) -> dict:
		with mock.patch("builtins.print"), build.Progress("S") as progress:
			placed = build.place(plan.SIZES["S"], SEED, DAY, progress)
			cls.framework = frozen.resolve(ensure_framework(placed["02"].name))
			for spot in placed.values():
				rows = meetings.rows_of(spot, placed, SEED, [YEAR], DAY, DAY, frozenset())
				rows.write()
		registers.add(placed, SEED, DAY.replace(year=YEAR, month=12, day=31))
		rated.add_last_year(placed, SEED, DAY)
		return placed

	@classmethod
	def damage(cls, random: Random) -> None:
		"""What a good demo lacks: everything that can be wrong with a record, some of each."""
		for doctype, share, values in damages():
			names = frappe.get_all(doctype, pluck="name", order_by="name", limit_page_length=0)
			for name in random.sample(names, max(1, int(len(names) * share))):
				frappe.db.set_value(doctype, name, values(random, doctype, name), update_modified=False)
		for doctype, share in (("Meeting", 0.03), ("Annual Rating", 0.1), ("Leadership Document", 0.3)):
			names = frappe.get_all(doctype, pluck="name", order_by="name", limit_page_length=0)
			for name in random.sample(names, int(len(names) * share)):
				frappe.db.delete(doctype, {"name": name})
		take_away_what_was_before_the_founding()
		rate_officials(random)
		histories.move_members(random)
		histories.move_cells(random)

	def compare(self, keys: set[str] | None = None, first_only: bool = False) -> tuple[Counter, list[str]]:
		"""How often each criterion came to each result, and where app and oracle differ; `first_only`: as far as that."""
		seen, differ = Counter(), []
		for row in self.framework["criteria"]:
			if not row["calculator"] or (keys and row["calculator"] not in keys):
				continue
			for period, (first, last) in PERIODS.items():
				for answers in ANSWERS:
					settings = self.framework["settings"] | answers
					for kind in KINDS:
						if not row["for_cell" if kind == "Cell" else "for_grassroots"]:
							continue
						for day in DAYS:
							self.ask(
								row["calculator"], kind, period, first, last, day, settings, seen, differ
							)
							if first_only and differ:
								return seen, differ
		return seen, differ

	def ask(self, key, kind, period, first, last, day, settings, seen: Counter, differ: list[str]) -> None:
		contexts = [Context(name, kind, period, first, last, day, settings) for name in self.titled[kind]]
		found = registry.compute_many(key, contexts)
		for context in contexts:
			name = context.organization
			asked = oracle.Asked(self.province, name, kind, period == "Six-Month", first, last, day, settings)
			result, rows = oracle.RULES[key](asked)
			says = found[name]
			shown = {(row["name"], row["ok"]) for row in says.rows}
			seen[key, says.result] += 1
			same = says.result == result and len(says.rows) == min(len(rows), SHOWN) and shown <= rows
			if not same:
				differ.append(f"{key} of {name} ({kind}, {period}) on {day}: {says.result}, oracle {result}")

	def test_every_criterion_on_every_day_is_what_the_oracle_says(self) -> None:
		self.assertEqual(set(oracle.RULES), registry.known())
		seen, differ = self.compare()
		self.assertEqual(differ[:5], [])
		self.assertGreater(sum(seen.values()), 10_000)
		never = {
			(key, result) for key in oracle.RULES for result in ("Met", "Not Met") if seen[key, result] < 20
		}
		self.assertEqual(never, set(), "a criterion that hardly ever turns says nothing")
		for key in ("meeting_quality", "yearly_rating", "member_rating"):
			self.assertGreater(seen[key, "Awaiting Rating"], 20, key)
		print(
			f"\n{sum(seen.values())} values of {len(oracle.RULES)} criteria as the oracle says: {told(seen)}"
		)

	def test_rows_that_were_written_in_bulk_are_saved_again_unchanged(self) -> None:
		self.assertEqual(self.saved_again, {"saved": 50, "changed": {}})

	def test_one_by_one_they_say_what_they_say_together(self) -> None:
		first, last = PERIODS["Year"]
		settings = self.framework["settings"] | ANSWERS[0]
		for key in sorted(oracle.RULES):
			cells = key not in ("committee_sequence", "papers_ahead", "agenda_followed", "minutes_archived")
			kind = "Cell" if cells and key != "leadership_documents" else "Grassroots Organization"
			contexts = [Context(name, kind, "Year", first, last, DAY, settings) for name in self.titled[kind]]
			together = registry.compute_many(key, contexts)
			for context in contexts[::7]:
				with self.subTest(key, organization=context.organization):
					self.assertEqual(registry.compute(key, context), together[context.organization])

	def test_control_a_rule_that_is_a_little_wrong_is_noticed(self) -> None:
		"""One day, one comparison, one grade: each slip in the app's rules is seen against the oracle."""
		good = rating_rules.GOOD_OR_BETTER
		for what, keys, slip in (
			("the last day is late", {"cell_regular_and_thematic"}, _overdue_on_the_day(findings)),
			("the last day is late for grades", {"meeting_quality"}, _overdue_on_the_day(quality)),
			(
				"papers a day later will do",
				{"papers_ahead"},
				mock.patch.object(calendar_rules, "days_ahead", _one_day_more),
			),
			("fair is good", {"meeting_quality"}, mock.patch.object(quality, "GOOD", "Fair")),
			(
				"duly is well",
				{"member_rating", "yearly_rating"},
				mock.patch.object(ratings, "GOOD_OR_BETTER", good | {"Duly Completed"}),
			),
			(
				"who came since counts",
				{"member_rating"},
				mock.patch.object(ratings, "counted_on", lambda context: DAY + timedelta(days=1)),
			),
			(
				"a copy or an approval will do",
				{"minutes_archived"},
				mock.patch.dict(criteria.CALCULATORS, minutes_archived=_either_will_do()),
			),
			(
				"who was founded late owes meetings of before",
				{"preparation", "agenda_followed"},
				mock.patch.object(calendar_rules, "lived", lambda spans, *_life: spans),
			),
			(
				"the meeting of July is not looked at",
				{"preparation"},
				mock.patch.dict(criteria.CALCULATORS, preparation=_within_the_period("preparation")),
			),
			("the State's word is not heard", {"member_rating"}, mock.patch.object(ratings, "BOTH", "never")),
		):
			with self.subTest(what), slip:
				_seen, differ = self.compare(keys, first_only=True)
				self.assertTrue(differ, f"nobody notices that {what}")


def found_some_in_autumn(placed: list[str]) -> None:
	"""Bodies that were founded on 30 September and have not met as a whole: of the half-years they owe none."""
	own = {"name": ("in", placed), "kind": ("like", "dang_bo_co_so%")}
	names = frappe.get_all("Party Organization", own, pluck="name", order_by="path", limit_page_length=3)
	frappe.db.set_value("Party Organization", {"name": ("in", names)}, "valid_from", date(YEAR, 9, 30))
	frappe.db.delete("Meeting", {"organization": ("in", names), "meeting_kind": "Whole Organization"})
	take_away_what_was_before_the_founding()


def take_away_what_was_before_the_founding() -> None:
	organization, meeting = frappe.qb.DocType("Party Organization"), frappe.qb.DocType("Meeting")
	query = frappe.qb.from_(meeting).join(organization).on(organization.name == meeting.organization)
	early = query.select(meeting.name).where(meeting.meeting_date < organization.valid_from).run(pluck=True)
	frappe.db.delete("Meeting", {"name": ("in", early or [""])})


def rate_officials(random: Random) -> None:
	"""What the State says of a third of the members, often less than the Party."""
	fields = ["member", "organization", "organization_path", "year"]
	rows = frappe.get_all(
		"Annual Rating", {"subject": "Member"}, fields, order_by="name", limit_page_length=0
	)
	for row in random.sample(rows, len(rows) // 3):
		doc = frappe.get_doc(
			doctype="Annual Rating",
			subject="Official",
			state=random.choice(("Decided", "Decided", "Decided", "Proposed")),
			grade=random.choice(("Well Completed", "Well Completed", "Well Completed", "Duly Completed")),
			**row,
		)
		doc.name = f"{row.member}-{row.year}-official"
		doc.db_insert()  # past the controller, as all of these records


def _overdue_on_the_day(module):
	return mock.patch.object(module, "is_overdue", lambda due_on, as_of: as_of >= due_on)


def _either_will_do() -> criteria.Calculator:
	def fault(fact: findings.Fact) -> str:
		return "" if fact.minuted and (fact.has_file or fact.approved_on) else "no_minutes"

	asked = (kinds.PARTY_COMMITTEE,)
	return criteria.Calculator(asked, criteria._each(kinds.PARTY_COMMITTEE, fault, grace=True), "minutes")


def _within_the_period(key: str) -> criteria.Calculator:
	return replace(criteria.CALCULATORS[key], later="")


def _one_day_more(sent_on: date, meeting_date: date) -> int:
	return (meeting_date - sent_on).days + 1


def damages():
	"""(doctype, share of its rows, values by (random, doctype, name))."""
	moment = datetime(YEAR, 1, 1)

	def late_paper(random: Random, doctype: str, name: str) -> dict:
		day = frappe.db.get_value("Meeting", frappe.db.get_value(doctype, name, "parent"), "meeting_date")
		sent = datetime.combine(day, moment.time()) - timedelta(days=random.randint(0, 4), minutes=1)
		return {"sent_at": sent}

	def other_month(random: Random, doctype: str, name: str) -> dict:
		day = frappe.db.get_value(doctype, name, "meeting_date")
		return {"meeting_date": day + timedelta(days=random.randint(15, 40))}

	def born(random: Random, doctype: str, name: str) -> dict:
		return {"valid_from": date(YEAR, random.randint(1, 12), random.choice((1, 1, 15)))}

	def ended(random: Random, doctype: str, name: str) -> dict:
		return {"valid_to": date(YEAR, random.randint(6, 12), random.choice((28, 30)))}

	return (
		("Meeting", 0.5, lambda *_: {"quality_grade": "Good"}),
		("Meeting", 0.05, lambda *_: {"status": "Planned"}),
		("Meeting", 0.08, lambda *_: {"status": "Held"}),
		("Meeting", 0.1, other_month),
		("Meeting", 0.1, lambda *_: {"for_month": None}),
		("Meeting", 0.1, lambda *_: {"minutes_approved_on": None}),
		("Meeting", 0.05, lambda *_: {"minutes_file": "/private/files/bien-ban.pdf"}),
		("Meeting", 0.05, lambda *_: {"minutes_file": None}),
		("Meeting", 0.05, lambda *_: {"prepared_by_meeting": None}),
		("Meeting", 0.1, lambda random, *_: {"quality_grade": random.choice(("Good", "Fair", "Poor", None))}),
		("Meeting Paper", 0.2, late_paper),
		("Meeting Paper", 0.03, lambda *_: {"sent_at": None}),
		("Agenda Item", 0.03, lambda *_: {"is_done": 0}),
		("Annual Rating", 0.15, lambda *_: {"grade": "Duly Completed"}),
		("Annual Rating", 0.05, lambda *_: {"state": "Proposed"}),
		("Party Member", 0.05, lambda random, *_: {"state": random.choice(("Exempt", "Away", "Full"))}),
		("Party Organization", 0.1, born),
		("Party Organization", 0.05, ended),
	)


def read() -> oracle.Province:
	tables = {
		doctype: [
			dict(row)
			for row in frappe.get_all(doctype, fields=list(fields), order_by="name", limit_page_length=0)
		]
		for doctype, fields in TABLES.items()
	}
	organizations = {row["name"]: row for row in tables.pop("Party Organization")}
	return oracle.Province(
		organizations=organizations,
		meetings=tables["Meeting"],
		papers=tables["Meeting Paper"],
		agenda=tables["Agenda Item"],
		documents=tables["Leadership Document"],
		ratings=tables["Annual Rating"],
		members=tables["Party Member"],
		transfers=tables["Member Transfer"],
		states=tables["Member State"],
		placements=tables["Organization Placement"],
	)


def told(seen: Counter) -> str:
	by_result = Counter()
	for (_key, result), times in seen.items():
		by_result[result] += times
	return ", ".join(f"{result} {times}" for result, times in sorted(by_result.items()))


if __name__ == "__main__":
	unittest.main()
