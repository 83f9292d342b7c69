"""Data of the page "Xếp loại năm": whom a person rates, how far each is, how many may be "xuất sắc"."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate, nowdate

from bontot import paper
from bontot.criteria import scales
from bontot.organization import access
from bontot.rating import conflicts, rules, service
from bontot.rating import owed as rating_owed
from bontot.rating import subjects as rating_subjects
from bontot.rating.doctype.annual_rating.annual_rating import rating_name
from bontot.rating.rules import MEMBER, ORGANIZATION
from bontot.rating.subjects import Subject

FIELDS = (
	"name",
	"state",
	"proposed_grade",
	"proposed_points",
	"proposed_by",
	"proposed_on_behalf_of",
	"remark",
	"return_reason",
	"reviewed_grade",
	"grade",
	"decision_number",
	"decided_on",
	"decided_elsewhere",
)


def usual_year() -> int:
	"""The year people rate now: last year's until it is March, this one's after."""
	today = getdate(nowdate())
	return today.year if today.month > 2 else today.year - 1


def grid(organization: str, subject: str, year: int) -> dict[str, Any]:
	"""Rows of one organisation: whom it decides on, else itself and its own members. Raises NoSeatError.

	Whoever may do nothing here is shown nothing: the list of ratings is for readers.
	"""
	places = seated(frappe.session.user)
	if not places:
		return {"places": [], "years": _years(year), "year": year}
	organization = organization or places[0]["name"]
	if organization not in {one["name"] for one in places}:
		access.require_seat(organization, "author")
	abilities = _abilities(organization)
	below = rating_subjects.of_decider(subject, organization, year) if abilities["body"] else []
	own = rating_subjects.of_place(subject, organization, year) if abilities["author"] else []
	found = {one.name: one for one in (*below, *own)}
	scale = rating_subjects.scale_of(subject, year)
	rule = rating_subjects.cap_rule(scale)
	return {
		"places": places,
		"years": _years(year),
		"organization": organization,
		"subject": subject,
		"year": year,
		"today": nowdate(),
		"grades": grades(scale),
		"scale": frappe.db.get_value("Scoring Scale", scale.name, "title") if scale else "",
		"cap": {"percent": rule.percent, "base": rule.base, "rounding": rule.rounding} if rule else None,
		"standing": _decided_elsewhere(subject, year, found.values()),
		"proposes": proposes(organization, year) if abilities["author"] else None,
		"rows": rows(found.values(), subject, year, {one.name for one in own}, abilities),
	}


def proposes(organization: str, year: int) -> dict[str, Any] | None:
	"""Describe what is owed here by who proposes: {owed: {subject: how many lack a proposal}, itself: the organisation within a
	sentence, decider_name: the committee that decides}; None where the organisation is of a kind that is not rated.
	"""
	found = rating_subjects.of_place(ORGANIZATION, organization, year)
	if not found:
		return None
	owed = rating_owed.of_place(organization, year)
	kind = frappe.db.get_value("Party Organization", organization, "kind")
	decider = frappe.db.get_value("Party Organization", found[0].decider, "organization_name")
	return {
		"owed": {subject: owed.of(subject) for subject in (MEMBER, ORGANIZATION)},
		"itself": rating_owed.itself_words(frappe.get_cached_value("Organization Kind", kind, "title_kind")),
		"decider_name": paper.committee_name(decider or ""),
	}


def seated(user: str) -> list[dict[str, str]]:
	"""Organisations where the person proposes, reviews or decides, each once."""
	found: dict[str, None] = {}
	for ability in ("decide", "appraise", "author"):
		found.update(dict.fromkeys(seat.organization for seat in access.seats(user, ability=ability)))
	names = frappe.get_all(
		"Party Organization",
		{"name": ("in", list(found) or [""])},
		["name", "organization_name"],
		as_list=True,
	)
	labels = dict(names)
	return [{"name": name, "label": labels[name]} for name in found]


def _abilities(organization: str) -> dict[str, bool]:
	user = frappe.session.user

	def may(ability: access.Ability) -> bool:
		return bool(access.seats(user, organization=organization, ability=ability))

	found = {"author": may("author"), "appraise": may("appraise"), "decide": may("decide")}
	return found | {"body": found["appraise"] or found["decide"]}


def grades(scale: scales.Scale | None) -> list[dict[str, Any]]:
	"""Grades best first, in the scale's words; the fixed ones where no scale is in force."""
	if not scale:
		return [{"key": key, "label": _(key), "at_least": None} for key in scales.RATING_GRADES]
	return [
		{
			"key": one.grade_key,
			"label": one.grade_name,
			"at_least": None if scale.without_points else one.at_least,
		}
		for one in scale.grades
	]


