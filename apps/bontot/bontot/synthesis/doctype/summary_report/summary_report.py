import frappe
from frappe import _
from frappe.utils import getdate

from bontot.organization import tree
from bontot.organization.scoped import ScopedDocument
from bontot.synthesis import reporting
from bontot.synthesis.errors import ReportExistsError, ReportPeriodError, ReportSentError

BY_SERVICE = ("state", "figures", "as_of", "sent_on", "sent_by")
TITLE_LENGTH = 200


class SummaryReport(ScopedDocument):
	"""What an organisation reports upwards on a period. `synthesis.reporting.send` sends it and freezes its figures."""

	def validate(self) -> None:
		super().validate()
		if not self.flags.by_service:
			self.refuse_sent()
			self.keep_service_fields()
		self.validate_only_one()
		self.set_from_period()

	def on_trash(self) -> None:
		self.refuse_sent()

	def refuse_sent(self) -> None:
		if not self.is_new() and frappe.db.get_value(self.doctype, self.name, "state") == "Sent":
			message = _("The report was sent and stays as it is.")
			frappe.throw(message, ReportSentError, title=_("Report Sent"))

	def keep_service_fields(self) -> None:
		"""A form may not say that a report was sent, nor with which figures."""
		before = self.get_doc_before_save()
		if self.state != "Draft":
			frappe.throw(_("A report is sent by its button only."), ReportSentError, title=_("Report Sent"))
		for field in BY_SERVICE[1:]:
			self.set(field, before.get(field) if before else None)

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
