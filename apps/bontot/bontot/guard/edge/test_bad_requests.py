import json
from pathlib import Path
from unittest.mock import Mock, patch

import frappe
from pymysql.err import OperationalError
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from bontot import arguments
from bontot.guard.edge import bad_requests, replay
from bontot.guard.errors import RequestError
from bontot.guard.query import search
from bontot.tests.case import BontotTestCase

ABSENT = OperationalError(1054, "Unknown column 'x' in 'WHERE'")
LOST = OperationalError(2013, "Lost connection to MySQL server during query")


def raised_elsewhere(error: Exception) -> Exception:
	"""The error as it comes out of code that is none of ours."""
	try:
		Mock(side_effect=error)()
	except Exception as found:
		found.__traceback__ = found.__traceback__.tb_next  # without this test's own frame
		return found
	raise AssertionError("nothing was raised")


class TestUnfit(BontotTestCase):
	def test_values_that_the_framework_falls_over(self):
		for error in (
			TypeError("x"),
			KeyError("x"),
			AttributeError("x"),
			json.JSONDecodeError("x", "x", 0),
			ABSENT,
		):
			with self.subTest(error=error):
				self.assertTrue(bad_requests.is_of_request(raised_elsewhere(error)))

	def test_what_is_no_matter_of_values_stays_a_fault(self):
		for error in (LOST, OSError("disk"), RuntimeError("x"), frappe.DoesNotExistError("x")):
			with self.subTest(error=error):
				self.assertFalse(bad_requests.is_of_request(raised_elsewhere(error)))

	def test_a_fault_of_ours_stays_one(self):
		try:
			arguments.called(None, {})  # a mistake of ours: there is always a path
		except TypeError as error:
			self.assertFalse(bad_requests.is_of_request(error))

	def test_a_door_of_ours_that_stands_in_for_one_of_the_framework_hands_its_errors_on(self):
		def asked() -> Exception:
			try:
				search.get_chart(chart={})  # the framework misses what a chart is of
			except Exception as error:
				error.__traceback__ = error.__traceback__.tb_next  # without this test's own frame
				return error
			raise AssertionError("the framework takes it by now")

		self.assertTrue(bad_requests.is_of_request(asked()))
		with patch.object(bad_requests, "_stood_in_for", return_value=()):
			self.assertFalse(bad_requests.is_of_request(asked()))  # control: its own frames are ours

	def test_what_stands_around_is_none_of_ours(self):
		self.assertFalse(bad_requests._is_ours(Path(replay.__file__)))
		self.assertTrue(bad_requests._is_ours(Path(bad_requests.__file__)))
		self.assertTrue(bad_requests._is_ours(Path(arguments.__file__)))

	def answer(self, path: str) -> None:
		request = Request(EnvironBuilder(path=path, method="POST").get_environ())

		def act() -> None:
			raise raised_elsewhere(TypeError("x"))

		with (
			patch.object(frappe.local, "request", request, create=True),
			patch.object(frappe.local, "is_ajax", False, create=True),
		):
			replay._run_again(act, "handle")

	def test_it_is_told_as_a_request_that_cannot_be_read(self):
		with patch.object(bad_requests, "_is_ours", return_value=False), self.assertRefused(RequestError):
			self.answer("/api/method/x")  # the patch: this test's frames are ours

	def test_control_a_page_and_a_fault_of_ours_come_out_as_they_are(self):
		with patch.object(bad_requests, "_is_ours", return_value=False), self.assertRaises(TypeError):
			self.answer("/app")
		with self.assertRaises(TypeError):
			self.answer("/api/method/x")
