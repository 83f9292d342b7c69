"""Whether a local overlay only adds to the core framework. Pure rules: plain values in, findings out, no words.

An overlay may add a criterion, tighten one (or a threshold), explain one, split one, and mark one as not applicable where
the core allows it. Whatever would let an organisation pass locally that the core would not let pass is a finding.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from bontot.criteria import pass_rule, points
from bontot.criteria.setting_kinds import number

ADD, TIGHTEN, EXPLAIN, SPLIT, WAIVE = "Add", "Tighten", "Explain", "Split", "Waive"
ACTIONS = (ADD, TIGHTEN, EXPLAIN, SPLIT, WAIVE)
KINDS = ("Computed", "Record", "Judged")
KEY = re.compile(r"[a-z0-9]+(?:[._][a-z0-9]+)*")
APPLIES = {"Cell": "for_cell", "Grassroots Organization": "for_grassroots"}
PERIODS = ("for_six_month", "for_year")

Rule = Literal[
	"action_unknown",
	"applies_never",
	"calculator_missing",
	"calculator_unknown",
	"group_changed",
	"group_emptied",
	"group_unknown",
	"item_of_other_kind",
	"item_twice",
	"item_unknown",
	"key_empty",
	"key_malformed",
	"key_taken",
	"kind_changed",
	"kind_unknown",
	"nothing_changed",
	"nothing_explained",
	"nothing_tightened",
	"part_not_always",
	"part_optional",
	"points_malformed",
	"points_weaker",
	"setting_fixed",
	"setting_open",
	"setting_twice",
	"setting_unknown",
	"setting_weaker",
	"split_loses_calculator",
	"split_loses_points",
	"split_too_few",
	"text_changed",
	"text_empty",
	"total_unreachable",
	"value_impossible",
	"value_not_a_number",
	"waive_not_allowed",
	"waive_without_reason",
]


@dataclass(frozen=True, slots=True)
class Item:
	"""A criterion of the core, as far as an overlay could weaken it."""

	criterion_key: str
	group_key: str
	short_text: str
	full_text: str
	kind: str
	calculator: str
	for_cell: bool
	for_grassroots: bool
	for_six_month: bool
	for_year: bool
	required: bool
	may_be_waived: bool = False
	only_some: bool = False
	"""Whether the province asks it of some kinds or sectors only."""


@dataclass(frozen=True, slots=True)
class Core:
	"""Core framework as the province issued it, and the calculators of the installed apps."""

	groups: tuple[str, ...]
	items: tuple[Item, ...]
	settings: dict[str, str]
	stricter: dict[str, str] = field(default_factory=dict)
	"""By setting: "Higher" or "Lower", the direction that asks more; a setting that is not here is the province's alone."""
	calculators: frozenset[str] = frozenset()
	most: dict[str, int] = field(default_factory=dict)
	"""By setting: the highest value that means anything (`setting_kinds`)."""

	def item(self, key: str) -> Item | None:
		return next((item for item in self.items if item.criterion_key == key), None)


@dataclass(frozen=True, slots=True)
class Change:
	"""One line of an overlay. `criterion_key`: the core's criterion, or of an added one its own key; `part_key`: of a part."""

	action: str
	criterion_key: str = ""
	part_key: str = ""
	group_key: str = ""
	short_text: str = ""
	full_text: str = ""
	kind: str = ""
	calculator: str = ""
	required: bool = False
	for_six_month: bool = False
	for_year: bool = False
	evidence_wanted: str = ""
	guidance: str = ""
	setting_key: str = ""
	setting_value: str = ""
	reason: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
	rule: Rule
	item: str
	"""Key of the criterion, part, setting or group that the finding is about; "" for the overlay as a whole."""
	core: str = ""
	"""What the core says there, where the words need it."""


def lint(core: Core, title_kind: str, changes: Iterable[Change]) -> list[Finding]:
	"""Return every finding, in the order of the changes; an empty list: the overlay may be issued.

	`title_kind`: "Cell" or "Grassroots Organization", whom the overlay is for. Raises KeyError for another one.
	"""
	changes = list(changes)
	if not changes:
		return [Finding("nothing_changed", "")]
	found: list[Finding] = []
	for change in changes:
		found += list(BY_ACTION.get(change.action, _unknown_action)(core, title_kind, change))
	found += _keys(core, changes)
	found += _splits(core, changes)
	found += _conflicts(changes)
	found += _emptied_groups(core, title_kind, changes)
	found += _total(core, title_kind, changes)
	return found


def still_says_something(core: Core, change: Change) -> bool:
	"""Whether what a line is about is in a core, which may be a later one than it was written for."""
	if change.action == ADD:
		return True
	if change.action == TIGHTEN and change.setting_key:
		return change.setting_key in core.settings
	return core.item(change.criterion_key) is not None


