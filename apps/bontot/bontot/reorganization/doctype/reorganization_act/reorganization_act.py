from frappe.model.document import Document


class ReorganizationAct(Document):
	pass
