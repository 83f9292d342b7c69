"""The list of background jobs, one of which has just gone, asked in every way."""

import inspect
from contextlib import contextmanager
from unittest.mock import patch

from frappe.core.doctype.rq_job.rq_job import Job, RQJob
from frappe.model.base_document import get_controller

from bontot.arguments import ArgumentError
from bontot.outbox.present_job import understood
from bontot.tests.case import BontotTestCase


class TestPresentJob(BontotTestCase):
	@contextmanager
	def one_gone(self):
		gone = patch.object(Job, "fetch_many", return_value=[None])
		with patch.object(RQJob, "get_matching_job_ids", return_value=["x"]), gone:
			yield

	def test_what_has_gone_is_left_out(self):
		with self.one_gone():
			self.assertEqual(get_controller("RQ Job").get_list({"order_by": None, "filters": None}), [])

	def test_control_the_older_framework_falls_over_it(self):
		if "if job" in inspect.getsource(RQJob.get_list):
			self.skipTest("this framework leaves it out")
		with self.one_gone(), self.assertRaises(AttributeError):
			RQJob.get_list({})

	def test_conditions_are_understood_or_refused(self):
		status = [["RQ Job", "status", "=", "failed"]]
		for filters, kept in (
			(None, []), ("", []), ([], []), ({}, []), (status, status), ([["status", "=", "failed"]], status),
			({"status": "failed"}, status), ({"status": ["in", ["failed"]]}, [["RQ Job", "status", "in", ["failed"]]]),
		):  # fmt: skip
			with self.subTest(filters=filters):
				self.assertEqual(understood({"filters": filters, "start": 1}), {"filters": kept, "start": 1})
		for filters in (
			"x", 1, ["x"], [[]], [["status"]], [["status", "=", 1]], [["status", "=", ["a"]]], [["status", None, "a"]],
			[["status", "in", [1]]], {"status": ["in"]}, {"status": {"a": 1}}, [{"status": "failed"}],
		):  # fmt: skip
			with self.subTest(filters=filters), self.assertRefused(ArgumentError):
				understood({"filters": filters})

	def test_control_the_framework_falls_over_none(self):
		with self.assertRaises(TypeError):
			RQJob.get_count({"filters": None})
