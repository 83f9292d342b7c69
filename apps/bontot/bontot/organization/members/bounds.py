"""Bounds on the number of members of a body, as its kind sets them: told to who enters or moves a member, and listed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import frappe
from frappe import _
from frappe.query_builder.functions import Count

from bontot.organization import access, tree
from bontot.organization.members.bound_rules import FEW, MANY, NONE, NOT_AT_HOME, Bounds, totals

MEMBER = "Party Member"
FIELDS = ["name", "organization_name", "kind", "path", "parent_organization"]


def of_kinds() -> dict[str, Bounds]:
	"""{kind: its bounds}, of kinds that have any."""
	rows = frappe.get_all("Organization Kind", fields=["name", "least_members", "most_members"])
	found = {row.name: Bounds(row.least_members or 0, row.most_members or 0) for row in rows}
	return {kind: bounds for kind, bounds in found.items() if bounds != NONE}


# Told


def tell_of_move(gained: str | None, lost: str | None) -> None:
	"""Tell the signed-in person which bodies in reach a member's coming made too large, or his going too small."""
	if gained == lost:
		return
	told = [*_sentences(gained, MANY), *_sentences(lost, FEW)]
	if told:
		frappe.msgprint("<br>".join(told), title=_("Number of Members"), indicator="orange", alert=True)


def tell_of_founding(name: str, kind: str) -> None:
	"""Tell the signed-in person how many members a body called `name`, founded by hand, still needs."""
	if least := frappe.get_cached_value("Organization Kind", kind, "least_members"):
		message = _("{0} has no members yet; its kind asks for at least {1}.")
		said = message.format(frappe.utils.escape_html(name), least)
		frappe.msgprint(said, title=_("Number of Members"), indicator="orange", alert=True)


def _sentences(organization: str | None, asked: str) -> Iterable[str]:
	path = tree.path_of(organization)
	if not path:
		return
	bounded, allowed = of_kinds(), access.scope(frappe.session.user)
	places = [path, *tree.above(path)]
	for row in frappe.get_all(tree.DOCTYPE, {"path": ("in", places)}, FIELDS, order_by="path desc"):
		bounds = bounded.get(row.kind, NONE)
		# How many a body has that the person does not see is not told.
		if not (bounds.least if asked == FEW else bounds.most) or not allowed.covers(row.path):
			continue
		count = _count(row.path)
		found = bounds.verdict(count)
		if found and found[0] == asked:
			yield in_words(found[0]).format(frappe.utils.escape_html(row.organization_name), count, found[1])


def _count(path: str) -> int:
	low, high = tree.path_range(path)
	member = frappe.qb.DocType(MEMBER)
	query = frappe.qb.from_(member).select(Count("*"))
	query = query.where((member.organization_path >= low) & (member.organization_path < high))
	return query.where(member.state.notin(NOT_AT_HOME)).run()[0][0]


def in_words(verdict: str) -> str:
	return {
		FEW: _("{0} has {1} members, fewer than {2}. The body above has to consent."),
		MANY: _("{0} has {1} members, more than {2}. The body above has to consent."),
	}[verdict]


# Listed


def outside(branch: str | None, on: date) -> list[dict]:
	"""Living bodies at or below the path `branch` (None: all of them), of those that the signed-in person reads, whose members of today are fewer
	or more than their kind asks for: FIELDS, members, least, most, verdict; in order of the tree."""
	bounded, allowed = of_kinds(), access.scope(frappe.session.user)
	bodies = frappe.get_list(
		tree.DOCTYPE,
		filters=[*_within("path", branch), ["kind", "in", list(bounded) or [""]], ["valid_from", "<=", on]],
		or_filters=[["valid_to", "is", "not set"], ["valid_to", ">=", on]],
		fields=FIELDS,
		order_by="path",
		limit_page_length=0,
	)
	bodies = [row for row in bodies if allowed.covers(row.path)]  # of those above only the name is read
	held = frappe.get_list(
		MEMBER,
		filters=[*_within("organization_path", branch), ["state", "not in", NOT_AT_HOME]],
		fields=["organization_path", "count(name) as members"],
		group_by="organization_path",
		order_by="organization_path",
		limit_page_length=0,
	)
	counts = totals((row.path for row in bodies), {row.organization_path: row.members for row in held})
	found = []
	for row in bodies:
		bounds, members = bounded[row.kind], counts[row.path]
		if broken := bounds.verdict(members):
			row.update(members=members, least=bounds.least, most=bounds.most, verdict=broken[0])
			found.append(row)
	return found


def _within(column: str, branch: str | None) -> list[list[str]]:
	if not branch:
		return []
	low, high = tree.path_range(branch)
	return [[column, ">=", low], [column, "<", high]]
