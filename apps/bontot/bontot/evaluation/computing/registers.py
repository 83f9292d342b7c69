"""Findings of the registers on criteria: leadership documents (sh_du_5, computed), targets (nvct_1) and disciplinary conclusions
(dk_2), which stand beside what people judge.

Read without the reader's scope: a criterion counts records, whoever looks; rows shown are checked when opened.
"""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import frappe
from frappe import _
from frappe.utils import create_batch, flt, formatdate

from bontot.criteria.registry import Context, Finding, Row
from bontot.criteria.share import percent_words
from bontot.organization.tree import dated

BATCH = 1000  # organisations a query, as in meeting/criteria.py
MOST_LINES = 200
LEAST_DOCUMENTS = 1  # the plan says "ban hành được văn bản": at least one; a setting asks for more
DOCUMENT, TARGET, CONCLUSION = "Leadership Document", "Yearly Target", "Disciplinary Conclusion"


# Leadership documents: computed


def leadership_documents(context: Context) -> Finding:
	return bulk_documents("leadership_documents", [context])[context.organization]


def bulk_documents(key: str, contexts: Sequence[Context]) -> dict[str, Finding]:
	"""Judge many organisations of one period with one query a thousand; by organisation."""
	found: dict[str, Finding] = {}
	for batch in create_batch(contexts, BATCH):
		issued = issued_in_period([context.organization for context in batch], batch[0])
		for context in batch:
			found[context.organization] = judge_documents(context, issued.get(context.organization, []))
	return found


def issued_in_period(organizations: list[str], context: Context, **filters: Any) -> dict[str, list[Any]]:
	"""Documents issued in the period up to the day of the records, by organisation, in order of date."""
	where = {
		"organization": ("in", organizations),
		"issued_on": ("between", (context.starts_on, min(context.ends_on, context.as_of))),
		**filters,
	}
	fields = ["name", "title", "organization", "document_kind", "issued_on"]
	found: dict[str, list[Any]] = {}
	if context.starts_on > context.as_of:
		return found
	for row in frappe.get_all(DOCUMENT, where, fields, order_by="issued_on, name", limit_page_length=0):
		found.setdefault(row.organization, []).append(row)
	return found


def judge_documents(context: Context, issued: Sequence[Any]) -> Finding:
	"""Met once enough are issued; lacking only when the period is over."""
	least = least_documents(context.settings)
	rows = [document_row(row) for row in issued[:MOST_LINES]]
	summary = _("{0} leadership documents issued; {1} asked for").format(len(issued), least)
	if len(issued) >= least:
		return Finding("Met", summary, rows)
	lack = {
		"label": _("Leadership documents still to be issued or entered: {0}").format(least - len(issued)),
		"due_on": context.ends_on.isoformat(),
		"action": {"doctype": DOCUMENT, "defaults": {"organization": context.organization}},
	}
	result = "Not Met" if context.as_of > context.ends_on else "Not Yet Due"
	return Finding(result, summary, rows, [lack])


def least_documents(settings: Mapping[str, str]) -> int:
	return int((settings.get("leadership_documents_least") or "").strip() or LEAST_DOCUMENTS)


def document_row(row: Any) -> Row:
	note = f"{_(row.document_kind)}, {formatdate(row.issued_on, 'dd/MM/yyyy')}"
	return {"doctype": DOCUMENT, "name": row.name, "label": row.title, "ok": True, "note": note}


# Targets of the year: beside a judged criterion


def yearly_targets(context: Context) -> Finding:
	"""Count the targets of the year that are reached, by the share entered for each."""
	where = {"organization": context.organization, "year": context.ends_on.year}
	fields = ["name", "target", "percent", "result", "result_as_of"]
	rows = frappe.get_all(TARGET, where, fields, order_by="creation, name", limit_page_length=0)
	resolutions = issued_in_period([context.organization], context, document_kind="Party Resolution")
	issued = resolutions.get(context.organization, [])
	return judge_targets(context, rows, issued)


def judge_targets(context: Context, targets: Sequence[Any], resolutions: Sequence[Any]) -> Finding:
	issued = [_("{0} resolutions issued").format(len(resolutions))] if resolutions else []
	rows = [target_row(row) for row in targets] + [document_row(row) for row in resolutions[:MOST_LINES]]
	if not targets:
		lack = {
			"label": _("No target of {0} is entered yet").format(context.ends_on.year),
			"due_on": None,
			"action": {
				"doctype": TARGET,
				"defaults": {"organization": context.organization, "year": context.ends_on.year},
			},
		}
		return Finding("Not Yet Due", "; ".join([_("No targets entered"), *issued]), rows, [lack])
	reached = sum(flt(row.percent) >= 100 for row in targets)
	summary = _("{0} targets of the year reached").format(percent_words(reached, len(targets)))
	if reached == len(targets):
		result = "Met"
	else:
		result = "Not Met" if context.as_of > context.ends_on else "Not Yet Due"
	return Finding(
		result, "; ".join([summary, *issued]), rows, [lack_of(row) for row in targets if not row.result_as_of]
	)


def target_row(row: Any) -> Row:
	if not row.result_as_of:
		note = _("no result entered yet")
	else:
		share = f"{flt(row.percent, 1):g} %".replace(".", ",")
		note = _("{0}, figures as of {1}").format(share, formatdate(row.result_as_of, "dd/MM/yyyy"))
	ok = flt(row.percent) >= 100
	return {"doctype": TARGET, "name": row.name, "label": row.target, "ok": ok, "note": note}


def lack_of(row: Any) -> dict[str, Any]:
	label = _("Enter what was reached: {0}").format(row.target)
	return {"label": label, "due_on": None, "action": {"doctype": TARGET, "defaults": {"name": row.name}}}


# Disciplinary conclusions: beside a judged criterion, and who declares it met all the same says why


def discipline(context: Context) -> Finding:
	"""Conclusions on the organisation, its members and everything below it, dated within the period."""
	until = min(context.ends_on, context.as_of)
	branch = sorted(dated.branch(context.organization, until))  # of the year, whoever has moved since
	table = frappe.qb.DocType(CONCLUSION)
	query = frappe.qb.from_(table).select(table.name, table.concluded_on, table.subject_kind)
	query = query.where(table.organization.isin(branch) & table.concluded_on[context.starts_on : until])
	query = query.where(table.revoked_on.isnull() | (table.revoked_on > context.as_of))
	rows = (
		query.orderby(table.concluded_on, table.name).run(as_dict=True) if until >= context.starts_on else []
	)
	return judge_discipline(rows)


def judge_discipline(rows: Sequence[Any]) -> Finding:
	"""Judge by numbers alone: when conclusions were made, and of whom, is for those alone who may read one."""
	if not rows:
		return Finding("Met", _("No disciplinary conclusion in the period"))
	on_members = sum(row.subject_kind == "Party Member" for row in rows)
	summary = _("{0} disciplinary conclusions in the period: {1} on members, {2} on organizations").format(
		len(rows), on_members, len(rows) - on_members
	)
	return Finding("Not Met", summary, asks_reason=True, against=[mark_of(row.name) for row in rows])


def mark_of(conclusion: str) -> str:
	"""Return a mark that tells one conclusion from another without telling which: names are drawn by lot."""
	return hashlib.sha256(conclusion.encode()).hexdigest()[:16]


def rule_words(key: str, settings: Mapping[str, str]) -> str:
	"""Hook `computed_criteria_rules`."""
	return _(
		"At least {0} leadership document issued in the period and entered with number, date and kind."
	).format(least_documents(settings))
