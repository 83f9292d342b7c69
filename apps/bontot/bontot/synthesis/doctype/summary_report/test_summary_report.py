"""A summary report: who writes it, that it is one, that it is frozen when sent and fulfils the duty."""

import json
import unittest
from datetime import date
from unittest.mock import patch

import frappe
from frappe.utils import getdate

from bontot.approval.acts import document_view, service
from bontot.approval.core import cases, verify
from bontot.approval.core.errors import ActNotOpenError, StaleFileError
from bontot.approval.queue import waiting_documents
from bontot.approval.testing import act_named
from bontot.evaluation.testing import create_test_open_period, create_test_period
from bontot.obligation import ledger
from bontot.obligation.testing import owe_since
from bontot.organization.errors import NoSeatError, SentDocumentError
from bontot.organization.testing import create_test_seat, create_test_tree
from bontot.synthesis import report_print, reporting
from bontot.synthesis.errors import ReportExistsError, ReportPeriodError
from bontot.synthesis.testing import create_test_report, set_states
from bontot.tests.case import BontotTestCase

REPORT = "Summary Report"


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
	def set_up_data(self) -> None:
		super().set_up_data()
		self.tree = create_test_tree()
		self.period = create_test_open_period(self.tree.province)
		self.secretary = create_test_seat(self.tree.body, "bi_thu_dang_uy").user

	def act(self, act: str, report, *said: object, user: str | None = None) -> None:
		with self.set_user(user or self.secretary):
			sequence = frappe.db.get_value(REPORT, report.name, "step_sequence") or 0
			act_named(act)(REPORT, report.name, sequence, *said)

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

	def test_its_form_shows_the_figures_that_its_paper_prints(self) -> None:
		set_states(self.period.name, {self.tree.cell_a: "Recognized"})
		report = self.write()
		with self.set_user(self.secretary), patch.object(frappe.local, "lang", "vi"):
			report.run_method("onload")
			draft = report.get_onload("figures_shown")["kinds"]
			self.assertEqual(draft, report_print.report_for_print(report)["kinds"])
		self.act("send", report)
		set_states(self.period.name, {self.tree.cell_b: "Recognized"})
		report.reload()
		with self.set_user(self.secretary), patch.object(frappe.local, "lang", "vi"):
			report.run_method("onload")
			self.assertEqual(report.get_onload("figures_shown")["kinds"], draft)

	def test_its_form_opens_though_its_organization_has_no_part_in_the_period(self) -> None:
		report = self.write()
		frappe.db.set_value("Review Period", self.period.name, "state", "Draft")
		frappe.clear_messages()
		with self.set_user(self.secretary):
			report.run_method("onload")
		self.assertNotIn("figures_shown", report.get("__onload") or {})
		self.assertEqual(frappe.local.message_log, [])

	def test_sending_freezes_the_figures(self) -> None:
		set_states(self.period.name, {self.tree.cell_a: "Recognized"})
		report = self.write(figures='{"forged": 1}', sent_by="Administrator")
		self.assertFalse(report.figures or report.sent_by)
		self.act("send", report)
		set_states(self.period.name, {self.tree.cell_b: "Recognized"})
		report.reload()
		self.assertEqual((report.state, report.sent_by), ("Under Appraisal", self.secretary))
		self.assertEqual(report.awaiting_organization, self.tree.province)
		cells = json.loads(report.figures)["kinds"][0]
		self.assertEqual((cells["reached"], cells["eligible"]), (1, 2))

	def test_a_sent_report_stays(self) -> None:
		report = self.write()
		self.act("send", report)
		with self.set_user(self.secretary):
			with self.assertRefused(StaleFileError):
				service.send(REPORT, report.name, 0)
			with self.assertRefused(ActNotOpenError):
				service.send(REPORT, report.name, 1)
			report.reload()
			report.difficulties = "Sửa sau khi gửi"
			with self.assertRefused(SentDocumentError):
				report.save()
			report.reload()
			with self.assertRefused(SentDocumentError):
				report.delete()

	def test_a_form_cannot_say_that_it_was_sent(self) -> None:
		report = self.write(state="Approved")
		self.assertEqual(report.state, "Draft")
		report.update({"state": "Approved", "sent_on": "2026-01-01"})
		with self.set_user(self.secretary):
			report.save()
		report.reload()
		self.assertEqual((report.state, report.sent_on), ("Draft", None))

	def test_who_stands_above_receives_it(self) -> None:
		report, officer = self.write(), create_test_seat(self.tree.province, "can_bo_btc_tinh").user
		self.act("send", report)
		self.assertEqual([row["name"] for row in waiting_documents.of_user(officer)], [report.name])
		self.act("agree", report, user=officer)
		report.reload()
		self.assertEqual((report.state, report.docstatus, report.decided_on), ("Approved", 0, getdate()))
		self.assertEqual(verify.check_file(report.name, REPORT), [])
		self.assertEqual(list(verify.check_contents()), [])
		may = document_view.of_document(cases.of(report), officer)["may"]
		self.assertFalse(may["Withdraw"]["allowed"])
		with self.assertRefused(ActNotOpenError):
			self.act("withdraw", report, "Vì sao", user=officer)
		with self.set_user(self.secretary), self.assertRefused(SentDocumentError):
			report.save()

	def test_one_that_came_back_is_sent_with_the_figures_of_that_day(self) -> None:
		report, officer = self.write(), create_test_seat(self.tree.province, "can_bo_btc_tinh").user
		self.act("send", report)
		self.act("return_document", report, "Thiếu khó khăn, vướng mắc", user=officer)
		report.reload()
		report.difficulties = "Thiếu cán bộ"
		with self.set_user(self.secretary):
			report.save()
		set_states(self.period.name, {self.tree.cell_a: "Recognized"})
		self.act("send", report)
		report.reload()
		self.assertEqual((report.state, report.difficulties), ("Under Appraisal", "Thiếu cán bộ"))
		self.assertEqual(json.loads(report.figures)["kinds"][0]["reached"], 1)

	def test_the_topmost_organization_reports_to_nobody(self) -> None:
		author = create_test_seat(self.tree.province, "can_bo_van_phong").user
		with self.set_user(author):
			report = create_test_report(self.tree.province, self.period.name)
		self.act("send", report, user=author)
		report.reload()
		self.assertEqual((report.state, report.awaiting_organization), ("Approved", None))
		self.assertTrue(report.figures)

	def test_the_tamper_check_knows_one_that_its_sending_ended_and_meets_what_was_changed_behind_it(
		self,
	) -> None:
		officer = create_test_seat(self.tree.province, "can_bo_btc_tinh").user
		office = create_test_seat(self.tree.province, "can_bo_van_phong").user
		with self.set_user(officer):
			report = create_test_report(self.tree.province, self.period.name)
		self.act("send", report, user=office)
		self.assertEqual(frappe.db.get_value(REPORT, report.name, "state"), "Approved")
		self.assertEqual([line for line in verify.check_contents() if report.name in line], [])
		frappe.db.set_value(REPORT, report.name, "figures", "{}")
		self.assertEqual(len([line for line in verify.check_contents() if report.name in line]), 1)

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
			error = frappe.DoesNotExistError if user == neighbour else NoSeatError
			with self.subTest(user=user), self.assertRefused(error):
				self.act("send", report, user=user)
		with self.set_user(above):
			self.assertTrue(frappe.get_list("Summary Report", {"name": report.name}))

	def test_it_fulfils_the_yearly_duty(self) -> None:
		owe_since("2026-01-01")
		ledger.rebuild(date(2026, 11, 24), [self.tree.body])
		owed = {"organization": self.tree.body, "duty": "bao_cao_nam", "span_label": "2026"}
		self.assertEqual(frappe.db.get_value("Obligation", owed, "state"), "Due")
		report = self.write()
		self.act("send", report)
		self.assertIn(frappe.db.get_value("Obligation", owed, "state"), ("Done", "Done Late"))  # at once
		ledger.rebuild(date(2026, 11, 24), [self.tree.body])
		self.assertEqual(frappe.db.get_value("Obligation", owed, "record_name"), report.name)
		self.assertIn(frappe.db.get_value("Obligation", owed, "state"), ("Done", "Done Late"))
		officer = create_test_seat(self.tree.province, "can_bo_btc_tinh").user
		self.act("return_document", report, "Thiếu số liệu", user=officer)
		self.assertEqual(frappe.db.get_value("Obligation", owed, "state"), "Due")
		self.act("send", report)
		self.act("agree", report, user=officer)
		self.assertIn(frappe.db.get_value("Obligation", owed, "state"), ("Done", "Done Late"))
