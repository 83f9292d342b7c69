"""Tests that ordinary people may do with documents of the framework what the reviewed list says, of every doctype there is."""

from unittest.mock import patch

import frappe
from frappe import permissions

from bontot.organization import testing
from bontot.setup import framework_permissions as listed
from bontot.tests.case import BontotTestCase


def openings(rights_of) -> dict[str, set[str]]:
	"""Doctype: rights that `rights_of(doctype)` gives beyond the list."""
	found = {name: rights_of(name) - listed.read().get(name, frozenset()) for name in listed.doctypes()}
	return {name: rights for name, rights in found.items() if rights}


def of_roles(doctype: str) -> set[str]:
	"""Everything that any ordinary role may, at whatever level of fields."""
	rows = [row for row in frappe.get_meta(doctype).permissions if row.role in listed.ORDINARY]
	return {right for row in rows for right in permissions.rights if row.get(right)}


class TestFrameworkPermissions(BontotTestCase):
	def test_every_doctype_of_the_framework_is_on_the_list(self) -> None:
		missing = [name for name in listed.doctypes() if name not in listed.read()]
		self.assertEqual(
			[], missing, "closed, and not reviewed: give each its line in framework_doctypes.toml"
		)

	def test_roles_may_what_the_list_says_and_no_more(self) -> None:
		self.assertEqual({}, openings(of_roles))
		idle = {
			name: lacking
			for name, rights in listed.read().items()
			if rights and (lacking := rights - of_roles(name))
		}
		self.assertEqual({}, idle, "what the framework does not give is no line of the list")

	def test_people_with_every_role_may_no_more(self) -> None:
		tree = testing.create_test_tree()
		user = testing.create_test_user()
		for position in frappe.get_all("Position", {"disabled": 0}, pluck="name"):
			testing.create_test_seat(tree.province, position, user)
		held = set(frappe.get_roles(user))
		self.assertLessEqual({"Unit Secretary", "Organization Commission", "Appraiser"}, held)
		self.assertLessEqual(held, set(listed.ORDINARY))

		def of_person(doctype: str) -> set[str]:
			given = permissions.get_role_permissions(frappe.get_meta(doctype), user=user, is_owner=True)
			return {right for right in permissions.rights if given.get(right)}

		self.assertEqual({}, openings(of_person))
		with self.set_user(user):
			frappe.get_user().load_user()
			told = frappe.get_user()
			told.build_permissions()
			offered = {*told.can_create, *told.in_create, *told.can_read, *told.can_write}
		closed = {name for name, rights in listed.read().items() if not rights}
		self.assertEqual(set(), offered & closed, "nor does the desk offer it")

	def test_guests_may_nothing(self) -> None:
		rows = {name: frappe.get_meta(name).permissions for name in listed.doctypes()}
		self.assertEqual(
			[], [name for name, found in rows.items() if any(row.role == "Guest" for row in found)]
		)

	def test_control_the_framework_alone_leaves_them_open(self) -> None:
		frappe.db.delete("Custom DocPerm")
		frappe.clear_cache()
		self.addCleanup(frappe.clear_cache)
		found = openings(of_roles)
		self.assertLessEqual(
			{
				"Custom HTML Block",
				"Google Calendar",
				"Google Contacts",
				"Connected App",
				"Email Template",
				"Token Cache",
			},
			found.keys(),
		)
		self.assertLessEqual({"create", "write"}, found["Custom HTML Block"])
		listed.install()
		self.assertEqual({}, openings(of_roles))

	def test_a_doctype_that_the_list_does_not_name_is_closed_and_told_by_name(self) -> None:
		shorter = {name: rights for name, rights in listed.read().items() if name != "ToDo"}
		self.addCleanup(frappe.clear_cache, doctype="ToDo")
		with patch.object(listed, "read", return_value=shorter):
			self.assertEqual({"ToDo"}, openings(of_roles).keys())
			self.assertEqual(["ToDo"], [name for name in listed.doctypes() if name not in listed.read()])
			listed.install()
			self.assertEqual({}, openings(of_roles))
		self.assertTrue(frappe.get_meta("ToDo").permissions, "administrators keep it")

	def test_what_administrators_gave_other_roles_stays(self) -> None:
		permissions.add_permission("Custom HTML Block", "Workspace Manager", 0, "write")
		permissions.add_permission("Custom HTML Block", "All", 0, "create")
		frappe.clear_cache(doctype="Custom HTML Block")
		self.addCleanup(frappe.clear_cache, doctype="Custom HTML Block")
		listed.install()
		roles = {row.role for row in frappe.get_meta("Custom HTML Block").permissions}
		self.assertIn("Workspace Manager", roles)
		self.assertNotIn("All", roles)

	def test_a_letter_head_is_shown_to_administrators_alone(self) -> None:
		head = frappe.get_doc(
			{"doctype": "Letter Head", "letter_head_name": "Thử", "source": "HTML", "content": "<b>x</b>"}
		).insert()
		self.assertTrue(frappe.get_list("Letter Head"))
		with self.set_user(testing.create_test_user()):
			self.assertEqual([], frappe.get_list("Letter Head"))
			self.assertFalse(head.has_permission("read"))
