"""Sources of a branch's evaluations: as they stand, or as they were frozen when their period closed.

The one place that knows both. Everything else asks a source for its files, and adds up, lists and names the same way.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import Any

import frappe
from frappe.query_builder import Criterion, Table
from frappe.query_builder.functions import Coalesce, Count, Function, Min
from pypika.queries import QueryBuilder
from pypika.terms import Case, ExistsCriterion, Term

from bontot.evaluation.computing.stored_answers import not_met
from bontot.organization import tree
from bontot.rating import rules as rating_rules
from bontot.text import escape_like

LIVE, FROZEN = "Evaluation", "Frozen Figure"
KEPT_WORDS = ("levels", "sectors", "kinds", "criteria")


@dataclass(frozen=True, slots=True)
class Branch:
	"""A period and the path its head had in it; frozen: the period is closed and its figures are kept."""

	period: str
	period_kind: str
	organization: str
	prefix: str
	frozen: bool = False


@dataclass(frozen=True, slots=True)
class Source:
	"""`files`: one row a file; `query` reads from it with everything joined that `waiting_level` and `withdrawn` need."""

	files: Table
	query: QueryBuilder
	waiting_level: Term
	withdrawn: Criterion


def is_frozen(period: Any) -> bool:
	"""Whether the figures of a period (its document, or a row with `state` and `figures_digest`) are read as kept."""
	return period.state == "Closed" and bool(period.get("figures_digest"))


def of(branch: Branch) -> Source:
	return kept() if branch.frozen else live()


def live() -> Source:
	files, waits_at = frappe.qb.DocType(LIVE), frappe.qb.DocType(tree.DOCTYPE)
	withdrawn = withdrawn_files()
	query = (
		frappe.qb.from_(files)
		.left_join(waits_at)
		.on(waits_at.name == files.awaiting_organization)
		.left_join(withdrawn)
		.on(withdrawn.evaluation == files.name)
	)
	level = Case().when(files.state == "Under Appraisal", Coalesce(waits_at.level, "")).else_("")
	return Source(files, query, level, withdrawn.evaluation.isnotnull())


def kept() -> Source:
	files = frappe.qb.DocType(FROZEN)
	return Source(files, frappe.qb.from_(files), Coalesce(files.waiting_level, ""), files.withdrawn == 1)


def withdrawn_files() -> QueryBuilder:
	"""Files whose recognition was withdrawn: (evaluation), each once."""
	recognition = frappe.qb.DocType("Recognition")
	query = frappe.qb.from_(recognition).select(recognition.evaluation).distinct()
	return query.where(recognition.withdrawn_on.isnotnull()).as_("withdrawn")


def in_branch(files: Table, branch: Branch) -> Criterion:
	return (files.period == branch.period) & tree.within(files.period_path, branch.prefix)


# Criteria not met


def fails(branch: Branch, files: Table, key: str) -> Criterion:
	"""Condition: the file does not meet this criterion."""
	if branch.frozen:
		return files.not_met.like(f"%,{escape_like(key)},%")
	item = frappe.qb.DocType("Evaluation Item")
	mine = (item.parent == files.name) & (item.criterion_key == key)
	return ExistsCriterion(frappe.qb.from_(item).select(item.name).where(mine & not_met(item)))


def waits_for_rating(files: Table) -> Criterion:
	"""Condition: criteria of the file wait for a yearly rating. A file that was decided keeps what it was decided with."""
	stands = frappe.qb.DocType(LIVE).as_("stands")
	mine = (stands.name == files.name) & (stands.pending_count > 0)
	return ExistsCriterion(frappe.qb.from_(stands).select(stands.name).where(mine))


def rated(branch: Branch, files: Table, grade: str = "") -> Criterion:
	"""Condition: the organisation's rating of the year is decided, and is this one where one is named."""
	if branch.frozen:
		return files.rating == grade if grade else Coalesce(files.rating, "") != ""
	rating = frappe.qb.DocType("Annual Rating")
	mine = (rating.organization == files.organization) & (rating.year == files.year)
	mine &= (rating.subject == rating_rules.ORGANIZATION) & (rating.state == "Decided")
	if grade:
		mine &= rating.grade == grade
	return ExistsCriterion(frappe.qb.from_(rating).select(rating.name).where(mine))


