"""Wording of the problems of settings: which one, what was written, what to write; and the settings that the site knows."""

from collections.abc import Collection, Iterable
from difflib import get_close_matches

import frappe
from frappe import _
from frappe.utils import escape_html

from bontot.criteria import setting_kinds
from bontot.criteria.setting_kinds import Kind, Problem, Setting


def of_frameworks() -> dict[str, Kind]:
	"""Kinds of all settings of frameworks by key (hook `framework_settings` for those of other apps)."""
	return {
		**setting_kinds.FRAMEWORK,
		**setting_kinds.of_hook(frappe.get_hooks("framework_settings", default={})),
	}


def of_scales() -> dict[str, Kind]:
	"""The same of scales (hook `scale_settings`)."""
	return {**setting_kinds.SCALE, **setting_kinds.of_hook(frappe.get_hooks("scale_settings", default={}))}


def lines_of(doc) -> list[Setting]:
	"""The settings of a framework or scale document."""
	return [Setting(row.setting_key, row.setting_name, row.setting_value or "") for row in doc.settings]


def describe(problems: Iterable[Problem], known: Collection[str]) -> list[str]:
	"""One sentence each. `known`: keys that rules read."""
	return [_sentence(problem, known) for problem in problems]


def _sentence(problem: Problem, known: Collection[str]) -> str:
	name = frappe.bold(escape_html(problem.setting.name or problem.setting.key))
	written, kind = escape_html(problem.setting.value.strip()), problem.kind
	if problem.code == "twice":
		return _("{0}: the setting {1} stands twice; remove one.").format(
			name, escape_html(problem.setting.key)
		)
	if problem.code == "unknown":
		return _unknown(name, problem.setting.key, known)
	if problem.code == "not_a_choice":
		message = _("{0}: “{1}” is none of the answers. Write {2}, or leave it empty.")
		return message.format(name, written, _or(kind.choices))
	if problem.code == "criterion_unknown":
		message = _("{0}: there is no criterion {1}. Write keys of criteria with commas, {2} or {3}.")
		return message.format(name, frappe.bold(escape_html(problem.subject)), *kind.choices)
	message = _(
		"{0}: “{1}” is not a whole number from {2} to {3}. Write the digits alone, or leave it empty."
	)
	if kind.what == "Share":
		message = _(
			"{0}: “{1}” is not a share from {2} to {3}. Write the digits alone, as in 90 or 92,5, or leave it empty."
		)
	return message.format(name, written, kind.least, kind.most)


def _unknown(name: str, key: str, known: Collection[str]) -> str:
	if near := get_close_matches(key, known, n=1, cutoff=0.75):
		message = _("{0}: no rule reads the setting {1}. Is {2} meant? Correct the key or remove the line.")
		return message.format(name, frappe.bold(escape_html(key)), frappe.bold(near[0]))
	message = _("{0}: no rule reads the setting {1}. Correct its key or remove the line.")
	return message.format(name, frappe.bold(escape_html(key)))


def _or(choices: Iterable[str]) -> str:
	*others, last = (frappe.bold(choice) for choice in choices)
	return _("{0} or {1}").format(", ".join(others), last) if others else last
