"""The acts on a file. Each takes the file's row, expects the state it was shown, asks for a seat, and writes one step.

What an act makes of a file is decided in `transitions`; who is barred in `bars`; what is particular to a kind of document
in its `kinds.Kind`; deciding is in `deciding`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Literal

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import format_datetime, get_fullname, getdate, now_datetime

from bontot import working_days
from bontot.approval import (
	bars,
	evaluation_kind,
	handed_back,
	kinds,
	reach,
	routes,
	routing,
	steps,
	straight_back,
	transitions,
	unattended,
)
from bontot.approval.adoption_rules import Votes
from bontot.approval.errors import (
	ActNotOpenError,
	AuthorGoneError,
	CriteriaMissingError,
	InterimForYearError,
	NoLevelBelowError,
	ReasonMissingError,
	StaleFileError,
	TitleForSixMonthsError,
)
from bontot.evaluation import points_given
from bontot.evaluation import service as evaluations
from bontot.organization import access
from bontot.text import nfc, without_tags

MAX_REASON = 2000  # characters
DAYS_TO_MEND = 5  # working days an author has after a return
ReturnTo = Literal["author", "below"]  # keys of `transitions.RETURNS`
# Ends that no resolution dates.
ENDED_BY_ITSELF = (transitions.INTERIM_REVIEWED, transitions.DECLARED_NOT_REACHED, transitions.APPROVED)


# Acts of the author


def send(
	evaluation: str,
	expected_sequence: int,
	adopted_by_meeting: str | None = None,
	votes_for: int = 0,
	votes_against: int = 0,
	votes_other: int = 0,
) -> Document:
	"""Send an evaluation to the first level above, as its meeting adopted it."""
	votes = Votes(votes_for, votes_against, votes_other)
	return send_up(open_file(evaluation, expected_sequence), adopted_by_meeting, votes)


def send_up(doc: Document, *said: Any) -> Document:
	"""Send a file to the first level above; its route is frozen now, unless it comes back from a return.

	`said`: what the sender says besides, as the file's kind asks for it (`Kind.before_sending`).
	"""
	kind = kinds.of(doc.doctype)
	seat = access.require_seat(doc.organization, kind.author)
	situation = situation_of(doc)
	if situation.place == "author":
		kind.before_sending(doc, *said)
		straight_to = 0
		if doc.state == transitions.DRAFT or not doc.route or leads_to_the_ended(doc):
			set_route(doc, kind.work_out(doc, getdate()))
		else:
			straight_to = straight_back.position(doc)
		situation = replace(situation_of(doc), straight_to=straight_to)
	entry = entry_for(doc, transitions.SEND, doc.organization, seat)
	if situation.straight_to:
		entry.reason = straight_back.words(doc, situation.straight_to)
	move(doc, situation, entry)
	doc.sent_at = entry.at
	kind.sent(doc)
	return finish(doc, entry)


def declare_not_reached(evaluation: str, expected_sequence: int, reason: str) -> Document:
	"""The organisation says itself that it has not reached the title: the file ends, nobody appraises it."""
	doc = open_file(evaluation, expected_sequence)
	seat = access.require_seat(doc.organization, "author")
	entry = entry_for(doc, transitions.DECLARE_NOT_REACHED, doc.organization, seat)
	entry.reason = required_reason(reason)
	evaluation_kind.take_records(doc)
	move(doc, situation_of(doc), entry)
	evaluations.set_counts(doc)
	return finish(doc, entry)


def recall(evaluation: str, expected_sequence: int) -> Document:
	return take_back(open_file(evaluation, expected_sequence))


def take_back(doc: Document) -> Document:
	"""Take a file back from the level that has it and has not acted yet: its author, or the level below."""
	situation = situation_of(doc)
	organization, ability = recalling_seat(doc, situation)
	if handed_back.came_from_above(doc):  # the level that has it has acted
		refuse_impossible("not_open_here", doc)
	seat = access.require_seat(organization, ability)
	kind = kinds.of(doc.doctype)
	kind.refuse_when_held(doc.name)
	entry = entry_for(doc, transitions.RECALL, organization, seat)
	by_level = situation.position > 0 and not situation.came_straight
	agreed_at = handed_back.when_agreed(doc, organization) if by_level else None
	move(doc, situation, entry)
	if agreed_at:
		kind.recalled(doc, organization, agreed_at)
		back = handed_back.sent_down_before(doc, organization, agreed_at)
		if back and back.organization in handed_back.ahead_of(doc):
			look_again(doc, back)
	return finish(doc, entry)


# Acts of a level that appraises


def agree(
	evaluation: str, expected_sequence: int, points: Mapping[str, Any] | None = None, reason: str = ""
) -> Document:
	"""Agree with every criterion and pass the file on; at a last level that appraises this concludes it.

	`points`: what this level gives scored criteria; where that differs from what counted before, with the reason.
	"""
	doc = open_file(evaluation, expected_sequence)
	if not points:
		return finish(doc, agree_to(doc))
	require_appraiser(doc, transitions.AGREE)
	changed = points_given.by_appraiser(doc, points)
	why = required_reason(reason) if changed else ""
	evaluations.set_results(doc)
	entry = agree_to(doc)
	entry.reason, entry.criteria = why, changed
	return finish(doc, entry)


def agree_to(doc: Document, at: datetime | None = None) -> steps.Entry:
	"""What agreeing makes of a locked file, in memory; every refusal comes from here, before anything is written."""
	seat = require_appraiser(doc, transitions.AGREE)
	situation, here = situation_of(doc), doc.awaiting_organization
	entry = entry_for(doc, transitions.AGREE, here, seat, at)
	move(doc, situation, entry)
	kinds.of(doc.doctype).agreed(doc, here, entry.at)
	return entry


def return_file(
	evaluation: str, expected_sequence: int, reasons: Mapping[str, str], to: ReturnTo = "author"
) -> Document:
	"""Give an evaluation back, each criterion of `reasons` for its own. To its author: they reopen, all others are accepted and
	stay locked. To the level below, which has appraised it: that level looks at them again, and nothing reopens for the author.
	Raises CriteriaMissingError, ReasonMissingError."""
	doc = open_file(evaluation, expected_sequence)
	entry = returning(doc, to)
	entry.reasons = required_reasons(doc, reasons)
	entry.criteria = list(entry.reasons)
	return send_back(doc, entry)


def returning(doc: Document, to: ReturnTo) -> steps.Entry:
	"""The beginning of a return by an officer; why is still to be said on it."""
	act = transitions.RETURNS[to]
	seat = require_appraiser(doc, act)
	kinds.of(doc.doctype).refuse_when_held(doc.name)
	return entry_for(doc, act, doc.awaiting_organization, seat)


def send_back(doc: Document, entry: steps.Entry) -> Document:
	"""Give a file back as `returning` began it. Raises NoLevelBelowError."""
	give_back(doc, entry)
	return finish(doc, entry)


def give_back(doc: Document, entry: steps.Entry) -> None:
	"""The part of a return that an officer's act and a body's decision share; `entry.act` says where to."""
	situation = situation_of(doc)
	if entry.act == transitions.RETURN_BELOW and (why := handed_back.why_none_below(doc, situation.position)):
		frappe.throw(why, NoLevelBelowError, title=_("No Level Below"))
	move(doc, situation, entry)
	if doc.state == transitions.RETURNED:
		kinds.of(doc.doctype).returned(doc, entry)
	else:
		look_again(doc, entry)


def look_again(doc: Document, entry: steps.Entry) -> None:
	"""What a return to the level below, where the file waits now, leaves on it (`entry`: who returned what, and why)."""
	doc.returned_by = entry.organization
	kinds.of(doc.doctype).sent_down(doc, entry)


def require_appraiser(doc: Document, act: str) -> dict:
	"""The seat with which the signed-in user may appraise the file where it waits, or a refusal that says why not."""
	refuse_impossible(transitions.outcome(situation_of(doc), act), doc)
	if seat := seat_for_body(doc, frappe.session.user):
		return seat
	seat = access.require_seat(doc.awaiting_organization, "appraise")
	bars.refuse_barred(doc, frappe.session.user)
	return seat


def require_recorder(doc: Document, act: str) -> dict:
	"""The seat with which the signed-in user records that the body where a document waits has decided."""
	refuse_impossible(transitions.outcome(situation_of(doc), act), doc)
	place, user = doc.awaiting_organization, frappe.session.user
	seat = access.require_seat(place, "decide")
	hands = bars.hands(user, place, "decide")
	if barred := bars.why_consecutive(doc.name, place, hands, doctype=doc.doctype):
		frappe.throw(barred[1], barred[0], title=_("Not You"))
	return seat


def seat_for_body(doc: Document, user: str) -> dict | None:
	"""The seat with which `user` acts on a document for the body where it waits: where the level decides, and where none of
	its seats may appraise it. Of an evaluation only a resolution does."""
	place = doc.awaiting_organization
	if not kinds.of(doc.doctype).body_stands_in or not place:
		return None
	recording = access.seats(user, organization=place, ability="decide")
	if not recording or (doc.awaiting_act == routing.APPRAISE and not unattended.is_unattended(doc)):
		return None
	if bars.why_consecutive(doc.name, place, bars.hands(user, place, "decide"), doctype=doc.doctype):
		return None
	return recording[0]


# What every act is made of


def open_file(
	name: str, expected_sequence: int, closed_too: bool = False, doctype: str = kinds.EVALUATION
) -> Document:
	"""The file, its row locked until the transaction ends. Raises DoesNotExistError where it is beyond reach, StaleFileError
	when somebody acted meanwhile, and PeriodClosedError unless a closed period's file may be acted on too."""
	reach.require(doctype, name)
	doc = kinds.of(doctype).lock(name, closed_too)
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
	came = straight_back.came(doc)
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
	if outcome.state in (transitions.DRAFT, transitions.RETURNED) and (why := handed_back.why_no_author(doc)):
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
	if doc.returned_by and doc.returned_by not in handed_back.ahead_of(doc):
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
		frappe.throw(handed_back.why_none_below(doc, 0), NoLevelBelowError, title=_("No Level Below"))
	if isinstance(outcome, str):
		message = _(
			"This cannot be done now: the file is in the state {0}. Reload the page to see whose turn it is."
		)
		frappe.throw(message.format(_(doc.state)), ActNotOpenError, title=_("Not Possible Now"))


