"""A target an organisation set itself for a year, and how far it came. Shown beside criterion nvct_1, which people judge."""

import frappe
from frappe import _
from frappe.utils import flt, getdate, nowdate

from bontot.evaluation.errors import RegisterError
from bontot.organization.access.scoped import ScopedDocument
from bontot.text import nfc

MOST_PERCENT = 1000  # above, somebody typed a figure instead of a share
TEXTS = ("target", "planned", "result", "remark")


class YearlyTarget(ScopedDocument):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		organization: DF.Link
		organization_path: DF.Data | None
		percent: DF.Percent
		planned: DF.Data | None
		remark: DF.SmallText | None
		result: DF.Data | None
		result_as_of: DF.Date | None
		target: DF.Data
		title: DF.Data | None
		year: DF.Int

	# end: auto-generated types

	def validate(self) -> None:
		super().validate()
		self.set_texts()
		self.validate_year()
		self.validate_result()
		self.validate_uniqueness()

	def set_texts(self) -> None:
		for field in TEXTS:
			self.set(field, nfc(self.get(field)))
		self.title = f"{self.target} ({self.year})"[:250]

	def validate_year(self) -> None:
		if not 2000 <= (self.year or 0) <= getdate(nowdate()).year + 1:
			refuse(_("“{0}” is a year such as {1}.").format(_("Target Year"), getdate(nowdate()).year))

	def validate_result(self) -> None:
		if not 0 <= flt(self.percent) <= MOST_PERCENT:
			message = _("“{0}” is a share between 0 and {1}.")
			refuse(message.format(_("Percent of the Target"), MOST_PERCENT))
		if not (self.result or flt(self.percent)):
			self.result_as_of = None
			return
		self.result_as_of = self.result_as_of or nowdate()
		if getdate(self.result_as_of) > getdate(nowdate()):
			refuse(_("“{0}” lies in the future. Correct it.").format(_("Figures As Of")))

	def validate_uniqueness(self) -> None:
		same = {
			"organization": self.organization,
			"year": self.year,
			"target": self.target,
			"name": ("!=", self.name or ""),
		}
		if frappe.db.exists("Yearly Target", same):
			message = _(
				"The target “{0}” of {1} is in the register already. Open that one and write its result."
			)
			refuse(message.format(self.target, self.year))


def refuse(message: str) -> None:
	frappe.throw(message, RegisterError, title=_("Yearly Target"))


def on_doctype_update() -> None:
	frappe.db.add_index("Yearly Target", ["organization", "year"])
