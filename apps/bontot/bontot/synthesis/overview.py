"""Data of the page "Toàn Đảng bộ tỉnh" for a branch: plain values, ready to be drawn."""

import json
from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.utils import add_years, getdate, now_datetime

from bontot.criteria import period_kinds
from bontot.evaluation.period import opening
from bontot.obligation import urging
from bontot.organization import access, tree
from bontot.rating import rules as rating_rules
from bontot.synthesis import figures, figures_query, later_changes, rows, sources
from bontot.synthesis.errors import NoPeriodError, OutsideScopeError
from bontot.synthesis.figures import BranchFigures, ByKind, Figures
from bontot.synthesis.sources import Branch

PERIOD_FIELDS = (
	"name",
	"title",
	"year",
	"period_kind",
	"state",
	"organization",
	"starts_on",
	"ends_on",
	"report_due_on",
	"closed_on",
	"figures_taken_at",
	"figures_digest",
)
# The plan, I.2; a framework may say otherwise.
CARRY_OUT_PERCENT, NOT_COMPLETED_MOST = "100", "0"
SHOWN_STATES = ("Opening", "Open", "Closed")


def collect(
	user: str, period: str | None, organization: str | None, on: date | str | None = None
) -> dict[str, Any]:
	"""Return the overview of a branch; its head defaults to the person's highest place, the period to the latest.

	{today, as_of, organization: {name, organization_name}, crumbs: [{name, organization_name, within}], period (or
	None when none was opened), periods, may_open, may_urge}; with a period also {files, levels: {code: name}, target: "90" or
	None, kinds: [describe], together (or None), bodies, sectors, failed, plan: plan_targets, overdue,
	frozen: figures kept when the period
	closed, later: later_changes.count, without_file: how many of the branch have no file yet though it is open}. `as_of` of figures that are kept is the closing.
	Raises OutsideScopeError, NoPeriodError.
	"""
	today = getdate(on)
	organization = organization or highest_place(user)
	require_in_scope(user, organization)
	periods = list_periods(organization)
	chosen = choose_period(periods, period)
	shown = {
		"today": today.isoformat(),
		"as_of": str(now_datetime())[:19],
		"organization": head(organization),
		"crumbs": crumbs(user, organization),
		"periods": periods,
		"period": chosen,
		"may_open": may_open(user, organization),
		"may_urge": urging.may_urge(user, organization),
	}
	if not chosen:
		return shown
	if sources.is_frozen(chosen):
		shown["as_of"] = str(chosen.closed_on)[:19]
	return shown | branch_figures(chosen, organization, today)


def branch_figures(period: Any, organization: str, today: date) -> dict[str, Any]:
	branch = figures_query.branch_of(period, organization)
	counted = figures_query.read(branch)
	percent = figures.percent_setting(settings_of(period.name).get("target_percent"))
	earns = period_kinds.earns_title(period.period_kind)
	if not earns:
		percent = None  # the target counts titles, and an interim review gives none
	reasons = figures_query.outside_reasons(branch)
	before = last_year(period, organization)
	late = figures_query.overdue(organization, today)
	levels = levels_upwards()
	words = sources.words(period.name)
	kinds = [
		describe(kind, counted.kinds[kind], percent, levels)
		| {
			"before_rating": rows.count(branch, rows.BEFORE_RATING, kind) if earns else 0,
			"outside_reasons": [row for row in reasons if row.title_kind == kind],
			"last_year": before and {"year": period.year - 1, **share(before.kinds[kind])},
		}
		for kind in figures.TITLE_KINDS
		if counted.kinds[kind].total
	]
	return {
		"files": sum(counts.total for counts in counted.kinds.values()),
		"levels": rows.names_of("Organization Level", "level_name", set(levels)) | words["levels"],
		"target": str(float(percent)).removesuffix(".0") if percent is not None else None,
		"kinds": kinds,
		"together": together(counted, percent, settings_of(period.name)),
		"bodies": bodies(counted, branch, late, levels),
		"sectors": sectors(counted, levels, words["sectors"]),
		"failed": figures_query.most_failed(branch),
		"plan": plan_targets(branch, counted, settings_of(period.name)),
		"overdue": sum(late.values()),
		"frozen": branch.frozen,
		"later": later_changes.count(branch),
		"without_file": without_file(period, organization),
	}


def without_file(period: Any, organization: str) -> int:
	"""Organisations of the branch that the open period counts and that have no file in it yet: founded or moved here since,
	they get theirs in the night, or by the button of the period."""
	if period.state != "Open":
		return 0
	low, high = tree.path_range(tree.path_of(organization))
	missing = opening.without_file(frappe.get_cached_doc("Review Period", period.name))
	return sum(low <= row.path_today < high for row in missing)


