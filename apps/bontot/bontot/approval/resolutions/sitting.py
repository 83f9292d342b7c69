"""Files that wait for a body before it sits, as one list to print: clean files a line each, doubtful ones with what they are
doubted for. Who may have it is asked by the door (`resolutions.api`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import frappe
from frappe import _
from frappe.query_builder.functions import Count
from frappe.utils import getdate

from bontot import paper
from bontot.approval.acts import unmet
from bontot.approval.acts.unmet import rows_of
from bontot.approval.people import conflicts
from bontot.approval.queue import doubts as doubts_of
from bontot.approval.queue import sitting_rules, waiting
from bontot.evaluation.answers import without_evidence
from bontot.evaluation.computing.outcome import NOT_MET
from bontot.organization import tree

TEMPLATE = "bontot/approval/resolutions/sitting_list.html"


@dataclass(frozen=True, slots=True)
class Wanted:
	"""Filters that narrow the list; empty values narrow nothing. `branch`: an organisation, files at or below it."""

	period: str = ""
	period_kind: str = ""
	title_kind: str = ""
	branch: str = ""


def as_html(organizations: Sequence[str], wanted: Wanted) -> str:
	"""The lists of these bodies, each beginning a page."""
	lists = [of_body(name, wanted) for name in organizations]
	return frappe.render_template(TEMPLATE, {"style": paper.STYLE, "lists": lists})


def of_body(organization: str, wanted: Wanted) -> dict[str, Any]:
	"""{organization, superior, made_on, sections: [sitting_rules.Section], period_titles, clean, doubtful,
	count}."""
	path = tree.path_of(organization) or ""
	files = listed(organization, path, wanted)
	sections = sitting_rules.arrange(files)
	return {
		**paper.paper_head(organization),
		"made_on": paper.day_in_words(getdate()),
		"sections": sections,
		"period_titles": titles({section.period for section in sections}),
		"clean": sum(section.clean for section in sections),
		"doubtful": sum(section.doubtful for section in sections),
		"count": len(files),
	}


def listed(organization: str, path: str, wanted: Wanted) -> list[sitting_rules.Listed]:
	rows = [
		row for period in periods(organization, wanted) for row in waiting.candidates(organization, period)
	]
	rows = [row for row in rows if not wanted.title_kind or row.title_kind == wanted.title_kind]
	names = [row.name for row in rows]
	more = columns(names)
	inside = tree.path_of(wanted.branch) if wanted.branch else ""
	rows = [row for row in rows if inside is not None and more[row.name].organization_path.startswith(inside)]
	names = [row.name for row in rows]
	criteria, returned = doubted_criteria(names), times_returned(names)
	not_voting = conflicts.own_members(organization, names)
	branches = branch_names(path, (more[name].organization_path for name in names))
	found = []
	for row in rows:
		place = more[row.name].organization_path
		found.append(
			sitting_rules.Listed(
				row.name,
				row.organization_name,
				place,
				branches[sitting_rules.branch_path(path, place, tree.SEGMENT)],
				row.period,
				row.title_kind,
				row.met_count or 0,
				row.item_count or 0,
				tuple(doubts(row, more[row.name], criteria.get(row.name, {}), returned.get(row.name, 0))),
				tuple(notes(row, not_voting.get(row.name, []))),
			)
		)
	return found


def periods(organization: str, wanted: Wanted) -> list[str]:
	"""Periods of which files wait at a body."""
	where: dict[str, Any] = {"awaiting_organization": organization}
	if wanted.period:
		where["period"] = wanted.period
	if wanted.period_kind:
		where["period_kind"] = wanted.period_kind
	# Files that the body is to decide on; whoever asks records its decisions.
	return sorted(frappe.get_all("Evaluation", where, pluck="period", distinct=True))


def columns(names: Sequence[str]) -> dict[str, Any]:
	fields = ["name", "organization_path", "votes_against", "votes_other"]
	rows = frappe.get_all("Evaluation", {"name": ("in", list(names) or [""])}, fields)  # as above
	return {row.name: row for row in rows}


def titles(names: Iterable[str]) -> dict[str, str]:
	where = {"name": ("in", list(names) or [""])}
	return dict(frappe.get_all("Review Period", where, ["name", "title"], as_list=True))


def branch_names(body: str, paths: Iterable[str]) -> dict[str, str]:
	"""{path of a branch: its name}; "" stands for files from elsewhere."""
	wanted = {sitting_rules.branch_path(body, path, tree.SEGMENT) for path in paths} - {""}
	# Names of what lies below the body.
	rows = frappe.get_all(tree.DOCTYPE, {"path": ("in", list(wanted) or [""])}, ["path", "organization_name"])
	return {row.path: row.organization_name for row in rows} | {"": _("From elsewhere")}


def doubted_criteria(names: Sequence[str]) -> dict[str, dict[str, list[str]]]:
	"""{file: {"not_met" | "differs" | "missing_evidence": short texts}}."""
	rows = rows_of(names, without_evidence.condition, ["evidence_wanted", "evidence_count"])
	found: dict[str, dict[str, list[str]]] = {}
	for row in rows:
		for why in doubts_of.reasons_of(row):
			found.setdefault(row.parent, {}).setdefault(why, []).append(row.short_text)
	return found


def times_returned(names: Sequence[str]) -> dict[str, int]:
	step = frappe.qb.DocType("Approval Step")
	query = frappe.qb.from_(step).select(step.file_name, Count("*")).groupby(step.file_name)
	return dict(query.where(step.file_name.isin(list(names) or [""]) & (step.act == "Return")).run())


def doubts(row: Any, more: Any, criteria: Mapping[str, list[str]], returned: int) -> list[str]:
	"""Reasons why a body should look at a file before it decides, in words."""
	words = {
		"not_met": _("Not met: {0}"),
		"differs": _("Differs from the records: {0}"),
		"missing_evidence": _("Lacks evidence: {0}"),
	}
	found = [words[why].format("; ".join(criteria[why])) for why in words if why in criteria]
	if row.outcome == NOT_MET and "not_met" not in criteria:
		found.append(words["not_met"].format(unmet.too_few_points()))
	if more.votes_against or more.votes_other:
		message = _("Not adopted by all: {0} against, {1} other")
		found.append(message.format(more.votes_against or 0, more.votes_other or 0))
	if returned:
		found.append(_("Returned before: {0} times").format(returned))
	if row.changed_count:
		found.append(_("Changed since it was last reviewed: {0} criteria").format(row.changed_count))
	if row.review_suggested:
		found.append(_("Newer records stand against it"))
	if row.awaiting_act != "Decide":
		found.append(_("The body decides instead of its appraisers"))
	return found


def notes(row: Any, not_voting: Sequence[str]) -> list[str]:
	found = []
	if row.pending_count:
		found.append(_("{0} criteria wait for the rating").format(row.pending_count))
	if not_voting:
		found.append(_("Not voting: {0}").format(", ".join(not_voting)))
	return found
