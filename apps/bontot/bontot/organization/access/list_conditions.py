"""List conditions, a function a doctype: the older framework tells its query hooks a user and no doctype."""

from functools import partial

import frappe

from bontot.organization.access import rules


def _conditions(kind: str, user: str | None = None) -> str:
	return rules.conditions(kind, user)


HOOKS = {kind: f"{__name__}.{frappe.scrub(kind)}" for kind in rules.RULES}
globals().update({frappe.scrub(kind): partial(_conditions, kind) for kind in rules.RULES})
