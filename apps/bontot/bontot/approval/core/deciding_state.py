"""Whether a submitted resolution is about to decide a file. Apart from `deciding`, which builds on the acts."""

from __future__ import annotations

from collections.abc import Sequence

import frappe
from frappe import _
from pypika import Field, Table
from pypika.terms import Criterion

from bontot.approval.core.errors import PendingResolutionError


def pending(evaluations: Sequence[str], besides: str | None = None, locked: bool = False) -> dict[str, str]:
	"""{file: number of the resolution} for files that a submitted resolution has not decided yet.

	locked: the caller holds the files' rows; what was committed since its transaction began is seen, too.
	"""
	row = frappe.qb.DocType("Resolution Item")
	return _pending(row, row.evaluation, evaluations, besides, locked=locked)


def pending_documents(
	doctype: str, names: Sequence[str], besides: str | None = None, locked: bool = False
) -> dict[str, str]:
	"""As `pending`, of documents of a kind that is no evaluation."""
	row = frappe.qb.DocType("Resolution Document")
	return _pending(row, row.file_name, names, besides, row.file_doctype == doctype, locked=locked)


def pending_ratings(names: Sequence[str], besides: str | None = None, locked: bool = False) -> dict[str, str]:
	"""As `pending`, of yearly ratings."""
	row = frappe.qb.DocType("Resolution Rating")
	return _pending(row, row.rating, names, besides, locked=locked)


def hold(doctype: str, names: Sequence[str]) -> None:
	"""Lock these rows, in one order, until the transaction ends: of two resolutions over one of them that are submitted at
	once the second waits here, and then meets the first."""
	table = frappe.qb.DocType(doctype)
	frappe.qb.from_(table).select(table.name).where(table.name.isin(list(names) or [""])).orderby(
		table.name
	).for_update().run()


def _pending(
	row: Table,
	name: Field,
	names: Sequence[str],
	besides: str | None,
	*more: Criterion,
	locked: bool = False,
) -> dict[str, str]:
	resolution = frappe.qb.DocType("Resolution")
	joined = (resolution.name == row.parent) & (row.parenttype == "Resolution")
	query = frappe.qb.from_(row).join(resolution).on(joined).select(name, resolution.number)
	query = query.where((resolution.docstatus == 1) & (resolution.state == "Deciding"))
	query = query.where(name.isin(list(names) or [""]) & (row.result.isnull() | (row.result == "")))
	for condition in more:
		query = query.where(condition)
	if besides:
		query = query.where(resolution.name != besides)
	return dict((query.for_update() if locked else query).run())


def refuse_when_about_to_be_decided(name: str, doctype: str = "Evaluation") -> None:
	"""For an act that holds the file's row. Locked: it may have waited for that row while a resolution over it was submitted,
	which a transaction that has begun before does not see otherwise."""
	if doctype == "Evaluation":
		found = pending([name], locked=True)
	else:
		found = pending_documents(doctype, [name], locked=True)
	if found:
		message = _(
			"Resolution {0} is deciding this file at this moment. Wait for its result and reload the page."
		)
		frappe.throw(message.format(found[name]), PendingResolutionError, title=_("Being Decided"))
