"""Events around the evaluations while people act on them: the tree is reorganised, seats are filled and end, and are lent.

What somebody decides goes through the site as in life; what the calendar does is brought about by moving dates.
"""

from __future__ import annotations

import random
import unittest
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import frappe
from bontot.organization import access
from bontot.organization.access import delegating
from bontot.organization.errors import (
	DelegationError,
	DelegationFixedError,
	OrganizationError,
	ReorganizationProblemError,
	SeatOverlapError,
)
from bontot.organization.testing import create_test_seat
from bontot.reorganization.testing import reorganize
from frappe.utils import add_days, getdate, nowdate

from tests.approval import ground, untouched
from tests.approval.comparing import Comparison
from tests.approval.facts import File
from tests.approval.oracle import Oracle

OF_REORGANIZATION = (
	"Reorganization",
	"Reorganization Act",
	"Reorganization Share",
)  # which was entered before
REFUSALS = (
	ReorganizationProblemError,
	OrganizationError,
	DelegationError,
	DelegationFixedError,
	SeatOverlapError,
)


@dataclass
class Lent:
	"""A delegation as it was granted and as it ended; `first`, `last`: days from today."""

	name: str
	seat: str
	borrower: str
	first: int
	last: int
	over: bool = False  # taken back

	@property
	def lives(self) -> bool:
		return not self.over and self.first <= 0 <= self.last


