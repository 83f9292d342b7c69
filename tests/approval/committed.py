"""Cases that several connections take part in: what they commit is taken away at the end."""

from __future__ import annotations

import unittest
from collections.abc import Callable

import frappe
from frappe.utils import now_datetime

from tests.benchmark._site import site


class CommittedCase(unittest.TestCase):
	def setUp(self) -> None:
		self.enterContext(site())
		self.started = now_datetime()
		self.addCleanup(self.remove_what_was_made)

	def remove_what_was_made(self) -> None:
		frappe.set_user("Administrator")
		frappe.db.rollback()
		for doctype in frappe.get_all("DocType", {"issingle": 0, "is_virtual": 0}, pluck="name"):
			if frappe.db.table_exists(doctype):
				frappe.db.delete(doctype, {"creation": (">=", self.started)})
		frappe.db.commit()  # as the site was


def one_request(act: Callable[[], object]) -> str:
	"""The status a request would be answered with; its end is a commit, or a rollback when it was refused."""
	frappe.local.response = frappe._dict()
	try:
		act()
		frappe.db.commit()  # the end of the request
	except Exception as error:
		frappe.db.rollback()
		frappe.clear_messages()
		return str(getattr(error, "http_status_code", 500))
	return "200"
