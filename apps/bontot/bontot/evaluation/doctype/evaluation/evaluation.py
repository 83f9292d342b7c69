import frappe
from frappe import _

from bontot.criteria import frozen
from bontot.evaluation.computing import due_dates, local_frameworks, new_evaluation, places, stored_answers
from bontot.organization.access.scoped import ScopedDocument
from bontot.organization.errors import OnlyServicesWriteError


class Evaluation(ScopedDocument):
	"""One organisation's file in one period. Opened by `evaluation.period.opening`, written by services only."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from bontot.evaluation.doctype.evaluation_item.evaluation_item import EvaluationItem

		adopted_by_meeting: DF.Link | None
		ahead_organization: DF.Link | None
		awaiting_act: DF.Literal["", "Appraise", "Decide"]
		awaiting_due_on: DF.Date | None
		awaiting_organization: DF.Link | None
		awaiting_path: DF.Data | None
		awaiting_since: DF.Datetime | None
		behind_organization: DF.Link | None
		changed_count: DF.Int
		core_outcome: DF.Literal["", "Met", "Not Met", "Pending"]
		decided_on: DF.Date | None
		grassroots_organization: DF.Link | None
		head_hash: DF.Data | None
		item_count: DF.Int
		items: DF.Table[EvaluationItem]
		locked_at: DF.Datetime | None
		locked_by: DF.Link | None
		met_count: DF.Int
		organization: DF.Link
		organization_kind: DF.Link | None
		organization_name: DF.Data | None
		organization_path: DF.Data | None
		outcome: DF.Literal["", "Met", "Not Met", "Pending"]
		outside_reason: DF.SmallText | None
		overridden_count: DF.Int
		pending_count: DF.Int
		period: DF.Link
		period_framework: DF.Link | None
		period_kind: DF.Literal["Six-Month", "Year", "Quarter", "Own"]
		period_path: DF.Data | None
		resolution: DF.Link | None
		returned_by: DF.Link | None
		review_reason: DF.SmallText | None
		review_suggested: DF.Check
		review_suggested_on: DF.Date | None
		round: DF.Int
		route: DF.Code | None
		route_position: DF.Int
		sector: DF.Link | None
		self_assessment_due_on: DF.Date | None
		sent_at: DF.Datetime | None
		state: DF.Literal[
			"Draft",
			"Under Appraisal",
			"Returned",
			"Recognized",
			"Not Recognized",
			"Withdrawn",
			"Declared Not Reached",
			"Interim Reviewed",
			"Outside",
		]
		step_sequence: DF.Int
		title: DF.Data | None
		title_kind: DF.Literal["Cell", "Grassroots Organization"]
		upper_organization: DF.Link | None
		votes_against: DF.Int
		votes_for: DF.Int
		votes_other: DF.Int
		year: DF.Int
	# end: auto-generated types

	def autoname(self) -> None:
		self.name = new_evaluation.file_name(self.organization, self.period)

	def before_insert(self) -> None:
		self.require_service()
		self.set_from_organization_and_period()

	def validate(self) -> None:
		super().validate()
		self.require_service()

	def on_trash(self) -> None:
		self.require_service()

	def require_service(self) -> None:
		"""No role may write a file, and an administrator's form would pass by every act's own checks."""
		if not self.flags.by_service:
			message = _("An evaluation changes only by the acts on its own page.")
			frappe.throw(message, OnlyServicesWriteError, title=_("Not Changed Here"))

	def set_from_organization_and_period(self) -> None:
		"""Fill a new file exactly as opening a period does."""
		period = frappe.get_doc("Review Period", self.period)
		organization = places.organization_in(period, self.organization)
		self.title_kind = frappe.get_cached_value("Organization Kind", organization.kind, "title_kind")
		self.period_kind = period.period_kind
		self.organization_kind, self.sector = organization.kind, organization.sector
		frameworks = local_frameworks.of_period(self.period)
		self.period_framework = local_frameworks.choose(frameworks, organization, self.title_kind)
		criteria = self.frozen_criteria()
		_own, deadlines = due_dates.of_period(period)
		due_on = new_evaluation.due_date(organization.level, period.as_dict(), deadlines)
		self.update(
			new_evaluation.file_values(
				organization, self.title_kind, period.as_dict(), due_on, len(criteria), self.period_framework
			)
		)
		self.set("items", [new_evaluation.item_values(row) for row in criteria])
		for item in self.items:
			item.parent = new_evaluation.file_name(self.organization, self.period)

	def update_children(self) -> None:
		"""Write the criteria that changed: they never come or go, and an act of approval touches few of them."""
		before = self.get_doc_before_save()
		if not before:
			super().update_children()
			return
		stood = {row.name: stored(row) for row in before.items}
		alike: dict[
			tuple, list[str]
		] = {}  # rows that change in the same way: one statement, not one for each
		for row in self.items:
			old = stood.get(row.name, {})
			if changed := tuple(
				(field, value) for field, value in stored(row).items() if old.get(field) != value
			):
				alike.setdefault(changed, []).append(row.name)
		stamp = {"modified": self.modified, "modified_by": self.modified_by}
		for changed, names in alike.items():
			values = dict(changed) | stamp
			frappe.db.set_value("Evaluation Item", {"name": ("in", names)}, values, update_modified=False)

	def frozen_framework(self) -> frozen.FrozenFramework:
		"""Return the framework this file answers, as its period froze it when it opened."""
		return stored_answers.framework_of(self.period, self.period_framework)

	def core_framework(self) -> frozen.FrozenFramework:
		"""Return the province's framework of the file's period, by which all files compare."""
		return stored_answers.core_framework(self.period)

	def frozen_criteria(self) -> list[frozen.FrozenCriterion]:
		"""Return the criteria this file answers, in the plan's order."""
		place = (self.organization_kind, self.sector)
		return frozen.applicable(self.frozen_framework(), self.title_kind, self.period_kind, *place)


def stored(row) -> dict[str, object]:
	"""Return the values of a row, apart from the stamp that every save puts on it."""
	values = row.get_valid_dict(convert_dates_to_str=True)
	return {field: value for field, value in values.items() if field not in ("modified", "modified_by")}
