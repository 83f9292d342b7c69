"""Home page: "My Work" for those with a seat, the framework's workspace for administrators."""

from typing import Any

import frappe

from bontot.organization import access
from bontot.setup import roles

PAGE = "my-work"


def set_home_page(bootinfo: dict[str, Any]) -> None:
	"""Hook `extend_bootinfo`, run at every load of the desk: the boot itself is cached, a seat may have ended since."""
	if begins_at_work():
		bootinfo["home_page"] = PAGE


def lead_home(login_manager: Any = None) -> None:
	"""Hook `on_session_creation`: who signs in goes there at once, without the desk."""
	if begins_at_work() and frappe.local.response.get("home_page"):
		frappe.local.response["home_page"] = address()


def address() -> str:
	return f"/app/{PAGE}" if begins_at_work() else "/app"


def begins_at_work() -> bool:
	user = frappe.session.user
	return not access.is_administrator(user) and roles.SEAT_HOLDER in frappe.get_roles(user)
