from frappe.model.document import Document


class OrganizationKind(Document):
	pass
