import frappe
from frappe import _

from bontot.criteria import overlays, renewing
from bontot.criteria.errors import (
	FrameworkNotUsableError,
	OverlayDecisionError,
	OverlayIssuerError,
	OverlayScopeError,
	OverlayWeakensError,
)
from bontot.organization.access.approvable import ApprovableDocument
from bontot.text import nfc

TEXTS = ("short_text", "full_text", "evidence_wanted", "guidance", "reason")


class FrameworkOverlay(ApprovableDocument):
	"""Overlay by which a body directly under the province adds to its framework for one kind of organisation.

	A draft may hold anything; sending it up asks the linter, and so does putting it in force (submit), which only its
	approval does. Periods keep what it came to when they opened.
	"""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from bontot.criteria.doctype.overlay_change.overlay_change import OverlayChange

		ahead_organization: DF.Link | None
		amended_from: DF.Link | None
		awaiting_act: DF.Literal["", "Appraise", "Decide"]
		awaiting_due_on: DF.Date | None
		awaiting_organization: DF.Link | None
		awaiting_path: DF.Data | None
		awaiting_since: DF.Datetime | None
		behind_organization: DF.Link | None
		changes: DF.Table[OverlayChange]
		decided_on: DF.Date | None
		decision_date: DF.Date | None
		decision_number: DF.Data | None
		digest: DF.Data | None
		framework: DF.Link
		head_hash: DF.Data | None
		organization: DF.Link
		organization_kind: DF.Link | None
		organization_name: DF.Data | None
		organization_path: DF.Data | None
		returned_by: DF.Link | None
		round: DF.Int
		route: DF.Code | None
		route_position: DF.Int
		sector: DF.Link | None
		sent_at: DF.Datetime | None
		state: DF.Literal["Draft", "Under Appraisal", "Returned", "Approved", "Withdrawn"]
		step_sequence: DF.Int
		title: DF.Data
		title_kind: DF.Literal["Cell", "Grassroots Organization"]
		valid_from: DF.Date
		valid_to: DF.Date | None
		version: DF.Int
	# end: auto-generated types

	set_by_service = ("digest",)

	def onload(self) -> None:
		found = overlays.findings(self) if self.docstatus == 0 else []
		self.set_onload("findings", overlays.described(self, found))
		# What has faults comes to nothing that anybody should look at.
		self.set_onload("difference", [] if found else overlays.differences(self))
		self.set_onload("newer", renewing.on_newer(self))
		self.set_onload("may_write", self.has_permission("write"))

	def before_insert(self) -> None:
		self.set_version()

	def validate(self) -> None:
		super().validate()
		self.set_normal_text()
		self.validate_from_to_dates("valid_from", "valid_to")
		self.validate_framework()
		self.validate_issuer()
		self.validate_organization_kind()

	def before_submit(self) -> None:
		super().before_submit()
		self.require_ready()
		self.digest = overlays.resolve(self)["digest"]

	def require_ready(self) -> None:
		"""Refuse what may not be sent, nor put in force."""
		self.validate_framework()
		self.validate_issuer()
		self.require_decision()
		self.require_lawful()

	def set_version(self) -> None:
		same = {field: self.get(field) or ("is", "not set") for field in overlays.APPLIES_TO}
		table = {**same, "framework": self.framework}
		newest = frappe.get_all(overlays.DOCTYPE, table, pluck="version", order_by="version desc", limit=1)
		self.version = (newest[0] if newest else 0) + 1

	def set_normal_text(self) -> None:
		"""Composed letters, as in the core, so that wordings compare character by character."""
		for row in self.changes:
			for field in TEXTS:
				if row.get(field):
					row.set(field, nfc(row.get(field)))

	def validate_framework(self) -> None:
		if frappe.db.get_value("Criteria Framework", self.framework, "docstatus") != 1:
			message = _("Criteria Framework: choose one that the province has issued and not cancelled.")
			frappe.throw(message, FrameworkNotUsableError)

	def validate_issuer(self) -> None:
		province = frappe.db.get_value("Criteria Framework", self.framework, "organization")
		above = frappe.db.get_value("Party Organization", self.organization, "parent_organization")
		if above != province:
			message = _(
				"Issuing Body: only a body directly under {0}, which issued the framework, makes it concrete. Choose that body."
			)
			name = frappe.db.get_value("Party Organization", province, "organization_name")
			frappe.throw(message.format(name), OverlayIssuerError, title=_("Not Directly Under the Province"))

	def validate_organization_kind(self) -> None:
		earns = self.organization_kind and frappe.db.get_value(
			"Organization Kind", self.organization_kind, "title_kind"
		)
		if self.organization_kind and earns != self.title_kind:
			message = _(
				"Only for Organizations of This Kind: {0} is not assessed for “{1}”. Choose another kind or leave it empty."
			)
			kind = frappe.db.get_value("Organization Kind", self.organization_kind, "kind_name")
			frappe.throw(message.format(kind, _(self.title_kind)), OverlayScopeError)

	def require_decision(self) -> None:
		"""Officers prepare, bodies decide: the decision stands on the overlay before it counts."""
		for field in ("decision_number", "decision_date"):
			if not self.get(field):
				label = _(self.meta.get_label(field))
				message = _("{0}: an overlay rests on a decision of the body. Fill it in before it is sent.")
				frappe.throw(message.format(label), OverlayDecisionError, title=_("Decision Missing"))

	def require_lawful(self) -> None:
		if found := overlays.findings(self):
			lines = "<br>".join(
				f"{frappe.bold(frappe.utils.escape_html(row['item']))}: {row['message']} {row['remedy']}"
				for row in overlays.described(self, found)
			)
			frappe.throw(lines, OverlayWeakensError, title=_("Check the Overlay"))
