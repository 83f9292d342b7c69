"""A name that nobody has is answered like an account: looked at by the words and the counting, not by the clock."""

from unittest.mock import patch

import frappe
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request, Response

from bontot.guard import strangers
from bontot.organization.testing import create_test_user
from bontot.tests.case import BontotTestCase

MOST, SECONDS = 5, 300


class TestStrangers(BontotTestCase):
	def answer(self, name: object, path: str = "/api/method/login", status: int = 401) -> Response:
		request = Request(
			EnvironBuilder(path=path, method="POST", headers={"Accept": "application/json"}).get_environ()
		)
		response = Response('{"message": "x"}', status, mimetype="application/json")
		form = frappe._dict(usr=name, pwd="x")
		with (
			patch.object(frappe.local, "request", request, create=True),
			patch.object(frappe.local, "form_dict", form),
			patch.object(frappe.local, "is_ajax", True, create=True),
			patch.object(frappe.local, "response", frappe._dict(docs=[])),
		):
			strangers.answer_alike(response, request)
		return response

	def test_a_password_is_looked_at_where_there_is_no_account(self):
		user = create_test_user()
		with patch.object(strangers.passlibctx, "verify") as verify:
			self.answer(frappe.generate_hash())
			self.assertEqual(verify.call_count, 1)
			self.answer(user)
			self.answer(frappe.generate_hash(), status=200)
			self.answer(frappe.generate_hash(), path="/api/method/ping")
			self.answer({"a": 1})
			self.assertEqual(verify.call_count, 1, "of an account the framework looks itself")

	def test_after_as_many_tries_it_is_locked(self):
		name = frappe.generate_hash()
		found = [strangers.is_locked(name, MOST, SECONDS) for _try in range(MOST + 3)]
		self.assertEqual(found, [False] * (MOST + 1) + [True] * 2)
		self.assertFalse(strangers.is_locked(frappe.generate_hash(), MOST, SECONDS))
		with patch.object(strangers, "is_locked", lambda *_arguments: True):
			response = self.answer(name)
		self.assertEqual(response.status_code, 403)
		self.assertIn("SecurityException", response.get_data(as_text=True))
