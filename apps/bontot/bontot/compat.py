"""Repairs to the framework from outside, so that the app runs on every version of it."""

import ast
import re
import unicodedata
from typing import TYPE_CHECKING
from urllib.parse import quote

import frappe
import pydantic
from frappe.translate import get_user_lang

if TYPE_CHECKING:
	from frappe.database.database import Database


class _Opaque:
	"""A class pydantic knows nothing of."""


_mended: list[bool] = []  # in this process


def mend_pydantic_config(*_args, **_kwargs) -> None:
	"""Let the framework's typed endpoints run where its pydantic settings class is not accepted.

	The framework hands a *class* to pydantic as settings; some releases of pydantic refuse that, and every
	typed endpoint fails. Tried out, not told by a version number. Runs before each request, job and test run:
	hooks are the only place of an app that every process passes. Once a process.
	"""
	if _mended:
		return
	_mended.append(True)
	try:
		from frappe.utils import typing_validations
	except ImportError:  # a framework without typed endpoints
		return
	config = getattr(typing_validations, "FrappePydanticConfig", None)
	if isinstance(config, type) and not _accepted(config):
		typing_validations.FrappePydanticConfig = {"arbitrary_types_allowed": True}


def mend_guest_language() -> None:
	"""Speak the site's language to whoever is not signed in.

	Newer frameworks settle the language before they know who asks, and leave a guest with English: the sign-in page too.
	"""
	if frappe.session.user == "Guest" and not frappe.form_dict.get("_lang"):
		frappe.local.lang = get_user_lang("Guest")


def _accepted(config: type) -> bool:
	try:
		pydantic.TypeAdapter(_Opaque, config=config)
	except Exception:  # which error it is differs from release to release
		return False
	return True


def connect_apart() -> "Database":
	"""Return a second connection to the site's database, not yet open; `frappe.db` stays what it is.

	`frappe.database.get_db` wants other arguments from one framework to the next; `frappe.connect` knows which.
	"""
	mine = frappe.local.db
	try:
		frappe.connect(set_admin_as_user=False)
		return frappe.local.db
	finally:
		frappe.local.db = mine


def mend_file_names(response, request=None) -> None:
	"""Give a download its name and ending back.

	The framework sets the header as bytes, which newer releases of Werkzeug write down as the text b'…': browsers then
	save a file called "download" that no program opens. A name beyond ASCII goes out as RFC 6266 wants it.
	"""
	said = (
		response.headers.get("Content-Disposition", "") if response else ""
	)  # none: the request broke off early
	if not said.startswith(("b'", 'b"')):
		return
	meant = ast.literal_eval(said).decode()
	kind, _, rest = meant.partition(";") if not meant.startswith("filename=") else ("attachment", "", meant)
	found = re.search(r'filename="([^"]*)"', rest)
	if not found:
		response.headers["Content-Disposition"] = kind.strip()
		return
	response.headers.set("Content-Disposition", kind.strip(), **dump_name(found[1]))


def dump_name(name: str) -> dict[str, str]:
	"""Parameters of Content-Disposition for a file name: plain letters for all, the name itself for who can read it."""
	plain = (
		unicodedata.normalize("NFKD", name.replace("đ", "d").replace("Đ", "D"))
		.encode("ascii", "ignore")
		.decode()
	)
	return {"filename": plain} if plain == name else {"filename": plain, "filename*": f"UTF-8''{quote(name)}"}
