"""A kind of organisation: its level, the title it can earn, below which kinds it may stand."""

from frappe.model.document import Document

from bontot.text import nfc


class OrganizationKind(Document):
	def validate(self) -> None:
		self.kind_name = nfc(self.kind_name)
