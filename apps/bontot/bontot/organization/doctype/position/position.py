"""A position: what its holder may do, and which roles it grants."""

import frappe
from frappe import _
from frappe.model.document import Document

from bontot.organization import access
from bontot.organization.access import roles
from bontot.organization.errors import PositionRoleError
from bontot.setup.roles import ALL, SEAT_HOLDER
from bontot.text import nfc


class Position(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from bontot.organization.doctype.position_kind.position_kind import PositionKind
		from bontot.organization.doctype.position_role.position_role import PositionRole

		code: DF.Data
		disabled: DF.Check
		kinds: DF.Table[PositionKind]
		may_appraise: DF.Check
		may_author: DF.Check
		may_decide: DF.Check
		may_inspect: DF.Check
		position_name: DF.Data
		require_two_factor: DF.Check
		roles: DF.Table[PositionRole]

	# end: auto-generated types

	def validate(self) -> None:
		self.position_name = nfc(self.position_name)
		self.validate_roles()

	def on_update(self) -> None:
		access.forget()
		if self.get_doc_before_save():
			for user in frappe.get_all("Seat", filters={"position": self.name}, pluck="user", distinct=True):
				roles.sync(user)

	def validate_roles(self) -> None:
		"""Check the roles: who may write positions must not be able to grant rights over the system itself."""
		foreign = [row.role for row in self.roles if row.role not in ALL]
		if foreign:
			frappe.throw(
				_("A position grants only roles of this app, not {0}. Remove it.").format(_(foreign[0])),
				PositionRoleError,
			)
		if SEAT_HOLDER not in [row.role for row in self.roles]:
			self.append("roles", {"role": SEAT_HOLDER})
