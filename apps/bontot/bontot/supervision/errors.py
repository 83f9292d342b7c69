"""One class a refusal, so that a test and a caller know which one they met."""

import frappe


class AssignmentError(frappe.ValidationError):
	"""An oversight assignment that cannot be: its days, its people or its branches."""


class VisitNoteError(frappe.ValidationError):
	"""A visit note that does not fit its assignment: another day, place, writer or meeting."""
