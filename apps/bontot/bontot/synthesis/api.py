"""What pages ask of this module. Reads only: each answers for the signed-in person's own scope."""

from typing import Any

import frappe

from bontot.synthesis import my_work as work


@frappe.whitelist(methods=["GET"])
def my_work(year: int | None = None) -> dict[str, Any]:
	"""Return what the page "My Work" shows to the signed-in person (shape: synthesis.my_work.collect)."""
	return work.collect(frappe.session.user, year)
