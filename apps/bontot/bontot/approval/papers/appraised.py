"""Files of a period that came before a level, with what it made of each: read from the files and their logs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import frappe
from frappe import _
from frappe.query_builder import Criterion, Table
from frappe.query_builder.functions import Coalesce, Count
from frappe.utils import get_fullname

from bontot.approval.core import steps, transitions
from bontot.approval.core.steps import DOCTYPE as STEP
from bontot.approval.papers import appraised_rules
from bontot.criteria import period_kinds
from bontot.evaluation.answers import level_results
from bontot.organization import access, tree

FILE_FIELDS = (
	"name",
	"organization",
	"organization_name",
	"organization_path",
	"title_kind",
	"state",
	"awaiting_organization",
	"grassroots_organization",
)


@dataclass(frozen=True, slots=True)
class Appraised:
	"""A file that came before the level. `judged` of one that it passed on; `returns`: its own, oldest first."""

	file: Any
	standing: appraised_rules.Standing
	judged: appraised_rules.Judged | None
	returns: tuple[appraised_rules.Step, ...]
	to: str  # where its last agreement sent it; "" elsewhere and where the review ended here


@dataclass(frozen=True, slots=True)
class Officer:
	"""Somebody who judged files at the level."""

	name: str
	position: str
	on_behalf_of: str


def of_level(place: str, period: str, user: str) -> list[Appraised]:
	"""Files of a period that `place` has judged or that wait for it, as far as `user` reads them, by place in the tree."""
	files = frappe.qb.DocType("Evaluation")
	query = frappe.qb.from_(files).select(*(files[field] for field in FILE_FIELDS))
	query = query.where((files.period == period) & (files.state != transitions.OUTSIDE))
	waits = (files.awaiting_organization == place) & (files.awaiting_act == "Appraise")
	query = query.where(waits | files.name.isin(_judged_at(place))).where(readable(files, user))
	rows = query.orderby(files.organization_path).orderby(files.name).run(as_dict=True)
	logs = _logs([row.name for row in rows])
	found = (_appraised(row, logs.get(row.name, []), place) for row in rows)
	return [one for one in found if one]


def readable(files: Table, user: str) -> Criterion:
	"""Condition: the file's organisation lies in the scope of `user` today."""
	allowed = access.scope(user)
	return (
		files.name.isnotnull()
		if allowed.unrestricted
		else tree.within(files.organization_path, *allowed.prefixes)
	)


def _judged_at(place: str) -> Any:
	step = frappe.qb.DocType(STEP)
	query = frappe.qb.from_(step).select(step.file_name).distinct()
	return query.where((step.acting_organization == place) & _by_officers(step))


def _logs(names: Sequence[str]) -> dict[str, list[tuple[appraised_rules.Step, str]]]:
	"""{file: [(step, where it sent the file)]}, oldest first."""
	fields = ["file_name", "sequence", "act", "acting_organization", "acted_at", "resolution", "reason"]
	fields += ["criteria_touched", "reasons", "results", "to_organization"]
	where = {"file_name": ("in", list(names) or [""])}
	# Whoever reads a file reads its log; the files have been narrowed to those.
	rows = frappe.get_all(STEP, where, fields, order_by="file_name, sequence", limit_page_length=0)
	found: dict[str, list[tuple[appraised_rules.Step, str]]] = {}
	for row in rows:
		step = appraised_rules.Step(
			row.sequence,
			row.act,
			row.acting_organization,
			row.acted_at,
			bool(row.resolution),
			row.reason or "",
			steps.touched(row),
			level_results.read(row.results),
			row.to_organization or "",
		)
		found.setdefault(row.file_name, []).append((step, row.to_organization or ""))
	return found


def _appraised(row: Any, log: Sequence[tuple[appraised_rules.Step, str]], place: str) -> Appraised | None:
	acts = [step for step, _to in log]
	standing = appraised_rules.status_at(acts, place, row.state, row.awaiting_organization or "")
	if not standing:
		return None
	mine = [(step, to) for step, to in log if appraised_rules.judges(step, place)]
	returns = tuple(step for step, _to in mine if step.act == transitions.RETURN)
	if standing != "passed":
		return Appraised(row, standing, None, returns, "")
	return Appraised(row, standing, appraised_rules.judged(acts, place), returns, mine[-1][1])


def officers(place: str, names: Sequence[str]) -> list[Officer]:
	"""People who judged these files at `place`, each seat once, by name."""
	step, seat = frappe.qb.DocType(STEP), frappe.qb.DocType("Seat")
	position = frappe.qb.DocType("Position")
	query = (
		frappe.qb.from_(step)
		.left_join(seat)
		.on(seat.name == step.seat)
		.left_join(position)
		.on(position.name == seat.position)
		.select(step.acting_user, position.position_name, step.on_behalf_of)
		.distinct()
		.where(step.file_name.isin(list(names) or [""]) & (step.acting_organization == place))
		.where(_by_officers(step))
	)
	found = {
		Officer(get_fullname(user), position_name or "", get_fullname(holder) if holder else "")
		for user, position_name, holder in query.run()
	}
	return sorted(found, key=lambda officer: (officer.name, officer.position))


def counts_words(met: int, total: int, points: float, most_points: float) -> str:
	"""8/9, and where the framework scores criteria also 85,5/100 points."""
	counts = f"{met}/{total}"
	if not most_points:
		return counts
	given, most = (f"{value:g}".replace(".", ",") for value in (points, most_points))
	return f"{counts}; " + _("{0}/{1} points").format(given, most)


def short_texts(names: Iterable[str]) -> dict[tuple[str, str], str]:
	"""{(file, criterion key): short text} of these files."""
	where = {"parent": ("in", sorted(names) or [""]), "parenttype": "Evaluation"}
	fields = ["parent", "criterion_key", "short_text"]
	rows = frappe.get_all("Evaluation Item", where, fields, limit_page_length=0)  # of files narrowed above
	return {(row.parent, row.criterion_key): row.short_text for row in rows}


def rounds_of(places: Sequence[str], user: str) -> list[dict[str, Any]]:
	"""[{organization, organization_name, period, period_title, earns_title, count}]: of which periods officers of these
	organisations have judged files that `user` reads, the latest first."""
	files, step = frappe.qb.DocType("Evaluation"), frappe.qb.DocType(STEP)
	period, place = frappe.qb.DocType("Review Period"), frappe.qb.DocType(tree.DOCTYPE)
	query = (
		frappe.qb.from_(step)
		.join(files)
		.on(files.name == step.file_name)
		.join(period)
		.on(period.name == files.period)
		.join(place)
		.on(place.name == step.acting_organization)
		.select(
			place.name.as_("organization"),
			place.organization_name,
			period.name.as_("period"),
			period.title.as_("period_title"),
			period.period_kind,
			Count(files.name).distinct().as_("count"),
		)
		.where(_by_officers(step) & step.acting_organization.isin(list(places) or [""]))
		.where(readable(files, user) & (files.state != transitions.OUTSIDE))
		.groupby(place.name, period.name)
		.orderby(period.ends_on, order=frappe.qb.desc)
		.orderby(place.path)
	)
	rows = query.run(as_dict=True)
	for row in rows:
		row.earns_title = period_kinds.earns_title(row.pop("period_kind"))
	return rows


def _by_officers(step: Table) -> Criterion:
	"""Condition: a step is an officer's judgement, as `appraised_rules.judges` says."""
	judged = step.act.isin(list(appraised_rules.JUDGEMENTS)) & (step.file_doctype == "Evaluation")
	return judged & (Coalesce(step.resolution, "") == "")
