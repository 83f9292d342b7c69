"""The request of an organisation that those which it proposes be given the title, as paper: its own file, and the files of the
organisations below that it has appraised and passed on."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from bontot import paper
from bontot.approval.acts import signing
from bontot.approval.core import steps, transitions
from bontot.approval.core.errors import ActNotOpenError
from bontot.approval.papers import appraised, appraised_rules, explaining
from bontot.criteria import period_kinds
from bontot.evaluation.computing import outcome

TEMPLATE = "bontot/approval/papers/recognition_request.html"
TITLE_KINDS = ("Cell", "Grassroots Organization")
# Of a file that lies with its organisation, or that asks for nothing.
ASKS_NOTHING = (
	transitions.DRAFT,
	transitions.RETURNED,
	transitions.DECLARED_NOT_REACHED,
	transitions.OUTSIDE,
)


def as_html(organization: str, period: str, user: str) -> str:
	"""Raises ActNotOpenError where there is nothing to request."""
	request = of_organization(organization, period, user)
	return frappe.render_template(TEMPLATE, {"style": paper.STYLE, "request": request})


def of_organization(organization: str, period: str, user: str) -> dict[str, Any]:
	"""Content of the request, of the files that `user` reads; who may have it is asked by the door (`papers.api`).

	{superior, organization, place, made_on, period_title, to, framework_title, own, proposed, waiting, doubtful, sums, signature:
	{on_behalf_of, position, signer}}. `proposed`: nothing is decided against the title; `waiting`: how many of them wait for the
	year's rating; `doubtful`: sent up for the body above to judge. Raises ActNotOpenError where the period gives no title, or nothing has been sent.
	"""
	refuse_without_title(period)
	passed = [one for one in appraised.of_level(organization, period, user) if one.judged]
	own = own_file(organization, period)
	if not own and not passed:
		message = _("Nothing has been sent to the level above yet, so there is nothing to request.")
		frappe.throw(message, ActNotOpenError, title=_("Not Possible Now"))
	texts = appraised.short_texts(one.file.name for one in passed if one.judged.unmet)
	rows = [(one, row_of(one, texts)) for one in passed]
	proposed = [row for one, row in rows if not one.judged.falls_short]
	doubtful = [row for one, row in rows if one.judged.falls_short]
	to = {one.to for one in passed} | ({sent_to(own)} if own else set())
	return {
		**paper.paper_head(organization),
		"made_on": paper.day_in_words(getdate()),
		"period_title": frappe.get_cached_value("Review Period", period, "title"),
		"to": sorted(paper.committee_name(name) for name in steps.organization_names(to).values()),
		"framework_title": framework_title(period),
		"own": own_words(own) if own else None,
		"proposed": proposed,
		"waiting": sum(one.judged.waiting > 0 for one in passed if not one.judged.falls_short),
		"doubtful": doubtful,
		"title_kinds": title_kinds(own, [*proposed, *doubtful]),
		"sums": [(kind, sum(row["title_kind"] == kind for row in proposed)) for kind in TITLE_KINDS],
		"signature": signature(organization, own),
	}


def title_kinds(own: Document | None, rows: list[dict[str, Any]]) -> list[str]:
	"""Kinds of organisation whose title is asked for, in the order of TITLE_KINDS."""
	asked = {row["title_kind"] for row in rows} | ({own.title_kind} if own else set())
	return [kind for kind in TITLE_KINDS if kind in asked]


def refuse_without_title(period: str) -> None:
	kind = frappe.get_cached_value("Review Period", period, "period_kind")
	if not period_kinds.earns_title(kind):
		message = _("This review gives no title, so none is requested.")
		frappe.throw(message, ActNotOpenError, title=_("Not Possible Now"))


def framework_title(period: str) -> str:
	"""Of the criteria as the period froze them."""
	frozen = frappe.get_cached_value("Review Period", period, "frozen_framework")
	return frappe.parse_json(frozen or "{}").get("title", "")


def own_file(organization: str, period: str) -> Document | None:
	"""The organisation's own file where it has gone up; the caller has checked that the organisation's files may be read."""
	where = {"organization": organization, "period": period, "state": ("not in", ASKS_NOTHING)}
	name = frappe.db.get_value("Evaluation", where)
	return frappe.get_doc("Evaluation", name) if name else None


def sent_to(own: Document) -> str:
	where = {"file_name": own.name, "act": transitions.SEND}
	return frappe.db.get_value("Approval Step", where, "to_organization", order_by="sequence desc")


def own_words(own: Document) -> dict[str, Any]:
	"""{name, title_kind, met, waiting, unmet, falls_short, adoption}; counts as texts."""
	shown = explaining.of_file(own)
	return {
		"name": shown["organization_name"],
		"title_kind": own.title_kind,
		"met": f"{shown['met']}/{shown['total']}",
		"waiting": shown["waiting"],
		"unmet": [
			item["short_text"]
			for group in shown["groups"]
			for item in group["items"]
			if item["result"] == outcome.NOT_MET
		],
		"falls_short": shown["result_state"] == outcome.NOT_MET,
		"adoption": shown["adoption"],
	}


def row_of(one: appraised.Appraised, texts: dict[tuple[str, str], str]) -> dict[str, Any]:
	judged: appraised_rules.Judged = one.judged
	unmet = "; ".join(texts.get((one.file.name, key), key) for key in judged.unmet)
	notes = [_("Not met: {0}").format(unmet)] if unmet else []
	if judged.waiting:
		notes.append(_("{0} criteria wait for the rating").format(judged.waiting))
	return {
		"name": one.file.organization_name,
		"title_kind": one.file.title_kind,
		"met": appraised.counts_words(judged.met, judged.total, judged.points, judged.most_points),
		"notes": notes,
	}


def signature(organization: str, own: Document | None) -> dict[str, str]:
	head = signing.head_of(organization, getdate())
	if own and own.title_kind == "Cell":
		return signing.of_file(own) | {"signer": head["signer"]}
	return {"on_behalf_of": paper.on_behalf_of(organization), **head}
