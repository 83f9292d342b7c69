from frappe.model.document import Document


class PartyMember(Document):
	pass
