from unittest import TestCase

from bontot.evaluation.outcome import Answer, group_state, weigh

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
