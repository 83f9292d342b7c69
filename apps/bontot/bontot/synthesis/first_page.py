"""Where the desk opens: people with a seat on "My Work"; administrators keep the framework's workspace."""

from typing import Any

import frappe

from bontot.organization import access
from bontot.setup import roles

PAGE = "my-work"


def set_home_page(bootinfo: dict[str, Any]) -> None:
	"""Hook `extend_bootinfo`, run at every load of the desk: the boot itself is cached, a seat may have ended since."""
	user = frappe.session.user
	if not access.is_administrator(user) and roles.SEAT_HOLDER in frappe.get_roles(user):
		bootinfo["home_page"] = PAGE
