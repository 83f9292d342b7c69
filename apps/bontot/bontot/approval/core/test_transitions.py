from __future__ import annotations

from unittest import TestCase

from hypothesis import given, settings
from hypothesis import strategies as st

from bontot.approval.core import transitions as t
from bontot.approval.core.transitions import Outcome, Situation, outcome, possible

THREE = ("Appraise", "Appraise", "Decide")
INTERIM = ("Appraise", "Appraise")
ACTS = (
	t.SEND, t.RECALL, t.AGREE, t.RETURN, t.RECOGNIZE, t.REFUSE, t.CONCLUDE_INTERIM, t.DECLARE_NOT_REACHED, t.REOPEN,
	t.WITHDRAW, t.LOCK, t.REROUTE, t.RETURN_BELOW,
)  # fmt: skip


class TestDocuments(TestCase):
	def test_each_act_at_each_place(self):
		"""Whatever a document meets that does not stand here is refused."""
		two, decided = ("Appraise", "Appraise"), ("Appraise", "Decide")
		allowed = {
			(t.DRAFT, -1, two, t.SEND): Outcome(t.UNDER_APPRAISAL, 0, t.SEND, 2),
			(t.RETURNED, -1, two, t.SEND): Outcome(t.UNDER_APPRAISAL, 0, t.SEND, 2),
			(t.UNDER_APPRAISAL, 0, two, t.RECALL): Outcome(t.RETURNED, -1, t.RECALL, 2),
			(t.UNDER_APPRAISAL, 0, two, t.AGREE): Outcome(t.UNDER_APPRAISAL, 1, t.AGREE, 2),
			(t.UNDER_APPRAISAL, 0, two, t.RETURN): Outcome(t.RETURNED, -1, t.RETURN, 3),
			(t.UNDER_APPRAISAL, 1, two, t.RECALL): Outcome(t.UNDER_APPRAISAL, 0, t.RECALL, 2),
			(t.UNDER_APPRAISAL, 1, two, t.AGREE): Outcome(t.APPROVED, -1, t.APPROVE, 2),
			(t.UNDER_APPRAISAL, 1, two, t.RETURN): Outcome(t.RETURNED, -1, t.RETURN, 3),
			(t.UNDER_APPRAISAL, 0, two, t.RETURN_BELOW): "no_level_below",
			(t.UNDER_APPRAISAL, 1, two, t.RETURN_BELOW): Outcome(t.UNDER_APPRAISAL, 0, t.RETURN, 2),
			(t.UNDER_APPRAISAL, 1, decided, t.RETURN_BELOW): Outcome(t.UNDER_APPRAISAL, 0, t.RETURN, 2),
			(t.UNDER_APPRAISAL, 1, decided, t.RECALL): Outcome(t.UNDER_APPRAISAL, 0, t.RECALL, 2),
			(t.UNDER_APPRAISAL, 1, decided, t.APPROVE): Outcome(t.APPROVED, -1, t.APPROVE, 2),
			(t.UNDER_APPRAISAL, 1, decided, t.RETURN): Outcome(t.RETURNED, -1, t.RETURN, 3),
			(t.APPROVED, -1, two, t.WITHDRAW): Outcome(t.WITHDRAWN, -1, t.WITHDRAW, 2),
			(t.UNDER_APPRAISAL, 0, two, t.REROUTE): Outcome(t.UNDER_APPRAISAL, 0, t.REROUTE, 2),
			(t.UNDER_APPRAISAL, 1, two, t.REROUTE): Outcome(t.UNDER_APPRAISAL, 1, t.REROUTE, 2),
			(t.UNDER_APPRAISAL, 1, decided, t.REROUTE): Outcome(t.UNDER_APPRAISAL, 1, t.REROUTE, 2),
		}
		states = (t.DRAFT, t.RETURNED, t.APPROVED, t.WITHDRAWN)
		places = [(state, -1, two) for state in states]
		places += [(t.UNDER_APPRAISAL, 0, two), (t.UNDER_APPRAISAL, 1, two), (t.UNDER_APPRAISAL, 1, decided)]
		for state, position, levels in places:
			situation = Situation(state, position, levels, 2, table="document")
			for act in (*ACTS, t.APPROVE):
				with self.subTest(state=state, position=position, act=act):
					wanted = allowed.get((state, position, levels, act), "not_open_here")
					self.assertEqual(outcome(situation, act), wanted)
					self.assertEqual(act in possible(situation), isinstance(wanted, Outcome))

	def test_a_document_with_nobody_above_ends_by_being_sent(self):
		top = Situation(t.DRAFT, -1, (), 0, table="document")
		self.assertEqual(outcome(top, t.SEND), Outcome(t.APPROVED, -1, t.SEND, 1))


