"""The planner's rules, each with its refusal. No site: a tree is written down and acts are worked out on it."""

from datetime import date
from unittest import TestCase

from bontot.reorganization import plan
from bontot.reorganization.plan import Act, Kind, Node, Share, Snapshot

DAY = date(2025, 7, 1)
KINDS = {
	kind.code: kind
	for kind in (
		Kind("tinh", "tinh"),
		Kind("huyen", "huyen", frozenset({"tinh"})),
		Kind("co_so", "co_so", frozenset({"tinh", "huyen"}), least=30),
		Kind("chi_bo", "chi_bo", frozenset({"co_so"}), least=3, most=29, holds_members=True),
		Kind("cu", "chi_bo", frozenset({"co_so"}), disabled=True),
	)
}


def tree(**changes: dict) -> dict[str, Node]:
	"""tinh > huyen_a > xa_1 > (cb_1, cb_2); tinh > huyen_b > xa_2 > cb_3; tinh > xa_3."""
	rows = {
		"tinh": (None, "tinh", "Tỉnh"),
		"huyen_a": ("tinh", "huyen", "Huyện A"),
		"huyen_b": ("tinh", "huyen", "Huyện B"),
		"xa_1": ("huyen_a", "co_so", "Xã 1"),
		"xa_2": ("huyen_b", "co_so", "Xã 2"),
		"xa_3": ("tinh", "co_so", "Xã 3"),
		"cb_1": ("xa_1", "chi_bo", "Chi bộ 1"),
		"cb_2": ("xa_1", "chi_bo", "Chi bộ 2"),
		"cb_3": ("xa_2", "chi_bo", "Chi bộ 3"),
	}
	nodes = {}
	for name, (parent, kind, title) in rows.items():
		values = {"valid_from": date(2000, 1, 1), "folded": title.casefold(), **changes.get(name, {})}
		nodes[name] = Node(name, parent, kind, title, **values)
	return nodes


MEMBERS = {"cb_1": ["m1", "m2", "m3"], "cb_2": ["m4", "m5", "m6", "m7"], "cb_3": ["m8", "m9", "m10"]}
SEATS = {"cb_1": ["s1"], "cb_2": ["s2"], "huyen_a": ["sa"], "huyen_b": ["sb"]}


def made(acts, shares=(), nodes=None, **values) -> plan.Plan:
	snapshot = Snapshot("tinh", nodes or tree(), KINDS, **{"members": MEMBERS, "seats": SEATS, **values})
	numbered = [Act(number, **act) for number, act in enumerate(acts, start=1)]
	given = [Share(number, *share) for number, share in enumerate(shares, start=1)]
	return plan.make(snapshot, numbered, given, DAY)


def codes(answer: plan.Plan) -> list[tuple[str, int]]:
	return [(problem.code, problem.row) for problem in answer.problems]


def act(kind: str, organization: str | None = None, target: str | None = None, **values) -> dict:
	return {"act": kind, "organization": organization, "target": target, **values}


