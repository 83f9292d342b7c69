"""The parts of every act: a document is opened, moved to where the rule says, and written with its step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import format_datetime, get_fullname, getdate, now_datetime

from bontot import working_days
from bontot.approval.core import cases, kinds, returned, routes, routing, steps, transitions, visibility
from bontot.approval.core.cases import Case
from bontot.approval.core.errors import (
	ActNotOpenError,
	AuthorGoneError,
	InterimForYearError,
	NoLevelBelowError,
	ReasonMissingError,
	StaleFileError,
	TitleForSixMonthsError,
)
from bontot.text import nfc, without_tags

MAX_REASON = 2000  # characters
DAYS_TO_MEND = 5  # working days an author has after a return
# Ends that no resolution dates.
ENDED_BY_ITSELF = (transitions.INTERIM_REVIEWED, transitions.DECLARED_NOT_REACHED, transitions.APPROVED)


def open_document(doctype: str, name: str, expected_sequence: int, closed_too: bool = False) -> Case:
	"""The document's case, its row locked until the transaction ends.

	Raises UnknownKindError, DoesNotExistError where it is beyond reach, StaleFileError when somebody acted meanwhile, and
	PeriodClosedError unless an evaluation of a closed period may be acted on too.
	"""
	kind = kinds.of(doctype)
	visibility.require(doctype, name)
	doc = kind.lock(name, closed_too)
	require_sequence(doc, expected_sequence)
	return cases.of(doc)


def require_sequence(doc: Document, expected_sequence: int) -> None:
	if (doc.step_sequence or 0) != expected_sequence:
		refuse_stale(doc)


def refuse_stale(doc: Document) -> None:
	where = {"file_name": doc.name, "sequence": doc.step_sequence}
	last = frappe.db.get_value("Approval Step", where, ("acting_user", "acted_at", "act"), as_dict=True)
	frappe.local.response["standing"] = {"state": doc.state, "step_sequence": doc.step_sequence or 0}
	if not last:
		message = _("This page is out of date. Reload it to see how the file stands.")
	else:
		message = _(
			"{0} acted on this file at {1} ({2}). Reload to see how it stands; nothing of yours was done."
		)
		when = format_datetime(last.acted_at, "HH:mm dd/MM/yyyy")
		label = steps.label_of(kinds.of(doc.doctype), last.act)
		message = message.format(get_fullname(last.acting_user), when, label)
	frappe.throw(message, StaleFileError, title=_("The File Has Moved On"))


def entry_for(
	case: Case, act: str, organization: str, seat: Mapping[str, Any], at: datetime | None = None
) -> steps.Entry:
	"""`seat`: what access gives, of it `name` and `on_behalf_of` (whose seat it is, when it was lent); `at`: now."""
	entry = own_entry(case, act, organization=organization)
	entry.seat, entry.on_behalf_of, entry.at = seat["name"], seat["on_behalf_of"], at or entry.at
	entry.neighbours = case.neighbours(organization)
	return entry


def own_entry(case: Case, act: str, reason: str = "", organization: str | None = None) -> steps.Entry:
	"""A step that nobody's level took (`organization`: who had it so; where it waits): no seat, and it bars nobody."""
	doc = case.doc
	entry = steps.Entry(
		act, organization or doc.awaiting_organization, None, now_datetime(), doc.state, doc.awaiting_since
	)
	entry.round, entry.reason = max(case.situation.round, 1), reason
	return entry


def move(case: Case, entry: steps.Entry) -> None:
	"""Set state, place and who is waited for as the rule says; refuses what the rule does not know."""
	doc, outcome = case.doc, require_possible(case, entry.act)
	if outcome.state in (transitions.DRAFT, transitions.RETURNED) and (why := returned.why_no_author(doc)):
		frappe.throw(why, AuthorGoneError, title=_("Nobody Would Mend It"))
	doc.state, doc.route_position, doc.round = outcome.state, outcome.position, outcome.round
	entry.act = outcome.recorded_act
	if outcome.state == transitions.UNDER_APPRAISAL:
		case = await_position(case, outcome.position, entry.at)
		entry.neighbours = case.neighbours(entry.organization)
	elif outcome.state == transitions.RETURNED:
		await_author(doc, entry.at)
	else:
		await_nobody(doc)
	if outcome.state in ENDED_BY_ITSELF:
		doc.decided_on = entry.at.date()
	elif outcome.state in (transitions.DRAFT, transitions.RETURNED, transitions.UNDER_APPRAISAL):
		doc.decided_on = None


