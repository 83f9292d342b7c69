"""Generated overlays: each weakening is refused by the right rule, each lawful one accepted, and what an accepted one comes
to never lets anybody pass whom the province would not."""

from __future__ import annotations

import unittest
from collections import Counter
from dataclasses import asdict, replace
from random import Random
from unittest import mock

from bontot.criteria import overlay, overlay_rules
from bontot.criteria.frozen import applicable, core_key
from bontot.criteria.overlay_rules import Core, lint
from bontot.evaluation.computing import outcome

from tests.criteria import generating, oracle

CASES = 4000
WORLDS = 12
SOURCE = {
	"overlay": "o",
	"title": "Cụ thể hóa",
	"organization": "TC1",
	"organization_name": "Đảng bộ xã",
	"version": 1,
	"decision_number": "",
	"decision_date": "",
}
READS = {calculator: (key, generating.STRICTER[key]) for calculator, key in generating.CALCULATORS.items()}


def plain(core: Core) -> dict:
	return {
		"groups": core.groups,
		"items": [asdict(item) for item in core.items],
		"settings": core.settings,
		"stricter": core.stricter,
		"calculators": core.calculators,
		"most": core.most,
	}


def refused(case: generating.Case) -> set[str]:
	return {finding.rule for finding in lint(case.core, case.title_kind, case.changes)}


def resolve(case: generating.Case) -> dict:
	source = SOURCE | {"title_kind": case.title_kind}
	return overlay.resolve(generating.frozen(case.core), source, case.changes)


class TestGeneratedOverlays(unittest.TestCase):
	@classmethod
	def setUpClass(cls) -> None:
		cls.cases = [generating.case(seed) for seed in range(CASES)]

	def test_each_is_judged_as_the_oracle_judges_it(self) -> None:
		judged = Counter()
		for seed, case in enumerate(self.cases):
			found = refused(case)
			wanted = oracle.forbidden(
				plain(case.core), case.title_kind, [asdict(line) for line in case.changes]
			)
			with self.subTest(seed=seed, planted=sorted(case.planted)):
				self.assertEqual(found, wanted)
				self.assertLessEqual(case.planted, found, "a planted fault was not found")
				self.assertEqual(bool(found), bool(case.planted), "a lawful overlay was refused")
			judged["lawful" if not found else "refused"] += 1
		self.assertGreaterEqual(judged["lawful"], 1000)
		self.assertGreaterEqual(judged["refused"], 1000)
		print(f"\n{judged['refused']} overlays refused by the right rules, {judged['lawful']} accepted")

	def test_every_rule_is_met_often_enough(self) -> None:
		times = Counter(rule for case in self.cases for rule in case.planted)
		rules = set(overlay_rules.Rule.__args__) - {
			"nothing_changed"
		}  # an overlay without lines is no overlay
		self.assertEqual({rule for rule in rules if times[rule] < 10}, set())
		self.assertEqual(lint(self.cases[0].core, "Cell", []), [overlay_rules.Finding("nothing_changed", "")])

	def test_findings_name_the_criterion_they_are_about(self) -> None:
		for seed, case in enumerate(self.cases):
			known = (
				{item.criterion_key for item in case.core.items}
				| set(case.core.groups)
				| set(case.core.settings)
			)
			known |= {
				name
				for line in case.changes
				for name in (line.criterion_key, line.part_key, line.setting_key)
			}
			for finding in lint(case.core, case.title_kind, case.changes):
				with self.subTest(seed=seed, finding=finding):
					self.assertIn(finding.item, known)

	def test_what_lawful_ones_come_to_keeps_every_promise(self) -> None:
		for seed, case in enumerate(self.cases):
			if not case.planted:
				with self.subTest(seed=seed):
					self.assertEqual(oracle.broken(plain(case.core), resolve(case), case.title_kind), set())

	def test_nobody_is_good_locally_who_is_not_good_by_the_province(self) -> None:
		good = 0
		for seed, case in enumerate(self.cases):
			if case.planted:
				continue
			came_to, core = resolve(case), generating.frozen(case.core)
			for period in ("Six-Month", "Year"):
				rows = applicable(came_to, case.title_kind, period)
				waived = {row["criterion_key"] for row in came_to["criteria"] if row.get("not_applicable")}
				asked = [
					row
					for row in applicable(core, case.title_kind, period)
					if row["criterion_key"] not in waived
				]
				for world in worlds(seed, rows, asked, came_to["settings"], core["settings"]):
					local = oracle.passes(rows, came_to["settings"], world, READS)
					province = oracle.passes(asked, core["settings"], world, READS)
					with self.subTest(seed=seed, period=period):
						self.assertLessEqual(local, province)
						self.assertEqual(weighed(rows, core, came_to, world), (local, province))
					good += local
		self.assertGreater(good, 1000, "hardly anybody was good anywhere, so this says nothing")

	def test_control_without_the_linter_weakenings_get_through_and_are_seen(self) -> None:
		"""The promises that lawful overlays keep are broken as soon as nobody asks the linter."""
		with mock.patch.object(overlay_rules, "lint", return_value=[]):
			through = Counter()
			for case in self.cases:
				weaker = case.planted & generating.WEAKENINGS
				if (
					weaker
					and len(case.planted) == 1
					and not overlay_rules.lint(case.core, case.title_kind, case.changes)
				):
					seen = bool(oracle.broken(plain(case.core), resolve(case), case.title_kind))
					through[next(iter(weaker)), seen] += 1
		unseen = {rule for rule in generating.WEAKENINGS if through[rule, False]}
		self.assertEqual(unseen, set(), "a weakening is not one, or the promises do not notice it")
		self.assertEqual({rule for rule, seen in through if seen}, set(generating.WEAKENINGS))


