"""A forgotten password: whoever asks learns the same, whether the account exists, is closed, or mail does not go out."""

import frappe
from frappe import _
from frappe.core.doctype.user.user import get_password_reset_limit
from frappe.rate_limiter import rate_limit


@frappe.whitelist(allow_guest=True, methods=["POST"])
@rate_limit(limit=get_password_reset_limit, seconds=60 * 60)
def reset_password(user: str) -> None:
	"""Send the instructions where there is somebody to send them to (hooks.py overrides the framework's)."""
	if user != "Administrator" and frappe.db.get_value("User", user, "enabled"):
		try:
			account = frappe.get_doc("User", user)
			account.validate_reset_password()
			account.reset_password(send_email=True)
		except Exception:  # no mail in a closed network, too many tries: for the log, not for who asks
			frappe.db.rollback()
			frappe.log_error(title="Password reset was not sent")
	frappe.clear_messages()
	frappe.local.response.pop("exc_type", None)  # of what failed inside
	frappe.msgprint(
		_(
			"If there is such an account, instructions have been sent to it. Without mail, ask the body above to reset the password."
		),
		title=_("Forgotten Password"),
	)
