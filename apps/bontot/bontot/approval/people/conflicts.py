"""Bars of people from acting on a file although a seat would allow it. Asked by the acts; the queue leaves the same files out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder import Criterion, Table
from frappe.utils import getdate
from pypika.terms import ExistsCriterion

from bontot.approval.core import kinds, request_cache
from bontot.approval.core.errors import ConsecutiveLevelError, OwnUnitError
from bontot.organization import access
from bontot.organization.access.own_unit import acting_users, own_organizations
from bontot.organization.access.seats_in_force import in_force


def acted_at_next_level(
	files: Table, place: Criterion | str, people: Sequence[str], next_to: Sequence[str] = ()
) -> ExistsCriterion:
	"""Condition: one of `people` has acted on the file at the level just below or just above `place`, or another did
	so on his or her behalf.

	By the levels as they were when the act was done, and as they are on the file's way now: a route may have changed in
	between. `next_to`: levels besides `place`, for a file that waits for nobody.
	"""
	step = frappe.qb.DocType("Approval Step").as_("beside")
	beside = (step.above_organization == place) | (step.below_organization == place)
	now = (step.acting_organization == files.behind_organization) | (
		step.acting_organization == files.ahead_organization
	)
	if next_to:
		now = step.acting_organization.isin(list(next_to))
	beside |= now & (step.act != "Reroute")  # which counts as what its own columns say
	theirs = step.acting_user.isin(list(people)) | step.on_behalf_of.isin(list(people))
	rows = frappe.qb.from_(step).select(step.name)
	return ExistsCriterion(rows.where((step.file_name == files.name) & theirs & beside))


def why_barred(
	doc: Document,
	user: str,
	place: str | None = None,
	ability: access.Ability = "appraise",
	next_to: Sequence[str] = (),
) -> tuple[type[Exception], str] | None:
	"""The refusal that meets `user` who wants to act on the file at `place` (where it waits); None: nothing bars them."""
	place = place or doc.awaiting_organization
	people = acting_users(user, place, ability)
	if any(doc.organization in own_organizations(person) for person in people):
		return OwnUnitError, _(
			"This is the file of your own organization. Another seat of this level must appraise it."
		)
	return why_consecutive(doc.name, place, people, next_to, doc.doctype)


def why_consecutive(
	file: str, place: str, people: Sequence[str], next_to: Sequence[str] = (), doctype: str = kinds.EVALUATION
) -> tuple[type[Exception], str] | None:
	key = ("beside", file, place, tuple(people), tuple(next_to))
	if not request_cache.ask(
		key, lambda: bool(acted_at_next_level_any([file], place, people, next_to, doctype))
	):
		return None
	message = _("You have acted on this file at the level next to this one. Another person must act here.")
	if len(people) > 1:
		message = _(
			"You, or the one on whose behalf you act, have acted on this file at the level next to this one. Another person must act here."
		)
	return ConsecutiveLevelError, message


def why_not_recording(doc: Document, user: str) -> tuple[type[Exception], str] | None:
	"""As `why_barred`, of recording what the body decided where the file waits: it may be the recorder's own unit."""
	place = doc.awaiting_organization
	return why_consecutive(doc.name, place, acting_users(user, place, "decide"), doctype=doc.doctype)


def ask_for_all(docs: Iterable[Document]) -> None:
	"""Find out for files that one act is to be done on (inside `request_cache.remembering`) on which the signed-in user has acted at
	the level next to the one where each waits: one question a place, not one a file."""
	waiting: dict[str, list[str]] = {}
	for doc in docs:
		waiting.setdefault(doc.awaiting_organization, []).append(doc.name)
	waiting.pop(None, None)
	for place, names in waiting.items():
		people = acting_users(frappe.session.user, place, "appraise")
		files = frappe.qb.DocType("Evaluation")
		where = files.name.isin(names) & acted_at_next_level(files, place, people)
		barred = set(frappe.qb.from_(files).select(files.name).where(where).run(pluck=True))
		for name in names:
			request_cache.tell(("beside", name, place, tuple(people), ()), name in barred)


def acted_at_next_level_any(
	names: Sequence[str],
	place: str,
	people: Sequence[str],
	next_to: Sequence[str] = (),
	doctype: str = kinds.EVALUATION,
) -> list[str]:
	"""Names of the organisations among these files on which one of `people` acted at the level next to `place`."""
	if not names:
		return []
	files = frappe.qb.DocType(doctype)
	where = files.name.isin(list(names)) & acted_at_next_level(files, place, people, next_to)
	return frappe.qb.from_(files).select(files.organization_name).where(where).run(pluck=True)


def refuse_barred(
	doc: Document,
	user: str,
	place: str | None = None,
	ability: access.Ability = "appraise",
	next_to: Sequence[str] = (),
) -> None:
	if barred := why_barred(doc, user, place, ability, next_to):
		error, message = barred
		frappe.throw(message, error, title=_("Not You"))


def own_members(place: str, names: Sequence[str], doctype: str = kinds.EVALUATION) -> dict[str, list[str]]:
	"""{file: full names of those seated at `place` whose own unit the file's organisation is}, sorted by name."""
	here, there = frappe.qb.DocType("Seat").as_("here"), frappe.qb.DocType("Seat").as_("there")
	position, files = frappe.qb.DocType("Position"), frappe.qb.DocType(doctype)
	account = frappe.qb.DocType("User")
	query = (
		frappe.qb.from_(files)
		.join(there)
		.on(there.organization == files.organization)
		.join(position)
		.on(position.name == there.position)
		.join(here)
		.on((here.user == there.user) & (here.organization == place))
		.join(account)
		.on((account.name == here.user) & (account.enabled == 1))
		.select(files.name, account.full_name)
		.distinct()
		.where(files.name.isin(list(names) or [""]))
		.where((position.may_author == 1) | (position.may_appraise == 1) | (position.may_decide == 1))
		.where(in_force(here, getdate()) & in_force(there, getdate()))
		.orderby(account.full_name)
	)
	found: dict[str, list[str]] = {}
	for name, person in query.run():
		found.setdefault(name, []).append(person)
	return found
