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
