"""Preview of a reorganisation before anybody decides: counted by the same plan that is carried out."""

from collections.abc import Iterable
from typing import Any

import frappe
from frappe import _

from bontot.organization import tree
from bontot.reorganization import loading, plan, readers, sharing, words
from bontot.reorganization.change import Change, Line, decision_of, participants
from bontot.reorganization.rows import title_of

SHOWN = 300  # organisations named one by one; the rest is counted


def describe(doc: Any) -> dict[str, Any]:
	"""{problems, warnings, organizations, more_organizations, lines, people}: see `of_plan`.

	Of people only those at or below the document's own organisation: who reads a proposal reads all of that, and no more.
	"""
	made, found = loading.work_out(doc)
	answer, own = of_plan(doc, made), tree.path_of(doc.organization) or "?"
	answer["people"] = [row for row in answer["people"] if found[row["organization"]].path.startswith(own)]
	return answer


def of_plan(doc: Any, made: plan.Plan) -> dict[str, Any]:
	"""Describe what a plan comes to, as the form shows it.

	problems, warnings: [{row, share_row, message}]. organizations: [{title, acts, before, after, ends, founded, row}],
	those named by the decision; more_organizations: how many others are carried along. lines: [Line].
	people: [readers.Row]: who sees more or fewer organisations afterwards.
	"""
	answer = {
		"problems": [as_message(problem) for problem in made.problems],
		"warnings": [as_message(warning) for warning in made.warnings],
		"organizations": [],
		"more_organizations": 0,
		"lines": [],
		"people": [],
	}
	if made.problems:
		return answer
	direct = made.direct
	displaced = made.displaced
	answer["organizations"] = [organization_row(made, name) for name in direct[:SHOWN]]
	answer["more_organizations"] = len(set(displaced) - set(direct)) + len(direct[SHOWN:])
	answer["lines"] = [*own_lines(made, displaced), *lines_of_others(doc, made, displaced)]
	answer["people"] = readers.of_plan(made, frappe.utils.getdate())[:SHOWN]
	return answer


def as_message(problem: plan.Problem) -> dict[str, Any]:
	return {"row": problem.row, "share_row": problem.share_row, "message": words.sentence(problem)}


def organization_row(made: plan.Plan, name: str) -> dict[str, Any]:
	before, after = made.before.get(name), made.after[name]
	return {
		"organization": None if before is None else name,
		"title": after.title,
		"acts": made.acts.get(name, []),
		"before": place_words(made.before, before),
		"after": "" if after.valid_to and after.valid_to < made.effective else place_words(made.after, after),
		"ends": bool(after.valid_to and after.valid_to < made.effective),
		"founded": before is None,
		"row": made.rows.get(name, 0),
	}


def place_words(nodes: dict[str, plan.Node], node: plan.Node | None) -> str:
	"""Its name and the two organisations above it, from the top down."""
	if node is None:
		return ""
	above = [nodes[name].title for name in plan.line(nodes, node.name)[:2]]
	return " › ".join([*reversed(above), node.title])


def own_lines(made: plan.Plan, displaced: list[str]) -> list[Line]:
	ended = set(made.ended)
	carried = [name for name in displaced if name not in ended]
	renamed = [n for n, node in made.before.items() if node.title != made.after[n].title]
	kinds = [n for n, node in made.before.items() if node.kind != made.after[n].kind]
	candidates: list[Line] = [
		{"what": _("Organizations founded"), "count": len(made.founded), "becomes": _("live from the effective date")},
		{"what": _("Organizations that end"), "count": len(ended), "becomes": _("kept with all their old files")},
		{
			"what": _("Organizations with a new place"),
			"count": len(carried),
			"becomes": _("take all their files along; closed periods keep the old place and name"),
		},
		{"what": _("Organizations renamed"), "count": len(renamed), "becomes": _("old files keep the old name")},
		{
			"what": _("Organizations of another kind"),
			"count": len(kinds),
			"becomes": _("assessed as the new kind from the effective date on"),
		},
		{
			"what": _("Members who change their cell"),
			"count": len(made.member_moves),
			"becomes": _("belong to the receiving cell"),
		},
		{
			"what": _("Seats that pass to a new organization"),
			"count": len(made.seat_moves),
			"becomes": _("end at the old one, go on at the new one"),
		},
		{
			"what": _("Seats that end"),
			"count": len(made.ended_seats),
			"becomes": _("end on the day before; new seats need a decision of their own"),
		},
	]  # fmt: skip
	return [line for line in candidates if line["count"]]


def change_of(doc: Any, made: plan.Plan, displaced: list[str], names: dict[str, str] | None = None) -> Change:
	"""The plan as other modules are told of it; `names` turns the keys of founded organisations into names."""
	heirs: dict[str, list[str]] = {}
	for succession in made.successions:
		heirs.setdefault(succession.predecessor, []).append(made.after[succession.successor].title)
	ended = set(made.ended)
	return Change(
		reorganization=doc.name,
		effective=made.effective,
		decision=decision_of(doc),
		displaced=tuple(name for name in displaced if name not in ended),
		ended={name: tuple(heirs.get(name, ())) for name in made.ended},
		founded=tuple((names or {}).values()),
		divided=tuple(dict.fromkeys(s.predecessor for s in made.successions if s.relation == plan.SEPARATED)),
		rekinded={
			name: made.after[name].kind
			for name, node in made.before.items()
			if node.kind != made.after[name].kind and name not in ended
		},
		handed=handed_of(made, names or {}),
	)


def handed_of(made: plan.Plan, names: dict[str, str]) -> dict[str, dict[str, str]]:
	found: dict[str, dict[str, str]] = {}
	for (kind, record), key in made.handed.items():
		found.setdefault(kind, {})[record] = names.get(key) or made.after[key].title
	return found


def lines_of_others(doc: Any, made: plan.Plan, displaced: list[str]) -> Iterable[Line]:
	change = change_of(doc, made, displaced)
	for _path, ask in participants("preview"):
		yield from (line for line in ask(change) if line["count"])


def share_rows(doc: Any) -> list[dict[str, str]]:
	"""Everything that belongs to the organisations which the acts split, as rows for the grid: [{source, share_of,
	record, record_title}]. What the grid has already is left out, and what no longer lies in the branch."""
	split = {row.organization for row in doc.acts if row.act == plan.SPLIT and row.organization}
	own = tree.path_of(doc.organization) or "?"
	sources = sorted(name for name in split if tree.is_within(tree.path_of(name), (own,)))
	effective = frappe.utils.getdate(doc.effective_date)
	there = {(row.share_of, row.record) for row in doc.shares}
	children = frappe.get_all(
		tree.DOCTYPE,
		{"parent_organization": ("in", sources or [""]), "valid_to": ("is", "not set")},
		["parent_organization as organization", "name"],
		order_by="path",
	)  # the form's own permission was checked, and all of it lies below what the person reorganises
	found = []
	for share_of, held in (
		(plan.MEMBER, loading.members_of(sources)),
		(plan.SEAT, loading.seats_of(sources, effective)),
		(plan.ORGANIZATION, loading.grouped(children)),
	):
		for source in sources:
			for record in held.get(source, ()):
				if (share_of, record) not in there:
					title = title_of(share_of, record)
					found.append(
						{"source": source, "share_of": share_of, "record": record, "record_title": title}
					)
	for row in sharing.held(sources):
		share_of, record = row["share_of"], row["name"]
		if (share_of, record) not in there:
			found.append({
				"source": row["organization"], "share_of": share_of, "record": record, "record_title": row["title"],
			})  # fmt: skip
	return found
