"""The base class of tests that need a site: every test starts clean and ends signed out and rolled back."""

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import frappe
import freezegun
from frappe.cache_manager import user_cache_keys
from frappe.tests.utils import FrappeTestCase
from frappe.utils import CallbackManager, get_datetime, get_system_timezone

from bontot.organization import access

DATA = "set_up_data"  # savepoint: what the method of that name has made
NO_SUCH_SAVEPOINT = 1305


class BontotTestCase(FrappeTestCase):
	"""FrappeTestCase rolls back after a class; this one also after each test."""

	_made: dict[str, Any] | None = None  # of the class: attributes that `set_up_data` has made
	_undoing: CallbackManager  # and what is due when that is rolled back: files are taken away

	@classmethod
	def setUpClass(cls) -> None:
		super().setUpClass()
		cls._made, cls._undoing = None, CallbackManager()
		cls.addClassCleanup(lambda: cls._undoing.run())

	def set_up_data(self) -> None:
		"""Make what the tests of the class begin with, once for all of them: each test is rolled back to it and gets copies of
		the attributes. After a test that has committed or taken all back it is made anew."""

	def setUp(self) -> None:
		super().setUp()
		self._clear()
		if self._made is not None:
			self._roll_back()  # a cleanup may have committed or taken all back
		if self._made is None:
			self._make_data()
		vars(self).update(copy.deepcopy(self._made))

	def tearDown(self) -> None:
		self._roll_back()
		self._clear()
		super().tearDown()

	def _make_data(self) -> None:
		before = set(vars(self))
		try:
			self.set_up_data()
		except BaseException:
			frappe.db.rollback()
			raise
		type(self)._made = {name: value for name, value in vars(self).items() if name not in before}
		type(self)._undoing, frappe.db.after_rollback = frappe.db.after_rollback, CallbackManager()
		frappe.db.savepoint(DATA)
		self._clear()

	def _roll_back(self) -> None:
		database = frappe.db
		database.before_commit.reset()
		database.after_commit.reset()
		database.before_rollback.run()
		try:
			database.rollback(save_point=DATA)
		except database.OperationalError as error:
			if error.args[0] != NO_SUCH_SAVEPOINT:
				raise
			database.rollback()
			self._undoing.run()
			type(self)._made = None
		database.after_rollback.run()

	@staticmethod
	def _clear() -> None:
		"""Sign out, and forget what was cached of accounts and documents: they are other ones by the same names."""
		frappe.set_user("Administrator")
		access.forget()
		frappe.clear_messages()
		frappe.db.value_cache.clear()
		frappe.cache.delete_value(list(user_cache_keys))
		frappe.cache.delete_keys("document_cache::")

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
