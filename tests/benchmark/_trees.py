"""The same synthetic tree twice: as our path, and as the framework's nested set on a custom doctype of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import frappe
from bontot.organization import tree
from bontot.organization.testing import create_test_organization
from frappe.utils import now_datetime

from tests.benchmark._site import drop_peers, peer_doctype

PEER = "Peer Unit"
PARENT = "parent_peer_unit"
STANDARD = ("name", "creation", "modified", "owner", "modified_by")
KINDS = ("truc_thuoc_tinh", "dang_bo_co_so", "chi_bo_truc_thuoc")


@dataclass(slots=True)
class Twice:
	"""Names by level from the provinces down; a node has the same name in both trees."""

	tops: list[str] = field(default_factory=list)
	levels: tuple[list[str], list[str], list[str]] = field(default_factory=lambda: ([], [], []))

	@property
	def bodies(self) -> list[str]:
		return self.levels[0]

	@property
	def grassroots(self) -> list[str]:
		return self.levels[1]


@contextmanager
def planted(provinces: int, widths: tuple[int, int, int]) -> Iterator[Twice]:
	"""Both trees, committed so that the database knows their size; taken away at the end."""
	link = {"fieldname": PARENT, "fieldtype": "Link", "options": PEER, "label": "Parent", "search_index": 1}
	peer_doctype(
		PEER,
		[{"fieldname": "unit_name", "fieldtype": "Data", "label": "Unit Name"}, link],
		is_tree=1,
		autoname="prompt",
		nsm_parent_field=PARENT,
	)
	frappe.db.sql_ddl(
		f"create index if not exists lft_rgt on `tab{PEER}` (lft, rgt)"
	)  # as is_tree doctypes have
	made = Twice()
	try:
		fill(made, provinces, widths)
		yield made
	finally:
		frappe.set_user("Administrator")
		frappe.db.rollback()
		for top in made.tops:
			low, high = tree.path_range(tree.path_of(top))
			frappe.db.sql("delete from `tabParty Organization` where path >= %s and path < %s", (low, high))
		frappe.db.commit()  # what `fill` had committed goes the same way
		drop_peers(PEER)


def fill(made: Twice, provinces: int, widths: tuple[int, int, int]) -> None:
	stamp = now_datetime()
	ours: list[tuple] = []
	peers: list[tuple] = []
	counter, serial = 0, 10**8  # far above the sequence, which the real inserts of the case go on with

	def add(
		name: str, path: str, parent: str | None, depth: int, upper: str | None, base: str | None
	) -> None:
		nonlocal counter, serial
		counter += 1
		left, place = counter, len(peers)
		peers.append(())
		for _child in range(widths[depth] if depth < len(widths) else 0):
			serial += 1
			child, below = f"P{serial}", path + tree.segment(serial)
			above, grass = (child if depth == 0 else upper), (child if depth == 1 else base)
			kind = KINDS[depth]
			ours.append((
				child, stamp, stamp, "x", "x", f"Đơn vị {serial}", kind, ("truc_thuoc_tinh", "co_so", "chi_bo")[depth], name,
				serial, below, "2020-01-01", above, grass,
			))  # fmt: skip
			made.levels[depth].append(child)
			add(child, below, name, depth + 1, above, grass)
		counter += 1
		peers[place] = (name, stamp, stamp, "x", "x", name, parent, int(depth < len(widths)), left, counter)

	for number in range(provinces):
		top = create_test_organization("tinh", None, f"Tỉnh đo thử {number}")
		made.tops.append(top.name)
		add(top.name, top.path, None, 0, None, None)
	columns = ("organization_name", "kind", "level", "parent_organization", "serial", "path", "valid_from")
	frappe.db.bulk_insert(
		tree.DOCTYPE,
		[*STANDARD, *columns, "upper_organization", "grassroots_organization"],
		ours,
		chunk_size=5000,
	)
	frappe.db.bulk_insert(
		PEER, [*STANDARD, "unit_name", PARENT, "is_group", "lft", "rgt"], peers, chunk_size=5000
	)
	frappe.db.commit()  # statistics follow committed rows; `planted` deletes what it made
	for table in (tree.DOCTYPE, PEER):
		frappe.db.sql_ddl(f"analyze table `tab{table}`")


def peer(name: str, parent: str):
	return frappe.get_doc(
		{"doctype": PEER, "__newname": name, "name": name, "unit_name": name, PARENT: parent}
	)
