"""Standing of a file by the records of the day: whether a resolution may recognise it, and what of it must not be passed over
in silence.

A title stands on what is decided. What the frozen pass rule calls not met is never recognised; what waits for a yearly rating
is, where the province lets a body confirm it by name and reason (setting RATING_LATER); a criterion that is not met though
the rule is, or against which registers have turned since the file was sent, is confirmed with its reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder import Criterion, Table
from frappe.utils import getdate

from bontot.evaluation.answers import service as evaluations
from bontot.evaluation.computing import computed, stored_answers
from bontot.evaluation.computing.outcome import MET, NOT_MET, Answer, GroupState, Outcome
from bontot.rating import calculators as ratings

Bar = Literal["", "unmet", "waiting"]

# What `answer_of` asks of a stored criterion, and what it is called.
FIELDS = (
	"parent",
	"criterion_key",
	"group_key",
	"short_text",
	"self_result",
	"computed_result",
	"appraised_result",
)
RATING_LATER, CONFIRMED = "recognition_before_rating", "confirmed"


@dataclass(frozen=True, slots=True)
class PassStatus:
	"""Result of a file. `unmet`: short texts of what is not met, in its order, and that its points are too few; `turned`: of
	what people judged, against which registers speak since it was sent; `waiting`: of what waits for a rating."""

	state: GroupState
	unmet: tuple[str, ...] = ()
	turned: tuple[str, ...] = ()
	waiting: tuple[str, ...] = ()
	rating_later: bool = False
	"""Whether nothing but yearly ratings is open, and the province lets it be recognised before they are decided."""

	@property
	def bar(self) -> Bar:
		"""Reason why it cannot be recognised at all; "": it can."""
		if self.state == NOT_MET:
			return "unmet"
		if self.state != MET and not self.rating_later:
			return "waiting"
		return ""

	@property
	def to_confirm(self) -> tuple[str, ...]:
		"""Points for which a resolution that recognises it says a reason."""
		return () if self.bar else (*self.unmet, *self.turned, *self.waiting)

	@property
	def against(self) -> tuple[str, ...]:
		"""Words of a refusal: what bars it, or what is to be confirmed."""
		if self.bar == "waiting":
			return self.waiting
		return (*self.unmet, *self.turned) if self.bar else self.to_confirm

	def as_dict(self) -> dict[str, Any]:
		return {"bar": self.bar, "unmet": [*self.unmet, *self.turned], "waiting": [*self.waiting]}


def pass_status(doc: Document) -> PassStatus:
	"""Of a locked file that has taken the records of the day (`evaluations.take_day`)."""
	return _pass_status(doc, doc.items, evaluations.weigh(doc))


def pass_statuses(names: Sequence[str]) -> dict[str, PassStatus]:
	"""As `standing`, of stored files, with the records of this day. The caller has checked that they may be read."""
	where = {"name": ("in", list(names) or [""])}
	columns = [*computed.FILE_FIELDS, "review_reason"]
	files = {row.name: row for row in frappe.get_all("Evaluation", where, columns, limit_page_length=0)}
	items = items_of(files)
	criteria = {(item.parent, item.criterion_key): item for some in items.values() for item in some}
	for key, values in computed.on_day(files.values(), criteria, getdate()).items():
		computed.take(criteria[key], values)
	weigher = cache(stored_answers.weigher)
	return {
		name: _pass_status(row, items[name], weigher(row.period, row.period_framework)(items[name]))
		for name, row in files.items()
	}


def items_of(names: Iterable[str]) -> dict[str, list[Any]]:
	"""All stored criteria of these files, in their order."""
	item = frappe.qb.DocType("Evaluation Item")
	query = frappe.qb.from_(item).select(*(item[field] for field in (*computed.WEIGHED, "short_text")))
	query = query.where((item.parenttype == "Evaluation") & item.parent.isin(list(names) or [""]))
	found: dict[str, list[Any]] = {name: [] for name in names}
	for row in query.orderby(item.parent).orderby(item.idx).run(as_dict=True):
		found[row.parent].append(row)
	return found


def _pass_status(file: Any, items: Sequence[Any], result: Outcome) -> PassStatus:
	unmet = [item.short_text for item in items if counts_as_unmet(item)]
	if result.points_state == NOT_MET:
		unmet.append(too_few_points())
	waiting = [item for item in items if answer_of(item).result not in (MET, NOT_MET)]
	# What turned by its own records counts as they say; what people judged stands, and the registers beside it do not.
	judged = tuple(f"{item.short_text}: " for item in items if not item.computed_result)
	turned = [line for line in (file.review_reason or "").splitlines() if line.startswith(judged)]
	later = bool(waiting) and may_be_rated_later(file, {item.criterion_key for item in waiting})
	texts = tuple(item.short_text for item in waiting)
	return PassStatus(result.state, tuple(unmet), tuple(turned), texts, later)


def may_be_rated_later(file: Any, waiting: set[str]) -> bool:
	"""Whether these criteria wait for nothing but yearly ratings, and the province lets a body recognise before those."""
	settings = stored_answers.core_framework(file.period)["settings"]
	if (settings.get(RATING_LATER) or "").strip() != CONFIRMED:
		return False
	criteria = stored_answers.framework_of(file.period, file.period_framework)["criteria"]
	by_rating = {row["criterion_key"] for row in criteria if row["calculator"] in ratings.CALCULATORS}
	return waiting <= by_rating


def why_not(found: PassStatus) -> str:
	"""Reason why a file is not recognised as it stands, in words, and what to do."""
	named = "; ".join(found.against)
	if found.bar == "unmet":
		return _("the pass rule is not met by the records of today ({0}). Refuse it or return it.").format(
			named
		)
	if found.bar == "waiting":
		return _(
			"these criteria are not decided yet: {0}. Have the yearly rating decided first, a meeting without points scored by its cell."
		).format(named)
	return _("the resolution does not say why it is recognized all the same: {0}.").format(named)


def too_few_points() -> str:
	return _("too few points in all")


def rows_of(names: Sequence[str], also: Callable[[Table], Criterion], more: Sequence[str] = ()) -> list[Any]:
	"""Stored criteria of these files of which somebody, or the records, say that they are not met, or for which `also` holds, in
	their order: FIELDS and `more`. The caller has checked that the files may be read."""
	item = frappe.qb.DocType("Evaluation Item")
	said = (
		(item.self_result == NOT_MET) | (item.appraised_result == NOT_MET) | (item.computed_result == NOT_MET)
	)
	query = frappe.qb.from_(item).select(*(item[field] for field in (*FIELDS, *more)))
	query = query.where((item.parenttype == "Evaluation") & item.parent.isin(list(names) or [""]))
	return query.where(said | also(item)).orderby(item.parent).orderby(item.idx).run(as_dict=True)


def counts_as_unmet(item: Any) -> bool:
	"""Of a stored criterion: by what counts of it, which is one rule for the whole app (`Answer.result`)."""
	return answer_of(item).result == NOT_MET


def answer_of(item: Any) -> Answer:
	"""A stored criterion as far as its result goes."""
	own, computed_then = item.self_result or "", item.computed_result or ""
	appraised = item.appraised_result or ""
	return Answer(item.criterion_key, item.group_key, own, computed_then, appraised_result=appraised)


def is_confirmed(row: Any, found: PassStatus) -> bool:
	"""Whether a row of a resolution says for everything of its file that it must say a reason for, that it is recognised all the
	same, and why."""
	if not found.to_confirm:
		return True
	unmet = row.despite_unmet or not (found.unmet or found.turned)
	waiting = row.before_rating or not found.waiting
	return bool(unmet and waiting and (row.reason or "").strip())
