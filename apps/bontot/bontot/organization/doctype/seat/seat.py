"""A seat: this person holds this position at this organisation from one day to another."""

import frappe
from frappe import _
from frappe.query_builder.functions import Coalesce
from frappe.utils import formatdate, get_fullname, getdate

from bontot.organization import access, tree
from bontot.organization.access import roles
from bontot.organization.access.scoped import ScopedDocument
from bontot.organization.errors import SeatError, SeatOverlapError
from bontot.text import nfc

KEPT_USERS = ("Administrator", "Guest")


class Seat(ScopedDocument):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		decision_number: DF.Data | None
		from_date: DF.Date
		member: DF.Link | None
		organization: DF.Link
		organization_path: DF.Data | None
		position: DF.Link
		term: DF.Data | None
		title: DF.Data | None
		to_date: DF.Date | None
		user: DF.Link | None

	# end: auto-generated types

	def validate(self) -> None:
		super().validate()
		self.term, self.decision_number = nfc(self.term), nfc(self.decision_number)
		self.validate_user()
		self.set_title()
		self.validate_dates()
		self.validate_overlap()

	def on_update(self) -> None:
		self.follow_people()

	def after_delete(self) -> None:
		self.follow_people()

	def follow_people(self) -> None:
		"""Roles of the holder, and of whoever the seat is lent to: it ends with the seat."""
		access.forget()
		for user in {self.user, *frappe.get_all("Delegation", {"seat": self.name}, pluck="borrower")}:
			roles.sync(user)

	def set_title(self) -> None:
		position, organization = (
			frappe.db.get_value(doctype, name, field)
			for doctype, name, field in (
				("Position", self.position, "position_name"),
				(tree.DOCTYPE, self.organization, "organization_name"),
			)
		)
		self.title = title_of(position, organization, self.holder())

	def holder(self) -> str:
		return (
			get_fullname(self.user)
			if self.user
			else frappe.db.get_value("Party Member", self.member, "full_name")
		)

	def validate_user(self) -> None:
		if not self.user and not self.member:
			frappe.throw(_("Say who holds the seat: an account, or a member who has none yet."), SeatError)
		before = self.get_doc_before_save()
		if before and before.user and before.user != self.user:
			frappe.throw(_("A seat stays with its holder. End it and make a new one."), SeatError)
		if self.user in KEPT_USERS:
			frappe.throw(_("A seat is held by a person. Choose a personal account."), SeatError)

	def validate_dates(self) -> None:
		if self.to_date and getdate(self.to_date) < getdate(self.from_date):
			frappe.throw(_("The seat cannot end before it begins. Correct the dates."), SeatError)

	def validate_overlap(self) -> None:
		"""Refuse overlaps, also of two at once: the rows read, and the gap where one would be, stay locked until the transaction
		ends.

		Days that overlap are no unique key, and a read without the lock does not see what another is about to commit. Gaps are
		shared by people who lie side by side, so two holders can meet a deadlock; who is given up runs again (`guard.edge.replay`).
		"""
		seat = frappe.qb.DocType("Seat")
		last = getdate(self.to_date) if self.to_date else tree.FAR
		query = (
			frappe.qb.from_(seat)
			.select(seat.name, seat.from_date)
			.where(
				(seat.user == self.user if self.user else seat.member == self.member)
				& (seat.organization == self.organization)
			)
			.where((seat.position == self.position) & (seat.name != (self.name or "")))
			.where((seat.from_date <= last) & (Coalesce(seat.to_date, tree.FAR) >= getdate(self.from_date)))
			.for_update()
		)
		if found := query.run(as_dict=True):
			frappe.throw(
				_("This person already holds this seat from {0}. Change its dates instead.").format(
					formatdate(found[0].from_date)
				),
				SeatOverlapError,
			)


def title_of(position: str, organization: str, holder: str) -> str:
	"""Return the title of a seat, from the three names."""
	return f"{position}, {organization}: {holder}"[:280]
