"""Remark of the Party body of a member's residence in a year. Shown beside criterion dk_2, which people judge."""

from datetime import date

import frappe
from frappe import _
from frappe.utils import formatdate, getdate, nowdate

from bontot.evaluation.errors import RegisterError
from bontot.organization.access.scoped import ScopedDocument
from bontot.organization.members import membership
from bontot.text import nfc


class ResidenceRemark(ScopedDocument):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		member: DF.Link
		organization: DF.Link
		organization_path: DF.Data | None
		received_on: DF.Date
		remark: DF.SmallText | None
		residence: DF.Data
		title: DF.Data | None
		verdict: DF.Literal["Duties Kept", "Reminder Needed"]
		year: DF.Int

	# end: auto-generated types

	def validate(self) -> None:
		super().validate()
		self.validate_days()
		self.validate_member()
		self.set_texts()
		self.validate_uniqueness()

	def validate_member(self) -> None:
		"""Require a member of the organisation on the last day of the remark's year, today while it runs: there it counts, and
		stays.
		"""
		before = self.get_doc_before_save()
		if before and (before.member, before.year) == (self.member, self.year):
			return
		day = min(date(self.year, 12, 31), getdate(nowdate()))
		if membership.organizations_of([self.member], day).get(self.member) != self.organization:
			message = _("“{0}”: choose a member who belonged to this organization on {1}.")
			refuse(message.format(_("Party Member"), formatdate(day)))

	def validate_days(self) -> None:
		today = getdate(nowdate())
		if getdate(self.received_on) > today:
			refuse(_("“{0}” lies in the future. Correct it.").format(_("Received On")))
		if not 2000 <= (self.year or 0) <= today.year:
			refuse(_("“{0}” is a year such as {1}.").format(_("Year of the Remark"), today.year))

	def set_texts(self) -> None:
		self.residence, self.remark = nfc(self.residence), nfc(self.remark)
		self.title = f"{frappe.db.get_value('Party Member', self.member, 'full_name')} ({self.year})"[:250]

	def validate_uniqueness(self) -> None:
		same = {"member": self.member, "year": self.year, "name": ("!=", self.name or "")}
		if frappe.db.exists("Residence Remark", same):
			message = _("A remark on this member for {0} is in the register already. Open that one.")
			refuse(message.format(self.year))


def refuse(message: str) -> None:
	frappe.throw(message, RegisterError, title=_("Residence Remark"))


def on_doctype_update() -> None:
	"""Two who enter the same at once: the second is told."""
	frappe.db.add_unique("Residence Remark", ["member", "year"], constraint_name="one_remark_a_year")
