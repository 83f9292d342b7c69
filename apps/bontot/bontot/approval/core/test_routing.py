from __future__ import annotations

from datetime import date
from unittest import TestCase

from hypothesis import given, settings
from hypothesis import strategies as st

from bontot.approval.core.routing import (
	Ancestor,
	FrozenRoute,
	NoLevelLeftError,
	NoRouteError,
	RequiredLevelMissingError,
	Route,
	RouteStep,
	choose,
	faults,
	freeze,
	receivers,
	resume,
	same_way,
	thaw,
	why_not,
)

RANKS = {"tinh": 1, "truc_thuoc_tinh": 2, "co_so": 3, "truc_thuoc_co_so": 4, "chi_bo": 5}
TO_PROVINCE = (RouteStep("co_so"), RouteStep("truc_thuoc_tinh"), RouteStep("tinh", "Decide"))
DIRECTLY = (RouteStep("co_so"), RouteStep("truc_thuoc_tinh", "Decide"))


def branch(*levels: str) -> list[Ancestor]:
	"""Ancestors named after their level, nearest first."""
	return [Ancestor(level.upper(), level, level, level) for level in levels]


class TestFreeze(TestCase):
	def test_levels_taken(self):
		deep = branch("co_so", "truc_thuoc_tinh", "tinh")
		cases = (
			("cell in a deep branch", TO_PROVINCE, 0, "chi_bo", deep, "co_so:A truc_thuoc_tinh:A tinh:D"),
			("cell of a commune", TO_PROVINCE, 0, "chi_bo", branch("co_so", "tinh"), "co_so:A tinh:D"),
			(
				"own level is skipped",
				TO_PROVINCE,
				0,
				"co_so",
				branch("truc_thuoc_tinh", "tinh"),
				"truc_thuoc_tinh:A tinh:D",
			),
			("straight below the province", TO_PROVINCE, 0, "co_so", branch("tinh"), "tinh:D"),
			("directly above decides", TO_PROVINCE, 1, "chi_bo", deep, "co_so:D"),
			(
				"directly above a grassroots",
				TO_PROVINCE,
				1,
				"co_so",
				branch("truc_thuoc_tinh", "tinh"),
				"truc_thuoc_tinh:D",
			),
			(
				"last existing level decides",
				TO_PROVINCE,
				0,
				"chi_bo",
				branch("co_so", "truc_thuoc_tinh"),
				"co_so:A truc_thuoc_tinh:D",
			),
			(
				"nobody decides an interim review",
				(RouteStep("co_so"), RouteStep("tinh")),
				0,
				"chi_bo",
				deep,
				"co_so:A tinh:A",
			),
		)
		for title, steps, stop_after, own, ancestors, expected in cases:
			with self.subTest(title):
				frozen = freeze(Route("r", steps, stop_after=stop_after), own, ancestors)
				self.assertEqual(" ".join(f"{step.level}:{step.act[0]}" for step in frozen), expected)

	def test_level_that_must_not_be_skipped(self):
		route = Route(
			"r", (RouteStep("truc_thuoc_tinh", may_skip_if_absent=False), RouteStep("tinh", "Decide"))
		)
		with self.assertRaises(RequiredLevelMissingError) as caught:
			freeze(route, "chi_bo", branch("co_so", "tinh"))
		self.assertEqual(caught.exception.args, ("truc_thuoc_tinh",))

	def test_nobody_above(self):
		with self.assertRaises(NoLevelLeftError):
			freeze(Route("r", TO_PROVINCE), "tinh", [])

	def test_json_round_trip(self):
		frozen = freeze(Route("r", TO_PROVINCE), "chi_bo", branch("co_so", "tinh"))
		way = FrozenRoute("a", "b", frozen, [{"organization": "c"}], 3, True)
		self.assertEqual(thaw(way.as_json()), way)
		self.assertEqual((thaw(None), thaw("")), (FrozenRoute(), FrozenRoute()))

	@settings(max_examples=100, deadline=None)
	@given(
		st.lists(st.sampled_from(sorted(RANKS)), unique=True),
		st.lists(st.sampled_from(sorted(RANKS)), unique=True, min_size=1),
		st.integers(0, 3),
	)
	def test_always_ends_with_the_final_act_and_climbs(
		self, above: list[str], levels: list[str], stop_after: int
	):
		above.sort(key=RANKS.get, reverse=True)
		levels.sort(key=RANKS.get, reverse=True)
		steps = (*(RouteStep(level) for level in levels[:-1]), RouteStep(levels[-1], "Decide"))
		try:
			frozen = freeze(Route("r", steps, stop_after=stop_after), "to_dang", branch(*above))
		except NoLevelLeftError:
			self.assertFalse(set(above) & set(levels))
			return
		self.assertEqual([step.act for step in frozen], ["Appraise"] * (len(frozen) - 1) + ["Decide"])
		self.assertEqual(
			[step.level for step in frozen],
			[level for level in above if level in levels][: stop_after or None],
		)


