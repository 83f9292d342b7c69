"""The base class of tests that need a site: every test starts clean and ends signed out and rolled back."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import frappe
import freezegun
from frappe.tests.utils import FrappeTestCase
from frappe.utils import get_datetime, get_system_timezone

from bontot.organization import access


class BontotTestCase(FrappeTestCase):
	"""FrappeTestCase rolls back after a class; this one also after each test."""

	def setUp(self) -> None:
		super().setUp()
		frappe.set_user("Administrator")
		access.forget()

	def tearDown(self) -> None:
		frappe.set_user("Administrator")
		frappe.db.rollback()
		access.forget()
		frappe.clear_messages()
		super().tearDown()

	@contextmanager
	def set_user(self, user: str) -> Iterator[None]:
		"""Act as `user` inside the block."""
		before = frappe.session.user
		frappe.set_user(user)
		try:
			yield
		finally:
			frappe.set_user(before)

	@contextmanager
	def freeze_time(self, moment: datetime | date | str) -> Iterator[None]:
		"""Let it be `moment`, in the site's time zone, inside the block."""
		local = get_datetime(moment).replace(tzinfo=ZoneInfo(get_system_timezone()))
		access.forget()
		with freezegun.freeze_time(local.astimezone(UTC)):
			yield
		access.forget()

	@contextmanager
	def assertRefused(self, error: type[Exception]) -> Iterator[Any]:
		"""The block must raise exactly `error`, which is its `exception`; another kind (a parent class too) is a failure."""
		with self.assertRaises(error) as caught:
			yield caught
		self.assertIs(type(caught.exception), error, f"refused with another error: {caught.exception!r}")
		frappe.clear_messages()
