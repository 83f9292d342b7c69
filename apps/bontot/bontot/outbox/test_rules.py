from unittest import TestCase

from bontot.outbox import rules


class Wrapped(Exception):
	pass


class TestRules(TestCase):
	def test_waits_grow_to_an_hour(self):
		self.assertEqual([rules.wait_after(n) for n in (1, 2, 3, 8, 50)], [30, 60, 120, 3600, 3600])

	def test_a_request_is_run_again_a_few_times_and_not_after_a_long_wait(self):
		cases = ((1, 0.0, True), (3, 19.9, True), (4, 0.0, False), (1, 20.0, False), (1, 31.0, False))
		for rerun, seconds, wanted in cases:
			with self.subTest(rerun=rerun, seconds=seconds):
				self.assertEqual(rules.is_worth_rerunning(rerun, seconds), wanted)

	def test_conflicts_are_found_however_wrapped(self):
		caused = Wrapped("outer")
		caused.__cause__ = Exception(1020, "Record has changed since last read")
		cases = (
			(Exception(1213, "Deadlock found"), True),
			(Exception(1205, "Lock wait timeout exceeded"), True),
			(Wrapped(Exception(1213, "Deadlock found")), True),
			(caused, True),
			(Exception(1062, "Duplicate entry"), False),
			(ValueError("1213"), False),
		)
		for error, wanted in cases:
			with self.subTest(error=error):
				self.assertEqual(rules.is_conflict(error), wanted)
