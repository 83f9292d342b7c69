from frappe.model.document import Document


class ResolutionItem(Document):
	pass
