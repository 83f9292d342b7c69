import frappe
from frappe.utils import add_days, nowdate

from bontot.organization import access
from bontot.organization.access.test_access import listed
from bontot.organization.testing import create_test_seat, create_test_tree, create_test_user
from bontot.supervision.errors import VisitNoteError
from bontot.supervision.testing import create_test_assignment, create_test_note
from bontot.tests.case import BontotTestCase


class TestVisitNote(BontotTestCase):
	def set_up_data(self) -> None:
		super().set_up_data()
		self.tree = create_test_tree()
		self.visitor, self.other = create_test_user("Nông Văn Dự"), create_test_user("Lò Thị Theo")
		people, branches = [self.visitor, self.other], [self.tree.grassroots]
		self.assignment = create_test_assignment(self.tree.province, people, branches)

	def note(self, organization: str | None = None, **values):
		with self.set_user(self.visitor):
			values.setdefault("assignment", self.assignment.name)
			return create_test_note(organization=organization or self.tree.cell_a, **values)

	def may_write(self, user: str, name: str) -> bool:
		access.forget()
		with self.set_user(user):
			return bool(frappe.get_doc("Visit Note", name).has_permission("write"))

	def test_only_its_writer_changes_it_while_the_assignment_lives(self):
		note = self.note(writer=self.other)
		self.assertEqual(note.writer, self.visitor)
		secretary = create_test_seat(self.tree.cell_a, "bi_thu_chi_bo").user
		commission = create_test_seat(self.tree.province, "can_bo_btc_tinh").user
		people = (self.visitor, self.other, secretary, commission)
		self.assertEqual([self.may_write(user, note.name) for user in people], [True, False, False, False])
		self.assignment.ended = 1
		self.assignment.save()
		self.assertFalse(self.may_write(self.visitor, note.name))

	def test_the_visited_organization_and_those_above_read_it(self):
		note = self.note()
		places = (("cell_a", 1), ("grassroots", 1), ("province", 1), ("cell_b", 0), ("other_cell", 0))
		for place, may in places:
			with (
				self.subTest(place),
				self.set_user(create_test_seat(getattr(self.tree, place), "theo_doi").user),
			):
				self.assertEqual(listed("Visit Note", [note.name]), {note.name} if may else set())
				self.assertEqual(frappe.get_doc("Visit Note", note.name).has_permission("read"), bool(may))

	def test_who_writes_for_the_visited_organization_hears_of_it_once(self):
		secretary = create_test_seat(self.tree.cell_a, "bi_thu_chi_bo").user
		beside = create_test_seat(self.tree.cell_b, "bi_thu_chi_bo").user
		note = self.note()
		note.reload()
		with self.set_user(self.visitor):
			note.update({"difficulties": "Thiếu phòng họp."}).save()
		told = frappe.get_all("Notification Log", {"document_name": note.name}, ["for_user", "email_content"])
		self.assertEqual([row.for_user for row in told], [secretary])
		self.assertIn(f'href="/app/visit-note/{note.name}"', told[0].email_content)
		self.assertNotIn(beside, [row.for_user for row in told])

	def test_nobody_writes_one_elsewhere_or_without_an_assignment(self):
		with self.assertRefused(frappe.PermissionError):
			self.note(self.tree.other_cell)
		overseer = create_test_seat(self.tree.grassroots, "theo_doi").user  # reads by a seat, follows nothing
		with self.set_user(overseer), self.assertRefused(frappe.PermissionError):
			create_test_note(self.assignment.name, self.tree.cell_a)

	def test_the_day_the_assignment_and_the_meeting_must_fit(self):
		other = create_test_assignment(self.tree.province, [self.visitor], [self.tree.commune])
		meeting = frappe.get_doc(
			{
				"doctype": "Meeting",
				"organization": self.tree.cell_b,
				"meeting_kind": "Cell Regular",
				"meeting_date": nowdate(),
			}
		).insert()
		for values in (
			{"visited_on": add_days(nowdate(), 1)},
			{"visited_on": add_days(nowdate(), -2)},
			{"assignment": other.name},
			{"meeting": meeting.name},
		):
			with self.subTest(values), self.assertRefused(VisitNoteError):
				self.note(**values)
		self.note(self.tree.cell_b, visited_on=add_days(nowdate(), -1), meeting=meeting.name)
