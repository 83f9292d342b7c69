import frappe
from frappe import _
from frappe.model.document import Document

from bontot.approval.core.errors import AppendOnlyError


class ApprovalAnchor(Document):
	"""State of the step log at a moment. `approval.core.anchors.take` writes it; nobody changes it."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		files: DF.Int
		hash: DF.Data | None
		number: DF.Int
		pins: DF.LongText | None
		previous_hash: DF.Data | None
		taken_at: DF.Datetime | None
	# end: auto-generated types

	def before_insert(self) -> None:
		self.refuse()

	def validate(self) -> None:
		self.refuse()

	def on_trash(self) -> None:
		self.refuse()

	def before_rename(self, *_names: object) -> None:
		self.refuse()

	def refuse(self) -> None:
		message = _("Anchors of the step log are only taken, never changed.")
		frappe.throw(message, AppendOnlyError, title=_("Not Changed Here"))