class TestOutcome(TestCase):
	def test_year(self):
		cases = (
			(t.DRAFT, -1, 0, t.SEND, Outcome(t.UNDER_APPRAISAL, 0, t.SEND, 1)),
			(t.RETURNED, -1, 2, t.SEND, Outcome(t.UNDER_APPRAISAL, 0, t.SEND, 2)),
			(t.UNDER_APPRAISAL, 0, 1, t.RECALL, Outcome(t.DRAFT, -1, t.RECALL, 1)),
			(t.UNDER_APPRAISAL, 0, 2, t.RECALL, Outcome(t.RETURNED, -1, t.RECALL, 2)),
			(t.UNDER_APPRAISAL, 2, 1, t.RECALL, Outcome(t.UNDER_APPRAISAL, 1, t.RECALL, 1)),
			(t.UNDER_APPRAISAL, 0, 1, t.AGREE, Outcome(t.UNDER_APPRAISAL, 1, t.AGREE, 1)),
			(t.UNDER_APPRAISAL, 1, 1, t.AGREE, Outcome(t.UNDER_APPRAISAL, 2, t.AGREE, 1)),
			(t.UNDER_APPRAISAL, 1, 1, t.RETURN, Outcome(t.RETURNED, -1, t.RETURN, 2)),
			(t.UNDER_APPRAISAL, 2, 2, t.RETURN, Outcome(t.RETURNED, -1, t.RETURN, 3)),
			(t.UNDER_APPRAISAL, 2, 2, t.RETURN_BELOW, Outcome(t.UNDER_APPRAISAL, 1, t.RETURN, 2)),
			(t.UNDER_APPRAISAL, 1, 1, t.RETURN_BELOW, Outcome(t.UNDER_APPRAISAL, 0, t.RETURN, 1)),
			(t.UNDER_APPRAISAL, 0, 1, t.RETURN_BELOW, "no_level_below"),
			(t.RETURNED, -1, 2, t.RETURN_BELOW, "not_open_here"),
			(t.RECOGNIZED, -1, 1, t.RETURN_BELOW, "not_open_here"),
			(t.UNDER_APPRAISAL, 2, 1, t.RECOGNIZE, Outcome(t.RECOGNIZED, -1, t.RECOGNIZE, 1)),
			(t.UNDER_APPRAISAL, 2, 1, t.REFUSE, Outcome(t.NOT_RECOGNIZED, -1, t.REFUSE, 1)),
			(
				t.DRAFT,
				-1,
				0,
				t.DECLARE_NOT_REACHED,
				Outcome(t.DECLARED_NOT_REACHED, -1, t.DECLARE_NOT_REACHED, 0),
			),
			(t.DECLARED_NOT_REACHED, -1, 0, t.RECALL, Outcome(t.DRAFT, -1, t.RECALL, 0)),
			(t.UNDER_APPRAISAL, 2, 1, t.AGREE, "not_open_here"),
			(t.UNDER_APPRAISAL, 1, 1, t.RECOGNIZE, "not_open_here"),
			(t.UNDER_APPRAISAL, 0, 1, t.SEND, "not_open_here"),
			(t.UNDER_APPRAISAL, 0, 1, t.DECLARE_NOT_REACHED, "not_open_here"),
			(t.UNDER_APPRAISAL, 2, 1, t.CONCLUDE_INTERIM, "interim_for_year"),
			(t.RETURNED, -1, 2, t.AGREE, "not_open_here"),
			(t.RECOGNIZED, -1, 1, t.RECALL, "not_open_here"),
			(t.RECOGNIZED, -1, 1, t.REOPEN, Outcome(t.UNDER_APPRAISAL, 2, t.REOPEN, 1)),
			(t.NOT_RECOGNIZED, -1, 2, t.REOPEN, Outcome(t.UNDER_APPRAISAL, 2, t.REOPEN, 2)),
			(t.RECOGNIZED, -1, 1, t.WITHDRAW, Outcome(t.WITHDRAWN, -1, t.WITHDRAW, 1)),
			(t.WITHDRAWN, -1, 1, t.REOPEN, Outcome(t.UNDER_APPRAISAL, 2, t.REOPEN, 1)),
			(t.NOT_RECOGNIZED, -1, 1, t.WITHDRAW, "not_open_here"),
			(t.RECOGNIZED, -1, 1, t.LOCK, Outcome(t.RECOGNIZED, -1, t.LOCK, 1)),
			(t.UNDER_APPRAISAL, 1, 1, t.REROUTE, Outcome(t.UNDER_APPRAISAL, 1, t.REROUTE, 1)),
			(t.UNDER_APPRAISAL, 1, 1, t.REOPEN, "not_open_here"),
			(t.DECLARED_NOT_REACHED, -1, 0, t.REOPEN, "not_open_here"),
			(t.RETURNED, -1, 2, t.REROUTE, "not_open_here"),
			(t.OUTSIDE, -1, 0, t.SEND, "not_open_here"),
		)
		for state, position, round, act, expected in cases:
			with self.subTest(state=state, position=position, act=act):
				self.assertEqual(outcome(Situation(state, position, THREE, round), act), expected)

	def test_sent_straight_to_the_level_that_returned_it(self):
		back = Situation(t.RETURNED, -1, THREE, 2, straight_to=2)
		self.assertEqual(outcome(back, t.SEND), Outcome(t.UNDER_APPRAISAL, 2, t.SEND, 2))
		first_time = Situation(t.DRAFT, -1, THREE, 0, straight_to=2)
		self.assertEqual(outcome(first_time, t.SEND), Outcome(t.UNDER_APPRAISAL, 0, t.SEND, 1))
		came = Situation(t.UNDER_APPRAISAL, 2, THREE, 2, came_straight=True)
		self.assertEqual(outcome(came, t.RECALL), Outcome(t.RETURNED, -1, t.RECALL, 2))

	def test_six_months(self):
		cases = (
			(INTERIM, 1, t.AGREE, Outcome(t.INTERIM_REVIEWED, -1, t.CONCLUDE_INTERIM, 1)),
			(THREE, 2, t.CONCLUDE_INTERIM, Outcome(t.INTERIM_REVIEWED, -1, t.CONCLUDE_INTERIM, 1)),
			(THREE, 2, t.RECOGNIZE, "title_for_six_months"),
			(THREE, 2, t.REFUSE, "title_for_six_months"),
			(INTERIM, 1, t.REROUTE, Outcome(t.UNDER_APPRAISAL, 1, t.REROUTE, 1)),
		)
		for acts, position, act, expected in cases:
			with self.subTest(acts=acts, act=act):
				situation = Situation(t.UNDER_APPRAISAL, position, acts, 1, "Six-Month")
				self.assertEqual(outcome(situation, act), expected)

	def test_an_interim_review_has_no_title_to_declare_not_reached(self):
		for state, round in ((t.DRAFT, 0), (t.RETURNED, 1)):
			situation = Situation(state, -1, THREE, round, "Six-Month")
			with self.subTest(state=state):
				self.assertEqual(outcome(situation, t.DECLARE_NOT_REACHED), "nothing_to_declare")
				self.assertNotIn(t.DECLARE_NOT_REACHED, possible(situation))

	def test_an_interim_review_is_reopened_where_it_ended(self):
		for acts in (INTERIM, THREE):
			situation = Situation(t.INTERIM_REVIEWED, -1, acts, 1, "Six-Month")
			with self.subTest(acts=acts):
				expected = Outcome(t.UNDER_APPRAISAL, len(acts) - 1, t.REOPEN, 1)
				self.assertEqual(outcome(situation, t.REOPEN), expected)
				self.assertEqual(outcome(situation, t.WITHDRAW), "not_open_here")

	def test_a_year_never_ends_by_agreement(self):
		self.assertEqual(outcome(Situation(t.UNDER_APPRAISAL, 1, INTERIM), t.AGREE), "interim_for_year")

	def test_possible_is_what_outcome_allows(self):
		for state in (t.DRAFT, t.RETURNED, t.UNDER_APPRAISAL, *t.DECIDED, t.DECLARED_NOT_REACHED, t.OUTSIDE):
			for position in (0, 1, 2) if state == t.UNDER_APPRAISAL else (-1,):
				for kind in ("Year", "Six-Month"):
					situation = Situation(state, position, THREE, 1, kind)
					allowed = {act for act in ACTS if isinstance(outcome(situation, act), Outcome)}
					with self.subTest(situation=situation):
						self.assertEqual(set(possible(situation)), allowed)


