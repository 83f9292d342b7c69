"""The parts of every act: a document is opened, moved to where the rule says, and written with its step."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import format_datetime, get_fullname, getdate, now_datetime

from bontot import working_days
from bontot.approval.core import kinds, resume_at, returned, routes, routing, steps, transitions, visibility
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


def open_document(doctype: str, name: str, expected_sequence: int, closed_too: bool = False) -> Document:
	"""The document, its row locked until the transaction ends.

	Raises UnknownKindError, DoesNotExistError where it is beyond reach, StaleFileError when somebody acted meanwhile, and
	PeriodClosedError unless an evaluation of a closed period may be acted on too.
	"""
	kind = kinds.of(doctype)
	visibility.require(doctype, name)
	doc = kind.lock(name, closed_too)
	require_sequence(doc, expected_sequence)
	return doc


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
		label = steps.label_of(doc.doctype, last.act)
		message = message.format(get_fullname(last.acting_user), when, label)
	frappe.throw(message, StaleFileError, title=_("The File Has Moved On"))


def situation_of(doc: Document) -> transitions.Situation:
	acts = tuple(step.act for step in routes.steps_of(doc))
	position = doc.route_position if doc.state == transitions.UNDER_APPRAISAL else transitions.AUTHORS_DESK
	kind = kinds.of(doc.doctype)
	period_kind = doc.get("period_kind") or "Year"
	came = resume_at.came(doc)
	return transitions.Situation(
		doc.state, position, acts, doc.round or 0, period_kind, kind.table, came_straight=came
	)


def entry_for(
	doc: Document, act: str, organization: str, seat: dict, at: datetime | None = None
) -> steps.Entry:
	"""`seat`: what access gives, of it `name` and `on_behalf_of` (whose seat it is, when it was lent); `at`: now."""
	entry = steps.Entry(act, organization, seat["name"], at or now_datetime(), doc.state, doc.awaiting_since)
	entry.on_behalf_of = seat["on_behalf_of"]
	return entry


def move(doc: Document, situation: transitions.Situation, entry: steps.Entry) -> None:
	"""Set state, place and who is waited for as the rule says; refuses what the rule does not know."""
	outcome = transitions.outcome(situation, entry.act)
	refuse_impossible(outcome, doc)
	if outcome.state in (transitions.DRAFT, transitions.RETURNED) and (why := returned.why_no_author(doc)):
		frappe.throw(why, AuthorGoneError, title=_("Nobody Would Mend It"))
	doc.state, doc.route_position = outcome.state, outcome.position
	entry.act, entry.round = outcome.recorded_act, max(situation.round, 1)
	doc.round = outcome.round
	if outcome.state == transitions.UNDER_APPRAISAL:
		await_position(doc, outcome.position, entry.at)
	elif outcome.state == transitions.RETURNED:
		await_author(doc, entry.at)
	else:
		await_nobody(doc)
	if outcome.state in ENDED_BY_ITSELF:
		doc.decided_on = entry.at.date()
	elif outcome.state in (transitions.DRAFT, transitions.RETURNED, transitions.UNDER_APPRAISAL):
		doc.decided_on = None


def await_position(doc: Document, position: int, at: datetime) -> None:
	"""Let the file wait at a level of its route; one that lives no more is replaced by what today's tree has there."""
	step = routes.steps_of(doc)[position]
	path = routes.living_path(step.organization, at.date())
	if not path:
		set_route(doc, routes.renewed(doc, routes.steps_of(doc)[:position], at.date()))
		step = routes.steps_of(doc)[position]
		path = routes.living_path(step.organization, at.date()) or step.path
	doc.route_position = position
	await_level(doc, step, path, at)


def set_route(doc: Document, plan: dict[str, Any]) -> None:
	doc.route = json.dumps(plan, ensure_ascii=False)


def leads_to_the_ended(doc: Document) -> bool:
	today = getdate()
	return any(not routes.lives(step.organization, today) for step in routes.steps_of(doc))


def await_level(doc: Document, step: routing.FrozenStep, path: str, at: datetime) -> None:
	doc.behind_organization, doc.ahead_organization = steps.neighbours(
		doc.organization, step.organization, routes.steps_of(doc)
	)
	doc.awaiting_organization, doc.awaiting_path, doc.awaiting_act = step.organization, path, step.act
	doc.awaiting_since = at
	doc.awaiting_due_on = due_on(doc, step, at.date())
	if doc.returned_by and doc.returned_by not in returned.ahead_of(doc):
		doc.returned_by = None  # it has come back to whoever returned it, or passes it by


def due_on(doc: Document, step: routing.FrozenStep, today: date) -> date:
	"""The level's own days, but not beyond the deadline for it while that still lies ahead."""
	own = working_days.add(today, step.days_allowed)
	deadline = kinds.of(doc.doctype).deadline(doc, step.level)
	return min(own, deadline) if deadline and deadline >= today else own


def await_author(doc: Document, at: datetime) -> None:
	await_nobody(doc)
	doc.awaiting_since = at
	doc.awaiting_due_on = working_days.add(at.date(), DAYS_TO_MEND)


def await_nobody(doc: Document) -> None:
	doc.awaiting_organization = doc.awaiting_path = doc.awaiting_act = None
	doc.behind_organization = doc.ahead_organization = None
	doc.awaiting_since = doc.awaiting_due_on = doc.returned_by = None


def finish(doc: Document, entry: steps.Entry) -> Document:
	"""Write the step and the file."""
	write([doc], [steps.made(doc, entry, routes.steps_of(doc))])
	return doc


def write(docs: Sequence[Document], made: Sequence[Document]) -> None:
	"""Write files, all of one kind, and the steps made of them."""
	steps.write(made)
	if docs:
		kinds.of(docs[0].doctype).save(docs)


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
		frappe.throw(returned.why_none_below(doc, 0), NoLevelBelowError, title=_("No Level Below"))
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
