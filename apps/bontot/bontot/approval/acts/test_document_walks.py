"""Random people try random acts on documents; plain Python says what each may do, and what each person's queue must hold.
Evaluations: tests/approval/test_walks.py."""

from __future__ import annotations

import random
from unittest import mock

import frappe

from bontot.approval.acts import document_view
from bontot.approval.acts.test_documents import OVERLAY, DocumentTestCase
from bontot.approval.core import cases, errors, verify
from bontot.approval.people import conflicts
from bontot.approval.queue import waiting_documents
from bontot.approval.testing import act_named
from bontot.criteria import overlays
from bontot.criteria.testing import create_test_overlay
from bontot.organization.errors import NoSeatError, SentDocumentError
from bontot.organization.testing import create_test_seat

REFUSALS = (
	errors.ActNotOpenError,
	errors.StaleFileError,
	errors.OwnUnitError,
	errors.ConsecutiveLevelError,
	NoSeatError,
	SentDocumentError,
	frappe.DoesNotExistError,  # of a document that is beyond reach
)
REFUSED_EDITS = (frappe.PermissionError, frappe.UpdateAfterSubmitError)
WAITING = "Under Appraisal"


class Walks:
	"""Common part of the walks of all kinds. A kind says `doctype`, `author` (ability), `place` (the one level that
	judges), `people`, `make` and how a document of it `stands`."""

	doctype: str
	author: str
	edited: str  # the field that an edit writes
	attempts = 60
	place: str
	names: list[str]
	of: dict[str, str]

	def seat_people(self, *people: tuple[str, str]) -> None:
		"""{user: {(organisation, ability)}}, written down here and not asked of the code under test."""
		self.seats: dict[str, set[tuple[str, str]]] = {}
		for organization, position in people:
			self.seat(create_test_seat(organization, position).user, organization, position)

	def seat_both(self, below: str, position: str) -> None:
		"""Somebody who sits where it is written and where it is judged."""
		both = create_test_seat(below, position).user
		create_test_seat(self.place, "can_bo_tham_dinh", both)
		self.seat(both, below, position)
		self.seat(both, self.place, "can_bo_tham_dinh")

	def seat(self, user: str, organization: str, position: str) -> None:
		abilities = {
			"bi_thu_dang_uy": ("author", "appraise", "decide"),
			"can_bo_van_phong": ("author", "decide"),
			"can_bo_tham_dinh": ("appraise",),
			"can_bo_btc_tinh": ("appraise", "decide"),
			"bi_thu_chi_bo": ("author",),
			"pho_bi_thu_chi_bo": ("author",),
		}[position]
		self.seats.setdefault(user, set()).update((organization, one) for one in abilities)

	# The oracle

	def may(self, user: str, act: str, name: str) -> bool:
		doc, held, place = self.doc(name), self.seats[user], self.place
		sends = (self.of[name], self.author) in held
		if act == "send":
			return sends and doc.state in ("Draft", "Returned")
		if act == "recall":
			return sends and doc.state == WAITING
		if act in ("agree", "return"):
			return doc.state == WAITING and (place, "appraise") in held and not self.barred(user, name)
		if act == "withdraw":
			above = any(seat in self.at_or_above and one in ("appraise", "decide") for seat, one in held)
			return doc.state == "Approved" and (above or sends)
		return act == "edit" and self.writes(held, name) and doc.state in ("Draft", "Returned")

	@property
	def at_or_above(self) -> tuple[str, ...]:
		return (self.place, self.tree.province)

	def writes(self, held: set[tuple[str, str]], name: str) -> bool:
		return (self.of[name], self.author) in held

	def barred(self, user: str, name: str) -> bool:
		if any(organization == self.of[name] for organization, _ability in self.seats[user]):
			return True
		where = {"file_name": name, "acting_user": user}
		return self.of[name] in frappe.get_all("Approval Step", where, pluck="acting_organization")

	# The walk

	def test_acts_and_queues_equal_the_oracle_and_refusals_change_nothing(self) -> None:
		done = self.walk(random.Random(20261127))
		self.assertGreater(done, self.attempts // 5, [self.steps(name) for name in self.names])
		for name in self.names:
			self.assertEqual(verify.check_file(name, self.doctype), [])
		self.assertEqual(list(verify.check_contents()), [])

	def walk(self, luck: random.Random) -> int:
		done = 0
		for attempt in range(self.attempts):
			name = self.renewed(luck.randrange(len(self.names)))
			act, stale = self.some_act(luck, name), luck.random() < 0.1
			user = self.somebody(luck, act, name)
			expected = self.may(user, act, name) and (not stale or act == "edit")
			refusals = (*REFUSALS, *REFUSED_EDITS) if act == "edit" else REFUSALS
			before = self.doc(name).as_json()
			frappe.db.savepoint("attempt")
			try:
				with self.set_user(user):
					self.do(act, name, stale)
				went = True
			except refusals:
				frappe.db.rollback(save_point="attempt")
				frappe.clear_messages()
				went = False
				self.assertEqual(self.doc(name).as_json(), before)
			self.assertEqual(went, expected, (attempt, user, act, self.doc(name).state))
			done += went
			self.assert_stands(name)
			if attempt % 20 == 0:
				self.assert_queues()
		self.assert_queues()
		return done

	def renewed(self, place: int) -> str:
		"""The document of this place on the list; when it went out of force, a new one of the same body."""
		name = self.names[place]
		if self.doc(name).state == "Withdrawn":
			organization = self.of[name]
			name = self.names[place] = self.make(organization).name
			self.of[name] = organization
		return name

	def somebody(self, luck: random.Random, act: str, name: str) -> str:
		"""Mostly a person with a seat where the act is done, so that walks get far; sometimes anybody."""
		place = self.place if act in ("agree", "return") else self.of[name]
		near = [user for user, held in self.seats.items() if place in {seat for seat, _ability in held}]
		return luck.choice(near if luck.random() < 0.6 else list(self.seats))

	def some_act(self, luck: random.Random, name: str) -> str:
		"""Mostly what the document waits for; sometimes anything."""
		if luck.random() < 0.3:
			return luck.choice(("send", "recall", "agree", "return", "withdraw", "edit"))
		state = self.doc(name).state
		if state == WAITING:
			return luck.choice(("agree", "return", "return", "recall"))
		return {"Approved": "withdraw"}.get(state, luck.choice(("send", "send", "edit")))

	def do(self, act: str, name: str, stale: bool) -> None:
		if act == "edit":
			doc = self.doc(name)
			doc.set(self.edited, frappe.generate_hash(length=8))
			doc.save()
			return
		sequence = (frappe.db.get_value(self.doctype, name, "step_sequence") or 0) - stale
		said = ("Theo biên bản",) if act in ("return", "withdraw") else ()
		act_named("return_document" if act == "return" else act)(self.doctype, name, sequence, *said)

	def assert_stands(self, name: str) -> None:
		doc = self.doc(name)
		self.assertEqual(bool(doc.awaiting_organization), doc.state == WAITING)
		self.assertEqual(doc.docstatus, self.docstatus(doc))

	def assert_queues(self) -> None:
		for user in self.seats:
			found = {row["name"] for row in waiting_documents.of_user(user)}
			self.assertEqual(found, {name for name in self.names if self.may(user, "agree", name)}, user)
			came_back = {row["name"] for row in waiting_documents.returned(user)}
			mine = {
				name
				for name in self.names
				if self.doc(name).state == "Returned" and (self.of[name], self.author) in self.seats[user]
			}
			self.assertEqual(came_back, mine, user)
			for name in self.names:
				offered = document_view.of_document(cases.of(self.doc(name)), user)["may"]
				for act, asked in (
					("Send", "send"),
					("Agree", "agree"),
					("Return", "return"),
					("Recall", "recall"),
				):
					allowed = bool(offered.get(act, {}).get("allowed"))
					self.assertEqual(allowed, self.may(user, asked, name), (user, act))


class TestDocumentWalks(Walks, DocumentTestCase):
	doctype, author, edited = OVERLAY, "decide", "title"

	def set_up_data(self) -> None:
		super().set_up_data()
		t = self.tree
		self.place = t.province
		self.names = [
			self.overlay,
			create_test_overlay(t.body, self.framework).name,
			create_test_overlay(t.commune, self.framework, title_kind="Grassroots Organization").name,
		]
		self.of = dict(zip(self.names, (t.commune, t.body, t.commune), strict=True))
		self.seat_people(
			(t.commune, "bi_thu_dang_uy"),
			(t.commune, "can_bo_van_phong"),
			(t.body, "bi_thu_dang_uy"),
			(t.province, "can_bo_tham_dinh"),
			(t.province, "can_bo_btc_tinh"),
			(t.commune_cell, "bi_thu_chi_bo"),
		)
		self.seat_both(t.commune, "can_bo_tham_dinh")

	def test_control_the_walk_meets_a_rule_that_is_switched_off(self) -> None:
		with mock.patch.object(conflicts, "refuse_barred"), self.assertRaises(AssertionError):
			self.walk(random.Random(20261127))

	def make(self, organization: str):
		return create_test_overlay(organization, self.framework)

	def writes(self, held: set[tuple[str, str]], name: str) -> bool:
		return super().writes(held, name) or (self.place, "decide") in held  # the Commission, for its bodies

	def docstatus(self, doc) -> int:
		if doc.name in [row.name for row in overlays.in_force(self.framework, "2026-06-30")]:
			self.assertEqual(doc.state, "Approved")
		return {"Approved": 1, "Withdrawn": 2}.get(doc.state, 0)
