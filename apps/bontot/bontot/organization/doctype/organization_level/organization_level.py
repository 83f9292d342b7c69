from frappe.model.document import Document


class OrganizationLevel(Document):
	pass
