from frappe.model.document import Document

from bontot.criteria import citing


class LegalDocument(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		certainty: DF.SmallText | None
		document_kind: DF.Data
		document_number: DF.Data | None
		heading: DF.Data | None
		issued_on: DF.Date | None
		issuer: DF.Data | None
		replaced_by: DF.Link | None
		title: DF.SmallText | None

	# end: auto-generated types

	def onload(self) -> None:
		self.set_onload("citation", citing.citation(self.as_dict()))
		self.set_onload("lacking", [self.meta.get_label(fact) for fact in citing.lacking(self.as_dict())])

	def validate(self) -> None:
		self.heading = citing.heading(self.as_dict())[:140]
