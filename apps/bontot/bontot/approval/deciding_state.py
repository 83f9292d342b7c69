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


def pending_documents(doctype: str, names: Sequence[str], besides: str | None = None) -> dict[str, str]:
	"""As `pending`, of documents of a kind that is no evaluation."""
	row, resolution = frappe.qb.DocType("Resolution Document"), frappe.qb.DocType("Resolution")
	query = (
		frappe.qb.from_(row)
		.join(resolution)
		.on((resolution.name == row.parent) & (row.parenttype == "Resolution"))
		.select(row.file_name, resolution.number)
		.where((resolution.docstatus == 1) & (resolution.state == "Deciding"))
		.where((row.file_doctype == doctype) & row.file_name.isin(list(names) or [""]))
		.where(row.result.isnull() | (row.result == ""))
	)
	if besides:
		query = query.where(resolution.name != besides)
	return dict(query.run())


def pending_ratings(names: Sequence[str], besides: str | None = None) -> dict[str, str]:
	"""As `pending`, of yearly ratings."""
	row, resolution = frappe.qb.DocType("Resolution Rating"), frappe.qb.DocType("Resolution")
	query = (
		frappe.qb.from_(row)
		.join(resolution)
		.on((resolution.name == row.parent) & (row.parenttype == "Resolution"))
		.select(row.rating, resolution.number)
		.where((resolution.docstatus == 1) & (resolution.state == "Deciding"))
		.where(row.rating.isin(list(names) or [""]) & (row.result.isnull() | (row.result == "")))
	)
	if besides:
		query = query.where(resolution.name != besides)
	return dict(query.run())


def refuse_when_about_to_be_decided(name: str, doctype: str = "Evaluation") -> None:
	if found := pending([name]) if doctype == "Evaluation" else pending_documents(doctype, [name]):
		message = _(
			"Resolution {0} is deciding this file at this moment. Wait for its result and reload the page."
		)
		frappe.throw(message.format(found[name]), PendingResolutionError, title=_("Being Decided"))
