"""Installation of this module: quiet lists for the doctypes that grow by ten thousands of rows."""

import frappe

QUIET_LISTS = ("Evaluation", "Evidence")
# Every load would count all rows in scope, every save of anybody refresh everybody's list.
QUIET = {"disable_count": 1, "disable_sidebar_stats": 1, "disable_auto_refresh": 1}


def install() -> None:
	for doctype in QUIET_LISTS:
		if not frappe.db.exists("List View Settings", doctype):
			# The installing administrator; what an administrator chose later stays.
			settings = frappe.get_doc(doctype="List View Settings", name=doctype, **QUIET)
			settings.insert(ignore_permissions=True)
