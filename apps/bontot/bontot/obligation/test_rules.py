from datetime import date
from itertools import pairwise
from unittest import TestCase

from bontot.obligation import spans, stages


class TestSpans(TestCase):
	def test_labels_and_ends(self):
		for frequency, count, first, last_end in (
			("Monthly", 12, "2026-01", date(2026, 12, 31)),
			("Quarterly", 4, "2026-Q1", date(2026, 12, 31)),
			("Six-Month", 2, "2026-H1", date(2026, 12, 31)),
			("Yearly", 1, "2026", date(2026, 12, 31)),
		):
			with self.subTest(frequency):
				made = spans.spans(frequency, 2026)
				self.assertEqual((len(made), made[0].label, made[-1].end), (count, first, last_end))
				self.assertEqual({spans.frequency_of(span.label) for span in made}, {frequency})
				for before, after in pairwise(made):
					self.assertEqual((after.start - before.end).days, 1)

	def test_due_dates(self):
		february, half, year = (
			spans.spans("Monthly", 2028)[1],
			spans.spans("Six-Month", 2026)[0],
			spans.spans("Yearly", 2026)[0],
		)
		for span, month, day, expected in (
			(february, None, 0, date(2028, 2, 29)),
			(february, None, 31, date(2028, 2, 29)),
			(half, 7, 15, date(2026, 7, 15)),
			(spans.spans("Six-Month", 2026)[1], 7, 15, date(2027, 1, 15)),
			(year, 12, 29, date(2026, 12, 29)),
			(year, 6, 30, date(2026, 6, 30)),
		):
			with self.subTest(span=span.label, month=month, day=day):
				self.assertEqual(spans.due_on(span, month, day), expected)


class TestStages(TestCase):
	"""Due Tuesday 30 June 2026."""

	due = date(2026, 6, 30)

	def plan(self):
		return stages.stages(self.due, before=[5, 1], after=[1, 5], escalate_after=3)

	def test_days_are_working_days(self):
		self.assertEqual(
			[(stage.name, stage.day) for stage in self.plan()],
			[
				("Before", date(2026, 6, 23)),
				("Before", date(2026, 6, 29)),
				("On", date(2026, 6, 30)),
				("After", date(2026, 7, 1)),
				("Escalation", date(2026, 7, 3)),
				("After", date(2026, 7, 7)),
			],
		)

	def test_one_voice_a_day_and_a_missed_day_is_caught_up(self):
		for today, expected in (
			(date(2026, 6, 22), []),
			(date(2026, 6, 23), [("Before", -5)]),
			(date(2026, 6, 27), [("Before", -5)]),
			(date(2026, 7, 2), [("After", 1)]),
			(date(2026, 7, 3), [("After", 1), ("Escalation", 3)]),
			(date(2026, 7, 20), [("After", 5), ("Escalation", 3)]),
			(date(2026, 9, 1), []),
		):
			with self.subTest(today=today):
				self.assertEqual([(s.name, s.offset) for s in stages.reached(self.plan(), today)], expected)

	def test_tet_moves_the_days(self):
		"""Tết 2027 is off from Thursday 4 to Wednesday 10 February: the working day before the 11th is the 3rd."""
		planned = stages.stages(date(2027, 2, 11), before=[1], after=[], escalate_after=None)
		self.assertEqual(planned[0].day, date(2027, 2, 3))

	def test_offsets_are_whole_numbers(self):
		self.assertEqual(stages.parse_offsets("5, 1;"), [5, 1])
		self.assertEqual(stages.parse_offsets(None), [])
		for bad in ("0", "x", "-1", "1.5"):
			with self.subTest(bad), self.assertRaises(ValueError):
				stages.parse_offsets(bad)
