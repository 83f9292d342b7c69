import frappe

from bontot.demo import minutes_copies
from bontot.meeting import attachments, kinds
from bontot.meeting.testing import create_test_meeting
from bontot.organization.testing import create_test_tree
from bontot.tests.case import BontotTestCase


class TestMinutesCopies(BontotTestCase):
	def set_up_data(self):
		super().set_up_data()
		tree = create_test_tree()
		self.meetings = [
			create_test_meeting(tree.grassroots, kinds.PARTY_COMMITTEE, f"2026-0{month}-20")
			for month in (4, 5)
		]
		minutes_copies.insert([minutes_copies.row(meeting.name) for meeting in self.meetings])

	def files(self, meeting) -> list[str]:
		where = {"attached_to_doctype": "Meeting", "attached_to_name": meeting.name}
		return frappe.get_all("File", where, pluck="name")

	def test_it_may_serve_as_the_file_of_the_minutes(self):
		for meeting in self.meetings:
			file = attachments.check(minutes_copies.URL, "Biên bản", meeting)
			self.assertEqual(self.files(meeting), [file.name])

	def test_a_second_run_adds_nothing(self):
		minutes_copies.insert([minutes_copies.row(meeting.name) for meeting in self.meetings])
		self.assertEqual([len(self.files(meeting)) for meeting in self.meetings], [1, 1])

	def test_one_that_is_deleted_takes_the_paper_from_no_other(self):
		frappe.delete_doc("File", self.files(self.meetings[0])[0])
		self.assertTrue(minutes_copies.paper().exists())
		attachments.check(minutes_copies.URL, "Biên bản", self.meetings[1])
