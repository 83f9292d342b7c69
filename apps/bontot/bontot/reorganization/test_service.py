"""Acts from the decision to the tables; what a person reads beforehand is what then happens."""

import json
from unittest.mock import patch

import frappe
from frappe.utils import add_days, getdate, nowdate

from bontot.organization import access, tree
from bontot.organization.errors import ReorganizationProblemError
from bontot.organization.members import membership
from bontot.organization.testing import (
	create_test_delegation,
	create_test_member,
	create_test_organization,
	create_test_seat,
	create_test_tree,
	create_test_user,
)
from bontot.outbox.testing import run_now
from bontot.reorganization import applying, preview, service
from bontot.reorganization.testing import (
	create_test_reorganization,
	create_test_seat_without_account,
	digest,
	faults,
	reorganize,
)
from bontot.tests.case import BontotTestCase

DAY, DAY_BEFORE = "2023-07-01", "2023-06-30"


def organization(name: str):
	return frappe.get_doc(tree.DOCTYPE, name)


class TestActs(BontotTestCase):
	def set_up_data(self) -> None:
		super().set_up_data()
		self.tree = create_test_tree()

	def reorganize(self, acts, shares=None):
		doc = reorganize(self.tree.province, DAY, acts, shares)
		self.assertEqual(faults(), [])
		return doc

	def test_found_takes_the_decision_along(self):
		self.reorganize([
			{"act": "Found", "new_name": "Đảng bộ xã Mới", "new_kind": "dang_bo_co_so", "target": self.tree.province,
				"new_code": "99.1", "new_short_name": "Xã Mới"},
			{"act": "Found", "new_name": "Chi bộ thôn Mới", "new_kind": "chi_bo_truc_thuoc", "target_new": "Đảng bộ xã Mới"},
		])  # fmt: skip
		commune = organization(frappe.db.get_value(tree.DOCTYPE, {"code": "99.1"}))
		cell = organization(frappe.db.get_value(tree.DOCTYPE, {"parent_organization": commune.name}))
		self.assertEqual((str(commune.valid_from), commune.founding_decision_number), (DAY, "12-QĐ/TU"))
		self.assertEqual((cell.path[: len(commune.path)], cell.level), (commune.path, "chi_bo"))
		self.assertEqual(commune.search_text, "dang bo xa moi xa moi 99.1")
		commune.save()  # it is one as its own form would have made it

	def test_rename_keeps_the_place_and_is_found_by_the_new_name(self):
		path = tree.path_of(self.tree.cell_a)
		self.reorganize([{"act": "Rename", "organization": self.tree.cell_a, "new_name": "Chi bộ Đoàn Kết"}])
		cell = organization(self.tree.cell_a)
		self.assertEqual((cell.path, cell.organization_name), (path, "Chi bộ Đoàn Kết"))
		self.assertEqual(cell.search_text, "chi bo doan ket")

	def test_move_takes_members_seats_and_what_lies_below_along(self):
		member = create_test_member(self.tree.cell_a).name
		seat = create_test_seat(self.tree.cell_a, "bi_thu_chi_bo").name
		self.reorganize(
			[{"act": "Move", "organization": self.tree.grassroots, "target": self.tree.other_body}]
		)
		path = tree.path_of(self.tree.cell_a)
		self.assertTrue(path.startswith(tree.path_of(self.tree.other_body)))
		for doctype, name in (("Party Member", member), ("Seat", seat)):
			self.assertEqual(frappe.db.get_value(doctype, name, "organization_path"), path)
		self.assertEqual(organization(self.tree.cell_a).upper_organization, self.tree.other_body)

	def test_who_moved_reads_the_own_old_files_and_nobody_elses(self):
		member = create_test_member(self.tree.cell_a).name
		beside = create_test_member(self.tree.other_cell).name
		users = {
			key: create_test_seat(getattr(self.tree, key), position).user
			for key, position in (
				("cell_a", "bi_thu_chi_bo"), ("grassroots", "bi_thu_dang_uy"), ("other_grassroots", "bi_thu_dang_uy"),
			)
		}  # fmt: skip
		self.reorganize(
			[{"act": "Move", "organization": self.tree.cell_a, "target": self.tree.other_grassroots}]
		)
		reads = {"cell_a": [member], "grassroots": [], "other_grassroots": [member, beside]}
		for key, wanted in reads.items():
			with self.subTest(key), self.set_user(users[key]):
				names = frappe.get_list("Party Member", {"name": ("in", [member, beside])}, pluck="name")
				self.assertEqual(sorted(names), sorted(wanted))

	def test_merge_moves_members_and_ends_seats_on_the_day_before(self):
		member = create_test_member(self.tree.cell_b).name
		left = create_test_member(self.tree.cell_b, state="Left", left_on="2022-01-01").name
		seat = create_test_seat(self.tree.cell_b, "bi_thu_chi_bo")
		proxy = create_test_delegation(seat.name, create_test_user(), nowdate(), nowdate()).borrower
		create_test_seat_without_account(self.tree.cell_b, member)
		self.reorganize([{"act": "Merge", "organization": self.tree.cell_b, "target": self.tree.cell_a}])
		self.assertEqual(frappe.db.get_value("Party Member", member, "organization"), self.tree.cell_a)
		self.assertEqual(frappe.db.get_value("Party Member", left, "organization"), self.tree.cell_b)
		self.assertEqual(str(frappe.db.get_value("Seat", seat.name, "to_date")), DAY_BEFORE)
		self.assertEqual(str(organization(self.tree.cell_b).valid_to), DAY_BEFORE)
		self.assertEqual(access.scope(seat.user).prefixes, ())
		for day, wanted in ((DAY_BEFORE, (0, 1)), (DAY, (1, 0))):
			places = (self.tree.cell_a, self.tree.cell_b)
			self.assertEqual(tuple(membership.counted(place, getdate(day)) for place in places), wanted)
		for user in (seat.user, proxy):
			self.assertNotIn("Seat Holder", frappe.get_roles(user))

	def test_merge_of_two_communes_into_a_new_one(self):
		self.reorganize([
			{"act": "Found", "new_name": "Đảng bộ xã Hợp Nhất", "new_kind": "dang_bo_co_so", "target": self.tree.province},
			{"act": "Merge", "organization": self.tree.commune, "target_new": "Đảng bộ xã Hợp Nhất"},
			{"act": "Merge", "organization": self.tree.grassroots, "target_new": "Đảng bộ xã Hợp Nhất"},
		])  # fmt: skip
		merged = frappe.db.get_value(tree.DOCTYPE, {"organization_name": "Đảng bộ xã Hợp Nhất"})
		below = [row.name for row in tree.children(merged, DAY)]
		self.assertEqual(sorted(below), sorted([self.tree.cell_a, self.tree.cell_b, self.tree.commune_cell]))
		self.assertEqual(organization(self.tree.cell_a).grassroots_organization, merged)

	def test_split_shares_out_by_the_grid(self):
		members = [create_test_member(self.tree.cell_a, full_name=f"Hà Thị {n}").name for n in "ABCD"]
		seat = create_test_seat(self.tree.cell_a, "bi_thu_chi_bo")
		acts = [{"act": "Split", "organization": self.tree.cell_a, "new_name": f"Chi bộ {n}"} for n in "12"]
		draft = create_test_reorganization(self.tree.province, DAY, acts)
		offered = preview.share_rows(draft)
		self.assertEqual({row["record"] for row in offered}, {*members, seat.name})
		for number, row in enumerate(offered):
			row["goes_to_new"] = (
				f"Chi bộ {1 + number % 2}" if row["share_of"] == "Party Member" else "Chi bộ 2"
			)
		self.reorganize(acts, offered)
		new = dict(frappe.get_all(tree.DOCTYPE, {"organization_name": ("in", ["Chi bộ 1", "Chi bộ 2"])},
			["organization_name", "name"], as_list=True))  # fmt: skip
		where = dict(
			frappe.get_all("Party Member", {"name": ("in", members)}, ["name", "organization"], as_list=True)
		)
		self.assertEqual([where[m] for m in members], [new["Chi bộ 1"], new["Chi bộ 2"]] * 2)
		held = access.seats(seat.user)
		self.assertIn("Chi bộ 2", frappe.db.get_value("Seat", held[0].name, "title"))
		self.assertEqual([row.organization for row in held], [new["Chi bộ 2"]])

	def test_a_part_separates(self):
		member = create_test_member(self.tree.cell_a).name
		self.reorganize(
			[
				{
					"act": "Split",
					"organization": self.tree.cell_a,
					"new_name": "Chi bộ Tách",
					"source_continues": 1,
				}
			],
			[
				{
					"source": self.tree.cell_a,
					"share_of": "Party Member",
					"record": member,
					"goes_to_new": "Chi bộ Tách",
				}
			],
		)
		self.assertIsNone(organization(self.tree.cell_a).valid_to)
		home = frappe.db.get_value("Party Member", member, "organization")
		self.assertEqual(organization(home).organization_name, "Chi bộ Tách")

	def test_dissolve(self):
		self.reorganize([{"act": "Dissolve", "organization": self.tree.other_cell}])
		self.assertEqual(str(organization(self.tree.other_cell).valid_to), DAY_BEFORE)

	def test_the_end_of_a_level(self):
		seat = create_test_seat(self.tree.body, "bi_thu_dang_uy")
		self.reorganize(
			[{"act": "End Level", "organization": self.tree.province, "level": "truc_thuoc_tinh"}]
		)
		for body in (self.tree.body, self.tree.other_body):
			self.assertEqual(str(organization(body).valid_to), DAY_BEFORE)
		for grassroots in (self.tree.grassroots, self.tree.other_grassroots):
			self.assertEqual(organization(grassroots).parent_organization, self.tree.province)
		self.assertEqual(organization(self.tree.cell_a).upper_organization, self.tree.grassroots)
		self.assertEqual(access.seats(seat.user), [])

	def test_change_of_kind(self):
		self.reorganize([
			{"act": "Change Kind", "organization": self.tree.agency_cell, "new_kind": "dang_bo_co_so"},
		])  # fmt: skip
		self.assertEqual(organization(self.tree.agency_cell).kind, "dang_bo_co_so")

	def test_a_kind_of_another_level_changes_the_columns_below(self):
		"""A sub-organisation of a grassroots one becomes a grassroots one itself, and moves up."""
		part = create_test_organization("dang_bo_bo_phan", self.tree.commune).name
		cell = create_test_organization("chi_bo_truc_thuoc", part).name
		self.reorganize([
			{"act": "Move", "organization": part, "target": self.tree.province},
			{"act": "Change Kind", "organization": part, "new_kind": "dang_bo_co_so"},
		])  # fmt: skip
		self.assertEqual(organization(cell).grassroots_organization, part)

	def test_an_open_form_of_before_is_not_saved_over_it(self):
		form = organization(self.tree.cell_a)
		self.reorganize([{"act": "Move", "organization": self.tree.cell_a, "target": self.tree.commune}])
		form.short_name = "Cũ"
		with self.assertRefused(frappe.TimestampMismatchError):
			form.save()


