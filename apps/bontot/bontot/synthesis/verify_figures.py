"""Compares the frozen figures of closed periods with their files:
`bench --site SITE execute bontot.synthesis.verify_figures.run`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import frappe

from bontot.synthesis import figures, freezing, sources

# Of a file, besides what nothing may change any more once its period was frozen: what moves by acts that the log tells.
BY_ACTS = ("state", "withdrawn", "awaiting_organization")
SHOWN = 20  # lines of one sort a period; a count tells of the rest


def run() -> None:
	"""Print what differs and how much was checked; exit code 1 when anything is wrong."""
	periods = files = faults = 0
	for period in closed_periods():
		found = list(check(period))
		periods, files = periods + 1, files + (period.figures_count or 0)
		for kind in ("fault", "later change"):
			lines = [line for one, line in found if one == kind]
			faults += len(lines) if kind == "fault" else 0
			for line in lines[:SHOWN]:
				print(f"{period.title}: {kind}: {line}")
			if len(lines) > SHOWN:
				print(f"{period.title}: {kind}: … {len(lines)} in all")
	print(f"{periods} closed periods, {files} frozen files, {faults} faults")
	if faults:
		raise SystemExit(1)


def closed_periods() -> list[Any]:
	fields = ["name", "title", "period_kind", "closed_on", "figures_digest", "figures_count", "figures_words"]
	return frappe.get_all(
		"Review Period", {"state": "Closed"}, fields, order_by="closed_on"
	)  # an operator's command


def check(period: Any) -> Iterator[tuple[str, str]]:
	"""Yield ("fault", …) for what must not be, ("later change", …) for what acts after the closing have changed."""
	if not period.figures_digest:
		yield "fault", "closed, but its figures are not frozen"
		return
	kept = freezing.kept_rows(period.name)
	yield from check_rows(kept, period)
	stands = {row["name"]: row for row in freezing.rows_of(period, all_withdrawn=True)}
	for name in sorted({row.name for row in kept} ^ set(stands)):
		yield "fault", f"{name}: {'no frozen row' if name in stands else 'no file any more'}"
	touched = acted_on_since(period)
	for row in kept:
		if row.name in stands:
			yield from compare(row, stands[row.name], row.name in touched)


def check_rows(kept: list[Any], period: Any) -> Iterator[tuple[str, str]]:
	if len(kept) != period.figures_count:
		yield "fault", f"{len(kept)} frozen rows, {period.figures_count} were written"
	if freezing.digest(kept, period.figures_words or "") != period.figures_digest:
		yield "fault", "frozen rows or words were altered: their digest is another one"
	try:
		freezing.add_up(kept, period.period_kind)
	except figures.FiguresError as error:
		yield "fault", str(error)


def compare(kept: Mapping[str, Any], stands: Mapping[str, Any], touched: bool) -> Iterator[tuple[str, str]]:
	"""One file then and now. Pure. `touched`: its log has an act after the closing."""
	if changed := [field for field in freezing.NEVER_CHANGE if kept[field] != stands[field]]:
		yield "fault", f"{kept['name']}: {', '.join(changed)} changed after the closing"
	if changed := [field for field in BY_ACTS if (kept[field] or "") != (stands[field] or "")]:
		said = ", ".join(f"{field} {kept[field] or '-'} → {stands[field] or '-'}" for field in changed)
		yield (
			"later change" if touched else "fault",
			f"{kept['name']}: {said}" + ("" if touched else ", and no act in its log says so"),
		)


def acted_on_since(period: Any) -> set[str]:
	"""Files of a period that were acted on after it was closed."""
	step, files = frappe.qb.DocType("Approval Step"), frappe.qb.DocType(sources.LIVE)
	query = (
		frappe.qb.from_(step).join(files).on(files.name == step.file_name).select(step.file_name).distinct()
	)
	where = (step.file_doctype == sources.LIVE) & (files.period == period.name)
	return set(query.where(where & (step.acted_at > period.closed_on)).run(pluck=True))
