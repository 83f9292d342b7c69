from frappe.model.document import Document


class DutyKind(Document):
	pass
