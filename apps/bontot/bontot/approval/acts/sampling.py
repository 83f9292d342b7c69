"""Files that a reviewer opens before agreeing to many at once: drawn by the server, and known by it when opened.

The draw (`sample_rules`) is worked out anew each time and kept nowhere. That somebody opened a file is kept in the
framework's View Log, and counts as long as the file waits where it was opened.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder.functions import Max
from frappe.utils.password import get_encryption_key

from bontot.approval.acts import sample_rules
from bontot.approval.core import kinds, listing, request_cache
from bontot.approval.core.errors import SampleNotOpenedError
from bontot.approval.people import by_turn
from bontot.evaluation.computing import stored_answers

PERCENT_SETTING, LEAST_SETTING = "bulk_sample_percent", "bulk_sample_least"
VIEWED = "View Log"


@dataclass(frozen=True, slots=True)
class Candidate:
	"""A file as it waits for its reviewer. `rule`: percent and least number of its framework."""

	name: str
	organization_name: str
	sequence: int
	since: datetime | None
	rule: tuple[int, int]


def candidate(file: Any) -> Candidate:
	"""Of a file or its columns, before an act moves it on."""
	framework = (file.period, file.period_framework)
	rule = request_cache.ask(("sample", *framework), lambda: rule_of(*framework))
	return Candidate(file.name, file.organization_name, file.step_sequence or 0, file.awaiting_since, rule)


def rule_of(period: str, period_framework: str | None) -> tuple[int, int]:
	"""(percent, least number) as the period froze them."""
	settings = stored_answers.framework_of(period, period_framework)["settings"]
	return (
		sample_rules.whole_number(settings.get(PERCENT_SETTING), sample_rules.PERCENT),
		sample_rules.whole_number(settings.get(LEAST_SETTING), sample_rules.LEAST),
	)


def drawn(files: Iterable[Candidate], user: str) -> list[Candidate]:
	"""Those of the files of one act that `user` opens first."""
	alike: dict[tuple[int, int], dict[str, Candidate]] = {}
	for file in files:
		alike.setdefault(file.rule, {})[file.name] = file
	secret, found = get_encryption_key(), []
	for (percent, least), named in alike.items():
		marks = {name: sample_rules.mark(secret, user, name, file.sequence) for name, file in named.items()}
		number = sample_rules.size(len(named), percent, least)
		found += [named[name] for name in sample_rules.drawn(marks, number)]
	return found


def opened(files: Sequence[Candidate], user: str) -> set[str]:
	"""Names of those that `user` has opened since they came to where they wait."""
	viewed = frappe.qb.DocType(VIEWED)
	query = (
		frappe.qb.from_(viewed)
		.select(viewed.reference_name, Max(viewed.creation))
		.where(viewed.reference_name.isin([file.name for file in files] or [""]))
		.where((viewed.reference_doctype == kinds.EVALUATION) & (viewed.viewed_by == user))
		.groupby(viewed.reference_name)
	)
	last = dict(query.run())
	return {file.name for file in files if file.name in last and file.since and last[file.name] >= file.since}


def refuse_unopened(files: Sequence[Candidate], user: str) -> None:
	"""Raise SampleNotOpenedError, naming what is still to be opened, unless all that was drawn of `files` was; the
	answer lists it as `to_open`."""
	wanted = drawn(files, user)
	seen = opened(wanted, user) if wanted else set()
	left = [file for file in wanted if file.name not in seen]
	if not left:
		return
	frappe.local.response["to_open"] = [described(file, seen) for file in left]
	names = listing.few([file.organization_name for file in left])
	message = _("Before you agree to {0} files at once, open those drawn by lot that you have not seen: {1}")
	frappe.throw(message.format(len(files), names), SampleNotOpenedError, title=_("Open These First"))


def described(file: Candidate, seen: set[str]) -> dict[str, Any]:
	return {
		"evaluation": file.name,
		"organization_name": file.organization_name,
		"opened": file.name in seen,
	}


def keep_opening(doc: Document) -> None:
	"""Keep that the signed-in user has opened a file that waits where he or she holds a seat; once as it stands there."""
	user = frappe.session.user
	if not by_turn.waits_for(doc, user):
		return
	if not opened([candidate(doc)], user):
		doc.add_viewed(user, force=True)
