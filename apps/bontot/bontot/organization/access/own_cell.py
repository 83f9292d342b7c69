"""The organisation that new documents at the desk are of where there is no choice: the one cell for which a person writes."""

from typing import Any

import frappe

from bontot.organization import access, tree

FIELD = "organization"


def fill_in(bootinfo: dict[str, Any]) -> None:
	"""Hook `extend_bootinfo`, run at every load of the desk: its forms fill a new document from the person's defaults."""
	cell = own_cell(frappe.session.user)
	if cell:
		bootinfo["user"]["defaults"][FIELD] = cell
	else:
		bootinfo["user"]["defaults"].pop(FIELD, None)


def own_cell(user: str) -> str | None:
	"""The one cell for which a person writes; None where there are several organisations, or one that is no cell: whose members
	and meetings those are is the person's to say."""
	places = {seat.organization for seat in access.seats(user, ability="author")}
	if len(places) != 1:
		return None
	(place,) = places
	kind = frappe.db.get_value(tree.DOCTYPE, place, "kind")
	return place if frappe.get_cached_value("Organization Kind", kind, "title_kind") == "Cell" else None
