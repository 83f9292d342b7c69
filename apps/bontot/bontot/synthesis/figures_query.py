"""Reads the files of a branch in a period: one grouped query for all figures, the same conditions for their rows.

The branch is a range of `period_path`, the place of an organisation when the period opened: a move afterwards changes
no figure. Callers have checked that the branch lies in the reader's scope.
"""

from datetime import date
from typing import Any

import frappe
from frappe.query_builder import Criterion, Table
from frappe.query_builder.functions import Coalesce, Count, Function
from pypika.terms import Case

from bontot.organization import tree
from bontot.synthesis import figures, sources
from bontot.synthesis.sources import Branch, in_branch

FAILED_SHOWN = 5


def branch_of(period: Any, organization: str) -> Branch:
	"""The branch of `organization` as it stood in the period; of today where the period knows nothing of it."""
	own = frappe.db.get_value(
		"Evaluation", {"organization": organization, "period": period.name}, "period_path"
	)
	prefix = own or _path_in_files(period.name, organization)
	return Branch(period.name, period.period_kind, organization, prefix, sources.is_frozen(period))


def _path_in_files(period: str, organization: str) -> str:
	"""A body that has no file itself: its path as the files below it show it."""
	today = tree.path_of(organization)
	files = frappe.qb.DocType("Evaluation")
	query = frappe.qb.from_(files).select(files.period_path).where(files.period == period).limit(1)
	if query.where(tree.within(files.period_path, today)).run():
		return today
	segment = today[-tree.SEGMENT :]
	for (path,) in query.where(files.period_path.like(f"%{segment}%")).limit(50).run():
		parts = [path[at : at + tree.SEGMENT] for at in range(0, len(path), tree.SEGMENT)]
		if segment in parts:
			return "".join(parts[: parts.index(segment) + 1])
	return today


def read(branch: Branch) -> figures.BranchFigures:
	"""Figures of a branch by one grouped query. Raises FiguresError when they do not add up."""
	source = sources.of(branch)
	files = source.files
	columns = {
		"title_kind": files.title_kind,
		"state": files.state,
		"child": Function("LEFT", files.period_path, len(branch.prefix) + tree.SEGMENT),
		"sector": Coalesce(files.sector, ""),
		"waiting_level": source.waiting_level,
		"withdrawn": Case().when(source.withdrawn, 1).else_(0),
	}
	query = (
		source.query.select(
			*(column.as_(alias) for alias, column in columns.items()), Count(files.name).as_("count")
		)
		.where(in_branch(files, branch))
		.groupby(*columns.values())
	)
	rows = [figures.Row(**row | {"withdrawn": bool(row.withdrawn)}) for row in query.run(as_dict=True)]
	return figures.add_up(rows, branch.period_kind)


def outside_reasons(branch: Branch) -> list[dict[str, Any]]:
	"""[{title_kind, reason, count}] of the organisations outside the review."""
	source = sources.of(branch)
	files = source.files
	reason = Coalesce(files.outside_reason, "")
	query = source.query.select(files.title_kind, reason.as_("reason"), Count(files.name).as_("count"))
	query = query.where(in_branch(files, branch) & (files.state == "Outside"))
	return (
		query.groupby(files.title_kind, reason)
		.orderby(Count(files.name), order=frappe.qb.desc)
		.run(as_dict=True)
	)


def most_failed(branch: Branch) -> list[dict[str, Any]]:
	return sources.most_failed(branch, FAILED_SHOWN)


def overdue(organization: str, today: date) -> dict[str, int]:
	"""{path of the body directly below, or of the branch itself: tasks overdue}, by where everyone stands today."""
	path = tree.path_of(organization)
	owed = frappe.qb.DocType("Obligation")
	child = Function("LEFT", owed.organization_path, len(path) + tree.SEGMENT)
	query = frappe.qb.from_(owed).select(child, Count(owed.name)).where(overdue_in(owed, path, today))
	return dict(query.groupby(child).run())


def overdue_in(owed: Table, path: str, today: date) -> Criterion:
	return tree.within(owed.organization_path, path) & (owed.state == "Due") & (owed.due_on < today)
