"""Random people try random acts on the files of random provinces, which are reorganised under their hands.

Before each try the oracle says whether it goes through, and afterwards what has become of the file: state, place, route,
log and everybody's queue must be the same. A refused try changes nothing. In the end every file is brought to a decision.
"""

from __future__ import annotations

import os
import random
import sys
import traceback
import unittest
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from multiprocessing import get_context
from typing import Any
from unittest.mock import patch

import frappe
from bontot.approval import evaluation_kind, later, queue, rerouting, service, vacancies, verify
from bontot.approval.testing import create_test_resolution, sequence_of
from bontot.organization import access
from bontot.organization.errors import OrganizationError, ReorganizationProblemError
from bontot.organization.reorganization.testing import reorganize
from bontot.outbox.testing import run_now
from frappe.utils import getdate, nowdate

from tests.approval import ground
from tests.approval.oracle import DECIDED, File, Oracle
from tests.benchmark._site import site

WALKS = int(os.environ.get("BONTOT_APPROVAL_WALKS", "60"))
WHOLE = WALKS >= 1000  # asked for by name: every control is played
PROCESSES = int(os.environ.get("BONTOT_APPROVAL_PROCESSES", "1"))
SEED = int(os.environ.get("BONTOT_APPROVAL_SEED", "20261125"))
MOST_FAULTS = 10  # then something is wrong everywhere
ROUNDS = 3  # times a province is walked through from its beginning
TRIES = 8  # for each file of a round, on average
ACTS = (
	"send",
	"recall",
	"agree",
	"return",
	"return below",
	"decide",
	"reopen",
	"withdraw",
	"lock",
	"reroute",
)
ONWARD = {
	"agree": 4,
	"decide": 4,
	"send": 3,
	"reopen": 2,
	"withdraw": 2,
	"lock": 2,
}  # mostly forwards, where it can
DECISIONS = ("Recognize", "Refuse", "Return", "Return Below", "Conclude Interim", "Agree")
CONFLICTS = (frappe.QueryDeadlockError, frappe.QueryTimeoutError)
MOST_CONFLICTS = 100  # of one process
REFUSALS = (frappe.ValidationError, frappe.PermissionError)


