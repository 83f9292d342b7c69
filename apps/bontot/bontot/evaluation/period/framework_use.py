"""A framework that a period was opened on stays in force on paper: it is replaced by a new version, not taken back."""

import frappe
from frappe import _
from frappe.model.document import Document

from bontot.evaluation.errors import FrameworkInUseError


def refuse_cancel(framework: Document, _method: str | None = None) -> None:
	"""Raise FrameworkInUseError where a period (not a draft one) was opened on it. Hook of Criteria Framework."""
	used = {"framework": framework.name, "state": ("!=", "Draft")}
	# Asked for everyone's periods, not only those the canceller may see.
	if period := frappe.db.get_value("Review Period", used, "title"):
		message = _(
			"{0} was opened with this criteria framework, so it cannot be cancelled. Issue a new version from a later date instead."
		)
		frappe.throw(message.format(period), FrameworkInUseError, title=_("Framework in Use"))