def plan_targets(branch: Branch, counted: BranchFigures, settings: dict[str, str]) -> list[dict[str, Any]]:
	"""Return what the plan asks besides the share of titles (I.2): everybody carries it out, nobody is rated too low.

	[{figure, count, whole, whole_figure, target, reached}]: `target` a percentage at least for "sent", a number at most for
	"rated:…"; the latter of a year alone, and of those whose rating is decided.
	"""
	eligible = figures.together(counted.kinds).eligible
	sent = rows.count(branch, rows.SENT)
	percent = figures.percent_setting(settings.get("carry_out_percent") or CARRY_OUT_PERCENT)
	found = [
		{
			"figure": rows.SENT,
			"count": sent,
			"whole": eligible,
			"whole_figure": rows.ELIGIBLE,
			"target": str(float(percent)).removesuffix(".0"),
			"reached": figures.target_reached(sent, eligible, percent),
		}
	]
	if not period_kinds.earns_title(branch.period_kind):
		return found
	low = f"{rows.RATED}{rating_rules.NOT}"
	most = (settings.get("not_completed_most") or "").strip() or NOT_COMPLETED_MOST
	count = rows.count(branch, low)
	decided = {"whole": rows.count(branch, rows.RATED), "whole_figure": rows.RATED}
	return [
		*found,
		{
			"figure": low,
			"count": count,
			**decided,
			"target": most,
			"reached": bool(decided["whole"]) and count <= int(most),
		},
	]


# What may be seen


def highest_place(user: str) -> str:
	"""The organisation highest in the tree at which the person holds a seat, else the highest that he follows; for
	administrators the province."""
	held = access.seats(user)
	if held:
		return min(held, key=lambda seat: (len(seat.path), seat.path)).organization
	if followed := access.overseen(user):
		return tree.name_of(int(min(followed, key=lambda path: (len(path), path))[-tree.SEGMENT :], 36))
	if access.is_administrator(user):
		top = frappe.get_all(
			tree.DOCTYPE, {"parent_organization": ("is", "not set")}, pluck="name", order_by="path"
		)
		if top:
			return top[0]
	frappe.throw(_("You hold no seat today, so there is no branch to show."), OutsideScopeError)


def require_in_scope(user: str, organization: str) -> None:
	"""Raise OutsideScopeError unless the branch lies in the person's scope; unknown and foreign look the same."""
	if not access.scope(user).covers(tree.path_of(organization)):
		message = _("This branch is outside what you may see. Go back to your own organization.")
		frappe.throw(message, OutsideScopeError, title=_("Outside Your Scope"))


def may_open(user: str, organization: str) -> bool:
	"""Whether to offer opening a period: at the head of the branch sits the person's own Organization Commission."""
	return any(
		seat.is_commission and seat.may_decide for seat in access.seats(user, organization=organization)
	)


def head(organization: str) -> dict[str, str]:
	name = frappe.db.get_value(tree.DOCTYPE, organization, "organization_name")
	return {"name": organization, "organization_name": name}


def crumbs(user: str, organization: str) -> list[dict[str, Any]]:
	"""The bodies above, from the top; those out of scope show their name only."""
	allowed = access.scope(user)
	above = tree.ancestors(organization)[::-1]
	return [
		{"name": row.name, "organization_name": row.organization_name, "within": allowed.covers(row.path)}
		for row in above
	]


# Periods


def list_periods(organization: str) -> list[Any]:
	"""Opened periods of the body and of those above it, the latest first."""
	issuers = [organization, *(row.name for row in tree.ancestors(organization))]
	filters = {"organization": ("in", issuers), "state": ("in", SHOWN_STATES)}
	# Dated masters: whoever holds a seat reads them (access/rules.py), and the branch has been checked.
	fields = [*PERIOD_FIELDS, "units_total", "units_opened"]
	return frappe.get_all("Review Period", filters, fields, order_by="ends_on desc, starts_on desc")


def choose_period(periods: list[Any], wanted: str | None) -> Any:
	if not wanted:
		return periods[0] if periods else None
	for period in periods:
		if period.name == wanted:
			return period
	frappe.throw(_("This period was not opened for the branch. Choose another one."), NoPeriodError)


def settings_of(period: str) -> dict[str, str]:
	frozen = frappe.get_cached_value("Review Period", period, "frozen_framework")
	return json.loads(frozen)["settings"] if frozen else {}


