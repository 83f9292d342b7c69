"""Differences of frameworks in words, for the forms of a new version and of an overlay."""

from collections.abc import Iterable
from typing import TypedDict

from frappe import _

from bontot.criteria.difference import WAIVABLE, Difference
from bontot.criteria.frozen import CHECKS


class Line(TypedDict):
	what: str
	tone: str
	"""good: asks more or explains; bad: asks less, to be looked at; plain."""
	title: str
	label: str
	before: str
	after: str


def describe(differences: Iterable[Difference], names: dict[str, str]) -> list[Line]:
	"""Return the differences as people read them; `names`: names of settings, groups and fields by key."""
	return [_line(row, names) for row in differences]


def _line(row: Difference, names: dict[str, str]) -> Line:
	title = titles()[row.what]
	if row.what == "changed":
		title = _("Changed: {0}").format(fields()[row.field])
	before, after = row.before, row.after
	if row.field in (*CHECKS, WAIVABLE):
		before, after = (_("Yes") if value == "1" else _("No") for value in (row.before, row.after))
	elif row.field == "kind":
		before, after = _(before), _(after)
	elif row.field in ("organization_kinds", "sectors"):
		before, after = (
			"\n".join(names.get(code, code) for code in value.splitlines()) or _("All")
			for value in (row.before, row.after)
		)
	elif row.field == "group_key":
		before, after = names.get(before, before), names.get(after, after)
	label = names.get(row.key, row.label) if row.what == "setting" else row.label
	return {
		"what": row.what,
		"tone": tone(row),
		"title": title,
		"label": label,
		"before": before,
		"after": after,
	}


def tone(row: Difference) -> str:
	if row.what in ("removed", "group_removed", "waived"):
		return "bad"
	if row.what in ("added", "split"):
		return "good"
	return "plain"


def titles() -> dict[str, str]:
	return {
		"added": _("Added"),
		"removed": _("Removed"),
		"split": _("Split into Parts"),
		"waived": _("Not Applicable"),
		"renumbered": _("Renumbered"),
		"reordered": _("Stands Elsewhere"),
		"changed": _("Changed"),
		"setting": _("Changed Setting"),
		"group_added": _("Group Added"),
		"group_removed": _("Group Removed"),
		"group_renamed": _("Group Renamed"),
		"legal_basis_added": _("Legal Basis Added"),
		"legal_basis_removed": _("Legal Basis Removed"),
		"legal_basis_changed": _("Articles of the Legal Basis Changed"),
	}


def fields() -> dict[str, str]:
	return {
		"group_key": _("Group"),
		"short_text": _("Short Text"),
		"full_text": _("Full Text"),
		"kind": _("Kind of Criterion"),
		"calculator": _("Calculator"),
		"evidence_wanted": _("Evidence Wanted"),
		"guidance": _("Guidance"),
		"for_cell": _("Applies to Cells"),
		"for_grassroots": _("Applies to Grassroots Organizations"),
		"for_six_month": _("Counts at Mid-Year"),
		"for_year": _("Counts at Year End"),
		"required": _("Required"),
		"may_be_waived": _("May Be Marked as Not Applicable Locally"),
		"legal_basis": _("Legal Basis"),
		"organization_kinds": _("Only for These Kinds"),
		"sectors": _("Only for These Sectors"),
	}
