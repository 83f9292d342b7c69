from frappe.model.document import Document


class MeetingPaper(Document):
	pass
