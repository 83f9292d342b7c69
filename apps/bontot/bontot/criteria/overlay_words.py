"""Wording of the overlay linter's findings: which rule, which criterion, what to do."""

from collections.abc import Iterable
from typing import TypedDict

from frappe import _

from bontot.criteria import registry
from bontot.criteria.overlay_rules import Core, Finding


class Described(TypedDict):
	rule: str
	item: str
	"""The criterion, threshold or group by its own name."""
	key: str
	message: str
	remedy: str


def describe(core: Core, names: dict[str, str], findings: Iterable[Finding]) -> list[Described]:
	"""Return the findings as people read them; `names`: names of settings and groups by their keys."""
	texts = words()
	known = {item.criterion_key: item.short_text for item in core.items} | names
	said: list[Described] = []
	for finding in findings:
		message, remedy = texts[finding.rule]
		said.append(
			{
				"rule": finding.rule,
				"item": known.get(finding.item) or finding.item or _("The overlay as a whole"),
				"key": finding.item,
				"message": message.format(core_words(finding, core, names)),
				"remedy": remedy,
			}
		)
	return said


def core_words(finding: Finding, core: Core, names: dict[str, str]) -> str:
	"""Describe what the core says there, by the names that people know it by."""
	if finding.rule == "group_changed":
		return names.get(finding.core, finding.core)
	if finding.rule == "kind_changed":
		return _(finding.core)
	if finding.rule == "split_loses_calculator":
		return registry.rule_words(finding.core, core.settings).rstrip(".") or finding.core
	return finding.core


def words() -> dict[str, tuple[str, str]]:
	"""{rule: (what is wrong, what to do)}; {0} in the first is what the core says."""
	return {
		"action_unknown": (
			_("This line does not say what it does."),
			_("Choose one of the acts of the list."),
		),
		"applies_never": (
			_("The criterion counts neither at mid-year nor at year end."),
			_("Mark at least one of the two."),
		),
		"calculator_missing": (
			_("The criterion is computed but names no calculator."),
			_("Name the calculator, or let people judge it."),
		),
		"calculator_unknown": (
			_("There is no such calculator."),
			_("Choose one of the list, or let people judge it."),
		),
		"group_changed": (
			_("The core has this criterion in another group ({0})."),
			_("Leave the group empty; a criterion of the core stays in its group."),
		),
		"group_emptied": (
			_("Nothing required would be left in this group, so it would be met by itself."),
			_("Keep at least one required criterion of the group."),
		),
		"group_unknown": (
			_("The core has no such group."),
			_("Choose one of the groups of the core."),
		),
		"item_of_other_kind": (
			_("The organizations this overlay is for do not answer this criterion."),
			_("Take the line out, or make an overlay for the other kind."),
		),
		"item_twice": (
			_("Lines of this overlay contradict or repeat one another on this criterion."),
			_("Keep one line; a criterion that is split or not applicable is nothing else besides."),
		),
		"item_unknown": (
			_("The core has no such criterion."),
			_("Choose a criterion of the core, or add one of your own."),
		),
		"key_empty": (_("The criterion has no key."), _("Give it a short key, such as {0}.").format("xa_1")),
		"key_malformed": (
			_("The key has signs that keys do not have."),
			_("Use small letters without diacritics, digits, dots and underscores."),
		),
		"key_taken": (
			_("This key is used already."),
			_("Choose another key; those of the core keep their meaning."),
		),
		"kind_changed": (
			_("The core says how this criterion is judged ({0}); an overlay does not change that."),
			_("Leave kind and calculator empty, or add a criterion of your own beside it."),
		),
		"kind_unknown": (
			_("It is not said how the criterion is judged."),
			_("Choose the kind of criterion."),
		),
		"nothing_changed": (
			_("The overlay changes nothing."),
			_("Add at least one line, or delete the overlay."),
		),
		"nothing_explained": (
			_("The line explains nothing."),
			_("Write the guidance, or take the line out."),
		),
		"nothing_tightened": (
			_("The line asks no more than the core does."),
			_("Ask for more, or take the line out."),
		),
		"part_not_always": (
			_("The core counts the whole in a review in which this part does not count."),
			_("Let each part count whenever the whole counts."),
		),
		"part_optional": (
			_("The core requires the whole, but this part is not required."),
			_("Mark the part as required."),
		),
		"setting_fixed": (
			_("Only the province sets this."),
			_("Take the line out; propose the change to the province."),
		),
		"setting_open": (
			_("The province has not answered this question yet, so nothing can be stricter than its answer."),
			_("Ask the province to set it in the framework first."),
		),
		"setting_twice": (_("The threshold is set twice."), _("Keep one of the lines.")),
		"setting_unknown": (_("The core has no such threshold."), _("Choose one of the list.")),
		"setting_weaker": (
			_("The core asks for {0}; this would ask for less."),
			_("Set a stricter value, or take the line out."),
		),
		"points_malformed": (
			_("These points are not written as criterion = most/least: {0}."),
			_(
				"Write every criterion that the core scores, for instance dk_1 = 10/6; parts are parted by semicolons."
			),
		),
		"points_weaker": (
			_(
				"The core gives {0} here (most/least); this lowers it, leaves it out or scores another criterion."
			),
			_(
				"Leave the most as it is; the least may be raised. Score the very criteria that the core scores."
			),
		),
		"split_loses_points": (
			_("The core scores this criterion; its parts would have no points."),
			_("Leave it whole; explain it, or raise its least number of points."),
		),
		"split_loses_calculator": (
			_("The core computes this criterion from records ({0}), but none of the parts does."),
			_("Let one of the parts keep the kind and the calculator of the whole."),
		),
		"split_too_few": (
			_("The criterion is split into one part only, which would rewrite it."),
			_("Add the other parts, or take the line out."),
		),
		"text_changed": (
			_("The overlay rewrites the core's own words."),
			_("Leave the text empty; write what you want to add under Guidance."),
		),
		"text_empty": (_("Short or full text is empty."), _("Fill in both.")),
		"total_unreachable": (
			_("The criteria asked come to {0} points at most, so this least total could never be reached."),
			_("Ask for fewer points, or keep the scored criteria."),
		),
		"value_impossible": (
			_("Nothing can be more than {0} here, so this could never be met."),
			_("Write a lower value, or take the line out."),
		),
		"value_not_a_number": (
			_("The value is not a whole number."),
			_("Write a whole number such as {0}.").format(85),
		),
		"waive_not_allowed": (
			_("The core does not allow this criterion to be marked as not applicable."),
			_("Take the line out; propose to the province to allow it."),
		),
		"waive_without_reason": (_("No reason is given."), _("Write why the criterion does not apply.")),
	}
