import unittest
from datetime import datetime

from bontot.approval.papers.appraised_rules import Step, counted, judged, status_at

HERE, BELOW, ABOVE = "xã", "chi bộ", "tỉnh"


def results(**criteria: str | tuple[str, str]) -> dict:
	"""Results that a step keeps: {criterion: what counted, or (own, records)}; each criterion a group of its own."""
	pairs = {key: said if isinstance(said, tuple) else (said, "") for key, said in criteria.items()}
	kept = {
		key: {"result": own or found, "own": own, "records": found} for key, (own, found) in pairs.items()
	}
	return {
		"met": sum(one["result"] == "Met" for one in kept.values()),
		"total": len(kept),
		"waiting": sum(one["result"] == "Awaiting Rating" for one in kept.values()),
		"may_be_proposed": all(one["result"] == "Met" for one in kept.values()),
		"groups": {
			key: one["result"] if one["result"] in ("Met", "Not Met") else "Pending"
			for key, one in kept.items()
		},
		"state": "Not Met" if any(one["result"] == "Not Met" for one in kept.values()) else "Pending",
		"criteria": kept,
	}


def log(*acts: tuple) -> list[Step]:
	"""(act, place) or (act, place, results), an hour each."""
	return [
		Step(number, act, place, datetime(2026, 12, 1, number), results=more[0] if more else None)
		for number, (act, place, *more) in enumerate(acts, 1)
	]


SENT, AGREED, BACK = ("Send", BELOW), ("Agree", HERE), ("Return", HERE)


class TestStanding(unittest.TestCase):
	def test_as_seen_from_a_level(self):
		under = "Under Appraisal"
		for name, steps, state, awaiting, wanted in (
			("never came", [SENT], under, "khác", None),
			("still with its author", [], "Draft", "", None),
			("waits for the first time", [SENT], under, HERE, "waiting"),
			("passed on", [SENT, AGREED], under, ABOVE, "passed"),
			("passed on and decided", [SENT, AGREED, ("Recognize", ABOVE)], "Recognized", "", "passed"),
			("given back", [SENT, BACK], "Returned", "", "returned"),
			("mended, waits again", [SENT, BACK, SENT], under, HERE, "waiting"),
			("mended, still below", [SENT, BACK, SENT], under, "bộ phận", "returned"),
			("mended and passed on", [SENT, BACK, SENT, AGREED], under, ABOVE, "passed"),
			("given back from above", [SENT, AGREED, ("Return", ABOVE)], "Returned", "", "returned"),
			("taken back by the level", [SENT, AGREED, ("Recall", HERE)], under, HERE, "waiting"),
			("gave up after a return", [SENT, BACK], "Declared Not Reached", "", "returned"),
			("concluded here", [SENT, ("Conclude Interim", HERE)], "Interim Reviewed", "", "passed"),
		):
			with self.subTest(name):
				self.assertEqual(status_at(log(*steps), HERE, state, awaiting), wanted)

	def test_a_return_to_a_level_above_leaves_its_agreement(self):
		down = Step(4, "Return", ABOVE, datetime(2026, 12, 2), to="huyện")
		steps = [*log(SENT, AGREED, ("Agree", "huyện")), down]
		self.assertEqual(status_at(steps, HERE, "Under Appraisal", "huyện"), "passed")
		self.assertEqual(status_at(steps, "huyện", "Under Appraisal", "huyện"), "waiting")
		self.assertEqual(status_at(steps, ABOVE, "Under Appraisal", "huyện"), "returned")

	def test_an_agreement_stands_past_which_a_mended_file_went(self):
		def sent(to: str) -> list[Step]:
			again = Step(4, "Send", BELOW, datetime(2026, 12, 2), to=to)
			return [*log(SENT, AGREED, ("Return", ABOVE)), again]

		self.assertEqual(status_at(sent(ABOVE), HERE, "Under Appraisal", ABOVE), "passed")
		self.assertEqual(status_at(sent("khác"), HERE, "Under Appraisal", "khác"), "returned")

	def test_what_a_body_decides_is_no_appraisal(self):
		by_body = Step(2, "Agree", HERE, datetime(2026, 12, 1), by_body=True)
		self.assertIsNone(status_at([*log(SENT), by_body], HERE, "Under Appraisal", ABOVE))

	def test_sums_add_up(self):
		found = counted(["passed", "waiting", "passed", "returned"])
		self.assertEqual(found, {"passed": 2, "returned": 1, "waiting": 1, "all": 4})


class TestJudged(unittest.TestCase):
	def test_beside_what_was_sent_first(self):
		first = results(a="Not Met", b="Met", c=("Met", "Not Met"), d="Awaiting Rating")
		mended = results(a="Met", b="Met", c=("Met", "Not Met"), d="Awaiting Rating")
		found = judged(log((*SENT, first), BACK, (*SENT, mended), (*AGREED, mended)), HERE)
		self.assertEqual((found.sent_met, found.met, found.total, found.waiting), (2, 3, 4, 1))
		self.assertEqual(found.turned, (("a", "Not Met", "Met"),))
		self.assertEqual((found.otherwise, found.unmet, found.falls_short), (("c",), (), False))

	def test_passed_on_though_not_all_is_met(self):
		kept = results(a="Not Met", b="Met")
		found = judged(log((*SENT, kept), (*AGREED, kept)), HERE)
		self.assertEqual((found.unmet, found.falls_short, found.turned), (("a",), True, ()))

	def test_points_where_the_framework_scores(self):
		sent = results(a="Met", b="Met") | {"points": 14.5, "most_points": 20.0}
		agreed = sent | {"points": 12.0, "may_be_proposed": False}  # too few in all, though each is met
		found = judged(log((*SENT, sent), (*AGREED, agreed)), HERE)
		self.assertEqual((found.sent_points, found.points, found.most_points), (14.5, 12.0, 20.0))
		for state, short in (
			("Not Met", True),
			("Pending", False),
			("Met", False),
		):  # while one waits for a rating
			kept = agreed | {"state": state, "waiting": 1}
			self.assertEqual(judged(log((*SENT, sent), (*AGREED, kept)), HERE).falls_short, short)

	def test_the_last_agreement_counts(self):
		before, after = results(a="Not Met"), results(a="Met")
		steps = log((*SENT, before), (*AGREED, before), ("Return", ABOVE), (*SENT, after), (*AGREED, after))
		self.assertEqual(judged(steps, HERE).met, 1)
		with self.assertRaises(ValueError):
			judged(steps, ABOVE)
