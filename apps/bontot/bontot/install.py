"""Set-up when the app is installed, migrated and tested: each module sets up its own part, in order."""

import frappe

from bontot.setup import framework_permissions, roles, site

# Each has install(): idempotent, run at every installation and migration. The order follows the dependencies.
MODULE_SETUPS = (
	"bontot.organization.setup",
	"bontot.criteria.setup",
	"bontot.meeting.setup",
	"bontot.evaluation.setup",
	"bontot.approval.setup",
	"bontot.obligation.setup",
	"bontot.synthesis.setup",
)


def after_install() -> None:
	after_migrate()
	if set(frappe.get_installed_apps()) <= {"frappe", "bontot"}:
		site.complete_wizard()  # a site of our own; on a shared one its administrator decides


def after_migrate() -> None:
	roles.install()
	framework_permissions.install()
	site.install()
	for module in MODULE_SETUPS:
		frappe.get_attr(f"{module}.install")()


def before_tests() -> None:
	for name in frappe.get_hooks("before_job", app_name="bontot"):
		frappe.get_attr(name)()  # what stands around every request and job stands around the tests
	after_migrate()
	frappe.db.commit()  # the test runner rolls back what a test leaves behind, and this must stay
