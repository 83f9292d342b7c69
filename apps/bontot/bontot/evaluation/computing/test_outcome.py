from unittest import TestCase

from bontot.evaluation.computing.outcome import Answer, as_core, carried, group_state, weigh, whole_result

TASK, MEETING, UNITY, MEMBERS = "nvct", "sinh_hoat", "doan_ket", "dang_vien"


def example(**computed: str) -> list[Answer]:
	"""The worked example of the plan's rules: a cell with all nine criteria met; `computed` changes some."""
	rows = (
		("nvct_1", TASK, "Met", ""),
		("nvct_2", TASK, "", "Met"),
		("sh_cb_1", MEETING, "", "Met"),
		("sh_cb_2", MEETING, "", "Met"),
		("dk_1", UNITY, "Met", ""),
		("dk_2", UNITY, "Met", ""),
		("dk_3", UNITY, "Met", ""),
		("cbdv_1", MEMBERS, "Met", ""),
		("cbdv_2", MEMBERS, "", "Met"),
	)
	return [Answer(key, group, own, computed.get(key, found)) for key, group, own, found in rows]


class TestOutcome(TestCase):
	def test_example_may_be_proposed(self):
		outcome = weigh(example())
		self.assertEqual((outcome.met, outcome.total), (9, 9))
		self.assertEqual(set(outcome.groups.values()), {"Met"})
		self.assertTrue(outcome.may_be_proposed)

	def test_eleven_regular_meetings_spoil_the_second_group_whatever_the_rest(self):
		outcome = weigh(example(sh_cb_1="Not Met"))
		self.assertEqual(outcome.groups, {TASK: "Met", MEETING: "Not Met", UNITY: "Met", MEMBERS: "Met"})
		self.assertFalse(outcome.may_be_proposed)

	def test_waiting_is_not_met_and_not_failed(self):
		for waiting in ("Awaiting Rating", "Not Yet Due"):
			with self.subTest(waiting):
				outcome = weigh(example(nvct_2=waiting, cbdv_2=waiting))
				self.assertEqual((outcome.met, outcome.not_met, outcome.waiting), (7, 0, 2))
				self.assertEqual((outcome.groups[TASK], outcome.groups[MEMBERS]), ("Pending", "Pending"))
				self.assertFalse(outcome.may_be_proposed)

	def test_waiting_cannot_be_declared_away(self):
		answer = Answer("nvct_2", TASK, "Met", "Awaiting Rating")
		self.assertEqual(answer.result, "Awaiting Rating")

	def test_own_result_beats_the_records_and_says_that_it_differs(self):
		answer = Answer("sh_cb_1", MEETING, "Met", "Not Met")
		self.assertEqual((answer.result, answer.differs), ("Met", True))
		self.assertFalse(Answer("sh_cb_1", MEETING, "", "Not Met").differs)
		self.assertFalse(Answer("dk_1", UNITY, "Not Met", "").differs)

	def test_group_states(self):
		cases = (
			(["Met", "Met"], "Met"),
			(["Met", "Not Met", "Awaiting Rating"], "Not Met"),
			(["Met", ""], "Pending"),
			(["Met", "Not Yet Due"], "Pending"),
			([], "Met"),
		)
		for results, wanted in cases:
			with self.subTest(results=results):
				self.assertEqual(group_state(results), wanted)

	def test_an_optional_criterion_decides_nothing(self):
		answers = [Answer("a", TASK, "Met"), Answer("b", TASK, "Not Met", required=False)]
		self.assertTrue(weigh(answers).may_be_proposed)

	def test_nothing_is_not_four_good(self):
		self.assertFalse(weigh([]).may_be_proposed)

	def test_a_share_of_a_group_may_be_enough_where_the_framework_says_so(self):
		three = (["Met", "Met", "Not Met"], ["Met", "Not Met", "Not Met"], ["Met", "Not Met", ""])
		wanted = {100: ["Not Met"] * 3, 66: ["Met", "Not Met", "Pending"], 33: ["Met"] * 3}
		for percent, states in wanted.items():
			with self.subTest(percent=percent):
				self.assertEqual([group_state(results, percent) for results in three], states)


