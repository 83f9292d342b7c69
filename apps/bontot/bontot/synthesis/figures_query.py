"""Reads the files of a branch in a period: one grouped query for all figures, the same conditions for their rows.

The branch is a range of `period_path`, the place of an organisation when the period opened: a move afterwards changes
no figure. Callers have checked that the branch lies in the reader's scope.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

import frappe
from frappe.query_builder import Criterion, Table
from frappe.query_builder.functions import Coalesce, Count, Function
from pypika.terms import Case

from bontot.organization import tree
from bontot.synthesis import figures

WAITING_RATING = ("Awaiting Rating", "Not Yet Due")
FAILED_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Branch:
	"""A period and the path its head had in it."""

	period: str
	period_kind: str
	organization: str
	prefix: str


def branch_of(period: Any, organization: str) -> Branch:
	"""The branch of `organization` as it stood in the period; of today where the period knows nothing of it."""
	own = frappe.db.get_value(
		"Evaluation", {"organization": organization, "period": period.name}, "period_path"
	)
	return Branch(
		period.name, period.period_kind, organization, own or _path_in_files(period.name, organization)
	)


def _path_in_files(period: str, organization: str) -> str:
	"""A body that has no file itself: its path as the files below it show it."""
	today = tree.path_of(organization)
	files = frappe.qb.DocType("Evaluation")
	query = frappe.qb.from_(files).select(files.period_path).where(files.period == period).limit(1)
	if query.where(within(files.period_path, today)).run():
		return today
	segment = today[-tree.SEGMENT :]
	for (path,) in query.where(files.period_path.like(f"%{segment}%")).limit(50).run():
		parts = [path[at : at + tree.SEGMENT] for at in range(0, len(path), tree.SEGMENT)]
		if segment in parts:
			return "".join(parts[: parts.index(segment) + 1])
	return today


def within(column, prefix: str) -> Criterion:
	low, high = tree.path_range(prefix)
	return (column >= low) & (column < high)


def organization_at(path: str) -> str:
	"""Name of the organisation at the end of a path, whether it still stands there or not."""
	return tree.name_of(int(path[-tree.SEGMENT :], 36))


def in_branch(files: Table, branch: Branch) -> Criterion:
	return (files.period == branch.period) & within(files.period_path, branch.prefix)


def read(branch: Branch) -> figures.BranchFigures:
	"""Figures of a branch by one grouped query. Raises FiguresError when they do not add up."""
	files, waits_at = frappe.qb.DocType("Evaluation"), frappe.qb.DocType(tree.DOCTYPE)
	withdrawn = withdrawn_files()
	child = Function("LEFT", files.period_path, len(branch.prefix) + tree.SEGMENT)
	columns = {
		"title_kind": files.title_kind,
		"state": files.state,
		"child": child,
		"sector": Coalesce(files.sector, ""),
		"waiting_level": waiting_level(files, waits_at),
		"withdrawn": Case().when(withdrawn.evaluation.isnotnull(), 1).else_(0),
	}
	query = (
		frappe.qb.from_(files)
		.left_join(waits_at)
		.on(waits_at.name == files.awaiting_organization)
		.left_join(withdrawn)
		.on(withdrawn.evaluation == files.name)
		.select(*(column.as_(alias) for alias, column in columns.items()), Count(files.name).as_("count"))
		.where(in_branch(files, branch))
		.groupby(*columns.values())
	)
	rows = [figures.Row(**row | {"withdrawn": bool(row.withdrawn)}) for row in query.run(as_dict=True)]
	return figures.add_up(rows, branch.period_kind)


def waiting_level(files: Table, waits_at: Table):
	return Case().when(files.state == "Under Appraisal", Coalesce(waits_at.level, "")).else_("")


def withdrawn_files():
	"""Files whose recognition was withdrawn: (evaluation), each once."""
	recognition = frappe.qb.DocType("Recognition")
	query = frappe.qb.from_(recognition).select(recognition.evaluation).distinct()
	return query.where(recognition.withdrawn_on.isnotnull()).as_("withdrawn")


def outside_reasons(branch: Branch) -> list[dict[str, Any]]:
	"""[{title_kind, reason, count}] of the organisations outside the review."""
	files = frappe.qb.DocType("Evaluation")
	reason = Coalesce(files.outside_reason, "")
	query = frappe.qb.from_(files).select(
		files.title_kind, reason.as_("reason"), Count(files.name).as_("count")
	)
	query = query.where(in_branch(files, branch) & (files.state == "Outside"))
	return (
		query.groupby(files.title_kind, reason)
		.orderby(Count(files.name), order=frappe.qb.desc)
		.run(as_dict=True)
	)


def not_met(item: Table) -> Criterion:
	"""The result that counts is "not met": a waiting one cannot be declared away, the person's own beats the records."""
	computed, own = Coalesce(item.computed_result, ""), Coalesce(item.self_result, "")
	said = Case().when(own != "", own).else_(computed)
	return computed.notin(WAITING_RATING) & (said == "Not Met")


def most_failed(branch: Branch) -> list[dict[str, Any]]:
	"""[{criterion_key, short_text, title_kind, count}]: criteria not met by most organisations, outside ones left out."""
	files, item = frappe.qb.DocType("Evaluation"), frappe.qb.DocType("Evaluation Item")
	count = Count(files.name)
	query = (
		frappe.qb.from_(files)
		.join(item)
		.on((item.parent == files.name) & (item.parenttype == "Evaluation"))
		.select(item.criterion_key, item.short_text, files.title_kind, count.as_("count"))
		.where(in_branch(files, branch) & (files.state != "Outside") & not_met(item))
		.groupby(item.criterion_key, item.short_text, files.title_kind)
		.orderby(count, order=frappe.qb.desc)
		.orderby(item.criterion_key)
		.limit(FAILED_SHOWN)
	)
	return query.run(as_dict=True)


def overdue(organization: str, today: date) -> dict[str, int]:
	"""{path of the body directly below, or of the branch itself: tasks overdue}, by where everyone stands today."""
	path = tree.path_of(organization)
	owed = frappe.qb.DocType("Obligation")
	child = Function("LEFT", owed.organization_path, len(path) + tree.SEGMENT)
	query = frappe.qb.from_(owed).select(child, Count(owed.name)).where(overdue_in(owed, path, today))
	return dict(query.groupby(child).run())


def overdue_in(owed: Table, path: str, today: date) -> Criterion:
	return within(owed.organization_path, path) & (owed.state == "Due") & (owed.due_on < today)
