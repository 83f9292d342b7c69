"""Words on a save that came before a person's own."""

from datetime import datetime

import frappe
from frappe import _
from frappe.utils import format_datetime


def who_saved(user: str, when: datetime | str) -> str:
	"""Sentence who saved meanwhile and when; one's own other window or telephone is called so."""
	at = format_datetime(when, "HH:mm dd/MM/yyyy")
	if user == frappe.session.user:
		return _("You saved it yourself at {0}, in another window or on another device.").format(at)
	return _("{0} saved it at {1}.").format(frappe.utils.get_fullname(user), at)
