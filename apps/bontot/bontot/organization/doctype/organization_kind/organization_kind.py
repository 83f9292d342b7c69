"""A kind of organisation: its level, the title it can earn, below which kinds it may stand."""

import frappe
from frappe import _
from frappe.model.document import Document

from bontot.organization import tree
from bontot.organization.errors import KindInUseError
from bontot.organization.tree import kinds
from bontot.text import nfc

# What stands in every organisation of the kind, and in all below it.
WRITTEN_OUT = ("level", *kinds.MARKS.values())


class OrganizationKind(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from bontot.organization.doctype.organization_kind_parent.organization_kind_parent import (
			OrganizationKindParent,
		)

		allowed_parents: DF.Table[OrganizationKindParent]
		code: DF.Data
		disabled: DF.Check
		holds_members: DF.Check
		is_grassroots: DF.Check
		is_upper: DF.Check
		keeps_meetings: DF.Check
		kind_name: DF.Data
		least_members: DF.Int
		level: DF.Link
		most_members: DF.Int
		title_kind: DF.Literal["", "Cell", "Grassroots Organization"]

	# end: auto-generated types

	def validate(self) -> None:
		self.kind_name = nfc(self.kind_name)
		self.refuse_change_in_use()

	def refuse_change_in_use(self) -> None:
		"""Organisations have their level and the bodies above as columns, closed years too."""
		if self.is_new() or not any(self.has_value_changed(field) for field in WRITTEN_OUT):
			return
		if frappe.db.exists(tree.DOCTYPE, {"kind": self.name}):
			message = _(
				"There are organizations of this kind, and what they are counted to rests on its level and marks. "
				"Make a new kind and change theirs by a reorganization."
			)
			frappe.throw(message, KindInUseError, title=_("Kind in Use"))
