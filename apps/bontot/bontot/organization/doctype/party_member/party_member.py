"""A member of the Party in the cell where he or she belongs."""

import frappe
from frappe import _
from frappe.utils import getdate, nowdate

from bontot.organization import member_rules
from bontot.organization.errors import MemberStateError
from bontot.organization.scoped import ScopedDocument
from bontot.text import fold, nfc


class PartyMember(ScopedDocument):
	organization_may_change = True  # a member moves; access asks for the right to write at both ends

	def before_validate(self) -> None:
		super().before_validate()
		self.set_texts()

	def validate(self) -> None:
		super().validate()
		self.validate_state()

	def set_texts(self) -> None:
		self.full_name = " ".join(nfc(self.full_name).split())
		self.card_number = nfc(self.card_number)
		self.search_text = fold(self.full_name)[:255]

	def validate_state(self) -> None:
		days = [
			getdate(day) if day else None for day in (self.admission_date, self.official_date, self.left_on)
		]
		if code := member_rules.contradiction(self.state, *days, today=getdate(nowdate())):
			frappe.throw(_message(code), MemberStateError, title=_("Check the Dates"))


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