# One change at a time


def _unknown_action(core: Core, title_kind: str, change: Change) -> Iterator[Finding]:
	yield Finding("action_unknown", change.criterion_key)


def _add(core: Core, title_kind: str, change: Change) -> Iterator[Finding]:
	key = change.criterion_key
	if change.group_key not in core.groups:
		yield Finding("group_unknown", key)
	if not (change.for_six_month or change.for_year):
		yield Finding("applies_never", key)
	yield from _content(core, key, change)


def _tighten(core: Core, title_kind: str, change: Change) -> Iterator[Finding]:
	if change.setting_key:
		yield from _tighten_setting(core, change)
		return
	item = core.item(change.criterion_key)
	yield from _existing(item, title_kind, change)
	if item and not change.evidence_wanted.strip() and (item.required or not change.required):
		yield Finding("nothing_tightened", change.criterion_key)


def _tighten_setting(core: Core, change: Change) -> Iterator[Finding]:
	key = change.setting_key
	if key == points.SETTING and points.of(core.settings):
		yield from _tighten_points(core, change.setting_value)
	elif key not in core.settings:
		yield Finding("setting_unknown", key)
	elif key not in core.stricter:
		yield Finding("setting_fixed", key)
	elif (stands := number(core.settings[key])) is None:
		yield Finding("setting_open", key)
	elif (wanted := number(change.setting_value)) is None:
		yield Finding("value_not_a_number", key)
	elif wanted == stands:
		yield Finding("nothing_tightened", key, core.settings[key])
	elif (wanted > stands) != (core.stricter[key] == "Higher"):
		yield Finding("setting_weaker", key, core.settings[key])
	elif wanted > core.most.get(key, wanted):
		yield Finding("value_impossible", key, str(core.most[key]))


def _tighten_points(core: Core, wanted: str) -> Iterator[Finding]:
	"""The least number of points of a criterion may rise; what the core scores stays scored by as many."""
	known = [item.criterion_key for item in core.items]
	asked = points.of(core.settings)
	for problem in points.problems({points.SETTING: wanted}, known):
		yield Finding("points_malformed", points.SETTING, problem.subject)
	for key in points.weaker(core.settings, wanted):
		yield Finding(
			"points_weaker", key, f"{points.words(asked[key].most)}/{points.words(asked[key].least)}"
		)
	own = points.of({points.SETTING: wanted})
	for key in own.keys() - asked.keys():
		yield Finding("points_weaker", key)  # points of its own would make up for the core's
	if own == asked:
		yield Finding("nothing_tightened", points.SETTING, core.settings[points.SETTING])


def _explain(core: Core, title_kind: str, change: Change) -> Iterator[Finding]:
	yield from _existing(core.item(change.criterion_key), title_kind, change)
	if not change.guidance.strip():
		yield Finding("nothing_explained", change.criterion_key)


def _split(core: Core, title_kind: str, change: Change) -> Iterator[Finding]:
	item, key = core.item(change.criterion_key), change.part_key or change.criterion_key
	if not item:
		yield Finding("item_unknown", change.criterion_key)
		return
	if not item_is_for(item, title_kind):
		yield Finding("item_of_other_kind", change.criterion_key)
	if change.group_key and change.group_key != item.group_key:
		yield Finding("group_changed", key, item.group_key)
	if item.required and not change.required:
		yield Finding("part_optional", key)
	if any(getattr(item, period) and not getattr(change, period) for period in PERIODS):
		yield Finding("part_not_always", key)
	yield from _content(core, key, change)


def _waive(core: Core, title_kind: str, change: Change) -> Iterator[Finding]:
	item = core.item(change.criterion_key)
	yield from _existing(item, title_kind, change)
	if item and not item.may_be_waived:
		yield Finding("waive_not_allowed", change.criterion_key)
	if not change.reason.strip():
		yield Finding("waive_without_reason", change.criterion_key)


BY_ACTION = {ADD: _add, TIGHTEN: _tighten, EXPLAIN: _explain, SPLIT: _split, WAIVE: _waive}


def _existing(item: Item | None, title_kind: str, change: Change) -> Iterator[Finding]:
	"""Check any line about a criterion of the core that stays one criterion: its words and kind stay."""
	key = change.criterion_key
	if not item:
		yield Finding("item_unknown", key)
		return
	if not item_is_for(item, title_kind):
		yield Finding("item_of_other_kind", key)
	if any(_differs(change, item, name) for name in ("short_text", "full_text")):
		yield Finding("text_changed", key)
	if _differs(change, item, "group_key"):
		yield Finding("group_changed", key, item.group_key)
	if _differs(change, item, "kind") or _differs(change, item, "calculator"):
		yield Finding("kind_changed", key, item.kind)


