"""A file beside the one before it: of the same kind of period, the latest that ended earlier."""

from dataclasses import dataclass
from typing import Any, Literal

import frappe

from bontot.evaluation.answers import service
from bontot.evaluation.computing import outcome

Turn = Literal["better", "worse", "same", "new", "gone"]


@dataclass(frozen=True, slots=True)
class Turned:
	criterion_key: str
	before: str
	now: str

	@property
	def turn(self) -> Turn:
		if self.before == self.now:
			return "same"
		if not self.before:
			return "new"
		if not self.now:
			return "gone"
		if self.now == outcome.MET:
			return "better"
		return "worse" if self.before == outcome.MET else "same"


def between(before: dict[str, str], now: dict[str, str]) -> list[Turned]:
	"""Return the criteria whose result turned to met or away from it, in the order of `now`."""
	turned = [Turned(key, before.get(key, ""), result) for key, result in now.items()]
	return [one for one in turned if one.turn in ("better", "worse")]


def counted(before: dict[str, str], now: dict[str, str]) -> dict[str, int]:
	"""{better, worse}: how many criteria turned."""
	turns = [one.turn for one in between(before, now)]
	return {turn: turns.count(turn) for turn in ("better", "worse")}


def last_results(doc: Any) -> dict[str, str]:
	"""{criterion key: what counted} of the last file; empty where there is none the reader may see."""
	last = last_file(doc)
	if not last or not last.has_permission("read"):
		return {}
	return {one.criterion_key: one.result for one in service.answers(last)}


def with_last_period(doc: Any) -> dict[str, Any] | None:
	"""Return what the last file came to and what has turned since; None where there is none the reader may see.

	{name, title, state, met, total, points, most_points (0: not scored), turned: [{criterion_key, short_text, before, now, turn}]}
	"""
	last = last_file(doc)
	if not last or not last.has_permission("read"):
		return None
	results = {one.criterion_key: one.result for one in service.answers(last)}
	own = {one.criterion_key: one.result for one in service.answers(doc)}
	texts = {item.criterion_key: item.short_text for item in doc.items}
	weighed = service.weigh(last)
	return {
		"name": last.name,
		"title": frappe.get_cached_value("Review Period", last.period, "title"),
		"state": last.state,
		"met": weighed.met,
		"total": weighed.total,
		"points": weighed.points,
		"most_points": weighed.most_points,
		"turned": [
			{
				"criterion_key": one.criterion_key,
				"short_text": texts[one.criterion_key],
				"before": one.before,
				"now": one.now,
				"turn": one.turn,
			}
			for one in between(results, own)
		],
	}


def last_file(doc: Any) -> Any | None:
	"""Return the organisation's own file of the last period of the same kind and title; None without one."""
	file, period = frappe.qb.DocType("Evaluation"), frappe.qb.DocType("Review Period")
	ends_on = frappe.get_cached_value("Review Period", doc.period, "ends_on")
	# The caller asks for permission on what is found.
	query = (
		frappe.qb.from_(file)
		.join(period)
		.on(period.name == file.period)
		.select(file.name)
		.where((file.organization == doc.organization) & (file.title_kind == doc.title_kind))
		.where((file.period_kind == doc.period_kind) & (period.ends_on < ends_on))
		.orderby(period.ends_on, order=frappe.qb.desc)
		.limit(1)
	)
	rows = query.run()
	return frappe.get_doc("Evaluation", rows[0][0]) if rows else None