def await_position(case: Case, position: int, at: datetime) -> Case:
	"""Let the file wait at a level of its route; from one that lives no more on, it goes another way (the case's, now)."""
	doc = case.doc
	path = routes.living_path(case.route.steps[position].organization, at.date())
	if not path:
		case = case.along(routes.renewed(doc, case.route, position, at.date()))
	step = case.route.steps[position]
	path = path or routes.living_path(step.organization, at.date()) or step.path
	doc.route_position = position
	doc.behind_organization, doc.ahead_organization = case.neighbours(step.organization)
	doc.awaiting_organization, doc.awaiting_path, doc.awaiting_act = step.organization, path, step.act
	doc.awaiting_since = at
	doc.awaiting_due_on = due_on(case, step, at.date())
	if doc.returned_by and doc.returned_by not in case.route.after(position):
		doc.returned_by = None  # it has come back to whoever returned it, or passes it by
	return case


def leads_to_the_ended(route: routing.FrozenRoute) -> bool:
	today = getdate()
	return any(not routes.lives(step.organization, today) for step in route.steps)


def due_on(case: Case, step: routing.FrozenStep, today: date) -> date:
	"""The level's own days, but not beyond the deadline for it while that still lies ahead."""
	own = working_days.add(today, step.days_allowed)
	deadline = case.kind.deadline(case.doc, step.level)
	return min(own, deadline) if deadline and deadline >= today else own


def await_author(doc: Document, at: datetime) -> None:
	await_nobody(doc)
	doc.awaiting_since = at
	doc.awaiting_due_on = working_days.add(at.date(), DAYS_TO_MEND)


def await_nobody(doc: Document) -> None:
	doc.awaiting_organization = doc.awaiting_path = doc.awaiting_act = None
	doc.behind_organization = doc.ahead_organization = None
	doc.awaiting_since = doc.awaiting_due_on = doc.returned_by = None


def finish(case: Case, entry: steps.Entry) -> Document:
	"""Write the step and the file."""
	write([case], [steps.made(case, entry)])
	return case.doc


def write(moved: Sequence[Case], made: Sequence[Document]) -> None:
	"""Write files, all of one kind, and the steps made of them."""
	steps.write(made)
	if moved:
		moved[0].kind.save([case.doc for case in moved])


def require_possible(case: Case, act: str) -> transitions.Outcome:
	outcome = transitions.outcome(case.situation, act)
	refuse_impossible(outcome, case.doc)
	return outcome


def refuse_impossible(outcome: transitions.Outcome | str, doc: Document) -> None:
	if outcome == "title_for_six_months":
		message = _("An interim file earns no title. Choose to conclude the interim review.")
		frappe.throw(message, TitleForSixMonthsError, title=_("Not for an Interim Review"))
	if outcome == "nothing_to_declare":
		message = _(
			"An interim review gives no title that could be declared not reached. Assess and send it."
		)
		frappe.throw(message, TitleForSixMonthsError, title=_("Not for an Interim Review"))
	if outcome == "interim_for_year":
		message = _(
			"A year's file ends with a resolution. The approval route must end with a level that decides."
		)
		frappe.throw(message, InterimForYearError, title=_("Not for a Year"))
	if outcome == "no_level_below":
		frappe.throw(
			returned.why_none_below(routing.FrozenRoute(), 0), NoLevelBelowError, title=_("No Level Below")
		)
	if isinstance(outcome, str):
		message = _(
			"This cannot be done now: the file is in the state {0}. Reload the page to see whose turn it is."
		)
		frappe.throw(message.format(_(doc.state)), ActNotOpenError, title=_("Not Possible Now"))


def required_reason(reason: str, criterion: str = "") -> str:
	"""A reason as it is kept; a refusal names the criterion that it is about, if it is about one."""
	text, about = nfc(without_tags(reason or "")), f"{criterion}: " if criterion else ""
	if not text:
		message = _("Write the reason: the people concerned will read it.")
		frappe.throw(about + message, ReasonMissingError, title=_("Reason"))
	if len(text) > MAX_REASON:
		message = _("The reason has {0} characters; at most {1} are kept. Shorten it.")
		frappe.throw(about + message.format(len(text), MAX_REASON), ReasonMissingError, title=_("Reason"))
	return text
