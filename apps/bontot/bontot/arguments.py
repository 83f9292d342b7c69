"""Checks of a call before anything runs: what is asked for must exist and fit, and a wrong call is refused in words, without a
server error.

The framework answers an unknown method with a failure of the server, a missing argument with a traceback and a wrong type in
English. These checks come first (`guard.edge.request_hooks.signed_in`: before that, whoever comes by a key in a header is still a
guest), and only where the call would fail anyway.
"""

from __future__ import annotations

import inspect
import json
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NoReturn

import frappe
from frappe import _
from werkzeug.wrappers import Request, Response

METHOD_PATH = re.compile(r"/api/(?:v1/)?method/([^/]+)")
SIGN_IN = "login"  # the framework's own word, not a function
# Half of a character, as JSON can write it: no text, and the database takes none of it.
HALF = re.compile(
	r"\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\+u[dD][c-fC-F])|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})(?<!\\)\\+u[dD][c-fC-F]"
)
MOST = 2**63 - 1  # of a whole number that the database knows
NEVER_HANDED = ("ignore_permissions", "flags")  # by the framework to what it calls
DOCUMENT_METHODS = ("run_doc_method", "runserverobj")


class UnknownMethodError(frappe.DoesNotExistError):
	"""Nothing by that name can be called (HTTP 404)."""


class ArgumentError(frappe.ValidationError):
	"""An argument is missing or is of the wrong kind (HTTP 417)."""


def check_call() -> None:
	"""Raise UnknownMethodError or ArgumentError for a request that names a method and cannot succeed."""
	if frappe.request.is_json and frappe.request.get_data(as_text=True).lstrip().startswith("["):
		# Newer frameworks hand a list on as an argument called `data`, which nothing of ours has: it would be ignored.
		frappe.throw(_("The request cannot be read. Reload the page and try again."), ArgumentError)
	if holds_half_characters(frappe.request, frappe.form_dict):
		frappe.throw(_("The request cannot be read. Reload the page and try again."), ArgumentError)
	if not (name := called(frappe.request.path, frappe.form_dict)) or name == SIGN_IN:
		return
	if not (method := resolve(name)):
		frappe.throw(
			_("There is nothing at this address. Reload the page and try again."), UnknownMethodError
		)
	if isinstance(method, str) or getattr(method, "__name__", "") in DOCUMENT_METHODS:
		return  # the framework's to judge: a script has no arguments, a document's method its own rules
	check_open(method, frappe.session.user)
	check_arguments(method, frappe.form_dict)


def holds_half_characters(request: Request, form: Mapping[str, Any]) -> bool:
	"""Whether any text in the request, or in JSON within it, is none."""
	texts = [request.get_data(as_text=True)] if request.is_json else form.values()
	return any(isinstance(text, str) and "\\u" in text and HALF.search(text) for text in texts)


def called(path: str, form: Mapping[str, Any]) -> str | None:
	"""Name of the method a request calls, or None; `cmd` of the form counts where the framework looks at it."""
	if found := METHOD_PATH.match(path):
		return str(form.get("cmd") or found[1])
	return str(form["cmd"]) if form.get("cmd") else None


def resolve(name: str) -> Callable | str | None:
	"""The function the framework would call, the name of a server script, or None."""
	from frappe.core.doctype.server_script.server_script_utils import get_server_script_map

	name = (frappe.get_hooks("override_whitelisted_methods", {}).get(name) or [name])[-1]
	if script := get_server_script_map().get("_api", {}).get(name):
		return script
	try:
		return _found(name)
	except LookupError:
		return None


@lru_cache(maxsize=2048)
def _found(name: str) -> Callable:
	"""The function at a dotted path, or of the framework's handler. Raises LookupError, which is not remembered."""
	from frappe import handler

	try:
		found = frappe.get_attr(name) if "." in name else getattr(handler, name, None)
	except (
		Exception
	) as error:  # a module that is not there, or one that fails when it is imported: no caller's business
		frappe.clear_messages()
		raise LookupError(name) from error
	if not callable(found):
		raise LookupError(name)
	return found


def check_open(method: Callable, user: str) -> None:
	"""Raise PermissionError where the framework would, in its English and with the function's name."""
	if user == "Guest" and method not in frappe.guest_methods:
		message = _("You are not signed in, or your session has ended. Sign in and try again.")
		frappe.throw(message, frappe.PermissionError, title=_("Sign In"))
	if method not in frappe.whitelisted:
		frappe.throw(_("This cannot be called from outside."), frappe.PermissionError)


