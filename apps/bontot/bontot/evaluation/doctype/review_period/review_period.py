from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate

from bontot.criteria import frozen, period_kinds
from bontot.evaluation.computing import due_dates, local_frameworks, places
from bontot.evaluation.errors import (
	PeriodDatesError,
	PeriodExistsError,
	PeriodFrameworkError,
	PeriodStateError,
)
from bontot.evaluation.period import closing, opening
from bontot.organization import access, tree
from bontot.organization.access.scoped import ScopedDocument

MOST_NAMED = 5
FIXED_ONCE_OPENED = ("starts_on", "ends_on", "framework")


class ReviewPeriod(ScopedDocument):
	"""A round of self-assessment: a year's, or an interim one (mid-year, a quarter, days of the body's own). States are moved by `evaluation.period.opening` and `.closing`."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from bontot.evaluation.doctype.period_deadline.period_deadline import PeriodDeadline

		closed_on: DF.Datetime | None
		deadlines: DF.Table[PeriodDeadline]
		ends_on: DF.Date
		figures_count: DF.Int
		figures_digest: DF.Data | None
		figures_taken_at: DF.Datetime | None
		figures_words: DF.Code | None
		framework: DF.Link
		framework_digest: DF.Data | None
		frozen_framework: DF.Code | None
		opened_by: DF.Link | None
		opened_on: DF.Datetime | None
		organization: DF.Link
		organization_path: DF.Data | None
		period_kind: DF.Literal["Six-Month", "Year", "Quarter", "Own"]
		report_due_on: DF.Date
		self_assessment_due_on: DF.Date
		starts_on: DF.Date
		state: DF.Literal["Draft", "Opening", "Open", "Closed"]
		title: DF.Data
		units_opened: DF.Int
		units_total: DF.Int
		year: DF.Int
	# end: auto-generated types

	def onload(self) -> None:
		seats = access.seats(frappe.session.user, organization=self.organization, ability="decide")
		self.set_onload("may_decide", bool(seats))
		if seats and self.state == "Open":
			self.set_onload("under_way", closing.under_way(self.name))
		if seats and self.state == "Draft":
			self.set_onload("left_behind", self.words_of_left_behind())
			self.set_onload("opening", self.what_opening_does(getdate()))

	def what_opening_does(self, today: date) -> dict[str, Any]:
		"""{organizations: how many get a file; past: {first, last} of the days to send that are gone by then, or None}."""
		own, levels = due_dates.of_period(self)
		gone = sorted(day for day in {own, *levels.values()} if day < today)
		counted_on = places.day_of(self, frozen.settings_of(self.framework))
		return {
			"organizations": len(opening.without_file(self, counted_on)),
			"past": {"first": str(gone[0]), "last": str(gone[-1])} if gone else None,
		}

	def words_of_left_behind(self) -> str:
		"""Name the overlays in force that do not go with this period's framework; "" where none is left behind."""
		rows = local_frameworks.left_behind(self)
		if not rows:
			return ""
		shown = [
			frappe.utils.escape_html(f"{row.title} ({row.organization_name})") for row in rows[:MOST_NAMED]
		]
		more = [_("and {0} records more").format(len(rows) - MOST_NAMED)] if len(rows) > MOST_NAMED else []
		message = _(
			"{0} overlays in force were made on another framework and are not made anew on this one; the period goes without them: {1}."
		)
		return message.format(len(rows), "; ".join([*shown, *more]))

	def validate(self) -> None:
		super().validate()
		self.validate_state_change()
		self.validate_dates()
		self.validate_only_one()
		self.validate_framework()

	def on_update(self) -> None:
		before = self.get_doc_before_save()
		if (
			before
			and self.state in due_dates.OPENED
			and due_dates.of_period(before) != due_dates.of_period(self)
		):
			due_dates.enqueue(self)
			message = _(
				"Files that are not sent yet get the new deadlines in a moment; sent ones keep theirs."
			)
			frappe.msgprint(message, alert=True)

	def on_trash(self) -> None:
		if self.state != "Draft":
			message = _("Period {0} has been opened; it can be closed but not deleted.").format(self.title)
			frappe.throw(message, PeriodStateError)

	def validate_state_change(self) -> None:
		before = self.get_doc_before_save()
		if self.flags.by_service:
			return
		if self.state != (before.state if before else "Draft"):
			frappe.throw(_("A period is opened and closed by its buttons only."), PeriodStateError)
		if before and before.state != "Draft" and self.has_changed(before, FIXED_ONCE_OPENED):
			message = _(
				"First day, last day and framework of an opened period stay as they were when it opened."
			)
			frappe.throw(message, PeriodStateError)
		if before and before.state == "Closed":
			frappe.throw(_("A closed period stays as it is."), PeriodStateError)

	def has_changed(self, before, fields) -> bool:
		return any(str(self.get(field) or "") != str(before.get(field) or "") for field in fields)

	def validate_dates(self) -> None:
		starts_on, ends_on = getdate(self.starts_on), getdate(self.ends_on)
		if starts_on > ends_on:
			frappe.throw(_("The first day must not lie after the last day."), PeriodDatesError)
		if starts_on.year != self.year or ends_on.year != self.year:
			message = _("First and last day must lie in {0}.").format(self.year)
			frappe.throw(message, PeriodDatesError)
		if self.period_kind == period_kinds.QUARTER and not period_kinds.is_quarter(starts_on, ends_on):
			message = _("A quarter runs from the first day of its first month to the last day of its third.")
			frappe.throw(message, PeriodDatesError)
		for field in ("self_assessment_due_on", "report_due_on"):
			if getdate(self.get(field)) < starts_on:
				label = _(self.meta.get_label(field))
				frappe.throw(_("{0} must not lie before the first day.").format(label), PeriodDatesError)
		if getdate(self.report_due_on) < getdate(self.self_assessment_due_on):
			message = _("The report is due after the self-assessments, not before them.")
			frappe.throw(message, PeriodDatesError)
		self.validate_deadlines(starts_on)

	def validate_deadlines(self, starts_on) -> None:
		levels = [row.level for row in self.deadlines]
		if len(levels) != len(set(levels)):
			frappe.throw(_("A level has two deadlines; keep one."), PeriodDatesError)
		if any(getdate(row.due_on) < starts_on for row in self.deadlines):
			frappe.throw(_("A deadline lies before the first day."), PeriodDatesError)

	def validate_only_one(self) -> None:
		"""One of a kind and year, of quarters and own periods one a day; a unique index would also forbid what a merged
		province brings along."""
		same = {
			"organization": self.organization,
			"year": self.year,
			"period_kind": self.period_kind,
			"name": ("!=", self.name or ""),
		}
		if self.period_kind in period_kinds.SETTINGS:
			same |= {"starts_on": ("<=", self.ends_on), "ends_on": (">=", self.starts_on)}
		# Two officers at once: the lock on the organisation's row lets the second see the first one's period.
		frappe.db.get_value(tree.DOCTYPE, self.organization, "name", for_update=True)
		if other := frappe.db.get_value("Review Period", same, "title", for_update=True):
			message = _("There is already a period of this kind in {0}: {1}.").format(self.year, other)
			if self.period_kind in period_kinds.SETTINGS:
				message = _("There is already a period of this kind on some of these days: {0}.").format(
					other
				)
			frappe.throw(message, PeriodExistsError, title=_("Period Exists"))

	def validate_framework(self) -> None:
		issuer = frappe.db.get_value("Criteria Framework", self.framework, "organization")
		if issuer != self.organization:
			message = _("The framework was issued by another organization. Choose one of this organization.")
			frappe.throw(message, PeriodFrameworkError)
		if self.state == "Draft":
			self.require_usable_framework()

	def require_usable_framework(self) -> None:
		"""Raise FrameworkNotUsableError unless the framework is submitted, in force throughout the period, and every rule can
		read its settings: what a period froze cannot be mended."""
		framework = frappe.get_doc("Criteria Framework", self.framework)
		framework.require_in_force(self.starts_on, self.ends_on)
		framework.require_readable_settings()
