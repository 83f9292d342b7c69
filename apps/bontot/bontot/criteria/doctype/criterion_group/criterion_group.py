from frappe.model.document import Document


class CriterionGroup(Document):
	pass
