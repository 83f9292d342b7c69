"""The coarse roles. A living seat grants them (`organization.roles`); who sees what is decided by scope, not by role."""

import frappe

SEAT_HOLDER = "Seat Holder"
UNIT_SECRETARY = "Unit Secretary"
APPRAISER = "Appraiser"
DECISION_OFFICER = "Decision Officer"
ORGANIZATION_COMMISSION = "Organization Commission"
OVERSEER = "Overseer"
ALL = (SEAT_HOLDER, UNIT_SECRETARY, APPRAISER, DECISION_OFFICER, ORGANIZATION_COMMISSION, OVERSEER)


def install() -> None:
	for role in ALL:
		if not frappe.db.exists("Role", role):
			# The installing administrator sets the app up; no signed-in person reaches this.
			frappe.get_doc({"doctype": "Role", "role_name": role, "desk_access": 1}).insert(
				ignore_permissions=True
			)
