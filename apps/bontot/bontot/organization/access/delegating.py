"""Lending a seat: who may, to whom, taking it back, and how others are told on whose behalf something was done."""

from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import get_fullname, getdate, now_datetime

from bontot.organization import access
from bontot.organization.access import hide_existence, rules
from bontot.organization.errors import DelegationFixedError

# Whose documents services write for who acts at the very organisation.
BY_SERVICES: dict[str, tuple[str, ...]] = {"Evaluation": ("author",)}
_ITSELF = "says itself on whose behalf each act was"
_FOLLOWS = "follows from an act whose own document says it"
_NEVER = "not written with a lent seat (docs/quyen.md)"
# Scoped kinds of document whose timeline is told nothing, and why; all others are.
NOT_NOTED = {
	"Approval Step": _ITSELF,
	"Annual Rating": _ITSELF,
	"Organization Placement": _FOLLOWS,
	"Organization Succession": _FOLLOWS,
	"Recognition": _FOLLOWS,
	"Obligation": _FOLLOWS,
	"Obligation Reminder": _FOLLOWS,
	"Frozen Figure": _FOLLOWS,
	"Period Framework": _FOLLOWS,
	"Seat": _NEVER,
	"Delegation": _NEVER,
	"Oversight Assignment": _NEVER,
	"Visit Note": _NEVER,
	"Organization Import": _NEVER,
	**{
		kind: _NEVER
		for kind, rule in rules.RULES.items()
		if rules.PROVINCE in rule.write or rule.reads == "administrators"
	},
}


def may_lend_to(user: str, borrower: str) -> bool:
	"""Whether `user` may name `borrower`: the Commission anybody, a holder someone seated within reach.

	A lent seat opens a branch for reading, and no holder opens it to a stranger.
	"""
	if access.is_administrator(user) or any(seat.is_commission for seat in access.own_seats(user)):
		return True
	allowed = access.scope(user)
	return any(allowed.covers(seat.path) for seat in access.own_seats(borrower))


def lent_between(seat: str, first: date | str, last: date | str) -> list[dict]:
	"""Delegations of a seat that are not taken back and share a day with those from `first` to `last`."""
	where = {
		"seat": seat,
		"from_date": ("<=", last),
		"to_date": (">=", first),
		"revoked_at": ("is", "not set"),
	}
	# A rule about the seat as a whole, whoever may see which delegation.
	return frappe.get_all(
		"Delegation", where, ["name", "borrower", "from_date", "to_date"], order_by="from_date"
	)


def may_revoke(doc: Document, user: str) -> bool:
	"""Tell whether a person may take the seat back: whoever could lend it, and the borrower, who may give it back."""
	open_still = not doc.revoked_at and getdate(doc.to_date) >= getdate()
	return bool(open_still and (user == doc.borrower or access.may_make(doc, user)))


def revoke(name: str) -> Document:
	"""Take a delegation back as the signed-in user; it ends at this moment.

	Raises PermissionError, DelegationFixedError when there is nothing left to take back.
	"""
	if frappe.db.get_value("Delegation", name, "borrower") != frappe.session.user:
		hide_existence.require(
			"Delegation", name
		)  # who is to borrow a seat may give it back before it opens anything
	doc = frappe.get_doc("Delegation", name, for_update=True)
	if frappe.session.user != doc.borrower:
		doc.check_permission("create")
	if not may_revoke(doc, frappe.session.user):
		message = _("This delegation has ended already.")
		frappe.throw(message, DelegationFixedError, title=_("Nothing to Do"))
	doc.revoked_at, doc.revoked_by = now_datetime(), frappe.session.user
	doc.flags.by_service = True
	doc.save(ignore_permissions=True)  # judged above; the borrower has no other right over it
	return doc


def in_words(on_behalf_of: str | None) -> str:
	"""Describe for a reader that something was done with a lent seat; "" with an own one."""
	return _("on behalf of {0}").format(get_fullname(on_behalf_of)) if on_behalf_of else ""


def writers_noted(doctype: str) -> tuple[str, ...]:
	"""Return who writes documents of this kind with a lent seat and is told of in their timeline, in the words of `Rule.write`;
	nobody: ().
	"""
	if doctype in NOT_NOTED:
		return ()
	return BY_SERVICES.get(doctype) or access.writers_by_proxy(doctype)


def note_on_document(doc: Document, method: str | None = None) -> None:
	"""Whenever a document is stored: say once a day and person in its timeline that it was written with a lent seat."""
	user = frappe.session.user
	if not access.is_scoped(doc.doctype) or user == "Administrator":  # who holds no seat
		return
	writers = writers_noted(doc.doctype)
	seat = access.lent_seat(doc, user, writers) if writers else None
	if not seat:
		return
	text = _("acted on behalf of {0}").format(get_fullname(seat.on_behalf_of))  # the timeline says who
	same: dict[str, Any] = {
		"reference_doctype": doc.doctype,
		"reference_name": doc.name,
		"comment_type": "Info",
		"content": text,
		"owner": user,
		"creation": (">=", getdate()),
	}
	if not frappe.db.exists("Comment", same):
		doc.add_comment("Info", text)
