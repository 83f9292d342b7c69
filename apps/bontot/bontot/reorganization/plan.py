"""Planning of a reorganisation: a snapshot of the tree and the acts in, the tree afterwards or problems out.

No database, no user, no clock. Rows of the acts are numbered from 1 as the form shows them; an organisation that an
act founds is known by the key of its row until it gets a name ("+3": founded by row 3).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from bontot.organization.members.bound_rules import Bounds
from bontot.reorganization.values import (
	CHANGE_KIND,
	DISSOLVE,
	END_LEVEL,
	FOUND,
	MEMBER,
	MERGE,
	MERGED,
	MOVE,
	ORGANIZATION,
	RENAME,
	SEAT,
	SEPARATED,
	SPLIT,
	SPLIT_FROM,
	Act,
	Kind,
	Node,
	Plan,
	Problem,
	Share,
	Snapshot,
	Succession,
	is_circular,
	line,
)

__all__ = [
	"CHANGE_KIND",
	"DISSOLVE",
	"END_LEVEL",
	"FOUND",
	"MEMBER",
	"MERGE",
	"MERGED",
	"MOVE",
	"ORGANIZATION",
	"RENAME",
	"SEAT",
	"SEPARATED",
	"SPLIT",
	"SPLIT_FROM",
	"Act",
	"Kind",
	"Node",
	"Plan",
	"Problem",
	"Share",
	"Snapshot",
	"Succession",
	"is_circular",
	"key_of",
	"line",
	"make",
]


def key_of(row: int) -> str:
	return f"+{row}"


def make(
	snapshot: Snapshot, acts: Sequence[Act], shares: Sequence[Share], effective: date, fold=str.casefold
) -> Plan:
	"""Work the acts out on the snapshot. With `problems` in the answer nothing of it may be carried out.

	fold: how titles are compared for a clash.
	"""
	return _Planner(snapshot, acts, shares, effective, fold).make()


class _Planner:
	def __init__(self, snapshot, acts, shares, effective, fold) -> None:
		self.snapshot, self.acts, self.shares, self.effective = snapshot, acts, shares, effective
		self.fold = fold
		self.last_day = effective - timedelta(days=1)
		self.nodes: dict[str, Node] = dict(snapshot.nodes)
		self.plan = Plan(effective, dict(snapshot.nodes), self.nodes)
		self.new_by_name: dict[str, str] = {}
		self.moved_by: dict[str, int] = {}
		self.ended_by: dict[str, int] = {}
		self.targets: dict[int, str] = {}

	def make(self) -> Plan:
		if not self.acts:
			self.problem("no_acts")
		sound = [act for act in self.acts if self.is_complete(act)]
		for act in sound:
			if act.act in (FOUND, SPLIT):
				self.register(act)
		sound = [act for act in sound if self.resolve(act)]
		by_kind = {
			RENAME: self.rename, CHANGE_KIND: self.change_kind, MOVE: self.move, FOUND: self.found, SPLIT: self.split,
		}  # fmt: skip
		for act in sound:
			if act.act in by_kind:
				by_kind[act.act](act)
		self.share_out()
		for act in sound:
			if act.act in (MERGE, DISSOLVE):
				self.end(act.organization, act)
		for act in sound:
			if act.act == SPLIT and not act.source_continues and act.organization not in self.ended_by:
				self.end(act.organization, act)
		for act in sound:  # last: what other rows move or end in a way of their own stays so
			if act.act == END_LEVEL:
				self.end_level(act)
		self.check_tree()
		self.check_members()
		self.plan.problems.sort(key=lambda problem: problem.row)  # as the form shows the rows
		return self.plan

	def problem(self, code: str, row: int = 0, *names: str | None, share_row: int = 0) -> bool:
		"""Note a problem once; False, so that a check can end with it."""
		found = Problem(code, row, tuple(self.title(name) for name in names if name), share_row)
		if found not in self.plan.problems:
			self.plan.problems.append(found)
		return False

	def title(self, name: str) -> str:
		return self.nodes[name].title if name in self.nodes else name

	# Each row by itself

	def is_complete(self, act: Act) -> bool:
		if act.act != FOUND and not act.organization:
			return self.problem("missing_organization", act.row)
		if act.act in (FOUND, RENAME, SPLIT) and not act.new_name:
			return self.problem("missing_name", act.row)
		if act.act in (FOUND, CHANGE_KIND) and not act.new_kind:
			return self.problem("missing_kind", act.row)
		if act.act in (FOUND, MOVE, MERGE) and not (act.target or act.target_new):
			return self.problem("missing_target", act.row)
		if act.act == END_LEVEL and not act.level:
			return self.problem("missing_level", act.row)
		if act.target and act.target_new:
			return self.problem("two_targets", act.row)
		for name in filter(None, (act.organization, act.target)):
			if name not in self.nodes:
				return self.problem("outside_branch", act.row, name)
		if act.new_kind and not self.is_used(act.new_kind):
			return self.problem("kind_disabled", act.row)
		return self.is_open_to_change(act)

	def is_used(self, kind: str) -> bool:
		found = self.snapshot.kinds.get(kind)
		return found is not None and not found.disabled

	def is_open_to_change(self, act: Act) -> bool:
		for name in filter(None, (act.organization, act.target)):
			if not self.nodes[name].lives(self.effective):
				return self.problem("not_living", act.row, name)
		own = act.organization and self.nodes[act.organization]
		if own and own.changed_on and own.changed_on > self.effective:
			return self.problem("later_change", act.row, act.organization)
		return True

	def register(self, act: Act) -> None:
		"""Give the organisation of the row its key, so that other rows can name it."""
		if act.new_name in self.new_by_name:
			return self.problem("new_name_twice", act.row, act.new_name)
		key = key_of(act.row)
		source = self.nodes.get(act.organization) if act.act == SPLIT else None
		kind = act.new_kind or (source.kind if source else "")
		self.nodes[key] = Node(
			key, None, kind, act.new_name, self.fold(act.new_name), act.new_short_name, act.new_code, self.effective,
			sector=act.new_sector or (source.sector if source else None),
		)  # fmt: skip
		self.new_by_name[act.new_name] = key
		self.plan.founded.append(key)
		self.touch(key, act)

	def resolve(self, act: Act) -> bool:
		if act.act in (FOUND, SPLIT) and key_of(act.row) not in self.nodes:
			return False
		if act.target_new:
			if act.target_new not in self.new_by_name:
				return self.problem("unknown_new", act.row, act.target_new)
			self.targets[act.row] = self.new_by_name[act.target_new]
		elif act.target:
			self.targets[act.row] = act.target
		elif act.act == SPLIT:
			self.targets[act.row] = self.nodes[act.organization].parent
		if act.organization and self.targets.get(act.row) == act.organization:
			return self.problem("into_itself", act.row, act.organization)
		return True

	def touch(self, name: str, act: Act) -> None:
		self.plan.rows[name] = act.row
		done = self.plan.acts.setdefault(name, [])
		if act.act not in done:
			done.append(act.act)

	def change(self, name: str, act: Act, **values) -> None:
		self.nodes[name] = replace(self.nodes[name], **values)
		self.touch(name, act)

	# What each act does

	def rename(self, act: Act) -> None:
		node = self.nodes[act.organization]
		if node.title == act.new_name and (act.new_short_name or node.short_name) == node.short_name:
			return self.problem("same_name", act.row, act.organization)
		self.change(
			act.organization, act, title=act.new_name, folded=self.fold(act.new_name),
			short_name=act.new_short_name or node.short_name,
		)  # fmt: skip

	def change_kind(self, act: Act) -> None:
		if act.organization == self.snapshot.top:
			return self.problem("top_stays", act.row, act.organization)
		if self.nodes[act.organization].kind == act.new_kind:
			return self.problem("same_kind", act.row, act.organization)
		self.change(act.organization, act, kind=act.new_kind)

	def move(self, act: Act) -> None:
		if act.organization == self.snapshot.top:
			return self.problem("top_stays", act.row, act.organization)
		if act.organization in self.moved_by:
			return self.problem("twice", act.row, act.organization)
		if self.nodes[act.organization].parent == self.targets[act.row]:
			return self.problem("same_place", act.row, act.organization)
		self.hang(act.organization, self.targets[act.row], act)
		self.moved_by[act.organization] = act.row

	def hang(self, name: str, parent: str | None, act: Act) -> None:
		before = self.nodes[name].parent
		self.change(name, act, parent=parent)
		if is_circular(self.nodes, name):
			self.change(name, act, parent=before)
			self.problem("cycle", act.row, name, parent)

	def found(self, act: Act) -> None:
		self.hang(key_of(act.row), self.targets[act.row], act)

	def split(self, act: Act) -> None:
		self.hang(key_of(act.row), self.targets[act.row], act)
		self.touch(act.organization, act)
		relation = SEPARATED if act.source_continues else SPLIT_FROM
		self.plan.successions.append(Succession(act.organization, key_of(act.row), relation))

	def end_level(self, act: Act) -> None:
		bodies = [
			name for name, node in self.plan.before.items()
			if self.kind(node.kind).level == act.level
			and node.lives(self.effective)
			and act.organization in line(self.plan.before, name)
		]  # fmt: skip
		if not bodies:
			self.problem("no_such_level", act.row, act.organization)
		for name in bodies:
			if name not in self.ended_by:
				self.end(name, act)

	def end(self, name: str, act: Act) -> None:
		"""The organisation ends; what it leaves goes to the row's target, or to its parent when a level ends."""
		node, target = self.nodes[name], self.targets.get(act.row)
		if name == self.snapshot.top:
			return self.problem("top_stays", act.row, name)
		if name in self.ended_by or name in self.moved_by:
			return self.problem("twice", act.row, name)
		if node.changed_on and node.changed_on > self.effective:
			return self.problem("later_change", act.row, name)
		if node.valid_from > self.last_day:
			return self.problem("not_living", act.row, name)
		heir = target or (self.living_above(name, act) if act.act == END_LEVEL else None)
		if act.act == SPLIT:
			heir = None  # everything was shared out by the grid
		self.change(name, act, valid_to=self.last_day)
		self.ended_by[name] = act.row
		for child in self.living_children(name):
			if heir:
				self.hang(child, heir, act)
		self.leave_members(name, heir, act)
		moved = self.plan.seat_moves
		self.plan.ended_seats += [seat for seat in self.snapshot.seats.get(name, ()) if seat not in moved]
		if act.act == MERGE and heir:
			self.plan.successions.append(Succession(name, heir, MERGED))

	def living_above(self, name: str, act: Act) -> str | None:
		"""The nearest organisation above that does not end with this level."""
		return next(
			(up for up in line(self.plan.before, name) if self.kind(self.plan.before[up].kind).level != act.level),
			None,
		)  # fmt: skip

	def living_children(self, name: str) -> list[str]:
		return [
			child for child, node in self.nodes.items()
			if node.parent == name and (node.valid_to is None or node.valid_to >= self.effective)
		]  # fmt: skip

	def leave_members(self, name: str, heir: str | None, act: Act) -> None:
		left = [m for m in self.snapshot.members.get(name, ()) if m not in self.plan.member_moves]
		if not left:
			return
		if not heir:
			return self.problem("members_left", act.row, name, str(len(left)))
		if not self.kind(self.nodes[heir].kind).holds_members:
			return self.problem("no_members_there", act.row, name, heir)
		self.plan.member_moves.update(dict.fromkeys(left, heir))

	def share_out(self) -> None:
		"""Carry out the grid: each of its rows belongs to an organisation that some row splits."""
		results: dict[str, set[str]] = {}
		continues: dict[str, bool] = {}
		for act in self.acts:
			if act.act == SPLIT and act.organization and key_of(act.row) in self.nodes:
				results.setdefault(act.organization, set()).add(key_of(act.row))
				continues[act.organization] = continues.get(act.organization, False) or act.source_continues
		seen = set()
		for share in self.shares:
			if (share.share_of, share.record) in seen:
				self.problem("shared_twice", 0, share.source, share_row=share.row)
				continue
			seen.add((share.share_of, share.record))
			if share.source not in results:
				self.problem("share_without_split", 0, share.source, share_row=share.row)
			elif not self.belongs(share):
				self.problem("share_unknown", 0, share.source, share_row=share.row)
			elif not share.goes_to_new:
				if not continues[share.source] and share.share_of in (MEMBER, ORGANIZATION):
					self.problem("share_open", 0, share.source, share_row=share.row)
			elif self.new_by_name.get(share.goes_to_new) not in results[share.source]:
				self.problem("share_elsewhere", 0, share.source, share.goes_to_new, share_row=share.row)
			else:
				self.give(share, self.new_by_name[share.goes_to_new])

	def belongs(self, share: Share) -> bool:
		if share.share_of == ORGANIZATION:
			child = self.plan.before.get(share.record)
			return bool(child and child.parent == share.source and child.lives(self.effective))
		if share.share_of not in (MEMBER, SEAT):
			return share.record in self.snapshot.others.get((share.share_of, share.source), ())
		held = self.snapshot.members if share.share_of == MEMBER else self.snapshot.seats
		return share.record in held.get(share.source, ())

	def give(self, share: Share, key: str) -> None:
		if share.share_of == ORGANIZATION:
			if share.record in self.moved_by:
				return self.problem("twice", 0, share.record, share_row=share.row)
			act = next(act for act in self.acts if key_of(act.row) == key)
			self.hang(share.record, key, act)
			self.moved_by[share.record] = act.row
		elif share.share_of == MEMBER:
			if not self.kind(self.nodes[key].kind).holds_members:
				return self.problem("no_members_there", 0, share.source, key, share_row=share.row)
			self.plan.member_moves[share.record] = key
		elif share.share_of == SEAT:
			self.plan.seat_moves[share.record] = key
		else:
			self.plan.handed[share.share_of, share.record] = key

	def kind(self, code: str) -> Kind:
		return self.snapshot.kinds.get(code) or Kind(code, "")

	# The tree as a whole

	def check_tree(self) -> None:
		touched = {name for name, node in self.nodes.items() if self.plan.before.get(name) != node}
		near = [n for n, node in self.nodes.items() if n in touched or node.parent in touched]
		living = [n for n in self.nodes.values() if n.valid_to is None or n.valid_to >= self.effective]
		self.called: dict[tuple, list[str]] = {}
		self.coded: dict[str, list[str]] = {}
		for node in living:
			self.called.setdefault((node.parent, node.folded), []).append(node.name)
		for node in self.nodes.values():
			if node.code:
				self.coded.setdefault(node.code, []).append(node.name)
		for name in near:
			node = self.nodes[name]
			if node.valid_to and node.valid_to < self.effective:
				continue
			row = self.plan.rows.get(name) or self.plan.rows.get(node.parent or "", 0)
			self.check_parent(name, node, row)
			if name in touched:
				self.check_name(name, node, row)
		self.check_order()

	def check_parent(self, name: str, node: Node, row: int) -> None:
		allowed, parent = self.kind(node.kind).parents, self.nodes.get(node.parent or "")
		if parent is None:
			if allowed and name != self.snapshot.top:
				self.problem("no_parent", row, name)
			return
		if parent.valid_to and parent.valid_to < self.effective:
			code = (
				"children_left" if self.plan.before.get(name, node).parent == node.parent else "target_ended"
			)
			self.problem(
				code,
				self.ended_by.get(parent.name, row) if code == "children_left" else row,
				parent.name,
				name,
			)
		elif parent.kind not in allowed:
			self.problem("parent_kind", row, name, parent.name)
		elif node.valid_to and parent.valid_to and node.valid_to > parent.valid_to:
			self.problem("outlives", row, name, parent.name)

	def check_name(self, name: str, node: Node, row: int) -> None:
		if len(self.called[node.parent, node.folded]) > 1:
			self.problem("name_clash", row, name, node.parent)
		if others := [other for other in self.coded.get(node.code or "", ()) if other != name]:
			self.problem("code_clash", row, name, others[0])

	def check_order(self) -> None:
		"""History is written in order: what is carried along must not have moved later than this either."""
		for name in self.plan.displaced:
			changed = self.plan.before[name].changed_on
			if changed and changed > self.effective:
				row = next(
					(self.plan.rows[up] for up in (name, *line(self.nodes, name)) if up in self.plan.rows), 0
				)
				self.problem("later_change", row, name)

	def check_members(self) -> None:
		"""Too few or too many members is a warning: the Charter lets the body above consent to it."""
		gained: dict[str, int] = {}
		for target in self.plan.member_moves.values():
			gained[target] = gained.get(target, 0) + 1
		for name in gained:
			if name in self.ended_by:
				self.problem("target_ended", self.ended_by[name], name)
		for name in {*gained, *self.plan.founded, *self.splitting()}:
			node = self.nodes[name]
			if node.valid_to and node.valid_to < self.effective:
				continue
			kind = self.kind(node.kind)
			if not kind.holds_members:
				continue
			stays = [m for m in self.snapshot.members.get(name, ()) if m not in self.plan.member_moves]
			count = len(stays) + gained.get(name, 0)
			row = self.plan.rows.get(name, 0)
			if found := Bounds(kind.least, kind.most).verdict(count):
				self.warn(found[0], row, name, count, found[1])
		self.plan.warnings.sort(key=lambda warning: (warning.row, warning.names))

	def splitting(self) -> Iterable[str]:
		return (act.organization for act in self.acts if act.act == SPLIT and act.organization in self.nodes)

	def warn(self, code: str, row: int, name: str, count: int, bound: int) -> None:
		self.plan.warnings.append(Problem(code, row, (self.title(name), str(count), str(bound))))
