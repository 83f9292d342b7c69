"""When each level's files must be sent for the province to have its report in time: counted back along the route."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

import frappe

from bontot import working_days
from bontot.approval.core import routes, routing

DOCUMENT_KIND = "Evaluation"


def counted_back(
	route: routing.Route, ranks: Mapping[str, int], levels: Iterable[str], report_due_on: date
) -> dict[str, date]:
	"""{level: last day to send} of organisations at these levels: each level above that acts keeps its working days.

	Pure. `ranks`: 1 is the province. A level with nobody above it on the route has no deadline of its own.
	"""
	found = {}
	acting = [step for step in route.steps if step.act != routing.RECEIVE]
	for level in levels:
		above = [step for step in acting if ranks[step.level] < ranks[level]]
		kept = above[: route.stop_after] if route.stop_after else above
		if kept:
			found[level] = working_days.add(report_due_on, -sum(step.days_allowed for step in kept))
	return found


def propose(period_kind: str, ends_on: date, report_due_on: date) -> list[dict[str, str]]:
	"""[{level, level_name, due_on}] for a new period, the lowest level first; where two routes serve a level, the earlier day."""
	rows = frappe.get_all("Organization Level", fields=["name", "rank", "level_name"])
	ranks, names = {row.name: row.rank for row in rows}, {row.name: row.level_name for row in rows}
	kinds = frappe.get_all("Organization Kind", {"title_kind": ("is", "set")}, ["level", "title_kind"])
	found: dict[str, date] = {}
	known = routes.load_routes(DOCUMENT_KIND)
	for title_kind in sorted({kind.title_kind for kind in kinds}):
		levels = {kind.level for kind in kinds if kind.title_kind == title_kind and kind.level in ranks}
		try:
			route = routing.choose(known, DOCUMENT_KIND, period_kind, title_kind, ends_on)
		except routing.NoRouteError:
			continue  # whoever sends such a file is told; here there is nothing to count
		for level, due_on in counted_back(route, ranks, levels, report_due_on).items():
			found[level] = min(due_on, found.get(level, due_on))
	ordered = sorted(found, key=lambda level: -ranks[level])
	return [
		{"level": level, "level_name": names[level], "due_on": found[level].isoformat()} for level in ordered
	]
