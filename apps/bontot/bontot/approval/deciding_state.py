"""Whether a submitted resolution is about to decide a file. Apart from `deciding`, which builds on the acts."""

from __future__ import annotations

from collections.abc import Sequence

import frappe
from frappe import _

from bontot.approval.errors import PendingResolutionError


def pending(evaluations: Sequence[str], besides: str | None = None) -> dict[str, str]:
	"""{file: number of the resolution} for files that a submitted resolution has not decided yet."""
	item, resolution = frappe.qb.DocType("Resolution Item"), frappe.qb.DocType("Resolution")
	query = (
		frappe.qb.from_(item)
		.join(resolution)
		.on((resolution.name == item.parent) & (item.parenttype == "Resolution"))
		.select(item.evaluation, resolution.number)
		.where((resolution.docstatus == 1) & (resolution.state == "Deciding"))
		.where(item.evaluation.isin(list(evaluations) or [""]) & (item.result.isnull() | (item.result == "")))
	)
	if besides:
		query = query.where(resolution.name != besides)
	return dict(query.run())


def refuse_when_about_to_be_decided(evaluation: str) -> None:
	if found := pending([evaluation]):
		message = _(
			"Resolution {0} is deciding this file at this moment. Wait for its result and reload the page."
		)
		frappe.throw(message.format(found[evaluation]), PendingResolutionError, title=_("Being Decided"))
