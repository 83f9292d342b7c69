"""Explanation of a file's result: each criterion with its rule, records and judges, what was returned and mended,
and what would have to change. For its own organisation first, so in plain words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import format_datetime, formatdate

from bontot.approval.acts import grounds, signing
from bontot.approval.core import steps, steps_bar
from bontot.approval.papers import explain_rules
from bontot.criteria import period_kinds, points, registry
from bontot.evaluation.answers import comparing, differences, reading
from bontot.evaluation.computing import outcome

RESULT_WORDS = {
	"Met": "Criterion met",
	"Not Met": "Criterion not met",
	"Awaiting Rating": "Waiting for the rating",
	"Not Yet Due": "Not due in this period",
	"": "not answered yet",
}
MOST_ROWS = 60  # of a criterion on the page; the summary counts them all


def of_file(doc: Document) -> dict[str, Any]:
	"""Everything the page and the print show of one file; the caller has checked that it may be read."""
	log = steps.log_of(doc, with_results=True)
	shown = reading.of_file(doc)  # before the strip: it brings an unsent file up to date in memory
	settings = doc.frozen_framework()["settings"]
	calculators = {row["criterion_key"]: row["calculator"] for row in doc.frozen_criteria()}
	items = [
		explained(item, calculators[item["criterion_key"]], settings, log) | {"judged": judged(item, doc)}
		for item in shown["items"]
	]
	# A unit outside the review has nothing to reach; after the decision it is said what that rested on.
	ended = explain_rules.reached(doc.state) in ("outside", "recognized", "withdrawn")
	for item in items:
		item["to_change"] = [] if ended else without_own_name(item["to_change"], shown["organization_name"])
	return {
		**{
			field: shown[field]
			for field in ("name", "organization", "organization_name", "title_kind", "state")
		},
		"period_title": shown["period"]["title"],
		"framework_title": shown["framework"]["title"],
		"met": shown["met_count"],
		"total": shown["item_count"],
		"waiting": shown["pending_count"],
		"overridden": shown["overridden_count"],
		"points": points_total(shown),
		"suggestion": shown["suggestion"],
		"result_state": shown["result_state"],
		"verdict": verdict(doc, shown),
		"groups": [
			group | {"items": [item for item in items if item["group_key"] == group["group_key"]]}
			for group in shown["groups"]
		],
		"levels": levels(log, comparing.last_results(doc)),
		"last_period": shown["last_period"],
		"last_points": points_total({"least_points": 0} | shown["last_period"])
		if shown["last_period"]
		else "",
		"adoption": adoption(doc),
		"said": grounds.stated_reasons(doc),
		"rested_on": grounds.rested_on(doc),
		"not_applicable": shown["not_applicable"],
		"signature": signing.of_file(doc),
		"strip": steps_bar.of_file(doc, steps_bar.route_ahead(doc)[0]),
		"as_of": formatdate(frappe.utils.nowdate(), "dd/MM/yyyy"),
	}


def explained(
	item: Mapping[str, Any], calculator: str, settings: Mapping[str, str], log: list[dict]
) -> dict[str, Any]:
	found = item["computed"] or {}
	answer = outcome.Answer(
		item["criterion_key"],
		item["group_key"],
		item["self_result"],
		found.get("result", ""),
		appraised_result=item["appraised_result"],
	)
	missing = found.get("missing", [])
	wanted = explain_rules.remedies(
		answer.result,
		answer.computed_result,
		bool(calculator),
		answer.differs,
		item["remark"],
		len(missing),
	)
	return {
		**item,
		"result": answer.result,
		"result_words": _(RESULT_WORDS[answer.result]),
		"differs": answer.differs,
		"rule": rule(item, calculator, settings),
		"points_words": points_words(item["points"]),
		"records_as_of": formatdate(found["as_of"], "dd/MM/yyyy") if found.get("as_of") else "",
		"rows": found.get("rows", [])[:MOST_ROWS],
		"rows_left_out": max(len(found.get("rows", [])) - MOST_ROWS, 0),
		"returns": [told(one) for one in explain_rules.returns(item["criterion_key"], log)],
		"to_change": [
			words for remedy in wanted for words in remedy_words(remedy, missing, item["evidence_wanted"])
		],
	}


def rule(item: Mapping[str, Any], calculator: str, settings: Mapping[str, str]) -> str:
	"""Rule that the criterion is judged by, in one sentence."""
	if calculator:
		return registry.rule_words(calculator, settings) or _("Worked out from the records.")
	wanted = (item["evidence_wanted"] or "").strip().rstrip(".")
	if wanted:
		return _("Judged by the level above on what is shown: {0}.").format(wanted[:1].lower() + wanted[1:])
	return _("Judged by the level above on what is shown.")


def points_words(given: Mapping[str, Any] | None) -> str:
	"""The points that count, of how many, from how many on it is met, and the author's where a level gave others."""
	if not given or given["counted"] is None:
		return ""
	words = _("{0} of {1} points, met from {2} on").format(
		*(points.words(given[key]) for key in ("counted", "most", "least"))
	)
	if given["own"] is None or given["own"] == given["counted"]:
		return words
	return _("{0}; the unit itself gave {1}").format(words, points.words(given["own"]))