class TestReceiving(TestCase):
	ROUTE = Route("r", (*DIRECTLY, RouteStep("tinh", "Receive", may_lock=True)))

	def received(self, *levels: str) -> list[tuple[str, bool]]:
		above = branch(*levels)
		return [
			(row["organization"], row["may_lock"])
			for row in receivers(self.ROUTE, freeze(self.ROUTE, "chi_bo", above), above)
		]

	def test_levels_that_receive_do_not_act(self):
		frozen = freeze(self.ROUTE, "chi_bo", branch("co_so", "truc_thuoc_tinh", "tinh"))
		self.assertEqual(
			[(step.level, step.act) for step in frozen],
			[("co_so", "Appraise"), ("truc_thuoc_tinh", "Decide")],
		)
		self.assertEqual(self.received("co_so", "truc_thuoc_tinh", "tinh"), [("TINH", True)])
		self.assertEqual(self.received("co_so"), [])

	def test_the_last_level_that_acts_still_ends_the_file(self):
		frozen = freeze(self.ROUTE, "chi_bo", branch("co_so", "tinh"))
		self.assertEqual([(step.level, step.act) for step in frozen], [("co_so", "Decide")])


class TestResume(TestCase):
	def way(self, passed: tuple[str, ...], fresh: tuple[str, ...]) -> list[tuple[str, str]]:
		def frozen(levels: tuple[str, ...]):
			steps = (*(RouteStep(level) for level in levels[:-1]), RouteStep(levels[-1], "Decide"))
			return freeze(Route("r", steps), "to_dang", branch(*levels))

		behind = freeze(
			Route("r", (*(RouteStep(level) for level in passed), RouteStep("tinh", "Decide"))),
			"x",
			branch(*passed, "tinh"),
		)
		steps = resume(behind[: len(passed)], frozen(fresh), RANKS)
		return [(step.level, step.act) for step in steps]

	def test_table(self):
		cases = (
			("a level ended", ("co_so",), ("co_so", "tinh"), [("co_so", "Appraise"), ("tinh", "Decide")]),
			(
				"a level in between is new",
				("co_so",),
				("co_so", "truc_thuoc_tinh", "tinh"),
				[("co_so", "Appraise"), ("truc_thuoc_tinh", "Appraise"), ("tinh", "Decide")],
			),
			("nothing passed yet", (), ("co_so", "tinh"), [("co_so", "Appraise"), ("tinh", "Decide")]),
			(
				"nothing would be left",
				("co_so", "truc_thuoc_tinh"),
				("co_so",),
				[("co_so", "Appraise"), ("truc_thuoc_tinh", "Appraise"), ("co_so", "Decide")],
			),
		)
		for title, passed, fresh, expected in cases:
			with self.subTest(title):
				self.assertEqual(self.way(passed, fresh), expected)

	@settings(max_examples=200, deadline=None)
	@given(
		st.lists(st.sampled_from(sorted(RANKS)), unique=True, min_size=1),
		st.lists(st.sampled_from(sorted(RANKS)), unique=True, min_size=1),
		st.integers(0, 4),
	)
	def test_always_ends_and_keeps_what_was_passed(self, old: list[str], new: list[str], position: int):
		def frozen(levels: list[str]):
			levels = sorted(levels, key=RANKS.get, reverse=True)
			steps = (*(RouteStep(level) for level in levels[:-1]), RouteStep(levels[-1], "Decide"))
			return freeze(Route("r", steps), "x", branch(*levels))

		passed = frozen(old)[: min(position, len(old) - 1)]
		fresh = frozen(new)
		steps = resume(passed, fresh, RANKS)
		self.assertEqual(steps[: len(passed)], passed)
		self.assertGreater(len(steps), len(passed))
		self.assertEqual(steps[-1].act, "Decide")
		reached = min((RANKS[step.level] for step in passed), default=99)
		ahead = [step.level for step in steps[len(passed) :]]
		self.assertEqual(ahead, [s.level for s in fresh if RANKS[s.level] < reached] or [fresh[-1].level])
		self.assertTrue(same_way(steps, resume(passed, fresh, RANKS)))


