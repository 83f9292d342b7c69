"""Refusals of the guard; each says what to do and none says what stands behind the door."""

import frappe


class GuardError(frappe.ValidationError):
	"""Nothing has run: the request was turned away at the door."""

	http_status_code = 403


class DoorClosedError(GuardError, frappe.PermissionError):
	"""Refusal of a call that is not on the reviewed list, or not for this person (HTTP 403)."""


class DoorMethodError(GuardError):
	"""A change that was asked for by another method than it takes, as by following a link (HTTP 405)."""

	http_status_code = 405


class TokenError(GuardError):
	"""A change without the token of the session, or sent by another website (HTTP 403)."""


class RequestError(GuardError):
	"""The request holds what cannot be read, or what a client has no business to say (HTTP 400)."""

	http_status_code = 400


class TooMuchError(GuardError):
	"""The request brings more than one worker reads in a second or two (HTTP 422: of 413 nginx speaks itself)."""

	http_status_code = 422


class ServerWrittenError(GuardError, frappe.PermissionError):
	"""A field is named for change that only the server writes (HTTP 403)."""


class EvaluatedFieldError(GuardError, frappe.PermissionError):
	"""A field that the framework runs as code was changed by somebody who is no administrator (HTTP 403)."""


class NotServedError(GuardError, frappe.DoesNotExistError):
	"""There is no such page here (HTTP 404)."""

	http_status_code = 404


class WrongPasswordError(frappe.ValidationError):
	"""The old password is not the one of the account (HTTP 417); the session goes on."""


class NewPasswordError(frappe.ValidationError):
	"""The new password cannot be one (HTTP 417)."""
