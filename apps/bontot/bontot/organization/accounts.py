"""Accounts made without a word to the outside: no welcome mail, no look-up of a picture elsewhere."""

import frappe

from bontot.text import nfc


def create_account(full_name: str, email: str, password: str | None = None) -> str:
	"""Make an enabled account and return its name; one that exists stays as it is. Roles come with a seat."""
	email = email.strip().lower()
	if frappe.db.exists("User", email):
		return email
	family, _space, given = nfc(full_name).rpartition(" ")
	account = frappe.new_doc("User")
	# Vietnamese order: the family name stands first, as the framework prints first_name first.
	account.update({"email": email, "first_name": family or given, "last_name": given if family else None})
	account.update({"language": "vi", "time_zone": "Asia/Ho_Chi_Minh", "send_welcome_email": 0, "enabled": 1})
	account.user_image = ""
	if password:
		account.new_password = password
	account.flags.no_welcome_mail = True
	account.flags.ignore_password_policy = True  # a first password, handed over in person
	account.insert(ignore_permissions=True)  # callers are set-up, demo and tests, never a signed-in person
	return account.name