class Walk:
	"""One round through a world: the service on one side, the oracle on the other."""

	def __init__(self, test: unittest.TestCase, world: ground.World, luck: random.Random) -> None:
		self.test, self.world, self.luck = test, world, luck
		forget()
		self.oracle: Oracle = ground.oracle_of(world)
		self.files = {
			name: File(name, organization, self.oracle.facts.above(organization), world.six_month)
			for organization, name in world.files.items()
		}
		self.counted: Counter[str] = Counter()

	def run(self) -> None:
		for _try in range(TRIES * len(self.files)):
			if self.luck.random() < 0.03:
				self.reorganize()
			else:
				self.try_something()
		self.compare_everything()
		for file in self.files.values():
			self.bring_to_its_end(file)

	# Trying

	def try_something(self) -> None:
		file = self.luck.choice(list(self.files.values()))
		act, person, arguments = self.some_try(file)
		expected = self.expects(act, file, person, arguments)
		before = stored(file.name)
		frappe.db.savepoint("try_it")
		frappe.set_user(person)
		try:
			self.do(act, file, arguments)
			went_through = True
		except REFUSALS as error:
			went_through, refusal = False, error
		finally:
			frappe.set_user("Administrator")
		what = (act, person, arguments, file, None if went_through else refusal)
		self.test.assertEqual(went_through, expected, what)
		if went_through:
			self.follow(act, file, person, arguments)
			self.counted[act] += 1
		else:
			self.test.assertEqual(stored(file.name), before, what)
			self.compare_log(file, what)
			frappe.db.rollback(save_point="try_it")
			frappe.clear_messages()
			self.counted["refused"] += 1
			return  # with the file's row as it was, no queue can have changed either
		self.compare(file, what)

	def some_try(self, file: File) -> tuple[str, str, dict[str, Any]]:
		"""Half of them something that may be done, so that walks get far; the rest anything by anybody near or far."""
		if self.luck.random() < 0.5:
			for act in sorted(ACTS, key=lambda act: -self.luck.random() * ONWARD.get(act, 1)):
				arguments = self.arguments_of(act, file)
				fresh = arguments | {"stale": False}
				able = [person for person in self.world.people if self.expects(act, file, person, fresh)]
				if able:
					return act, self.luck.choice(able), arguments
		act = self.luck.choice(ACTS)
		return act, self.somebody(file, act), self.arguments_of(act, file)

	def arguments_of(self, act: str, file: File) -> dict[str, Any]:
		arguments: dict[str, Any] = {"stale": self.luck.random() < 0.03}
		if act == "decide":
			arguments["decision"] = self.luck.choice(DECISIONS)
		if act == "reroute":
			near = [place for place, _act in file.steps] + self.oracle.facts.above(file.organization)
			arguments["to"] = self.luck.choice([None, *near])
		return arguments

	def somebody(self, file: File, act: str) -> str:
		"""Mostly a person seated on the file's line, so that walks get far."""
		places = {file.place or file.organization}
		if act == "recall" and file.position > 0:
			places = {file.steps[file.position - 1][0]}
		if act in ("reopen", "withdraw", "lock", "reroute"):
			places = {*file.line, self.world.province}
		near = sorted({seat.person for seat in self.oracle.facts.seats if seat.place in places})
		return self.luck.choice(near if near and self.luck.random() < 0.8 else self.world.people)

	def expects(self, act: str, file: File, person: str, arguments: dict[str, Any]) -> bool:
		if (
			arguments["stale"] and act != "decide"
		):  # a resolution is shown no step number: its rows are judged as they are
			return False
		oracle = self.oracle
		match act:
			case "send":
				return oracle.may_send(file, person)
			case "recall":
				return oracle.may_recall(file, person)
			case "agree":
				return oracle.may_agree(file, person)
			case "return":
				return oracle.may_return(file, person)
			case "return below":
				return oracle.may_return_below(file, person)
			case "decide":
				return oracle.may_decide(file, person, arguments["decision"])
			case "reroute":
				return oracle.may_reroute(file, person, arguments["to"])
		return oracle.may_later(file, person, act.capitalize())

	def do(self, act: str, file: File, arguments: dict[str, Any]) -> None:
		name, sequence = file.name, sequence_of(file.name) - arguments["stale"]
		match act:
			case "send":
				service.send(name, sequence)
			case "recall":
				service.recall(name, sequence)
			case "agree":
				service.agree(name, sequence)
			case "return":
				service.return_file(name, sequence, ["dk_1"], "Ghi rõ hơn")
			case "return below":
				service.return_file(name, sequence, ["dk_1"], "Thẩm định lại", to="below")
			case "decide":
				self.decide(file, arguments["decision"])
			case "reopen":
				later.reopen(name, sequence, "Có đơn phản ánh")
			case "withdraw":
				later.withdraw(name, sequence, "9-QĐ/TU", getdate(), "Khai không đúng")
			case "lock":
				later.lock(name, sequence)
			case "reroute":
				rerouting.reroute(name, sequence, "Cấp này đang khuyết", arguments["to"])

	def decide(self, file: File, decision: str) -> None:
		place = frappe.db.get_value("Evaluation", file.name, "awaiting_organization") or self.world.province
		resolution = create_test_resolution(place, {file.name: decision})
		# Accounts here have no roles: whether a seat may decide is asked when it is submitted, as ever.
		resolution.flags.ignore_permissions = True
		resolution.insert()
		resolution.submit()
		run_now(frappe.db.get_value("Outbox Task", {"reference_name": resolution.name}))
		resolution.reload()
		self.test.assertEqual(resolution.state, "Applied", [row.as_dict() for row in resolution.items])

	def follow(self, act: str, file: File, person: str, arguments: dict[str, Any]) -> None:
		match act:
			case "return":
				self.oracle.give_back(file, person)
			case "return below":
				self.oracle.give_below(file, person)
			case "decide":
				self.oracle.decide(file, person, arguments["decision"])
			case "reroute":
				self.oracle.reroute(file, person, arguments["to"])
			case "send" | "recall" | "agree":
				getattr(self.oracle, act)(file, person)
			case _:
				self.oracle.later(file, person, act.capitalize())

	# The tree changes

	def reorganize(self) -> None:
		living = self.oracle.facts.living
		act = self.some_reorganization(living)
		if not act:
			return
		frappe.db.savepoint("reorganization")
		try:
			reorganize(self.world.province, nowdate(), [act])
		except (ReorganizationProblemError, OrganizationError):
			frappe.db.rollback(save_point="reorganization")
			forget()
			frappe.clear_messages()
			self.counted["reorganization refused"] += 1
			return
		access.forget()
		self.oracle.reorganized(ground.facts_of(self.world), list(self.files.values()), "Administrator")
		self.counted[act["act"].lower()] += 1
		self.compare_everything()

	def some_reorganization(self, living: set[str]) -> dict[str, str] | None:
		kind = self.luck.choice(("chi_bo_truc_thuoc", "dang_bo_co_so", "truc_thuoc_tinh"))
		there = self.world.of_kind(kind, living=living)
		if self.luck.random() < 0.5 and len(there) > 1:
			who, target = self.luck.sample(there, 2)
			return {"act": "Merge", "organization": who, "target": target}
		above = {"chi_bo_truc_thuoc": "dang_bo_co_so", "dang_bo_co_so": "truc_thuoc_tinh"}.get(kind)
		targets = self.world.of_kind(above, living=living) if above else []
		if there and targets:
			return {
				"act": "Move",
				"organization": self.luck.choice(there),
				"target": self.luck.choice(targets),
			}
		return None

	# Comparing

	def compare(self, file: File, what: Any) -> None:
		doc = stored(file.name)
		route = frappe.parse_json(doc.route)["steps"] if doc.route else []
		self.test.assertEqual(
			(doc.state, doc.awaiting_organization, doc.awaiting_act, doc.round or 0, doc.returned_by),
			(file.state, file.place, file.act, file.round, file.returned_by),
			what,
		)
		self.test.assertEqual([(step["organization"], step["act"]) for step in route], file.steps, what)
		self.test.assertEqual(doc.locked_by, file.locked_by, what)
		self.compare_title(file, what)
		self.compare_log(file, what)
		self.compare_queues(file, what)

	def compare_title(self, file: File, what: Any) -> None:
		self.test.assertEqual(
			frappe.db.get_value("Recognition", {"evaluation": file.name}, "state"), file.title, what
		)
		self.test.assertLessEqual(file.decisions, 1, what)
		self.test.assertEqual(file.decisions, int(file.state in DECIDED), what)

	def compare_log(self, file: File, what: Any) -> None:
		fields = [
			"act",
			"acting_user",
			"on_behalf_of",
			"acting_organization",
			"below_organization",
			"above_organization",
		]
		rows = frappe.get_all("Approval Step", {"file_name": file.name}, fields, order_by="sequence")
		found = [tuple(row[field] for field in fields) for row in rows]
		told = [(a.what, a.person, a.holder, a.place, a.below, a.above) for a in file.log]
		if file.six_month:  # a level that ends it by agreeing has concluded it: the log names what happened
			found = [
				("Agree" if row[0] == "Conclude Interim" and told[n][0] == "Agree" else row[0], *row[1:])
				for n, row in enumerate(found)
			]
		self.test.assertEqual(found, told, what)

	def compare_queues(self, file: File, what: Any) -> None:
		"""The queues of all who are seated on the file's line and of some others, as far as this file goes."""
		files = frappe.qb.DocType("Evaluation")
		near = {seat.person for seat in self.oracle.facts.seats if seat.place in file.line}
		# Nothing moves while the queues are looked at: where nobody may appraise is asked once a place.
		with patch.object(queue.unattended, "at", cache(queue.unattended.at)):
			for person in sorted(near | set(self.luck.sample(self.world.people, 2))):
				condition = queue.waiting_for(files, person) & (files.name == file.name)
				found = bool(frappe.qb.from_(files).select(files.name).where(condition).run())
				self.test.assertEqual(found, self.oracle.shows(file, person), (person, what))

	def compare_everything(self) -> None:
		for file in self.files.values():
			self.compare(file, "all files")
		found = {name for row in vacancies.stuck() for name in row["files"] if name in self.files}
		stuck = {name for name, file in self.files.items() if self.oracle.stuck(file)}
		self.test.assertEqual(found, stuck, "files that nobody can act on")
		for person in self.world.people:
			shown = {row.name for row in queue.page(person, queue.Filters(), limit=100)["rows"]} & set(
				self.files
			)
			self.test.assertEqual(
				shown, {name for name, file in self.files.items() if self.oracle.shows(file, person)}, person
			)

	# Nothing jams

	def bring_to_its_end(self, file: File) -> None:
		"""Wherever it was left, the people there, or whoever sends it on from above, bring a file to a decision."""
		for _move in range(20):
			if file.state in (*DECIDED, "Outside"):
				break
			self.one_step_on(file)
		self.test.assertIn(file.state, (*DECIDED, "Outside"), file)
		self.test.assertEqual(verify.check_file(file.name), [], file)

	def one_step_on(self, file: File) -> None:
		for act, arguments in self.ways_on(file):
			for person in self.world.people:
				if self.expects(act, file, person, arguments):
					frappe.set_user(person)
					try:
						self.do(act, file, arguments)
					finally:
						frappe.set_user("Administrator")
					self.follow(act, file, person, arguments)
					return
		self.seat_somebody(file)

	def ways_on(self, file: File) -> list[tuple[str, dict[str, Any]]]:
		plain = {"stale": False}
		if file.state != "Under Appraisal":
			return [("send", plain)]
		if file.act == "Appraise":
			return [("agree", plain), ("decide", {**plain, "decision": "Agree"})]
		decision = "Conclude Interim" if file.six_month else "Recognize"
		return [("decide", {**plain, "decision": decision})]

	def seat_somebody(self, file: File) -> None:
		"""Nobody can: the file stands among those shown as standing still, and the Organization Commission seats somebody."""
		place = file.place or file.organization
		if file.place:
			shown = {name for row in vacancies.of_user(self.world.officer) for name in row["files"]}
			self.test.assertIn(file.name, shown, file)
		ground.seat_one_more(self.world, place, "bi_thu_dang_uy" if file.place else "bi_thu_chi_bo")
		access.forget()
		self.oracle.facts = ground.facts_of(self.world)
		self.counted["seated"] += 1


