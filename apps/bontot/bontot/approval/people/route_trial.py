"""Try a saved route, also one that is switched off or not in force yet, on any organisation and day. Reads only.

Which route is taken and which levels it comes to is asked of `routes` and `routing`, as an act asks them.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import product
from typing import Any, Literal, TypedDict

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import formatdate

from bontot.approval.core import kinds, routes, routing
from bontot.approval.core.errors import RouteTrialError
from bontot.approval.people import conflicts, seating
from bontot.criteria import period_kinds
from bontot.organization import access, tree
from bontot.organization.access import holders
from bontot.organization.tree import dated

State = Literal["acts", "receives", "own", "absent", "beyond"]
NOBODY: dict[str, Any] = {"within": False, "people": [], "own_unit": [], "body": False, "may_fill": False}


class Verdict(TypedDict):
	"""Whether the route is the one taken. `cases`: of which kinds of period and title, [] where there is one only."""

	cases: list[str]
	taken: bool
	chosen: str  # the route that is taken, "" where there is none
	chosen_title: str
	reasons: list[str]


class Level(TypedDict):
	"""A level of the route. `state`: "acts", "receives", or why it is left out: "own" (the organisation's own level), "absent" (no
	such level above it), "beyond" (the route ends before it).

	`within`: who sits there is the asker's to know; else `people` and `own_unit` are empty. `people`: [{name, also_below}] who can
	act, `also_below` at the level before too and so at one of the two only. `own_unit`: names of those who would appraise there
	but for belonging to the organisation. `body`: nobody can appraise, so the level's body decides; `people` record for it.
	"""

	state: State
	level_name: str
	act: str
	organization: str
	organization_name: str
	days_allowed: int
	may_lock: bool
	within: bool
	people: list[dict[str, Any]]
	own_unit: list[str]
	body: bool
	may_fill: bool


class Trial(TypedDict):
	"""`problem`: in words, why nothing could be sent; `levels` is then empty. `days`: working days of all levels that act."""

	organization_name: str
	on: str
	problem: str
	verdicts: list[Verdict]
	levels: list[Level]
	days: int
	vacant_days: int


def run(name: str, organization: str, on: date, user: str) -> Trial:
	"""Raises PermissionError for whoever may not read the route or the organisation, RouteTrialError."""
	route_doc = frappe.get_doc("Approval Route", name)
	route_doc.check_permission("read")
	frappe.get_doc(tree.DOCTYPE, organization).check_permission("read")
	place = dated.place(organization, on)
	if not place:
		message = _("Organization: it does not exist on {0}. Choose another one, or another day.")
		frappe.throw(message.format(formatdate(on)), RouteTrialError, title=_("Nothing to Try On"))
	doc, route = stand_in(route_doc, place), routes.load_route(name)
	trial: Trial = {
		"organization_name": place.organization_name,
		"on": on.isoformat(),
		"problem": "",
		"verdicts": [],
		"levels": [],
		"days": 0,
		"vacant_days": route.vacant_days,
	}
	if doc.doctype == kinds.EVALUATION and not doc.title_kind:
		trial["problem"] = _("This organization is assessed for no title, so it has no file to send.")
		return trial
	trial["verdicts"] = verdicts(doc, route, bool(route_doc.disabled), on)
	try:
		trial["levels"] = levels(doc, route, on, user)
	except routing.NoLevelLeftError:
		trial["problem"] = _("None of this route's levels exists above this organization.")
	except routing.RequiredLevelMissingError as error:
		trial["problem"] = routes.needs_level(error)
	trial["days"] = sum(row["days_allowed"] for row in trial["levels"] if row["state"] == "acts")
	return trial


def stand_in(route: Document, place: dated.Place) -> Document:
	"""A document of the route's kind that the organisation would send, never stored; it stood where it did on the day."""
	doc = frappe.new_doc(route.document_kind)
	doc.update({"organization": place.organization, "organization_path": tree.path_of(place.organization)})
	doc.period_path = place.path
	if doc.doctype == kinds.EVALUATION:
		doc.title_kind = frappe.get_cached_value("Organization Kind", place.kind, "title_kind")
	return doc


# Is it the one taken?


def verdicts(doc: Document, route: routing.Route, disabled: bool, on: date) -> list[Verdict]:
	"""One for all cases with the same answer."""
	known, found = routes.load_routes(doc.doctype), {}
	every = list(cases(doc, route))
	for case in every:
		doc.update(dict(zip(("period_kind", "title_kind"), case, strict=True)))
		chosen, reasons = judge(doc, route, known, disabled, on)
		key = (chosen and chosen.name, tuple(reasons))
		found.setdefault(key, []).append([_(word) for word in case if word])
	return [
		{
			"cases": [", ".join(words) for words in told] if len(every) > 1 else [],
			"taken": chosen == route.name,
			"chosen": chosen or "",
			"chosen_title": frappe.get_cached_value("Approval Route", chosen, "title") if chosen else "",
			"reasons": list(reasons),
		}
		for (chosen, reasons), told in found.items()
	]


