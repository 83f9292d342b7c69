from frappe.model.document import Document


class CriteriaFramework(Document):
	pass
