"""An own page by itself, without the desk: what a phone on a slow line loads (docs/decisions/light-page.md)."""

from __future__ import annotations

from typing import Any

import frappe

from bontot.synthesis import light

no_cache = 1


def get_context(context: Any) -> None:
	context.update(light.context(light.page_of(frappe.request.path)))