def forget() -> None:
	"""What is remembered of people beside the database, which has been rolled back: a reorganisation takes the role of those
	away who hold no seat any more."""
	access.forget()
	frappe.cache.delete_value("roles")


def stored(name: str) -> Any:
	return frappe.db.get_value("Evaluation", name, "*", as_dict=True)


class TestWalks(unittest.TestCase):
	def test_the_oracle_notices_what_is_switched_off(self) -> None:
		"""A control: each rule taken away is met by a difference within a few provinces."""
		switches = {"expected state": patch.object(service, "refuse_stale", lambda doc: None)}
		if WHOLE:
			switches |= {
				"own unit": patch.object(service.bars, "own_organizations", lambda user: []),
				"next level": patch.object(service.bars, "acted_beside_any", lambda *arguments: []),
				"body instead": patch.object(queue.unattended, "at", lambda place: []),
			}
		for title, switch in switches.items():
			with self.subTest(title), walking(), switch:
				self.assertRaises(AssertionError, self.walk_some, 60 if WHOLE else 6)
				frappe.db.rollback()
				access.forget()

	def walk_some(self, provinces: int) -> None:
		for seed in range(provinces):
			world = ground.build(random.Random(seed))
			Walk(self, world, random.Random(seed)).run()
			frappe.db.rollback()
			access.forget()

	def test_service_and_oracle_agree_on_every_step(self) -> None:
		walks = worlds = 0
		counted: Counter[str] = Counter()
		for played in play_all(WALKS, PROCESSES):
			walks, worlds, counted = walks + played.walks, worlds + played.worlds, counted + played.counted
			for seed, fault in played.faults:
				with self.subTest(seed=seed):
					self.fail(fault)
		print(f"{walks} walks in {worlds} provinces: {dict(sorted(counted.items()))}", file=sys.stderr)
		self.assertGreaterEqual(walks, WALKS)  # also where a share ended early
		rare = ("withdraw", "lock", "reroute", "reopen", "merge", "move") if WHOLE else ()
		for act in ("send", "recall", "agree", "return", "return below", "decide", "refused", *rare):
			self.assertTrue(counted[act], f"{act} never went through")


