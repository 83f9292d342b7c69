"""The newest 20 files of a branch, as its officer lists them, in a province of 10,000 organisations and 20,000 files.

Against the framework's own way for the same question: User Permissions on a tree kept as a nested set. And the
statement that our rule makes of the list, rule included, against the same statement written by hand.
"""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

import frappe
from bontot.organization import access, tree
from bontot.organization.testing import create_test_organization, create_test_seat, create_test_user
from frappe.utils import add_to_date, now_datetime

from ops.benchmark import Figure
from ops.ratio import measure as compare
from tests.benchmark._site import drop_peers, peer_doctype, site

BODIES, GRASSROOTS, CELLS = 4, 25, 100  # per level above: 4 + 100 + 10,000 organisations
PEERS = ("Peer File", "Peer Unit")
FIELDS = ["name", "state", "year", "modified"]
LIST = {"fields": FIELDS, "order_by": "modified desc", "limit_page_length": 20}


def measure() -> Iterator[Figure]:
	with site():
		try:
			make_peers()
			officers = fill()
			yield from figures(officers)
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
	columns = [("state", "Data"), ("year", "Int")]
	plain = [{"fieldname": name, "fieldtype": kind, "label": name.title()} for name, kind in columns]
	peer_doctype("Peer File", [link, *plain], autoname="prompt")


def fill() -> SimpleNamespace:
	"""The same tree and the same files twice. One officer a way, over the first body: a quarter of everything."""
	province = create_test_organization("tinh", None, "Tỉnh đo thử")
	nodes: list[tuple[str, int, int]] = []  # path, lft, rgt
	serial = tree.next_serial()
	counter = 0

	def add(path: str, widths: tuple[int, ...]) -> None:
		nonlocal counter, serial
		counter += 1
		left, place = counter, len(nodes)
		nodes.append((path, left, 0))
		for _child in range(widths[0] if widths else 0):
			serial += 1
			add(path + tree.segment(serial), widths[1:])
		counter += 1
		nodes[place] = (path, left, counter)

	add(province.path, (BODIES, GRASSROOTS, CELLS))
	stamp = now_datetime()
	standard = ["name", "creation", "modified", "owner", "modified_by"]
	units = [(path, stamp, stamp, "x", "x", path, left, right) for path, left, right in nodes]
	frappe.db.bulk_insert("Peer Unit", [*standard, "unit_name", "lft", "rgt"], units)
	names = {path: f"P{number:06}" for number, (path, *_rest) in enumerate(nodes)}
	organizations = [
		(names[path], stamp, stamp, "x", "x", path, number + 10**9, path, "chi_bo_truc_thuoc", "2020-01-01")
		for number, (path, *_rest) in enumerate(nodes)
		if path != province.path
	]
	columns = [*standard, "organization_name", "serial", "path", "kind", "valid_from"]
	frappe.db.bulk_insert(tree.DOCTYPE, columns, organizations)
	moments = [
		(path, half, add_to_date(stamp, seconds=-(number * 7919 % 10**6)))
		for number, (path, half) in enumerate(pairs(nodes))
	]
	files = [
		(f"{names[path]}-{half}", when, when, "x", "x", names[path], path, "Draft", 2026)
		for path, half, when in moments
	]
	frappe.db.bulk_insert(
		"Evaluation", [*standard, "organization", "organization_path", "state", "year"], files
	)
	peers = [
		(f"{names[path]}-{half}", when, when, "x", "x", path, "Draft", 2026) for path, half, when in moments
	]
	frappe.db.bulk_insert("Peer File", [*standard, "unit", "state", "year"], peers)
	body = nodes[1][0]
	seat = create_test_seat(names[body], "can_bo_tham_dinh")
	stock = create_test_user("Người Đo Thử")
	frappe.get_doc("User", stock).add_roles("Seat Holder")
	frappe.get_doc(doctype="User Permission", user=stock, allow="Peer Unit", for_value=body).insert()
	frappe.db.commit()  # statistics follow committed rows; the case deletes what it made
	for table in ("Evaluation", "Peer File", "Peer Unit"):
		frappe.db.sql_ddl(f"analyze table `tab{table}`")
	return SimpleNamespace(ours=seat.user, stock=stock, body=body, province=province, seat=seat)


def pairs(nodes: list) -> Iterator[tuple[str, int]]:
	for path, *_rest in nodes:
		yield path, 1
		yield path, 2


def figures(officers: SimpleNamespace) -> Iterator[Figure]:
	def as_user(user: str, doctype: str) -> list:
		frappe.set_user(user)
		access.forget()  # as a new request: nothing is remembered from the last one
		return frappe.get_list(doctype, **LIST)

	low, high = tree.path_range(officers.body)
	bare = (
		"select `name`, `state`, `year`, `modified` from `tabEvaluation`"
		" where `organization_path` >= %s and `organization_path` < %s order by `modified` desc limit 20"
	)
	frappe.set_user(officers.ours)
	emitted = frappe.get_list("Evaluation", run=False, **LIST)
	expected = [row[0] for row in frappe.db.sql(bare, (low, high))]
	for rows in (as_user(officers.ours, "Evaluation"), as_user(officers.stock, "Peer File")):
		if [row.name for row in rows] != expected:
			raise AssertionError("the ways do not answer alike")
	try:

		def five(user: str, doctype: str):
			"""Five lists in a row, as of a person at work: a lone one measures how cold the other way left the machine."""
			return lambda: [as_user(user, doctype) for _ in range(5)]

		ratio = compare(five(officers.stock, "Peer File"), five(officers.ours, "Evaluation"), pairs=25)
		yield Figure("scope_list", "stock User Permissions on a nested set", ratio, at_least=3)

		def repeated(statement: str, values: tuple = ()):
			return lambda: [frappe.db.sql(statement, values) for _ in range(20)]

		ratio = compare(repeated(emitted), repeated(bare, (low, high)), pairs=41)
		yield Figure("scope_list", "bare SQL with the same predicate", ratio, at_most=1.3)
	finally:
		frappe.set_user("Administrator")
		remove(officers)


def remove(officers: SimpleNamespace) -> None:
	low, high = tree.path_range(officers.province.path)
	frappe.db.sql(
		"delete from `tabEvaluation` where organization_path >= %s and organization_path < %s", (low, high)
	)
	frappe.db.delete("Seat", {"user": officers.ours})
	frappe.db.delete("User Permission", {"user": officers.stock})
	frappe.db.sql("delete from `tabParty Organization` where path >= %s and path < %s", (low, high))
	for user in (officers.ours, officers.stock):
		frappe.db.delete("Has Role", {"parent": user})
		frappe.db.delete("Notification Settings", {"name": user})
		frappe.db.delete("User", {"name": user})
	frappe.db.commit()  # the case committed its rows so that the database knows their number
