from __future__ import annotations

import contextlib
import io
import os
from unittest import mock

import frappe

from bontot.approval.core import verify
from bontot.demo import accounts, build, plan
from bontot.evaluation.computing import rechecking
from bontot.organization.testing import create_test_organization
from bontot.reorganization import service as reorganizing
from bontot.tests.case import BontotTestCase


class TestEnsure(BontotTestCase):
	def test_somebodys_own_province_is_left_alone(self):
		"""Even one whose code is the demo's: what is not marked as a demo is not touched."""
		for mark in (build.BEGUN, build.FINISHED):
			frappe.db.set_default(mark, "")
		create_test_organization(
			"tinh", code="02" if not frappe.db.exists("Party Organization", {"code": "02"}) else None
		)
		before = frappe.db.count("Party Organization")
		build.ensure()
		self.assertEqual(frappe.db.count("Party Organization"), before)

	def test_other_organizations_refuse_a_demo(self):
		create_test_organization("tinh", code="99.001")
		with self.assertRaises(build.NotEmptyError):
			build.build("S")


class TestWhole(BontotTestCase):
	"""The demo as set-up builds it, only smaller, in one transaction that the test takes back."""

	SMALL = plan.Size(1, 1, 2, communes=2, organizations=14, agency_cells=3, members=110)
	PASSWORDS = "demo-accounts-of-a-test.txt"

	def setUp(self) -> None:
		super().setUp()
		self.undo = frappe.db.rollback
		self.empty_the_site()
		self.addCleanup(self.forget_passwords)
		for patch in (
			mock.patch.dict(plan.SIZES, {"XS": self.SMALL}),
			mock.patch.object(accounts, "PASSWORDS_FILE", self.PASSWORDS),
			mock.patch.object(frappe.db, "commit", self.keep_open),
			mock.patch.object(frappe.db, "rollback", self.take_back),
		):
			patch.start()
			self.addCleanup(patch.stop)

	def tearDown(self) -> None:
		mock.patch.stopall()  # the real rollback is the one that takes the province back
		super().tearDown()
		frappe.clear_cache()

	def forget_passwords(self) -> None:
		path = frappe.get_site_path(self.PASSWORDS)
		if os.path.exists(path):
			os.remove(path)

	def empty_the_site(self) -> None:
		"""Delete what a site in use holds, within the transaction, so that the demo finds what a new site has."""
		for mark in (build.BEGUN, build.NEXT_UNIT, build.FINISHED):
			frappe.db.set_default(mark, "")
		placed = frappe.get_all("DocField", {"fieldname": "organization_path"}, pluck="parent")
		for doctype in ("Party Organization", "Outbox Task", *placed):
			if frappe.db.table_exists(doctype):
				frappe.db.delete(doctype)
		frappe.clear_cache()

	def keep_open(self) -> None:
		"""Instead of a commit: what waits for one (a worker is asked to come) goes with the transaction."""

	def take_back(self, *, save_point: str | None = None) -> None:
		if not save_point:
			raise AssertionError("A part of the demo was undone.")
		self.undo(save_point=save_point)

	def test_it_stands_whole_and_a_second_run_adds_nothing(self) -> None:
		self.build()
		self.assertEqual(frappe.db.get_default(build.FINISHED), "XS")
		counts = self.counts()
		self.assertEqual((counts["Party Organization"], counts["Party Member"]), (14, 110))
		for doctype, count in counts.items():
			with self.subTest(doctype):
				self.assertGreater(count, 0)
		scored = {"meeting_kind": "Cell Regular", "quality_grade": ("is", "set")}
		self.assertGreater(frappe.db.count("Meeting", scored), 0)
		files = frappe.get_all("Evaluation", pluck="state")
		self.assertGreater(len(files), 8)
		self.assertGreater(len(set(files)), 1, "files stand at several stages")
		self.no_title_contradicts_its_data()
		self.every_feature_is_there()
		altered = [name for name, _steps, faults in verify.check_all() if faults]
		self.assertEqual([*altered, *verify.check_contents()], [])
		late = {"state": ("!=", "Done"), "handler": ("!=", reorganizing.HEAL)}  # that one waits for its time
		self.assertFalse(frappe.db.exists("Outbox Task", late))
		with open(frappe.get_site_path(self.PASSWORDS)) as lines:
			self.assertEqual(len(lines.readlines()), len(accounts.demo_accounts()) + 2)
		frappe.db.set_default(build.FINISHED, "")  # as if it had been killed at the end
		self.build()
		again = self.counts()
		# Files that wait may be moved a step further, each by its own luck.
		self.assertGreaterEqual(again.pop("Approval Step"), counts.pop("Approval Step"))
		self.assertEqual(again, counts)

	def every_feature_is_there(self) -> None:
		"""Each feature that people try has a row; the six-month review only from July on, when the half-year is over."""
		year = frappe.db.get_value("Review Period", {"period_kind": "Year", "state": "Open"})
		titled = frappe.get_all("Evaluation", {"period": year, "state": "Recognized"}, pluck="organization")
		rated = frappe.get_all("Annual Rating", {"year": frappe.utils.getdate().year}, pluck="organization")
		self.assertLessEqual(set(titled), set(rated))  # rated before they had a title
		for doctype, where in (
			("Evaluation", {"period": year, "state": "Returned"}),
			("Evaluation", {"period": year, "state": ("in", ("Recognized", "Not Recognized"))}),
			("Resolution", {"docstatus": 1}),
			("Evidence", {}),
			("Oversight Assignment", {"ended": 0}),
			("Visit Note", {}),
			("Notification Log", {"document_type": "Visit Note"}),
			("Summary Report", {"period": year, "state": "Under Appraisal"}),
			("Reorganization", {"state": "Applied"}),
			("Party Organization", {"valid_to": ("is", "set")}),
		):
			with self.subTest(doctype, **where):
				self.assertTrue(frappe.db.exists(doctype, where))
		if frappe.utils.getdate().month < 7:
			return
		half = frappe.get_doc("Review Period", {"period_kind": "Six-Month"})
		self.assertEqual(half.state, "Closed")
		self.assertEqual(
			set(frappe.get_all("Evaluation", {"period": half.name}, pluck="state")), {"Interim Reviewed"}
		)
		self.assertTrue(frappe.db.exists("Summary Report", {"period": half.name, "state": "Approved"}))
		owed = {"duty": "so_ket_6_thang", "state": "Due"}
		self.assertFalse(frappe.db.exists("Obligation", owed))

	def no_title_contradicts_its_data(self) -> None:
		titles = frappe.get_all("Evaluation", {"state": "Recognized"}, ["name", "outcome", "pending_count"])
		self.assertEqual({(row.outcome, row.pending_count) for row in titles} - {("Met", 0)}, set())
		self.assertEqual(rechecking.recheck(row.name for row in titles), 0)

	def build(self) -> None:
		with contextlib.redirect_stdout(io.StringIO()):
			build.ensure("XS")

	def counts(self) -> dict[str, int]:
		doctypes = (
			"Party Organization", "Party Member", "Seat", "Meeting", "Meeting Attendance", "Meeting Score", "Agenda Item",
			"Meeting Paper", "Leadership Document", "Yearly Target", "Obligation", "Annual Rating", "Review Period",
			"Evaluation", "Evaluation Item", "Approval Step", "Evidence", "Summary Report", "Reorganization",
			"Oversight Assignment", "Visit Note",
		)  # fmt: skip
		return {doctype: frappe.db.count(doctype) for doctype in doctypes}
