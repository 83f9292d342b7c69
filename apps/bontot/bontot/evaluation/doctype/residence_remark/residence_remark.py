"""What the Party body of a member's residence remarks in a year. Shown beside criterion dk_2, which people judge."""

import frappe
from frappe import _
from frappe.utils import getdate, nowdate

from bontot.evaluation.errors import RegisterError
from bontot.organization.scoped import ScopedDocument
from bontot.text import nfc


class ResidenceRemark(ScopedDocument):
	def validate(self) -> None:
		super().validate()
		self.validate_member()
		self.validate_days()
		self.set_texts()
		self.validate_only_once()

	def validate_member(self) -> None:
		"""Of the organisation when it is entered; afterwards the remark stays where it lies."""
		if not self.is_new():
			return
		if frappe.db.get_value("Party Member", self.member, "organization") != self.organization:
			refuse(_("“{0}”: choose a member of this organization.").format(_("Party Member")))

	def validate_days(self) -> None:
		today = getdate(nowdate())
		if getdate(self.received_on) > today:
			refuse(_("“{0}” lies in the future. Correct it.").format(_("Received On")))
		if not 2000 <= (self.year or 0) <= today.year:
			refuse(_("“{0}” is a year such as {1}.").format(_("Year of the Remark"), today.year))

	def set_texts(self) -> None:
		self.residence, self.remark = nfc(self.residence), nfc(self.remark)
		self.title = f"{frappe.db.get_value('Party Member', self.member, 'full_name')} ({self.year})"[:250]

	def validate_only_once(self) -> None:
		same = {"member": self.member, "year": self.year, "name": ("!=", self.name or "")}
		if frappe.db.exists("Residence Remark", same):
			message = _("A remark on this member for {0} is in the register already. Open that one.")
			refuse(message.format(self.year))


def refuse(message: str) -> None:
	frappe.throw(message, RegisterError, title=_("Residence Remark"))


def on_doctype_update() -> None:
	"""Two who enter the same at once: the second is told."""
	frappe.db.add_unique("Residence Remark", ["member", "year"], constraint_name="one_remark_a_year")
