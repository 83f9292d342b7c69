"""Installation of this module: who sees which workspaces, and how long logs are kept."""

import frappe

STOCK_APP = "frappe"
KEEPERS_ROLE = "System Manager"  # who still sees the framework's own workspaces

# Days. Errors and jobs: long enough to look into last month. Acts of people and what rang
# for them: a year, the span of a review; that somebody was reminded: two.
LOG_DAYS = {
	"Error Log": 60,
	"Scheduled Job Log": 30,
	"Activity Log": 365,
	"Access Log": 365,
	"View Log": 365,
	"Route History": 30,
	"Email Queue": 60,
	"Prepared Report": 30,
	"Outbox Task": 90,
	"Notification Log": 365,
	"Obligation Reminder": 730,
}


def install() -> None:
	hide_stock_workspaces()
	set_log_retention()


def hide_stock_workspaces() -> None:
	"""Give the framework's workspaces a role: one without any is shown to everybody who signs in.

	A migration may bring such a workspace anew without it, so this runs after each. Workspaces to which an
	administrator has given roles stay as they are.
	"""
	modules = frappe.get_all("Module Def", {"app_name": STOCK_APP}, pluck="name")
	stock = frappe.get_all("Workspace", {"public": 1, "module": ("in", modules)}, pluck="name")
	taken = frappe.get_all(
		"Has Role", {"parenttype": "Workspace", "parent": ("in", stock or [""])}, pluck="parent"
	)
	for name in sorted(set(stock) - set(taken)):
		place = {"parent": name, "parenttype": "Workspace", "parentfield": "roles", "idx": 1}
		# Not by saving the workspace: on a developer's site that would rewrite the framework's own files.
		frappe.get_doc(doctype="Has Role", role=KEEPERS_ROLE, **place).db_insert()
		frappe.clear_document_cache("Workspace", name)


def set_log_retention() -> None:
	"""Set the days for logs that have none of ours yet; what an administrator changed afterwards stays."""
	settings = frappe.get_doc("Log Settings")
	kept = {row.ref_doctype: row for row in settings.logs_to_clear}
	done = frappe.parse_json(frappe.db.get_default("bontot_log_days") or "[]")
	wanted = {
		log: days for log, days in LOG_DAYS.items() if log not in done and frappe.db.exists("DocType", log)
	}
	if not wanted:
		return
	for log, days in wanted.items():
		if log in kept:
			kept[log].days = days
		else:
			settings.append("logs_to_clear", {"ref_doctype": log, "days": days})
	settings.save(ignore_permissions=True)  # the installing administrator
	frappe.db.set_default("bontot_log_days", frappe.as_json(sorted({*done, *wanted})))
	frappe.clear_messages()  # it tells about log types that this framework cannot clear by itself
