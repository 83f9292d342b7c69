"""Closing a period: from then on no act changes any of its files, and none of them waits for anybody."""

from typing import Any

import frappe
from frappe import _
from frappe.query_builder import Criterion, Table
from frappe.query_builder.functions import Count
from frappe.utils import now_datetime

from bontot.evaluation.computing import rechecking
from bontot.evaluation.errors import MissingFilesError, PeriodStateError
from bontot.evaluation.period.opening import forget, without_file
from bontot.organization import access, tree
from bontot.organization.access import hide_existence

NAMED = 3
WITH_ITS_UNIT, ABOVE = ("Draft", "Returned"), "Under Appraisal"


def of_open_periods(files: Table) -> Criterion | None:
	"""Condition on evaluations: their period is not closed. None: nothing is closed.

	By the names of the closed ones, which are a few a year: what waits stays in the order of its own index.
	"""
	# Which periods are over is no secret of anybody; the caller has its own rule about the files.
	closed = frappe.get_all("Review Period", {"state": "Closed"}, pluck="name", order_by="name")
	return files.period.notin(closed) if closed else None


def close(name: str) -> None:
	"""Close an open period as the signed-in user. Raises NoSeatError, PeriodStateError, MissingFilesError."""
	hide_existence.require("Review Period", name)
	period = frappe.get_doc("Review Period", name, for_update=True)
	access.require_seat(period.organization, "decide")
	if period.state != "Open":
		message = _("Only an open period can be closed; {0} is not open.").format(period.title)
		frappe.throw(message, PeriodStateError, title=_("Period Not Open"))
	refuse_missing_files(period)
	period.state = "Closed"
	period.closed_on = now_datetime()
	period.flags.by_service = True
	period.save(ignore_permissions=True)  # require_seat has checked who closes
	forget(period.name)
	rechecking.enqueue(period.name, "closed")


def refuse_missing_files(period) -> None:
	"""Refuse to close while an organisation has no evaluation: none is left out of a closed period's figures unseen."""
	if not (missing := without_file(period)):
		return
	named = ", ".join(row.organization_name for row in missing[:NAMED])
	message = _(
		"{0} organizations of this period have no file yet: {1}. Press “{2}”, wait until they are made, then close it."
	)
	if len(missing) > NAMED:
		named = f"{named}, …"
	message = message.format(len(missing), named, _("Add Organizations Founded Since"))
	frappe.throw(message, MissingFilesError, title=_("Files Missing"))


def under_way(period: str) -> list[dict[str, Any]]:
	"""[{where (words), count}]: files of a period that would stay as they are if it was closed now: those that lie with their
	units, then those that wait above, the lowest level first."""
	files, waits_at = frappe.qb.DocType("Evaluation"), frappe.qb.DocType(tree.DOCTYPE)
	level = frappe.qb.DocType("Organization Level")
	query = (
		frappe.qb.from_(files)
		.left_join(waits_at)
		.on(waits_at.name == files.awaiting_organization)
		.left_join(level)
		.on(level.name == waits_at.level)
		.select(files.state, level.level_name, Count(files.name))
		.where((files.period == period) & files.state.isin([*WITH_ITS_UNIT, ABOVE]))
		.groupby(files.state, level.level_name, level.rank)
		.orderby(level.rank, order=frappe.qb.desc)
	)
	rows = query.run()
	own = {"Draft": _("not sent yet"), "Returned": _("returned to be mended")}
	found = [
		{"where": own[one], "count": sum(count for state, _level, count in rows if state == one)}
		for one in own
	]
	waiting = _("wait at the level {0}")
	found += [
		{"where": waiting.format(name or "?"), "count": count}
		for state, name, count in rows
		if state == ABOVE
	]
	return [row for row in found if row["count"]]
