"""The page on which people change their password, in the place of the framework's."""

import frappe

no_cache = 1


def get_context(context: frappe._dict) -> None:
	context.no_breadcrumbs = True
	context.key = bool(frappe.form_dict.get("key"))
	context.expired = bool(frappe.form_dict.get("password_expired"))
	user = frappe.session.user
	context.signed_in_as = None if user == "Guest" or context.key else frappe.utils.get_fullname(user)
