"""Refusals of the approval. One class each, so that a page and a test know which one they met."""

import frappe

from bontot.meeting.errors import VotesError as VotesError
from bontot.organization.errors import OwnUnitError as OwnUnitError


class StaleFileError(frappe.ValidationError):
	"""Somebody acted on the file after the page that asks was shown; the response carries `standing`."""

	http_status_code = 409


class ActNotOpenError(frappe.ValidationError):
	"""The act does not belong to the file's state or place in the chain."""


class TitleForSixMonthsError(frappe.ValidationError):
	"""A six-month file ends with an interim review and earns no title."""


class InterimForYearError(frappe.ValidationError):
	"""A year's file ends with a decision, not with an interim review."""


class MissingBeforeSendingError(frappe.ValidationError):
	"""Something is missing before the file can be sent; the response carries the list as `missing`."""


class AdoptionError(frappe.ValidationError):
	"""The meeting or the votes named as adopting the self-assessment cannot be."""


class ConsecutiveLevelError(frappe.PermissionError):
	"""One person does not act on two consecutive levels of one file."""


class ReasonMissingError(frappe.ValidationError):
	"""An act that takes something away needs a reason, a return one for each criterion."""


class UnansweredReturnError(frappe.ValidationError):
	"""A returned file is sent again with criteria of which nothing was changed or answered; the response lists them as
	`unanswered`."""


class CriteriaMissingError(frappe.ValidationError):
	"""A return names the criteria to mend."""


class NoLevelBelowError(frappe.ValidationError):
	"""A file would be returned to a level below that has not appraised it or lives no more."""


class PendingResolutionError(frappe.ValidationError):
	"""A submitted resolution is about to decide the file."""

	http_status_code = 409


class OutsideReasonError(frappe.ValidationError):
	"""A file is set outside the review for a reason that the period's list does not have."""


class SampleNotOpenedError(frappe.ValidationError):
	"""Of many files agreed to at once, those drawn by lot were not opened; the response lists them as `to_open`."""


class DoubtfulFileError(frappe.ValidationError):
	"""Whoever agrees to many at once agrees to none that is worth a look by itself."""


class UnmetCriteriaError(frappe.ValidationError):
	"""A resolution would recognise files that do not meet the pass rule, or with unmet criteria unsaid; the response lists them
	as `unmet`."""


class AwaitingRatingError(frappe.ValidationError):
	"""A resolution would recognise files of which something is not decided yet; the response lists them as `unmet`."""


class RouteError(frappe.ValidationError):
	"""The steps or dates of a route cannot be."""


class AuthorGoneError(frappe.ValidationError):
	"""A file would go back to an organisation that lives no more: nobody would mend it and it would stand still."""


class RouteMissingError(frappe.ValidationError):
	"""No route leads the file anywhere."""


class ShippedRouteError(frappe.ValidationError):
	"""A route that came with the app is disabled, not deleted."""


class AppendOnlyError(frappe.PermissionError):
	"""The step log and the register of recognitions are written by acts only."""


class ResolutionRowError(frappe.ValidationError):
	"""A row of a resolution cannot be decided so."""


class ResolutionDateError(frappe.ValidationError):
	"""A resolution lies in the future."""


class DecidingMeetingError(frappe.ValidationError):
	"""The meeting named on a resolution cannot be the one that decided it."""


class AppliedResolutionError(frappe.ValidationError):
	"""A submitted resolution is not cancelled or deleted."""


class NothingToRerouteError(frappe.ValidationError):
	"""A re-route would lead the file along the very way it goes, or to a place that is not on its way."""


class LockedFileError(frappe.PermissionError):
	"""A receiving level has locked what was decided; only it, or a level above it, changes it."""


class WithdrawalError(frappe.ValidationError):
	"""The decision that withdraws a recognition is incomplete or its date cannot be."""


class UnknownKindError(frappe.ValidationError):
	"""Documents of this kind do not climb through the approval, or not by this door."""


class ContentChangedError(frappe.ValidationError):
	"""The document says something else than was sent: somebody changed it past the forms."""


class DecisionError(frappe.ValidationError):
	"""The decision that approves a document is incomplete or its date cannot be."""


class RouteTrialError(frappe.ValidationError):
	"""A route is tried on an organisation that does not exist on the day."""