def cases(doc: Document, route: routing.Route) -> Iterator[tuple[str, str]]:
	"""(period_kind, title_kind) of the documents that the route speaks of and this organisation could send."""
	periods: tuple[str, ...] = (route.period_kind,)
	titles: tuple[str, ...] = (doc.get("title_kind") or "",)
	if doc.doctype == kinds.EVALUATION and not route.period_kind:
		periods = period_kinds.ALL
	elif route.period_kind == period_kinds.SIX_MONTH:
		periods = tuple(kind for kind in period_kinds.INTERIM if routing.lends_itself(route, kind))
	if doc.doctype != kinds.EVALUATION and doc.meta.has_field(
		"title_kind"
	):  # it says itself what it is about
		titles = (route.title_kind,) if route.title_kind else options(doc, "title_kind")
	return product(periods, titles)


def options(doc: Document, fieldname: str) -> tuple[str, ...]:
	return tuple(word for word in doc.meta.get_field(fieldname).options.split("\n") if word)


def judge(
	doc: Document, route: routing.Route, known: list[routing.Route], disabled: bool, on: date
) -> tuple[routing.Route | None, list[str]]:
	"""The route that the document takes (None: no one), and in words why it is not this one."""
	period_kind, title_kind = doc.get("period_kind") or "", routes.title_kind_of(doc, [*known, route])

	def choose(among: list[routing.Route]) -> routing.Route | None:
		try:
			return routes.choose(doc, among, on)
		except routing.NoRouteError:
			return None

	chosen = choose(known)
	switched_on = choose([*known, route]) if disabled else chosen
	why = routing.why_not(route, switched_on, period_kind, title_kind, on)
	reasons = [_("it is switched off")] if disabled else []
	if why:
		reasons.append(why_words(why, route, title_kind))
	elif disabled:
		reasons.append(_("switched on, it would be taken"))
	return chosen, reasons


def why_words(why: str, route: routing.Route, title_kind: str) -> str:
	words = {
		"not_yet": _("it applies from {0}").format(formatdate(route.valid_from)),
		"no_longer": _("it applied until {0}").format(formatdate(route.valid_to) if route.valid_to else ""),
		"other_title": _("it is for {0} only").format(_(route.title_kind)),
		"own_period": _("there is a route for this very kind of period"),
		"priority": _("the other one has a higher priority"),
		"particulars": _("the other one says more closely what it is for"),
		"later": _("the other one applies from a later day"),
		"name": _("the two are equal in everything; give one of them a higher priority"),
	}
	return words[why]


# Its levels


def levels(doc: Document, route: routing.Route, on: date, user: str) -> list[Level]:
	"""The levels in the route's order. Raises routing.NoLevelLeftError, routing.RequiredLevelMissingError."""
	own_level, above = routes.branch_of(doc, on)
	steps = routing.freeze(route, own_level, above)
	acting = {step.level: step for step in steps}
	receiving = {row["level"]: row for row in routing.receivers(route, steps, above)}
	existing = {ancestor.level for ancestor in above}
	found: list[Level] = []
	before: set[str] = set()
	for step in route.steps:
		row: Level = {
			"state": "beyond",
			"level_name": routes.level_name(step.level),
			"act": step.act,
			"organization": "",
			"organization_name": "",
			"days_allowed": 0,
			"may_lock": step.may_lock,
			**NOBODY,
		}
		if frozen := acting.get(step.level):
			here, able = seated(doc, frozen, on, user, before)
			before = able
			row |= {"state": "acts", "act": frozen.act, "days_allowed": frozen.days_allowed, **here}
			row |= {"organization": frozen.organization, "organization_name": frozen.organization_name}
		elif receiver := receiving.get(step.level):
			row |= {"state": "receives", "organization": receiver["organization"]}
			row["organization_name"] = receiver["organization_name"]
		elif step.level == own_level:
			row["state"] = "own"
		elif step.level not in existing:
			row["state"] = "absent"
		found.append(row)
	return found


def seated(
	doc: Document, step: routing.FrozenStep, on: date, user: str, before: set[str]
) -> tuple[dict[str, Any], set[str]]:
	"""People who can act at a step, as `Level` says them, and their user names. Who sits where is told within the asker's reach."""
	if not access.scope(user).covers(step.path):
		return NOBODY, set()
	at = [step.organization]
	people, barred = (
		seating.people_at(at, seating.ABILITY_OF_ACT[step.act], on).get(step.organization, []),
		[],
	)
	if step.act == routing.APPRAISE:
		barred = [person for person in people if is_own_unit(doc, person, step.organization, on)]
		people = [person for person in people if person not in barred]
	body = step.act == routing.APPRAISE and not people
	if body:
		people = seating.people_at(at, "decide", on).get(step.organization, [])
	# Names that "Who Holds What" tells the asker, too.
	where = {"name": ("in", [*people, *barred] or [""])}
	names = dict(frappe.get_all("User", where, ["name", "full_name"], as_list=True))
	told = {
		"within": True,
		"people": [
			{"name": names[one], "also_below": one in before} for one in sorted(people, key=names.get)
		],
		"own_unit": sorted(names[one] for one in barred),
		"body": body and bool(people),
		"may_fill": holders.may_at(user, step.path)["seat"],
	}
	return told, set(people)


def is_own_unit(doc: Document, person: str, place: str, on: date) -> bool:
	"""Whether it is the own organisation of the person, or of the one in whose stead he sits there (as `conflicts.why_barred`)."""
	hands = conflicts.acting_users(person, place, "appraise", on)
	return any(doc.organization in conflicts.own_organizations(one, on) for one in hands)
