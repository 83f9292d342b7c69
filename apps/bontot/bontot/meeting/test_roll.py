import frappe
from frappe.utils import add_days, getdate, nowdate

from bontot.meeting import api, starting, view
from bontot.organization.testing import (
	create_test_member,
	create_test_organization,
	create_test_seat,
	create_test_tree,
)
from bontot.reorganization.testing import reorganize
from bontot.tests.case import BontotTestCase

TODAY, YESTERDAY = getdate(), getdate(add_days(nowdate(), -1))


class TestRoll(BontotTestCase):
	def test_a_meeting_takes_the_roll_of_its_day(self):
		"""One member left for another cell today; a guest of another cell is here since yesterday."""
		tree = create_test_tree()
		left, guest = create_test_member(tree.cell_a), create_test_member(tree.cell_b)
		stays = create_test_member(tree.cell_a)
		secretary = create_test_seat(tree.cell_a, "bi_thu_chi_bo").user
		self.transfer(left.name, tree.other_cell, "Permanent", TODAY)
		self.transfer(guest.name, tree.cell_a, "Temporary", YESTERDAY)
		rolls = {}
		for day in (YESTERDAY, TODAY):
			with self.set_user(secretary):
				name = api.new_meeting(tree.cell_a, "Cell Thematic", day)["name"]
				doc = frappe.get_doc("Meeting", name)
				doc.save()
			rolls[day] = {row.member: (row.member_state, row.is_counted) for row in doc.attendance}
		common = {stays.name: ("Full", 1), guest.name: ("Temporarily In", 0)}
		self.assertEqual(rolls[YESTERDAY], {left.name: ("Full", 1), **common})
		self.assertEqual(rolls[TODAY], common)

	def test_members_of_a_party_group_stand_on_the_roll_of_its_cell(self):
		"""Of one that was moved under another cell today, on the roll of where it stood."""
		tree = create_test_tree()
		group = create_test_organization("to_dang", tree.cell_a, "Tổ đảng 1").name
		own, grouped = create_test_member(tree.cell_a), create_test_member(group)
		guest, came_later = create_test_member(tree.cell_b), create_test_member(group)
		self.transfer(guest.name, group, "Temporary", YESTERDAY)
		acts = [{"act": "Move", "organization": group, "target": tree.cell_b}]
		secretary = create_test_seat(tree.cell_a, "bi_thu_chi_bo").user
		with self.set_user(secretary):
			name = api.new_meeting(tree.cell_a, "Cell Thematic", YESTERDAY)["name"]
			doc = frappe.get_doc("Meeting", name)
			doc.attendance = [row for row in doc.attendance if row.member != came_later.name]
			doc.save()
			self.assertEqual([row["name"] for row in view.find_members(doc, "")], [came_later.name])
		states = {row.member: (row.member_state, row.is_counted) for row in doc.attendance}
		full, guests = ("Full", 1), ("Temporarily In", 0)
		self.assertEqual(states, {own.name: full, grouped.name: full, guest.name: guests})
		reorganize(tree.province, TODAY, acts)
		for day, wanted in (
			(YESTERDAY, {own.name, grouped.name, came_later.name, guest.name}),
			(TODAY, {own.name}),
		):
			rows = starting.starting_rows(tree.cell_a, "Cell Thematic", day)
			self.assertEqual({row["member"] for row in rows}, wanted)

	def transfer(self, member: str, to_organization: str, transfer_kind: str, day) -> None:
		values = {"member": member, "to_organization": to_organization, "transfer_kind": transfer_kind}
		values |= {"effective_date": day, "until": TODAY, "doctype": "Member Transfer"}
		frappe.get_doc(values).insert()
