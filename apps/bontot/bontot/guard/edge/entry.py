"""Checks in front of every request (`request_hooks.signed_in`: after every kind of sign-in, before anything runs).

What is called must be on the reviewed list (`endpoints.toml`), by a method that it takes; a change carries the token of the
session; what people who are no administrators ask must be plain (`request_arguments`, `query_filters`).
"""

from __future__ import annotations

import json
from typing import NoReturn

import frappe
from frappe import _
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Request, Response

from bontot.arguments import SIGN_IN
from bontot.guard import targets
from bontot.guard.edge import content_policy, endpoints, hidden_existence, pages, sessions
from bontot.guard.errors import DoorClosedError, DoorMethodError
from bontot.guard.files import mails, uploads
from bontot.guard.payload import limits, payload, prints, request_arguments, wording
from bontot.guard.query import query_filters
from bontot.guard.targets import Call
from bontot.organization import access

# The form of a new doctype asks them before it is stored.
ABOUT_NEW = frozenset(("frappe.core.doctype.doctype.doctype.get_row_size_utilization",))


def check() -> None:
	"""Raise GuardError (or what it calls raises) for a request that may not go on."""
	request = frappe.request
	if request.method == "OPTIONS":
		return
	try:
		admit(request)
	except (frappe.ValidationError, frappe.PermissionError) as error:
		if wants_data(request):
			raise
		answer_with_page(error)


def admit(request: Request) -> None:
	form, user = (
		frappe.local.form_dict,
		frappe.session.user or "Guest",
	)  # past the proxy, which is asked often
	pages.require_plain_path(request.path)
	sessions.require_same_site(request)
	sessions.give_token()
	calls = targets.of_request(request, form)
	if is_page := not calls:
		pages.require_local(request)
		pages.require_signed_in(request)
		calls = [Call(pages.door(request.path))]
	hidden_existence.remember(calls)
	for call in calls:
		require(call, request.method, user)
	limits.require(calls, form)
	if calls == [Call(SIGN_IN)]:
		return
	sessions.require_token(request)
	prints.clean(calls, form)
	mails.require_own_files(calls, form)
	if any(call.name in targets.UPLOADS for call in calls):
		uploads.require_true_upload(request, form)
	wording.clean(calls, form)
	if is_page:
		return
	if access.is_administrator(user):
		if form.get("doctype") not in (None, "") and not any(call.name in ABOUT_NEW for call in calls):
			targets.require_known(form["doctype"])
		payload.clean(calls, request, form, of_ours_alone=True)
		return
	request_arguments.clean(calls, request, form)
	query_filters.require_plain(form, calls)
	request_arguments.drop_groups_of_count(calls, form)


def require(call: Call, method: str, user: str) -> None:
	"""Raise DoorClosedError or DoorMethodError unless `user` may call this by `method`."""
	if call.name == SIGN_IN:
		if method != "POST":
			refuse_method()
		return
	door = endpoints.find(call.name)
	if not door or not is_open(door, user):
		if not door:
			frappe.logger("bontot.guard").warning(
				f"closed, in no group of guard/edge/endpoints.toml: {call.name}"
			)
		pages.refuse_page(call.name) if call.name.startswith(pages.PREFIX) else refuse(user)
	if method not in door.methods:
		refuse_method()


def is_open(door: endpoints.Door, user: str) -> bool:
	if door.to == endpoints.GUEST or (door.to == endpoints.SIGNED_IN and not door.roles and user != "Guest"):
		return True
	if access.is_administrator(user):
		return True
	if user == "Guest" or door.to == endpoints.ADMINISTRATORS:
		return False
	return not door.roles or not door.roles.isdisjoint(frappe.get_roles(user))


def refuse(user: str) -> NoReturn:
	if user == "Guest":
		message = _("You are not signed in, or your session has ended. Sign in and try again.")
		frappe.throw(message, DoorClosedError, title=_("Sign In"))
	frappe.throw(
		_("This is not open to you. If your work needs it, tell your administrator."), DoorClosedError
	)


def refuse_method() -> NoReturn:
	message = _("This cannot be done by following a link. Open the page and use its button.")
	frappe.throw(message, DoorMethodError)


def wants_data(request: Request) -> bool:
	"""Whether the framework answers a refusal as JSON; people who opened an address get a page."""
	accept = request.headers.get("Accept") or ""
	if request.path.startswith("/api/"):
		return not accept.startswith("text")
	return bool(frappe.form_dict.get("cmd")) or frappe.local.is_ajax or "application/json" in accept


def answer_with_page(error: Exception) -> NoReturn:
	"""The framework's own page for a refusal this early is English, and answers 200."""
	said_to_person = [
		json.loads(each) if isinstance(each, str) else each for each in frappe.local.message_log
	]
	text = " ".join(str(each.get("message") or "") for each in said_to_person) or _("You may not open this.")
	status = getattr(error, "http_status_code", 403)
	page = pages.refusal(text)
	headers = {"Cache-Control": "no-store", content_policy.HEADER: content_policy.policy_of_page()}
	response = Response(page, status, mimetype="text/html", headers=headers)
	raise HTTPException(response=response) from error
