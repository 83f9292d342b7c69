import io
import unittest
from collections.abc import Iterable
from contextlib import redirect_stdout

from ops.counts import Counts
from tests.framework.__main__ import steadily
from tests.framework.judge import AT_MOST, Known, checked, judge, load
from tests.framework.play import Outcome, failed_tests

CAUSE = "its host does not resolve on this machine"
OUTPUT = """
======================================================================
ERROR: setUpClass (frappe.tests.test_a.TestA)
----------------------------------------------------------------------
FAIL: test_one (frappe.tests.test_a.TestA.test_one) (user='x')
FAIL: test_one (frappe.tests.test_a.TestA.test_one) (user='y')
ERROR: test_two (frappe.tests.test_a.TestA)
ERROR\tPropertyValue: Unknown syntax
"""
ONE = "frappe.tests.test_a.TestA.test_one"
TWO = "frappe.tests.test_a.TestA.test_two"


def outcome(*failures: str, trouble: str = "", site: str = "plain") -> Outcome:
	counts = Counts(10, len(failures), 1)
	return Outcome(site, "frappe.tests.test_a", counts, failures, 1.0, trouble)


class TestReading(unittest.TestCase):
	def test_names_of_failed_tests(self):
		expected = ("setUpClass", "test_one", "test_two")
		self.assertEqual(failed_tests(OUTPUT), tuple(f"frappe.tests.test_a.TestA.{n}" for n in expected))
		self.assertEqual(failed_tests("Ran 3 tests in 0.1s\n\nOK\n"), ())


class TestJudging(unittest.TestCase):
	def test_what_is_listed_is_excused_and_shown(self):
		verdict = judge([outcome(ONE)], [Known(ONE, CAUSE)])
		self.assertEqual([verdict.counts, verdict.known], [Counts(10, 0, 2), [f"plain: {ONE}"]])

	def test_what_is_not_listed_fails(self):
		verdict = judge([outcome(ONE)], [])
		self.assertEqual([verdict.counts.failed, verdict.new], [1, [f"plain: {ONE}"]])

	def test_a_list_for_one_site_excuses_nothing_on_the_other(self):
		known = [Known(ONE, CAUSE, sites=("ours",))]
		verdict = judge([outcome(ONE), outcome(ONE, site="ours")], known)
		self.assertEqual([verdict.new, verdict.known], [[f"plain: {ONE}"], [f"ours: {ONE}"]])

	def test_what_passes_again_fails_until_it_leaves_the_list(self):
		self.assertEqual(judge([outcome()], [Known(ONE, CAUSE)]).mended, [f"plain: {ONE}"])
		self.assertEqual(judge([outcome()], [Known(ONE, CAUSE)]).counts.failed, 1)
		self.assertEqual(judge([outcome()], [Known(ONE, CAUSE, sometimes=True)]).counts.failed, 0)

	def test_what_did_not_run_is_not_called_mended(self):
		elsewhere = Known("frappe.tests.test_b.TestB.test_one", CAUSE)
		self.assertEqual(judge([outcome()], [elsewhere]).mended, [])

	def test_a_run_that_breaks_off_fails(self):
		verdict = judge([outcome(trouble="ran no test (exit code 1)")], [Known(ONE, CAUSE)])
		self.assertEqual([verdict.counts.failed, verdict.mended], [1, []])


class TestASecondTry(unittest.TestCase):
	def tried(self, *runs: Outcome, listed: Iterable[Known] = ()) -> tuple[Outcome, list[str], int]:
		"""What `steadily` makes of a module that goes like this, and how often it was played."""
		played: list[Outcome] = []

		def play_module(again: bool = False) -> Outcome:
			self.assertEqual(again, bool(played))
			played.append(runs[len(played)])
			return played[-1]

		with redirect_stdout(io.StringIO()):
			taken, unsteady = steadily(play_module, list(listed))
		return taken, unsteady, len(played)

	def test_what_fails_twice_fails(self):
		taken, unsteady, times = self.tried(outcome(ONE), outcome(ONE))
		self.assertEqual((judge([taken], []).counts.failed, unsteady, times), (1, [], 2))

	def test_what_fails_in_one_of_two_runs_is_told(self):
		for runs, passed in (((outcome(ONE), outcome()), 10), ((outcome(ONE), outcome(TWO)), 11)):
			taken, unsteady, times = self.tried(*runs)
			told = sorted({f"plain: {test}" for run in runs for test in run.failures})
			self.assertEqual((judge([taken], []).counts, unsteady, times), (Counts(passed, 0, 1), told, 2))

	def test_after_a_run_that_broke_off_the_second_counts_whole(self):
		broken = outcome(trouble="took longer than 6 minutes")
		taken, unsteady, _times = self.tried(broken, outcome(ONE))
		self.assertEqual((judge([taken], []).counts.failed, len(unsteady)), (1, 1))
		taken, _unsteady, _times = self.tried(outcome(ONE), broken)
		self.assertEqual(judge([taken], []).counts.failed, 1)

	def test_what_goes_as_expected_is_played_once(self):
		for run, listed in ((outcome(), []), (outcome(ONE), [Known(ONE, CAUSE)])):
			self.assertEqual(self.tried(run, listed=listed), (run, [], 1))


class TestTheList(unittest.TestCase):
	def test_refuses_what_nobody_can_follow(self):
		for entries in (
			[Known(ONE, "flaky")],
			[Known(ONE, CAUSE), Known(ONE, CAUSE)],
			[Known(f"{ONE}{number}", CAUSE) for number in range(AT_MOST + 1)],
		):
			with self.assertRaises(ValueError):
				checked(entries)

	def test_the_committed_list_is_sound(self):
		self.assertLessEqual(len(load()), AT_MOST)
