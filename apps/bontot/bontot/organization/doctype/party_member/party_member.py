"""A member of the Party in the cell where he or she belongs."""

import frappe
from frappe import _
from frappe.model.rename_doc import get_link_fields
from frappe.utils import add_days, getdate, nowdate

from bontot.organization import access
from bontot.organization.access.scoped import ScopedDocument
from bontot.organization.errors import MemberKeptError, MemberStateError
from bontot.organization.members import bounds, member_rules, transfers
from bontot.organization.members.bound_rules import NOT_AT_HOME
from bontot.text import fold, nfc

PERSONAL = 1  # the permission level of card number, citizen ID and telephone


class PartyMember(ScopedDocument):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from bontot.organization.doctype.member_state.member_state import MemberState

		admission_date: DF.Date | None
		birth_date: DF.Date | None
		card_number: DF.Data | None
		citizen_id: DF.Data | None
		full_name: DF.Data
		left_on: DF.Date | None
		official_date: DF.Date | None
		organization: DF.Link
		organization_path: DF.Data | None
		phone: DF.Data | None
		search_text: DF.Data | None
		sex: DF.Literal["", "Male", "Female"]
		state: DF.Literal["Full", "Probationary", "Exempt", "Temporarily In", "Temporarily Away", "Left"]
		state_changes: DF.Table[MemberState]
		user: DF.Link | None
	# end: auto-generated types

	organization_may_change = True  # a member moves; access asks for the right to write at both ends

	def onload(self) -> None:
		self.set_onload("knows_personal_data", access.may_know(self, frappe.session.user))

	def get_permlevel_access(self, permission_type: str = "write") -> list[int]:
		"""Return the framework's levels, but judge personal data by today's seats, for this very member."""
		levels = [level for level in super().get_permlevel_access(permission_type) if level != PERSONAL]
		return [*levels, PERSONAL] if access.may_know(self, frappe.session.user) else levels

	def before_validate(self) -> None:
		super().before_validate()
		self.set_texts()
		self.set_state()

	def on_update(self) -> None:
		before = self.get_doc_before_save()
		if before and before.organization != self.organization and not self.flags.by_transfer:
			transfers.record(self, before.organization)
		if before and self.state == member_rules.LEFT != before.state:
			self.end_seats()
		bounds.tell_of_move(self.home(), before.home() if before else None)

	def home(self) -> str | None:
		"""The organisation that counts this member among its own."""
		return None if self.state in NOT_AT_HOME else self.organization

	def validate(self) -> None:
		super().validate()
		self.validate_state()

	def on_trash(self) -> None:
		"""A person is closed, never erased: only an entry made by mistake goes, on which nothing stands yet."""
		title = _("Members Stay on Record")
		if self.state == member_rules.LEFT:
			message = _("{0} has left, and stays on record. Nobody who left is deleted.")
			frappe.throw(message.format(self.full_name), MemberKeptError, title=title)
		if kinds := records_of(self.name):
			message = _(
				"{0} has records ({1}) and is not deleted. Choose the state Left and enter the day instead."
			)
			named = ", ".join(_(kind) for kind in kinds)
			frappe.throw(message.format(self.full_name, named), MemberKeptError, title=title)

	def set_texts(self) -> None:
		self.full_name = " ".join(nfc(self.full_name).split())
		self.card_number = nfc(self.card_number)
		self.search_text = fold(self.full_name)[:255]

	def set_state(self) -> None:
		"""A state chosen on the form holds from today (a leaving from its day); else the record of changes says it."""
		before, today = self.get_doc_before_save(), getdate(nowdate())
		changes = member_rules.changes_of(self.state_changes)
		if before and before.state != self.state and member_rules.changes_of(before.state_changes) == changes:
			day = getdate(self.left_on) if self.state == member_rules.LEFT and self.left_on else today
			first = getdate(self.admission_date or self.creation)
			changes = member_rules.changes_after(day, before.state, self.state, changes, first)
		self.keep_changes(changes)
		if past := [change for change in changes if change.from_date <= today]:
			self.state = past[-1].state

	def keep_changes(self, changes: list[member_rules.Change]) -> None:
		"""The rows, in order of their days; decisions stay with theirs."""
		decisions = {(str(row.from_date), row.state): nfc(row.decision_number) for row in self.state_changes}
		rows = [{"from_date": change.from_date, "state": change.state} for change in changes]
		for row in rows:
			row["decision_number"] = decisions.get((str(row["from_date"]), row["state"]))
		self.set("state_changes", rows)

	def end_seats(self) -> None:
		"""End the seats of a member who left that the signed-in person may end; others stand out on the screen."""
		for name in frappe.get_all("Seat", {"member": self.name}, pluck="name"):
			seat = frappe.get_doc("Seat", name)
			last = add_days(getdate(self.left_on), -1)
			ends_later = not seat.to_date or getdate(seat.to_date) > last
			if ends_later and access.may_access(seat, "write", frappe.session.user):
				seat.to_date = max(last, getdate(seat.from_date))
				seat.save()

	def validate_state(self) -> None:
		days = [
			getdate(day) if day else None for day in (self.admission_date, self.official_date, self.left_on)
		]
		if code := member_rules.contradiction(self.state, *days, today=getdate(nowdate())):
			frappe.throw(_message(code), MemberStateError, title=_("Check the Dates"))


def records_of(member: str) -> list[str]:
	"""Kinds of document, of every module and of other apps, in which a row names the member; a table by its own name."""
	fields = [field for field in get_link_fields("Party Member") if not field.issingle]
	found = {field.parent for field in fields if frappe.db.exists(field.parent, {field.fieldname: member})}
	return sorted(found)


def _message(code: str) -> str:
	return {
		"in_future": _("A date of membership cannot lie in the future. Correct the date."),
		"official_before_admission": _(
			"The official date cannot come before the admission date. Correct one of them."
		),
		"probationary_with_official_date": _(
			"A probationary member has no official date yet. Clear the date or choose another state."
		),
		"left_without_date": _("Enter the day on which the member left."),
		"date_without_leaving": _(
			"Only a member who left has a day of leaving. Clear the date or choose the state Left."
		),
		"left_before_admission": _(
			"The day of leaving cannot come before the admission. Correct one of them."
		),
	}[code]
