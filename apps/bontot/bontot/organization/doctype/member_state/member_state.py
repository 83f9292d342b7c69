from frappe.model.document import Document


class MemberState(Document):
	pass
