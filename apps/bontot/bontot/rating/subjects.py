"""Subjects that a body rates, and who decides: plain rows from the tree and the members."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import frappe
from frappe import _
from frappe.utils import getdate, nowdate

from bontot.criteria import scale_register, scales
from bontot.criteria.scales import Scale
from bontot.meeting.names import name_key
from bontot.organization import tree
from bontot.organization.members import membership
from bontot.organization.members.member_rules import COUNTED, Member
from bontot.organization.tree import dated
from bontot.rating.errors import RatingError
from bontot.rating.rules import MEMBER, ORGANIZATION, CapRule

TITLED = ("Cell", "Grassroots Organization")
SCALE_KINDS = {ORGANIZATION: scales.ORGANIZATION_RATING, MEMBER: scales.MEMBER_RATING}


@dataclass(frozen=True, slots=True)
class Subject:
	"""An organisation or member that is rated; `place` is the organisation it belongs to (an organisation itself)."""

	name: str
	label: str
	code: str
	place: str
	place_label: str
	decider: str
	group: str
	group_label: str


def last_day(year: int) -> date:
	"""Raises RatingError for a year that the calendar does not know."""
	if not date.min.year <= year <= date.max.year:
		frappe.throw(_("There is no year {0}. Choose another one.").format(year), RatingError)
	return date(year, 12, 31)


def scale_of(subject: str, year: int) -> Scale | None:
	"""None where no scale is in force, and for officials, whom the State rates by its own."""
	kind = SCALE_KINDS.get(subject)
	return scale_register.in_force(kind, last_day(year)) if kind else None


def cap_rule(scale: Scale | None) -> CapRule | None:
	"""None where no scale is in force or nobody has set a per cent."""
	percent = scale.setting("excellent_cap_percent", "") if scale else ""
	if not percent:
		return None
	base = scale.setting("excellent_cap_base", "well_completed")
	return CapRule(int(percent), base, scale.setting("excellent_cap_rounding", "down"))


def of_decider(subject: str, organization: str, year: int) -> list[Subject]:
	"""Everybody this body decides on, in order of the tree."""
	return _subjects(subject, _places(year, decider=organization), year)


def of_place(subject: str, organization: str, year: int) -> list[Subject]:
	"""The organisation itself, or its own members."""
	return of_places(subject, [organization], year)


def of_places(subject: str, organizations: Iterable[str], year: int) -> list[Subject]:
	"""Return what `of_place` does, of several."""
	return _subjects(subject, _places(year, names=organizations), year)


def by_name(subject: str, names: Iterable[str], year: int) -> dict[str, Subject]:
	"""Subjects by name, wherever they are; what cannot be rated that year is left out."""
	wanted = set(names)
	places = wanted if subject == ORGANIZATION else _homes(wanted, counted_on(year))
	found = _subjects(subject, _places(year, names=places), year)
	return {one.name: one for one in found if one.name in wanted}


def _homes(members: Iterable[str], on: date) -> set[str]:
	"""Organisations of these members on a day, and those directly above: members of a party group are rated by its cell."""
	homes = set(membership.organizations_of(members, on).values())
	return homes | set(dated.directly_above(homes, on).values())


def counted_on(year: int) -> date:
	"""The day whose organisations and members are rated for a year: its last, or today while it runs."""
	return min(last_day(year), getdate(nowdate()))


def _places(year: int, names: Iterable[str] = (), decider: str = "") -> list[dict]:
	"""Organisations that can be rated, with their decider: the grassroots organisation of a cell within one, else
	the body directly above (facts §4: the standing committee directly above decides)."""
	table, kind = frappe.qb.DocType(tree.DOCTYPE), frappe.qb.DocType("Organization Kind")
	query = (
		frappe.qb.from_(table)
		.join(kind)
		.on(kind.name == table.kind)
		.select(
			table.name,
			table.organization_name,
			table.code,
			table.parent_organization,
			table.grassroots_organization,
			kind.title_kind,
		)
		.where(kind.title_kind.isin(TITLED))
		.where(tree.living(counted_on(year), table))
		.orderby(table.path)
	)
	if decider:
		query = query.where(
			(table.grassroots_organization == decider) | (table.parent_organization == decider)
		)
	else:
		query = query.where(table.name.isin(sorted(set(names)) or [""]))
	rows = query.run(as_dict=True)
	for row in rows:
		inside = row.grassroots_organization and row.grassroots_organization != row.name
		row.decider = row.grassroots_organization if inside else row.parent_organization
	return [row for row in rows if not decider or row.decider == decider]


def _subjects(subject: str, places: list[dict], year: int) -> list[Subject]:
	if subject == ORGANIZATION:
		scale = scale_of(subject, year)
		together = scale is not None and scale.setting("comparison_group", "title_kind") == "all"
		return [
			Subject(
				row.name,
				row.organization_name,
				row.code or "",
				row.name,
				row.organization_name,
				row.decider or "",
				f"{row.decider}:{'' if together else row.title_kind}",
				"" if together else row.title_kind,
			)
			for row in places
		]
	return _members(places, counted_on(year))


def _members(places: list[dict], on: date) -> list[Subject]:
	"""Members who count at these places on a day, those of a cell's party groups among its own, by given name as on the roll of
	a meeting; they are compared within the grassroots organisation (21-HD/BTCTW)."""
	by_place = {row.name: row for row in places}
	counted_at = dict.fromkeys(by_place) | dated.with_party_groups(
		(row.name for row in places if row.title_kind == "Cell"), on
	)
	people: dict[str, list[Member]] = {name: [] for name in by_place}
	# Whoever may rate at the organisation may see its members; the caller has checked the seat.
	for name, some in membership.members_at(counted_at, on).items():
		people[counted_at[name] or name] += some
	groups = {row.grassroots_organization or row.name for row in places}
	labels = dict(
		frappe.get_all(
			tree.DOCTYPE, {"name": ("in", [*groups, ""])}, ["name", "organization_name"], as_list=True
		)
	)
	found = []
	for name, own in people.items():
		place = by_place[name]
		group = place.grassroots_organization or place.name
		found += [
			Subject(
				member.name,
				member.full_name,
				member.name,
				place.name,
				place.organization_name,
				place.decider or "",
				group,
				labels[group] if len(groups) > 1 else "",  # one group needs no name
			)
			for member in sorted(own, key=lambda one: name_key(one.full_name))
			if member.state in COUNTED
		]
	return found
