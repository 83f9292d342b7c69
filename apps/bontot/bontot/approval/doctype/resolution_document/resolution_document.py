from frappe.model.document import Document


class ResolutionDocument(Document):
	"""One document that a resolution decides, and what came of it."""
