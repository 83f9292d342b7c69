from frappe.model.document import Document

from bontot.criteria import citing


class LegalDocument(Document):
	def onload(self) -> None:
		self.set_onload("citation", citing.citation(self.as_dict()))
		self.set_onload("lacking", [self.meta.get_label(fact) for fact in citing.lacking(self.as_dict())])

	def validate(self) -> None:
		self.heading = citing.heading(self.as_dict())[:140]
