"""The way of a yearly rating: proposed by the organisation itself, reviewed and decided by the body above it.

Each act takes many at once, says for each row what came of it, and is refused as a whole where the rule is about the
whole (the cap on "xuất sắc"). Who acts is the signed-in user.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import formatdate, getdate, now_datetime, nowdate

from bontot.criteria import scales
from bontot.meeting import votes
from bontot.meeting.errors import VotesError
from bontot.meeting.votes import Vote
from bontot.organization import access
from bontot.rating import conflicts, rules, subjects
from bontot.rating.doctype.annual_rating.annual_rating import rating_name
from bontot.rating.errors import CapExceededError, RatingDecisionError, RatingError, UnansweredRatingError
from bontot.rating.rules import OFFICIAL, ORGANIZATION
from bontot.rating.subjects import Subject
from bontot.text import nfc

DOCTYPE = "Annual Rating"
MOST_ROWS = 2000
LONGEST_TEXT = 2000
VOTE_COLUMNS = ("members_total", "votes_for", "votes_against", "votes_other")


@dataclass(frozen=True, slots=True)
class Choice:
	"""Choice of a person for one subject: a grade, or points that come to one; a remark."""

	name: str
	grade: str = ""
	points: float | None = None
	remark: str = ""
	vote: tuple[int, int, int] | None = None
	"""(for, against, other) on this one, where it differs from the vote on all."""
	again: bool = False
	"""Whether one that another decision has given this very grade is to carry this decision instead."""


def choices(rows: Sequence[Any]) -> list[Choice]:
	"""Read what the browser sent. Raises RatingError for what is no choice."""
	if len(rows) > MOST_ROWS:
		frappe.throw(_("At most {0} at once. Choose fewer.").format(MOST_ROWS), RatingError)
	return [_choice(row) for row in rows]


def _choice(row: Any) -> Choice:
	if not isinstance(row, dict) or not row.get("name"):
		frappe.throw(_("Choose who is rated."), RatingError)
	grade, points = row.get("grade") or "", row.get("points")
	if grade and grade not in scales.RATING_GRADES:
		frappe.throw(_("{0} is no grade.").format(str(grade)[:50]), RatingError)
	try:
		points = None if points in (None, "") else float(points)
	except (TypeError, ValueError):
		frappe.throw(_("Points are a number from 0 to 100."), RatingError)
	remark = nfc(str(row.get("remark") or "").strip())[:LONGEST_TEXT]
	return Choice(str(row["name"]), grade, points, remark, _counts(row), bool(row.get("again")))


def _counts(row: dict[str, Any]) -> tuple[int, int, int] | None:
	given = [row.get(name) or 0 for name in ("votes_for", "votes_against", "votes_other")]
	if not all(isinstance(count, int) for count in given):
		frappe.throw(_("Votes are counted from 0."), VotesError, title=_("Check the Votes"))
	return (given[0], given[1], given[2]) if any(given) else None


def propose(subject: str, year: int, rows: Sequence[Any]) -> list[str]:
	"""Propose grades for the own organisation or its members; returns the names of the ratings.

	Raises NoSeatError, RatingError; UnansweredRatingError where one that came back says what it said before.
	"""
	_refuse_recorded(subject)
	given = {one.name: one for one in choices(rows)}
	found = _find(subject, given, year)
	seats = {place: access.require_seat(place, "author") for place in {one.place for one in found.values()}}
	scale = subjects.scale_of(subject, year)
	names = []
	for one in found.values():
		choice = given[one.name]
		grade = _grade(choice, scale, one)
		doc = _open(one, subject, year, "propose")
		_refuse_unanswered(doc, one, (grade, choice.points or 0, choice.remark))
		doc.update(
			{
				"state": "Proposed",
				"proposed_grade": grade,
				"proposed_points": choice.points or 0,
				"remark": choice.remark,
				"proposed_by": frappe.session.user,
				"proposed_on_behalf_of": seats[one.place].on_behalf_of,
				"proposed_at": now_datetime(),
				"return_reason": None,
			}
		)
		_save(doc, _("Proposed: {0}").format(_(grade)), seats[one.place].on_behalf_of)
		names.append(doc.name)
	return names


def _refuse_unanswered(doc: Document, one: Subject, proposed: tuple[str, float, str]) -> None:
	if doc.state != "Returned":
		return
	returned = (doc.proposed_grade, doc.proposed_points or 0, doc.remark or "")
	if not rules.answers_return(returned, proposed):
		message = _("{0} came back to be looked at again. Choose another grade, or write why it stays.")
		frappe.throw(message.format(one.label), UnansweredRatingError, title=_("Nothing Changed"))


def review(subject: str, year: int, rows: Sequence[Any]) -> list[str]:
	"""Say what the deciding body's officers think of proposals.

	Raises NoSeatError, RatingError, SamePersonError, OwnUnitError.
	"""
	_refuse_recorded(subject)
	given = {one.name: one for one in choices(rows)}
	found = _find(subject, given, year)
	who = _require_decider(found.values(), "appraise")
	scale = subjects.scale_of(subject, year)
	names = []
	for one in found.values():
		grade = _grade(given[one.name], scale, one)
		doc = _open(one, subject, year, "review")
		conflicts.refuse_barred(who[one.decider], one, doc)
		doc.update(
			{
				"state": "Reviewed",
				"reviewed_grade": grade,
				"reviewed_by": frappe.session.user,
				"reviewed_on_behalf_of": who[one.decider].holder,
				"reviewed_at": now_datetime(),
			}
		)
		_save(doc, _("Reviewed: {0}").format(_(grade)), who[one.decider].holder)
		names.append(doc.name)
	return names


def send_back(subject: str, year: int, names: Sequence[str], reason: str) -> list[str]:
	"""Return proposals with the reason. Raises NoSeatError, RatingError, SamePersonError, OwnUnitError."""
	_refuse_recorded(subject)
	reason = nfc(reason.strip())[:LONGEST_TEXT]
	if not reason:
		frappe.throw(_("Write why it is returned."), RatingError, title=_("Reason Needed"))
	found = _find(subject, names, year)
	who = _require_decider(found.values(), "appraise")
	done = []
	for one in found.values():
		doc = _open(one, subject, year, "return")
		conflicts.refuse_barred(who[one.decider], one, doc)
		doc.update({"state": "Returned", "return_reason": reason, "reviewed_grade": None})
		_save(doc, _("Returned: {0}").format(reason), who[one.decider].holder)
		done.append(doc.name)
	return done


def decide(
	subject: str,
	year: int,
	rows: Sequence[Any],
	decision_number: str,
	decided_on: date,
	elsewhere: bool = False,
	vote: Vote | None = None,
	resolution: Document | None = None,
	beat: Callable[[], None] | None = None,
) -> list[str]:
	"""Record the body's decision with its vote. `elsewhere`: taken outside the system, so neither the cap nor a majority is
	ours to ask for; always so of officials, whom the State rates. `resolution`: the one it is part of, whose body decides.
	`beat`: called before each rating, by whoever has to say in between that the work goes on. A rating that another decision
	has given the same grade keeps that decision, unless its row says `again` or the resolution names it.

	Raises NoSeatError, RatingError, RatingDecisionError, SamePersonError, OwnUnitError (not with a resolution),
	CapExceededError, VotesError.
	"""
	elsewhere = elsewhere or subject == OFFICIAL
	number = nfc(decision_number.strip())[:140]
	if not number:
		frappe.throw(_("Enter the number of the decision."), RatingDecisionError, title=_("Decision"))
	if getdate(decided_on) > getdate(nowdate()):
		frappe.throw(_("The decision lies in the future. Correct its date."), RatingDecisionError)
	given = {one.name: one for one in choices(rows)}
	found = _find(subject, given, year)
	if resolution:
		_require_body(found.values(), resolution.organization)
		who = conflicts.judges(frappe.session.user, [resolution.organization], "decide")
	else:
		who = _require_decider(found.values(), "decide")
	cast = {} if elsewhere else votes_on(found, given, vote or Vote(0))
	scale = subjects.scale_of(subject, year)
	grades = {one.name: _grade(given[one.name], scale, one) for one in found.values()}
	if not elsewhere:
		_require_cap(subject, year, found, grades)
	names = []
	for one in found.values():
		if beat:
			beat()
		doc = _open(one, subject, year, "decide")
		_refuse_older(doc, one, decided_on)
		if not (resolution or given[one.name].again):
			_refuse_decided_alike(doc, one, grades[one.name], (number, getdate(decided_on)))
		if not elsewhere:
			conflicts.refuse_barred(who[one.decider], one, doc, by_body=bool(resolution))
		doc.update(
			{
				"state": "Decided",
				"grade": grades[one.name],
				"decision_number": number,
				"decided_on": getdate(decided_on),
				"decided_by": frappe.session.user,
				"decided_on_behalf_of": who[one.decider].holder,
				"decided_elsewhere": int(elsewhere),
				"resolution": resolution.name if resolution else None,
				"remark": given[one.name].remark or doc.remark,
				**_vote_columns(cast.get(one.name)),
			}
		)
		words = _("Decided elsewhere: {0}, {1}") if elsewhere else _("Decided: {0}, {1}")
		_save(doc, words.format(_(grades[one.name]), number), who[one.decider].holder)
		names.append(doc.name)
	_tell({one.place for one in found.values()})
	return names


def votes_on(found: dict[str, Subject], given: dict[str, Choice], whole: Vote) -> dict[str, Vote]:
	"""{subject: the vote by which it was rated}: its own where it has one, else that on all. Raises VotesError."""
	cast = {}
	for number, (name, one) in enumerate(found.items(), start=1):
		own = given[name].vote
		cast[name] = Vote(whole.total, *own) if own else whole
		if own:
			votes.refuse_faulty(cast[name], True, (number, one.label))
	if any(not given[name].vote for name in found):
		votes.refuse_faulty(whole, True)
	return cast


def _vote_columns(cast: Vote | None) -> dict[str, int]:
	return dict(zip(VOTE_COLUMNS, cast or Vote(0), strict=True))


def _refuse_older(doc: Document, one: Subject, decided_on: date) -> None:
	"""A resolution whose failed rows are tried again later must not replace what was decided since."""
	if doc.state == "Decided" and doc.decided_on and getdate(doc.decided_on) > getdate(decided_on):
		message = _("{0}: decision {1} of {2} is later and stands.")
		day = formatdate(doc.decided_on)
		frappe.throw(
			message.format(one.label, doc.decision_number, day), RatingDecisionError, title=_("Decision")
		)


def _refuse_decided_alike(doc: Document, one: Subject, grade: str, decision: tuple[str, date]) -> None:
	"""Nobody takes the number, the day and the vote from a rating by deciding on others beside it."""
	stands = (doc.decision_number, doc.decided_on and getdate(doc.decided_on))
	if doc.state == "Decided" and doc.grade == grade and stands != decision:
		message = _(
			"{0} is rated so already, by decision {1}. Load the page again; tick the row if this decision is to replace that one."
		)
		frappe.throw(message.format(one.label, doc.decision_number), RatingError, title=_("Decided Already"))


def require_decidable(subject: str, year: int, name: str, organization: str, decided_on: date) -> None:
	"""Refuse a rating that this body cannot decide now, whatever the others come to; as `decide`, without the cap."""
	_refuse_recorded(subject)
	[one] = _find(subject, [name], year).values()
	_require_body([one], organization)
	who = conflicts.judge(frappe.session.user, organization, "decide")
	doc = _open(one, subject, year, "decide")
	_refuse_older(doc, one, decided_on)
	conflicts.refuse_barred(who, one, doc, by_body=True)


def _require_body(found: Iterable[Subject], organization: str) -> None:
	for one in found:
		if one.decider != organization:
			message = _("{0}: another organization decides on this rating (by now).")
			frappe.throw(message.format(one.label), RatingError)


def _tell(organizations: set[str]) -> None:
	"""Tell the modules above that rest on ratings (hook `ratings_changed`: f(organizations))."""
	for path in frappe.get_hooks("ratings_changed"):
		frappe.get_attr(path)(organizations)


def _find(subject: str, names: Iterable[str], year: int) -> dict[str, Subject]:
	names = set(names)
	if not names:
		frappe.throw(_("Choose who is rated."), RatingError)
	found = subjects.by_name(subject, names, year)
	if missing := names - set(found):
		message = _("{0} of those chosen cannot be rated for {1} (any more). Load the page again.")
		frappe.throw(message.format(len(missing), year), RatingError)
	return found


def _grade(choice: Choice, scale: scales.Scale | None, one: Subject) -> str:
	"""The grade somebody chose; it may lie below what the points come to (conditions, the cap), never above."""
	if choice.points is None:
		if not choice.grade:
			frappe.throw(_("{0}: choose a grade.").format(one.label), RatingError)
		return choice.grade
	if not scale or scale.without_points:
		message = _("{0}: the rating of that year has grades only. Choose a grade instead of points.")
		frappe.throw(message.format(one.label), RatingError)
	if not 0 <= choice.points <= 100:
		frappe.throw(_("Points are a number from 0 to 100."), RatingError)
	reached = scales.grade_of(scale, choice.points)
	if not choice.grade:
		return reached
	if scales.at_least(choice.grade, reached, scale.kind) and choice.grade != reached:
		message = _("{0}: {1} points come to “{2}” at most.")
		frappe.throw(message.format(one.label, f"{choice.points:g}", _(reached)), RatingError)
	return choice.grade


def _refuse_recorded(subject: str) -> None:
	if subject == OFFICIAL:
		message = _("Officials are rated by the State's body; its decision is only recorded here.")
		frappe.throw(message, RatingError)


def _require_decider(found: Iterable[Subject], ability: access.Ability) -> dict[str, conflicts.Judge]:
	"""{deciding body: the signed-in user as one who acts there}."""
	deciders = {one.decider for one in found}
	for decider in sorted(deciders):
		access.require_seat(decider, ability)
	return conflicts.judges(frappe.session.user, deciders, ability)


def _require_cap(subject: str, year: int, found: dict[str, Subject], grades: dict[str, str]) -> None:
	rule = subjects.cap_rule(subjects.scale_of(subject, year))
	if not rule:
		return
	groups = sorted({one.group for one in found.values()})
	# Two decisions on one group at once: the second waits here and counts what the first has written.
	frappe.db.get_value("Party Organization", found[next(iter(found))].decider, "name", for_update=True)
	standing = decided_in(subject, year, groups, for_update=True)
	chosen = {one.name: (one.group, grades[one.name]) for one in found.values()}
	if over := rules.exceeded(standing, chosen, rule):
		one = over[0]
		message = _(
			"{0} would be “{1}”, at most {2} may be ({3} % of {4} “{5}”). Lower some, or decide the others first."
		)
		counted = one.well + (one.excellent if rule.base == "well_completed_or_better" else 0)
		frappe.throw(
			message.format(
				one.excellent,
				_(rules.EXCELLENT),
				one.allowed,
				rule.percent,
				counted,
				_(rules.WELL),
			),
			CapExceededError,
			title=_("Too Many"),
		)


def decided_in(
	subject: str, year: int, groups: list[str], for_update: bool = False
) -> dict[str, tuple[str, str]]:
	"""{subject: (group, grade)} of decided ratings in these groups."""
	table = frappe.qb.DocType(DOCTYPE)
	query = frappe.qb.from_(table).select(
		table.organization, table.member, table.comparison_group, table.grade
	)
	query = query.where((table.subject == subject) & (table.year == year) & (table.state == "Decided"))
	query = query.where(table.comparison_group.isin(groups or [""]))
	if for_update:
		query = query.for_update()
	return {member or organization: (group, grade) for organization, member, group, grade in query.run()}


def _open(one: Subject, subject: str, year: int, act: rules.Act):
	"""The rating with its row locked, made where there is none; refused where the act does not fit its state."""
	name = rating_name(one.name, year, subject)
	exists = frappe.db.exists(DOCTYPE, name)
	doc = frappe.get_doc(DOCTYPE, name, for_update=True) if exists else _new(one, subject, year)
	state = doc.state if exists else ""
	if not rules.fits(act, state):
		message = (
			_("{0} is “{1}” by now; load the page again.") if state else _("{0} has not been proposed yet.")
		)
		frappe.throw(message.format(one.label, _(state)), RatingError)
	# A member may have moved since: whoever acts now acts at the place of now.
	doc.update(
		{"organization": one.place, "deciding_organization": one.decider, "comparison_group": one.group}
	)
	return doc


def _new(one: Subject, subject: str, year: int):
	scale = subjects.scale_of(subject, year)
	return frappe.get_doc(
		{
			"doctype": DOCTYPE,
			"subject": subject,
			"member": one.name if subject != ORGANIZATION else None,
			"year": year,
			"scale": scale.name if scale else None,
		}
	)


def _save(doc, words: str, holder: str | None) -> None:
	if holder:
		name = frappe.db.get_value("User", holder, "full_name")
		words = f"{words} ({_('on behalf of {0}').format(name)})"
	doc.flags.by_service = True
	# require_seat has checked who acts; no role has write permission.
	doc.save(ignore_permissions=True)
	doc.add_comment("Info", words)
