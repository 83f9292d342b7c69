"""The coarse roles. A living seat grants them (`organization.access.roles`); who sees what is decided by scope, not by role."""

import frappe

SEAT_HOLDER = "Seat Holder"
UNIT_SECRETARY = "Unit Secretary"
APPRAISER = "Appraiser"
DECISION_OFFICER = "Decision Officer"
ORGANIZATION_COMMISSION = "Organization Commission"
OVERSEER = "Overseer"
INSPECTION_OFFICER = "Inspection Officer"
# Not granted by a position's list but by its check: the framework asks its holders for a second factor.
SECOND_FACTOR = "Second Factor"
# Nor this one: whose seats write for all whom they may read asks lists for card numbers, citizen IDs and telephones.
PERSONAL_DATA = "Personal Data"
ALL = (
	SEAT_HOLDER,
	UNIT_SECRETARY,
	APPRAISER,
	DECISION_OFFICER,
	ORGANIZATION_COMMISSION,
	OVERSEER,
	INSPECTION_OFFICER,
)
SYNCED = (*ALL, SECOND_FACTOR, PERSONAL_DATA)


def install() -> None:
	for role in ALL:
		if not frappe.db.exists("Role", role):
			# The installing administrator sets the app up; no signed-in person reaches this.
			frappe.get_doc({"doctype": "Role", "role_name": role, "desk_access": 1}).insert(
				ignore_permissions=True
			)
	for role, second_factor in ((SECOND_FACTOR, 1), (PERSONAL_DATA, 0)):
		if not frappe.db.exists("Role", role):
			values = {"role_name": role, "desk_access": 0, "two_factor_auth": second_factor}
			frappe.get_doc({"doctype": "Role", **values}).insert(ignore_permissions=True)  # as above
