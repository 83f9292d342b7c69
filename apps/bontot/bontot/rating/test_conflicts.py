"""Nobody judges the rating of the own unit, nor the own one, nor what the same hands proposed."""

import frappe

from bontot.meeting.votes import Vote
from bontot.organization import access
from bontot.organization.errors import OwnUnitError
from bontot.organization.testing import (
	create_test_delegation,
	create_test_member,
	create_test_seat,
	create_test_tree,
	create_test_user,
)
from bontot.rating import service, view
from bontot.rating.errors import SamePersonError
from bontot.rating.rules import DULY, MEMBER, ORGANIZATION, WELL
from bontot.tests.case import BontotTestCase

YEAR = 2026
DAY = "2026-01-15"


class TestRatingBars(BontotTestCase):
	"""The deputy of cell A proposes; its secretary appraises and decides at the grassroots organisation, too."""

	def set_up_data(self) -> None:
		super().set_up_data()
		self.tree = create_test_tree()
		self.member = create_test_member(self.tree.cell_a).name
		self.deputy = create_test_seat(self.tree.cell_a, "pho_bi_thu_chi_bo").user
		self.both = create_test_seat(self.tree.cell_a, "bi_thu_chi_bo").user
		create_test_seat(self.tree.grassroots, "can_bo_tham_dinh", self.both)
		create_test_seat(self.tree.grassroots, "bi_thu_dang_uy", self.both)
		self.appraiser = create_test_seat(self.tree.grassroots, "can_bo_tham_dinh").user
		self.decider = create_test_seat(self.tree.grassroots, "bi_thu_dang_uy").user

	def act(self, act: str, user: str, name: str = "", subject: str = MEMBER):
		name = name or self.member
		rows = [{"name": name, "grade": WELL}]
		access.forget()
		with self.set_user(user):
			if act == "decide":
				return service.decide(subject, YEAR, rows, "05-QĐ/ĐU", DAY, vote=Vote(9, 9))
			if act == "return":
				return service.send_back(subject, YEAR, [name], "Chưa rõ")
			return getattr(service, act)(subject, YEAR, rows)

	def offered(self, user: str, name: str = "", place: str = "", subject: str = MEMBER) -> dict:
		access.forget()
		with self.set_user(user):
			found = view.grid(place or self.tree.grassroots, subject, YEAR)["rows"]
		return next(row for row in found if row["name"] == (name or self.member))

	def refused(self, user: str, error: type[Exception], **of) -> None:
		"""Page and acts agree that `user` may not judge; nothing is written."""
		row = self.offered(user, **of)
		self.assertEqual([row["may"][act] for act in ("review", "return", "decide")], [False] * 3)
		self.assertTrue(row["barred"])
		for act in ("review", "return", "decide"):
			with self.subTest(act), self.assertRefused(error):
				self.act(act, user, of.get("name", ""), of.get("subject", MEMBER))

	def judged_by(self, appraiser: str, decider: str, **of) -> None:
		self.assertEqual(self.offered(appraiser, **of)["barred"], "")
		self.act("review", appraiser, of.get("name", ""), of.get("subject", MEMBER))
		self.act("decide", decider, of.get("name", ""), of.get("subject", MEMBER))

	def test_members_of_the_own_cell_and_the_cell_itself(self):
		for of in ({}, {"name": self.tree.cell_a, "subject": ORGANIZATION}):
			with self.subTest(of):
				self.act("propose", self.deputy, of.get("name", ""), of.get("subject", MEMBER))
				self.refused(self.both, OwnUnitError, **of)
				self.judged_by(self.appraiser, self.decider, **of)  # the control: others of the body may

	def test_a_neighbours_rating_is_not_barred(self):
		other = create_test_member(self.tree.cell_b).name
		author = create_test_seat(self.tree.cell_b, "bi_thu_chi_bo").user
		self.act("propose", author, other)
		self.judged_by(self.both, self.both, name=other)

	def test_nobody_judges_himself_though_no_seat_makes_him_part_of_the_cell(self):
		self.act("propose", self.deputy)
		frappe.db.set_value("Party Member", self.member, "user", self.appraiser)
		seat = frappe.db.get_value("Seat", {"user": self.decider})
		for act, user in (("review", self.appraiser), ("decide", self.decider)):
			frappe.db.set_value("Seat", seat, "member", self.member)
			with self.subTest(act), self.assertRefused(OwnUnitError):
				self.act(act, user)
		another = create_test_member(self.tree.cell_a).name
		self.act("propose", self.deputy, another)
		self.judged_by(self.appraiser, self.decider, name=another)

	def test_a_lent_seat_is_in_the_hands_of_both(self):
		self.act("propose", self.deputy)
		lender = frappe.db.get_value(
			"Seat", {"user": self.both, "organization": self.tree.grassroots, "position": "can_bo_tham_dinh"}
		)
		borrower = create_test_user("Người nhận ủy quyền")
		create_test_delegation(lender, borrower)
		with self.assertRefused(OwnUnitError):
			self.act("review", borrower)
		self.act("review", self.appraiser)

	def test_who_proposed_by_a_lent_seat_does_not_judge_nor_does_its_holder(self):
		borrower = create_test_user("Người nhận ủy quyền")
		create_test_delegation(frappe.db.get_value("Seat", {"user": self.deputy}), borrower)
		self.act("propose", borrower)
		rating = frappe.get_doc("Annual Rating", f"{self.member}-{YEAR}")
		self.assertEqual((rating.proposed_by, rating.proposed_on_behalf_of), (borrower, self.deputy))
		for user in (borrower, self.deputy):
			create_test_seat(self.tree.grassroots, "can_bo_tham_dinh", user)
			with self.subTest(user), self.assertRefused(SamePersonError):
				self.act("review", user)
		self.act("review", self.appraiser)

	def test_what_is_done_by_a_lent_seat_says_on_whose_behalf(self):
		self.act("propose", self.deputy)
		reviewer, decider = create_test_user("Người thay một"), create_test_user("Người thay hai")
		create_test_delegation(frappe.db.get_value("Seat", {"user": self.appraiser}), reviewer)
		create_test_delegation(frappe.db.get_value("Seat", {"user": self.decider}), decider)
		self.act("review", reviewer)
		self.act("decide", decider)
		rating = frappe.get_doc("Annual Rating", f"{self.member}-{YEAR}")
		self.assertEqual(
			(
				rating.reviewed_by,
				rating.reviewed_on_behalf_of,
				rating.decided_by,
				rating.decided_on_behalf_of,
			),
			(reviewer, self.appraiser, decider, self.decider),
		)
		where = {"reference_name": rating.name, "comment_type": "Info"}
		lines = frappe.get_all("Comment", where, pluck="content", order_by="creation")
		self.assertEqual(
			[frappe._("on behalf of {0}").format("Nguyễn Văn Thử") in one for one in lines],
			[False, True, True],
		)
		self.act("decide", self.decider)
		rating.reload()
		self.assertIsNone(rating.decided_on_behalf_of)

	def test_what_was_decided_elsewhere_is_recorded_by_anybody_who_decides_here(self):
		rows = [{"name": self.member, "grade": DULY}]
		with self.set_user(self.both):
			service.decide(MEMBER, YEAR, rows, "05-QĐ/ĐU", DAY, elsewhere=True)
		self.assertEqual(frappe.db.get_value("Annual Rating", f"{self.member}-{YEAR}", "grade"), DULY)