def worlds(seed: int, rows: list[dict], asked: list[dict], settings: dict, by_core: dict) -> list[dict]:
	"""What could be true of an organisation: mostly good ones, so that passing is seen.

	A judged whole holds when its parts do, computed ones of them by the province's thresholds.
	"""
	random = Random(seed)
	found = []
	for _number in range(WORLDS):
		world = {
			key: max(0, int(settings[key]) + random.choice((0, 0, 0, 5, -5))) for key in generating.STRICTER
		}
		for row in rows:
			world[row["criterion_key"]] = random.random() < 0.95
		for item in asked:
			own = [row for row in rows if core_key(row) == item["criterion_key"]]
			world.setdefault(item["criterion_key"], all(holds(row, by_core, world) for row in own))
		found.append(world)
	return found


def holds(row: dict, settings: dict, world: dict) -> bool:
	return oracle.passes([{**row, "required": True}], settings, world, READS)


def weighed(rows: list[dict], core: dict, came_to: dict, world: dict) -> tuple[bool, bool]:
	"""What the app makes of the same world: by all criteria, and by the province's alone."""
	required = {row["criterion_key"]: row["required"] for row in core["criteria"]}

	def says(row: dict, settings: dict) -> str:
		return "Met" if holds(row, settings, world) else "Not Met"

	answers = []
	for row in rows:
		key = core_key(row)
		own = says(row, came_to["settings"])
		by_core = says(row, core["settings"]) if row["calculator"] else ""
		answers.append(
			outcome.Answer(
				row["criterion_key"],
				row["group_key"],
				"" if row["calculator"] else own,
				own if row["calculator"] else "",
				row["required"],
				key,
				required.get(key),
				by_core,
			)
		)
	result = outcome.weigh(answers)
	groups = result.groups and all(state == "Met" for state in result.groups.values())
	province = all(state == "Met" for state in result.core_groups.values())
	return bool(groups) or not rows, province


class TestTheLinterItself(unittest.TestCase):
	"""One plain case beside the generated ones, readable on its own."""

	def test_a_commune_asks_for_ninety_and_may_not_ask_for_seventy(self) -> None:
		item = overlay_rules.Item(
			"sh_cb_2", "sh", "Tốt", "Tốt", "Computed", "quality", True, False, True, True, True
		)
		core = Core(("sh",), (item,), {"share": "80"}, {"share": "Higher"}, frozenset({"quality"}))
		line = overlay_rules.Change("Tighten", setting_key="share", setting_value="90")
		self.assertEqual(lint(core, "Cell", [line]), [])
		found = lint(core, "Cell", [replace(line, setting_value="70")])
		self.assertEqual(found, [overlay_rules.Finding("setting_weaker", "share", "80")])