def last_year(period: Any, organization: str) -> BranchFigures | None:
	"""The same branch in the same kind of period a year earlier; None when there was none."""
	same = {"organization": period.organization, "period_kind": period.period_kind, "year": period.year - 1}
	if period.period_kind in period_kinds.SETTINGS:  # of several in a year the one of the same days
		same["starts_on"] = add_years(getdate(period.starts_on), -1)
	before = frappe.db.get_value(
		"Review Period", {**same, "state": ("in", SHOWN_STATES)}, PERIOD_FIELDS, as_dict=True
	)
	return figures_query.read(figures_query.branch_of(before, organization)) if before else None


# Figures as plain values


def share(counted: Figures) -> dict[str, Any]:
	return {
		"reached": counted.reached,
		"eligible": counted.eligible,
		"tenths": figures.tenths(counted.reached, counted.eligible),
	}


def levels_upwards() -> list[str]:
	"""Codes of the levels, the lowest first."""
	return frappe.get_all("Organization Level", pluck="name", order_by="`rank` desc")


def describe(kind: str, counted: Figures, percent, levels: list[str]) -> dict[str, Any]:
	"""{title_kind, reached, eligible, tenths, outside, beside (R of N and outside), parts, target_reached, missing}"""
	return {
		"title_kind": kind,
		**share(counted),
		"outside": counted.outside,
		"beside": figures.tenths(counted.reached, counted.total),
		"parts": parts(counted, levels),
		**against_target(counted, percent),
	}


def against_target(counted: Figures, percent) -> dict[str, Any]:
	if percent is None:
		return {"target_reached": None, "missing": None}
	return {
		"target_reached": figures.target_reached(counted.reached, counted.eligible, percent),
		"missing": figures.missing_to_target(counted.reached, counted.eligible, percent),
	}


def parts(counted: Figures, levels: list[str]) -> list[dict[str, Any]]:
	"""[{figure, count}] in the order of the bar; what waits is split by level, lowest first. They add up to N."""
	shown = [
		*("reached", "not_recognized", "declared"),
		*(f"{rows.WAITING}{level}" for level in [*levels, ""]),
		*("returned", "not_sent"),
	]
	return [
		{"figure": figure, "count": count}
		for figure in shown
		if (count := counted.waiting[figure.removeprefix(rows.WAITING)] or counted.counts[figure])
	]


def together(counted: BranchFigures, percent, settings: dict[str, str]) -> dict[str, Any] | None:
	if (settings.get("target_counted") or "").strip() != "together":
		return None
	both = figures.together(counted.kinds)
	return share(both) | against_target(both, percent)


def bodies(
	counted: BranchFigures, branch: Branch, late: dict[str, int], levels: list[str]
) -> list[dict[str, Any]]:
	"""The bodies directly below, weakest first; the head itself, if it has a file, last."""
	today_path = tree.path_of(branch.organization)
	late_by_name = {sources.organization_at(path): count for path, count in late.items()}
	names = {sources.organization_at(path): path for path in counted.bodies}
	titles = rows.names_of(tree.DOCTYPE, "organization_name", set(names))
	if branch.frozen:
		titles |= {sources.organization_at(path): name for path, name in sources.names_below(branch).items()}
	places = rows.names_of(tree.DOCTYPE, "path", set(names))
	found = [
		{
			"organization": name,
			"organization_name": titles.get(name, name),
			"own": path == branch.prefix,
			# A body that has moved away is counted here, but is another's branch today.
			"here": bool(places.get(name, "").startswith(today_path)),
			"kinds": described_kinds(counted.bodies[path], levels),
			"both": share(figures.together(counted.bodies[path])),
			"overdue": late_by_name.get(name, 0),
		}
		for name, path in names.items()
	]
	return sorted(found, key=weakest_first)


def weakest_first(row: dict[str, Any]) -> tuple:
	tenths = row["both"]["tenths"]
	return (row["own"], tenths is None, tenths or 0, -row["both"]["eligible"], row["organization_name"])


def described_kinds(kinds: ByKind, levels: list[str]) -> dict[str, Any]:
	return {
		kind: share(counted) | {"outside": counted.outside, "parts": parts(counted, levels)}
		for kind, counted in kinds.items()
		if counted.total
	}


def sectors(counted: BranchFigures, levels: list[str], kept_names: dict[str, str]) -> list[dict[str, Any]]:
	codes = {code for code in counted.sectors if code}
	titles = rows.names_of("Organization Sector", "sector_name", codes) | kept_names
	found = [
		{
			"sector": code or "-",
			"sector_name": titles.get(code, _("No sector recorded")),
			"kinds": described_kinds(kinds, levels),
			"both": share(figures.together(kinds)),
		}
		for code, kinds in counted.sectors.items()
	]
	return sorted(found, key=lambda row: (-row["both"]["eligible"], row["sector_name"]))
