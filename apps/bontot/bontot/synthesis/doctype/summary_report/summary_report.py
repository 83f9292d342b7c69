from frappe.model.document import Document


class SummaryReport(Document):
	pass
