"""Files that a person reads because it is his turn: those that wait where he holds a seat, with what it names as its proof.

Its organisation may have been moved away since it was sent, on a way that stays as it was: then no seat of that level lies
above it any more, and still somebody there has to judge it. Nothing of this stands in lists, and it ends when the file goes on.
"""

from __future__ import annotations

from typing import Any

import frappe
from frappe.query_builder import Criterion, Table

from bontot.organization import access

EVALUATION = "Evaluation"


def waits_for(file: Any, user: str) -> bool:
	"""Whether a file (its columns) waits where `user` holds a seat."""
	place = file.awaiting_organization
	return bool(place and access.seats(user, organization=place))


def may_read_evidence(name: str, user: str) -> bool:
	"""Hook `reading_by_turn`: evidence of such a file; what is attached follows it (`guard.query.follow`)."""
	evidence = frappe.qb.DocType("Evidence")
	return _any_waits(lambda files: files.name.isin(_files_of(evidence, evidence.name == name)), user)


def may_read_meeting(name: str, user: str) -> bool:
	"""Hook `reading_by_turn`: the record of a meeting that such a file names as evidence, or as the one that adopted it."""
	evidence = frappe.qb.DocType("Evidence")
	named = (evidence.record_doctype == "Meeting") & (evidence.record_name == name)
	return _any_waits(lambda files: files.name.isin(_files_of(evidence, named)), user) or _any_waits(
		lambda files: files.adopted_by_meeting == name, user
	)


def _files_of(evidence: Table, where: Criterion) -> Any:
	return frappe.qb.from_(evidence).select(evidence.evaluation).where(where)


def _any_waits(condition: Any, user: str) -> bool:
	places = sorted({seat.organization for seat in access.seats(user)})
	if not places:
		return False
	files = frappe.qb.DocType(EVALUATION)
	query = frappe.qb.from_(files).select(files.name).limit(1)
	return bool(query.where(files.awaiting_organization.isin(places) & condition(files)).run())
