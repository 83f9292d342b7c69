"""Placeholder until the access rules land."""

import frappe


def may_access(doc, ptype: str = "read", user: str | None = None) -> bool:
	return (user or frappe.session.user) == "Administrator"


def conditions(doctype: str, user: str | None = None) -> str:
	return "" if (user or frappe.session.user) == "Administrator" else "(1 = 0)"