def _differs(change: Change, item: Item, name: str) -> bool:
	said = getattr(change, name).strip()
	return bool(said) and said != getattr(item, name).strip()


def _content(core: Core, key: str, change: Change) -> Iterator[Finding]:
	"""Check that a criterion of the overlay's own is complete."""
	if not change.short_text.strip() or not change.full_text.strip():
		yield Finding("text_empty", key)
	if change.kind not in KINDS:
		yield Finding("kind_unknown", key)
	if change.calculator and change.calculator not in core.calculators:
		yield Finding("calculator_unknown", key)
	if change.kind == "Computed" and not change.calculator:
		yield Finding("calculator_missing", key)


# The changes together


def _keys(core: Core, changes: list[Change]) -> Iterator[Finding]:
	"""Keys of added criteria and parts: new, written plainly, each once."""
	own = [own_key(change) for change in changes if change.action in (ADD, SPLIT)]
	taken = {item.criterion_key for item in core.items}
	times = Counter(own)
	for key in dict.fromkeys(own):
		if not key:
			yield Finding("key_empty", "")
		elif not KEY.fullmatch(key):
			yield Finding("key_malformed", key)
		elif key in taken or times[key] > 1:
			yield Finding("key_taken", key)


def own_key(change: Change) -> str:
	"""Key of what an added criterion or a part will be called."""
	return change.part_key if change.action == SPLIT else change.criterion_key


def _splits(core: Core, changes: list[Change]) -> Iterator[Finding]:
	for key, parts in parts_by_item(changes).items():
		item = core.item(key)
		if not item:
			continue
		if len(parts) < 2:
			yield Finding("split_too_few", key)
		if key in points.of(core.settings):
			yield Finding("split_loses_points", key)
		if item.calculator and not any(
			(part.kind, part.calculator) == (item.kind, item.calculator) for part in parts
		):
			yield Finding("split_loses_calculator", key, item.calculator)


def parts_by_item(changes: Iterable[Change]) -> dict[str, list[Change]]:
	"""Return {key of a core's criterion: the parts it is split into}, in the order of the changes."""
	found: dict[str, list[Change]] = {}
	for change in changes:
		if change.action == SPLIT:
			found.setdefault(change.criterion_key, []).append(change)
	return found


def _conflicts(changes: list[Change]) -> Iterator[Finding]:
	"""A criterion that is split or not applicable is nothing else besides; no line stands twice."""
	actions: dict[str, list[str]] = {}
	settings: list[str] = []
	for change in changes:
		if change.action == TIGHTEN and change.setting_key:
			settings.append(change.setting_key)
		elif change.action in (TIGHTEN, EXPLAIN, SPLIT, WAIVE):
			actions.setdefault(change.criterion_key, []).append(change.action)
	for key, said in actions.items():
		once = [action for action in said if action != SPLIT]
		alone = {SPLIT, WAIVE} & set(said)
		if len(once) != len(set(once)) or (alone and len(set(said)) > 1):
			yield Finding("item_twice", key)
	for key, times in Counter(settings).items():
		if times > 1:
			yield Finding("setting_twice", key)


def _emptied_groups(core: Core, title_kind: str, changes: list[Change]) -> Iterator[Finding]:
	"""A group in which nothing required is left would be met by itself."""
	waived = {change.criterion_key for change in changes if change.action == WAIVE}
	for group in core.groups:
		for period in PERIODS:
			asked = {
				item.criterion_key
				for item in core.items
				if item.group_key == group
				and item.required
				and not item.only_some
				and item_is_for(item, title_kind)
				and getattr(item, period)
			}
			if asked and asked <= waived:
				yield Finding("group_emptied", group)
				break


def _total(core: Core, title_kind: str, changes: list[Change]) -> Iterator[Finding]:
	"""A least total that the scored criteria of the year no longer come to: nobody could be good, and it would say nothing."""
	asked = {item.criterion_key for item in core.items if item_is_for(item, title_kind) and item.for_year}
	left = asked - {change.criterion_key for change in changes if change.action == WAIVE}
	totals = [change.setting_value for change in changes if change.setting_key == points.LEAST_TOTAL]
	own = core.settings | ({points.LEAST_TOTAL: totals[-1]} if totals else {})
	if pass_rule.is_unreachable(own, left) and not pass_rule.is_unreachable(core.settings, asked):
		yield Finding("total_unreachable", points.LEAST_TOTAL, points.words(points.most_total(own, left)))


def item_is_for(item: Item, title_kind: str) -> bool:
	return bool(getattr(item, APPLIES[title_kind]))
