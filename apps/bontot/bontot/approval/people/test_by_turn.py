"""Whoever has to judge a file opens its proof, though the organisation was moved away from below since it was sent.

docs/quyen.md §2 in a hand-written table: who opens what, by which verb, and for how long.
"""

from __future__ import annotations

import frappe
from frappe.utils import getdate

from bontot.approval.acts import api
from bontot.approval.people import by_turn
from bontot.approval.testcase import ApprovalTestCase
from bontot.approval.testing import act_as
from bontot.evaluation import api as evaluations
from bontot.evaluation.testing import create_test_file as create_test_upload
from bontot.meeting import api as meetings
from bontot.meeting.testing import create_test_meeting
from bontot.organization import access
from bontot.organization.testing import create_test_delegation, create_test_seat, create_test_user
from bontot.reorganization.testing import reorganize

PDF = b"%PDF-1.7\n% minh chung\n"


class TestByTurn(ApprovalTestCase):
	"""cell_a sends its file to its grassroots organisation, and is moved below another body then."""

	def set_up_data(self) -> None:
		super().set_up_data()
		t, author = self.tree, self.users.secretary
		self.named, self.adopting, self.other = (
			create_test_meeting(t.cell_a, meeting_date=f"{getdate().year}-0{month}-03").name
			for month in (1, 2, 3)
		)
		upload = create_test_upload(f"minh-chung-{frappe.generate_hash(length=6)}.pdf", PDF, author)
		with self.set_user(author):
			self.evidence = evaluations.add_evidence(
				self.file, "dk_1", "Tệp minh chứng", file_url=upload.file_url
			)["name"]
			evaluations.add_evidence(
				self.file, "dk_1", "Biên bản", record_doctype="Meeting", record_name=self.named
			)
		where = {"attached_to_doctype": "Evidence", "attached_to_name": self.evidence}
		self.upload = frappe.get_doc("File", where)
		act_as(author, "send", self.file)
		frappe.db.set_value("Evaluation", self.file, "adopted_by_meeting", self.adopting)
		move = {"act": "Move", "organization": t.cell_a, "target": t.other_grassroots}
		reorganize(t.province, "2023-07-01", [move])
		self.body_above = create_test_seat(t.other_body, "can_bo_tham_dinh").user

	def opens(self, user: str, verb: str = "read") -> list[str]:
		"""Those of them that `user` may `verb`, each asked as the framework asks before it hands it out."""
		access.forget()
		asked = {
			"evidence": ("Evidence", self.evidence),
			"file": ("File", self.upload.name),
			"named": ("Meeting", self.named),
			"adopting": ("Meeting", self.adopting),
			"other": ("Meeting", self.other),
		}
		found = []
		for label, (doctype, name) in asked.items():
			with self.set_user(user):
				if frappe.has_permission(doctype, verb, doc=frappe.get_doc(doctype, name)):
					found.append(label)
		return found

	proof = ("evidence", "file", "named", "adopting")

	def test_who_opens_it_and_for_how_long(self):
		waiting, above, stranger = self.users.grassroots, self.users.body, self.users.neighbour
		self.assertEqual(self.doc().awaiting_organization, self.tree.grassroots)
		self.assertEqual(self.opens(waiting), [*self.proof])
		for user in (above, stranger):
			self.assertEqual(self.opens(user), [], user)
		self.assertEqual(self.opens(self.body_above), [*self.proof, "other"])  # by its place, as ever
		with self.set_user(waiting):
			self.assertTrue(api.get_document("Evaluation", self.file)["items"])
			self.assertEqual(meetings.get_meeting(self.named)["name"], self.named)
			with self.assertRefused(frappe.PermissionError):
				meetings.get_meeting(self.other)
		act_as(waiting, "agree", self.file)
		self.assertEqual(self.opens(waiting), [])
		self.assertEqual(self.opens(above), [*self.proof])

	def test_only_reading_and_no_list(self):
		for verb in ("write", "delete", "export", "report", "email", "share"):
			self.assertEqual(self.opens(self.users.grassroots, verb), [], verb)
		with self.set_user(self.users.grassroots):
			for doctype, name in (
				("Evidence", self.evidence),
				("Meeting", self.named),
				("File", self.upload.name),
			):
				self.assertEqual(frappe.get_list(doctype, {"name": name}), [], doctype)

	def test_a_lent_seat_opens_it_an_ended_one_does_not(self):
		seat = frappe.db.get_value("Seat", {"user": self.users.grassroots})
		stand_in = create_test_user()
		create_test_seat(self.tree.agency_cell, "bi_thu_chi_bo", stand_in)
		self.assertEqual(self.opens(stand_in), [])
		create_test_delegation(seat, stand_in)
		self.assertEqual(self.opens(stand_in), [*self.proof])
		frappe.db.set_value("Seat", seat, "to_date", "2021-12-31")
		for user in (stand_in, self.users.grassroots):
			self.assertEqual(self.opens(user), [])

	def test_what_is_not_there_and_what_names_nothing(self):
		user = self.users.grassroots
		self.assertFalse(by_turn.may_read_evidence("khong-co", user))
		self.assertFalse(by_turn.may_read_meeting("khong-co", user))
		self.assertFalse(by_turn.may_read_meeting("", user))