@contextmanager
def walking() -> Iterator[None]:
	"""The site, without what walks do not ask: what records say, and the framework's memory cleared at each change of
	hands, which reads every definition anew."""
	change = frappe.set_user

	def change_hands(person: str) -> None:
		kept = frappe.local.cache
		change(person)
		frappe.local.cache = kept

	with (
		site(),
		patch.object(evaluation_kind.computed, "fill"),
		patch.object(frappe, "set_user", change_hands),
	):
		yield


@dataclass
class Played:
	walks: int = 0
	worlds: int = 0
	counted: Counter[str] = field(default_factory=Counter)
	faults: list[tuple[int, str]] = field(default_factory=list)  # (seed of the province, what differed)

	def take(self, more: Played) -> None:
		self.walks, self.worlds, self.counted = (
			self.walks + more.walks,
			self.worlds + more.worlds,
			self.counted + more.counted,
		)


def play_all(walks: int, processes: int) -> list[Played]:
	"""Provinces do not see one another, so that several processes walk at once, each in a transaction of its own."""
	if processes == 1:
		return [play(SEED, walks)]
	share = -(-walks // processes)
	with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
		return list(pool.map(play, range(SEED, SEED + processes), [share] * processes))


def play(seed: int, walks: int) -> Played:
	"""At least so many walks, through provinces that follow from the seed."""
	luck, played, conflicts = random.Random(seed), Played(), 0
	with walking():
		if (
			PROCESSES > 1
		):  # no gaps are locked: provinces of several processes lie between one another in every index
			frappe.db.sql("set session transaction isolation level read committed")
			frappe.db.commit()  # it holds from the next transaction on
		while played.walks < walks:
			before = luck.getstate()
			seed_of_world, of_world = luck.randrange(2**32), Played()
			try:
				walk_through(seed_of_world, of_world)
				played.take(of_world)
				if WHOLE and not played.worlds % 25:
					print(f"{played.walks} of {walks} walks from seed {seed}", file=sys.stderr, flush=True)
			except CONFLICTS:  # with another process's province: this one is played again
				luck.setstate(before)
				conflicts += 1
				if conflicts > MOST_CONFLICTS:
					raise
			except Exception:  # told with its seed, and the next province may show whether it stands alone
				played.faults.append((seed_of_world, traceback.format_exc()))
				if len(played.faults) == MOST_FAULTS:
					break
			frappe.set_user("Administrator")
			frappe.db.rollback()
			access.forget()
	return played


def walk_through(seed: int, played: Played) -> None:
	"""Build a province and walk through it from its beginning several times."""
	world = ground.build(random.Random(seed))
	played.worlds, played.walks = 1, ROUNDS * len(world.files)
	frappe.db.savepoint("world")
	for number in range(ROUNDS):
		people = list(world.people)
		walk = Walk(unittest.TestCase(), world, random.Random(seed + number))
		walk.run()
		played.counted += walk.counted
		frappe.db.rollback(save_point="world")
		world.people = people
		access.forget()
