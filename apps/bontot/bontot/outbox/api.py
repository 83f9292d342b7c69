"""Endpoints of background work: its status, for who reads its document, and what an administrator may do with a failed task."""

from typing import Any

import frappe
from frappe import _

from bontot import outbox
from bontot.outbox.task import newest_progress


@frappe.whitelist(methods=["GET"])
def progress(reference_doctype: str, reference_name: str) -> dict[str, Any] | None:
	"""Return the status of the newest background work on a document; None where there is none. Raises DoesNotExistError,
	PermissionError.

	Whoever reads the document may know: the word by socket goes to the person who started the work alone.
	"""
	frappe.get_doc(reference_doctype, reference_name).check_permission("read")
	return newest_progress(reference_doctype, reference_name)


@frappe.whitelist(methods=["POST"])
def retry(name: str) -> None:
	"""Run a failed task again (System Manager)."""
	if "System Manager" not in frappe.get_roles():
		frappe.throw(_("Only a system manager runs a failed task again."), frappe.PermissionError)
	outbox.retry(name)
