"""Exceptions of the outbox."""

import frappe


class UnknownHandlerError(frappe.ValidationError):
	"""No installed app registers this handler under the hook `outbox_handlers`."""


class ClaimLostError(Exception):
	"""The claim ran out and another driver took the task: this run must stop, its uncommitted work is undone."""


class ConflictError(frappe.ValidationError):
	"""Others kept changing the same records; nothing more is tried and the person is told so (HTTP 409)."""

	http_status_code = 409
