"""Oracle of what overlays may do, written down a second time from the plan's words, on plain dicts and by what they come to.

It imports nothing of the app. `forbidden` reads the lines of an overlay; `broken` reads what the overlay came to, without
looking at its lines at all; `passes` tells by whom an organisation is found good in a made-up world.
"""

from __future__ import annotations

import re
from collections import Counter


def forbidden(core: dict, title_kind: str, lines: list[dict]) -> set[str]:
	"""The rules that the lines break; `core`: groups, items, settings, stricter, calculators as plain values."""
	bad: set[str] = set()
	items = {item["criterion_key"]: item for item in core["items"]}
	mine = "for_cell" if title_kind == "Cell" else "for_grassroots"
	new_keys: list[str] = []
	for line in lines:
		act, key = line["action"], line["criterion_key"]
		if act not in ("Add", "Tighten", "Explain", "Split", "Waive"):
			bad.add("action_unknown")
			continue
		if act == "Tighten" and line["setting_key"]:
			bad |= threshold(core, line)
			continue
		if act in ("Add", "Split"):
			new_keys.append(line["part_key"] if act == "Split" else key)
		if act == "Add":
			bad |= own_words(core, line)
			bad |= {"group_unknown"} if line["group_key"] not in core["groups"] else set()
			bad |= set() if line["for_six_month"] or line["for_year"] else {"applies_never"}
			continue
		if key not in items:
			bad.add("item_unknown")
			continue
		bad |= on_item(core, items[key], mine, line)
	bad |= keys(items, new_keys)
	bad |= together(core, items, mine, lines)
	return bad or (set() if lines else {"nothing_changed"})


def threshold(core: dict, line: dict) -> set[str]:
	key, settings = line["setting_key"], core["settings"]
	if key == "points_per_criterion" and settings.get(key):
		return scores(settings[key], line["setting_value"])
	if key not in settings:
		return {"setting_unknown"}
	if key not in core["stricter"]:
		return {"setting_fixed"}
	if not settings[key]:
		return {"setting_open"}
	if not re.fullmatch(r"[0-9]+", line["setting_value"].strip()):
		return {"value_not_a_number"}
	more = int(line["setting_value"]) - int(settings[key])
	if core["stricter"][key] == "Lower":
		more = -more
	if more <= 0:
		return {"nothing_tightened"} if more == 0 else {"setting_weaker"}
	return {"value_impossible"} if int(line["setting_value"]) > core["most"].get(key, 10**6) else set()


def scores(asked: str, given: str) -> set[str]:
	"""The overlay's points beside the core's: the same criteria, the same most, at least as many to be met."""
	core, own = read_scores(asked), read_scores(given)
	if len(own) != len([part for part in given.split(";") if part.strip()]):
		return {"points_malformed", "points_weaker"}
	if core == own:
		return {"nothing_tightened"}
	if core.keys() != own.keys():
		return {"points_weaker"}
	lawful = all(own[key][0] == most and least <= own[key][1] <= most for key, (most, least) in core.items())
	return set() if lawful else {"points_weaker"}


def read_scores(text: str) -> dict[str, tuple[float, float]]:
	found = re.findall(r"(\S+) = (\d+)/(\d+)", text)
	return {key: (float(most), float(least)) for key, most, least in found}


def own_words(core: dict, line: dict) -> set[str]:
	bad = set()
	if not (line["short_text"].strip() and line["full_text"].strip()):
		bad.add("text_empty")
	if line["kind"] not in ("Computed", "Record", "Judged"):
		bad.add("kind_unknown")
	if line["kind"] == "Computed" and not line["calculator"]:
		bad.add("calculator_missing")
	if line["calculator"] and line["calculator"] not in core["calculators"]:
		bad.add("calculator_unknown")
	return bad


def on_item(core: dict, item: dict, mine: str, line: dict) -> set[str]:
	act = line["action"]
	bad = set() if item[mine] else {"item_of_other_kind"}
	if line["group_key"] and line["group_key"] != item["group_key"]:
		bad.add("group_changed")
	if act == "Split":
		bad |= own_words(core, line)
		if item["required"] > line["required"]:
			bad.add("part_optional")
		if item["for_six_month"] > line["for_six_month"] or item["for_year"] > line["for_year"]:
			bad.add("part_not_always")
		return bad
	for name, rule in (
		("short_text", "text_changed"),
		("full_text", "text_changed"),
		("kind", "kind_changed"),
		("calculator", "kind_changed"),
	):
		if line[name].strip() not in ("", item[name]):
			bad.add(rule)
	if act == "Explain" and not line["guidance"].strip():
		bad.add("nothing_explained")
	if act == "Tighten" and not line["evidence_wanted"].strip() and line["required"] <= item["required"]:
		bad.add("nothing_tightened")
	if act == "Waive":
		bad |= set() if item["may_be_waived"] else {"waive_not_allowed"}
		bad |= set() if line["reason"].strip() else {"waive_without_reason"}
	return bad


def keys(items: dict, new: list[str]) -> set[str]:
	bad = set()
	for key in new:
		if not key:
			bad.add("key_empty")
		elif not re.fullmatch(r"[a-z0-9]+([._][a-z0-9]+)*", key):
			bad.add("key_malformed")
		elif key in items or new.count(key) > 1:
			bad.add("key_taken")
	return bad


