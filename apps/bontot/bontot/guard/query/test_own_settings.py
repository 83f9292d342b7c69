"""One's own settings, notes and notices are nobody else's; the framework gives the role All to them without an owner."""

import frappe
from frappe import client
from frappe.desk.doctype.notification_log import notification_log
from frappe.model.document import Document

from bontot.guard.query import own_settings
from bontot.organization.testing import create_test_user
from bontot.tests.case import BontotTestCase

OWN = "Notification Settings"


class TestOwnSettings(BontotTestCase):
	def set_up_data(self) -> None:
		super().set_up_data()
		self.me, self.other = create_test_user(), create_test_user()

	def may(self, doc: Document, *ptypes: str) -> list[bool]:
		with self.set_user(self.me):
			return [bool(doc.has_permission(ptype)) for ptype in ptypes]

	def test_settings_by_name(self) -> None:
		for whose, answer in ((self.me, True), (self.other, False)):
			with self.subTest(whose):
				doc = frappe.get_doc(OWN, whose)
				self.assertEqual(self.may(doc, "read", "write"), [answer, answer])
		with self.set_user(self.me):
			with self.assertRefused(frappe.PermissionError):
				client.get(OWN, self.other)
			with self.assertRefused(frappe.PermissionError):
				client.set_value(OWN, self.other, "enabled", 0)
			client.set_value(OWN, self.me, "enabled", 0)  # control
			self.assertEqual(frappe.get_list(OWN, pluck="name"), [self.me])
		self.assertTrue(
			frappe.get_doc(OWN, self.other).has_permission("write"), "an administrator's to change"
		)

	def test_filters_of_lists(self) -> None:
		made = {
			for_user: frappe.get_doc(
				{
					"doctype": "List Filter",
					"filter_name": "x",
					"reference_doctype": "Meeting",
					"for_user": for_user,
				}
			).insert()
			for for_user in (self.me, self.other, "")
		}
		rights = ("read", "write", "delete")
		self.assertEqual(self.may(made[self.me], *rights), [True, True, True])
		self.assertEqual(self.may(made[self.other], *rights), [False, False, False])
		self.assertEqual(self.may(made[""], *rights), [True, False, False])
		stolen = frappe.get_doc("List Filter", made[self.other].name)
		stolen.for_user = self.me
		self.assertEqual(self.may(stolen, *rights), [False, False, False], "as it is stored counts, too")
		new = {"doctype": "List Filter", "filter_name": "y", "reference_doctype": "Meeting"}
		for for_user, answer in ((self.me, True), (self.other, False), ("", False)):
			doc = frappe.get_doc({**new, "for_user": for_user})
			with self.subTest(for_user):
				self.assertEqual(self.may(doc, "create"), [answer])
		with self.set_user(self.me):
			found = set(frappe.get_list("List Filter", pluck="name"))
		self.assertLessEqual({made[self.me].name, made[""].name}, found)
		self.assertNotIn(made[self.other].name, found)

	def test_notices_and_notes_by_name(self) -> None:
		notice = {"doctype": "Notification Log", "subject": "x", "type": "Alert"}
		notes = {"doctype": "Note", "title": "x", "content": "x"}
		with self.set_user(self.other):
			public, private = (frappe.get_doc({**notes, "public": 0}).insert() for _each in range(2))
		public.db_set("public", 1)
		for doc, answer in (
			(frappe.get_doc({**notice, "for_user": self.other}).insert(ignore_permissions=True), False),
			(frappe.get_doc({**notice, "for_user": self.me}).insert(ignore_permissions=True), True),
			(private, False),
			(public, True),
		):
			with self.subTest(doc.doctype, answer=answer):
				self.assertEqual(self.may(frappe.get_doc(doc.doctype, doc.name), "read"), [answer])

	def test_a_bell_rings_for_its_owner_alone(self) -> None:
		"""An administrator reads any notice by its name, and lists his own alone."""
		new = {"doctype": "Notification Log", "subject": "x", "type": "Alert"}
		made = {
			# as the system writes it
			user: frappe.get_doc({**new, "for_user": user}).insert(ignore_permissions=True).name
			for user in (self.me, "Administrator")
		}
		for user, name in made.items():
			with self.subTest(user), self.set_user(user):
				found = [row.name for row in notification_log.get_notification_logs(500)["notification_logs"]]
				self.assertIn(name, found)
				self.assertFalse(set(found) & (set(made.values()) - {name}))

	def test_only_ones_own_notice_is_marked_as_read(self) -> None:
		new = {"doctype": "Notification Log", "subject": "x", "type": "Alert", "for_user": self.other}
		notice = frappe.get_doc(new).insert(ignore_permissions=True).name  # as the system writes it
		for mark, by, wanted in (
			(own_settings.mark_as_read, self.me, 0),
			(own_settings.mark_as_read, self.other, 1),
			(notification_log.mark_as_read, self.me, 1),  # control: the framework's
		):
			frappe.db.set_value("Notification Log", notice, "read", 0)
			with self.subTest(mark.__module__, by=by), self.set_user(by):
				self.assertIsNone(mark(notice))
				self.assertEqual(frappe.db.get_value("Notification Log", notice, "read"), wanted)
		with self.set_user(self.me):
			self.assertIsNone(own_settings.mark_as_read("khong-co"))
