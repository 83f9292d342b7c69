"""Wording of what each criterion that rests on meetings asks for, with the numbers of the frozen framework.

Hook `computed_criteria_rules`: f(key, settings) -> one sentence.
"""

from collections.abc import Mapping

from frappe import _

from bontot.meeting.criteria import DEFAULTS


def words(key: str, settings: Mapping[str, str]) -> str:
	def number(name: str) -> int:
		return int((settings.get(name) or "").strip() or DEFAULTS[name])

	if key == "cell_regular_and_thematic":
		return _(
			"At least {0} regular meeting each month and {1} thematic meeting each quarter, with minutes within {2} days."
		).format(number("regular_per_month"), number("thematic_per_quarter"), number("minutes_due_days"))
	if key == "meeting_quality":
		least = number("good_meeting_share_percent")
		if not least:
			return _("Months whose meeting is graded good; the province has not set the share asked for yet.")
		return _("At least {0} % of the months have a meeting graded good.").format(least)
	if key == "papers_ahead":
		return _("Papers of every meeting of the committee go out at least {0} days ahead.").format(
			number("papers_ahead_days")
		)
	if key == "whole_organization_meetings":
		if not number("whole_organization_per_half"):
			words = _("The whole organization meets at least {0} times a year, with minutes.")
			return words.format(number("whole_organization_per_year"))
		return _(
			"The whole organization meets at least {0} time each half-year, with minutes; the mid-year meeting up to {1} days after June."
		).format(number("whole_organization_per_half"), number("whole_organization_days_after"))
	return {
		"committee_sequence": _(
			"Permanent members or standing committee meet before every meeting of the committee."
		),
		"agenda_followed": _("Every meeting of the committee carries out its whole agenda."),
		"minutes_archived": _(
			"Every meeting of the committee has minutes that are approved and attached as a file."
		),
		"preparation": _(
			"Every meeting of the whole organization has an agenda, and papers go out before the day."
		),
		"whole_organization_agenda_followed": _(
			"Every meeting of the whole organization carries out its whole agenda."
		),
	}[key]