# Parts of single acts


def recalling_seat(doc: Document, situation: transitions.Situation) -> tuple[str, access.Ability]:
	"""At which organisation, with which ability, a file may be taken back from where it is."""
	refuse_impossible(transitions.outcome(situation, transitions.RECALL), doc)
	if situation.position > 0 and not situation.came_straight:
		return routes.steps_of(doc)[situation.position - 1].organization, "appraise"
	return doc.organization, kinds.of(doc.doctype).author


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


def required_criteria(doc: Document, criteria: Sequence[str]) -> list[str]:
	"""The named criteria in the file's order, each once; refuses none, and one the file lacks."""
	for key in criteria:
		evaluations.item_of(doc, key)
	keys = [item.criterion_key for item in doc.items if item.criterion_key in set(criteria)]
	if not keys:
		message = _("Choose the criteria that must be mended.")
		frappe.throw(message, CriteriaMissingError, title=_("Which Criteria"))
	return keys


def required_reasons(doc: Document, reasons: Mapping[str, str]) -> dict[str, str]:
	"""{criterion: its reason} in the file's order; refuses what `required_criteria` does, and one without its own reason, by
	its name."""
	texts = {item.criterion_key: item.short_text for item in doc.items}
	return {key: required_reason(reasons[key], texts[key]) for key in required_criteria(doc, list(reasons))}
