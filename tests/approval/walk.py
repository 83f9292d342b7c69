"""One round of random acts through a random province: the service on one side, the oracle on the other."""

from __future__ import annotations

import random
import unittest
from collections import Counter
from typing import Any

import frappe
from bontot.approval.acts import after_decision, rerouting, service
from bontot.approval.core import verify
from bontot.approval.queue import vacancies
from bontot.approval.testing import create_test_resolution, mend, sequence_of
from bontot.organization import access
from bontot.outbox.testing import run_now
from frappe.utils import getdate

from tests.approval import ground, untouched
from tests.approval.around import Around, forget
from tests.approval.comparing import Comparison
from tests.approval.facts import DECIDED, File, Mark
from tests.approval.oracle import Oracle

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
# Mostly forwards, where it can.
ONWARD = {"agree": 4, "decide": 4, "send": 3, "reopen": 2, "withdraw": 2, "lock": 2}
DECISIONS = ("Recognize", "Refuse", "Return", "Return Below", "Conclude Interim", "Agree")
RETURNS = ("return", "return below", "decide")
REFUSALS = (frappe.ValidationError, frappe.PermissionError)
UNKNOWN = "khong_co"  # a criterion that no file has
# A resolution is written first, and refused when it is submitted; its timeline says with whose seat it was written.
OF_RESOLUTION = ("Resolution", "Resolution Item", "Comment")