def most_failed(branch: Branch, shown: int) -> list[dict[str, Any]]:
	"""[{criterion_key, short_text, title_kind, count}]: criteria not met by most organisations, outside ones left out."""
	return _failed_as_kept(branch, shown) if branch.frozen else _failed_as_they_stand(branch, shown)


def _failed_as_they_stand(branch: Branch, shown: int) -> list[dict[str, Any]]:
	files, item = frappe.qb.DocType(LIVE), frappe.qb.DocType("Evaluation Item")
	count = Count(files.name)
	query = (
		frappe.qb.from_(files)
		.join(item)
		.on((item.parent == files.name) & (item.parenttype == LIVE))
		.select(item.criterion_key, item.short_text, files.title_kind, count.as_("count"))
		.where(in_branch(files, branch) & (files.state != "Outside") & not_met(item))
		.groupby(item.criterion_key, item.short_text, files.title_kind)
		.orderby(count, order=frappe.qb.desc)
		.orderby(item.criterion_key)
		.orderby(files.title_kind)
		.limit(shown)
	)
	return query.run(as_dict=True)


def _failed_as_kept(branch: Branch, shown: int) -> list[dict[str, Any]]:
	files = frappe.qb.DocType(FROZEN)
	query = frappe.qb.from_(files).select(files.not_met, files.title_kind, Count(files.name))
	query = query.where(in_branch(files, branch) & (Coalesce(files.not_met, "") != ""))
	counted: Counter[tuple[str, str]] = Counter()
	for keys, title_kind, count in query.groupby(files.not_met, files.title_kind).run():
		counted.update({(key, title_kind): count for key in keys.strip(",").split(",")})
	texts = words(branch.period)["criteria"]
	first = sorted(counted.items(), key=lambda found: (-found[1], found[0]))[:shown]
	return [
		frappe._dict(criterion_key=key, short_text=texts.get(key, key), title_kind=title_kind, count=count)
		for (key, title_kind), count in first
	]


# Words


def words(period: str) -> dict[str, dict[str, str]]:
	"""{levels, sectors, kinds, criteria: {code: what it was called}} of a closed period; empty ones of any other."""
	kept = frappe.get_cached_value("Review Period", period, "figures_words")
	return json.loads(kept) if kept else {part: {} for part in KEPT_WORDS}


def names_below(branch: Branch) -> dict[str, str]:
	"""{path: name} of the bodies directly below the head of a closed period's branch, and of the head, as they were."""
	files = frappe.qb.DocType(FROZEN)
	path = Function("LEFT", files.period_path, len(branch.prefix) + tree.SEGMENT)
	query = frappe.qb.from_(files).select(path, Min(files.path_names)).where(in_branch(files, branch))
	found: dict[str, str] = {}
	for child, names in query.groupby(path).run():  # files below one body share the beginning of their names
		found[child] = names_on_path(child, names)[organization_at(child)]
	return found


def names_on_path(path: str, names: str) -> dict[str, str]:
	"""{organisation: name} of those on a path; `names` as a frozen file keeps them, a line each from the top."""
	ends = range(tree.SEGMENT, len(path) + 1, tree.SEGMENT)
	return dict(zip((organization_at(path[:end]) for end in ends), names.split("\n"), strict=False))


def organization_at(path: str) -> str:
	"""Name of the organisation at the end of a path, whether it still stands there or not."""
	return tree.name_of(int(path[-tree.SEGMENT :], 36))


def names_of(doctype: str, title_field: str, wanted: set[str]) -> dict[str, str]:
	"""{name: title}. Names of the bodies above a file are no secret of theirs (access: ancestors show their name)."""
	if not wanted:
		return {}
	rows = frappe.get_all(doctype, {"name": ("in", sorted(wanted))}, ["name", f"{title_field} as title"])
	return {row.name: row.title for row in rows}
