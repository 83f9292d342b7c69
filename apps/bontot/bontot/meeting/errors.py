"""One class a refusal of this module, so that a test and a caller know which one they met."""

import frappe


class MeetingError(frappe.ValidationError):
	pass


class MeetingKindError(MeetingError):
	"""An organisation of this kind holds no such meeting."""


class FutureMeetingError(MeetingError):
	"""Held, minuted or approved on a day that has not come yet."""


class MeetingDateError(MeetingError):
	"""A day so far off that the year must be mistyped."""


class NotPlannedError(MeetingError):
	"""Refusal to take out of the calendar a meeting that was held."""


class DuplicateMonthError(MeetingError):
	"""A cell has one regular meeting a month."""


class MeetingTimeError(MeetingError):
	"""The end lies before the start."""


class MemberOutsideError(MeetingError):
	"""A person who does not belong to the organisation, or stands on the roll twice."""


class PreparationError(MeetingError):
	"""The meeting named as preparation cannot have prepared this one."""


class TextTooLongError(MeetingError):
	"""A text box holds more than it may."""


class MinutesFileError(MeetingError):
	"""The file is public, missing, or not a PDF, Word document or picture by its content."""


class MinutesStandError(MeetingError):
	"""A minutes file is attached already; nobody has said that it is to be replaced."""


class MinutesPageError(MeetingError):
	"""A page that is no picture, one too many, or one that is not there any more."""


class NothingToMinuteError(MeetingError):
	"""Neither proceedings nor a minutes file: nothing to finish the record with."""


class NotRecordedError(MeetingError):
	"""Finished without a roll call."""


class AbsenceReasonError(MeetingError):
	"""Absent with reason, and no reason is written."""


class PartChangedError(MeetingError):
	"""Another window saved this part since it was shown; the response carries what stands now as `standing`."""

	http_status_code = 409


class UnknownPartError(MeetingError):
	"""The page and the server disagree about the parts of a record."""


class HeadcountError(MeetingError):
	"""More came than were called."""


class MeetingMonthError(MeetingError):
	"""A regular meeting counts for the month of its date or one beside it."""


class PaperTimeError(MeetingError):
	"""A paper sent at a time that has not come yet."""


class VotesError(MeetingError):
	"""Votes that do not add up, or carry nothing."""


class ScorePointsError(MeetingError):
	"""More points than the item has, or fewer than none."""


class ScoreReasonError(MeetingError):
	"""Points that differ from what the record comes to need a reason."""
