"""Changes to the evaluations of a closed period after it was closed: beside its figures, never in them."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.query_builder import Criterion, Table
from frappe.query_builder.functions import Coalesce, Count
from frappe.utils import formatdate
from pypika.queries import QueryBuilder
from pypika.terms import Case, Term

from bontot.synthesis import figures, sources
from bontot.synthesis.sources import Branch

ROW_FIELDS = ("name", "organization", "organization_name", "title_kind", "met_count", "item_count")


def count(branch: Branch) -> dict[str, Any] | None:
	"""{total, changes: [{title_kind, was, now, count}]}: files that count otherwise today, `was` and `now` as buckets of
	`figures`; None for a period whose figures are not kept."""
	if not branch.frozen:
		return None
	kept, stands, withdrawn, query = joined()
	columns = (
		kept.title_kind,
		kept.state.as_("state"),
		kept.withdrawn.as_("withdrawn"),
		stands.state.as_("state_now"),
		withdrawn.as_("withdrawn_now"),
	)
	rows = (
		query.select(*columns, Count(kept.name).as_("count"))
		.where(sources.in_branch(kept, branch) & differs(kept, stands, withdrawn))
		.groupby(kept.title_kind, kept.state, kept.withdrawn, stands.state, withdrawn)
		.orderby(kept.title_kind)
		.run(as_dict=True)
	)
	changes = [
		{
			"title_kind": row.title_kind,
			"was": figures.bucket(row.state, branch.period_kind, bool(row.withdrawn)),
			"now": figures.bucket(row.state_now, branch.period_kind, bool(row.withdrawn_now)),
			"count": row["count"],
		}
		for row in rows
	]
	return {"total": sum(change["count"] for change in changes), "changes": changes}


def list_files(branch: Branch, readable: Any, start: int, limit: int) -> dict[str, Any]:
	"""{rows, total, elsewhere} of the files in `count`, as `rows.list_files`: `state` of today, `change` in words.

	`readable`: from the column of the organisation's place to the condition that the reader sees it.
	"""
	if not branch.frozen:
		return {"rows": [], "total": 0, "elsewhere": 0}
	kept, stands, withdrawn, query = joined()
	where = sources.in_branch(kept, branch) & differs(kept, stands, withdrawn)
	own = where & readable(kept.organization_path)
	columns = [*(kept[field] for field in ROW_FIELDS), kept.state.as_("state_then"), stands.state]
	rows = query.select(*columns).where(own).orderby(kept.period_path).limit(limit).offset(start)
	found = rows.run(as_dict=True)
	titles = withdrawals([row.name for row in found])
	for row in found:
		row.change = words(row, titles.get(row.name))
	total, seen = (query.select(Count(kept.name)).where(one).run()[0][0] for one in (where, own))
	return {"rows": found, "total": total, "elsewhere": total - seen}


def joined() -> tuple[Table, Table, Term, QueryBuilder]:
	"""(frozen files, the same as they stand, whether the title is withdrawn today: 1 or 0, query over all of it)."""
	kept, stands = frappe.qb.DocType(sources.FROZEN), frappe.qb.DocType(sources.LIVE)
	titles = sources.withdrawn_files()
	query = frappe.qb.from_(kept).join(stands).on(stands.name == kept.name)
	query = query.left_join(titles).on(titles.evaluation == stands.name)
	return kept, stands, Case().when(titles.evaluation.isnotnull(), 1).else_(0), query


def differs(kept: Table, stands: Table, withdrawn: Term) -> Criterion:
	"""Condition: the file counts elsewhere, or waits elsewhere, than when the period closed."""
	moved_on = Coalesce(kept.awaiting_organization, "") != Coalesce(stands.awaiting_organization, "")
	state_now = Case().when(stands.state == "Withdrawn", "Recognized").else_(stands.state)  # as it is kept
	return (kept.state != state_now) | (kept.withdrawn != withdrawn) | moved_on


def withdrawals(files: list[str]) -> dict[str, Any]:
	"""{file: its title withdrawn (withdrawn_on, withdrawal_number, withdrawal_reason)}; files the caller may list."""
	fields = ["evaluation", "withdrawn_on", "withdrawal_number", "withdrawal_reason"]
	where = {"evaluation": ("in", files or [""]), "withdrawn_on": ("is", "set")}
	return {row.evaluation: row for row in frappe.get_all("Recognition", where, fields)}


def words(row: Any, title: Any) -> str:
	if title:
		return _("Title withdrawn by decision {0} of {1}: {2}").format(
			title.withdrawal_number or "—", formatdate(title.withdrawn_on), title.withdrawal_reason or ""
		)
	if row.state != row.state_then:
		return _("When the period closed: {0}").format(_(row.state_then))
	return _("Waits for another level since")
