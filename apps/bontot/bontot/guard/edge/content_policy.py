"""The content security policy of what the framework serves, and the nonce that lets the scripts of its own pages run.

A page's inline scripts stand in template files of installed apps. Each gets the nonce of the request while its file is read
for rendering, so that nothing which is filled in afterwards, and no template that is stored in the database, ever has one.
"""

from __future__ import annotations

import re
import secrets
import sys
from collections.abc import Callable
from functools import wraps
from typing import Any

import frappe
from frappe.utils import jinja
from jinja2 import BaseLoader, Environment
from werkzeug.wrappers import Request, Response

HEADER = "Content-Security-Policy"
PAGES = (
	"default-src 'self'; script-src 'self'{nonce} 'unsafe-eval'; script-src-attr 'none'; style-src 'self' 'unsafe-inline'; "
	"img-src 'self' data: blob:; font-src 'self' data:; media-src 'self' data: blob:; connect-src 'self' ws: wss:; "
	"worker-src 'self' blob:; frame-src 'self' blob:; object-src 'none'; base-uri 'self'; form-action 'self'; "
	"frame-ancestors 'self'"
)
# What people have uploaded runs nothing, whatever it is.
FILES = (
	"default-src 'none'; script-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; media-src 'self'; "
	"object-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
FILE_PATHS = ("/files/", "/private/files/")
# Templates of the framework's pages. Those of its public website hold scripts that are stored, as of a Web Page.
FOLDERS = ("www", "templates")
SCRIPT = re.compile(r"<script(?=[\s>])", re.IGNORECASE)
# `public/js/kit/inline_handlers.mjs` does what such an attribute asks for, if it knows it.
HANDLER = re.compile(r"(<[a-z][^<>]*?\s)on(click|submit)=", re.IGNORECASE)
# The framework writes a script over this comment in the finished page.
TOKEN = "<!-- csrf_token -->"
TOKEN_SCRIPT = '<script>frappe.csrf_token = "{{ frappe.session.csrf_token }}";</script>'
PRINT_VIEW = "www/printview.html"  # it loads no script of anybody's
OWN_SCRIPTS = "{{ include_script('bontot_web.bundle.js') }}"
# It runs before the desk's, which ask for assets as soon as they load.
FIRST_OF_DESK = "bontot_first.bundle.js"
MARK = "bontot_gives_nonce"


class TemplateFiles(BaseLoader):
	"""The framework's own loader; scripts of a page's template get the nonce."""

	def __init__(self) -> None:
		self.nonce = secrets.token_urlsafe(16)
		self._inner: BaseLoader | None = None

	def get_source(
		self, environment: Environment, template: str
	) -> tuple[str, str | None, Callable[[], bool] | None]:
		source, filename, is_current = self._own().get_source(environment, template)
		if is_of_page(template):
			source = with_nonce(source, self.nonce, is_print_view=template.endswith(PRINT_VIEW))
		return source, filename, is_current

	def list_templates(self) -> list[str]:
		return self._own().list_templates()

	def _own(self) -> BaseLoader:
		if self._inner is None:
			frappe.local.jloader = None
			self._inner = jinja.get_jloader()
			frappe.local.jloader = self
		return self._inner


def is_of_page(template: str) -> bool:
	"""Whether a template, named by its path in an app or by the app's name and that, is one of a page."""
	folder, _slash, rest = template.partition("/")
	if folder not in FOLDERS:
		folder = rest.partition("/")[0] if folder in frappe.get_installed_apps() else ""
	return folder in FOLDERS and template.endswith(".html")


def with_nonce(source: str, nonce: str, *, is_print_view: bool = False) -> str:
	source = source.replace(TOKEN, TOKEN_SCRIPT)
	source = SCRIPT.sub(f'<script nonce="{nonce}"', source)
	source = HANDLER.sub(r"\1data-inline-\2=", source)
	return source.replace("</body>", f"{OWN_SCRIPTS}</body>") if is_print_view else source


def stand_around() -> None:
	"""Wrap what serves pages, once a process (`request_hooks.signed_in`): answers of the API have no scripts to run."""
	for name in ("frappe.website.serve", "frappe.app"):
		holder = sys.modules.get(name)
		inner = getattr(holder, "get_response", None)
		if inner is not None and not getattr(inner, MARK, False):
			holder.get_response = _giving_nonce(inner)


def _giving_nonce(inner: Callable[..., Response]) -> Callable[..., Response]:
	@wraps(inner)
	def serve(*arguments: Any, **named: Any) -> Response:
		# Pages that are remembered would keep the nonce of another request.
		frappe.local.no_cache = True
		if not isinstance(getattr(frappe.local, "jloader", None), TemplateFiles):
			frappe.local.jloader, frappe.local.jenv = TemplateFiles(), None
		return inner(*arguments, **named)

	setattr(serve, MARK, True)
	return serve


def put_first(context: Any) -> dict[str, Any]:
	"""Hook `update_website_context`: the desk's page is the one that names scripts to be included."""
	return {"include_js": [FIRST_OF_DESK, *context.include_js]} if context.get("include_js") else {}


def add(response: Response | None, request: Request | None) -> None:
	"""Tell the browser, before the answer is sent. Answers of the API are read by scripts and show nothing."""
	if response is None or request is None or response.mimetype == "application/json":
		return
	response.headers["X-Content-Type-Options"] = "nosniff"
	is_file = (
		request.path.startswith(FILE_PATHS)
		or "Content-Disposition" in response.headers
		or response.mimetype != "text/html"
	)
	if is_file:
		response.headers[HEADER] = FILES
		return
	loader = getattr(frappe.local, "jloader", None)
	nonce = loader.nonce if isinstance(loader, TemplateFiles) else ""
	response.headers[HEADER] = policy_of_page(nonce)
	if nonce:
		response.headers["Cache-Control"] = "no-store"


def policy_of_page(nonce: str = "") -> str:
	return PAGES.format(nonce=f" 'nonce-{nonce}'" if nonce else "")