def rows(
	subjects: Any, subject: str, year: int, own: set[str], abilities: dict[str, bool]
) -> list[dict[str, Any]]:
	names = {one.name: rating_name(one.name, year, subject) for one in subjects}
	# Their own or those they decide on: the seats above have been checked.
	where = {"name": ("in", list(names.values()) or [""])}
	stored = frappe.get_all("Annual Rating", where, FIELDS, limit_page_length=0)
	by_name = {row.pop("name"): row for row in stored}
	user, deciders = frappe.session.user, {one.decider for one in subjects if one.name not in own}
	who = {
		"appraise": conflicts.judges(user, deciders if abilities["appraise"] else (), "appraise"),
		"decide": conflicts.judges(user, deciders if abilities["decide"] else (), "decide"),
	}
	return [_row(one, subject, by_name.get(names[one.name]), own, abilities, who) for one in subjects]


def _row(
	one: Subject,
	subject: str,
	rating: dict | None,
	own: set[str],
	abilities: dict[str, bool],
	who: dict[str, dict[str, conflicts.Judge]],
) -> dict[str, Any]:
	state = rating.state if rating else ""
	below = abilities["body"] and (one.name not in own or not abilities["author"])
	fits = partial(rules.fits, state=state, subject=subject)
	proposers = [rating.pop("proposed_by"), rating.pop("proposed_on_behalf_of")] if rating else []

	def barred(ability: access.Ability) -> str:
		found = (
			conflicts.why_barred(who[ability][one.decider], one, proposers)
			if one.decider in who[ability]
			else None
		)
		return found[1] if found else ""

	appraises, decides = below and abilities["appraise"], below and abilities["decide"]
	why = {"appraise": barred("appraise") if appraises else "", "decide": barred("decide") if decides else ""}
	return {
		"name": one.name,
		"label": one.label,
		"place": one.place_label if one.place != one.name else "",
		"own": one.name in own,
		"group": one.group,
		"group_label": _(one.group_label) if one.group_label else "",
		"state": state,
		**(rating or {}),
		"barred": why["decide"] or why["appraise"],
		"may": {
			"propose": one.name in own and fits("propose"),
			"review": appraises and fits("review") and not why["appraise"],
			"return": appraises and fits("return") and not why["appraise"],
			"decide": decides and fits("decide") and not why["decide"],
		},
	}


def decided_grades(subject: str, year: int, subjects: Sequence[str]) -> dict[str, str]:
	"""{subject: grade} of those of these that are decided. The caller has asked whether the person decides on them."""
	names = {rating_name(one, year, subject): one for one in subjects}
	where = {"name": ("in", list(names) or [""]), "state": "Decided"}
	found = frappe.get_all("Annual Rating", where, ["name", "grade"], limit_page_length=0)
	return {names[row.name]: row.grade for row in found}


def _decided_elsewhere(subject: str, year: int, subjects: Any) -> list[dict[str, str]]:
	"""Decided ratings of the groups that are not among the rows shown: they count for the cap too."""
	subjects = list(subjects)
	shown = {one.name for one in subjects}
	found = service.decided_in(subject, year, sorted({one.group for one in subjects}))
	return [{"group": group, "grade": grade} for name, (group, grade) in found.items() if name not in shown]


def _years(year: int) -> list[int]:
	return sorted({year, *range(usual_year() - 2, usual_year() + 1)}, reverse=True)