class TestWhatActsDo(TestCase):
	def sound(self, acts, shares=(), **values) -> plan.Plan:
		answer = made(acts, shares, **values)
		self.assertEqual(codes(answer), [])
		return answer

	def test_other_records_of_a_split_body_are_handed_on_or_stay(self):
		acts = [act("Split", "cb_1", new_name="A"), act("Split", "cb_1", new_name="B")]
		people = [("cb_1", "Party Member", member, "A") for member in MEMBERS["cb_1"]]
		others = {("Task", "cb_1"): ["t1", "t2"]}
		given = [*people, ("cb_1", "Task", "t1", "B"), ("cb_1", "Task", "t2", None)]
		answer = made(acts, given, others=others)
		self.assertEqual(codes(answer), [])
		self.assertEqual(answer.handed, {("Task", "t1"): "+2"})
		strange = made(acts, [*people, ("cb_1", "Task", "t9", "B")], others=others)
		self.assertEqual([problem.code for problem in strange.problems], ["share_unknown"])

	def test_found(self):
		answer = self.sound([act("Found", None, "xa_1", new_name="Chi bộ mới", new_kind="chi_bo")])
		self.assertEqual(answer.founded, ["+1"])
		node = answer.after["+1"]
		self.assertEqual((node.parent, node.kind, node.valid_from), ("xa_1", "chi_bo", DAY))
		self.assertEqual(answer.displaced, [])

	def test_found_below_one_founded_by_a_later_row(self):
		answer = self.sound([
			act("Found", None, None, target_new="Xã mới", new_name="Chi bộ mới", new_kind="chi_bo"),
			act("Found", None, "tinh", new_name="Xã mới", new_kind="co_so"),
		])  # fmt: skip
		self.assertEqual(answer.after["+1"].parent, "+2")

	def test_rename(self):
		answer = self.sound([act("Rename", "xa_1", new_name="Xã Một")])
		self.assertEqual((answer.after["xa_1"].title, answer.after["xa_1"].parent), ("Xã Một", "huyen_a"))
		self.assertEqual((answer.direct, answer.displaced), (["xa_1"], []))

	def test_move_carries_everything_below(self):
		answer = self.sound([act("Move", "xa_1", "huyen_b")])
		self.assertEqual(answer.direct, ["xa_1"])
		self.assertEqual(answer.displaced, ["xa_1", "cb_1", "cb_2"])
		self.assertEqual(plan.line(answer.after, "cb_1"), ("xa_1", "huyen_b", "tinh"))

	def test_merge_into_an_existing_one_ends_and_hands_over(self):
		answer = self.sound([act("Merge", "cb_1", "cb_2")])
		self.assertEqual(answer.after["cb_1"].valid_to, date(2025, 6, 30))
		self.assertEqual(answer.member_moves, {"m1": "cb_2", "m2": "cb_2", "m3": "cb_2"})
		self.assertEqual(answer.ended_seats, ["s1"])
		self.assertEqual(answer.successions, [plan.Succession("cb_1", "cb_2", "Merged")])

	def test_merge_of_two_into_one_founded_for_it(self):
		answer = self.sound([
			act("Found", None, "tinh", new_name="Xã Mới", new_kind="co_so"),
			act("Merge", "xa_1", target_new="Xã Mới"),
			act("Merge", "xa_2", target_new="Xã Mới"),
		])  # fmt: skip
		self.assertEqual({answer.after[n].parent for n in ("cb_1", "cb_2", "cb_3")}, {"+1"})
		self.assertEqual(answer.ended, ["xa_1", "xa_2"])
		self.assertEqual([s.successor for s in answer.successions], ["+1", "+1"])

	def test_split_shares_out_members_seats_and_organizations(self):
		shares = [("cb_2", "Party Member", m, n) for m, n in zip(MEMBERS["cb_2"], "AABB", strict=True)]
		shares = [(s, o, r, f"Chi bộ {n}") for s, o, r, n in shares]
		answer = self.sound(
			[act("Split", "cb_2", new_name="Chi bộ A"), act("Split", "cb_2", new_name="Chi bộ B")],
			[*shares, ("cb_2", "Seat", "s2", "Chi bộ B")],
		)
		self.assertEqual(answer.member_moves, {"m4": "+1", "m5": "+1", "m6": "+2", "m7": "+2"})
		self.assertEqual((answer.seat_moves, answer.ended_seats), ({"s2": "+2"}, []))
		self.assertEqual(answer.ended, ["cb_2"])
		self.assertEqual([w.code for w in answer.warnings], ["too_few", "too_few"])
		self.assertEqual(answer.after["+1"].kind, "chi_bo")

	def test_a_part_that_separates_leaves_the_old_one_alive(self):
		answer = self.sound(
			[act("Split", "xa_1", new_name="Xã 1B", source_continues=True)],
			[("xa_1", "Party Organization", "cb_2", "Xã 1B")],
		)
		self.assertEqual((answer.ended, answer.after["cb_2"].parent), ([], "+1"))
		self.assertEqual(answer.successions, [plan.Succession("xa_1", "+1", "Separated")])

	def test_dissolve_with_somebody_who_receives(self):
		answer = self.sound([act("Dissolve", "xa_1", "xa_2")])
		self.assertEqual([answer.after[n].parent for n in ("cb_1", "cb_2")], ["xa_2", "xa_2"])
		self.assertEqual(answer.successions, [])

	def test_end_of_a_level_hangs_all_under_the_body_above(self):
		answer = self.sound([act("End Level", "tinh", level="huyen")])
		self.assertEqual(answer.ended, ["huyen_a", "huyen_b"])
		self.assertEqual([answer.after[n].parent for n in ("xa_1", "xa_2")], ["tinh", "tinh"])
		self.assertEqual(answer.ended_seats, ["sa", "sb"])
		self.assertEqual(set(answer.displaced), {"xa_1", "xa_2", "cb_1", "cb_2", "cb_3"})

	def test_end_of_a_level_leaves_alone_what_other_rows_move_or_end(self):
		acts = [act("End Level", "tinh", level="huyen"), act("Move", "cb_3", "xa_1"), act("Dissolve", "xa_2")]
		answer = self.sound(acts)
		self.assertEqual((answer.after["cb_3"].parent, answer.after["xa_2"].parent), ("xa_1", "huyen_b"))

	def test_change_of_kind_together_with_a_move(self):
		nodes = tree()
		nodes["huyen_c"] = Node("huyen_c", "tinh", "huyen", "Huyện C", "huyện c", valid_from=date(2000, 1, 1))
		answer = self.sound([act("Change Kind", "huyen_c", new_kind="co_so")], nodes=nodes)
		self.assertEqual(answer.after["huyen_c"].kind, "co_so")
		self.assertEqual(answer.displaced, [])

	def test_nothing_of_before_is_changed_in_place(self):
		nodes = tree()
		made([act("Move", "xa_1", "huyen_b")], nodes=nodes)
		self.assertEqual(nodes, tree())


