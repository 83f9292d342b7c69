"""A summary report: who writes it, that it is one, that it is frozen when sent and fulfils the duty."""

import json
import unittest
from datetime import date

import frappe

from bontot.evaluation.testing import create_test_open_period, create_test_period
from bontot.obligation import ledger
from bontot.organization.testing import create_test_seat, create_test_tree
from bontot.synthesis import report_api, reporting
from bontot.synthesis.errors import ReportExistsError, ReportPeriodError, ReportSentError
from bontot.synthesis.testing import create_test_report, set_states
from bontot.tests.case import BontotTestCase


class TestDueOn(unittest.TestCase):
	def test_before_the_thirtieth_of_december(self) -> None:
		cases = (
			("Year", date(2026, 12, 31), date(2026, 12, 29)),
			("Year", date(2026, 12, 15), date(2026, 12, 15)),
			("Six-Month", date(2026, 7, 15), date(2026, 7, 15)),
		)
		for kind, own, expected in cases:
			with self.subTest(kind=kind, own=own):
				self.assertEqual(reporting.due_on(kind, 2026, own), expected)


class TestSummaryReport(BontotTestCase):
	def setUp(self) -> None:
		super().setUp()
		self.tree = create_test_tree()
		self.period = create_test_open_period(self.tree.province)
		self.secretary = create_test_seat(self.tree.body, "bi_thu_dang_uy").user

	def write(self, **values):
		with self.set_user(self.secretary):
			return create_test_report(self.tree.body, self.period.name, **values)

	def test_title_due_date_and_path_follow_from_the_period(self) -> None:
		report = self.write(state="Draft", due_on="2020-01-01", organization_path="X")
		self.assertEqual(str(report.due_on), "2026-12-29")
		self.assertIn("Đảng bộ Ủy ban nhân dân tỉnh", report.title)
		self.assertEqual(
			report.organization_path, frappe.db.get_value("Party Organization", self.tree.body, "path")
		)

	def test_sending_freezes_the_figures(self) -> None:
		set_states(self.period.name, {self.tree.cell_a: "Recognized"})
		report = self.write(figures='{"forged": 1}', sent_by="Administrator")
		self.assertFalse(report.figures or report.sent_by)
		with self.set_user(self.secretary):
			report_api.send(report.name)
		set_states(self.period.name, {self.tree.cell_b: "Recognized"})
		report.reload()
		self.assertEqual((report.state, report.sent_by), ("Sent", self.secretary))
		cells = json.loads(report.figures)["kinds"][0]
		self.assertEqual((cells["reached"], cells["eligible"]), (1, 2))

	def test_a_sent_report_stays(self) -> None:
		report = self.write()
		with self.set_user(self.secretary):
			report_api.send(report.name)
			with self.assertRefused(ReportSentError):
				report_api.send(report.name)
			report.reload()
			report.difficulties = "Sửa sau khi gửi"
			with self.assertRefused(ReportSentError):
				report.save()
			report.reload()
			with self.assertRefused(ReportSentError):
				report.delete()

	def test_a_form_cannot_say_that_it_was_sent(self) -> None:
		with self.assertRefused(ReportSentError):
			self.write(state="Sent")
		report = self.write()
		report.state = "Sent"
		with self.set_user(self.secretary), self.assertRefused(ReportSentError):
			report.save()

	def test_one_an_organization_and_period(self) -> None:
		self.write()
		with self.assertRefused(ReportExistsError):
			self.write()

	def test_a_period_that_does_not_cover_it_is_refused(self) -> None:
		draft = create_test_period(self.tree.province, "Six-Month").name
		foreign = create_test_open_period(create_test_tree().province).name
		for period in (draft, foreign):
			with self.subTest(period=period), self.assertRefused(ReportPeriodError):
				create_test_report(self.tree.body, period)

	def test_others_neither_read_nor_send(self) -> None:
		report = self.write()
		neighbour = create_test_seat(self.tree.other_body, "bi_thu_dang_uy").user
		above = create_test_seat(self.tree.province, "theo_doi").user
		with self.set_user(neighbour):
			self.assertFalse(frappe.get_list("Summary Report", {"name": report.name}))
		for user in (neighbour, above):
			with self.subTest(user=user), self.set_user(user), self.assertRefused(frappe.PermissionError):
				report_api.send(report.name)
		with self.set_user(above):
			self.assertTrue(frappe.get_list("Summary Report", {"name": report.name}))

	def test_it_fulfils_the_yearly_duty(self) -> None:
		ledger.rebuild(date(2026, 11, 24), [self.tree.body])
		owed = {"organization": self.tree.body, "duty": "bao_cao_nam", "span_label": "2026"}
		self.assertEqual(frappe.db.get_value("Obligation", owed, "state"), "Due")
		report = self.write()
		with self.set_user(self.secretary):
			report_api.send(report.name)
		ledger.rebuild(date(2026, 11, 24), [self.tree.body])
		self.assertEqual(frappe.db.get_value("Obligation", owed, "record_name"), report.name)
		self.assertIn(frappe.db.get_value("Obligation", owed, "state"), ("Done", "Done Late"))