class TestBothResults(TestCase):
	"""Tests of both results of an evaluation under a local overlay: by its own criteria, and by the province's alone."""

	def test_what_only_the_overlay_asks_leaves_the_provinces_result_alone(self):
		added = Answer("xa_1", UNITY, "Not Met", core_key="")
		outcome = weigh([*example(), added])
		self.assertEqual((outcome.state, outcome.core_state), ("Not Met", "Met"))
		self.assertEqual(len(as_core([*example(), added])), 9)

	def test_parts_make_their_whole(self):
		for results, wanted in (
			(("Met", "Met"), "Met"),
			(("Met", "Not Met"), "Not Met"),
			(("Met", ""), ""),
			(("Met", "Awaiting Rating"), "Awaiting Rating"),
			(("", "Awaiting Rating"), ""),
			(("", "Not Met"), "Not Met"),
		):
			with self.subTest(results):
				self.assertEqual(whole_result(list(results)), wanted)
				parts = [Answer(f"dk_1.{i}", UNITY, one, core_key="dk_1") for i, one in enumerate(results)]
				self.assertEqual([(a.criterion_key, a.result) for a in as_core(parts)], [("dk_1", wanted)])

	def test_a_raised_threshold_fails_locally_only(self):
		tightened = Answer("sh_cb_2", MEETING, "", "Not Met", core_computed="Met")
		others = [answer for answer in example() if answer.criterion_key != "sh_cb_2"]
		outcome = weigh([*others, tightened])
		self.assertEqual((outcome.state, outcome.core_state), ("Not Met", "Met"))

	def test_required_by_the_overlay_only(self):
		made = Answer("dk_3", UNITY, "Not Met", core_required=False)
		others = [answer for answer in example() if answer.criterion_key != "dk_3"]
		outcome = weigh([*others, made])
		self.assertEqual((outcome.state, outcome.core_state), ("Not Met", "Met"))

	def test_who_contradicted_the_records_goes_on_who_agreed_follows_them(self):
		cases = (
			(("Met", "Not Met", "Not Met"), "Met"),
			(("Met", "Met", "Not Met"), "Not Met"),
			(("", "Met", "Not Met"), "Not Met"),
			(("Not Met", "Not Met", "Met"), "Met"),
			(("Met", "", ""), "Met"),
			(("Met", "Met", "Awaiting Rating"), "Awaiting Rating"),
			(("Met", "Awaiting Rating", "Not Met"), "Not Met"),
		)
		for given, wanted in cases:
			with self.subTest(given):
				self.assertEqual(carried(*given), wanted)

	def test_easy_additions_cannot_make_up_a_share_that_the_province_would_not_see(self):
		"""One of two of the province's criteria met, half asked for, then none of them and two easy local ones."""
		local = [Answer(f"xa_{i}", UNITY, "Met", core_key="") for i in range(2)]
		core = [Answer("dk_1", UNITY, "Not Met"), Answer("dk_2", UNITY, "Not Met")]
		outcome = weigh([*core, *local], percent=50)
		self.assertEqual((outcome.state, outcome.core_state), ("Not Met", "Not Met"))


class TestPoints(TestCase):
	def scored(self, one: float, other: float | None, least: float = 0, core_least: float = 0):
		answers = [
			Answer("dk_1", UNITY, "Met" if one >= 6 else "Not Met", points=one, most_points=10),
			Answer("dk_2", UNITY, "" if other is None else "Met", points=other or 0, most_points=10),
		]
		return weigh(answers, least_points=least, core_least_points=core_least)

	def test_a_total_that_is_reached_open_or_lost(self):
		for one, other, expected in (
			(8, 7, "Met"),
			(6, 7, "Not Met"),
			(6, None, "Pending"),
			(3, None, "Not Met"),
		):
			with self.subTest(one=one, other=other):
				self.assertEqual(self.scored(one, other, 14).state, expected)

	def test_without_a_least_total_points_only_stand_beside(self):
		found = self.scored(6, 6)
		self.assertEqual((found.state, found.points, found.most_points), ("Met", 12, 20))

	def test_a_body_may_ask_for_more_points_than_the_province(self):
		found = self.scored(8, 7, least=16, core_least=14)
		self.assertEqual((found.state, found.core_state), ("Not Met", "Met"))
		found = weigh([Answer("dk_1", UNITY, "Not Met", points=7, most_points=10, core_least_points=6)])
		self.assertEqual((found.state, found.core_state), ("Not Met", "Met"))

	def test_who_is_short_of_the_provinces_total_is_not_good_by_a_lower_one(self):
		found = self.scored(6, 6, least=0, core_least=14)
		self.assertEqual((found.state, found.core_state), ("Not Met", "Not Met"))

	def test_what_a_level_gave_counts_before_the_units_own(self):
		answer = Answer("dk_1", UNITY, "Met", appraised_result="Not Met", points=5, most_points=10)
		self.assertEqual((answer.result, weigh([answer]).not_met), ("Not Met", 1))
