"""Try a framework, an overlay, or a scale of points for meetings on a year that lies on record, before it is issued. Reads only.

A slice of files at a time: the page asks for the next until none is left, so nothing runs long and nothing is stored.
The framework the files were opened with and the one tried are judged on the same records and the same day, so that what
turns comes from the framework alone; with a scale it is the grades of the meetings that are worked out on both.
"""

from collections.abc import Callable, Iterable
from datetime import date
from functools import cache
from typing import Any, TypedDict

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, nowdate

from bontot.criteria import frozen, overlays, registry
from bontot.criteria.frozen import FrozenFramework
from bontot.evaluation.computing import computed
from bontot.evaluation.computing import stored_answers as answers
from bontot.evaluation.errors import TryOnPeriodError
from bontot.evaluation.try_on import comparison, scale

SLICE = 250
SLICE_OF_SCALE = 20  # each meeting of these files is scored twice from its record
SCALE = scale.DOCTYPE
FIELDS = (
	"name",
	"organization",
	"organization_name",
	"organization_kind",
	"grassroots_organization",
	"upper_organization",
	"sector",
	"title_kind",
	"period",
	"period_framework",
	"state",
)


class Slice(TypedDict):
	"""`next`: where the following slice begins, "" at the end; `total`: how many files there are in all."""

	files: int
	total: int
	next: str
	as_of: str
	counts: list[dict[str, Any]]
	turned: list[dict[str, Any]]
	graded: list[dict[str, Any]]
	"""Of a scale: how many meetings went from which grade to which."""


def periods(doctype: str, name: str) -> list[Any]:
	"""Return the opened periods of the framework's province, closed annual ones first: what it can be tried on."""
	doc = tried_document(doctype, name)
	filters: dict[str, Any] = {"state": ("in", ("Open", "Closed"))}
	if province := issuer(doc):
		filters["organization"] = province
	fields = ["name", "title", "year", "period_kind", "state"]
	found = frappe.get_list("Review Period", filters, fields, order_by="ends_on desc")
	return sorted(found, key=lambda row: (row.state != "Closed", row.period_kind != "Year"))


def run(doctype: str, name: str, period: str, after: str) -> Slice:
	"""Return what the files of a period after `after` (name of one; "" from the beginning) would come to.

	Raises PermissionError for whoever may not write the framework, TryOnPeriodError.
	"""
	doc = tried_document(doctype, name)
	period_doc = frappe.get_doc("Review Period", period)
	period_doc.check_permission("read")
	require_of_province(doc, period_doc)
	today = getdate(nowdate())
	files = files_of(doc, period, after)
	regraded = scale.Regraded(doc) if doc.doctype == SCALE else None
	turned = turn(doc, period_doc, files, today, regraded)
	changed = [(row, one) for row, one in turned if one.before != one.after]
	above = names_above(row for row, _one in changed)
	return {
		"files": len(files),
		"total": 0 if after else count_files(doc, period),
		"next": files[-1].name if len(files) == slice_of(doc) else "",
		"as_of": today.isoformat(),
		"counts": comparison.tally((row.title_kind, one) for row, one in turned),
		"turned": [
			describe(row, one)
			| {"above": above.get(row.grassroots_organization or row.upper_organization, "")}
			for row, one in changed
		],
		"graded": regraded.tally() if regraded else [],
	}


def slice_of(doc: Document) -> int:
	return SLICE_OF_SCALE if doc.doctype == SCALE else SLICE


def tried_document(doctype: str, name: str) -> Document:
	"""Return the Criteria Framework, Framework Overlay or Scoring Scale that is tried.

	Raises PermissionError, DoesNotExistError, TryOnScaleError.
	"""
	doc = frappe.get_doc(doctype if doctype in ("Framework Overlay", SCALE) else "Criteria Framework", name)
	doc.check_permission("write")
	if doctype == SCALE:
		scale.require_triable(doc)
	return doc


def issuer(doc: Document) -> str:
	"""Return the province whose framework it is or makes concrete; "" for a scale, which all share."""
	if doc.doctype == SCALE:
		return ""
	if doc.doctype == "Criteria Framework":
		return doc.organization
	return frappe.db.get_value("Criteria Framework", doc.framework, "organization")


def require_of_province(doc: Document, period: Document) -> None:
	if issuer(doc) not in ("", period.organization) or period.state not in ("Open", "Closed"):
		message = _("Period: choose one that this province has opened; there are no files to try on in {0}.")
		frappe.throw(message.format(period.title), TryOnPeriodError, title=_("Nothing to Try On"))


# The files


def filters_of(doc: Document, period: str) -> list[list[Any]]:
	"""Return the filters for whom it would apply to: all of the period, those the overlay is for, or the cells, whose meetings
	are scored.
	"""
	filters: list[list[Any]] = [["period", "=", period], ["state", "!=", "Outside"]]
	if doc.doctype == SCALE:
		return [*filters, ["title_kind", "=", "Cell"]]
	if doc.doctype == "Framework Overlay":
		low, high = overlays.branch_of(doc)
		filters += [["organization_path", ">=", low], ["organization_path", "<", high]]
		filters += [["title_kind", "=", doc.title_kind]]
		filters += [["organization_kind", "=", doc.organization_kind]] if doc.organization_kind else []
		filters += [["sector", "=", doc.sector]] if doc.sector else []
	return filters


def files_of(doc: Document, period: str, after: str) -> list[Any]:
	filters = [*filters_of(doc, period), ["name", ">", after or ""]]
	# get_list: only files that whoever tries may see.
	limit = slice_of(doc)
	return frappe.get_list("Evaluation", filters, list(FIELDS), order_by="name", limit_page_length=limit)


