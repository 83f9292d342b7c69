import json
from collections import Counter
from dataclasses import replace
from datetime import date
from unittest import TestCase

from bontot.demo import plan, year

TODAY = date(2026, 11, 24)


class TestPlan(TestCase):
	def test_sizes_add_up_exactly(self):
		for name, size in plan.SIZES.items():
			with self.subTest(size=name):
				units = plan.units(size, 1, TODAY)
				self.assertEqual(len(units), size.organizations)
				self.assertEqual(sum(unit.members for unit in units), size.members)
				self.assertEqual(len({unit.key for unit in units}), size.organizations)

	def test_a_seed_says_it_all(self):
		size = plan.SIZES["S"]
		self.assertEqual(plan.units(size, 7, TODAY), plan.units(size, 7, TODAY))
		self.assertNotEqual(plan.units(size, 7, TODAY), plan.units(size, 8, TODAY))
		cell = next(unit for unit in plan.units(size, 7, TODAY) if unit.is_cell)
		self.assertEqual(plan.people(cell, 7, TODAY), plan.people(cell, 7, TODAY))

	def test_one_cell_more_changes_its_own_commune_alone(self):
		size = plan.SIZES["S"]
		before = {unit.key: unit for unit in plan.units(size, 7, TODAY)}
		after = {
			unit.key: unit
			for unit in plan.units(replace(size, organizations=size.organizations + 1), 7, TODAY)
		}
		(new,) = after.keys() - before.keys()
		changed = {
			unit.parent
			for key, unit in before.items()
			if (unit.name, unit.valid_from, unit.place)
			!= (after[key].name, after[key].valid_from, after[key].place)
		}
		self.assertLessEqual(changed, {after[new].parent})

	def test_one_member_more_leaves_the_others_as_they_are(self):
		cell = next(unit for unit in plan.units(plan.SIZES["S"], 7, TODAY) if unit.is_cell)
		before = plan.people(cell, 7, TODAY)
		cell.members += 1
		self.assertEqual(plan.people(cell, 7, TODAY)[:-1], before)

	def test_branches_differ_in_depth_and_parents_come_first(self):
		units = plan.units(plan.SIZES["S"], 1, TODAY)
		self.assertEqual({unit.depth for unit in units if unit.is_cell}, {1, 2, 3})
		seen: set[str | None] = {None}
		for unit in units:
			self.assertIn(unit.parent, seen)
			seen.add(unit.key)

	def test_no_name_repeats_absurdly(self):
		"""Within one body a place or a person has its own name; in 136,000 people the commonest name stays rare."""
		units = plan.units(plan.SIZES["P"], 1, TODAY)
		self.assertEqual(Counter(Counter((unit.parent, unit.name) for unit in units).values()).keys(), {1})
		people = Counter()
		for cell in [unit for unit in units if unit.is_cell][::20]:
			names = [person.full_name for person in plan.people(cell, 1, TODAY)]
			self.assertEqual(len(names), len(set(names)))
			people.update(names)
		self.assertLess(people.most_common(1)[0][1] / people.total(), 0.001)

	def test_people_lived_in_a_possible_order(self):
		for unit in plan.units(plan.SIZES["S"], 3, TODAY):
			for person in plan.people(unit, 3, TODAY):
				self.assertLess(person.birth_date, person.admission_date)
				self.assertLessEqual(person.admission_date, TODAY)
				self.assertEqual(person.official_date is None, person.state == "Probationary")
				if person.official_date:
					self.assertLessEqual(person.official_date, TODAY)

	def test_places_are_enough_and_distinct(self):
		data = plan.places()
		for kind in ("communes", "hamlets", "agencies", "rooms", "commune_units"):
			self.assertEqual(len(data[kind]), len(set(data[kind])), kind)
		self.assertNotIn("  ", json.dumps(data, ensure_ascii=False))


class TestYear(TestCase):
	def setUp(self):
		self.units = plan.units(plan.SIZES["S"], 1, TODAY)

	def test_meetings_stay_in_the_year_and_before_today(self):
		for unit in self.units:
			if unit.kind == "tinh":
				continue
			for meeting in year.meetings(unit, 1, 2026, TODAY, roll_size=10, hall_size=40):
				self.assertTrue(date(2026, 1, 1) <= meeting.day <= TODAY)
				self.assertLess(meeting.start, meeting.end)

	def test_good_and_weak_units_both_exist(self):
		cells = [unit for unit in self.units if unit.is_cell]
		regular = [
			sum(
				m.kind == "Cell Regular"
				for m in year.meetings(cell, 1, 2026, date(2026, 12, 31), cell.members)
			)
			for cell in cells
		]
		self.assertEqual(max(regular), 12)
		self.assertLess(min(regular), 12)
		self.assertGreater(regular.count(12) / len(regular), 0.7)

	def test_the_permanent_members_meet_before_the_committee(self):
		committee = next(unit for unit in self.units if unit.kind == "dang_bo_co_so")
		planned = {m.key: m for m in year.meetings(committee, 1, 2026, TODAY, 9, 60)}
		prepared = [m for m in planned.values() if m.prepared_by]
		self.assertTrue(prepared)
		for meeting in prepared:
			self.assertLess(planned[meeting.prepared_by].day, meeting.day)
