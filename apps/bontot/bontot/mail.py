"""Mail on machines that mostly have none: a closed network, and accounts whose addresses receive nothing."""

from email.message import EmailMessage
from typing import Any

import frappe
from frappe.email.doctype.email_account.email_account import EmailAccount

NOWHERE = "@bontot.local"  # the end of addresses that are only names to sign in with


def is_set_up() -> bool:
	"""Whether an administrator has set up an account that sends."""
	return bool(frappe.db.exists("Email Account", {"enable_outgoing": 1, "default_outgoing": 1}))


def tell_whether_it_sends(bootinfo: dict[str, Any]) -> None:
	"""Hook `extend_bootinfo`: the desk offers to write a letter only where one can leave."""
	bootinfo["sends_mail"] = is_set_up()


def reaches(address: str | None) -> bool:
	"""Whether mail to that address can be sent from here."""
	return bool(address) and not address.endswith(NOWHERE) and is_set_up()


def send_now(address: str, subject: str, text: str, file_name: str, pdf: bytes) -> None:
	"""Hand a mail over now, past the framework's queue, which keeps what it sends. Raises what the mail server answers."""
	account = EmailAccount.find_default_outgoing()
	message = EmailMessage()
	message["From"], message["To"], message["Subject"] = account.email_id, address, subject
	message.set_content(text)
	message.add_attachment(pdf, maintype="application", subtype="pdf", filename=file_name)
	account.get_smtp_server().session.send_message(message)


class mail_only_where_configured:
	"""A notification mails itself; without an outgoing account that would log an error for every person and day."""

	def __enter__(self) -> bool:
		self._muted = frappe.flags.mute_emails
		configured = is_set_up()
		if not configured:
			frappe.flags.mute_emails = True
		return configured and not frappe.are_emails_muted()

	def __exit__(self, *_error: object) -> None:
		frappe.flags.mute_emails = self._muted
