"""What an administrator may do with a failed task."""

import frappe
from frappe import _

from bontot import outbox


@frappe.whitelist(methods=["POST"])
def retry(name: str) -> None:
	"""Run a failed task again (System Manager)."""
	if "System Manager" not in frappe.get_roles():
		frappe.throw(_("Only a system manager runs a failed task again."), frappe.PermissionError)
	outbox.retry(name)
