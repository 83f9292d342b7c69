from frappe.model.document import Document


class ResolutionRating(Document):
	"""One yearly rating that a resolution decides before its titles, and what came of it."""
