"""Signature under the self-assessment of an organisation: on whose behalf.

A cell with enough full members elects a committee, which signs; in a smaller one the secretary signs for the cell.
"""

from datetime import date

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder.functions import Coalesce
from frappe.utils import getdate

from bontot.organization.access.seats_in_force import in_force
from bontot.organization.members import membership

COMMITTEE_FROM = 9  # full members; Charter, article 24. A framework's setting says otherwise.


def on_behalf_of(title_kind: str, full_members: int, committee_from: int = COMMITTEE_FROM) -> str:
	"""The body that signs: "Cell", "Cell Committee" or "Party Committee"."""
	if title_kind != "Cell":
		return "Party Committee"
	return "Cell Committee" if full_members >= committee_from else "Cell"


def of_file(doc: Document) -> dict[str, str]:
	"""{on_behalf_of, position, signer}: the lines of the signature, as of the day the file was sent, else today; `signer` "" where
	several may sign."""
	on = getdate(doc.sent_at) if doc.sent_at else getdate()
	least = (doc.frozen_framework()["settings"].get("cell_committee_from_members") or "").strip()
	body = on_behalf_of(
		doc.title_kind, full_members(doc.organization, on), int(least) if least else COMMITTEE_FROM
	)
	words = {
		"Cell": _("ON BEHALF OF THE CELL"),
		"Cell Committee": _("ON BEHALF OF THE CELL COMMITTEE"),
		"Party Committee": _("ON BEHALF OF THE PARTY COMMITTEE"),
	}
	signer = head_of(doc.organization, on)["signer"]
	return {"on_behalf_of": words[body], "position": _("SECRETARY"), "signer": signer}


def full_members(organization: str, on: date) -> int:
	return sum(member.state == "Full" for member in membership.members_of(organization, on))


def head_of(organization: str, on: date) -> dict[str, str]:
	"""{signer, position} of who alone signs for an organisation on a day; both "" where several may, or nobody.

	Of a committee whoever may do all that it does, of a cell whoever writes for it.
	"""
	kind = frappe.db.get_value("Party Organization", organization, "kind")
	is_cell = frappe.get_cached_value("Organization Kind", kind, "title_kind") == "Cell"
	seat, position = frappe.qb.DocType("Seat"), frappe.qb.DocType("Position")
	user, member = frappe.qb.DocType("User"), frappe.qb.DocType("Party Member")
	may = position.may_author == 1
	if not is_cell:
		may &= (position.may_appraise == 1) & (position.may_decide == 1)
	query = (
		frappe.qb.from_(seat)
		.join(position)
		.on(position.name == seat.position)
		.left_join(user)
		.on(user.name == seat.user)
		.left_join(member)
		.on(member.name == seat.member)
		.select(Coalesce(member.full_name, user.full_name), position.position_name)
		.where((seat.organization == organization) & in_force(seat, on) & may)
	)
	heads = query.run()
	signer, held = heads[0] if len(heads) == 1 else ("", "")
	return {"signer": signer or "", "position": held or ""}
