import frappe


def execute() -> None:
	"""Reports that were sent before anybody received them are taken as received; they have no log."""
	if not frappe.db.has_column("Summary Report", "decided_on"):
		return
	frappe.db.sql(
		"""update `tabSummary Report` report
		set report.state = 'Approved', report.decided_on = report.sent_on where report.state = 'Sent'"""
	)
	frappe.db.sql(
		"""update `tabSummary Report` report
		join `tabParty Organization` organization on organization.name = report.organization
		set report.organization_name = organization.organization_name
		where coalesce(report.organization_name, '') = ''"""
	)
