"""Visibility of files: of which a person learns anything at all, whatever the act: asked before a row is locked and before its standing is
told. Whoever lies beyond it hears of a file what is said of one that does not exist."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import frappe
from frappe import _

from bontot.approval.core import routing
from bontot.organization import access

# What says where a file has been and where it waits.
COLUMNS = ("name", "awaiting_organization", "awaiting_path", "route")


def of(doctype: str, names: Iterable[str]) -> set[str]:
	"""Those of these files that the signed-in user reads by their place or meets at a level of their way; spelled as stored.

	One statement where all are read by place, otherwise two, however many they are.
	"""
	user, asked = frappe.session.user, {str(name) for name in names} - {""}
	if not asked:
		return set()
	may_read = frappe.has_permission(doctype, "read", user=user)
	where = {"name": ("in", sorted(asked))}
	found = set(frappe.get_list(doctype, where, pluck="name", limit_page_length=0) if may_read else ())
	if beyond := asked - found:
		rows = frappe.get_all(doctype, {"name": ("in", sorted(beyond))}, list(COLUMNS))
		found |= {row.name for row in rows if _is_met(row, user)}
	return found & asked


def _is_met(file: Any, user: str) -> bool:
	"""Whether a level of its way is the person's: it may have moved away from under it since it was sent."""
	allowed = access.scope(user)
	steps = routing.thaw(file.route).steps
	paths = (file.awaiting_path, *(step.path for step in steps))
	places = {file.awaiting_organization, *(step.organization for step in steps)}
	return any(allowed.covers(path) for path in paths if path) or any(
		seat.organization in places for seat in access.seats(user)
	)


def require(doctype: str, name: str) -> None:
	"""Raise DoesNotExistError for a file that is not there or beyond the signed-in user's reach: the answer is the same."""
	if not of(doctype, [name]):
		refuse()


def require_all(doctype: str, names: Iterable[str]) -> None:
	"""As `require`, of all that a document names; the refusal repeats the name as it was written, and says nothing else."""
	asked = [str(name or "") for name in names]
	if beyond := next(iter(sorted(set(asked) - of(doctype, asked))), None):
		message = _("This file does not exist (any more).")
		frappe.throw(f"{frappe.utils.escape_html(beyond)}: {message}", frappe.DoesNotExistError)


def refuse() -> None:
	frappe.throw(_("This file does not exist (any more)."), frappe.DoesNotExistError)