def points_total(shown: Mapping[str, Any]) -> str:
	"""Sum of the points of a file, in words; "" where nothing is scored."""
	if not shown["most_points"]:
		return ""
	words = _("{0} of {1} points").format(points.words(shown["points"]), points.words(shown["most_points"]))
	if not shown["least_points"]:
		return words
	return _("{0}; at least {1} are asked for").format(words, points.words(shown["least_points"]))


def judged(item: Mapping[str, Any], doc: Document) -> str:
	if item["accepted_by"]:
		when = format_datetime(item["accepted_at"], "HH:mm dd/MM/yyyy")
		return _("{0} agreed, {1}.").format(item["accepted_by"], when)
	if item["review_state"] == "Returned" and doc.returned_by:
		return _("The level above asks {0} to look at it again.").format(_awaited(doc))
	if item["review_state"] == "Returned" and doc.state == "Under Appraisal":
		return _("Mended and sent again; the level above has not judged it yet.")
	if item["review_state"] == "Returned":
		return _("Returned to be mended; the level above judges it again once it is sent.")
	return _("No level above has judged it yet.")


def _awaited(doc: Document) -> str:
	place = doc.awaiting_organization
	return steps.organization_names({place}).get(place, "")


def told(one: explain_rules.Return) -> dict[str, Any]:
	"""A return in words: {when, who, organization_name, reason, sent_again, mended: [{what, old, new}], to (see
	`explain_rules.Return`)}."""
	step = one.step
	return {
		**{field: step[field] for field in ("when", "who", "organization_name")},
		"reason": one.reason,
		"sent_again": one.sent_again,
		"to": one.to,
		"mended": [mend_words(difference) for difference in one.mended],
	}


def mend_words(difference: differences.Difference) -> dict[str, str]:
	labels = {
		"result": _("Result"),
		"points": _("Points"),
		"records": _("By the records"),
		"remark": _("Remark"),
		"evidence": _("Evidence"),
	}

	def shown(value: str | tuple[str, ...]) -> str:
		if difference.what == "result":
			return _(RESULT_WORDS[str(value)])
		if difference.what == "records":
			result, words = value
			parts = (_(RESULT_WORDS[result]) if result else "", words)
			return ": ".join(filter(None, parts)) or _("nothing")
		return (value if isinstance(value, str) else "; ".join(value)) or _("nothing")

	old, new = shown(difference.old), shown(difference.new)
	if difference.what == "evidence" and old == new:  # other files under the same titles
		new = _("{0} (replaced)").format(new)
	return {"what": labels[difference.what], "old": old, "new": new}


def remedy_words(remedy: explain_rules.Remedy, missing: list[dict], evidence_wanted: str) -> list[str]:
	if remedy in ("records", "rating") and missing:
		return [f"{row['label']}{due_words(row.get('due_on'))}" for row in missing]
	return [
		{
			"records": _("The records would have to say otherwise; see what counted above."),
			"rating": _("Nothing by hand: once what it waits for is there, it counts by itself."),
			"time": _("Nothing now: it is not due in this period."),
			"answer": _("The unit has to choose met or not met."),
			"judgement": _("The unit has to mend it and show that it is so; the level above judges it."),
			"reason": _("The unit has to write why its result differs from the records."),
		}[remedy]
	]


