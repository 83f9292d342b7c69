"""The page on which people sign in, in the place of the framework's: one answer of a few kilobytes."""

from __future__ import annotations

import frappe

from bontot.guard.edge import pages
from bontot.synthesis import first_page

no_cache = 1


def get_context(context: frappe._dict) -> None:
	if frappe.session.user != "Guest":
		asked = frappe.form_dict.get("redirect-to") or ""
		frappe.local.flags.redirect_location = asked if pages.is_local(asked) else first_page.address()
		raise frappe.Redirect
	context.lang = frappe.local.lang
	context.favicon = frappe.get_hooks("app_logo_url")[-1]
