"""A delegation: the holder of a seat lends it to somebody for some days. It is not changed, only taken back."""

import frappe
from frappe import _
from frappe.utils import get_fullname, getdate, nowdate

from bontot.organization import access
from bontot.organization.access import delegating, roles, server_written
from bontot.organization.access.scoped import ScopedDocument
from bontot.organization.errors import DelegationError, DelegationFixedError, SeatError
from bontot.text import nfc

KEPT_USERS = ("Administrator", "Guest")
FIXED = (
	"seat",
	"borrower",
	"lender",
	"from_date",
	"to_date",
	"reason",
	"position",
	"revoked_at",
	"revoked_by",
)


class Delegation(ScopedDocument):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		borrower: DF.Link
		from_date: DF.Date
		lender: DF.Link | None
		organization: DF.Link | None
		organization_path: DF.Data | None
		position: DF.Link | None
		reason: DF.SmallText
		revoked_at: DF.Datetime | None
		revoked_by: DF.Link | None
		seat: DF.Link
		title: DF.Data | None
		to_date: DF.Date

	# end: auto-generated types

	def before_insert(self) -> None:
		self.revoked_at = self.revoked_by = None

	def before_validate(self) -> None:
		server_written.hold(self)
		self.set_from_seat()
		super().before_validate()

	def validate(self) -> None:
		super().validate()
		self.reason = nfc(self.reason)
		if self.is_new():
			self.validate_people()
			self.validate_dates()
			self.validate_overlap()
			self.set_title()
		else:
			self.refuse_change()

	def on_update(self) -> None:
		access.forget()
		roles.sync(self.borrower)

	def after_delete(self) -> None:
		access.forget()
		roles.sync(self.borrower)

	def onload(self) -> None:
		self.set_onload("may_revoke", delegating.may_revoke(self, frappe.session.user))

	def set_from_seat(self) -> None:
		"""Set holder and place from the seat; its row stays locked, so that two do not lend it at once."""
		if not self.is_new():
			return
		columns = ("organization", "position", "user", "from_date", "to_date")
		self.lent_seat = frappe.db.get_value("Seat", self.seat, columns, as_dict=True, for_update=True)
		if not self.lent_seat:
			frappe.throw(_("There is no such seat. Choose one from the list."), SeatError)
		self.organization, self.position = self.lent_seat.organization, self.lent_seat.position
		self.lender = self.lent_seat.user

	def set_title(self) -> None:
		position = frappe.db.get_value("Position", self.position, "position_name")
		self.title = f"{position}: {get_fullname(self.lender)} → {get_fullname(self.borrower)}"[:280]

	def validate_people(self) -> None:
		if not self.lender:
			refuse(_("Nobody signs in with this seat yet. There is nothing to lend."))
		if self.borrower == self.lender:
			refuse(_("A seat is not lent to its own holder. Choose another person."))
		if self.borrower in KEPT_USERS or not frappe.db.get_value("User", self.borrower, "enabled"):
			refuse(_("A seat is lent to a person with an account in use. Choose another one."))
		if not delegating.may_lend_to(frappe.session.user, self.borrower):
			refuse(
				_(
					"You may lend the seat to someone who holds a seat within your own reach. For another person ask the Organization Commission."
				)
			)

	def validate_dates(self) -> None:
		first, last, seat = getdate(self.from_date), getdate(self.to_date), self.lent_seat
		if last < first:
			refuse(_("The delegation cannot end before it begins. Correct the dates."))
		if last < getdate(nowdate()):
			refuse(_("The delegation would be over already. Correct the dates."))
		if first < seat.from_date or (seat.to_date and last > seat.to_date):
			refuse(_("The days must lie within those of the seat itself. Correct the dates."))

	def validate_overlap(self) -> None:
		"""One seat in one pair of hands a day."""
		if found := delegating.lent_between(self.seat, self.from_date, self.to_date):
			refuse(
				_("This seat is lent to {0} on some of these days. Take that delegation back first.").format(
					get_fullname(found[0].borrower)
				)
			)

	def refuse_change(self) -> None:
		changed = any(self.has_value_changed(field) for field in FIXED)
		if changed and not self.flags.by_service:
			frappe.throw(
				_("A delegation is not changed afterwards. Take it back and make a new one."),
				DelegationFixedError,
			)


def refuse(message: str) -> None:
	frappe.throw(message, DelegationError, title=_("Delegation"))