def count_files(doc: Document, period: str) -> int:
	return frappe.get_list("Evaluation", filters_of(doc, period), ["count(name) as total"])[0].total


# What they come to


def turn(
	doc: Document,
	period: Any,
	files: list[Any],
	as_of: date,
	regraded: scale.Regraded | None = None,
) -> list[tuple[Any, comparison.Turned]]:
	core = answers.core_framework(period.name)
	says = now_says = Records(period, files, as_of)
	if regraded:
		says, now_says = (
			Records(period, files, as_of, regrade) for regrade in (regraded.before, regraded.after)
		)
	given = stored_answers(files, period.name, core)
	frameworks = (core, core) if regraded else frameworks_of(doc)
	found = []
	for row in files:
		before, before_core = stood(doc, row, core)
		tried, tried_core = (before, before_core) if regraded else frameworks
		sides = ((before, before_core, says), (tried, tried_core, now_says))
		both = [
			comparison.answers(
				framework,
				own_core,
				row.title_kind,
				period.period_kind,
				given[row.name],
				records.of(row, framework["settings"]),
				records.of(row, own_core["settings"]),
				row.organization_kind,
				row.sector,
			)
			for framework, own_core, records in sides
		]
		percents = (comparison.percent(before_core), comparison.percent(tried_core))
		leasts = (comparison.least(before, both[0]), comparison.least(tried, both[1]))
		found.append((row, comparison.compare(*both, percents, comparison.texts_of(before, tried), leasts)))
	return found


def frameworks_of(doc: Document) -> tuple[FrozenFramework, FrozenFramework]:
	"""Return what is tried, and the province's framework beneath it."""
	if doc.doctype == "Criteria Framework":
		core = frozen.freeze(doc)
		return core, core
	core = frozen.resolve(doc.framework)
	return overlays.resolve(doc, core), core


def stood(doc: Document, row: Any, core: FrozenFramework) -> tuple[FrozenFramework, FrozenFramework]:
	"""Return what it is compared with: a new core with the old core, an overlay with what the file answered."""
	if doc.doctype in ("Framework Overlay", SCALE) and row.period_framework:
		return answers.framework_of(row.period, row.period_framework), core
	return core, core


def stored_answers(files: list[Any], period: str, core: FrozenFramework) -> dict[str, dict[str, Any]]:
	items: dict[str, list[Any]] = {row.name: [] for row in files}
	filters = {"parent": ("in", list(items) or [""])}
	# Rows of the files that get_list gave.
	for item in frappe.get_all("Evaluation Item", filters, list(computed.WEIGHED), order_by="idx"):
		items[item.parent].append(item)
	framework_of = cache(answers.framework_of)
	return {
		row.name: comparison.by_key(
			answers.of_items(items[row.name], framework_of(period, row.period_framework), core)
		)
		for row in files
	}


class Records:
	"""Findings of the records on many evaluations under any thresholds; each calculator is asked once for all of a kind."""

	def __init__(
		self,
		period: Any,
		files: Iterable[Any],
		as_of: date,
		regrade: Callable[[str], scale.Grade] | None = None,
	) -> None:
		self.regrade = regrade
		self.period, self.files, self.as_of = period, list(files), as_of
		self.found: dict[tuple[str, str, str], dict[str, registry.Finding]] = {}

	def of(self, row: Any, settings: dict[str, str]) -> Callable[[str], str]:
		def result(calculator: str) -> str:
			return self.findings(calculator, row.title_kind, settings)[row.organization].result

		return result

	def findings(
		self, calculator: str, title_kind: str, settings: dict[str, str]
	) -> dict[str, registry.Finding]:
		key = (calculator, title_kind, repr(sorted(settings.items())))
		if key not in self.found:
			contexts = [
				computed.context_of(row, self.period, settings, self.as_of)
				for row in self.files
				if row.title_kind == title_kind
			]
			self.found[key] = (
				scale.findings(calculator, contexts, self.regrade)
				if self.regrade
				else registry.compute_many(calculator, contexts)
			)
		return self.found[key]


# Words


def names_above(rows: Iterable[Any]) -> dict[str, str]:
	"""{organisation: its name} of the bodies above: many cells of a province are called alike."""
	bodies = {body for row in rows for body in (row.grassroots_organization, row.upper_organization) if body}
	fields = ["name", "organization_name"]
	# Of files that get_list gave: whoever sees a file sees the names of the bodies that it mentions.
	found = frappe.get_all("Party Organization", {"name": ("in", sorted(bodies))}, fields, as_list=True)
	return dict(found)


def describe(row: Any, one: comparison.Turned) -> dict[str, Any]:
	return {
		"evaluation": row.name,
		"organization_name": row.organization_name,
		"title_kind": row.title_kind,
		"state": row.state,
		"before": one.before,
		"after": one.after,
		"reasons": [reason_words(reason) for reason in one.reasons] or [_("The pass rule is another one.")],
	}


def reason_words(reason: comparison.Reason) -> str:
	before = _(reason.before) if reason.before else _("no answer")
	after = _(reason.after) if reason.after else _("no answer")
	if not reason.asked_before:
		return _("{0}: asked anew, {1}").format(reason.short_text, after)
	if not reason.asked_after:
		return _("{0}: not asked any more (was {1})").format(reason.short_text, before)
	return _("{0}: {1}, was {2}").format(reason.short_text, after, before)
