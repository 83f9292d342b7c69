"""The reviewed list against what the installed framework really opens."""

import unittest
from unittest.mock import patch

import frappe

from bontot.guard.edge import endpoints, inventory
from bontot.guard.names import name_of
from bontot.tests.case import BontotTestCase


class TestInventory(BontotTestCase):
	@classmethod
	def setUpClass(cls) -> None:
		super().setUpClass()
		cls.facts, cls.failed = inventory.collect()

	def test_every_function_of_ours_stands_on_the_list(self):
		self.assertGreater(len(self.facts), 450)
		self.assertEqual(self.failed, [])
		lacking = inventory.own_unlisted(self.facts)
		self.assertEqual(lacking, [], f"Review these and add them to guard/edge/endpoints.toml: {lacking}")

	def test_control_a_new_function_is_noticed(self):
		def planted() -> None: ...

		planted.__qualname__ = "planted"
		opened = frappe.whitelist(methods=["POST"])(planted)
		self.addCleanup(frappe.whitelisted.remove, opened)
		self.assertIn(
			"bontot.guard.edge.test_endpoints.planted", inventory.own_unlisted(inventory.collect()[0])
		)

	def test_every_name_leads_to_something_or_is_marked(self):
		"""A name that stands on the list for both frameworks must exist; one of the other framework only need not."""
		gone = sorted(
			door.name
			for door in endpoints.read().values()
			if door.where == "doors"
			and door.name.startswith(("frappe.", "bontot."))
			and door.name not in self.facts
		)
		self.assertEqual(gone, [])

	def test_the_names_of_one_framework_are_not_mixed_with_the_other(self):
		present = {where: 0 for where in ("only_old", "only_new")}
		for door in endpoints.read().values():
			if door.where in present and door.name in self.facts:
				present[door.where] += 1
		self.assertFalse(all(present.values()), f"names of both frameworks are here at once: {present}")
		self.assertTrue(any(present.values()))

	def test_every_path_of_a_function_is_the_same_door(self):
		aliases = [(name, path) for name, fact in self.facts.items() for path in fact.paths]
		self.assertGreater(len(aliases), len(self.facts) // 2)
		for name, path in aliases:
			self.assertEqual(name_of(frappe.get_attr(path)), name)

	def test_what_changes_is_never_opened_by_get(self):
		"""Whatever takes no GET in its own code takes none here."""
		wrong = [
			name
			for name, fact in self.facts.items()
			if (door := endpoints.find(name)) and "GET" not in fact.methods and "GET" in door.methods
		]
		self.assertEqual(wrong, [])

	def test_guests_reach_only_what_the_framework_gives_them(self):
		wrong = [
			name
			for name, fact in self.facts.items()
			if (door := endpoints.find(name)) and door.to == endpoints.GUEST and not fact.guest
		]
		self.assertEqual(wrong, [])


class TestList(unittest.TestCase):
	def test_a_contradiction_is_refused(self):
		for text in (
			'[a]\nto = "guest"\nwhy = "x"\ndoors = ["b"]\n[c]\nto = "signed-in"\nwhy = "x"\ndoors = ["b"]',
			'[a]\nto = "everybody"\nwhy = "x"\ndoors = ["b"]',
			'[a]\nto = "guest"\nwhy = " "\ndoors = ["b"]',
		):
			endpoints.read.cache_clear()
			with self.subTest(text), patch.object(endpoints, "LIST") as place, self.assertRaises(ValueError):
				place.read_text.return_value = text
				endpoints.read()
		endpoints.read.cache_clear()
		self.assertGreater(len(endpoints.read()), 300)

	def test_wrapped_functions_keep_their_own_name(self):
		from frappe.desk import reportview

		self.assertEqual(name_of(reportview.get), "frappe.desk.reportview.get")
