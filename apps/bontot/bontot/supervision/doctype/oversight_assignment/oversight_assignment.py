"""An oversight assignment: these people follow these branches from one day to another. They read; they never vote."""

import frappe
from frappe import _
from frappe.utils import getdate

from bontot.organization import access, tree
from bontot.organization.access import delegating, roles
from bontot.organization.access.scoped import ScopedDocument
from bontot.supervision.errors import AssignmentError
from bontot.text import nfc

KEPT_USERS = ("Administrator", "Guest")


class OversightAssignment(ScopedDocument):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from bontot.supervision.doctype.oversight_branch.oversight_branch import OversightBranch
		from bontot.supervision.doctype.oversight_person.oversight_person import OversightPerson

		assignment_kind: DF.Literal["Working Group", "Party-Building Commission", "Meeting Attender"]
		branches: DF.Table[OversightBranch]
		decision_date: DF.Date | None
		decision_number: DF.Data | None
		ended: DF.Check
		from_date: DF.Date
		organization: DF.Link
		organization_path: DF.Data | None
		people: DF.Table[OversightPerson]
		title: DF.Data
		to_date: DF.Date

	# end: auto-generated types

	def validate(self) -> None:
		super().validate()
		self.set_texts()
		self.validate_dates()
		self.validate_people()
		self.validate_branches()

	def on_update(self) -> None:
		before = self.get_doc_before_save()
		self.follow_people({row.user for row in before.people} if before else set())

	def after_delete(self) -> None:
		self.follow_people(set())

	def follow_people(self, before: set[str]) -> None:
		access.forget()
		for user in sorted(before | {row.user for row in self.people}):
			roles.sync(user)

	def set_texts(self) -> None:
		self.title, self.decision_number = nfc(self.title), nfc(self.decision_number)
		for row in self.people:
			row.duty = nfc(row.duty)

	def validate_dates(self) -> None:
		if getdate(self.to_date) < getdate(self.from_date):
			frappe.throw(_("The assignment cannot end before it begins. Correct the dates."), AssignmentError)

	def validate_people(self) -> None:
		"""Require people whom the assigning side may open a branch to: each one named reads it."""
		before = self.get_doc_before_save()
		known = {row.user for row in before.people} if before else set()
		for row in self.people:
			if row.user in KEPT_USERS:
				frappe.throw(
					_("An assignment is given to a person. Choose a personal account."), AssignmentError
				)
			if row.user not in known and not delegating.may_lend_to(frappe.session.user, row.user):
				frappe.throw(
					_(
						"You may assign people who hold a seat within your own reach. For others ask the Organization Commission."
					),
					AssignmentError,
				)

	def validate_branches(self) -> None:
		"""A body opens what lies below itself, nothing else."""
		for row in self.branches:
			if not tree.is_within(tree.path_of(row.organization), (self.organization_path,)):
				name = frappe.db.get_value(tree.DOCTYPE, row.organization, "organization_name")
				frappe.throw(
					_("{0} does not belong to the assigning organization. Remove it from the list.").format(
						name or row.organization
					),
					AssignmentError,
				)