def together(core: dict, items: dict, mine: str, lines: list[dict]) -> set[str]:
	bad = set()
	acts: dict[str, Counter] = {}
	for line in lines:
		if line["action"] in ("Tighten", "Explain", "Split", "Waive") and not line["setting_key"]:
			acts.setdefault(line["criterion_key"], Counter())[line["action"]] += 1
	for key, times in acts.items():
		if any(count > 1 for act, count in times.items() if act != "Split"):
			bad.add("item_twice")
		if len(times) > 1 and (times["Split"] or times["Waive"]):
			bad.add("item_twice")
		if key in items and times["Split"]:
			parts = [line for line in lines if line["action"] == "Split" and line["criterion_key"] == key]
			if len(parts) == 1:
				bad.add("split_too_few")
			if key in read_scores(core["settings"].get("points_per_criterion", "")):
				bad.add("split_loses_points")
			same = [part for part in parts if part["calculator"] == items[key]["calculator"]]
			if items[key]["calculator"] and not any(part["kind"] == items[key]["kind"] for part in same):
				bad.add("split_loses_calculator")
	thresholds = Counter(
		line["setting_key"] for line in lines if line["action"] == "Tighten" and line["setting_key"]
	)
	if any(count > 1 for count in thresholds.values()):
		bad.add("setting_twice")
	waived = {line["criterion_key"] for line in lines if line["action"] == "Waive"}
	if core["settings"].get("pass_rule") == "points":
		bad |= total(core, items, mine, waived, lines)
	for group in core["groups"]:
		for period in ("for_six_month", "for_year"):
			asked = [
				item
				for item in items.values()
				if item["group_key"] == group and item["required"] and item[mine] and item[period]
			]
			if asked and all(item["criterion_key"] in waived for item in asked):
				bad.add("group_emptied")
	return bad


def total(core: dict, items: dict, mine: str, waived: set[str], lines: list[dict]) -> set[str]:
	"""Whether the lines put the least total of a year out of reach; one that was so before is the province's matter."""
	scored = read_scores(core["settings"]["points_per_criterion"])
	asked = [key for key in scored if items[key][mine] and items[key]["for_year"]]
	raised = [line["setting_value"] for line in lines if line["setting_key"] == "pass_points"]
	before = int(core["settings"]["pass_points"])
	after = int(raised[-1]) if raised else before
	reached = [sum(scored[key][0] for key in asked if key not in out) for out in ((), waived)]
	return {"total_unreachable"} if before <= reached[0] and after > reached[1] else set()


# What it came to


def broken(core: dict, came_to: dict, title_kind: str) -> set[str]:
	"""Promises to the province that a resolved framework breaks; `core["items"]` tells what may be waived."""
	bad = set()
	mine = "for_cell" if title_kind == "Cell" else "for_grassroots"
	rows = came_to["criteria"]
	for item in core["items"]:
		key = item["criterion_key"]
		same = [row for row in rows if row["criterion_key"] == key]
		parts = [row for row in rows if row.get("part_of") == key]
		if len(same) + bool(parts) != 1 or len({row["criterion_key"] for row in parts}) != len(parts):
			bad.add("dropped, doubled or both whole and split")
			continue
		if same and same[0].get("not_applicable") is not None:
			if not (item["may_be_waived"] and same[0]["not_applicable"]):
				bad.add("waived without leave or reason")
			continue
		if same and any(
			same[0][name] != item[name] for name in ("short_text", "full_text", "kind", "calculator")
		):
			bad.add("rewritten")
		if parts and (
			len(parts) < 2
			or (item["calculator"] and item["calculator"] not in {p["calculator"] for p in parts})
		):
			bad.add("rewritten by splitting")
		if parts and item["criterion_key"] in read_scores(core["settings"].get("points_per_criterion", "")):
			bad.add("points lost by splitting")
		for row in same or parts:
			if any(row[name] < item[name] for name in ("required", "for_six_month", "for_year")):
				bad.add("asked less often")
			if row["group_key"] != item["group_key"] or row[mine] != item[mine]:
				bad.add("moved away")
	for key, value in core["settings"].items():
		if value == came_to["settings"][key]:
			continue
		if key == "points_per_criterion":
			if scores(value, came_to["settings"][key]):
				bad.add("threshold lowered")
			continue
		rising = {"Higher": 1, "Lower": -1}.get(core["stricter"].get(key, ""), 0)
		if not rising or rising * (int(came_to["settings"][key]) - int(value)) < 0:
			bad.add("threshold lowered")
	for group in core["groups"]:
		for period in ("for_six_month", "for_year"):

			def asks(row: dict, period=period, group=group) -> bool:
				waived = row.get("not_applicable") is not None
				return (
					row["group_key"] == group and row["required"] and row[mine] and row[period] and not waived
				)

			if any(asks(item) for item in core["items"]) and not any(
				asks(row) for row in rows if row["core_key"]
			):
				bad.add("nothing of the province's left in a group")
	return bad


def passes(rows: list[dict], settings: dict, world: dict, reads: dict) -> bool:
	"""Whether an organisation is good by these required rows in a world: {criterion key: bool, threshold key: int}."""

	def holds(row: dict) -> bool:
		if not row["calculator"]:
			return world[row["criterion_key"]]
		key, direction = reads[row["calculator"]]
		have, asked = world[key], int(settings[key])
		return have >= asked if direction == "Higher" else have <= asked

	return all(holds(row) for row in rows if row["required"])
