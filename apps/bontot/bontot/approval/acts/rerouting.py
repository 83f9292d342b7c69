"""Sending a file along another way than the one frozen with it: by a person above it, or by itself where it would
otherwise stand still (its level ended, or nobody is left there who could act)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder import Criterion, Table
from frappe.utils import getdate

from bontot.approval.core import cases, kinds, moves, routes, routing, steps, transitions
from bontot.approval.core.cases import Case
from bontot.approval.core.errors import NothingToRerouteError
from bontot.approval.people import conflicts
from bontot.organization import access, tree
from bontot.organization.errors import NoSeatError


def reroute(doctype: str, name: str, expected_sequence: int, reason: str, to: str | None = None) -> Document:
	"""Work a waiting document's way out anew, from today's tree and routes, and let it go on from where it has got to.

	to: an organisation on that way at which it goes on; the levels before it are passed over, and who does so has
	acted in their stead. Raises NoSeatError, NothingToRerouteError and what the bars raise.
	"""
	case = moves.open_document(doctype, name, expected_sequence)
	moves.require_possible(case, transitions.REROUTE)
	seat = require_seat_above(case.doc)
	case.kind.refuse_when_held(name)
	entry = moves.entry_for(case, transitions.REROUTE, seat.organization, seat)
	entry.reason = moves.required_reason(reason)
	way, position = way_on(case), case.situation.position
	entry.neighbours = (None, None)  # nobody's level was taken
	if to and way.steps[position].organization != to:
		way = pass_over(way, position, to)
		entry.neighbours = neighbours_passed(case, to)
	if routing.same_way(way.steps, case.route.steps):
		message = _("The file goes this way already. Choose another level, or mend the route first.")
		frappe.throw(message, NothingToRerouteError, title=_("Nothing Changes"))
	return go_on(case, way, entry)


def way_on(case: Case) -> routing.FrozenRoute:
	"""The way of a waiting file from where it has got to (see `routes.renewed`)."""
	return routes.renewed(case.doc, case.route, case.situation.position, getdate())


def pass_over(way: routing.FrozenRoute, position: int, to: str) -> routing.FrozenRoute:
	"""The way without the levels between the one at `position` and `to`."""
	ahead = way.steps[position:]
	at = next((number for number, step in enumerate(ahead) if step.organization == to), None)
	if at is None:
		message = _("The level chosen does not lie on the file's way. Reload the page and choose again.")
		frappe.throw(message, NothingToRerouteError, title=_("Not on Its Way"))
	return replace(way, steps=(*way.steps[:position], *ahead[at:]))


def neighbours_passed(case: Case, to: str) -> tuple[str, str]:
	"""Whoever passes levels over has acted at them: between the last level behind the file and the one it goes to."""
	behind = case.route.steps[: case.situation.position]
	return (behind[-1].organization if behind else case.doc.organization), to


def go_on(case: Case, way: routing.FrozenRoute, entry: steps.Entry) -> Document:
	moves.await_position(case.along(way), case.situation.position, entry.at)
	return moves.finish(case, entry)


# Who may


def require_seat_above(doc: Document) -> dict:
	"""The seat of the signed-in user that may re-route; an administrator needs none. Raises NoSeatError."""
	user = frappe.session.user
	if seat := seat_above(doc, user):
		conflicts.refuse_barred(doc, user, seat.organization, ability_of(seat))
		return seat
	if access.is_administrator(user):
		return frappe._dict(name=None, on_behalf_of=None, organization=doc.awaiting_organization)
	message = _(
		"A file is re-routed by the level above the one where it waits, by the Organization Commission or an administrator."
	)
	frappe.throw(message, NoSeatError, title=_("No Seat"))


def seat_above(doc: Document, user: str) -> dict | None:
	"""A seat strictly above the level that the file waits for, or one of the Organization Commission there or above."""
	place = tree.path_of(doc.awaiting_organization) or doc.awaiting_path
	for seat in access.seats(user):
		above = place.startswith(seat.path) and seat.organization != doc.awaiting_organization
		if above and (seat.may_appraise or seat.may_decide):
			return seat
		if seat.is_commission and place.startswith(seat.path):
			return seat
	return None


def ability_of(seat: dict) -> access.Ability:
	return "appraise" if seat.may_appraise else "decide"


def may(doc: Document, user: str) -> bool:
	if not doc.awaiting_organization:
		return False  # it waits for nobody
	seat = seat_above(doc, user)
	if seat:
		return not conflicts.why_barred(doc, user, seat.organization, ability_of(seat))
	return access.is_administrator(user)


def is_offered(case: Case, user: str) -> bool:
	"""Whether a page offers it: of an evaluation a level may be chosen, any other document must go another way by itself."""
	if not case.kind.has_criteria and routing.same_way(way_on(case).steps, case.route.steps):
		return False
	return may(case.doc, user)


def choices(case: Case) -> list[dict[str, Any]]:
	"""Levels at which a waiting file could go on: [{organization, organization_name, level_name, act, here}]."""
	return [
		{
			"organization": step.organization,
			"organization_name": step.organization_name,
			"level_name": routes.level_name(step.level),
			"act": step.act,
			"here": step.organization == case.doc.awaiting_organization,
		}
		for step in way_on(case).steps[case.situation.position :]
	]


# By itself


def heal(names: Sequence[str], reason: str, doctype: str = kinds.EVALUATION) -> list[str]:
	"""Let files go on that wait for an organisation which lives no more; returns those that moved.

	Nobody judges by this: it is done by whoever carries the reorganisation out, or by the day's run.
	"""
	moved = []
	for name in sorted(names):
		case = cases.locked(doctype, name, closed_too=True)
		doc = case.doc
		if doc.state != transitions.UNDER_APPRAISAL or routes.lives(doc.awaiting_organization, getdate()):
			continue
		go_on(case, way_on(case), moves.own_entry(case, transitions.REROUTE, reason))
		moved.append(name)
	return moved


def pass_level(case: Case, reason: str) -> bool:
	"""Let a locked file pass the level where it waits to be appraised; False when it cannot: no other lies ahead."""
	way, position = way_on(case), case.situation.position
	ahead = way.steps[position:]
	if ahead and ahead[0].organization == case.doc.awaiting_organization:
		ahead = ahead[1:]
	if not ahead:
		return False
	way = replace(way, steps=(*way.steps[:position], *ahead))
	go_on(case, way, moves.own_entry(case, transitions.REROUTE, reason))
	return True


def waiting_for_ended(ended: Sequence[str] | None = None) -> list[str]:
	"""Files of open periods that wait for one of these organisations, or for any that lives no more today."""
	return other_kinds_waiting_for_ended(kinds.EVALUATION, ended)


def other_kinds_waiting_for_ended(doctype: str, ended: Sequence[str] | None = None) -> list[str]:
	"""As `waiting_for_ended`, of any kind of document."""
	files, organization = frappe.qb.DocType(doctype), frappe.qb.DocType(tree.DOCTYPE)
	query = (
		frappe.qb.from_(files).left_join(organization).on(organization.name == files.awaiting_organization)
	)
	# Whatever waits, waits for somebody: by that index, for a kind whose table is large.
	waits = (files.state == transitions.UNDER_APPRAISAL) & files.awaiting_organization.isnotnull()
	query = query.select(files.name).where(kinds.open_only(doctype, files, waits))
	return query.where(_ended(files, organization, ended)).run(pluck=True)


def _ended(files: Table, organization: Table, ended: Sequence[str] | None) -> Criterion:
	if ended is not None:
		return files.awaiting_organization.isin(list(ended) or [""])
	return tree.living(getdate(), organization).negate() | organization.name.isnull()