def without_own_name(words: list[str], organization_name: str) -> list[str]:
	"""Titles of the unit's own records end with its name; on a page about it alone that only makes them longer."""
	return [line.replace(f" — {organization_name}", "") for line in words]


def due_words(due_on: str | None) -> str:
	return f" ({_('due on {0}').format(formatdate(due_on, 'dd/MM/yyyy'))})" if due_on else ""


def verdict(doc: Document, shown: Mapping[str, Any]) -> str:
	"""One sentence: what the file came to, and by which group, or by how many points."""
	failed = [row["group_name"] for row in shown["groups"] if row["state"] == outcome.NOT_MET]
	pending = [row["group_name"] for row in shown["groups"] if row["state"] == "Pending"]
	if (of_points := {outcome.NOT_MET: failed, "Pending": pending}.get(shown["points_state"])) is not None:
		of_points.append(points_total(shown))
	decided = formatdate(doc.decided_on, "dd/MM/yyyy") if doc.decided_on else ""
	end = explain_rules.reached(doc.state)
	if end == "recognized":
		return _("The title was recognized on {0}.").format(decided)
	if end == "withdrawn":
		return grounds.withdrawn(doc)
	if end == "refused":
		return _("The title was not recognized, decided on {0}.").format(decided)
	if end == "declared":
		return _("The unit declared itself that the title was not reached, on {0}.").format(decided)
	if end == "outside":
		return _("The unit is outside the review: {0}").format(doc.outside_reason or "")
	if failed:
		return _("Not enough for the title yet: {0}.").format("; ".join(failed))
	if pending:
		return _("Nothing stands against the title; still open: {0}.").format("; ".join(pending))
	if not period_kinds.earns_title(doc.period_kind):
		return _("Every criterion asked for in this review is met.")
	return _("All groups are met: the title may be proposed.")


def levels(log: list[dict], before: Mapping[str, str]) -> list[dict[str, Any]]:
	"""Results of the file for each who acted, oldest first: the unit itself, then each level.

	`since_last`: {better, worse} against the last period's results (`before`), None without one; both are kept for ever.
	"""
	return [
		{
			"label": step["label"],
			"organization_name": step["organization_name"],
			"who": step["who"],
			"when": step["when"],
			"round": step["round"],
			**{field: step["results"][field] for field in ("met", "total", "waiting", "may_be_proposed")},
			"points": points_total({"least_points": 0, "points": 0, "most_points": 0} | step["results"]),
			"since_last": comparing.counted(before, results_at(step)) if before else None,
		}
		for step in log
		if step["results"]
	]


def results_at(step: Mapping[str, Any]) -> dict[str, str]:
	return {key: kept["result"] for key, kept in step["results"]["criteria"].items()}


def adoption(doc: Document) -> dict[str, Any] | None:
	"""The meeting and vote named when the file was sent; None where none was named."""
	votes = (doc.votes_for or 0, doc.votes_against or 0, doc.votes_other or 0)
	if not doc.adopted_by_meeting and not any(votes):
		return None
	return {
		"meeting": doc.adopted_by_meeting,
		"title": frappe.db.get_value("Meeting", doc.adopted_by_meeting, "title")
		if doc.adopted_by_meeting
		else "",
		"votes": _("{0} in favour, {1} against, {2} other").format(*votes) if any(votes) else "",
	}


def explained_for_print(doc: Document) -> dict[str, Any]:
	"""For the print format (hook `jinja`): a fresh document, so that printing changes nothing of the one it is given.

	In Vietnamese whoever prints, as every printed paper. Raises PermissionError.
	"""
	stored = frappe.get_doc("Evaluation", doc.name)
	stored.check_permission("print")
	before, frappe.local.lang = frappe.local.lang, "vi"
	try:
		return of_file(stored)
	finally:
		frappe.local.lang = before
