"""Calculators that rest on the yearly rating of the organisation (nvct_2) and of its members (cbdv_2).

Until a rating is decided these wait: never counted as met, never in the way of sending.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import frappe
from frappe import _

from bontot.criteria import period_kinds
from bontot.criteria.registry import Context, Finding, Row
from bontot.criteria.share import percent_words, verdict
from bontot.organization.members import membership
from bontot.organization.members.member_rules import COUNTED, Member
from bontot.organization.tree import dated
from bontot.rating.rules import GOOD_OR_BETTER, MEMBER, OFFICIAL, ORGANIZATION

DOCTYPE = "Annual Rating"
# Which criterion waits for whose rating.
WAITS_FOR = {"yearly_rating": ORGANIZATION, "member_rating": MEMBER}
CALCULATORS = tuple(WAITS_FOR)
OF_MEMBERS = (MEMBER, OFFICIAL)
BOTH = "both"  # how the State's rating counts; nothing else has been asked for yet
MOST_LINES = 200  # a grassroots organisation has hundreds of members; the summary counts them all


def yearly_rating(context: Context) -> Finding:
	return bulk_organizations("yearly_rating", [context])[context.organization]


def member_rating(context: Context) -> Finding:
	return bulk_members("member_rating", [context])[context.organization]


def bulk_members(key: str, contexts: Sequence[Context]) -> dict[str, Finding]:
	"""Judge many organisations of one year: cells with a fixed number of queries together, each larger one by its branch."""
	found = {context.organization: early for context in contexts if (early := _not_due(context))}
	due = [context for context in contexts if context.organization not in found]
	cells = [context.organization for context in due if context.title_kind == "Cell"]
	members = _of_cells(cells, counted_on(due[0])) if cells else {}
	rated = _ratings_of(set().union(*members.values()), due[0].ends_on.year) if members else {}
	for context in due:
		people, own = members.get(context.organization), rated
		if people is None:
			people = _of_branch(context.organization, counted_on(context))
			own = _ratings_of(people, context.ends_on.year)
		found[context.organization] = _judge(context, people, own)
	return {context.organization: found[context.organization] for context in contexts}


def _judge(context: Context, people: set[str], rated: Mapping[str, dict[str, dict]]) -> Finding:
	ours, officials = (
		[row for member, row in rated[subject].items() if member in people] for subject in OF_MEMBERS
	)
	return judge_members(context, ours, len(people) - len(ours), officials)


def counted_on(context: Context) -> date:
	"""The day whose members count: the year's last, or the day of the records while the year runs.

	Who is admitted, moves or leaves afterwards changes nothing of a year that is over.
	"""
	return min(context.ends_on, context.as_of)


def _of_cells(names: Sequence[str], on: date) -> dict[str, set[str]]:
	"""Members that count on a day by cell, those of its party groups among them."""
	cell_of = dated.with_party_groups(names, on)
	members: dict[str, set[str]] = {name: set() for name in names}
	for organization, people in membership.members_at(cell_of, on).items():
		members[cell_of[organization]] |= _counted(people)
	return members


def _of_branch(organization: str, on: date) -> set[str]:
	people = membership.members_at(dated.branch(organization, on), on)
	return set().union(*(_counted(some) for some in people.values()))


def _counted(people: Iterable[Member]) -> set[str]:
	return {one.name for one in people if one.state in COUNTED}


def _ratings_of(members: Iterable[str], year: int) -> dict[str, dict[str, dict]]:
	"""{subject: {member: decided rating}}; a rating is its member's, wherever it was given."""
	found: dict[str, dict[str, dict]] = {subject: {} for subject in OF_MEMBERS}
	for row in _rated(OF_MEMBERS, year, [["member", "in", [*sorted(members), ""]]]):
		found[row.subject][row.member] = row
	return found


def bulk_organizations(key: str, contexts: Sequence[Context]) -> dict[str, Finding]:
	"""Judge many organisations of one year with one query."""
	names = [context.organization for context in contexts]
	years = {context.ends_on.year for context in contexts}
	rated = {}
	for year in years:
		for row in _rated((ORGANIZATION,), year, [["organization", "in", names]]):
			rated[row.organization, year] = row
	return {
		context.organization: judge_organization(
			context, rated.get((context.organization, context.ends_on.year))
		)
		for context in contexts
	}


