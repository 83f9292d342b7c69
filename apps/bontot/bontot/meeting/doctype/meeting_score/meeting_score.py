from frappe.model.document import Document


class MeetingScore(Document):
	pass
