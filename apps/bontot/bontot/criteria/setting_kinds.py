"""Values allowed for each setting of a framework or a scale. Pure.

One table for all modules, because a value is judged once, when the framework is written: the rules that read it further up
take it as it is. Settings of other apps are declared by hooks (`of_hook`).
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from bontot.criteria import period_kinds

What = Literal["Whole Number", "Share", "Choice", "Criteria", "Text"]
"""Share: of a hundred, with a decimal comma where wanted. Criteria: one of the choices, or keys with commas between. Text:
an answer for people, or a value that a rule of its own judges (`pass_rule`, `points`)."""
Code = Literal["not_a_number", "out_of_bounds", "not_a_choice", "criterion_unknown", "unknown", "twice"]
MOST = 9999  # days, months, members, files: none of them comes near


class Kind(NamedTuple):
	what: What
	least: int = 0
	most: int = MOST
	choices: tuple[str, ...] = ()


TEXT, WHOLE, SHARE = Kind("Text"), Kind("Whole Number"), Kind("Share", most=100)
PERCENT = Kind("Whole Number", most=100)
BY_NAME = {kind.what: kind for kind in (TEXT, WHOLE, SHARE)} | {"Percent": PERCENT}
CRITERIA = Kind("Criteria", choices=tuple(filter(None, period_kinds.AS_IN)))


def one_of(*choices: str) -> Kind:
	return Kind("Choice", choices=choices)


FRAMEWORK: Mapping[str, Kind] = {
	"pass_rule": TEXT,
	"pass_group_percent": PERCENT,
	"pass_points": WHOLE,
	"points_per_criterion": TEXT,
	"quarter_criteria": CRITERIA,
	"own_period_criteria": CRITERIA,
	"target_percent": SHARE,
	"target_counted": one_of("separate", "together"),
	"carry_out_percent": SHARE,
	"not_completed_most": WHOLE,
	"counted_on": one_of("ends_on", "starts_on"),
	"least_age_months": Kind("Whole Number", most=12),
	"outside_reasons": TEXT,
	"regular_per_month": Kind(
		"Whole Number", most=1
	),  # a cell has one regular meeting a month (`Meeting.month_key`)
	"thematic_per_quarter": WHOLE,
	"whole_organization_per_year": WHOLE,
	"whole_organization_per_half": WHOLE,
	"whole_organization_days_after": WHOLE,
	"minutes_due_days": WHOLE,
	"papers_ahead_days": WHOLE,
	"cell_papers_ahead_days": WHOLE,
	"good_meeting_share_percent": PERCENT,
	"good_member_share_percent": PERCENT,
	"leadership_documents_least": WHOLE,
	"official_rating_counts": one_of("both"),
	"adoption_meeting": one_of("required"),
	"adoption_within_days": WHOLE,
	"recognition_before_rating": one_of("confirmed"),
	"cell_committee_from_members": WHOLE,
	"bulk_sample_percent": PERCENT,
	"bulk_sample_least": WHOLE,
	# Questions to the province, whose answers no rule reads.
	"recognizing_authority": TEXT,
	"deadlines_below_province": TEXT,
	"forms": TEXT,
}
SCALE: Mapping[str, Kind] = {
	"least_minutes": WHOLE,
	"least_minutes_with_thematic": WHOLE,
	"papers_ahead_days": WHOLE,
	"excellent_cap_percent": PERCENT,
	"excellent_cap_base": one_of("well_completed", "well_completed_or_better"),
	"excellent_cap_rounding": one_of("down", "up", "nearest"),
	"comparison_group": one_of("title_kind", "all"),
	# Questions to the province, whose answers no rule reads.
	"points_table": TEXT,
	"lower_grades": TEXT,
	"issued_on": TEXT,
	"must_be_full_source": TEXT,
	"province_scale": TEXT,
	"member_decider": TEXT,
}


class Setting(NamedTuple):
	"""A line of a framework's or a scale's settings."""

	key: str
	name: str
	value: str


@dataclass(frozen=True, slots=True)
class Problem:
	code: Code
	setting: Setting
	kind: Kind = TEXT
	subject: str = ""
	"""Of "criterion_unknown": the key that no criterion has."""


def of_hook(declared: Mapping[str, Iterable[str]]) -> dict[str, Kind]:
	"""Kinds of settings that a hook declares: {key: name of a kind, or the choices}. Raises KeyError for an unknown kind."""
	found = {}
	for key, said in declared.items():
		said = list(said)
		found[key] = one_of(*said) if len(said) > 1 else BY_NAME[said[0]]
	return found


def problems(
	settings: Iterable[Setting], kinds: Mapping[str, Kind], criteria: Collection[str] = ()
) -> list[Problem]:
	"""Find the problems of the lines, in their order. `criteria`: keys of the framework's criteria. An empty value is a question
	that nobody has answered yet, and never wrong.
	"""
	settings = list(settings)
	times = Counter(setting.key for setting in settings)
	found: list[Problem] = []
	for setting in settings:
		if times[setting.key] > 1:
			found.append(Problem("twice", setting))
		if setting.key in kinds:
			found += _of_value(setting, kinds[setting.key], criteria)
		else:
			found.append(Problem("unknown", setting))
	return found


def unreadable(found: Iterable[Problem]) -> list[Problem]:
	"""Those of the problems over which a rule would stumble, or that it would take for something else."""
	return [problem for problem in found if problem.code != "unknown"]


def number(text: str) -> int | None:
	"""The whole number that a text holds; None for anything else, also for an empty one."""
	text = (text or "").strip()
	return int(text) if text.isascii() and text.isdecimal() else None


def _of_value(setting: Setting, kind: Kind, criteria: Collection[str]) -> list[Problem]:
	value = setting.value.strip()
	if not value or kind.what == "Text":
		return []
	if kind.what == "Choice":
		return [] if value in kind.choices else [Problem("not_a_choice", setting, kind)]
	if kind.what == "Criteria":
		keys = [] if value in kind.choices else period_kinds.keys(value) or [value]
		return [Problem("criterion_unknown", setting, kind, key) for key in keys if key not in criteria]
	written = number(value) if kind.what == "Whole Number" else _share(value)
	if written is None:
		return [Problem("not_a_number", setting, kind)]
	return [] if kind.least <= written <= kind.most else [Problem("out_of_bounds", setting, kind)]


def _share(text: str) -> float | None:
	whole, dot, decimals = text.replace(",", ".").partition(".")
	digits = [whole, decimals] if dot else [whole]
	return float(f"{whole}.{decimals}") if all(number(part) is not None for part in digits) else None
