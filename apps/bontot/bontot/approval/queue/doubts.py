"""Doubts of a waiting evaluation: what is worth a look before anybody agrees to it: the queue flags it, the list of a sitting names
it, and whoever agrees to many files at once agrees to none that has any.

Except that evidence is lacking: the plan asks for unity and comradeship, of which few cells have a sheet to show. No button
chooses such a file, but a person who has ticked it may let it pass with others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from bontot.approval.acts import unmet
from bontot.approval.core.errors import DoubtfulFileError
from bontot.evaluation.answers import without_evidence
from bontot.evaluation.computing.outcome import NOT_MET

LET_PASS = ("missing_evidence",)


def reasons_of(item: Any) -> list[str]:
	"""Of a stored criterion: which of "not_met", "differs" and "missing_evidence" hold."""
	answer = unmet.answer_of(item)
	reasons = {
		"not_met": unmet.counts_as_unmet(item),
		"differs": answer.differs,
		"missing_evidence": without_evidence.holds(item),
	}
	return [why for why, holds in reasons.items() if holds]


def of_file(file: Any, counted: Mapping[str, int]) -> list[str]:
	"""In words, by a file's columns and its criteria for which each reason holds; nothing: it is clean."""
	words: dict[str, Callable[[int], str]] = {
		"returned": lambda number: _("returned by the level above"),
		"changed": lambda number: _("{0} changes").format(number),
		"differs": lambda number: _("{0} differ from the records").format(number),
		"missing_evidence": lambda number: _("{0} lack evidence").format(number),
		"not_met": lambda number: _("{0} not met").format(number),
		"too_few_points": lambda number: unmet.too_few_points(),
		"newer": lambda number: _("newer records stand against it"),
	}
	found = {
		**counted,
		"returned": int(bool(file.returned_by)),
		"changed": file.changed_count or 0,
		"newer": file.review_suggested or 0,
		# Each may be met, and the points too few in all.
		"too_few_points": int(file.outcome == NOT_MET and not counted.get("not_met")),
	}
	return [say(found[why]) for why, say in words.items() if found.get(why)]


def barring(file: Any, counted: Mapping[str, int]) -> list[str]:
	"""As `of_file`, those alone for which a file is agreed to by itself."""
	return of_file(file, {why: number for why, number in counted.items() if why not in LET_PASS})


def refuse(doc: Document) -> None:
	"""Raise DoubtfulFileError, and say why, where a file is to be agreed to by itself."""
	doubts = barring(doc, Counter(why for item in doc.items for why in reasons_of(item)))
	if doubts:
		message = _("Open this file and look at it before you agree to it: {0}.").format("; ".join(doubts))
		frappe.throw(message, DoubtfulFileError, title=_("Not Together With Others"))
