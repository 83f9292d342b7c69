"""Benchmark of what an officer asks of a branch: the newest 20 evaluations, how many there are, and a roll-up by organisation and
state.

Against the framework's own way for the same list: User Permissions on a tree kept as a nested set. And the statements
that our rule makes, rule included, against the same ones written by hand: in a province of 10,000 organisations, of which
the officer has a quarter, and in a nation of 300,000, of which it has a province.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import frappe
from bontot.organization import access, tree
from bontot.organization.testing import create_test_organization, create_test_seat, create_test_user
from frappe.utils import add_to_date, now_datetime

from ops.benchmark import Figure
from ops.ratio import measure as compare
from tests.benchmark._site import drop_peers, peer_doctype, site

PROVINCE = (4, 25, 100)  # bodies, grassroots organisations in each, cells in each: 10,104 organisations
NATION = (34, 20, 12, 36)  # and provinces before them: 302,600
PEERS = ("Peer File", "Peer Unit")
FIELDS = ["name", "state", "year", "modified"]
LIST = {"fields": FIELDS, "order_by": "modified desc", "limit_page_length": 20}
STANDARD = ["name", "creation", "modified", "owner", "modified_by"]
STATES = ("Draft", "Under Appraisal", "Recognized")
WITHIN = "from `tabEvaluation` where `organization_path` >= %s and `organization_path` < %s"
# Question: (what our list is asked, the same by hand).
QUESTIONS = {
	"newest 20": (
		LIST,
		f"select `name`, `state`, `year`, `modified` {WITHIN} order by `modified` desc limit 20",
	),
	"count": ({"fields": ["count(*) as total"]}, f"select count(*) {WITHIN}"),
	"roll-up": (
		{
			"fields": ["upper_organization", "state", "count(*) as total"],
			"group_by": "upper_organization, state",
			"order_by": "upper_organization, state",
		},
		f"select `upper_organization`, `state`, count(*) {WITHIN} group by `upper_organization`, `state`"
		" order by `upper_organization`, `state`",
	),
}


@dataclass(slots=True)
class Node:
	path: str
	left: int
	right: int
	parent: str | None  # its path
	upper: str | None  # the path of the organisation at the second level, itself counted

	@property
	def name(self) -> str:
		return f"P{int(self.path[-tree.SEGMENT :], 36)}"


@dataclass(slots=True)
class Ground:
	top: object
	body: str  # a path
	ours: str
	stock: str = ""


def measure() -> Iterator[Figure]:
	with site():
		try:
			make_peers()
			ground = fill(PROVINCE, files=2, peers=True)
			try:
				yield against_stock(ground)
				yield from against_hand(ground, "10,000", repeats=20)
			finally:
				remove(ground)
			ground = fill(NATION, files=1)
			try:
				yield from against_hand(ground, "300,000", repeats=5)
			finally:
				remove(ground)
		finally:
			frappe.set_user("Administrator")
			drop_peers(*PEERS)


def make_peers() -> None:
	link = {
		"fieldname": "unit",
		"fieldtype": "Link",
		"options": "Peer Unit",
		"label": "Unit",
		"search_index": 1,
	}
	peer_doctype(
		"Peer Unit",
		[{"fieldname": "unit_name", "fieldtype": "Data", "label": "Unit Name"}],
		is_tree=1,
		autoname="prompt",
	)
	peer_doctype("Peer File", [link, *like_ours()], autoname="prompt")


def like_ours() -> list[dict]:
	"""The fields of our files but for their tables: to know a kind of document costs the more the more it holds."""
	kept = ("fieldname", "fieldtype", "label", "options", "search_index", "in_list_view", "permlevel")
	fields = [f for f in frappe.get_meta("Evaluation").fields if f.fieldtype not in frappe.model.table_fields]
	return [{key: field.get(key) for key in kept} for field in fields]


def fill(widths: tuple[int, ...], files: int, peers: bool = False) -> Ground:
	"""A tree and `files` of each organisation; with `peers` both once more in the framework's way. Committed.

	One officer, over the first organisation of the first level: of the widths' first part of everything.
	"""
	top = create_test_organization("tinh", None, "Tỉnh đo thử")
	nodes = grown(top.path, widths)
	stamp = now_datetime()
	bulk(tree.DOCTYPE, ["organization_name", "serial", "path", "kind", "valid_from", "parent_organization"], (
		(node.name, stamp, stamp, "x", "x", node.path, int(node.path[-tree.SEGMENT :], 36), node.path,
			"chi_bo_truc_thuoc", "2020-01-01", top.name)
		for node in nodes[1:]
	))  # fmt: skip
	moments = [
		(node, copy, add_to_date(stamp, seconds=-(number * 7919 % 10**6)))
		for number, (node, copy) in enumerate((node, copy) for node in nodes[1:] for copy in range(files))
	]
	bulk("Evaluation", ["organization", "organization_path", "upper_organization", "state", "year"], (
		(f"{node.name}-{copy}", when, when, "x", "x", node.name, node.path, node.upper, STATES[number % 3], 2026)
		for number, (node, copy, when) in enumerate(moments)
	))  # fmt: skip
	seat = create_test_seat(nodes[1].name, "can_bo_tham_dinh")
	ground = Ground(top, nodes[1].path, seat.user)
	if peers:
		ground.stock = fill_peers(nodes, moments, stamp)
	frappe.db.commit()  # statistics follow committed rows; the case deletes what it made
	for table in ("Evaluation", *(PEERS if peers else ())):
		frappe.db.sql_ddl(f"analyze table `tab{table}`")
	return ground


def grown(path: str, widths: tuple[int, ...]) -> list[Node]:
	nodes: list[Node] = []
	counter, serial = 0, tree.next_serial() + 10**8  # far above what real inserts would be given meanwhile

	def add(path: str, parent: str | None, upper: str | None, widths: tuple[int, ...]) -> None:
		nonlocal counter, serial
		counter += 1
		node = Node(path, counter, 0, parent, upper)
		nodes.append(node)
		for _child in range(widths[0] if widths else 0):
			serial += 1
			below = path + tree.segment(serial)
			add(below, path, upper or (f"P{serial}" if parent else None), widths[1:])
		counter += 1
		node.right = counter

	add(path, None, None, widths)
	return nodes


def bulk(doctype: str, columns: list[str], rows: Iterator[tuple]) -> None:
	frappe.db.bulk_insert(doctype, [*STANDARD, *columns], list(rows), chunk_size=5000)


def fill_peers(nodes: list[Node], moments: list[tuple[Node, int, datetime]], stamp: datetime) -> str:
	"""Name of an account that sees the same as ours by a User Permission."""
	bulk("Peer Unit", ["unit_name", "lft", "rgt"], (
		(node.path, stamp, stamp, "x", "x", node.path, node.left, node.right) for node in nodes
	))  # fmt: skip
	bulk("Peer File", ["unit", "state", "year"], (
		(f"{node.name}-{copy}", when, when, "x", "x", node.path, "Draft", 2026) for node, copy, when in moments
	))  # fmt: skip
	stock = create_test_user("Người Đo Thử")
	frappe.get_doc("User", stock).add_roles("Seat Holder")
	frappe.get_doc(doctype="User Permission", user=stock, allow="Peer Unit", for_value=nodes[1].path).insert()
	return stock


def against_stock(ground: Ground) -> Figure:
	def as_user(user: str, doctype: str) -> list:
		frappe.set_user(user)
		access.forget()  # as a new request: nothing is remembered from the last one
		return frappe.get_list(doctype, **LIST)

	def five(user: str, doctype: str):
		"""Five lists in a row, as of a person at work: a lone one measures how cold the other way left the machine."""
		return lambda: [as_user(user, doctype) for _ in range(5)]

	try:
		ours, stock = as_user(ground.ours, "Evaluation"), as_user(ground.stock, "Peer File")
		if [row.name for row in ours] != [row.name for row in stock]:
			raise AssertionError("the ways do not answer alike")
		ratio = compare(five(ground.stock, "Peer File"), five(ground.ours, "Evaluation"), pairs=25)
		return Figure("scope_list", "stock User Permissions on a nested set", ratio, at_least=3)
	finally:
		frappe.set_user("Administrator")


def against_hand(ground: Ground, size: str, repeats: int) -> Iterator[Figure]:
	"""The statement of a list with our rule in it against the same by hand, answers compared first."""
	frappe.set_user(ground.ours)
	access.forget()
	try:
		emitted = {
			name: frappe.get_list("Evaluation", run=False, **{"limit_page_length": 0, **asked})
			for name, (asked, _bare) in QUESTIONS.items()
		}
	finally:
		frappe.set_user("Administrator")

	def repeated(statement: str, values: tuple = ()):
		return lambda: [frappe.db.sql(statement, values) for _ in range(repeats)]

	for name, (_asked, bare) in QUESTIONS.items():
		values = tree.path_range(ground.body)
		if frappe.db.sql(emitted[name]) != frappe.db.sql(bare, values):
			raise AssertionError(f"{name}: the ways do not answer alike")
		ratio = compare(repeated(emitted[name]), repeated(bare, values), pairs=41 if repeats > 5 else 21)
		said = f"bare SQL with the same predicate, {name} among {size} organisations"
		yield Figure("scope_list", said, ratio, at_most=1.3)


def remove(ground: Ground) -> None:
	frappe.set_user("Administrator")
	frappe.db.rollback()
	low, high = tree.path_range(ground.top.path)
	frappe.db.sql(
		"delete from `tabEvaluation` where organization_path >= %s and organization_path < %s", (low, high)
	)
	frappe.db.delete("Seat", {"user": ground.ours})
	frappe.db.sql("delete from `tabParty Organization` where path >= %s and path < %s", (low, high))
	frappe.db.delete("User Permission", {"user": ground.stock})
	for user in filter(None, (ground.ours, ground.stock)):
		frappe.db.delete("Has Role", {"parent": user})
		frappe.db.delete("Notification Settings", {"name": user})
		frappe.db.delete("User", {"name": user})
	frappe.db.commit()  # the case committed its rows so that the database knows their number
