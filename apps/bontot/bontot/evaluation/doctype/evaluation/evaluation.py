from frappe.model.document import Document


class Evaluation(Document):
	pass
