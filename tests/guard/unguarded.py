"""The same site served with nothing in front of it: for controls, which must leak here what the guard keeps."""

from __future__ import annotations

import frappe
import frappe.app
from bontot.guard.edge import sign_in
from bontot.guard.files import uploads
from bontot.organization.access import server_written

_get_hooks = frappe.get_hooks
# What stands before the framework's own code: the guard, the check of arguments, the doors brought under the list rule.
TAKEN_AWAY = {
	"auth_hooks": [],
	"before_request": ["bontot.compat.mend_pydantic_config"],
	"after_request": [],
	"on_login": [],
	"override_whitelisted_methods": {},
	"override_doctype_class": {},
}


def get_hooks(hook: str | None = None, *arguments: object, **options: object) -> object:
	if hook in TAKEN_AWAY:
		return TAKEN_AWAY[hook]
	return _get_hooks(hook, *arguments, **options)


frappe.get_hooks = get_hooks
# It comes along with the settings of the site, which the guarded server has put into the cache.
sign_in.stand_around = lambda: None
# Controllers call it themselves, whoever saves.
server_written.require_own_rows = server_written.require_own_name = lambda doc, stored: None
uploads.validate_new = lambda doc, user: None  # asked by the rule for files, of everyone but administrators
uploads.require_addresses = lambda doc, method=None: None  # asked at every save
application = frappe.app.application
