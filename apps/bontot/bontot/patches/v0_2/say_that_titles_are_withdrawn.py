import frappe


def execute() -> None:
	"""Files whose titles were withdrawn say so themselves, in every list."""
	frappe.db.sql(
		"""update `tabEvaluation` file join `tabRecognition` title on title.evaluation = file.name
		set file.state = 'Withdrawn' where title.state = 'Withdrawn' and file.state = 'Recognized'"""
	)
