from datetime import date
from unittest import TestCase

from bontot.criteria import period_kinds
from bontot.criteria.period_kinds import asks


def criterion(key: str, six_month: bool = True, year: bool = True, **more: str) -> dict:
	return {"criterion_key": key, "for_six_month": six_month, "for_year": year, **more}


class TestAsks(TestCase):
	def test_the_framework_says_what_a_quarter_and_an_own_period_ask(self):
		mid, end = criterion("a", year=False), criterion("b", six_month=False)
		part = criterion("b-1", six_month=False, core_key="b")
		local = criterion("x", core_key="")
		cases = (
			# setting, mid, end, part of the end's, only the overlay's
			("", (True, False, False, True)),
			("six_month", (True, False, False, True)),
			("year", (False, True, True, True)),
			(" b ,c", (False, True, True, True)),
			("c", (False, False, False, True)),
		)
		for kind, setting in period_kinds.SETTINGS.items():
			for said, wanted in cases:
				with self.subTest(kind=kind, said=said):
					found = tuple(asks(row, kind, {setting: said}) for row in (mid, end, part, local))
					self.assertEqual(found, wanted)

	def test_settings_of_one_kind_say_nothing_of_another(self):
		row = criterion("a", six_month=True, year=False)
		settings = {"quarter_criteria": "b"}
		found = [asks(row, kind, settings) for kind in ("Six-Month", "Year", "Quarter", "Own")]
		self.assertEqual(found, [True, False, False, True])
		with self.assertRaises(KeyError):
			asks(row, "Month", settings)

	def test_only_a_year_earns_the_title(self):
		self.assertEqual([kind for kind in period_kinds.ALL if period_kinds.earns_title(kind)], ["Year"])


class TestQuarter(TestCase):
	def test_first_and_last_day(self):
		good = (((1, 1), (3, 31)), ((4, 1), (6, 30)), ((7, 1), (9, 30)), ((10, 1), (12, 31)))
		bad = (((1, 1), (6, 30)), ((2, 1), (4, 30)), ((1, 2), (3, 31)), ((4, 1), (6, 29)))
		for cases, wanted in ((good, True), (bad, False)):
			for first, last in cases:
				with self.subTest(first=first, last=last):
					found = period_kinds.is_quarter(date(2026, *first), date(2026, *last))
					self.assertEqual(found, wanted)
