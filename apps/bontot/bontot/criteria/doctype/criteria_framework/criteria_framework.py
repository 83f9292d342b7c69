import frappe
from frappe import _
from frappe.utils import escape_html, getdate

from bontot.criteria import (
	content,
	frozen,
	overlay_rules,
	pass_rule,
	points,
	registry,
	setting_kinds,
	setting_words,
	versions,
)
from bontot.criteria.errors import FrameworkContentError, FrameworkNotUsableError
from bontot.organization.access.scoped import ScopedDocument
from bontot.text import nfc

SHORT_TEXT_LENGTH = 120


class CriteriaFramework(ScopedDocument):
	"""A dated version of the criteria. Once submitted it never changes; periods keep their own frozen copy."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from bontot.criteria.doctype.criterion.criterion import Criterion
		from bontot.criteria.doctype.criterion_applicability.criterion_applicability import (
			CriterionApplicability,
		)
		from bontot.criteria.doctype.criterion_group.criterion_group import CriterionGroup
		from bontot.criteria.doctype.framework_legal_basis.framework_legal_basis import FrameworkLegalBasis
		from bontot.criteria.doctype.framework_setting.framework_setting import FrameworkSetting

		amended_from: DF.Link | None
		applicability: DF.Table[CriterionApplicability]
		criteria: DF.Table[Criterion]
		digest: DF.Data | None
		framework_code: DF.Data
		groups: DF.Table[CriterionGroup]
		legal_basis: DF.Table[FrameworkLegalBasis]
		organization: DF.Link
		organization_path: DF.Data | None
		previous_version: DF.Link | None
		settings: DF.Table[FrameworkSetting]
		title: DF.Data
		valid_from: DF.Date | None
		valid_to: DF.Date | None
		version: DF.Int
	# end: auto-generated types

	def onload(self) -> None:
		if self.previous_version:
			self.set_onload("difference", versions.differences(self))
		self.set_onload("may_write", self.has_permission("write"))

	def validate(self) -> None:
		super().validate()
		self.set_normal_text()
		self.validate_from_to_dates("valid_from", "valid_to")
		self.validate_content()
		self.validate_settings()
		self.validate_short_texts()

	def before_submit(self) -> None:
		self.digest = frozen.freeze(self)["digest"]

	def set_normal_text(self) -> None:
		"""Composed letters, so that the wording compares character by character whoever typed it."""
		for row in self.criteria:
			for field in ("short_text", "full_text", "evidence_wanted", "guidance"):
				if row.get(field):
					row.set(field, nfc(row.get(field)))
		for row in self.groups:
			row.group_name = nfc(row.group_name)

	def validate_content(self) -> None:
		only = [
			content.Only(
				row.criterion_key,
				row.organization_kind or "",
				frappe.get_cached_value("Organization Kind", row.organization_kind, "title_kind") or ""
				if row.organization_kind
				else "",
				row.sector or "",
			)
			for row in self.applicability
		]
		for_some = {line.criterion_key for line in only}
		criteria = [
			content.Criterion(
				row.criterion_key,
				row.group_key,
				row.kind,
				row.calculator or "",
				*(bool(row.get(name)) for name in frozen.CHECKS),
				only_some=row.criterion_key in for_some,
			)
			for row in self.criteria
		]
		groups = [row.group_key for row in self.groups]
		based = [row.criterion_key for row in self.legal_basis if row.criterion_key]
		found = content.problems(groups, criteria, registry.known())
		if found := found + content.problems_of_lines(criteria, based, only):
			there = self.what_there_is()
			lines = "<br>".join(problem_text(problem, there.get(problem.code, "")) for problem in found)
			frappe.throw(lines, FrameworkContentError, title=_("Check the Criteria"))

	def what_there_is(self) -> dict[content.Code, str]:
		"""Return, by the code of a problem with a key, the keys that could be meant, with their words."""
		calculators = [(row["value"], row["label"]) for row in registry.choices({})]
		criteria = [(row.criterion_key, row.short_text) for row in self.criteria]
		groups = [(row.group_key, row.group_name) for row in self.groups]
		return {
			"calculator_unknown": listed(calculators),
			"group_unknown": listed(groups),
			"only_of_unknown": listed(criteria),
		}

	def validate_settings(self) -> None:
		"""Every value is one that rules can follow, or an open question; the pass rule is one that files can be weighed by."""
		found = self.setting_problems()
		words = self.words_of_settings(found)
		if not words:
			return
		if (
			self.flags.copied_from_issued
		):  # a new version is where old faults are mended: told, and refused when saved
			frappe.msgprint("<br>".join(words), title=_("Check the Settings"), indicator="orange")
		else:
			frappe.throw("<br>".join(words), FrameworkContentError, title=_("Check the Settings"))

	def setting_problems(self) -> list[setting_kinds.Problem]:
		known = [row.criterion_key for row in self.criteria]
		return setting_kinds.problems(setting_words.lines_of(self), setting_words.of_frameworks(), known)

	def words_of_settings(self, found: list[setting_kinds.Problem]) -> list[str]:
		"""Describe the problems of the settings, `found` among them, one sentence each."""
		settings = {row.setting_key: row.setting_value or "" for row in self.settings}
		words = setting_words.describe(found, setting_words.of_frameworks())
		if not {problem.setting.key for problem in found} & {pass_rule.PERCENT, points.LEAST_TOTAL}:
			codes = pass_rule.problems(settings)
			words += [pass_rule_text(code) for code in codes] if codes else self.words_of_totals(settings)
		known = [row.criterion_key for row in self.criteria]
		computed = [row.criterion_key for row in self.criteria if row.calculator]
		return words + [points_text(problem) for problem in points.problems(settings, known, computed)]

	def words_of_totals(self, settings: dict[str, str]) -> list[str]:
		"""Describe for which kinds the least total of a year is out of reach: not everybody is asked what is scored."""
		words = []
		for kind, applies in overlay_rules.APPLIES.items():
			asked = [row.criterion_key for row in self.criteria if row.get(applies) and row.for_year]
			if pass_rule.is_unreachable(settings, asked):
				message = _("{0}: “{1}” is asked criteria of {2} points at most and could never reach {3}.")
				most = points.words(points.most_total(settings, asked))
				total = points.words(points.least_total(settings))
				words.append(message.format(points.LEAST_TOTAL, _(kind), most, total))
		return words

	def validate_short_texts(self) -> None:
		for row in self.criteria:
			if len(row.short_text) > SHORT_TEXT_LENGTH:
				message = _("The short text of {0} has {1} characters; shorten it to {2} at most.")
				message = message.format(row.criterion_key, len(row.short_text), SHORT_TEXT_LENGTH)
				frappe.throw(message, FrameworkContentError, title=_("Check the Criteria"))

	def require_in_force(self, starts_on, ends_on) -> None:
		"""Raise FrameworkNotUsableError unless submitted and in force from one date to the other."""
		starts_on, ends_on = getdate(starts_on), getdate(ends_on)
		if self.docstatus != 1:
			message = _("Criteria framework {0} is not submitted yet. Submit it, then choose it.")
			frappe.throw(message.format(self.title), FrameworkNotUsableError)
		too_late = self.valid_from and getdate(self.valid_from) > starts_on
		if too_late or (self.valid_to and getdate(self.valid_to) < ends_on):
			message = _(
				"Criteria framework {0} is not in force throughout the period. Choose another version."
			)
			frappe.throw(message.format(self.title), FrameworkNotUsableError)

	def require_readable_settings(self) -> None:
		"""Raise FrameworkNotUsableError where a rule would stumble over a setting: issued before they were checked so."""
		if words := self.words_of_settings(setting_kinds.unreadable(self.setting_problems())):
			message = _("Issue a new version of criteria framework {0} first, in which these are put right:")
			lines = [message.format(frappe.bold(escape_html(self.title))), *words]
			frappe.throw("<br>".join(lines), FrameworkNotUsableError, title=_("Check the Settings"))


def pass_rule_text(code: pass_rule.Problem) -> str:
	texts = {
		"pass_rule_unknown": _(
			"Pass rule ({0}): write {1} (every required criterion of every group), {2} (a share of each group) or {3} (every required criterion, and a least number of points in all)."
		).format(pass_rule.RULE, pass_rule.ALL_REQUIRED, pass_rule.GROUP_SHARE, pass_rule.POINTS),
		"pass_percent_missing": _(
			"Pass rule {0}: add the setting {1} with a whole number from 1 to 100."
		).format(pass_rule.GROUP_SHARE, pass_rule.PERCENT),
		"pass_points_missing": _(
			"Pass rule {0}: add the setting {1} with the least number of points in all."
		).format(pass_rule.POINTS, points.LEAST_TOTAL),
		"pass_points_too_many": _("{0}: that many points cannot be reached; add up those of {1}.").format(
			points.LEAST_TOTAL, points.SETTING
		),
	}
	return texts[code]


def points_text(problem: points.Problem) -> str:
	texts = {
		"points_malformed": _("Points “{0}”: write criterion = most/least, for instance dk_1 = 10/6."),
		"points_criterion_unknown": _("Points: there is no criterion {0}; correct its key."),
		"points_twice": _("Points: criterion {0} stands twice; remove one."),
		"points_least_outside": _(
			"Points of {0}: the least number lies above 0 and not above the most; both are whole or half."
		),
		"points_computed": _("Points: {0} is answered by the records; nobody gives it points."),
	}
	return texts[problem.code].format(frappe.bold(escape_html(problem.subject)))


def listed(keys: list[tuple[str, str]]) -> str:
	return "; ".join(
		f"{frappe.bold(escape_html(key))} ({escape_html(words.rstrip('.'))})" for key, words in keys
	)


def problem_text(problem: content.Problem, there: str) -> str:
	"""`there`: the keys that could be meant."""
	texts = {
		"group_twice": _("Group {0} stands twice; remove one."),
		"criterion_twice": _("Criterion {0} stands twice; remove one."),
		"group_unknown": _("There is no group {0}; add it to the groups or correct the criterion."),
		"calculator_unknown": _("There is no calculator {0}; correct it or leave it empty."),
		"calculator_missing": _("Criterion {0} is computed but names no calculator."),
		"kind_empty": _("No criterion applies to {0}; mark at least one."),
		"only_of_unknown": _(
			"There is no criterion {0}; correct its key beside the kinds or the legal basis."
		),
		"only_of_nothing": _("Criterion {0}: choose a kind or a sector in every line of those it is for."),
		"only_of_never": _(
			"Criterion {0} would never be asked: none of its kinds is one that it is marked for."
		),
		"group_for_some": _(
			"In group {0} all that is required is for some kinds only; leave at least one criterion for all, or the others would be asked nothing in it."
		),
	}
	subject = _(problem.subject) if problem.code == "kind_empty" else problem.subject
	text = texts[problem.code].format(frappe.bold(escape_html(subject)))
	return f"{text} {_('There are: {0}.').format(there)}" if there else text
