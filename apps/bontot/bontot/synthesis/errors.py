"""Exceptions of the synthesis module."""

import frappe


class OutsideScopeError(frappe.PermissionError):
	"""The branch lies outside what the signed-in person may see."""


class NoPeriodError(frappe.ValidationError):
	"""There is no such period, or none was opened for this branch."""


class UnknownFigureError(frappe.ValidationError):
	"""The page asked for the rows of a figure that does not exist."""


class ReportExistsError(frappe.ValidationError):
	"""The organisation already has a summary report of this period."""


class ReportPeriodError(frappe.ValidationError):
	"""The period is not open, or it is not one of a body above."""


class FiguresFrozenError(frappe.ValidationError):
	"""Figures of a closed period stay as they were frozen."""
