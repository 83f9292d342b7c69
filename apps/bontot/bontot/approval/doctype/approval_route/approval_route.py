import frappe
from frappe import _
from frappe.model.document import Document

from bontot.approval.core import kinds, routing
from bontot.approval.core.errors import RouteError, ShippedRouteError
from bontot.approval.core.shipped import SHIPPED
from bontot.criteria import period_kinds


class ApprovalRoute(Document):
	"""Levels that a kind of file passes. Files already sent keep the route they were sent with."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from bontot.approval.doctype.approval_route_step.approval_route_step import ApprovalRouteStep

		disabled: DF.Check
		document_kind: DF.Literal[
			"Evaluation", "Framework Overlay", "Reorganization Proposal", "Summary Report"
		]
		period_kind: DF.Literal["", "Six-Month", "Year", "Quarter", "Own"]
		priority: DF.Int
		steps: DF.Table[ApprovalRouteStep]
		stop_after: DF.Int
		straight_back: DF.Check
		title: DF.Data
		title_kind: DF.Literal["", "Cell", "Grassroots Organization"]
		vacant_days: DF.Int
		valid_from: DF.Date
		valid_to: DF.Date | None
	# end: auto-generated types

	def validate(self) -> None:
		self.validate_kind()
		self.validate_dates()
		self.validate_steps()
		self.validate_days()

	def on_trash(self) -> None:
		if self.name in SHIPPED:
			message = _("This route came with the app and would come back. Disable it instead.")
			frappe.throw(message, ShippedRouteError, title=_("Disable It"))

	def validate_kind(self) -> None:
		"""Another app's kind is offered once it stands among the field's options; here it must also be known."""
		if kinds.of(self.document_kind).table != "title":
			self.period_kind = ""  # only an evaluation belongs to a period

	def validate_dates(self) -> None:
		if self.valid_to and self.valid_to < self.valid_from:
			frappe.throw(_("Applies To lies before Applies From."), RouteError, title=_("Check the Dates"))

	def validate_steps(self) -> None:
		steps = [routing.RouteStep(row.level, row.act, may_lock=bool(row.may_lock)) for row in self.steps]
		ranks = dict(frappe.get_all("Organization Level", fields=["name", "rank"], as_list=True))
		for fault, number in routing.faults(steps, ranks):
			messages = {
				"empty": _("A route needs at least one level that appraises or decides."),
				"receive_not_after": _("Row {0}: a level that receives stands after those that act."),
				"lock_not_receiving": _("Row {0}: only a level that receives may lock."),
				"decide_not_last": _("Row {0}: only the last level may decide."),
				"not_climbing": _("Row {0}: each level must lie above the one before it."),
				"repeated": _("Row {0}: a level stands only once on a route."),
			}
			frappe.throw(messages[fault].format(number), RouteError, title=_("Check the Steps"))
		acting = [step for step in steps if step.act != routing.RECEIVE]
		earns_title = kinds.of(self.document_kind).table == "title"
		if earns_title and self.period_kind not in period_kinds.INTERIM and acting[-1].act != routing.DECIDE:
			message = _("A year's title is decided by a body: the last level that acts must decide.")
			frappe.throw(message, RouteError, title=_("Check the Steps"))

	def validate_days(self) -> None:
		for row in self.steps:
			if row.act != routing.RECEIVE and (row.days_allowed or 0) < 1:
				message = _("Row {0}: give the level at least one working day.").format(row.idx)
				frappe.throw(message, RouteError, title=_("Check the Steps"))
