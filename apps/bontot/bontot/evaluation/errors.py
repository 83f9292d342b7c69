"""Exceptions of the evaluation module."""

import frappe


class PeriodDatesError(frappe.ValidationError):
	"""The dates of a review period make no sense."""


class PeriodExistsError(frappe.ValidationError):
	"""The province already has a period of this kind in this year."""


class PeriodFrameworkError(frappe.ValidationError):
	"""The framework is not submitted, not the province's own, or not in force throughout the period."""


class FrameworkInUseError(frappe.ValidationError):
	"""A period was opened on the framework: it stays what people were assessed by."""


class PeriodStateError(frappe.ValidationError):
	"""The act does not belong to the period's state."""


class PeriodClosedError(frappe.ValidationError):
	"""The period is closed: its files stay as they are."""


class NotEditableError(frappe.ValidationError):
	"""The file is with a level above or decided: its self-assessment cannot be changed now."""


class ItemLockedError(frappe.ValidationError):
	"""The criterion has been accepted, or was not among those returned."""


class ItemChangedError(frappe.ValidationError):
	"""Someone saved the criterion meanwhile; the response carries what stands now as `standing`."""

	http_status_code = 409


class UnknownCriterionError(frappe.ValidationError):
	"""The file has no such criterion."""


class ResultError(frappe.ValidationError):
	"""A result other than met, not met or none."""


class PointsError(frappe.ValidationError):
	"""Points for a criterion that has none, none for one that has, or outside its scale."""


class RemarkTooLongError(frappe.ValidationError):
	"""The remark is longer than the field takes."""


class ReasonNeededError(frappe.ValidationError):
	"""A self-assessed result that differs from the computed one needs a reason in the remark."""


class EvidenceFileError(frappe.ValidationError):
	"""The file is not one that can stand as evidence: kind, size, owner or place."""


class EvidenceRecordError(frappe.ValidationError):
	"""The record named as evidence is of another organisation or of a kind that proves nothing."""


class MissingFilesError(frappe.ValidationError):
	"""Organisations of the period have no file yet, so it is not closed."""


class UnknownPeriodKindError(frappe.ValidationError):
	pass


class RegisterError(frappe.ValidationError):
	"""An entry of a register (document, target, conclusion) that cannot be so; the message names the field."""


class TryOnPeriodError(frappe.ValidationError):
	"""A framework is tried on files of its own province's opened periods only."""


class TryOnScaleError(frappe.ValidationError):
	"""Only a scale of points for meetings is answered by records."""
