from frappe.model.document import Document


class FrameworkSetting(Document):
	pass