def check_arguments(method: Callable, form: Mapping[str, Any]) -> None:
	"""Raise ArgumentError that names what is missing, or what is of the wrong kind."""
	taken = _taken(method)
	given = {
		name: value
		for name, value in form.items()
		if (taken.all or name in taken.named) and name not in NEVER_HANDED
	}
	if missing := [name for name in taken.needed if name not in given]:
		lacking(missing)
	if wrong := [name for name in given if name in taken.typed and not fits(method, name, given[name])]:
		wrong_kind(wrong)


@dataclass(frozen=True, slots=True)
class Taken:
	"""Arguments that a function takes, read once from its code."""

	named: frozenset[str]
	needed: tuple[str, ...]
	typed: frozenset[str]
	all: bool  # and whatever else is sent


@lru_cache(maxsize=2048)
def _taken(method: Callable) -> Taken:
	parameters = inspect.signature(method).parameters.values()
	by_name = [each for each in parameters if each.kind in (each.POSITIONAL_OR_KEYWORD, each.KEYWORD_ONLY)]
	return Taken(
		frozenset(each.name for each in by_name),
		tuple(each.name for each in by_name if each.default is each.empty),
		frozenset(getattr(inspect.unwrap(method), "__annotations__", {})),
		any(each.kind is each.VAR_KEYWORD for each in parameters),
	)


def wrong_kind(names: list[str]) -> NoReturn:
	message = _("The request holds a value of the wrong kind: {0}. Correct it and try again.")
	frappe.throw(message.format(quoted(names)), ArgumentError, title=_("Wrong Value"))


def lacking(names: list[str]) -> NoReturn:
	message = _("The request lacks: {0}. Reload the page and try again.")
	frappe.throw(message.format(quoted(names)), ArgumentError, title=_("Incomplete Request"))


def fits(method: Callable, name: str, value: Any) -> bool:
	"""Ask the framework's own check about one argument; one without a type fits."""
	try:
		from frappe.utils.typing_validations import FrappeTypeError, transform_parameter_types
	except ImportError:  # a framework without typed endpoints
		return True
	# The framework wraps a typed endpoint, and looks at the types of what it wraps.
	inner = inspect.unwrap(method)
	if name not in getattr(inner, "__annotations__", {}):
		return True
	try:
		taken = transform_parameter_types(inner, (), {name: value})[1]
	except (FrappeTypeError, RecursionError):
		return False
	return is_storable(value) and all(map(is_storable, taken.values()))


def is_storable(value: Any) -> bool:
	"""Whether every number within is one that a column can hold: the database falls over the others, JSON has some of them."""
	if isinstance(value, Mapping):
		return all(map(is_storable, value.values()))
	if isinstance(value, list | tuple):
		return all(map(is_storable, value))
	if isinstance(value, float):
		return math.isfinite(value)
	return not isinstance(value, int) or abs(value) <= MOST


def require(form: Mapping[str, Any], *names: str) -> None:
	"""Raise ArgumentError unless each named text is there: for endpoints that read the form themselves."""
	if missing := [name for name in names if not isinstance(form.get(name), str) or not form[name]]:
		lacking(missing)


def require_list_query(form: Mapping[str, Any]) -> None:
	"""Raise ArgumentError unless doctype and fields are what they should be: for our faces of the framework's lists."""
	require_doctype(form.get("doctype"))
	parsed("fields", form.get("fields") or [], list)
	parsed("filters", form.get("filters") or [], list, dict)


def require_doctype(name: Any) -> None:
	require({"doctype": name}, "doctype")
	if not frappe.db.exists("DocType", name):
		wrong_kind(["doctype"])


def parsed(name: str, value: Any, *kinds: type) -> Any:
	"""Return an argument that comes as JSON or as itself, parsed; raises ArgumentError unless it is one of the kinds."""
	try:
		found = frappe.parse_json(value)
	except (ValueError, RecursionError):
		wrong_kind([name])
	if not isinstance(found, kinds):
		wrong_kind([name])
	return found


def tell_broken_body(response: Response | None = None, request: Request | None = None) -> None:
	"""A JSON body that cannot be read is the caller's mistake, not the server's.

	The framework reads it before anything of an app runs, and before it knows the person's language.
	"""
	if response is None or request is None or response.status_code < 400 or not request.is_json:
		return
	try:
		body = json.loads(request.get_data(as_text=True) or "{}")
	except (ValueError, RecursionError):
		body = None
	if not isinstance(body, dict) or (response.status_code >= 500 and holds_half_characters(request, {})):
		message = _(
			"The request cannot be read. Reload the page and try again.", frappe.db.get_default("lang")
		)
		response.status_code = 400
		response.data = json.dumps({"message": message, "exc_type": "BadRequest"})


def quoted(names: list[str]) -> str:
	return ", ".join(f"“{frappe.utils.escape_html(name)}”" for name in names)
