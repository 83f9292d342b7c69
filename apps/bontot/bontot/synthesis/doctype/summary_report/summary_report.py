import frappe
from frappe import _
from frappe.utils import getdate, nowdate

from bontot.organization import tree
from bontot.organization.access.approvable import ApprovableDocument
from bontot.synthesis import report_print, reporting
from bontot.synthesis.errors import NoPeriodError, ReportExistsError, ReportPeriodError

TITLE_LENGTH = 200


class SummaryReport(ApprovableDocument):
	"""Report of an organisation to the body above it on a period. Sending it (`synthesis.report_kind`) freezes its figures."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		ahead_organization: DF.Link | None
		as_of: DF.Date | None
		awaiting_act: DF.Literal["", "Appraise", "Decide"]
		awaiting_due_on: DF.Date | None
		awaiting_organization: DF.Link | None
		awaiting_path: DF.Data | None
		awaiting_since: DF.Datetime | None
		behind_organization: DF.Link | None
		decided_on: DF.Date | None
		difficulties: DF.LongText | None
		due_on: DF.Date | None
		figures: DF.Code | None
		good_practice: DF.LongText | None
		head_hash: DF.Data | None
		organization: DF.Link
		organization_name: DF.Data | None
		organization_path: DF.Data | None
		period: DF.Link
		proposals: DF.LongText | None
		returned_by: DF.Link | None
		round: DF.Int
		route: DF.Code | None
		route_position: DF.Int
		sent_at: DF.Datetime | None
		sent_by: DF.Link | None
		sent_on: DF.Date | None
		state: DF.Literal["Draft", "Under Appraisal", "Returned", "Approved", "Withdrawn"]
		step_sequence: DF.Int
		title: DF.Data | None
	# end: auto-generated types

	set_by_service = ("title", "due_on", "sent_on", "sent_by")
	frozen_by_sending = ("figures", "as_of", "sent_on", "sent_by")

	def onload(self) -> None:
		"""Load what the form shows: the figures that sending froze, of a draft those of today; none of a period that its
		organisation has no part in.
		"""
		try:
			shown = report_print.shown_figures(self)
		except NoPeriodError:
			frappe.clear_last_message()
			return
		kind = frappe.db.get_value("Review Period", self.period, "period_kind")
		kinds = [report_print.kind_words(one, shown, kind) for one in shown["kinds"]]
		self.set_onload("figures_shown", {"as_of": self.as_of or nowdate(), "kinds": kinds})

	def validate(self) -> None:
		super().validate()
		self.validate_only_one()
		self.set_from_period()

	def validate_only_one(self) -> None:
		same = {"organization": self.organization, "period": self.period, "name": ("!=", self.name or "")}
		if frappe.db.exists(self.doctype, same):
			message = _("{0}: there is already a report of this organization for the period. Open that one.")
			name = frappe.db.get_value(tree.DOCTYPE, self.organization, "organization_name")
			frappe.throw(message.format(name), ReportExistsError, title=_("Report Exists"))

	def set_from_period(self) -> None:
		fields = ("organization", "title", "state", "year", "period_kind", "report_due_on")
		period = frappe.db.get_value("Review Period", self.period, fields, as_dict=True)
		issuers = [self.organization, *(row.name for row in tree.ancestors(self.organization))]
		if not period or period.organization not in issuers or period.state == "Draft":
			message = _("The period is not open or does not cover this organization. Choose another period.")
			frappe.throw(message, ReportPeriodError)
		self.due_on = reporting.due_on(period.period_kind, period.year, getdate(period.report_due_on))
		name = frappe.db.get_value(tree.DOCTYPE, self.organization, "organization_name")
		self.title = _("Report of {0}: {1}").format(name, period.title)[:TITLE_LENGTH]


def on_doctype_update() -> None:
	"""Two who begin a report at once: the second is told."""
	frappe.db.add_unique("Summary Report", ["organization", "period"], constraint_name="one_report_a_period")
