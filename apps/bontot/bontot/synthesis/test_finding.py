"""The search bar: words with or without marks find what is in reach, and nothing else."""

from bontot.evaluation.testing import create_test_open_period
from bontot.meeting import kinds
from bontot.meeting.testing import create_test_meeting
from bontot.organization.testing import (
	create_test_member,
	create_test_seat,
	create_test_tree,
	create_test_user,
)
from bontot.synthesis import finding
from bontot.tests.case import BontotTestCase


class TestFinding(BontotTestCase):
	def set_up_data(self) -> None:
		super().set_up_data()
		self.tree = create_test_tree()
		self.member = create_test_member(self.tree.cell_a, full_name="Đặng Thị Ưng").name
		self.secretary = create_test_seat(self.tree.cell_a, "bi_thu_chi_bo").user
		self.neighbour = create_test_seat(self.tree.cell_b, "bi_thu_chi_bo").user
		self.reviewer = create_test_seat(self.tree.grassroots, "can_bo_tham_dinh").user

	def find(self, text: str, user: str) -> list[dict]:
		with self.set_user(user):
			return finding.find(text, user)

	def names(self, text: str, user: str, doctype: str) -> list[str]:
		return [row["name"] for row in self.find(text, user) if row["doctype"] == doctype]

	def test_a_member_is_found_without_marks_by_whom_may_know_him(self):
		for text in ("dang thi ung", "Ưng đặng", "  DANG  ", "đặng"):
			for user in (self.secretary, self.reviewer):
				self.assertEqual(self.names(text, user, "Party Member"), [self.member], text)
			self.assertEqual(self.names(text, self.neighbour, "Party Member"), [], text)
		(row,) = self.find("dang thi ung", self.secretary)
		self.assertEqual(
			(row["title"], row["within"], row["address"]),
			("Đặng Thị Ưng", "Chi bộ Văn phòng", f"/app/party-member/{self.member}"),
		)

	def test_a_body_brings_its_meetings_and_its_file(self):
		period = create_test_open_period(self.tree.province).name
		meeting = create_test_meeting(self.tree.cell_a, kinds.REGULAR, "2026-03-03").name
		found = self.find("chi bo van phong", self.reviewer)
		file = f"{self.tree.cell_a}-{period}"
		self.assertEqual(
			[(row["doctype"], row["name"], row["address"]) for row in found],
			[
				("Party Organization", self.tree.cell_a, f"/app/party-organization/{self.tree.cell_a}"),
				("Evaluation", file, f"/app/explain-result/{file}"),
				("Meeting", meeting, f"/app/meeting-record/{meeting}"),
			],
		)
		own = [row["address"] for row in self.find("chi bo van phong", self.secretary)]
		self.assertIn(f"/app/self-assessment/{file}", own)

	def test_a_meeting_is_found_by_its_title_even_where_letters_with_marks_count(self):
		meeting = create_test_meeting(self.tree.cell_a, kinds.REGULAR, "2026-03-03")
		meeting.db_set("title", "Đại hội chi bộ")
		self.assertEqual(self.names("dai hoi", self.secretary, "Meeting"), [meeting.name])
		self.assertEqual(self.names("hai hoi", self.secretary, "Meeting"), [])
		self.assertEqual(self.names("dai hoi", self.neighbour, "Meeting"), [])

	def test_nothing_is_told_for_nothing_or_to_nobody(self):
		for text in ("", " ", "%", "_ %"):
			self.assertEqual(self.find(text, self.reviewer), [], text)
		self.assertEqual(self.find("chi bo", create_test_user()), [])
