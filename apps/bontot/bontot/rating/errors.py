"""Refusals of the yearly rating."""

import frappe


class RatingError(frappe.ValidationError):
	"""Refusal of a choice that is no rating, or does not fit the state of the one that stands."""


class UnansweredRatingError(RatingError):
	"""A rating came back, and is proposed again as it was."""


class RatingDecisionError(frappe.ValidationError):
	"""A decision without number, or of a day that has not come."""


class SamePersonError(frappe.ValidationError):
	"""Refusal to let who proposed review or decide."""


class CapExceededError(frappe.ValidationError):
	"""More "xuất sắc" in a group than the rule allows."""
