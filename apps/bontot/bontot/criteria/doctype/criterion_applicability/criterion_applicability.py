from frappe.model.document import Document


class CriterionApplicability(Document):
	pass