class TestRefusals(TestCase):
	def refused(self, wanted: list[tuple[str, int]], acts, shares=(), **values) -> None:
		self.assertEqual(codes(made(acts, shares, **values)), wanted)

	def test_rows_that_say_too_little_or_too_much(self):
		cases = (
			("missing_organization", act("Move", None, "tinh")),
			("missing_name", act("Rename", "xa_1")),
			("missing_kind", act("Found", None, "tinh", new_name="X")),
			("missing_target", act("Move", "xa_1")),
			("missing_level", act("End Level", "tinh")),
			("two_targets", act("Move", "xa_1", "huyen_b", target_new="X")),
			("outside_branch", act("Move", "xa_1", "elsewhere")),
			("kind_disabled", act("Found", None, "xa_1", new_name="X", new_kind="cu")),
			("kind_disabled", act("Found", None, "xa_1", new_name="X", new_kind="đã xóa")),
			("unknown_new", act("Move", "xa_1", target_new="X")),
			("into_itself", act("Move", "xa_1", "xa_1")),
			("same_name", act("Rename", "xa_1", new_name="Xã 1")),
			("same_kind", act("Change Kind", "xa_1", new_kind="co_so")),
			("same_place", act("Move", "xa_1", "huyen_a")),
			("no_such_level", act("End Level", "xa_1", level="huyen")),
			("top_stays", act("Dissolve", "tinh", "xa_3")),
			("top_stays", act("Change Kind", "tinh", new_kind="co_so")),
			("parent_kind", act("Move", "cb_1", "tinh")),
			("parent_kind", act("Found", None, "tinh", new_name="X", new_kind="chi_bo")),
			("members_left", act("Dissolve", "cb_1")),
			("children_left", act("Dissolve", "xa_2")),
			("no_members_there", act("Merge", "cb_1", "xa_2")),
			("name_clash", act("Rename", "cb_1", new_name="chi bộ 2")),
		)
		for code, row in cases:
			with self.subTest(code, act=row["act"]):
				self.refused([(code, 1)], [row])

	def test_no_act_at_all(self):
		self.refused([("no_acts", 0)], [])

	def test_a_cycle(self):
		nodes = tree()
		kinds_everywhere = {
			**KINDS,
			"co_so": Kind("co_so", "co_so", frozenset({"tinh", "huyen", "co_so", "chi_bo"})),
		}
		snapshot = Snapshot("tinh", nodes, kinds_everywhere)
		answer = plan.make(snapshot, [Act(1, "Move", "xa_1", "cb_1")], [], DAY)
		self.assertEqual(codes(answer), [("cycle", 1)])

	def test_a_cycle_made_by_two_rows_that_are_sound_each(self):
		kinds = {**KINDS, "co_so": Kind("co_so", "co_so", frozenset({"tinh", "huyen", "co_so"}))}
		snapshot = Snapshot("tinh", tree(), kinds)
		answer = plan.make(
			snapshot, [Act(1, "Move", "xa_1", "xa_2"), Act(2, "Move", "xa_2", "xa_1")], [], DAY
		)
		self.assertEqual(codes(answer), [("cycle", 2)])

	def test_days_outside_a_life(self):
		ended, young = tree(xa_3={"valid_to": date(2025, 6, 30)}), tree(xa_3={"valid_from": date(2025, 8, 1)})
		self.refused([("not_living", 1)], [act("Move", "cb_1", "xa_3")], nodes=ended)
		self.refused([("not_living", 1)], [act("Move", "cb_1", "xa_3")], nodes=young)
		born = tree(xa_3={"valid_from": DAY})
		self.refused([("not_living", 1)], [act("Dissolve", "xa_3")], nodes=born)

	def test_history_is_written_in_order(self):
		later = {"changed_on": date(2025, 9, 1)}
		self.refused([("later_change", 1)], [act("Rename", "xa_1", new_name="X")], nodes=tree(xa_1=later))
		self.refused([("later_change", 1)], [act("Move", "xa_1", "huyen_b")], nodes=tree(cb_2=later))
		same_day = tree(cb_2={"changed_on": DAY})
		self.assertEqual(codes(made([act("Move", "xa_1", "huyen_b")], nodes=same_day)), [])

	def test_one_organization_in_two_rows(self):
		self.refused([("twice", 2)], [act("Move", "xa_1", "huyen_b"), act("Move", "xa_1", "tinh")])
		self.refused([("twice", 2)], [act("Move", "cb_1", "xa_2"), act("Merge", "cb_1", "cb_2")])
		self.refused(
			[("new_name_twice", 2)], [act("Found", None, "tinh", new_name="X", new_kind="co_so")] * 2
		)

	def test_nobody_goes_to_one_that_ends(self):
		self.refused([("target_ended", 2)], [act("Merge", "cb_1", "cb_2"), act("Merge", "cb_2", "cb_3")])
		self.refused(
			[("target_ended", 1)], [act("Move", "cb_1", "xa_2"), act("Dissolve", "xa_2"), act("Move", "cb_3", "xa_3")]
		)  # fmt: skip

	def test_codes_are_given_once(self):
		nodes = tree(cb_3={"code": "01"})
		self.refused(
			[("code_clash", 1)], [act("Found", None, "xa_1", new_name="X", new_kind="chi_bo", new_code="01")],
			nodes=nodes,
		)  # fmt: skip

	def test_shares(self):
		split = [act("Split", "cb_1", new_name="A", source_continues=True)]
		cases = (
			("share_without_split", split, ("cb_2", "Party Member", "m4", "A")),
			("share_unknown", split, ("cb_1", "Party Member", "m4", "A")),
			("share_elsewhere", split, ("cb_1", "Party Member", "m1", "B")),
		)
		for code, acts, share in cases:
			with self.subTest(code):
				answer = made(acts, [share])
				self.assertEqual([(p.code, p.share_row) for p in answer.problems], [(code, 1)])
		twice = made(split, [("cb_1", "Party Member", "m1", "A")] * 2)
		self.assertEqual([(p.code, p.share_row) for p in twice.problems], [("shared_twice", 2)])

	def test_who_ends_shares_everything_out(self):
		ends = [act("Split", "cb_1", new_name="A"), act("Split", "cb_1", new_name="B")]
		given = [("cb_1", "Party Member", "m1", "A"), ("cb_1", "Party Member", "m2", "B")]
		self.assertIn("members_left", [p.code for p in made(ends, given).problems])
		open_row = made(ends, [*given, ("cb_1", "Party Member", "m3", None)])
		self.assertIn("share_open", [p.code for p in open_row.problems])
		self.assertEqual(codes(made(ends, [*given, ("cb_1", "Party Member", "m3", "B")])), [])

	def test_a_split_grassroots_organization_must_place_its_cells(self):
		ends = [
			act("Split", "xa_1", new_name="A", target="tinh"),
			act("Split", "xa_1", new_name="B", target="tinh"),
		]
		self.refused([("children_left", 1), ("children_left", 1)], ends)


class TestTooManyMembers(TestCase):
	def test_a_cell_beyond_the_charter_is_a_warning(self):
		members = {"cb_1": [f"a{n}" for n in range(20)], "cb_2": [f"b{n}" for n in range(20)]}
		answer = made([act("Merge", "cb_1", "cb_2")], members=members)
		self.assertEqual((codes(answer), [w.code for w in answer.warnings]), ([], ["too_many"]))
		self.assertEqual(answer.warnings[0].names, ("Chi bộ 2", "40", "29"))
