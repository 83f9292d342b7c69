"""Exceptions of the criteria module."""

import frappe


class UnknownCalculatorError(frappe.ValidationError):
	"""No installed app registers this key under the hook `computed_criteria`."""


class FrameworkContentError(frappe.ValidationError):
	"""Keys twice, a group that does not exist, a kind without criteria: the framework cannot be used."""


class FrameworkSubmittedError(frappe.ValidationError):
	"""A submitted framework never changes; a new version replaces it."""


class FrameworkNotUsableError(frappe.ValidationError):
	"""The framework is a draft, cancelled, or not in force on the dates asked for."""


class ScaleContentError(frappe.ValidationError):
	"""Points that do not add up, steps or grades out of order: the scale cannot be used."""


class OverlayWeakensError(frappe.ValidationError):
	"""The linter of overlays found something: the overlay may not be issued as it is."""


class OverlayIssuerError(frappe.ValidationError):
	"""Only a body directly under the province that issued the framework makes it concrete."""


class OverlayScopeError(frappe.ValidationError):
	"""The kind of organisation chosen cannot earn the title that the overlay is for."""


class OverlayDecisionError(frappe.ValidationError):
	"""An overlay is issued by a decision with number and date."""