def judge_organization(context: Context, rating: dict | None) -> Finding:
	"""Met from "hoàn thành tốt nhiệm vụ" on."""
	if early := _not_due(context):
		return early
	if not rating:
		return Finding("Awaiting Rating", _("Waits for the yearly rating of the organization."))
	met = rating.grade in GOOD_OR_BETTER
	summary = _("Rated “{0}” for {1}").format(_(rating.grade), context.ends_on.year)
	return Finding("Met" if met else "Not Met", summary, [_line(rating)])


def judge_members(
	context: Context, rated: Sequence[dict], unrated: int, officials: Sequence[dict] = ()
) -> Finding:
	"""The share of members rated "hoàn thành tốt nhiệm vụ" or better, against what the framework asks for.

	:param officials: what the State rated members who are officials. The plan names it beside the Party's (II.4(2)) and does
	  not say how both count: without the setting it only stands beside, by "both" neither may lie lower.
	"""
	if not rated:
		return Finding("Awaiting Rating", _("Waits for the yearly rating of its members."))
	state_grades = {row.member: row.grade for row in officials}
	both = (context.settings.get("official_rating_counts") or "").strip() == BOTH
	lower = {member for member, grade in state_grades.items() if both and grade not in GOOD_OR_BETTER}

	def counts(row: dict) -> bool:
		return row.grade in GOOD_OR_BETTER and row.member not in lower

	least = int((context.settings.get("good_member_share_percent") or "").strip() or 0)
	good = sum(counts(row) for row in rated)
	share = percent_words(good, len(rated) + unrated)
	parts = [_("{0} members completed their tasks well or better").format(share)]
	parts.append(
		_("{0} % asked for").format(least)
		if least
		else _("the share asked for has not been set by the province")
	)
	if unrated:
		parts.append(_("{0} members are not rated yet").format(unrated))
	if state_grades:
		parts.append(_of_the_state(state_grades, both))
	# Who is below first: that is what somebody looks for.
	lines = sorted(rated, key=lambda row: (counts(row), row.title))[:MOST_LINES]
	result = verdict(good, len(rated) - good, unrated, 0, least)
	rows = [_line(row) | _with_state_grade(row, state_grades, counts(row)) for row in lines]
	return Finding(result, "; ".join(parts), rows)


def _of_the_state(grades: Mapping[str, str], both: bool) -> str:
	share = percent_words(sum(grade in GOOD_OR_BETTER for grade in grades.values()), len(grades))
	words = (
		_("the State rated {0} officials as having completed their tasks well or better, which counts too")
		if both
		else _("the State rated {0} officials so; how that counts has not been set by the province")
	)
	return words.format(share)


def _with_state_grade(row: dict, state_grades: Mapping[str, str], ok: bool) -> dict:
	grade = state_grades.get(row.member)
	note = _("{0}; by the State: {1}").format(_(row.grade), _(grade)) if grade else _(row.grade)
	return {"ok": ok, "note": note}


def _not_due(context: Context) -> Finding | None:
	if period_kinds.earns_title(context.period_kind):
		return None
	if context.period_kind == period_kinds.SIX_MONTH:
		return Finding("Not Yet Due", _("Rated at the end of the year; not due in the six-month review."))
	return Finding("Not Yet Due", _("Rated at the end of the year; not due in an interim review."))


def _rated(subjects: Sequence[str], year: int, where: list) -> list[dict]:
	# Counted for the criterion, whoever looks; rows shown are checked when opened.
	filters = [*where, ["subject", "in", subjects], ["year", "=", year], ["state", "=", "Decided"]]
	fields = ["name", "subject", "title", "organization", "member", "grade", "decision_number"]
	return frappe.get_all(DOCTYPE, filters, fields, order_by="organization_path, name", limit_page_length=0)


def _line(row: dict) -> Row:
	return {
		"doctype": DOCTYPE,
		"name": row.name,
		"label": row.title,
		"ok": row.grade in GOOD_OR_BETTER,
		"note": _(row.grade),
	}


def rule_words(key: str, settings: Mapping[str, str]) -> str:
	"""Hook `computed_criteria_rules`: what the two criteria ask for, in words."""
	if key == "yearly_rating":
		return _("The organization is rated “{0}” or better for the year.").format(_("Well Completed"))
	least = (settings.get("good_member_share_percent") or "").strip()
	if not least:
		return _("Members rated “{0}” or better; the province has not set the share asked for yet.").format(
			_("Well Completed")
		)
	return _("At least {0} % of the members are rated “{1}” or better.").format(least, _("Well Completed"))
