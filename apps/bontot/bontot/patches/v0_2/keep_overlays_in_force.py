import frappe


def execute() -> None:
	"""Overlays from before their approval keep what they were: issued ones stay in force, cancelled ones out of it.

	They have no log: nobody above has appraised them. Rows already told stay as they are.
	"""
	if not frappe.db.has_column("Framework Overlay", "state"):
		return
	frappe.db.sql(
		"""update `tabFramework Overlay` overlay
		set overlay.state = if(overlay.docstatus = 1, 'Approved', 'Withdrawn'), overlay.decided_on = overlay.decision_date
		where overlay.docstatus in (1, 2) and coalesce(overlay.step_sequence, 0) = 0 and overlay.state = 'Draft'"""
	)
	frappe.db.sql(
		"""update `tabFramework Overlay` overlay
		join `tabParty Organization` organization on organization.name = overlay.organization
		set overlay.organization_name = organization.organization_name
		where coalesce(overlay.organization_name, '') = ''"""
	)
