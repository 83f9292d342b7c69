"""Transfers of members between organisations: proposed by one side, accepted by the other, done on their day."""

from datetime import date, timedelta

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, now_datetime

from bontot.organization import access
from bontot.organization.access import hide_existence
from bontot.organization.errors import TransferStateError
from bontot.organization.members import member_rules
from bontot.text import nfc

DOCTYPE = "Member Transfer"
OPEN = ("Proposed", "Accepted")


def may_answer(doc: Document, user: str) -> bool:
	"""Whether `user` may accept or refuse it for the receiving organisation."""
	return doc.state == "Proposed" and access.may_write_at(user, doc.to_organization, DOCTYPE)


def accept(name: str) -> Document:
	"""Accept a proposed transfer for the receiving side; done at once when its day has come.

	Raises PermissionError, TransferStateError.
	"""
	doc = open_for_answer(name)
	answer(doc, "Accepted")
	carry_out_when_due(doc)
	return doc


def refuse(name: str, reason: str) -> Document:
	"""Refuse a proposed transfer for the receiving side. Raises PermissionError, TransferStateError."""
	doc = open_for_answer(name)
	doc.reason = nfc(reason)
	if not doc.reason:
		frappe.throw(_("Write the reason: the people concerned will read it."), TransferStateError)
	answer(doc, "Refused")
	return doc


def withdraw(name: str) -> Document:
	"""Take back a transfer that is not done, for the side that proposed it. Raises PermissionError, TransferStateError."""
	hide_existence.require(DOCTYPE, name)
	doc = frappe.get_doc(DOCTYPE, name, for_update=True)
	doc.check_permission("create")
	if doc.state not in OPEN:
		refuse_state()
	answer(doc, "Withdrawn")
	return doc


def open_for_answer(name: str) -> Document:
	hide_existence.require(DOCTYPE, name)
	doc = frappe.get_doc(DOCTYPE, name, for_update=True)
	doc.check_permission("read")
	if doc.state != "Proposed":
		refuse_state()
	if not may_answer(doc, frappe.session.user):
		frappe.throw(
			_(
				"The receiving organization answers this transfer. Ask its secretary, or the Organization Commission."
			),
			frappe.PermissionError,
		)
	return doc


def refuse_state() -> None:
	frappe.throw(
		_("This transfer has been answered or taken back already."),
		TransferStateError,
		title=_("Nothing to Do"),
	)


def answer(doc: Document, state: str) -> None:
	doc.state, doc.answered_by, doc.answered_at = state, frappe.session.user, now_datetime()
	store(doc)


def store(doc: Document) -> None:
	doc.flags.by_service = True
	doc.save(ignore_permissions=True)  # the caller has judged which side the signed-in person stands on


def carry_out_when_due(doc: Document) -> None:
	"""A member goes on the day; being away for a time is written down at once, with both its days."""
	if doc.transfer_kind == "Temporary" or getdate(doc.effective_date) <= getdate():
		carry_out(doc)


def carry_out(doc: Document) -> None:
	"""Both sides have agreed; only the member's record is left to follow."""
	member = frappe.get_doc("Party Member", doc.member, for_update=True)
	if member.organization != doc.organization or member.state == member_rules.LEFT:
		answer(doc, "Withdrawn")  # he or she has gone elsewhere meanwhile
		return
	if doc.transfer_kind == "Temporary":
		set_away(member, getdate(doc.effective_date), getdate(doc.until))
	else:
		member.organization = doc.to_organization
	member.flags.by_transfer = True
	member.save(ignore_permissions=True)  # agreed by both sides
	doc.state = "Done"
	store(doc)


def set_away(member: Document, first: date, last: date) -> None:
	changes = member_rules.changes_of(member.state_changes)
	days = (
		getdate(day) if day else None for day in (member.admission_date, member.official_date, member.left_on)
	)
	back = member_rules.state_on(last, member.state, changes, *days) or member.state
	if not changes:  # what was before stays on record
		start = getdate(member.admission_date or member.creation)
		changes = [member_rules.Change(min(start, first - timedelta(days=1)), member.state)]
	rows = member_rules.away(changes, first, last, back)
	member.set("state_changes", [{"from_date": one.from_date, "state": one.state} for one in rows])


def carry_out_due() -> None:
	"""Accepted transfers whose day has come, each in a savepoint: one that cannot be done keeps no other waiting."""
	where = {"state": "Accepted", "effective_date": ("<=", getdate())}
	for name in frappe.get_all(DOCTYPE, where, pluck="name", order_by="effective_date, creation"):
		frappe.db.savepoint("transfer")
		try:
			carry_out(frappe.get_doc(DOCTYPE, name, for_update=True))
		except frappe.ValidationError:
			frappe.db.rollback(save_point="transfer")
			frappe.log_error(title=f"Member Transfer {name}", reference_doctype=DOCTYPE, reference_name=name)


def record(member: Document, origin: str) -> None:
	"""Keep the history of a member who was moved by an edit of the record, with the right to write at both ends."""
	doc = frappe.new_doc(DOCTYPE)
	doc.update(
		{
			"member": member.name,
			"organization": origin,
			"to_organization": member.organization,
			"transfer_kind": "Permanent",
			"effective_date": getdate(),
			"state": "Done",
			"answered_by": frappe.session.user,
			"answered_at": now_datetime(),
		}
	)
	doc.flags.by_service = True
	doc.insert(ignore_permissions=True)  # access has judged both places of the member's record
