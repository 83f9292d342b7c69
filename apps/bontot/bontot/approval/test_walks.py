"""Random people try random acts on real files; an oracle in plain Python says what each person's queue must hold."""

from __future__ import annotations

import random

import frappe

from bontot.approval import queue, service, verify
from bontot.approval.testcase import ApprovalTestCase
from bontot.approval.testing import act_as, create_test_file, create_test_resolution, sequence_of
from bontot.organization.testing import create_test_seat
from bontot.outbox.testing import run_now

ATTEMPTS = 100
DECISIONS = {"Recognize", "Refuse"}


class TestWalks(ApprovalTestCase):
	def setUp(self) -> None:
		super().setUp()
		t, u = self.tree, self.users
		self.files = [
			self.file,
			create_test_file(t.cell_b, self.period),
			create_test_file(t.other_cell, self.period),
		]
		self.seats = {  # user: [(organisation, ability)], written down here and not asked of the code under test
			u.secretary: [(t.cell_a, "author")],
			u.grassroots: [(t.grassroots, "appraise")],
			u.body: [(t.body, "appraise")],
			u.clerk: [(t.province, "decide"), (t.province, "author")],
			u.neighbour: [(t.other_cell, "author"), (t.grassroots, "appraise")],
			create_test_seat(t.cell_b, "bi_thu_chi_bo").user: [(t.cell_b, "author")],
			create_test_seat(t.other_grassroots, "can_bo_tham_dinh").user: [(t.other_grassroots, "appraise")],
			create_test_seat(t.other_body, "can_bo_tham_dinh").user: [(t.other_body, "appraise")],
		}
		create_test_seat(t.grassroots, "can_bo_tham_dinh", u.neighbour)
		both = create_test_seat(t.cell_b, "pho_bi_thu_chi_bo").user  # appraises where the own cell reports
		create_test_seat(t.grassroots, "can_bo_tham_dinh", both)
		create_test_seat(t.body, "can_bo_tham_dinh", both)
		self.seats[both] = [(t.cell_b, "author"), (t.grassroots, "appraise"), (t.body, "appraise")]
		self.level_of = {
			**{file: [t.cell_a, t.grassroots, t.body, t.province] for file in self.files[:1]},
			self.files[1]: [t.cell_b, t.grassroots, t.body, t.province],
			self.files[2]: [t.other_cell, t.other_grassroots, t.other_body, t.province],
		}

	def test_queue_equals_the_oracle_and_refusals_change_nothing(self):
		luck = random.Random(20261124)
		done = 0
		for attempt in range(ATTEMPTS):
			name = luck.choice(self.files)
			user = self.somebody(luck, name)
			before = self.doc(name)
			frappe.db.savepoint("attempt")
			try:
				with self.set_user(user):
					self.try_something(luck, name)
				done += 1
			except (frappe.ValidationError, frappe.PermissionError):
				self.assertEqual(self.doc(name).as_json(), before.as_json())
				frappe.db.rollback(save_point="attempt")
				frappe.clear_messages()
			self.assert_file_is_somewhere(name)
			if attempt % 6 == 0:
				self.assert_queues()
		self.assert_queues()
		self.assertGreater(
			done, 15, f"too few acts went through: {[self.steps(name) for name in self.files]}"
		)
		for name in self.files:
			self.bring_to_its_end(name)
			self.assertEqual(verify.check_file(name), [])
			self.assertEqual(sum(act in DECISIONS for act in self.steps(name)), 1)

	def bring_to_its_end(self, name: str) -> None:
		"""Wherever a walk left it, a file can still be decided: nothing jams."""
		for _move in range(len(self.level_of[name])):
			doc = self.doc(name)
			if doc.state in ("Recognized", "Not Recognized"):
				return
			if doc.state != "Under Appraisal":
				author = next(
					user for user, held in self.seats.items() if (doc.organization, "author") in held
				)
				act_as(author, "send", name)
				continue
			user = next(user for user in self.seats if self.must_show(user, name))
			if doc.awaiting_act == "Appraise":
				act_as(user, "agree", name)
				continue
			with self.set_user(user):
				self.decide(name, "Recognize")
		self.assertEqual(self.doc(name).state, "Recognized")

	def somebody(self, luck: random.Random, name: str) -> str:
		"""Mostly a person with some seat on the file's own line, so that walks get far; sometimes anybody."""
		places = {self.doc(name).awaiting_organization or self.doc(name).organization}
		near = [user for user, held in self.seats.items() if places & {place for place, _ability in held}]
		return luck.choice(near if near and luck.random() < 0.7 else list(self.seats))

	def some_act(self, luck: random.Random, name: str) -> str:
		"""Mostly what the file waits for; sometimes anything."""
		if luck.random() < 0.3:
			return luck.choice(("send", "agree", "recall", "return", "decide"))
		doc = self.doc(name)
		if doc.state != "Under Appraisal":
			return "send"
		return (
			"decide" if doc.awaiting_act == "Decide" else luck.choice(("agree", "agree", "return", "recall"))
		)

	def try_something(self, luck: random.Random, name: str) -> None:
		sequence = sequence_of(name) - (luck.random() < 0.1)
		match self.some_act(luck, name):
			case "send":
				service.send(name, sequence)
			case "agree":
				service.agree(name, sequence)
			case "recall":
				service.recall(name, sequence)
			case "return":
				service.return_file(name, sequence, ["dk_1"], "Ghi rõ hơn")
			case "decide":
				self.decide(name, luck.choice(("Recognize", "Refuse", "Return", "Return", "Return")))

	def decide(self, name: str, decision: str) -> None:
		resolution = create_test_resolution(self.tree.province, {name: decision})
		resolution.insert()
		resolution.submit()
		run_now(frappe.db.get_value("Outbox Task", {"reference_name": resolution.name}))

	def assert_file_is_somewhere(self, name: str) -> None:
		doc = self.doc(name)
		waits = bool(doc.awaiting_organization)
		self.assertEqual(waits, doc.state == "Under Appraisal")
		if waits:
			self.assertIn(doc.awaiting_organization, self.level_of[name][1:])

	def assert_queues(self) -> None:
		for user in self.seats:
			found = {row.name for row in queue.page(user, queue.Filters())["rows"]}
			self.assertEqual(found, {name for name in self.files if self.must_show(user, name)}, user)

	def must_show(self, user: str, name: str) -> bool:
		doc = self.doc(name)
		if doc.state != "Under Appraisal":
			return False
		line, held = self.level_of[name], self.seats[user]
		wanted = "decide" if doc.awaiting_act == "Decide" else "appraise"
		if (doc.awaiting_organization, wanted) not in held:
			return False
		if wanted == "appraise" and doc.organization in {organization for organization, _ability in held}:
			return False
		place = line.index(doc.awaiting_organization)
		beside = {line[place - 1], *line[place + 1 : place + 2]}
		where = {"file_name": name, "acting_user": user}
		acted = frappe.get_all("Approval Step", where, pluck="acting_organization")
		return not beside & set(acted)
