"""On whose behalf the self-assessment of an organisation is signed.

A cell with enough full members elects a committee, which signs; in a smaller one the secretary signs for the cell.
"""

from datetime import date

from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from bontot.organization import membership

COMMITTEE_FROM = 9  # full members; Charter, article 24. A framework's setting says otherwise.


def on_behalf_of(title_kind: str, full_members: int, committee_from: int = COMMITTEE_FROM) -> str:
	"""Which body signs: "Cell", "Cell Committee" or "Party Committee"."""
	if title_kind != "Cell":
		return "Party Committee"
	return "Cell Committee" if full_members >= committee_from else "Cell"


def of_file(doc: Document) -> dict[str, str]:
	"""{on_behalf_of, position}: the two lines above the signature, as of the day the file was sent, else today."""
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
	return {"on_behalf_of": words[body], "position": _("SECRETARY")}


def full_members(organization: str, on: date) -> int:
	return sum(member.state == "Full" for member in membership.members_of(organization, on))
