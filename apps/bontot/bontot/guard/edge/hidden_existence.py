"""A document out of reach is answered like one that is not there, by every reading door of ours (`own_read` of endpoints.toml).

The framework says 403 of the one and 404 of the other, with the name in it: whoever guesses names would learn which there
are. Decided here once, where the exception leaves the door, for all that are there and all that come. Doors of the framework
are asked about before they run (`guard.query.query_filters.refuse_invisible_documents`), and so are ours in front of those.
"""

from __future__ import annotations

import frappe
from frappe import _

from bontot.guard.edge import endpoints
from bontot.guard.targets import Call
from bontot.organization import access
from bontot.organization.errors import TargetNotReadableError

GROUP = "own_read"
# As the framework raises them. A refusal with a class of its own says what it says to a stranger and of what is not there.
TELLING = (frappe.DoesNotExistError, frappe.PermissionError)


def remember(calls: list[Call]) -> None:
	"""Remember what this request reaches, for the moment when it is refused."""
	frappe.local.bontot_calls = calls


def refuse_alike(error: Exception) -> None:
	"""Raise TargetNotReadableError in the place of what tells a document out of reach from one that is not there.

	Administrators, who read everything, are told what is not there.
	"""
	if type(error) not in TELLING or access.is_administrator(frappe.session.user):
		return
	if any(is_ours(call.name) for call in getattr(frappe.local, "bontot_calls", ())):
		frappe.clear_messages()
		frappe.flags.error_message = None  # which names the kind of document, of one that is there alone
		frappe.throw(_("You may not see this document, or it does not exist."), TargetNotReadableError)


def is_ours(name: str) -> bool:
	"""Whether it is a reading door of ours that stands in front of none of the framework's."""
	door = endpoints.find(name)
	if not door or door.group != GROUP:
		return False
	faces = frappe.get_hooks("override_whitelisted_methods", {})
	return not any(name in found for found in faces.values())
