"""An undo puts everything back, and is refused as soon as something rests on what it would take away."""

import json
from unittest.mock import patch

import frappe
from frappe.utils import add_days, nowdate

from bontot.organization import access, tree
from bontot.organization.access import roles
from bontot.organization.errors import BuiltUponError, TreeMovedError
from bontot.organization.members import transfers
from bontot.organization.testing import (
	create_test_member,
	create_test_organization,
	create_test_seat,
	create_test_tree,
	create_test_user,
)
from bontot.outbox.testing import run_now
from bontot.reorganization import preview, service, undo_checks
from bontot.reorganization.testing import (
	create_test_reorganization,
	create_test_seat_without_account,
	digest,
	faults,
	reorganize,
)
from bontot.tests.case import BontotTestCase

DAY = "2023-07-01"


class TestUndo(BontotTestCase):
	def set_up_data(self) -> None:
		super().set_up_data()
		self.tree = create_test_tree()
		self.member = create_test_member(self.tree.cell_a).name
		create_test_seat(self.tree.cell_a, "bi_thu_chi_bo")
		create_test_seat(self.tree.body, "bi_thu_dang_uy")
		self.empty = create_test_organization("chi_bo_truc_thuoc", self.tree.commune, "Chi bộ Vắng").name
		self.group = create_test_organization("to_dang", self.empty, "Tổ đảng Một").name
		self.acts = [
			{"act": "End Level", "organization": self.tree.province, "level": "truc_thuoc_tinh"},
			{"act": "Rename", "organization": self.tree.commune, "new_name": "Đảng bộ xã Bản Mé"},
			{"act": "Found", "new_name": "Chi bộ Mới", "new_kind": "chi_bo_truc_thuoc", "target": self.tree.commune},
			{"act": "Merge", "organization": self.tree.cell_a, "target_new": "Chi bộ Mới"},
		]  # fmt: skip

	def test_everything_stands_as_before(self):
		before = digest()
		doc = reorganize(self.tree.province, DAY, self.acts)
		self.assertNotEqual(digest(), before)
		run_now(service.start_undo(doc.name)["task"])
		doc.reload()
		self.assertEqual((doc.state, digest()), ("Undone", before))
		self.assertEqual(faults(), [])

	def test_not_when_something_was_built_upon_it(self):
		founded = {"organization_name": "Chi bộ Mới"}
		province, later = self.tree.province, "2023-08-01"

		def new() -> str:
			return frappe.db.get_value(tree.DOCTYPE, founded)

		def move(who: str, where: str) -> dict[str, str]:
			return {"act": "Move", "organization": who, "target": where}

		builds = {
			"a record of a new organization": ("used_new_organizations", lambda: create_test_member(new())),
			"an organization below it": (
				"came_below", lambda: create_test_organization("to_dang", new(), valid_from=later)
			),
			"a body moved below it": ("came_below", lambda: reorganize(province, later, [move(self.group, new())])),
			"a body with nobody in it merged into it": (
				"came_below",
				lambda: reorganize(province, later, [{"act": "Merge", "organization": self.empty, "target": new()}]),
			),
			"a body moved below one that was moved": (
				"came_below",
				lambda: reorganize(province, later, [move(self.tree.commune_cell, self.tree.grassroots)]),
			),
			"an organization below one that was moved": (
				"came_below",
				lambda: create_test_organization("chi_bo_truc_thuoc", self.tree.grassroots, valid_from=later),
			),
			"a later decision": (
				"later_decisions",
				lambda: reorganize(
					province, later,
					[{"act": "Rename", "organization": self.tree.grassroots, "new_name": "Đảng bộ Sở Mới"}],
				),
			),
			"a member who moved on": (
				"used_new_organizations moved_on",  # his transfer belongs to where he came from
				lambda: frappe.get_doc("Party Member", self.member).update({"organization": self.tree.cell_b}).save(),
			),
		}  # fmt: skip
		for what, (obstacle, build) in builds.items():
			with self.subTest(what):
				frappe.db.savepoint("built")
				doc = reorganize(self.tree.province, DAY, self.acts)
				self.assertEqual(undo_checks.of(doc), [])
				build()
				self.assertEqual(self.found(doc), obstacle.split())
				with self.assertRefused(BuiltUponError):
					service.start_undo(doc.name)
				frappe.db.rollback(save_point="built")

	def found(self, doc) -> list[str]:
		traces = json.loads(doc.traces)
		return [ask.__name__ for ask in undo_checks.OWN if ask(doc, traces)]

	def test_not_when_a_member_is_on_the_way_to_a_new_organization(self):
		doc = reorganize(self.tree.province, DAY, self.acts)
		transfer = frappe.get_doc({
			"doctype": "Member Transfer",
			"member": create_test_member(self.tree.cell_b).name,
			"to_organization": frappe.db.get_value(tree.DOCTYPE, {"organization_name": "Chi bộ Mới"}),
			"transfer_kind": "Permanent",
			"effective_date": add_days(nowdate(), 30),
		}).insert()  # fmt: skip
		self.assertEqual(self.found(doc), ["comes_there"])
		transfers.withdraw(transfer.name)
		self.assertEqual(self.found(doc), [])

	def test_not_when_the_old_name_is_taken(self):
		move = [{"act": "Move", "organization": self.empty, "target": self.tree.grassroots}]
		end = [{"act": "Dissolve", "organization": self.tree.cell_b}]
		cases = {
			"renamed": ([self.acts[1]], self.tree.province, "Đảng bộ xã Bản Mẻ", "dang_bo_co_so"),
			"moved away": (move, self.tree.commune, "CHI BỘ  VẮNG", "chi_bo_truc_thuoc"),
			"ended": (end, self.tree.grassroots, "Chi bộ Thanh tra", "chi_bo_truc_thuoc"),
		}
		for what, (acts, parent, name, kind) in cases.items():
			with self.subTest(what):
				frappe.db.savepoint("taking")
				doc = reorganize(self.tree.province, DAY, acts)
				self.assertEqual(undo_checks.of(doc), [])
				other = create_test_organization(kind, parent, name, valid_from="2023-08-01")
				self.assertEqual(self.found(doc), ["taken_names"])
				with self.assertRefused(BuiltUponError):
					service.start_undo(doc.name)
				other.organization_name = f"{name} Khác"
				other.save()
				self.assertEqual(self.found(doc), [])
				frappe.db.rollback(save_point="taking")

	def test_two_of_one_name_before_are_two_of_one_name_again(self):
		"""A new name was given to tell them apart."""
		create_test_organization("dang_bo_co_so", self.tree.province, "Đảng bộ xã Bản Mẻ")
		act = {"act": "Rename", "organization": self.tree.commune, "new_name": "Đảng bộ xã Nà Hang"}
		before = digest()
		doc = reorganize(self.tree.province, DAY, [act])
		self.assertEqual(undo_checks.of(doc), [])
		run_now(service.start_undo(doc.name)["task"])
		self.assertEqual(digest(), before)

	def test_not_when_the_old_place_is_gone(self):
		"""The decision names the one that moves; what it left has a life of its own."""
		acts = [{"act": "Move", "organization": self.tree.cell_a, "target": self.tree.commune}]
		left = [{"act": "Move", "organization": self.tree.cell_b, "target": self.tree.commune}]
		leaving = {
			"moved": [{"act": "Move", "organization": self.tree.grassroots, "target": self.tree.other_body}],
			"ended": [*left, {"act": "Dissolve", "organization": self.tree.grassroots}],
		}
		for what, later in leaving.items():
			with self.subTest(what):
				frappe.db.savepoint("going")
				doc = reorganize(self.tree.province, DAY, acts)
				reorganize(self.tree.province, "2023-08-01", later)
				self.assertIn("lost_places", self.found(doc))
				with self.assertRefused(BuiltUponError):
					service.start_undo(doc.name)
				frappe.db.rollback(save_point="going")

	def split(self):
		"""The cell ends in two new ones, its seats shared out; the decision as it stands afterwards, and the new seat."""
		acts = [{"act": "Split", "organization": self.tree.cell_a, "new_name": f"Chi bộ {n}"} for n in "12"]
		shares = preview.share_rows(create_test_reorganization(self.tree.province, DAY, acts))
		doc = reorganize(self.tree.province, DAY, acts, [row | {"goes_to_new": "Chi bộ 2"} for row in shares])
		return doc, json.loads(doc.traces)["new_seats"][0]

	def test_a_shared_out_seat_goes_back(self):
		user = frappe.db.get_value("Seat", {"organization": self.tree.cell_a}, "user")
		before, held = digest(), frappe.get_roles(user)
		doc, seat = self.split()
		self.assertEqual([row.name for row in access.seats(user)], [seat])
		run_now(service.start_undo(doc.name)["task"])
		self.assertEqual(digest(), before)
		self.assertEqual([row.organization for row in access.seats(user)], [self.tree.cell_a])
		self.assertEqual(sorted(frappe.get_roles(user)), sorted(held))

	def test_not_when_a_shared_out_seat_was_changed(self):
		def save(seat: str, **values) -> None:
			frappe.get_doc("Seat", seat).update(values).save()

		def old() -> str:
			return frappe.db.get_value("Seat", {"organization": self.tree.cell_a})

		changes = {
			"the new one ended": lambda seat: save(seat, to_date=nowdate()),
			"the new one deleted": lambda seat: frappe.delete_doc("Seat", seat),
			"the old one put on": lambda seat: save(old(), to_date="2023-07-31"),
		}
		for what, change in changes.items():
			with self.subTest(what):
				frappe.db.savepoint("changed")
				doc, seat = self.split()
				self.assertEqual(undo_checks.of(doc), [])
				change(seat)
				self.assertEqual(self.found(doc), ["changed_seats"])
				with self.assertRefused(BuiltUponError):
					service.start_undo(doc.name)
				frappe.db.rollback(save_point="changed")

	def test_not_when_a_shared_out_seat_got_an_account(self):
		create_test_seat_without_account(self.tree.cell_a, self.member)
		doc, _seat = self.split()
		seat = next(
			name
			for name in json.loads(doc.traces)["new_seats"]
			if frappe.db.get_value("Seat", name, "member")
		)
		frappe.get_doc("Seat", seat).update({"user": create_test_user()}).save()
		self.assertEqual(self.found(doc), ["changed_seats"])

	def test_whoever_holds_a_new_seat_loses_its_roles_with_it(self):
		"""Written past the form, so that nothing tells of the change."""
		doc, seat = self.split()
		user = create_test_user()
		frappe.db.set_value("Seat", seat, "user", user, update_modified=False)
		access.forget()
		roles.sync(user)
		self.assertIn("Seat Holder", frappe.get_roles(user))
		run_now(service.start_undo(doc.name)["task"])
		self.assertNotIn("Seat Holder", frappe.get_roles(user))

	def test_a_new_name_binds_nobody_below(self):
		doc = reorganize(self.tree.province, DAY, [self.acts[1]])
		create_test_organization("chi_bo_truc_thuoc", self.tree.commune, valid_from="2023-08-01")
		run_now(service.start_undo(doc.name)["task"])
		self.assertEqual(frappe.db.get_value("Reorganization", doc.name, "state"), "Undone")
		self.assertEqual(faults(), [])

	def test_an_undo_begins_anew_when_the_tree_has_moved_under_it(self):
		doc = reorganize(self.tree.province, DAY, self.acts)
		with patch.object(service, "versions_of", side_effect=[(("a", 1),), (("a", 2),)]):
			with self.assertRaises(TreeMovedError):
				service.lock_placed(doc)
		service.lock_placed(doc)

	def test_what_is_built_between_asking_and_undoing_stops_it(self):
		doc = reorganize(self.tree.province, DAY, self.acts)
		task = service.start_undo(doc.name)["task"]
		member = create_test_member(frappe.db.get_value(tree.DOCTYPE, {"organization_name": "Chi bộ Mới"}))
		before = digest()
		run_now(task)
		doc.reload()
		self.assertEqual((doc.state, digest()), ("Applied", before))
		self.assertTrue(doc.problems)
		member.delete()
		again = service.start_undo(doc.name)["task"]
		self.assertNotEqual(again, task, "a task that is done is not driven again")
		run_now(again)
		doc.reload()
		self.assertEqual((doc.state, doc.problems), ("Undone", None))