class TestWalks(TestCase):
	@settings(max_examples=200, deadline=None)
	@given(
		st.integers(1, 4),
		st.sampled_from(("Year", "Six-Month")),
		st.booleans(),
		st.lists(st.sampled_from(ACTS), max_size=40),
	)
	def test_a_file_is_never_lost_nor_decided_twice(
		self, levels: int, kind: str, decides: bool, acts: list[str]
	):
		"""Whatever is tried: a file lies with its author, at one existing level, or at an end that it leaves only when
		it is reopened."""
		last = "Decide" if decides or kind == "Year" else "Appraise"
		now = Situation(t.DRAFT, -1, ("Appraise",) * (levels - 1) + (last,), 0, kind)
		decided = reopened = 0
		for act in acts:
			result = outcome(now, act)
			if isinstance(result, str):
				continue
			self.assertGreaterEqual(result.round, now.round)
			was = now.state
			now = Situation(result.state, result.position, now.acts, result.round, kind)
			self.assertEqual(now.state == t.UNDER_APPRAISAL, 0 <= now.position < levels)
			reopened += act == t.REOPEN
			decided += now.state in t.DECIDED and was not in t.DECIDED
			self.assertEqual(was in t.DECIDED and now.state not in t.DECIDED, act == t.REOPEN)
		self.assertLessEqual(decided, 1 + reopened)

	@settings(max_examples=100, deadline=None)
	@given(st.integers(1, 5), st.sampled_from(("Year", "Six-Month")))
	def test_straight_way_up(self, levels: int, kind: str):
		"""From every desk the file can be brought to its end: nothing jams."""
		acts = ("Appraise",) * (levels - 1) + ("Decide" if kind == "Year" else "Appraise",)
		now = Situation(t.DRAFT, -1, acts, 0, kind)
		for act in (t.SEND, *[t.AGREE] * (levels - 1), t.RECOGNIZE if kind == "Year" else t.AGREE):
			result = outcome(now, act)
			self.assertIsInstance(result, Outcome)
			now = Situation(result.state, result.position, acts, result.round, kind)
		self.assertEqual(now.state, t.RECOGNIZED if kind == "Year" else t.INTERIM_REVIEWED)
