import frappe
from frappe.utils import add_days, getdate, nowdate

from bontot.organization import access
from bontot.organization.access.test_access import listed
from bontot.organization.errors import TargetNotReadableError, TransferError, TransferStateError
from bontot.organization.members import membership, transfers
from bontot.organization.testing import create_test_member, create_test_seat, create_test_tree
from bontot.tests.case import BontotTestCase


class TestMemberTransfer(BontotTestCase):
	def set_up_data(self) -> None:
		super().set_up_data()
		self.today, self.yesterday, self.tomorrow = (
			getdate(add_days(nowdate(), days)) for days in (0, -1, 1)
		)
		self.tree = create_test_tree()
		self.member = create_test_member(self.tree.cell_a, full_name="Đỗ Thị Ưng")
		self.sender = create_test_seat(self.tree.cell_a, "bi_thu_chi_bo").user
		self.receiver = create_test_seat(self.tree.other_cell, "bi_thu_chi_bo").user
		self.commission = create_test_seat(self.tree.province, "can_bo_btc_tinh").user

	def propose(self, user: str | None = None, **values):
		content = {
			"doctype": "Member Transfer",
			"member": self.member.name,
			"to_organization": self.tree.other_cell,
			"transfer_kind": "Permanent",
			"effective_date": self.today,
		}
		with self.set_user(user or self.sender):
			return frappe.get_doc({**content, **values}).insert()

	def home(self) -> str:
		return frappe.db.get_value("Party Member", self.member.name, "organization")

	def state(self, doc) -> str:
		return frappe.db.get_value("Member Transfer", doc.name, "state")

	def belongs(self, place: str, on) -> list[str]:
		return [
			m.state
			for m in membership.members_of(getattr(self.tree, place), on)
			if m.name == self.member.name
		]

	def answer(self, act: str, doc, user: str, *arguments: str):
		with self.set_user(user):
			return getattr(transfers, act)(doc.name, *arguments)

	def test_one_side_proposes_the_other_accepts_and_the_member_goes(self):
		doc = self.propose(state="Done", answered_by=self.receiver)
		self.assertEqual((doc.state, doc.answered_by, self.home()), ("Proposed", None, self.tree.cell_a))
		self.answer("accept", doc, self.receiver)
		path = frappe.db.get_value("Party Organization", self.tree.other_cell, "path")
		member = frappe.db.get_value("Party Member", self.member.name, ["organization", "organization_path"])
		self.assertEqual(member, (self.tree.other_cell, path))
		self.assertEqual(frappe.db.get_value("Member Transfer", doc.name, "state"), "Done")

	def test_history_says_who_belonged_where_on_every_day(self):
		self.answer("accept", self.propose(), self.receiver)
		for place, on, expected in (
			("cell_a", self.yesterday, ["Full"]),
			("cell_a", self.today, []),
			("other_cell", self.yesterday, []),
			("other_cell", self.today, ["Full"]),
		):
			with self.subTest(place, on=on):
				self.assertEqual(self.belongs(place, on), expected)
		low = frappe.db.get_value("Party Organization", self.tree.body, "path")
		high = frappe.db.get_value("Party Organization", self.tree.other_body, "path")
		for on, counts in ((self.yesterday, (1, 0)), (self.today, (0, 1))):
			found = tuple(membership.counted_below(path, on) for path in (low, high))
			self.assertEqual(found, counts, on)

	def test_a_day_ahead_waits_for_its_day(self):
		doc = self.propose(effective_date=self.tomorrow)
		self.answer("accept", doc, self.receiver)
		self.assertEqual((self.state(doc), self.home()), ("Accepted", self.tree.cell_a))
		membership.follow_calendar()
		self.assertEqual(self.home(), self.tree.cell_a)
		with self.freeze_time(f"{self.tomorrow} 00:05:00"):
			membership.follow_calendar()
			membership.follow_calendar()
		self.assertEqual((self.state(doc), self.home()), ("Done", self.tree.other_cell))

	def test_for_a_time_the_member_is_away_here_and_a_guest_there(self):
		doc = self.propose(transfer_kind="Temporary", effective_date=self.today, until=self.tomorrow)
		self.answer("accept", doc, self.receiver)
		self.assertEqual(self.home(), self.tree.cell_a)
		self.assertEqual(frappe.db.get_value("Party Member", self.member.name, "state"), "Temporarily Away")
		after = getdate(add_days(self.tomorrow, 1))
		for on, here, there in (
			(self.yesterday, ["Full"], []),
			(self.today, ["Temporarily Away"], ["Temporarily In"]),
			(self.tomorrow, ["Temporarily Away"], ["Temporarily In"]),
			(after, ["Full"], []),
		):
			self.assertEqual((self.belongs("cell_a", on), self.belongs("other_cell", on)), (here, there), on)
		self.assertEqual(membership.counted(self.tree.cell_a, self.today), 0)
		with self.freeze_time(f"{after} 00:05:00"):
			membership.follow_calendar()
			self.assertEqual(frappe.db.get_value("Party Member", self.member.name, "state"), "Full")

	def test_who_may_write_at_both_ends_asks_nobody(self):
		self.assertEqual(self.state(self.propose(self.commission)), "Done")
		self.assertEqual(self.home(), self.tree.other_cell)

	def test_who_may_do_what(self):
		deputy = create_test_seat(self.tree.cell_b, "bi_thu_chi_bo").user
		for user in (
			self.receiver,
			deputy,
		):  # nobody takes a member of others, wherever he says the member is
			with self.subTest(user), self.assertRefused(frappe.PermissionError):
				self.propose(user, organization=self.tree.other_cell)
		doc = self.propose()
		for act, user, error in (
			("accept", self.sender, frappe.PermissionError),
			("accept", deputy, TargetNotReadableError),
			("withdraw", deputy, TargetNotReadableError),
			("withdraw", self.receiver, frappe.PermissionError),
		):
			with self.subTest(act, user=user), self.assertRefused(error):
				self.answer(act, doc, user)
		for user, seen in ((self.sender, 1), (self.receiver, 1), (self.commission, 1), (deputy, 0)):
			with self.subTest(user), self.set_user(user):
				self.assertEqual(len(listed("Member Transfer", [doc.name])), seen)
				self.assertEqual(
					bool(frappe.get_doc(doc.doctype, doc.name).has_permission("read")), bool(seen)
				)

	def test_an_answer_is_given_once_and_nothing_is_changed_by_hand(self):
		doc = self.propose()
		doc.state = "Done"
		with self.assertRefused(TransferStateError):
			doc.save()
		for user in (self.sender, self.commission):
			with self.subTest(user), self.set_user(user), self.assertRefused(frappe.PermissionError):
				doc.save()
		with self.assertRefused(TransferStateError):
			self.answer("refuse", doc, self.receiver, " ")
		self.answer("refuse", doc, self.receiver, "Chưa có quyết định")
		for act in ("accept", "withdraw"):
			with self.assertRaises(TransferStateError):
				self.answer(act, doc, self.commission)
		self.answer("withdraw", self.propose(), self.sender)
		self.assertEqual(self.home(), self.tree.cell_a)

	def test_what_is_missing_is_asked_for(self):
		with self.assertRefused(frappe.MandatoryError):
			self.propose(to_organization=None)

	def test_what_cannot_be(self):
		for values in (
			{"to_organization": self.tree.cell_a},
			{"effective_date": "2009-01-01"},
			{"transfer_kind": "Temporary"},
			{"transfer_kind": "Temporary", "until": self.yesterday},
		):
			with self.subTest(values), self.assertRefused(TransferError):
				self.propose(**values)
		self.propose()
		with self.assertRefused(TransferError):  # one at a time
			self.propose()

	def test_an_edit_of_the_record_leaves_history_too(self):
		with self.set_user(self.commission):
			doc = frappe.get_doc("Party Member", self.member.name)
			doc.organization = self.tree.other_cell
			doc.save()
		self.assertEqual(
			(self.belongs("cell_a", self.yesterday), self.belongs("other_cell", self.yesterday)),
			(["Full"], []),
		)

	def test_states_are_dated_whoever_chooses_them_on_the_form(self):
		doc = frappe.get_doc("Party Member", self.member.name)
		doc.state = "Exempt"
		doc.save()
		self.assertEqual(
			[(row.from_date, row.state) for row in doc.state_changes][-1], (self.today, "Exempt")
		)
		self.assertEqual(
			(self.belongs("cell_a", self.yesterday), self.belongs("cell_a", self.today)),
			(["Full"], ["Exempt"]),
		)
		doc.append("state_changes", {"from_date": self.tomorrow, "state": "Full"})
		doc.save()
		self.assertEqual(doc.state, "Exempt")
		with self.freeze_time(f"{self.tomorrow} 00:05:00"):
			membership.follow_calendar()
		self.assertEqual(frappe.db.get_value("Party Member", doc.name, "state"), "Full")

	def test_with_one_who_leaves_end_the_seats_of_those_who_may_end_them(self):
		for user, ends in ((self.sender, False), (self.commission, True)):
			member = create_test_member(self.tree.cell_a)
			seat = create_test_seat(self.tree.cell_a, "pho_bi_thu_chi_bo")
			seat.db_set("member", member.name)
			with self.set_user(user):
				member.update({"state": "Left", "left_on": self.today})
				member.save()
			access.forget()
			self.assertEqual(access.seats(seat.user) == [], ends)
			self.assertEqual(self.belongs("cell_a", self.yesterday), ["Full"])
