from frappe.model.document import Document


class ResolutionItem(Document):
	"""One file a resolution decides, and what came of it."""
