from frappe.model.document import Document


class ReviewPeriod(Document):
	pass
