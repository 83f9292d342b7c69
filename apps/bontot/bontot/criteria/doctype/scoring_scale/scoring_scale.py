import frappe
from frappe import _
from frappe.model.document import Document

from bontot.criteria import scale_register, scales, setting_kinds, setting_words
from bontot.criteria.errors import ScaleContentError


class ScoringScale(Document):
	"""A dated scale of points and grades. Once submitted it never changes; a later one replaces it from its date on."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from bontot.criteria.doctype.framework_setting.framework_setting import FrameworkSetting
		from bontot.criteria.doctype.scale_grade.scale_grade import ScaleGrade
		from bontot.criteria.doctype.scale_group.scale_group import ScaleGroup
		from bontot.criteria.doctype.scale_item.scale_item import ScaleItem
		from bontot.criteria.doctype.scale_step.scale_step import ScaleStep

		amended_from: DF.Link | None
		certainty: DF.SmallText | None
		grades: DF.Table[ScaleGrade]
		groups: DF.Table[ScaleGroup]
		items: DF.Table[ScaleItem]
		legal_document: DF.Link | None
		scale_code: DF.Data
		scale_kind: DF.Literal["Meeting Quality", "Organization Rating", "Member Rating"]
		settings: DF.Table[FrameworkSetting]
		steps: DF.Table[ScaleStep]
		title: DF.Data
		valid_from: DF.Date
		valid_to: DF.Date | None
		version: DF.Int
		without_points: DF.Check
	# end: auto-generated types

	def validate(self) -> None:
		self.validate_from_to_dates("valid_from", "valid_to")
		self.validate_content()
		self.validate_settings()

	def validate_content(self) -> None:
		measures = frappe.get_hooks("scale_measures").get(self.scale_kind, [])
		if found := scales.problems(scale_register.freeze(self), measures):
			lines = "<br>".join(problem_text(problem) for problem in found)
			frappe.throw(lines, ScaleContentError, title=_("Check the Scale"))

	def validate_settings(self) -> None:
		kinds = setting_words.of_scales()
		if found := setting_kinds.problems(setting_words.lines_of(self), kinds):
			lines = "<br>".join(setting_words.describe(found, kinds))
			frappe.throw(lines, ScaleContentError, title=_("Check the Settings"))


def problem_text(problem: scales.Problem) -> str:
	texts = {
		"key_twice": _("The key {0} stands twice; remove one."),
		"group_unknown": _("There is no group {0}; add it to the groups or correct the item."),
		"item_unknown": _("There is no scored item {0}; correct the step or remove it."),
		"group_sum": _("The items of group {0} do not add up to its points."),
		"step_above_item": _("A step of {0} gives less than 0 or more than the item's points."),
		"steps_fall": _("The steps of {0} give fewer points for a higher share."),
		"steps_no_zero": _("The steps of {0} do not begin at 0 %."),
		"grades_wrong": _("The grades must be these, best first: {0}."),
		"grades_order": _(
			"Each grade must begin lower than the one before, the last at 0, none above the total."
		),
		"groups_missing": _("Groups: add at least one, or mark the scale as one without points."),
		"points_where_none": _(
			"A scale without points has grades only: remove its groups, items and steps, and let every grade begin at 0."
		),
		"measure_unknown": _("No record answers {0}; leave it empty and let people judge."),
	}
	return texts[problem.code].format(frappe.bold(problem.subject))