class TestChoose(TestCase):
	def setUp(self):
		self.routes = (
			Route("any", TO_PROVINCE),
			Route("six months", TO_PROVINCE, period_kind="Six-Month"),
			Route("cell", TO_PROVINCE, title_kind="Cell"),
			Route(
				"cell 2026",
				TO_PROVINCE,
				title_kind="Cell",
				valid_from=date(2026, 1, 1),
				valid_to=date(2026, 12, 31),
			),
			Route(
				"pressing", TO_PROVINCE, period_kind="Year", title_kind="Grassroots Organization", priority=5
			),
			Route("report", TO_PROVINCE, document_kind="Report", priority=99),
		)

	def test_which_applies(self):
		cases = (
			("Year", "Cell", date(2025, 12, 1), "cell"),
			("Year", "Cell", date(2026, 1, 1), "cell 2026"),
			("Year", "Cell", date(2026, 12, 31), "cell 2026"),
			("Year", "Cell", date(2027, 1, 1), "cell"),
			("Six-Month", "Grassroots Organization", date(2026, 7, 1), "six months"),
			("Year", "Grassroots Organization", date(2026, 7, 1), "pressing"),
		)
		for period_kind, title_kind, on, expected in cases:
			with self.subTest(expected, on=on):
				self.assertEqual(
					choose(self.routes, "Evaluation", period_kind, title_kind, on).name, expected
				)

	def test_why_another_one_is_taken(self):
		"""One that is taken has no reason against it, and every other one has."""
		everybody = (
			*self.routes[:5],
			Route("equal", TO_PROVINCE, title_kind="Cell"),
			Route("later", TO_PROVINCE, title_kind="Cell", valid_from=date(2024, 1, 1)),
			Route("strong", TO_PROVINCE, period_kind="Six-Month", priority=9),
			Route("quarter", TO_PROVINCE, period_kind="Quarter"),
		)
		named = {route.name: route for route in everybody}

		def why(name: str, period_kind: str, *others: str, on: date = date(2026, 5, 1)) -> str:
			among = [named[name], *(named[other] for other in others)]
			try:
				chosen = choose(among, "Evaluation", period_kind, "Cell", on)
			except NoRouteError:
				chosen = None
			found = why_not(named[name], chosen, period_kind, "Cell", on)
			self.assertEqual(not found, bool(chosen) and chosen.name == name)
			return found

		day = date(2025, 1, 1)
		self.assertEqual(why("cell 2026", "Year", on=day), "not_yet")
		self.assertEqual(why("cell 2026", "Year", "any", on=date(2027, 1, 1)), "no_longer")
		self.assertEqual(why("pressing", "Year", "any"), "other_title")
		self.assertEqual(why("strong", "Quarter", "quarter"), "own_period")
		self.assertEqual(why("strong", "Quarter"), "")
		self.assertEqual(why("six months", "Six-Month", "strong"), "priority")
		self.assertEqual(why("any", "Year", "cell"), "particulars")
		self.assertEqual(why("cell", "Year", "later", on=day), "later")
		self.assertEqual(why("cell", "Year", "equal"), "name")
		self.assertEqual(why("equal", "Year", "cell", "any"), "")

	def test_none_applies(self):
		with self.assertRaises(NoRouteError):
			choose(self.routes, "Minutes", "Year", "Cell", date(2026, 1, 1))


class TestFaults(TestCase):
	def test_table(self):
		cases = (
			("sound", TO_PROVINCE, []),
			("no step", (), [("empty", 0)]),
			(
				"decide in the middle",
				(RouteStep("co_so", "Decide"), RouteStep("tinh")),
				[("decide_not_last", 1)],
			),
			("downwards", (RouteStep("tinh"), RouteStep("co_so")), [("not_climbing", 2)]),
			("twice", (RouteStep("co_so"), RouteStep("co_so")), [("repeated", 2)]),
			("nobody acts", (RouteStep("tinh", "Receive"),), [("empty", 0)]),
			("received above", (*DIRECTLY, RouteStep("tinh", "Receive", may_lock=True)), []),
			(
				"received in the middle",
				(RouteStep("co_so", "Receive"), RouteStep("tinh", "Decide")),
				[("receive_not_after", 1)],
			),
			(
				"locks where it decides",
				(RouteStep("tinh", "Decide", may_lock=True),),
				[("lock_not_receiving", 1)],
			),
		)
		for title, steps, expected in cases:
			with self.subTest(title):
				self.assertEqual(faults(steps, RANKS), expected)
