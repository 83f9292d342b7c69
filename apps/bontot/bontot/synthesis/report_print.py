"""A summary report as paper: its figures in words and tables. Asked by the print format (hook `jinja`)."""

from __future__ import annotations

import json
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from bontot import paper
from bontot.criteria import period_kinds
from bontot.synthesis import figures, overview, rows

KIND_WORDS = {"Cell": "Party cells", "Grassroots Organization": "Grassroots party organizations"}
PART_WORDS = {
	"reached": "Title recognized",
	"not_recognized": "Title not recognized",
	"declared": "Declared not reached by the unit",
	"returned": "Returned for correction",
	"not_sent": "Not sent yet",
}


def report_for_print(doc: Document) -> dict[str, Any]:
	"""Return what the paper shows: of a sent report the figures it froze, of a draft those of today. Raises PermissionError."""
	report = frappe.get_doc("Summary Report", doc.name)
	report.check_permission("print")
	with paper.in_vietnamese():
		period = frappe.get_doc("Review Period", report.period)
		shown = shown_figures(report)
		as_of = getdate(report.as_of) if report.as_of else getdate()
		return {
			**paper.paper_head(report.organization),
			"on_behalf_of": paper.on_behalf_of(report.organization),
			"period_title": period.title,
			"draft": report.state == "Draft",
			"date_in_words": paper.day_in_words(getdate(report.sent_on)) if report.sent_on else "",
			"as_of": as_of.strftime("%d/%m/%Y"),
			"frozen": bool(shown.get("frozen")),
			"kinds": [kind_words(kind, shown, period.period_kind) for kind in shown["kinds"]],
			"plan": [plan_words(row) for row in shown.get("plan", [])],
			"bodies": [body_row(body) for body in shown["bodies"]],
			"failed": [
				f"{row['short_text']}: {row['count']} {_(KIND_WORDS[row['title_kind']]).lower()}"
				for row in shown["failed"]
			],
			"texts": {
				field: report.get(field) or "" for field in ("good_practice", "difficulties", "proposals")
			},
		}


def shown_figures(report: Document) -> dict[str, Any]:
	return json.loads(report.figures) if report.figures else overview_now(report)


def overview_now(report: Document) -> dict[str, Any]:
	period = overview.choose_period(overview.list_periods(report.organization), report.period)
	return overview.branch_figures(period, report.organization, getdate())


def share(part: int, whole: int) -> str:
	"""6412/7130 (89,9 %), rounded down; without a whole the part alone."""
	tenths = figures.tenths(part, whole)
	return f"{part}/{whole}" + ("" if tenths is None else f" ({tenths // 10},{tenths % 10} %)")


def kind_words(kind: dict[str, Any], shown: dict[str, Any], period_kind: str) -> dict[str, Any]:
	"""{name, reached, target, parts: [(what, how many)], outside: [(reason, how many)], last_year}"""
	target = ""
	if shown["target"] is not None:
		percent = shown["target"].replace(".", ",")
		target = (
			_("target of {0} % reached").format(percent)
			if kind["target_reached"]
			else _("target {0} %: {1} short").format(percent, kind["missing"])
		)
	last, early = kind.get("last_year"), kind.get("before_rating")
	words = [_("Of these recognized before the rating: {0}").format(early)] if early else []
	return {
		"name": _(KIND_WORDS[kind["title_kind"]]),
		"reached": share(kind["reached"], kind["eligible"]),
		"target": "; ".join(filter(None, (target, *words))),
		"parts": [
			(part_words(row["figure"], shown["levels"], period_kind), row["count"]) for row in kind["parts"]
		],
		"outside": [
			(row["reason"] or _("no reason recorded"), row["count"]) for row in kind["outside_reasons"]
		],
		"last_year": f"{last['year']}: {share(last['reached'], last['eligible'])}" if last else "",
	}


def part_words(figure: str, levels: dict[str, str], period_kind: str) -> str:
	if figure.startswith(rows.WAITING):
		level = figure.removeprefix(rows.WAITING)
		return _("Under appraisal: {0}").format(levels.get(level) or level or "—")
	if figure == "reached" and not period_kinds.earns_title(period_kind):
		return _("Interim review concluded")
	return _(PART_WORDS[figure])


def plan_words(row: dict[str, Any]) -> str:
	if row["figure"] == rows.SENT:
		words = _("Self-assessment sent: {0}; the plan asks for {1} %")
		return words.format(share(row["count"], row["whole"]), row["target"].replace(".", ","))
	grade = _(row["figure"].removeprefix(rows.RATED))
	words = _("Rated “{0}”: {1} of {2} rated; the plan allows {3}")
	return words.format(grade, row["count"], row["whole"], row["target"])


def body_row(body: dict[str, Any]) -> dict[str, str]:
	"""{name, cells, grassroots, both}: reached of eligible."""
	found = {
		key: share(kind["reached"], kind["eligible"]) if (kind := body["kinds"].get(title)) else "—"
		for key, title in (("cells", "Cell"), ("grassroots", "Grassroots Organization"))
	}
	both = share(body["both"]["reached"], body["both"]["eligible"])
	return {"name": body["organization_name"], **found, "both": both}
