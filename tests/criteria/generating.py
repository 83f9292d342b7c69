"""Random cores and overlays: lawful ones, and ones with weakenings planted in them, each known by its rule."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

from bontot.criteria import points
from bontot.criteria.frozen import digest
from bontot.criteria.overlay_rules import Change, Core, Item

KINDS = ("Cell", "Grassroots Organization")
CALCULATORS = {"calc_a": "limit_a", "calc_b": "limit_b", "calc_c": "limit_c"}  # each reads one threshold
STRICTER = {"limit_a": "Higher", "limit_b": "Lower", "limit_c": "Higher"}
MOST = {"limit_a": 100, "limit_c": 100}


@dataclass(frozen=True, slots=True)
class Case:
	core: Core
	title_kind: str
	changes: tuple[Change, ...]
	planted: frozenset[str]  # rules that must be among the findings; empty: the overlay is lawful


def core(random: Random) -> Core:
	groups = tuple(f"g{i}" for i in range(random.randint(1, 4)))
	items = []
	for number in range(random.randint(len(groups) + 2, 12)):
		group = groups[number] if number < len(groups) else random.choice(groups)
		first = number < len(groups)  # each group keeps something that everybody must answer
		calculator = random.choice([*CALCULATORS, "", "", ""])
		items.append(
			Item(
				f"c_{number}",
				group,
				f"Tiêu chí {number}",
				f"Nội dung đầy đủ của tiêu chí {number}",
				"Computed" if calculator else random.choice(("Judged", "Record")),
				calculator,
				first or random.random() < 0.8,
				first or random.random() < 0.8,
				first or random.random() < 0.8,
				first or random.random() < 0.9,
				first or random.random() < 0.7,
				not first and random.random() < 0.5,
			)
		)
	settings = {key: str(random.randint(2, 90)) for key in STRICTER} | {"rule": "all", "open": ""}
	scored = [item.criterion_key for item in items if not item.calculator][: random.randint(0, 2)]
	settings[points.SETTING] = written({key: random.randint(3, 8) for key in scored})
	settings |= {"pass_rule": "points" if scored else "", "pass_points": "2"}
	stricter = STRICTER | {"open": "Higher", "pass_points": "Higher"}
	return Core(groups, tuple(items), settings, stricter, frozenset(CALCULATORS), MOST)


def written(least: dict[str, int], most: int = 10) -> str:
	"""Points as a framework's setting says them."""
	return "; ".join(f"{key} = {most}/{number}" for key, number in least.items())


def frozen(core: Core) -> dict:
	"""The same core as a period keeps it."""
	checks = ("for_cell", "for_grassroots", "for_six_month", "for_year", "required")
	texts = ("criterion_key", "group_key", "short_text", "full_text", "kind", "calculator")
	content = {
		"framework": "LOI-1",
		"title": "Khung lõi",
		"version": 1,
		"groups": [{"group_key": key, "group_name": key.upper()} for key in core.groups],
		"criteria": [
			{name: getattr(item, name) for name in (*texts, *checks)}
			| {"section": "", "evidence_wanted": "Văn bản", "guidance": ""}
			for item in core.items
		],
		"settings": dict(core.settings),
		"legal_basis": [],
	}
	return content | {"digest": digest(content)}


def answered(core: Core, title_kind: str) -> list[Item]:
	applies = "for_cell" if title_kind == "Cell" else "for_grassroots"
	return [item for item in core.items if getattr(item, applies)]


