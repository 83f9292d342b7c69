"""A period was closed while files were under way: nobody can act on them, so they wait for nobody."""

from __future__ import annotations

import frappe
from frappe.utils import add_days, getdate, now_datetime

from bontot.approval.acts import api, rerouting
from bontot.approval.people import no_eligible_approver
from bontot.approval.queue import news, vacancies, waiting, waiting_documents
from bontot.approval.resolutions import sitting
from bontot.approval.testcase import ApprovalTestCase
from bontot.approval.testing import act_as, climb, create_test_file
from bontot.evaluation.period import closing, reorganizing
from bontot.organization import access
from bontot.organization.testing import create_test_seat
from bontot.reorganization.change import Change


class TestClosedPeriods(ApprovalTestCase):
	def close(self) -> None:
		frappe.db.set_value("Review Period", self.period, "state", "Closed")
		closing.forget(self.period)

	def shown_to(self, user: str) -> list[str]:
		access.forget()
		return [row.name for row in waiting.page(user, waiting.Filters())["rows"]]

	def test_it_leaves_the_queue_and_what_is_counted_by_it(self):
		act_as(self.users.secretary, "send", self.file)
		officer = self.users.grassroots
		self.assertEqual(self.shown_to(officer), [self.file])
		self.close()
		self.assertEqual(self.shown_to(officer), [])
		since = add_days(now_datetime(), -1)
		self.assertIsNone(news.desk_of(officer, since, add_days(now_datetime(), 1)))

	def test_documents_of_no_period_stay(self):
		"""The condition is asked of evaluations alone: other kinds know no period."""
		self.close()
		self.assertEqual(waiting_documents.of_user(self.users.grassroots), [])

	def test_it_leaves_the_body_that_stands_in_and_what_stands_still(self):
		act_as(self.users.secretary, "send", self.file)
		frappe.db.set_value("Seat", {"user": self.users.grassroots}, "to_date", "2021-12-31")
		access.forget()
		self.assertEqual([row["files"] for row in vacancies.stuck()], [[self.file]])
		recorder = create_test_seat(self.tree.grassroots, "can_bo_van_phong").user
		self.assertEqual(self.shown_to(recorder), [self.file])
		self.close()
		self.assertEqual(no_eligible_approver.at(self.tree.grassroots), [])
		self.assertEqual(self.shown_to(recorder), [])
		frappe.db.set_value("Seat", {"user": recorder}, "to_date", "2021-12-31")
		access.forget()
		self.assertEqual(no_eligible_approver.nobody_at(self.tree.grassroots, "Appraise"), [])
		self.assertEqual(vacancies.stuck(), [])

	def test_it_leaves_the_list_of_the_sitting(self):
		climb(self.file, self.users)
		path = frappe.db.get_value("Party Organization", self.tree.province, "path")
		listed = sitting.listed(self.tree.province, path, sitting.Wanted())
		self.assertEqual([row.name for row in listed], [self.file])
		self.close()
		self.assertEqual(sitting.listed(self.tree.province, path, sitting.Wanted()), [])
		self.assertEqual(waiting.candidates(self.tree.province, self.period), [])

	def test_its_page_offers_nothing_and_says_why(self):
		act_as(self.users.secretary, "send", self.file)
		self.close()
		with self.set_user(self.users.grassroots):
			may = api.get_document("Evaluation", self.file)["may"]
		self.assertEqual({row["allowed"] for row in may.values()}, {False})
		self.assertIn("is closed", may["Agree"]["why"])

	def test_a_reorganization_neither_moves_nor_counts_it(self):
		climb(self.file, self.users, to="body")
		change = Change("r", getdate(), "QĐ 1", ended={self.tree.body: ()})
		self.assertEqual(reorganizing.waiting_for(change), 1)
		self.close()
		self.assertEqual(reorganizing.waiting_for(change), 0)
		self.assertEqual(rerouting.waiting_for_ended([self.tree.body]), [])

	def test_who_closes_is_told_what_is_under_way(self):
		climb(self.file, self.users, to="body")
		other = create_test_file(self.tree.cell_b, self.period)
		act_as(create_test_seat(self.tree.cell_b, "bi_thu_chi_bo").user, "send", other)
		create_test_file(self.tree.other_cell, self.period)
		with self.set_user(self.users.province):
			period = frappe.get_doc("Review Period", self.period)
			period.run_method("onload")
		told = [(row["where"], row["count"]) for row in period.get("__onload")["under_way"]]
		self.assertEqual(
			told,
			[
				("not sent yet", 1),
				("wait at the level Cơ sở", 1),
				("wait at the level Trực thuộc Tỉnh ủy", 1),
			],
		)
		with self.set_user(self.users.secretary):
			period = frappe.get_doc("Review Period", self.period)
			period.run_method("onload")
		self.assertIsNone(period.get("__onload").get("under_way"))
