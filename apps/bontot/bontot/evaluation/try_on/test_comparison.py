from unittest import TestCase

from bontot.criteria.frozen import CHECKS, TEXTS
from bontot.evaluation.computing.outcome import Answer
from bontot.evaluation.try_on import comparison


def criterion(key: str, calculator: str = "", **values) -> dict:
	row = {name: "" for name in TEXTS} | {name: True for name in CHECKS}
	return (
		row
		| {"criterion_key": key, "group_key": "g", "short_text": key.upper(), "calculator": calculator}
		| values
	)


def framework(*criteria: dict) -> dict:
	return {"criteria": list(criteria), "settings": {}, "groups": [], "legal_basis": []}


GIVEN = {
	"judged": Answer("judged", "g", "Met"),
	"counted": Answer("counted", "g", "", "Met"),
	"insisted": Answer("insisted", "g", "Met", "Not Met"),
}
OLD = framework(criterion("judged"), criterion("counted", "calc"))


def answers(tried: dict, given: dict, says: str = "Met") -> list[Answer]:
	"""Return a cell's answers for a year under a framework whose every calculator says `says`."""
	return comparison.answers(tried, tried, "Cell", "Year", given, lambda _key: says, lambda _key: says)


class TestTrying(TestCase):
	def turn(self, new: dict, says: str = "Met", percents: tuple[int, int] = (100, 100)):
		sides = []
		for tried, word in ((OLD, "Met"), (new, says)):
			sides.append(answers(tried, GIVEN, word))
		return comparison.compare(*sides, percents, comparison.texts_of(OLD, new))

	def reasons(self, turned) -> list[tuple]:
		return [(row.criterion_key, row.before, row.after) for row in turned.reasons]

	def test_the_same_framework_turns_nobody(self):
		turned = self.turn(OLD)
		self.assertEqual((turned.before, turned.after, turned.reasons), ("Met", "Met", ()))

	def test_a_stricter_threshold_turns_who_only_just_reached_it(self):
		turned = self.turn(OLD, says="Not Met")
		self.assertEqual((turned.before, turned.after), ("Met", "Not Met"))
		self.assertEqual(self.reasons(turned), [("counted", "Met", "Not Met")])

	def test_what_nobody_was_asked_yet_cannot_be_told(self):
		turned = self.turn(framework(*OLD["criteria"], criterion("new")))
		self.assertEqual((turned.before, turned.after), ("Met", "Pending"))
		self.assertEqual(self.reasons(turned), [("new", "", "")])
		self.assertEqual([row.asked_before for row in turned.reasons], [False])

	def test_a_criterion_for_others_is_not_asked(self):
		tried = framework(*OLD["criteria"], criterion("other", sectors=["xa"], organization_kinds=["a", "b"]))
		for kind, sector, asked in (
			("a", "xa", True),
			("a", "phuong", False),
			("c", "xa", False),
			(None, None, False),
		):
			with self.subTest(kind=kind, sector=sector):
				found = comparison.answers(
					tried, tried, "Cell", "Year", GIVEN, lambda _key: "Met", lambda _key: "Met", kind, sector
				)
				self.assertEqual("other" in {answer.criterion_key for answer in found}, asked)

	def test_a_new_criterion_that_records_answer_is_answered(self):
		new = framework(*OLD["criteria"], criterion("new", "other"))
		self.assertEqual(self.turn(new, says="Met").after, "Met")

	def test_no_longer_asked_or_required_explains_who_passes_now(self):
		given_up = GIVEN | {"judged": Answer("judged", "g", "Not Met")}
		for new in (
			framework(OLD["criteria"][1]),
			framework(OLD["criteria"][0] | {"required": False}, OLD["criteria"][1]),
		):
			sides = [answers(one, given_up) for one in (OLD, new)]
			turned = comparison.compare(*sides, (100, 100), {})
			with self.subTest(count=len(new["criteria"])):
				self.assertEqual((turned.before, turned.after), ("Not Met", "Met"))
				self.assertEqual([row.criterion_key for row in turned.reasons], ["judged"])
				self.assertFalse(turned.reasons[0].asked_after)

	def test_who_contradicted_the_records_goes_on_doing_so(self):
		new = framework(criterion("insisted", "calc"))
		found = answers(new, GIVEN, "Not Met")
		self.assertEqual([answer.result for answer in found], ["Met"])

	def test_another_pass_rule_alone_turns_files_without_naming_criteria(self):
		half = GIVEN | {"judged": Answer("judged", "g", "Not Met")}
		sides = [answers(OLD, half)] * 2
		turned = comparison.compare(*sides, (100, 50), {})
		self.assertEqual((turned.before, turned.after, turned.reasons), ("Not Met", "Met", ()))

	def test_parts_stored_last_year_answer_for_their_whole(self):
		stored = [Answer(f"judged.{i}", "g", "Met", core_key="judged") for i in (1, 2)]
		self.assertEqual(comparison.by_key(stored)["judged"].result, "Met")
		stored.append(Answer("judged.3", "g", "Not Met", core_key="judged"))
		self.assertEqual(comparison.by_key(stored)["judged"].result, "Not Met")

	def test_tally_counts_ways_by_kind(self):
		turned = [
			("Cell", comparison.Turned("Met", "Met")),
			("Cell", comparison.Turned("Met", "Not Met")),
		] * 2
		self.assertEqual(
			comparison.tally(turned),
			[
				{"title_kind": "Cell", "before": "Met", "after": "Met", "count": 2},
				{"title_kind": "Cell", "before": "Met", "after": "Not Met", "count": 2},
			],
		)


class TestPoints(TestCase):
	"""A framework that scores: a higher least number turns who gave fewer, a total counts where everybody gave points."""

	def framework(self, scored: str, **settings: str) -> dict:
		return framework(criterion("dk_1")) | {"settings": {"points_per_criterion": scored, **settings}}

	def answered(self, asks: dict, given: Answer):
		nothing = "".format
		return comparison.answers(asks, asks, "Cell", "Year", {"dk_1": given}, nothing, nothing)

	def test_judged_by_the_points_that_were_given(self):
		given = Answer("dk_1", "dk", "Met", points=7, most_points=10)
		for scored, expected in (("dk_1 = 10/6", "Met"), ("dk_1 = 10/8", "Not Met"), ("", "Met")):
			with self.subTest(scored):
				[answer] = self.answered(self.framework(scored), given)
				self.assertEqual(answer.result, expected)

	def test_a_total_counts_where_points_were_given(self):
		asks = self.framework("dk_1 = 10/6", pass_rule="points", pass_points="8")
		for given, expected in (
			(Answer("dk_1", "dk", "Met", points=7, most_points=10), 8),
			(Answer("dk_1", "dk", "Met"), 0),
		):
			with self.subTest(given):
				self.assertEqual(comparison.least(asks, self.answered(asks, given)), expected)
