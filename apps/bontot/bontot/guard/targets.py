"""Resolution of what a request will call, the way the installed framework reads it, down to the function object.

A name proves nothing: the same function has many dotted paths, `cmd` beats the path of the address, and some doors
call what one of their arguments names.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import frappe
import frappe.api
from frappe import _, handler
from frappe.model.base_document import get_controller
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import RequestRedirect
from werkzeug.wrappers import Request

from bontot import arguments
from bontot.arguments import SIGN_IN, UnknownMethodError
from bontot.guard.errors import DoorMethodError, RequestError
from bontot.guard.names import name_of

# The doors of the framework's address /api/…, by what its functions are called (frappe/api/v1.py, v2.py).
ENDPOINTS = {
	"document_list": "resource:list",
	"create_doc": "resource:create",
	"read_doc": "resource:read",
	"update_doc": "resource:update",
	"delete_doc": "resource:delete",
	"count": "resource:count",
	"get_meta": "resource:meta",
}
OLD_VERBS = {
	("GET", False): "resource:list",
	("POST", False): "resource:create",
	("GET", True): "resource:read",
	("PUT", True): "resource:update",
	("DELETE", True): "resource:delete",
}
# Arguments in which a door is told the dotted path of a function that it then calls.
CALLED_WITHIN = ("query", "tree_method")
UPLOADS = ("frappe.handler.upload_file", "frappe.handler.uploadfile")


@dataclass(frozen=True, slots=True)
class Call:
	"""One function, or one of the framework's verbs on documents, that a request reaches."""

	name: str  # as in endpoints.toml
	doctype: str | None = None  # of the address, where it names one
	document: str | None = None
	function: Callable | None = field(default=None, compare=False)  # whose arguments are those of the request


def of_request(request: Request, form: Mapping[str, Any]) -> list[Call]:
	"""Everything the request would call; empty for a page. Raises UnknownMethodError or RequestError."""
	if command := form.get("cmd"):
		return [*_named(command, form), *_within(form)]
	if not request.path.startswith("/api/"):
		return []
	found = (
		_of_address(request, form) if hasattr(frappe.api, "API_URL_MAP") else _of_old_address(request, form)
	)
	return [*found, *_within(form)]


def _of_old_address(request: Request, form: Mapping[str, Any]) -> list[Call]:
	parts = request.path[1:].split("/", 3)
	kind, first, rest = (*parts[1:], None, None, None)[:3]
	if kind == "method" and first:
		return _named(first, form)
	if kind != "resource" or not first:
		unknown()
	if rest and "run_method" in form:
		return [_document_method(first, form["run_method"], rest)]
	if not (verb := OLD_VERBS.get((request.method, bool(rest)))):
		wrong_method()
	return [Call(verb, first, rest)]


def _of_address(request: Request, form: Mapping[str, Any]) -> list[Call]:
	try:
		endpoint, given = frappe.api.API_URL_MAP.bind_to_environ(request.environ).match()
	except (NotFound, RequestRedirect):
		unknown()
	except MethodNotAllowed:
		wrong_method()
	if endpoint in frappe.whitelisted:
		return [Call(name_of(endpoint), function=endpoint)]
	called, doctype = endpoint.__name__, given.get("doctype")
	if called == "login":
		return [Call(SIGN_IN)]
	if called == "logout":
		return [Call(name_of(handler.logout))]
	if called == "handle_rpc_call" and doctype:
		require_known(doctype)
		return _named(f"{frappe.get_module(_module_of(doctype)).__name__}.{given['method']}", form)
	if called == "handle_rpc_call":
		return _named(given["method"].split("/")[0], form)
	if called == "execute_doc_method" or (called == "read_doc" and "run_method" in form):
		method = given.get("method") or form.get("run_method")
		return [_document_method(doctype, method, given.get("name"))]
	if called == "<lambda>" and given == {}:  # /api/v2/method/run_doc_method
		return _sent_document_method(form.get("method"), form.get("document"))
	return [Call(ENDPOINTS.get(called, name_of(endpoint)), doctype, given.get("name"))]


def _module_of(doctype: str) -> str:
	return get_controller(doctype).__module__


def _named(command: Any, form: Mapping[str, Any]) -> list[Call]:
	if not isinstance(command, str):
		raise_unreadable("cmd")
	if command == SIGN_IN:
		return [Call(SIGN_IN)]
	function = arguments.resolve(command)
	if function is None:
		unknown()
	if isinstance(function, str):
		return [Call(f"script:{function}")]
	if function is handler.run_doc_method:
		if doctype := form.get("dt"):
			return [_document_method(doctype, form.get("method"))]
		return _sent_document_method(form.get("method"), form.get("docs"))
	return [Call(name_of(function), function=function)]


def _sent_document_method(method: Any, document: Any) -> list[Call]:
	sent = arguments.parsed("docs", document, dict)
	return [_document_method(sent.get("doctype"), method)]


def _document_method(doctype: Any, method: Any, document: str | None = None) -> Call:
	"""A method of a document is judged by the function that its class holds, inherited ones by where they are written."""
	require_known(doctype)
	if not isinstance(method, str):
		raise_unreadable("method")
	function = getattr(get_controller(doctype), method, None)
	if not callable(function):
		unknown()
	return Call(name_of(function), doctype, document)


def _within(form: Mapping[str, Any]) -> list[Call]:
	"""Functions that arguments name: they are called by the door, so each must be open by itself."""
	return [Call(name_of(_function(name, form[name]))) for name in CALLED_WITHIN if form.get(name)]


def _function(argument: str, path: Any) -> Callable:
	function = arguments.resolve(path) if isinstance(path, str) and "." in path else None
	if function is None or isinstance(function, str):
		raise_unreadable(argument)
	return function


def require_known(doctype: Any) -> None:
	"""Raise RequestError or DoesNotExistError unless it is the very name of a doctype.

	The database finds 'meeting' and 'Meeting ' where 'Meeting' stands; rules that go by the name do not.
	"""
	if not isinstance(doctype, str):
		raise_unreadable("doctype")
	if frappe.get_meta(doctype).name != doctype:
		unknown()


def unknown() -> None:
	message = _("There is nothing at this address. Reload the page and try again.")
	frappe.throw(message, UnknownMethodError)


def wrong_method() -> None:
	message = _("This cannot be done by following a link. Open the page and use its button.")
	frappe.throw(message, DoorMethodError)


def raise_unreadable(name: str) -> None:
	message = _("The request holds a value of the wrong kind: {0}. Correct it and try again.")
	frappe.throw(message.format(f"“{frappe.utils.escape_html(str(name))}”"), RequestError)
