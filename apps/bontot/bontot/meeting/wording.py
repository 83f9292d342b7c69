"""The words of a judgement: one line of summary, notes beside records, and what to do about what is missing."""

from datetime import date

from frappe import _
from frappe.utils import formatdate

from bontot.criteria import scale_register, scales
from bontot.criteria.registry import Context, Finding, Missing, Row
from bontot.meeting import kinds
from bontot.meeting.attendance import percent
from bontot.meeting.calendar_rules import Span
from bontot.meeting.findings import HALF, NOT_YET_DUE, YEAR, Fact, Gap, Judgement, Line, Tally
from bontot.meeting.score_words import shortfall_words

ROMAN = ("", "I", "II", "III", "IV")


def finding(subject: str, context: Context, judged: Judgement) -> Finding:
	return Finding(
		result=judged.result,
		summary=summary(subject, judged),
		rows=[row(line) for line in judged.lines],
		missing=[missing(context, gap) for gap in judged.gaps],
		until_now=judged.until_now,
	)


def summary(subject: str, judged: Judgement) -> str:
	if subject == "quality" and judged.wanted:
		return quality_words(judged)
	if judged.tallies:
		parts = [tally_words(tally, judged.gaps) for tally in judged.tallies if tally.wanted]
		return "; ".join(parts) or _("Nothing is due yet")
	if judged.result == NOT_YET_DUE:
		return (
			_("No meeting yet; the period is still running") if not judged.lines else _("Nothing is due yet")
		)
	if not judged.lines:
		return _("No meeting was held in the period")
	words = {
		"sequence": _("{0} meetings followed the standing committee or permanent members"),
		"papers": _("{0} meetings had their papers sent in time"),
		"agenda": _("{0} meetings carried out their whole agenda"),
		"minutes": _("{0} meetings have minutes that are approved and attached"),
		"preparation": _("{0} meetings were prepared with agenda and papers"),
	}[subject]
	return words.format(share(judged.done, judged.wanted))


def quality_words(judged: Judgement) -> str:
	"""For example: 10/11 tháng sinh hoạt xếp loại tốt (90,9 %); cần 80 %; 1 tháng chưa chấm điểm."""
	parts = [_("{0} months have a meeting graded good").format(share(judged.done, judged.wanted))]
	parts.append(
		_("{0} % asked for").format(judged.least)
		if judged.least
		else _("the share asked for has not been set by the province")
	)
	if judged.open:
		parts.append(_("{0} months are not scored yet").format(judged.open))
	if without := [span_words(gap.span) for gap in judged.gaps if not gap.fact]:
		parts.append(_("no meeting: {0}").format(", ".join(without)))
	return "; ".join(parts)


def score_words(fact: Fact) -> str:
	if not fact.points:  # graded on a scale without points
		return _(fact.grade).lower()
	points = f"{fact.points:g}".replace(".", ",")
	words = _("{0} points, {1}").format(points, _(fact.grade).lower())
	if not fact.scale:
		return words
	scale = scale_register.get(fact.scale)
	best = scale.grades[0].grade_key
	lacks = shortfall_words(scales.shortfall(scale, fact.grade, fact.points, fact.short, wanted=best))
	return f"{words}. {lacks}" if lacks else words


def tally_words(tally: Tally, gaps: list[Gap]) -> str:
	"""For example: 11/12 tháng có biên bản sinh hoạt thường lệ (91,6 %); thiếu tháng 3."""
	if tally.series.length == YEAR:
		held = _("{0} of the meetings of the whole organization asked for in the year are minuted")
		return held.format(share(tally.done, tally.wanted))
	words = {
		kinds.REGULAR: _("{0} months have a minuted regular meeting"),
		kinds.THEMATIC: _("{0} quarters have a minuted thematic meeting"),
		kinds.WHOLE_ORGANIZATION: _("{0} half-years have a minuted meeting of the whole organization"),
	}[tally.series.kind].format(share(tally.done, tally.wanted))
	short = [span_words(gap.span) for gap in gaps if gap.kind == tally.series.kind]
	return _("{0}; missing: {1}").format(words, ", ".join(short)) if short else words


def share(done: int, wanted: int) -> str:
	"""11/12 (91,6 %); the share is left out when nothing is missing."""
	if done == wanted:
		return f"{done}/{wanted}"
	return f"{done}/{wanted} ({percent(done, wanted):.1f} %)".replace(".", ",")


def span_words(span: Span) -> str:
	length = span.ends_on.month - span.starts_on.month + 1
	if length == 1:
		return _("month {0}").format(span.number)
	if length == 3:
		return _("quarter {0}").format(ROMAN[span.number])
	if length == YEAR:
		return _("the year")
	return {1: _("first half"), 2: _("second half")}[span.number] if length == HALF else _("the period")


def why_words(why: str) -> str:
	return {
		"": "",
		"no_minutes": _("no minutes yet"),
		"not_held": _("not held"),
		"not_prepared": _("no earlier meeting of the standing committee or permanent members is named"),
		"preparation_not_held": _("the preparing meeting was not held"),
		"no_papers": _("no papers"),
		"papers_not_sent": _("a paper has no time of sending"),
		"papers_late": _("papers were sent too late"),
		"no_agenda": _("no agenda"),
		"agenda_open": _("part of the agenda was not carried out"),
		"minutes_not_attached_nor_approved": _("neither a signed copy nor the day of approval"),
		"minutes_not_approved": _("the day of approval is not noted"),
		"minutes_not_attached": _("no signed copy is attached"),
		"not_scored": _("not scored yet"),
	}[why]


def occasion(fact: Fact) -> str:
	"""The title without the organisation's name: all rows of a finding are of the one that is judged."""
	return (fact.title or "").split(" — ")[0]


def row(line: Line) -> Row:
	label = occasion(line.fact) or f"{_(line.fact.kind)} {formatdate(line.fact.meeting_date, 'dd/mm/yyyy')}"
	return {
		"doctype": "Meeting",
		"name": line.fact.name,
		"label": label,
		"ok": line.ok,
		"note": score_words(line.fact) if line.why == "graded" else why_words(line.why),
	}


def missing(context: Context, gap: Gap) -> Missing:
	"""A gap in words, with the record to open (`name` in the defaults) or the values of a new one."""
	if gap.fact:
		title = occasion(gap.fact) or _(gap.kind)
		label = f"{title}: {why_words(gap.why)}"
		defaults = {"name": gap.fact.name}
	else:
		label = f"{_(gap.kind)}, {span_words(gap.span)}: {why_words(gap.why)}"
		if gap.wanted > 1:
			label = _("{0} ({1} times still)").format(label, gap.wanted)
		defaults = {
			"organization": context.organization,
			"meeting_kind": gap.kind,
			"meeting_date": _day_within(gap.span, context.as_of).isoformat(),
		}
	return {
		"label": label,
		"due_on": gap.due_on.isoformat(),
		"action": {"doctype": "Meeting", "defaults": defaults},
	}


def _day_within(span: Span, day: date) -> date:
	return min(max(day, span.starts_on), span.ends_on)
