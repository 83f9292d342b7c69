"""What rests on the yearly rating of the organisation and of its members.

The register of ratings is not there yet: until it is, these wait. A waiting criterion is never counted as met and
never keeps a file from being sent.
"""

from frappe import _

from bontot.criteria.registry import Context, Finding


def yearly_rating(context: Context) -> Finding:
	return waiting(context, _("Waits for the yearly rating of the organization."))


def member_rating(context: Context) -> Finding:
	return waiting(context, _("Waits for the yearly rating of its members."))


def waiting(context: Context, summary: str) -> Finding:
	if context.period_kind == "Six-Month":
		return Finding("Not Yet Due", _("Rated at the end of the year; not due in the six-month review."))
	return Finding("Awaiting Rating", summary)