class Around:
	def __init__(
		self,
		test: unittest.TestCase,
		world: ground.World,
		oracle: Oracle,
		files: dict[str, File],
		luck: random.Random,
		counted: Counter[tuple[str, str]],
	) -> None:
		self.test, self.world, self.oracle, self.files, self.luck = test, world, oracle, files, luck
		self.counted = counted
		self.compare = Comparison(test, world, oracle, files, luck)
		self.lent = [Lent(row.name, row.seat, row.borrower, 0, 0) for row in ground.delegations_of(world)]

	def something(self) -> None:
		happenings: dict[Callable[[], None], int] = {
			self.reorganize: 3,
			self.lend: 2,
			self.take_back: 1,
			self.lapse: 1,
			self.begin: 1,
			self.seat: 1,
			self.unseat: 1,
		}
		self.luck.choices(list(happenings), list(happenings.values()))[0]()

	def tried(
		self, what: str, expected: bool | None, act: Callable[[], Any], besides: tuple[str, ...] = ()
	) -> Any:
		"""What the act gives; None when it was refused, and then it has changed nothing. expected: None for either."""
		frappe.db.savepoint("around")
		written = untouched.rows_written()
		try:
			found = act()
		except REFUSALS as refusal:
			self.test.assertFalse(expected, (what, refusal))
			untouched.compare(self.test, written, "around", (what, refusal), besides)
			forget()
			frappe.clear_messages()
			self.counted[what, "refused"] += 1
			return None
		finally:
			frappe.set_user("Administrator")
		self.test.assertIsNot(expected, False, what)
		self.counted[what, "applied"] += 1
		return found

	def look_around(self, people: Iterable[str], what: str) -> None:
		"""Seats of these people have changed: what they see of the files, and whoever is seated at a place of theirs."""
		access.forget()
		before, self.oracle.facts = self.oracle.facts, ground.facts_of(self.world)
		seats = [*before.seats, *self.oracle.facts.seats]
		places = {seat.place for seat in seats if seat.person in set(people)}
		self.compare.of_pages(sorted({seat.person for seat in seats if seat.place in places}), what)

	# The tree

	def reorganize(self) -> None:
		act = self.some_reorganization(self.oracle.facts.living)
		if not act:
			return
		what = act["act"].lower()
		done = self.tried(
			what, None, lambda: reorganize(self.world.province, nowdate(), [act]), OF_REORGANIZATION
		)
		if done:
			access.forget()
			self.oracle.reorganized(ground.facts_of(self.world), list(self.files.values()), "Administrator")
			self.compare.of_everything()

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

	# Seats lent

	def lend(self) -> None:
		seat, borrower = self.luck.choice(self.seats_in_force()), self.luck.choice(self.world.people)
		held = {one.place for one in self.oracle.facts.held(borrower)}
		waiting = {one.seat for one in self.lent if one.borrower == borrower and not one.over}
		if borrower != seat.user and (
			seat.organization in held or self.borrows_at(seat.organization, waiting)
		):
			return  # one way to a place is enough for the oracle: which of two is taken is another test's
		lender = self.luck.choice([seat.user, self.world.officer])
		first, last = self.luck.choice([(0, 0), (0, 5), (1, 5)])
		doc = frappe.get_doc(
			{
				"doctype": "Delegation",
				"seat": seat.name,
				"borrower": borrower,
				"from_date": add_days(nowdate(), first),
				"to_date": add_days(nowdate(), last),
				"reason": "Đi công tác",
			}
		)
		frappe.set_user(lender)
		# Accounts here have few roles: whom a seat may be lent to is asked as ever.
		if self.tried(
			"lend",
			self.may_lend(lender, seat, borrower, first, last),
			lambda: doc.insert(ignore_permissions=True),
		):
			self.lent.append(Lent(doc.name, seat.name, borrower, first, last))
			self.look_around((seat.user, borrower), "lend")

	def may_lend(self, lender: str, seat: Any, borrower: str, first: int, last: int) -> bool:
		"""Once a day, to another, whom the lender's reach covers; the Commission's covers everybody."""
		if borrower == seat.user or self.is_lent(seat.name, first, last):
			return False
		facts = self.oracle.facts
		if any(one.commission and not one.holder for one in facts.held(lender)):
			return True
		reach = {one.place for one in facts.held(lender)}
		own = [one.place for one in facts.held(borrower) if not one.holder]
		return any(reach & {place, *facts.above(place)} for place in own)

	def is_lent(self, seat: str, first: int, last: int, besides: Lent | None = None) -> bool:
		"""Whether the seat is in somebody's hands on one of these days."""
		return any(
			one.seat == seat
			and not one.over
			and one is not besides
			and one.first <= last
			and first <= one.last
			for one in self.lent
		)

	def borrows_at(self, place: str, seats: set[str]) -> bool:
		return bool(
			seats and frappe.db.exists("Seat", {"name": ("in", sorted(seats)), "organization": place})
		)

	def take_back(self) -> None:
		if not self.lent:
			return
		lent = self.luck.choice(self.lent)
		frappe.set_user(self.luck.choice([lent.borrower, "Administrator"]))
		expected = not lent.over and lent.last >= 0
		if self.tried("take back", expected, lambda: delegating.revoke(lent.name)):
			lent.over = True
			self.look_around(self.hands_of(lent), "take back")

	def lapse(self) -> None:
		"""The last day of a delegation is over."""
		if living := [lent for lent in self.lent if lent.lives]:
			lent = self.luck.choice(living)
			lent.first, lent.last = -5, -1
			self.move_dates(lent, "lapse")

	def begin(self) -> None:
		"""The first day of a delegation has come."""
		coming = [lent for lent in self.lent if not lent.over and lent.first > 0]
		if coming := [lent for lent in coming if not self.is_lent(lent.seat, 0, lent.last, besides=lent)]:
			lent = self.luck.choice(coming)
			lent.first = 0
			self.move_dates(lent, "begin")

	def move_dates(self, lent: Lent, what: str) -> None:
		days = {"from_date": add_days(nowdate(), lent.first), "to_date": add_days(nowdate(), lent.last)}
		frappe.db.set_value("Delegation", lent.name, days)
		self.counted[what, "applied"] += 1
		self.look_around(self.hands_of(lent), what)

	def hands_of(self, lent: Lent) -> tuple[str, str]:
		return lent.borrower, frappe.db.get_value("Seat", lent.seat, "user")

	# Seats held

	def seat(self) -> None:
		"""Somebody is seated; now and then where he sits already."""
		if self.luck.random() < 0.2:
			again = self.luck.choice(self.seats_in_force())
			place, position, person, expected = again.organization, again.position, again.user, False
		else:
			place = self.luck.choice(sorted(self.oracle.facts.living))
			position = self.luck.choice(ground.SEATS[self.world.kinds[place]])
			person, expected = self.luck.choice(self.world.people), True
			theirs = {one.seat for one in self.lent if one.borrower == person and not one.over}
			held = {one.place for one in self.oracle.facts.held(person)}
			if place in held or self.borrows_at(place, theirs):
				return
			same = {"user": person, "organization": place, "position": position}
			if frappe.db.exists("Seat", same):  # it has ended, and seats of walks begin long before
				return
		if self.tried("seat", expected, lambda: create_test_seat(place, position, person)):
			self.look_around((person,), "seat")

	def unseat(self) -> None:
		"""A seat has ended with yesterday. The officer's stays, who is told where files stand still."""
		seats = [seat for seat in self.seats_in_force() if seat.user != self.world.officer]
		if not seats:
			return
		seat = frappe.get_doc("Seat", self.luck.choice(seats).name)
		seat.to_date = add_days(getdate(), -1)
		if self.tried("unseat", True, seat.save):
			borrowers = [lent.borrower for lent in self.lent if lent.seat == seat.name]
			self.look_around((seat.user, *borrowers), "unseat")

	def seats_in_force(self) -> list[Any]:
		where = {
			"user": ("in", self.world.people),
			"to_date": ("is", "not set"),
			"from_date": ("<=", nowdate()),
		}
		fields = ["name", "user", "organization", "position"]
		return frappe.get_all("Seat", where, fields, order_by="name")


def forget() -> None:
	"""What is remembered of people beside the database, which has been rolled back: a seat that ends takes roles away."""
	access.forget()
	frappe.cache.delete_value("roles")