class Writer:
	"""Writes one overlay: lawful lines on criteria that no line touches yet, then what is planted."""

	def __init__(self, random: Random) -> None:
		self.random, self.core = random, core(random)
		self.title_kind = random.choice(KINDS)
		self.scored = {key: int(scale.least) for key, scale in points.of(self.core.settings).items()}
		# No other line touches what is scored.
		self.free = [
			item for item in answered(self.core, self.title_kind) if item.criterion_key not in self.scored
		]
		random.shuffle(self.free)
		self.settings = [key for key in STRICTER]
		random.shuffle(self.settings)
		self.total = True  # whether a line may still raise the least total
		self.changes: list[Change] = []
		self.keys = 0

	def key(self) -> str:
		self.keys += 1
		return f"xa_{self.keys}"

	def content(self) -> dict:
		calculator = self.random.choice([*CALCULATORS, "", ""])
		key = self.key()
		return {
			"short_text": f"Tiêu chí của xã {key}",
			"full_text": f"Nội dung của xã {key}",
			"kind": "Computed" if calculator else self.random.choice(("Judged", "Record")),
			"calculator": calculator,
			"for_six_month": True,
			"for_year": self.random.random() < 0.7,
		}

	def take(self, wanted: Callable[[Item], bool] = lambda item: True) -> Item | None:
		"""A criterion that no line touches yet."""
		for item in self.free:
			if wanted(item):
				self.free.remove(item)
				return item
		return None

	def points(self, changed: dict[str, int], most: int = 10) -> Change:
		return Change("Tighten", setting_key=points.SETTING, setting_value=written(changed, most))

	def scored_once(self) -> dict[str, int]:
		"""The least numbers of the core's points, for the one line that may be about them; {} when there is none left."""
		found, self.scored = self.scored, {}
		return found

	def scored_in_year(self) -> int:
		"""How many criteria of the year these organisations have scored."""
		scored = points.of(self.core.settings)
		mine = answered(self.core, self.title_kind)
		return sum(item.criterion_key in scored and item.for_year for item in mine)

	# Lawful lines

	def raise_total(self) -> None:
		if self.total and self.scored_in_year():
			self.total = False
			value = str(self.random.randint(3, 10 * self.scored_in_year()))
			self.changes.append(Change("Tighten", setting_key=points.LEAST_TOTAL, setting_value=value))

	def raise_points(self) -> None:
		if found := self.scored_once():
			key = self.random.choice(list(found))
			self.changes.append(self.points(found | {key: found[key] + self.random.randint(1, 2)}))

	def add(self) -> None:
		group = self.random.choice(self.core.groups)
		required = self.random.random() < 0.6
		self.changes.append(Change("Add", self.key(), group_key=group, required=required, **self.content()))

	def tighten_item(self) -> None:
		if item := self.take():
			evidence = "" if not item.required and self.random.random() < 0.5 else "Ảnh chụp"
			required = item.required or not evidence
			self.changes.append(
				Change("Tighten", item.criterion_key, required=required, evidence_wanted=evidence)
			)

	def tighten_setting(self) -> None:
		if self.settings:
			key = self.settings.pop()
			step = self.random.randint(1, 9) * (1 if STRICTER[key] == "Higher" else -1)
			value = int(self.core.settings[key]) + step
			if value >= 0:
				self.changes.append(Change("Tighten", setting_key=key, setting_value=str(value)))

	def explain(self) -> None:
		if item := self.take():
			same = (
				item.short_text if self.random.random() < 0.3 else ""
			)  # repeating the core's words changes nothing
			self.changes.append(
				Change("Explain", item.criterion_key, guidance="Ở xã: ghi vào sổ.", short_text=same)
			)

	def parts(self, item: Item, count: int) -> list[Change]:
		always = {"for_six_month": item.for_six_month, "for_year": item.for_year}
		found = []
		for number in range(count):
			own = self.content() | always
			if number == 0 and item.calculator:
				own |= {"kind": item.kind, "calculator": item.calculator}
			required = item.required or self.random.random() < 0.5
			found.append(
				Change(
					"Split",
					item.criterion_key,
					f"{item.criterion_key}.{number + 1}",
					required=required,
					**own,
				)
			)
		return found

	def split(self) -> None:
		if item := self.take(lambda item: item.for_six_month or item.for_year):
			self.changes += self.parts(item, self.random.randint(2, 4))

	def waive(self) -> None:
		if item := self.take(lambda item: item.may_be_waived):
			self.changes.append(Change("Waive", item.criterion_key, reason="Ở đây không có nhiệm vụ này."))

	LAWFUL = (
		"add",
		"tighten_item",
		"tighten_setting",
		"raise_points",
		"raise_total",
		"explain",
		"split",
		"waive",
	)

	# Weakenings and nonsense: each returns the rule it breaks, or None where this core gives no occasion

	def plant_waive_forbidden(self) -> str | None:
		item = self.take(lambda item: not item.may_be_waived)
		if item:
			self.changes.append(Change("Waive", item.criterion_key, reason="Khó làm."))
		return item and "waive_not_allowed"

	def plant_waive_silently(self) -> str | None:
		item = self.take()
		if item:
			self.changes.append(Change("Waive", item.criterion_key, reason=" "))
		return item and "waive_without_reason"

	def plant_empty_group(self) -> str | None:
		"""All that a group requires is waived, on a core that would allow each."""
		group = self.random.choice(self.core.groups)
		there = [item for item in answered(self.core, self.title_kind) if item.group_key == group]
		mine = [item for item in there if item.required]
		# Another line may require what the core leaves open: then something is left after all.
		if not mine or any(item not in self.free for item in there):
			return None
		allowed = {item.criterion_key for item in mine}
		self.core = replace(
			self.core,
			items=tuple(
				replace(item, may_be_waived=True) if item.criterion_key in allowed else item
				for item in self.core.items
			),
		)
		for item in mine:
			self.free.remove(item)
			self.changes.append(Change("Waive", item.criterion_key, reason="Không áp dụng."))
		return "group_emptied"

	def plant_lower_threshold(self) -> str | None:
		if not self.settings:
			return None
		key = self.settings.pop()
		step = 1 if STRICTER[key] == "Lower" else -1
		self.changes.append(
			Change("Tighten", setting_key=key, setting_value=str(int(self.core.settings[key]) + step))
		)
		return "setting_weaker"

	def plant_fewer_points(self) -> str | None:
		found = self.scored_once()
		if found:
			key = self.random.choice(list(found))
			self.changes.append(self.points(found | {key: found[key] - 1}))
		return "points_weaker" if found else None

	def plant_points_left_out(self) -> str | None:
		found = self.scored_once()
		if found:
			kept = dict(list(found.items())[1:])
			self.changes.append(self.points({key: least + 1 for key, least in kept.items()}))
		return "points_weaker" if found else None

	def plant_more_points_to_give(self) -> str | None:
		found = self.scored_once()
		if found:
			self.changes.append(self.points({key: least + 1 for key, least in found.items()}, most=12))
		return "points_weaker" if found else None

	def plant_points_in_words(self) -> str | None:
		if not self.scored_once():
			return None
		self.changes.append(Change("Tighten", setting_key=points.SETTING, setting_value="mười điểm"))
		return "points_malformed"

	def plant_split_of_a_scored_one(self) -> str | None:
		asked = [item for item in answered(self.core, self.title_kind) if item.criterion_key in self.scored]
		asked = [item for item in asked if item.for_six_month or item.for_year]
		if not asked:
			return None
		self.scored_once()
		self.changes += self.parts(asked[0], 2)
		return "split_loses_points"

	def plant_same_threshold(self) -> str | None:
		if not self.settings:
			return None
		key = self.settings.pop()
		self.changes.append(Change("Tighten", setting_key=key, setting_value=self.core.settings[key]))
		return "nothing_tightened"

	def plant_province_setting(self) -> str:
		self.changes.append(Change("Tighten", setting_key="rule", setting_value="9"))
		return "setting_fixed"

	def plant_open_question(self) -> str:
		self.changes.append(Change("Tighten", setting_key="open", setting_value="1"))
		return "setting_open"

	def plant_unknown_setting(self) -> str:
		self.changes.append(Change("Tighten", setting_key="khac", setting_value="1"))
		return "setting_unknown"

	def plant_words_for_a_number(self) -> str | None:
		if not self.settings:
			return None
		value = self.random.choice(("nhiều", "", "8,5", "-3", "٣"))
		self.changes.append(Change("Tighten", setting_key=self.settings.pop(), setting_value=value))
		return "value_not_a_number"

	def plant_more_than_there_is(self) -> str | None:
		key = next((key for key in self.settings if key in MOST), None)
		if not key:
			return None
		self.settings.remove(key)
		self.changes.append(
			Change("Tighten", setting_key=key, setting_value=str(self.random.randint(101, 150)))
		)
		return "value_impossible"

	def plant_total_beyond_reach(self) -> str | None:
		if not self.total or not self.scored_in_year():
			return None
		self.total = False
		value = str(10 * self.scored_in_year() + self.random.randint(1, 5))
		self.changes.append(Change("Tighten", setting_key=points.LEAST_TOTAL, setting_value=value))
		return "total_unreachable"

	def plant_threshold_twice(self) -> str | None:
		if not self.settings:
			return None
		key = self.settings.pop()
		step = 1 if STRICTER[key] == "Higher" else -1
		value = str(int(self.core.settings[key]) + step)
		self.changes += [Change("Tighten", setting_key=key, setting_value=value)] * 2
		return "setting_twice"

	def plant_rewrite(self) -> str | None:
		item = self.take()
		if not item:
			return None
		field = self.random.choice(("short_text", "full_text"))
		action = self.random.choice(("Explain", "Tighten"))
		change = Change(action, item.criterion_key, guidance="Rõ hơn", evidence_wanted="Ảnh", required=True)
		self.changes.append(replace(change, **{field: "Lời khác hẳn"}))
		return "text_changed"

	def plant_other_group(self) -> str | None:
		item = self.take()
		if item:
			self.changes.append(Change("Explain", item.criterion_key, guidance="Rõ", group_key="khac"))
		return item and "group_changed"

	def plant_other_kind_of_judging(self) -> str | None:
		item = self.take(lambda item: item.kind == "Computed")
		if item:
			self.changes.append(Change("Explain", item.criterion_key, guidance="Rõ", kind="Judged"))
		return item and "kind_changed"

	def plant_optional_part(self) -> str | None:
		item = self.take(lambda item: item.required and (item.for_six_month or item.for_year))
		if not item:
			return None
		parts = self.parts(item, 3)
		self.changes += [*parts[:2], replace(parts[2], required=False)]
		return "part_optional"

	def plant_part_of_the_year(self) -> str | None:
		item = self.take(lambda item: item.for_six_month and item.for_year)
		if not item:
			return None
		parts = self.parts(item, 2)
		self.changes += [parts[0], replace(parts[1], for_year=False)]
		return "part_not_always"

	def plant_one_part(self) -> str | None:
		item = self.take(lambda item: item.for_six_month or item.for_year)
		if item:
			self.changes += self.parts(item, 1)
		return item and "split_too_few"

	def plant_parts_nobody_computes(self) -> str | None:
		item = self.take(lambda item: item.calculator and (item.for_six_month or item.for_year))
		if not item:
			return None
		self.changes += [replace(part, kind="Judged", calculator="") for part in self.parts(item, 3)]
		return "split_loses_calculator"

	def plant_taken_key(self) -> str:
		key = self.random.choice(self.core.items).criterion_key
		self.changes.append(Change("Add", key, group_key=self.core.groups[0], **self.content()))
		return "key_taken"

	def plant_strange_key(self) -> str:
		key = self.random.choice(("Xã 1", "xa-1", "a__b", ".a", "x" + chr(0x301)))
		self.changes.append(Change("Add", key, group_key=self.core.groups[0], **self.content()))
		return "key_malformed"

	def plant_no_key(self) -> str:
		self.changes.append(Change("Add", "", group_key=self.core.groups[0], **self.content()))
		return "key_empty"

	def plant_no_group(self) -> str:
		self.changes.append(Change("Add", self.key(), group_key="khac", **self.content()))
		return "group_unknown"

	def plant_never(self) -> str:
		own = self.content() | {"for_six_month": False, "for_year": False}
		self.changes.append(Change("Add", self.key(), group_key=self.core.groups[0], **own))
		return "applies_never"

	def plant_no_text(self) -> str:
		own = self.content() | {self.random.choice(("short_text", "full_text")): "  "}
		self.changes.append(Change("Add", self.key(), group_key=self.core.groups[0], **own))
		return "text_empty"

	def plant_no_kind(self) -> str:
		own = self.content() | {"kind": "", "calculator": ""}
		self.changes.append(Change("Add", self.key(), group_key=self.core.groups[0], **own))
		return "kind_unknown"

	def plant_unknown_calculator(self) -> str:
		own = self.content() | {"kind": "Computed", "calculator": "khong_co"}
		self.changes.append(Change("Add", self.key(), group_key=self.core.groups[0], **own))
		return "calculator_unknown"

	def plant_no_calculator(self) -> str:
		own = self.content() | {"kind": "Computed", "calculator": ""}
		self.changes.append(Change("Add", self.key(), group_key=self.core.groups[0], **own))
		return "calculator_missing"

	def plant_unknown_item(self) -> str:
		action = self.random.choice(("Explain", "Tighten", "Waive", "Split"))
		line = Change(
			action, "khong_co", guidance="Rõ", evidence_wanted="Ảnh", reason="Vì thế", required=True
		)
		self.changes.append(replace(line, part_key="khong_co.1") if action == "Split" else line)
		return "item_unknown"

	def plant_item_of_others(self) -> str | None:
		others = [item for item in self.core.items if item not in answered(self.core, self.title_kind)]
		if not others:
			return None
		self.changes.append(Change("Explain", self.random.choice(others).criterion_key, guidance="Rõ"))
		return "item_of_other_kind"

	def plant_item_twice(self) -> str | None:
		item = self.take(lambda item: item.may_be_waived)
		if item:
			self.changes.append(Change("Waive", item.criterion_key, reason="Không có."))
			self.changes.append(Change("Explain", item.criterion_key, guidance="Rõ"))
		return item and "item_twice"

	def plant_empty_guidance(self) -> str | None:
		item = self.take()
		if item:
			self.changes.append(Change("Explain", item.criterion_key, guidance=" "))
		return item and "nothing_explained"

	def plant_unknown_act(self) -> str:
		self.changes.append(Change("Drop", self.core.items[0].criterion_key))
		return "action_unknown"


PLANTS = tuple(name for name in vars(Writer) if name.startswith("plant_"))
# What an organisation could pass by locally and not by the core, if nobody stopped it.
WEAKENINGS = frozenset((
	"waive_not_allowed", "waive_without_reason", "group_emptied", "setting_weaker", "setting_fixed", "part_optional",
	"part_not_always", "split_too_few", "split_loses_calculator", "split_loses_points", "points_weaker", "key_taken",
))  # fmt: skip


def case(seed: int) -> Case:
	"""The overlay of a seed: about two of five are lawful, the others have one or two things planted."""
	random = Random(seed)
	writer = Writer(random)
	for _line in range(random.randint(1, 5)):
		getattr(writer, random.choice(Writer.LAWFUL))()
	planted = set()
	if random.random() < 0.6:
		for _plant in range(random.choice((1, 1, 1, 2))):
			planted.add(getattr(writer, random.choice(PLANTS))())
	if not writer.changes:
		writer.add()
	random.shuffle(writer.changes)
	return Case(writer.core, writer.title_kind, tuple(writer.changes), frozenset(planted - {None}))
