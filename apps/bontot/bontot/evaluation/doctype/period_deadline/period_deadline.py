from frappe.model.document import Document


class PeriodDeadline(Document):
	pass
