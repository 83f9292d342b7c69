"""One organisation of the Party in the dated tree."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder.functions import Coalesce
from frappe.utils import getdate

from bontot.organization import access, tree
from bontot.organization.access import server_written
from bontot.organization.errors import (
	LifeError,
	LivingChildrenError,
	MissingParentError,
	MovedByEditError,
	NoOrganizationError,
	ParentKindError,
)
from bontot.organization.members import bounds
from bontot.organization.tree import kinds
from bontot.text import fold, nfc

TOP_RANK = 1


class PartyOrganization(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		code: DF.Data | None
		founding_decision_date: DF.Date | None
		founding_decision_issuer: DF.Data | None
		founding_decision_number: DF.Data | None
		grassroots_organization: DF.Link | None
		is_pilot: DF.Check
		kind: DF.Link
		level: DF.Link | None
		organization_name: DF.Data
		parent_organization: DF.Link | None
		path: DF.Data | None
		place: DF.Data | None
		placed_from: DF.Date | None
		search_text: DF.Data | None
		sector: DF.Link | None
		serial: DF.Int
		short_name: DF.Data | None
		upper_organization: DF.Link | None
		valid_from: DF.Date
		valid_to: DF.Date | None

	# end: auto-generated types

	def autoname(self) -> None:
		self.serial = tree.next_serial()
		self.name = tree.name_of(self.serial)

	def before_validate(self) -> None:
		server_written.hold(self)
		self.set_texts()

	def validate(self) -> None:
		self.refuse_move_by_edit()
		parent = self.lock_parent()
		self.set_place(parent)
		self.validate_parent_kind(parent)
		self.validate_life(parent)
		self.validate_children()
		self.set_levels_above(parent)

	def after_insert(self) -> None:
		bounds.tell_of_founding(self.organization_name, self.kind)

	def on_update(self) -> None:
		access.forget()

	def on_trash(self) -> None:
		if frappe.db.exists(tree.DOCTYPE, {"parent_organization": self.name}):
			frappe.throw(
				_("{0} still has organizations below it. Delete those first.").format(self.organization_name),
				LivingChildrenError,
			)
		access.forget()

	def set_texts(self) -> None:
		self.organization_name = nfc(self.organization_name)
		self.short_name = nfc(self.short_name)
		self.code = nfc(self.code) or None  # unique: many may have none
		self.search_text = fold(" ".join(filter(None, (self.organization_name, self.short_name, self.code))))[
			:255
		]

	def refuse_move_by_edit(self) -> None:
		before = self.get_doc_before_save()
		if not before:
			return
		self.serial, self.path, self.placed_from = before.serial, before.path, before.placed_from
		moved = (before.parent_organization or None) != (self.parent_organization or None)
		if moved or before.kind != self.kind:
			frappe.throw(
				_(
					"The parent and the kind of {0} are not changed by editing: documents and figures hang on its place. "
					"Use a reorganization, or close it and found a new one."
				).format(before.organization_name),
				MovedByEditError,
				title=_("Move by Reorganization"),
			)

	def lock_parent(self) -> dict | None:
		"""The parent's row, shared: two children do not wait for each other, closing the parent waits for both."""
		if not self.parent_organization:
			return None
		rows = frappe.db.sql(
			"""select name, path, kind, valid_from, valid_to, organization_name, grassroots_organization,
				upper_organization
			from `tabParty Organization` where name = %s lock in share mode""",
			(self.parent_organization,),
			as_dict=True,
		)
		if not rows:
			frappe.throw(
				_("There is no organization {0}. Choose one from the list.").format(self.parent_organization),
				NoOrganizationError,
			)
		return rows[0]

	def set_place(self, parent: dict | None) -> None:
		self.level = frappe.get_cached_value("Organization Kind", self.kind, "level")
		self.path = (parent.path if parent else "") + tree.segment(self.serial)

	def validate_parent_kind(self, parent: dict | None) -> None:
		kind = frappe.get_cached_doc("Organization Kind", self.kind)
		allowed = [row.parent_kind for row in kind.allowed_parents]
		if not parent:
			if allowed:
				frappe.throw(
					_("{0} must stand below another organization. Choose its parent.").format(
						_(kind.kind_name)
					),
					MissingParentError,
				)
		elif parent.kind not in allowed:
			parent_kind = frappe.get_cached_value("Organization Kind", parent.kind, "kind_name")
			frappe.throw(
				_("{0} cannot stand below {1}. Choose another parent or another kind.").format(
					_(kind.kind_name), _(parent_kind)
				),
				ParentKindError,
			)

	def validate_life(self, parent: dict | None) -> None:
		first, last = getdate(self.valid_from), getdate(self.valid_to) if self.valid_to else tree.FAR
		if last < first:
			frappe.throw(_("The last day cannot come before the first day. Correct the dates."), LifeError)
		if self.placed_from:  # it came to this parent only then; one that has ended did not come at all
			first = max(first, min(getdate(self.placed_from), last))
		if parent and (first < parent.valid_from or last > (parent.valid_to or tree.FAR)):
			frappe.throw(
				_(
					"{0} does not exist on all these days. Choose dates within its life, or another parent."
				).format(parent.organization_name),
				LifeError,
			)

	def validate_children(self) -> None:
		"""An organisation outlives none of its children, on either side."""
		before = self.get_doc_before_save()
		if not before:
			return
		child = frappe.qb.DocType(tree.DOCTYPE)
		came = Coalesce(child.placed_from, child.valid_from)
		ended = child.valid_to.isnotnull() & (child.valid_to < came)
		outside = (came < self.valid_from) & ended.negate()
		if self.valid_to:
			outside |= child.valid_to.isnull() | (child.valid_to > self.valid_to)
		where = (child.parent_organization == self.name) & outside
		names = frappe.qb.from_(child).select(child.organization_name).where(where).limit(3).run(pluck=True)
		if names:
			frappe.throw(
				_("Organizations below would outlive {0}: {1}. Close or move them first.").format(
					self.organization_name, ", ".join(names)
				),
				LivingChildrenError,
				title=_("Organizations Below Still Live"),
			)

	def set_levels_above(self, parent: dict | None) -> None:
		"""Plain columns for the report builder; the organisation itself counts.

		From the parent's locked row: those above it may have moved since this transaction began to read.
		"""
		self.update(kinds.columns_here(self.name, self.kind, parent))
