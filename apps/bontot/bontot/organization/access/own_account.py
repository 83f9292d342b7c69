"""One's own account: which fields of it are one's own, and that they are, whether or not anybody has saved it before.

The framework lets people at their account by sharing it with them, for every field, when an administrator first saves it. Here
it is shared at the first sign-in, and what is not in OWN stays as it is stored (`server_written`): names, address, sessions,
roles and keys are an administrator's or the Organization Commission's, the password is changed with the old one.
"""

from __future__ import annotations

import frappe
import frappe.share
from frappe import _
from frappe.model import no_value_fields
from frappe.model.document import Document
from frappe.model.meta import Meta

from bontot.organization import access
from bontot.organization.errors import OwnAccountError

ACCOUNT = "User"
# The only list; fields that an older framework does not have do no harm.
OWN = frozenset((
	"user_image", "banner_image", "language", "time_zone", "phone", "location", "gender", "birth_date", "interest", "bio",
	"desk_theme", "mute_sounds", "code_editor_type", "default_workspace", "email_signature", "thread_notify", "send_me_a_copy",
	"document_follow_notify", "document_follow_frequency", "follow_created_documents", "follow_commented_documents",
	"follow_liked_documents", "follow_assigned_documents", "follow_shared_documents",
	"search_bar", "notifications", "list_sidebar", "bulk_actions", "view_switcher", "form_sidebar", "form_navigation_buttons",
	"timeline", "dashboard", "show_absolute_datetime_in_timeline",
))  # fmt: skip
# What the form shows besides, to be read.
SHOWN = ("full_name", "email", "username", "last_login", "last_password_reset_date")
PICTURES = ("user_image", "banner_image")
OF_THIS_SITE = ("/files/", "/private/files/", "/assets/")


def closed_fields(meta: Meta) -> frozenset[str]:
	"""Fields of an account that its owner does not write."""
	return frozenset(field.fieldname for field in meta.fields if field.fieldtype not in no_value_fields) - OWN


def open_to_owner(user: str) -> None:
	"""Let a person at the account, as the framework does when an administrator saves it."""
	share = {"share_doctype": ACCOUNT, "share_name": user, "user": user}
	if user in frappe.STANDARD_USERS or frappe.db.exists("DocShare", {**share, "read": 1, "write": 1}):
		return
	flags = {"ignore_share_permission": True}
	frappe.share.add_docshare(ACCOUNT, user, user, write=1, flags=flags)


def keep_to_owner(doc: Document, method: str | None = None) -> None:
	"""`validate` of DocShare: an account is shared with its owner alone, who passes it on to nobody."""
	if doc.share_doctype != ACCOUNT:
		return
	if doc.everyone or doc.user != doc.share_name:
		frappe.throw(_("An account is its owner's. It is shared with nobody else."), OwnAccountError)
	doc.share = doc.submit = 0


def before_validate(doc: Document, method: str | None = None) -> None:
	"""`before_validate` of User."""
	if doc.new_password and not doc.is_new() and not access.is_administrator(frappe.session.user):
		message = _("A password is changed with the old one: open “My Settings” and press “Change Password”.")
		frappe.throw(message, OwnAccountError)
	for field in PICTURES:
		address = doc.get(field) or ""
		if address and doc.has_value_changed(field) and not is_of_this_site(address):
			message = _("{0}: choose a picture from your device. Other addresses are not taken.")
			frappe.throw(message.format(_(doc.meta.get_label(field))), OwnAccountError)


def is_of_this_site(address: str) -> bool:
	return address.startswith(OF_THIS_SITE) and ".." not in address and "\\" not in address


def tell_form(doc: Document, method: str | None = None) -> None:
	"""`onload` of User: what the form shows to whoever is no administrator."""
	if not access.is_administrator(frappe.session.user):
		doc.set_onload("own_fields", sorted(OWN))
		doc.set_onload("shown_fields", SHOWN)
