from frappe.model.document import Document

from bontot.evaluation.computing import new_evaluation


class EvaluationItem(Document):
	"""One criterion of a file. Its name is made of the file's and the criterion's, so a second run meets it."""

	def autoname(self) -> None:
		self.name = new_evaluation.item_name(self.parent, self.criterion_key)
