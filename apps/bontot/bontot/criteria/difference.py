"""Differences between two frameworks: a new version and the one before, or the core and the core with an overlay. Pure.

Criteria are the same when their keys are the same, whatever number (`section`), order or words they bear; so a renumbered
criterion is shown as renumbered, and years can be compared.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from bontot.criteria import citing
from bontot.criteria.frozen import CHECKS, TEXTS, FrozenFramework

What = Literal[
	"added",
	"removed",
	"split",
	"waived",
	"renumbered",
	"reordered",
	"changed",
	"setting",
	"group_added",
	"group_removed",
	"group_renamed",
	"legal_basis_added",
	"legal_basis_removed",
	"legal_basis_changed",
]
WAIVABLE = "may_be_waived"
"""Said to overlays alone, so a period does not keep it; of a version it stands beside what is kept (`versions.differences`)."""

LISTS = ("legal_basis", "organization_kinds", "sectors")


@dataclass(frozen=True, slots=True)
class Difference:
	what: What
	key: str
	"""Key of the criterion, group or setting; number of the legal document."""
	label: str
	field: str = ""
	"""Of "changed": the field of the criterion."""
	before: str = ""
	after: str = ""


def between(old: FrozenFramework, new: FrozenFramework) -> list[Difference]:
	"""Return the differences in the order a reader meets them: groups, criteria of the new one, settings, legal basis."""
	return [*_groups(old, new), *_criteria(old, new), *_settings(old, new), *_legal_basis(old, new)]


def _groups(old: FrozenFramework, new: FrozenFramework) -> Iterator[Difference]:
	before = {row["group_key"]: row["group_name"] for row in old["groups"]}
	after = {row["group_key"]: row["group_name"] for row in new["groups"]}
	for key, name in after.items():
		if key not in before:
			yield Difference("group_added", key, name)
		elif before[key] != name:
			yield Difference("group_renamed", key, name, before=before[key], after=name)
	for key, name in before.items():
		if key not in after:
			yield Difference("group_removed", key, name)


def _criteria(old: FrozenFramework, new: FrozenFramework) -> Iterator[Difference]:
	before = {row["criterion_key"]: row for row in old["criteria"]}
	after = {row["criterion_key"]: row for row in new["criteria"]}
	split = {row["part_of"] for row in new["criteria"] if row.get("part_of")}
	said: set[str] = set()
	for key, row in after.items():
		if whole := row.get("part_of"):
			if whole not in said:
				said.add(whole)
				parts = [other["short_text"] for other in after.values() if other.get("part_of") == whole]
				was = before[whole]
				yield Difference(
					"split", whole, was["short_text"], before=was["full_text"], after="\n".join(parts)
				)
		elif key not in before:
			yield Difference("added", key, row["short_text"], after=row["full_text"])
		else:
			yield from _of_criterion(before[key], row)
	for key, row in before.items():
		if key not in after and key not in split:
			yield Difference("removed", key, row["short_text"], before=row["full_text"])
	yield from _order(list(before), list(after), after)


def _of_criterion(old: dict[str, Any], new: dict[str, Any]) -> Iterator[Difference]:
	key, label = new["criterion_key"], new["short_text"]
	if new.get("not_applicable"):
		yield Difference("waived", key, label, before=old["full_text"], after=new["not_applicable"])
	if old["section"] != new["section"]:
		yield Difference("renumbered", key, label, before=old["section"], after=new["section"])
	for name in TEXTS:
		if name not in ("criterion_key", "section") and old[name] != new[name]:
			yield Difference("changed", key, label, name, old[name], new[name])
	for name in (*CHECKS, WAIVABLE):
		was, stands = bool(old.get(name)), bool(new.get(name))
		if was != stands:
			yield Difference("changed", key, label, name, str(int(was)), str(int(stands)))
	for name in LISTS:
		before, after = listed(old, name), listed(new, name)
		if before != after:
			yield Difference("changed", key, label, name, "\n".join(before), "\n".join(after))


def listed(row: Mapping[str, Any], name: str) -> list[str]:
	"""Return the legal documents of a criterion, or the kinds or sectors it applies to, in their order."""
	if name != "legal_basis":
		return row.get(name, [])
	return [" ".join(filter(None, (one["document_number"], one.get("article")))) for one in row.get(name, [])]


def _order(old: list[str], new: list[str], rows: dict[str, Any]) -> Iterator[Difference]:
	"""Criteria of both that stand elsewhere among those of both; the fewest that explain the new order."""
	kept = [key for key in old if key in rows]
	place = {key: index for index, key in enumerate(kept)}
	order = [place[key] for key in new if key in place]
	stay = _longest_rising(order)
	for index in order:
		if index not in stay:
			yield Difference("reordered", kept[index], rows[kept[index]]["short_text"])


def _longest_rising(numbers: list[int]) -> set[int]:
	"""A longest rising subsequence, by plain comparison: a framework has a few dozen criteria."""
	best: list[list[int]] = []
	for index, value in enumerate(numbers):
		before = [best[earlier] for earlier in range(index) if numbers[earlier] < value]
		best.append([*max(before, key=len, default=[]), value])
	return set(max(best, key=len, default=[]))


def _settings(old: FrozenFramework, new: FrozenFramework) -> Iterator[Difference]:
	before, after = old["settings"], new["settings"]
	for key in dict.fromkeys([*before, *after]):
		if before.get(key, "") != after.get(key, "") or (key in before) != (key in after):
			yield Difference("setting", key, key, before=before.get(key, ""), after=after.get(key, ""))


def _legal_basis(old: FrozenFramework, new: FrozenFramework) -> Iterator[Difference]:
	before, after = _articles(old), _articles(new)
	titles = {
		row["document_number"]: citing.heading(row) for row in [*old["legal_basis"], *new["legal_basis"]]
	}
	for number, articles in after.items():
		if number not in before:
			yield Difference("legal_basis_added", number, titles[number], after=articles)
		elif articles != before[number]:
			yield Difference("legal_basis_changed", number, titles[number], "", before[number], articles)
	for number, articles in before.items():
		if number not in after:
			yield Difference("legal_basis_removed", number, titles[number], before=articles)


def _articles(framework: FrozenFramework) -> dict[str, str]:
	"""{number of a document: the articles of it that are named, one a line}."""
	found: dict[str, list[str]] = {}
	for row in framework["legal_basis"]:
		found.setdefault(row["document_number"], []).append(row.get("article") or "")
	return {number: "\n".join(sorted(filter(None, articles))) for number, articles in found.items()}
