from frappe.model.document import Document


class OrganizationKindParent(Document):
	pass
