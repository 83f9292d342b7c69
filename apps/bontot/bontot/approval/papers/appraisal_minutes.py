"""Minutes of what a level's officers made of the files of a period, as paper: who, which files, what differs, what came back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import frappe
from frappe import _
from frappe.utils import formatdate, getdate

from bontot import paper
from bontot.approval.acts import signing
from bontot.approval.core import transitions
from bontot.approval.papers import appraised, appraised_rules
from bontot.approval.papers.explaining import RESULT_WORDS
from bontot.organization import access

TEMPLATE = "bontot/approval/papers/appraisal_minutes.html"
DAY = "dd/MM/yyyy"


def as_html(organization: str, period: str, user: str) -> str:
	return frappe.render_template(
		TEMPLATE, {"style": paper.STYLE, "minutes": of_level(organization, period, user)}
	)


def of_level(organization: str, period: str, user: str) -> dict[str, Any]:
	"""Content of the minutes, of the files that `user` reads; who may have them is asked by the door (`papers.api`).

	{superior, organization, place, period_title, made_on, since, until, officers: [appraised.Officer], sums: [(title kind,
	{passed, returned, waiting, all})], passed, returned, ends_here: nothing was sent further up, recorder, signer}
	"""
	files = appraised.of_level(organization, period, user)
	texts = appraised.short_texts(one.file.name for one in files if has_criteria_to_name(one))
	acted = [moment for one in files for moment in dates_of_steps(one)]
	return {
		**paper.paper_head(organization),
		"period_title": frappe.get_cached_value("Review Period", period, "title"),
		"made_on": formatdate(getdate(), DAY),
		"since": formatdate(min(acted), DAY) if acted else "",
		"until": formatdate(max(acted), DAY) if acted else "",
		"officers": appraised.officers(organization, [one.file.name for one in files]),
		"sums": sums(files),
		"passed": [passed_row(one, texts) for one in files if one.judged],
		"returned": [row for one in files for row in returned_rows(one, texts)],
		"ends_here": ends_here(files),
		"recorder": recorder(organization, user),
		"signer": signing.head_of(organization, getdate())["signer"],
	}


def ends_here(files: Sequence[appraised.Appraised]) -> bool:
	"""Whether the review of all that was agreed to ends at this level, as that of six months does at its last."""
	passed = [one for one in files if one.judged]
	return bool(passed) and not any(one.to for one in passed)


def has_criteria_to_name(one: appraised.Appraised) -> bool:
	judged = one.judged
	return bool(one.returns or (judged and (judged.turned or judged.otherwise or judged.unmet)))


def dates_of_steps(one: appraised.Appraised) -> list[datetime]:
	return [step.at for step in one.returns] + ([one.judged.at] if one.judged else [])


def sums(files: Sequence[appraised.Appraised]) -> list[tuple[str, dict[str, int]]]:
	"""By kind of title, those that are there; the last one, "", is of all."""
	counted = [
		(kind, appraised_rules.counted(one.standing for one in files if one.file.title_kind == kind))
		for kind in ("Cell", "Grassroots Organization")
	]
	whole = ("", appraised_rules.counted(one.standing for one in files))
	return [row for row in counted if row[1]["all"]] + [whole]


def passed_row(one: appraised.Appraised, texts: dict[tuple[str, str], str]) -> dict[str, Any]:
	judged = one.judged
	return {
		"name": one.file.organization_name,
		"sent": appraised.counts_words(judged.sent_met, judged.total, judged.sent_points, judged.most_points),
		"met": appraised.counts_words(judged.met, judged.total, judged.points, judged.most_points),
		"notes": notes(one, texts),
	}


def notes(one: appraised.Appraised, texts: dict[tuple[str, str], str]) -> list[str]:
	"""Words on what differs, and what is not met."""
	judged, file = one.judged, one.file.name

	def named(keys: Sequence[str]) -> str:
		return "; ".join(texts.get((file, key), key) for key in keys)

	found = []
	if judged.turned:
		changes = (f"{named([key])} ({turn_words(before, now)})" for key, before, now in judged.turned)
		found.append(_("Changed since the first sending: {0}").format("; ".join(changes)))
	if judged.otherwise:
		found.append(_("Differs from the records: {0}").format(named(judged.otherwise)))
	if judged.unmet:
		found.append(_("Not met: {0}").format(named(judged.unmet)))
	if judged.waiting:
		found.append(_("{0} criteria wait for the rating").format(judged.waiting))
	if one.returns:
		found.append(_("Returned before: {0} times").format(len(one.returns)))
	return found


def turn_words(before: str, now: str) -> str:
	return " → ".join(_(RESULT_WORDS[result]).lower() for result in (before, now))


def returned_rows(one: appraised.Appraised, texts: dict[tuple[str, str], str]) -> list[dict[str, Any]]:
	"""A row a return: {name, on, criteria: [{short_text, reason}], now}."""
	return [
		{
			"name": one.file.organization_name,
			"on": formatdate(step.at, DAY),
			"criteria": [
				{"short_text": texts.get((one.file.name, key), key), "reason": reason}
				for key, reason in step.criteria.items()
			],
			"now": status_words(one) if step is one.returns[-1] else _("Returned again"),
		}
		for step in one.returns
	]


def status_words(one: appraised.Appraised) -> str:
	if one.standing == "passed":
		return _("Mended and agreed to")
	if one.standing == "waiting":
		return _("Mended and waiting here")
	if one.file.state == transitions.DECLARED_NOT_REACHED:
		return _("Declared not reached by the unit")
	return (
		_("Sent again, not here yet")
		if one.file.state == transitions.UNDER_APPRAISAL
		else _("Not sent again yet")
	)


def recorder(organization: str, user: str) -> str:
	"""Whoever makes the minutes writes them where he or she is seated there; from elsewhere they are only read."""
	return frappe.utils.get_fullname(user) if access.seats(user, organization=organization) else ""
