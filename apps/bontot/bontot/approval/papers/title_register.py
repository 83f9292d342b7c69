"""The titles of one organisation, year by year, as its form shows them and as a paper prints them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import frappe
from frappe import _
from frappe.utils import formatdate, getdate

from bontot import paper
from bontot.approval.acts import recognitions

TEMPLATE = "bontot/approval/papers/title_register.html"
FIELDS = (
	"year",
	"title_kind",
	"state",
	"streak_years",
	"decided_on",
	"resolution",
	"withdrawn_on",
	"withdrawal_number",
	"withdrawal_reason",
	"reopened_on",
	"evaluation",
)


def of_organization(organization: str) -> list[dict[str, Any]]:
	"""[{year, title, decision, streak, state, standing}], the latest year first, all but `year` and `state` in words; empty of
	an organisation whose titles the signed-in user may not read."""
	# By the reader's own scope, as everywhere.
	rows = frappe.get_list(
		recognitions.DOCTYPE,
		{"organization": organization},
		list(FIELDS),
		order_by="year desc, title_kind",
		limit_page_length=0,
	)
	# Whoever reads the title reads by which decision it was given; the decision itself is the body's.
	where = {"name": ("in", sorted({row.resolution for row in rows if row.resolution}) or [""])}
	numbers = dict(frappe.get_all("Resolution", where, ["name", "number"], as_list=True))
	waiting = {"name": ("in", [row.evaluation for row in rows] or [""]), "pending_count": (">", 0)}
	# What a title rested on is read by whoever reads the title.
	early = set(frappe.get_all("Evaluation", waiting, pluck="name"))
	return [row_of(row | {"early": row.evaluation in early}, numbers) for row in rows]


def row_of(row: Mapping[str, Any], numbers: Mapping[str, str]) -> dict[str, Any]:
	return {
		"year": row["year"],
		"title": _(row["title_kind"]),
		"decision": decision_words(numbers.get(row["resolution"], ""), row["decided_on"]),
		"streak": streak_words(row["state"], row["streak_years"]),
		"state": row["state"],
		"standing": status_words(row),
	}


def decision_words(number: str, on: Any) -> str:
	"""Number and date; of a title that was brought in from elsewhere what is known of them."""
	if not on:
		return number
	return _("{0}, dated {1}").format(number, formatdate(on)) if number else formatdate(on)


def streak_words(state: str, streak: int | None) -> str:
	"""Words on the row of years that ends with this one: only a title that holds is in one (`recognitions.streaks`)."""
	if state != recognitions.VALID or not streak:
		return ""
	return _("{0} years in a row").format(streak) if streak > 1 else _("first year")


def status_words(row: Mapping[str, Any]) -> str:
	if row["state"] == recognitions.WITHDRAWN:
		message = _("Withdrawn by decision {0} of {1}: {2}")
		words = (row["withdrawal_number"] or "", formatdate(row["withdrawn_on"]), row["withdrawal_reason"])
		return message.format(*words)
	if row["state"] == recognitions.REOPENED:
		return _("Reopened on {0}: does not hold now").format(formatdate(row["reopened_on"]))
	return _("Still valid; recognized before the rating") if row["early"] else _("Still valid")


def as_html(organization: str) -> str:
	register: dict[str, Sequence[Any] | str] = {
		**paper.paper_head(organization),
		"made_on": paper.day_in_words(getdate()),
		"rows": of_organization(organization),
	}
	return frappe.render_template(TEMPLATE, {"style": paper.STYLE, "register": register})
