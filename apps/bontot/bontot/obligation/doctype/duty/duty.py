import frappe
from frappe import _
from frappe.model.document import Document

from bontot.obligation import stages
from bontot.obligation.errors import DutyDatesError, DutySourceError, ReminderOffsetsError

SOURCE_FIELD = {
	"Meeting": "meeting_kind",
	"Evaluation": "period_kind",
	"Review Period": "period_kind",
	"Summary Report": None,
}


class Duty(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from bontot.obligation.doctype.duty_kind.duty_kind import DutyKind

		code: DF.Data
		disabled: DF.Check
		due_day: DF.Int
		due_month: DF.Int
		duty_name: DF.Data
		escalate_after_days: DF.Int
		frequency: DF.Literal["Monthly", "Quarterly", "Six-Month", "Yearly"]
		fulfilled_by: DF.Literal["Meeting", "Evaluation", "Review Period", "Summary Report"]
		kinds: DF.Table[DutyKind]
		legal_basis: DF.Data | None
		meeting_kind: DF.Literal[
			"",
			"Cell Regular",
			"Cell Thematic",
			"Cell Committee",
			"Party Committee",
			"Standing Committee",
			"Permanent Members",
			"Whole Organization",
		]
		only_under_province: DF.Check
		period_kind: DF.Literal["", "Six-Month", "Year", "Quarter", "Own"]
		remind_after_days: DF.Data | None
		remind_before_days: DF.Data | None
		valid_from: DF.Date
		valid_to: DF.Date | None

	# end: auto-generated types

	def validate(self) -> None:
		self.validate_dates()
		self.validate_source()
		self.validate_offsets()

	def validate_dates(self) -> None:
		if self.valid_to and self.valid_to < self.valid_from:
			frappe.throw(
				_("Applies To must not be before Applies From. Correct one of the two dates."), DutyDatesError
			)
		if not 0 <= (self.due_day or 0) <= 31:
			frappe.throw(
				_("Due Day must be between 1 and 31, or 0 for the last day of the month."), DutyDatesError
			)

	def validate_source(self) -> None:
		field = SOURCE_FIELD[self.fulfilled_by]
		if field and not self.get(field):
			frappe.throw(
				_("Choose {0}: without it nothing can fulfil this duty.").format(
					_(self.meta.get_label(field))
				),
				DutySourceError,
			)

	def validate_offsets(self) -> None:
		for field in ("remind_before_days", "remind_after_days"):
			try:
				stages.parse_offsets(self.get(field))
			except ValueError:
				frappe.throw(
					_("{0}: write whole numbers of working days, separated by commas, such as 5, 1.").format(
						_(self.meta.get_label(field))
					),
					ReminderOffsetsError,
				)
