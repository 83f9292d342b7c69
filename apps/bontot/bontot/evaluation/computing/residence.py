"""Beside criterion dk_2 (members keep the rules where they belong and where they live): disciplinary conclusions, and the
remarks of the places where members live. Figures, never a result; hook `informed_criteria`."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import frappe
from frappe import _

from bontot.criteria.registry import Context, Finding, Row
from bontot.evaluation.computing import registers
from bontot.organization.tree import dated

DOCTYPE = "Residence Remark"
REMINDER = "Reminder Needed"


def discipline_and_residence(context: Context) -> Finding:
	return judge(registers.discipline(context), remarks_of(context))


def remarks_of(context: Context) -> list[Any]:
	"""Remarks of the period's year on members of the organisation and of everything below it, received by the day."""
	# The branch of the year's last day, whoever has moved since.
	branch = dated.branch(context.organization, min(context.ends_on, context.as_of))
	where = [
		["organization", "in", sorted(branch)],
		["year", "=", context.ends_on.year],
		["received_on", "<=", context.as_of],
	]
	# Counted for the criterion, whoever looks; rows shown are checked when opened.
	fields = ["name", "title", "residence", "verdict"]
	return frappe.get_all(DOCTYPE, where, fields, order_by="organization_path, name", limit_page_length=0)


def judge(discipline: Finding, remarks: Sequence[Any]) -> Finding:
	"""The conclusions with the remarks beside them; one that asks for a reminder leans against, and asks for a reason. Pure
	but for the words."""
	if not remarks:
		return discipline
	reminders = [row for row in remarks if row.verdict == REMINDER]
	words = _("{0} remarks of places of residence, {1} of them with a reminder")
	summary = "; ".join([discipline.summary, words.format(len(remarks), len(reminders))])
	return replace(
		discipline,
		result="Not Met" if reminders else discipline.result,
		summary=summary,
		rows=[*discipline.rows, *(row_of(row) for row in reminders[: registers.MOST_LINES])],
		asks_reason=discipline.asks_reason or bool(reminders),
	)


def row_of(row: Any) -> Row:
	return {"doctype": DOCTYPE, "name": row.name, "label": row.title, "ok": False, "note": row.residence}
