"""Base case for tests of the guard: a request as the framework has read it, judged for a person of a small tree."""

from contextlib import contextmanager
from unittest.mock import patch

import frappe
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from bontot.compat import mend_pydantic_config
from bontot.guard.edge import entry
from bontot.organization.testing import create_test_seat, create_test_tree
from bontot.tests.case import BontotTestCase

METHOD = "/api/method/"


class GuardCase(BontotTestCase):
	@classmethod
	def setUpClass(cls) -> None:
		super().setUpClass()
		mend_pydantic_config()  # what `before_request` does

	def set_up_data(self) -> None:
		super().set_up_data()
		self.tree = create_test_tree()
		self.secretary = create_test_seat(self.tree.cell_a, "bi_thu_chi_bo").user

	def ask(
		self,
		path: str,
		verb: str = "GET",
		*,
		user: str | None = None,
		token: str | None = "t",
		headers: dict | None = None,
		body: str | None = None,
		resumed: bool = True,
		**form: object,
	) -> frappe._dict:
		"""Let the guard judge a request; returns the form as it leaves it. `token`: of the session; None: it has none."""
		with self.request(path, verb, user or self.secretary, token, headers or {}, body, resumed, form):
			entry.check()
			return frappe.local.form_dict

	@contextmanager
	def request(self, path, verb, user, token, headers, body, resumed, form):
		environ = EnvironBuilder(
			path=path, method=verb, headers=headers, data=body, base_url="http://localhost"
		).get_environ()
		local = frappe.local
		manager = frappe._dict(resume=resumed)
		with self.set_user(user):
			frappe.session.data = frappe._dict(csrf_token=token)
			frappe.session.sid = "a" * 56
			with (
				patch.object(local, "request", Request(environ), create=True),
				patch.object(local, "form_dict", frappe._dict(form)),
				patch.object(local, "login_manager", manager, create=True),
				patch.object(local, "is_ajax", path.startswith("/api/"), create=True),
				patch.object(
					local, "bontot_calls", (), create=True
				),  # what is reached is this request's alone
			):
				yield

	def refused(self, error: type[Exception], *arguments, **form) -> None:
		with self.assertRefused(error):
			self.ask(*arguments, **form)