class TestFromEnteringToDone(BontotTestCase):
	def set_up_data(self) -> None:
		super().set_up_data()
		self.tree = create_test_tree()
		self.acts = [{"act": "Move", "organization": self.tree.grassroots, "target": self.tree.other_body}]

	def test_problems_refuse_the_entering_and_name_their_rows(self):
		acts = [*self.acts, {"act": "Move", "organization": self.tree.cell_a, "target": self.tree.province}]
		doc = create_test_reorganization(self.tree.province, DAY, acts)
		said = preview.describe(doc)["problems"]
		self.assertEqual([problem["row"] for problem in said], [2])
		with self.assertRefused(ReorganizationProblemError):
			service.enter(doc.name)

	def test_a_day_ahead_waits(self):
		doc = create_test_reorganization(self.tree.province, add_days(nowdate(), 30), self.acts)
		task = service.enter(doc.name)["task"]
		due = frappe.db.get_value("Outbox Task", task, "run_after")
		self.assertEqual(str(due), f"{doc.effective_date} 00:00:00")

	def test_a_decision_taken_back_does_nothing_on_its_day(self):
		before = digest()
		doc = create_test_reorganization(self.tree.province, DAY, self.acts)
		task = service.enter(doc.name)["task"]
		service.take_back(doc.name)
		run_now(task)
		self.assertEqual(digest(), before)
		again = service.enter(doc.name)["task"]
		run_now(task)  # the old task is of the attempt that was taken back
		self.assertEqual(digest(), before)
		run_now(again)
		self.assertEqual(frappe.db.get_value("Reorganization", doc.name, "state"), "Applied")

	def test_what_the_tree_no_longer_allows_fails_and_says_why(self):
		doc = create_test_reorganization(self.tree.province, DAY, self.acts)
		task = service.enter(doc.name)["task"]
		frappe.db.set_value(tree.DOCTYPE, self.tree.other_body, "valid_to", "2022-01-01")
		before = digest()
		run_now(task)
		doc.reload()
		self.assertEqual((doc.state, digest()), ("Failed", before))
		self.assertTrue(doc.problems)
		doc.effective_date = "2021-01-01"
		doc.save()
		self.assertEqual(doc.state, "Draft")

	def test_killed_in_the_middle_nothing_stands_and_a_second_run_does_all(self):
		create_test_member(self.tree.cell_a)
		doc = create_test_reorganization(self.tree.province, DAY, self.acts)
		task = service.enter(doc.name)["task"]
		before = digest(keep_modified=True)
		frappe.db.savepoint("run")
		with patch.object(applying, "write_successions", side_effect=MemoryError("killed")):
			with self.assertRaises(MemoryError):
				run_now(task)
		self.assertNotEqual(digest(keep_modified=True), before, "it was killed before it did anything")
		frappe.db.rollback(save_point="run")  # as the database does when the connection dies
		self.assertEqual(digest(keep_modified=True), before)
		run_now(task)
		self.assertEqual(frappe.db.get_value("Reorganization", doc.name, "state"), "Applied")
		self.assertEqual(faults(), [])
		after = digest(keep_modified=True)
		run_now(task)
		self.assertEqual(digest(keep_modified=True), after, "a further run changed something")

	def test_nothing_is_committed_on_the_way(self):
		doc = create_test_reorganization(self.tree.province, DAY, self.acts)
		task = service.enter(doc.name)["task"]
		with patch.object(frappe.db, "commit", side_effect=AssertionError("committed")):
			run_now(task)

	def test_the_preview_counts_what_then_happens(self):
		for _number in range(3):
			create_test_member(self.tree.cell_a)
		create_test_seat(self.tree.cell_a, "bi_thu_chi_bo")
		officer = create_test_seat(self.tree.body, "bi_thu_dang_uy")
		acts = [
			{"act": "End Level", "organization": self.tree.province, "level": "truc_thuoc_tinh"},
			{"act": "Merge", "organization": self.tree.cell_a, "target": self.tree.cell_b},
		]
		doc = create_test_reorganization(self.tree.province, DAY, acts)
		said = preview.describe(doc)
		self.assertEqual(said["problems"], [])
		# End of the level: two grassroots organisations and their cells get another place; cell_a ends.
		self.assertEqual(len(said["organizations"]), 5)
		self.assertEqual(said["more_organizations"], 2)
		people = {row["organization"]: row for row in said["people"]}
		self.assertTrue(people[officer.organization]["ends"])
		counts = [line["count"] for line in said["lines"]]
		before = {t: frappe.db.count(t, {"organization": self.tree.cell_b}) for t in ("Party Member",)}
		run_now(service.enter(doc.name)["task"])
		doc.reload()
		traces = json.loads(doc.traces)
		self.assertEqual([line["count"] for line in json.loads(doc.summary)["lines"]], counts)
		moved = frappe.db.count("Party Member", {"organization": self.tree.cell_b}) - before["Party Member"]
		ended = frappe.db.count(tree.DOCTYPE, {"valid_to": DAY_BEFORE})
		placed = frappe.db.sql(
			"""select count(*) from `tabOrganization Placement` placement
			join `tabParty Organization` organization on organization.name = placement.organization
			where reorganization = %s and placement.path <> path_after and organization.valid_to is null""",
			doc.name,
		)[0][0]
		self.assertEqual(counts[:4], [ended, placed, moved, len(traces["seats"])])
		self.assertEqual((ended, placed, moved, len(traces["seats"])), (3, 4, 3, 2))

	def test_who_will_see_more_or_less(self):
		for key in ("body", "other_body", "province"):
			create_test_seat(getattr(self.tree, key), "bi_thu_dang_uy")
		doc = create_test_reorganization(self.tree.province, DAY, self.acts)
		people = {row["organization"]: (row["more"], row["fewer"]) for row in preview.describe(doc)["people"]}
		self.assertEqual(people, {self.tree.body: (0, 3), self.tree.other_body: (3, 0)})


class TestHealing(BontotTestCase):
	"""A document written by somebody who had read the place of before, and committed after it had changed."""

	def set_up_data(self) -> None:
		super().set_up_data()
		self.tree = create_test_tree()
		self.member = create_test_member(self.tree.cell_a).name
		self.old = tree.path_of(self.tree.cell_a)
		self.doc = reorganize(self.tree.province, DAY, [
			{"act": "Move", "organization": self.tree.cell_a, "target": self.tree.commune},
		])  # fmt: skip

	def heal(self, mark: str) -> str:
		run_now(f"{service.HEAL}:{self.doc.name}:1:{mark}")
		return frappe.db.get_value("Party Member", self.member, "organization_path")

	def test_after_the_change(self):
		frappe.db.set_value("Party Member", self.member, "organization_path", self.old)
		self.assertEqual(self.heal("done"), tree.path_of(self.tree.cell_a))

	def test_after_it_was_undone(self):
		new = tree.path_of(self.tree.cell_a)
		run_now(service.start_undo(self.doc.name)["task"])
		frappe.db.set_value("Party Member", self.member, "organization_path", new)
		self.assertEqual(self.heal("done"), new, "the history of the decision is gone")
		self.assertEqual(self.heal("undone"), self.old)
