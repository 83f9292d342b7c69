"""The tree: what opens below a line of it, how large the lines say they are, by our door and by the framework's."""

from __future__ import annotations

from tests.access import oracle, oracle_doors
from tests.access.asking import Answer, Asker
from tests.access.ground import Ground
from tests.access.matrix import Cell, Matrix

ORGANIZATION = "Party Organization"
OURS = "bontot.organization.api.get_children"
CLOSED = ("closed_cell",)
TOP = ""


def open_line(ground: Ground, matrix: Matrix, asker: Asker, place: str) -> None:
	"""A line of the tree view is opened, `TOP` for its beginning."""
	who, places = asker.who, ground.told["places"]
	parent = places[place]["name"] if place else ""
	below = [at for at, above in oracle.PLACES.items() if above == place] if place else list(oracle.PLACES)
	asked = {
		"tree": asker.call(OURS, "GET", doctype=ORGANIZATION, parent=parent, show_closed=1),
		"tree of the framework": asker.call(
			"frappe.desk.treeview.get_children", "GET", doctype=ORGANIZATION, parent=parent
		),
		"whole branch of the tree": asker.call(
			"frappe.desk.treeview.get_all_nodes",
			doctype=ORGANIZATION, label=parent, parent=parent, tree_method=OURS,
		),
	}  # fmt: skip
	for channel, answer in asked.items():
		ground.check_strays(matrix, who, channel, answer)
	lines = {line["value"]: line for line in asked["tree"].message or []} if asked["tree"].ok else {}
	tops = oracle_doors.tops(who)
	for at in below:
		expected = oracle.reads(who, ORGANIZATION, at) if place else at in tops
		line = lines.get(places[at]["name"])
		matrix.record(cell(who, at, "tree"), expected, line is not None, said(asked["tree"]))
		if line and at not in CLOSED:
			sized = line["cells"] is not None or line["members"] is not None
			matrix.record(
				cell(who, at, "sizes in the tree"), oracle_doors.covers(who, at), sized, said(asked["tree"])
			)
	if place:
		read_branch(ground, matrix, who, place, asked["whole branch of the tree"])


def read_branch(ground: Ground, matrix: Matrix, who: str, place: str, answer: Answer) -> None:
	"""All that stands below a line, living organisations: one answer for the whole branch."""
	shown = {line["value"] for one in answer.message or [] for line in one["data"]} if answer.ok else set()
	for at in oracle.PLACES:
		if place not in oracle.above(at) or at in CLOSED:
			continue
		seen = ground.told["places"][at]["name"] in shown
		expected = oracle.reads(who, ORGANIZATION, at)
		matrix.record(cell(who, at, "whole branch of the tree"), expected, seen, said(answer))


def cell(who: str, place: str, channel: str) -> Cell:
	return Cell(who, ORGANIZATION, place, "read", channel)


def said(answer: Answer) -> str:
	return f"{answer.request} → {answer.status} {answer.kind} {answer.text[:300]}"