class Walk:
	def __init__(self, test: unittest.TestCase, world: ground.World, luck: random.Random) -> None:
		self.test, self.world, self.luck = test, world, luck
		forget()
		self.oracle: Oracle = ground.oracle_of(world)
		self.files = {
			name: File(
				name,
				organization,
				self.oracle.facts.above(organization),
				world.six_month,
				marks={key: Mark() for key in world.criteria[name]},
			)
			for organization, name in world.files.items()
		}
		self.counted: Counter[tuple[str, str]] = Counter()  # (kind of act, "applied" or "refused"): times
		self.compare = Comparison(test, world, self.oracle, self.files, luck)
		self.around = Around(test, world, self.oracle, self.files, luck, self.counted)

	def run(self) -> None:
		for _try in range(TRIES * len(self.files)):
			if self.luck.random() < 0.1:
				self.around.something()
			else:
				self.try_something()
		self.compare.of_everything()
		for file in self.files.values():
			self.bring_to_its_end(file)

	# Trying

	def try_something(self) -> None:
		file = self.luck.choice(list(self.files.values()))
		if file.state == "Returned" and self.luck.random() < 0.6:
			self.mend(file)
		act, person, arguments = self.some_try(file)
		expected, kind = self.expects(act, file, person, arguments), self.kind_of(act, file, arguments)
		frappe.db.savepoint("try_it")
		written = untouched.rows_written()
		frappe.set_user(person)
		try:
			self.do(act, file, arguments)
			refusal = None
		except REFUSALS as error:
			refusal = error
		finally:
			frappe.set_user("Administrator")
		what = (act, person, arguments, file, refusal)
		self.test.assertEqual(refusal is None, expected, what)
		if refusal:
			besides = OF_RESOLUTION if act == "decide" else ()
			untouched.compare(self.test, written, "try_it", what, besides)
			frappe.clear_messages()
			self.counted[kind, "refused"] += 1
			return  # with all rows as they were, nothing that follows from them can have changed either
		self.follow(act, file, person, arguments)
		self.counted[kind, "applied"] += 1
		self.compare.of_file(file, what)

	def mend(self, file: File) -> None:
		"""Its author answers at what was returned."""
		mend(file.name)
		self.oracle.mend(file)

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
		if act in RETURNS:
			several = self.luck.choice((1, 1, 2, 3, len(file.marks)))
			arguments["criteria"] = self.luck.sample(list(file.marks), several)
		if act in ("return", "return below") and self.luck.random() < 0.03:
			arguments["criteria"] = self.luck.choice(([], [*arguments["criteria"], UNKNOWN]))
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

	def kind_of(self, act: str, file: File, arguments: dict[str, Any]) -> str:
		"""What a try is counted as."""
		if arguments["stale"] and act != "decide":
			return "stale"
		match act:
			case "send" if self.oracle.unanswered(file) and file.state == "Returned":
				return "send as returned"
			case "send" if file.state == "Returned" and self.oracle.straight_to(file):
				return "send straight back"
			case "recall" if file.state == "Under Appraisal":
				return f"recall by {'author' if self.oracle.from_author(file) else 'level'}"
			case "return" | "return below" if len(arguments["criteria"]) > 1:
				return f"{act}, several"
			case "decide":
				return f"resolution: {arguments['decision'].lower()}"
			case "reroute" if arguments["to"]:
				return "reroute to a level"
		return act

	def expects(self, act: str, file: File, person: str, arguments: dict[str, Any]) -> bool:
		if arguments["stale"] and act != "decide":
			return False  # a resolution is shown no step number: its rows are judged as they are
		oracle = self.oracle
		match act:
			case "send":
				return oracle.may_send(file, person)
			case "recall":
				return oracle.may_recall(file, person)
			case "agree":
				return oracle.may_agree(file, person)
			case "return":
				return oracle.may_return(file, person) and oracle.may_name(file, arguments["criteria"])
			case "return below":
				return oracle.may_return_below(file, person) and oracle.may_name(file, arguments["criteria"])
			case "decide":
				return oracle.may_decide(file, person, arguments["decision"])
			case "reroute":
				return oracle.may_reroute(file, person, arguments["to"])
		return oracle.may_later(file, person, act.capitalize())

	def do(self, act: str, file: File, arguments: dict[str, Any]) -> None:
		name, sequence = file.name, sequence_of(file.name) - arguments["stale"]
		match act:
			case "send":
				service.send("Evaluation", name, sequence)
			case "recall":
				service.recall("Evaluation", name, sequence)
			case "agree":
				service.agree("Evaluation", name, sequence)
			case "return":
				reasons = dict.fromkeys(arguments["criteria"], "Ghi rõ hơn")
				service.return_document("Evaluation", name, sequence, reasons)
			case "return below":
				reasons = dict.fromkeys(arguments["criteria"], "Thẩm định lại")
				service.return_document("Evaluation", name, sequence, reasons, to="below")
			case "decide":
				self.decide(file, arguments["decision"], arguments["criteria"])
			case "reopen":
				after_decision.reopen("Evaluation", name, sequence, "Có đơn phản ánh")
			case "withdraw":
				after_decision.withdraw("Evaluation", name, sequence, "Khai không đúng", "9-QĐ/TU", getdate())
			case "lock":
				after_decision.lock("Evaluation", name, sequence)
			case "reroute":
				rerouting.reroute("Evaluation", name, sequence, "Cấp này đang khuyết", arguments["to"])

	def decide(self, file: File, decision: str, criteria: list[str]) -> None:
		place = frappe.db.get_value("Evaluation", file.name, "awaiting_organization") or self.world.province
		resolution = create_test_resolution(place, {file.name: decision})
		if decision.startswith("Return"):
			resolution.items[0].criteria = ", ".join(criteria)
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
				self.oracle.give_back(file, person, arguments["criteria"])
			case "return below":
				self.oracle.give_below(file, person, arguments["criteria"])
			case "decide":
				self.oracle.decide(file, person, arguments["decision"], arguments["criteria"])
			case "reroute":
				self.oracle.reroute(file, person, arguments["to"])
			case "send" | "recall" | "agree":
				getattr(self.oracle, act)(file, person)
			case _:
				self.oracle.later(file, person, act.capitalize())

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
		if file.state == "Returned":
			self.mend(file)
		for act, arguments in self.ways_on(file):
			for person in self.world.people:
				if self.expects(act, file, person, arguments):
					frappe.set_user(person)
					try:
						self.do(act, file, arguments)
					except frappe.ValidationError as refused:
						self.test.fail(
							f"{act} by {person} of {file} was to go through, and was refused: {refused!r}"
						)
					finally:
						frappe.set_user("Administrator")
					self.follow(act, file, person, arguments)
					return
		self.seat_somebody(file)

	def ways_on(self, file: File) -> list[tuple[str, dict[str, Any]]]:
		plain = {"stale": False, "criteria": []}
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
		self.counted["seat where a file stands still", "applied"] += 1
