"""An own page by itself, without the desk: what a phone on a slow line loads (docs/decisions/light-page.md)."""

from __future__ import annotations

from typing import Any

import frappe

from bontot.synthesis import light

no_cache = 1


def get_context(context: Any) -> None:
	if frappe.session.user == "Guest":
		frappe.local.flags.redirect_location = light.sign_in_address(frappe.request.full_path)
		raise frappe.Redirect
	context.update(light.context(light.page_of(frappe.request.path)))
