from frappe.model.document import Document


class ResolutionTask(Document):
	pass
