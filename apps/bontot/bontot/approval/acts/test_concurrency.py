"""Several people at once, each on a connection of their own. These tests commit, and take away what they made."""

from __future__ import annotations

import threading
from collections.abc import Callable
from unittest.mock import patch

import frappe
from frappe.utils import now_datetime

from bontot.approval.acts import api, service
from bontot.approval.core import errors, verify
from bontot.approval.testcase import ApprovalTestCase
from bontot.approval.testing import act_as
from bontot.evaluation import api as evaluation_api
from bontot.evaluation.answers import service as evaluations
from bontot.evaluation.computing import computed
from bontot.organization.testing import create_test_seat


class TestAtOnce(ApprovalTestCase):
	def setUp(self) -> None:
		self.started = now_datetime()
		self.addCleanup(self.remove_what_was_made)
		super().setUp()
		self.second = create_test_seat(self.tree.grassroots, "can_bo_tham_dinh").user
		frappe.db.commit()  # other connections must see it

	def remove_what_was_made(self) -> None:
		frappe.set_user("Administrator")
		frappe.db.rollback()
		for doctype in frappe.get_all("DocType", {"issingle": 0, "is_virtual": 0}, pluck="name"):
			if frappe.db.table_exists(doctype):
				frappe.db.delete(doctype, {"creation": (">=", self.started)})
		frappe.db.commit()

	def at_once(self, acts: list[tuple[str, Callable[[], object]]]) -> list[object]:
		"""Run each (user, act) in a thread with a connection of its own, all from one barrier; results or errors."""
		site, sites_path = frappe.local.site, frappe.local.sites_path
		barrier, results = threading.Barrier(len(acts)), [None] * len(acts)

		def run(place: int, user: str, act: Callable[[], object]) -> None:
			frappe.init(site=site, sites_path=sites_path)
			frappe.connect()
			frappe.set_user(user)
			try:
				barrier.wait(timeout=30)
				results[place] = act()
				frappe.db.commit()
			except Exception as error:
				results[place] = error
				frappe.db.rollback()
			finally:
				frappe.destroy()

		threads = [threading.Thread(target=run, args=(place, *act)) for place, act in enumerate(acts)]
		for thread in threads:
			thread.start()
		for thread in threads:
			thread.join(timeout=60)
		frappe.db.rollback()  # see what the others have committed
		return results

	def assert_one_winner(self, results: list[object]) -> None:
		kinds = sorted(type(result).__name__ for result in results)
		self.assertEqual(kinds, ["StaleFileError"] * (len(results) - 1) + ["dict"], results)

	def test_two_reviewers(self):
		act_as(self.users.secretary, "send", self.file)
		frappe.db.commit()
		results = self.at_once(
			[
				(self.users.grassroots, lambda: api.agree("Evaluation", self.file, 1)),
				(
					self.second,
					lambda: api.return_document("Evaluation", self.file, 1, {"dk_1": "Thiếu minh chứng"}),
				),
			]
		)
		self.assert_one_winner(results)
		self.assertEqual(len(self.steps()), 2)
		self.assertIn(self.doc().state, ("Under Appraisal", "Returned"))
		self.assertEqual(verify.check_file(self.file), [])

	def test_eight_double_clicks_on_send(self):
		results = self.at_once([(self.users.secretary, lambda: api.send("Evaluation", self.file, 0))] * 8)
		self.assert_one_winner(results)
		self.assertEqual(self.steps(), ["Send"])
		self.assertEqual(verify.check_file(self.file), [])

	def test_a_count_that_began_before_an_answer_does_not_undo_it(self):
		"""With snapshot isolation on, the count is refused (1020) and its task would run once more."""
		for sent in (False, True):
			began, answered = threading.Event(), threading.Event()

			def count(began=began, answered=answered) -> None:
				frappe.get_all(
					"Evaluation Item", {"parent": self.file}, "self_result"
				)  # its view of the data
				began.set()
				answered.wait(timeout=30)
				computed.recount([self.file])

			def answer(sent=sent, began=began, answered=answered) -> None:
				began.wait(timeout=30)
				item = frappe.get_doc("Evaluation Item", {"parent": self.file, "criterion_key": "dk_1"})
				result = "Met" if sent else "Not Met"
				evaluation_api.save_item(self.file, "dk_1", result, "Ghi rõ", item.revision, f"k{sent}")
				if sent:
					api.send("Evaluation", self.file, 0)
				frappe.db.commit()  # the end of the author's request
				answered.set()

			self.at_once([("Administrator", count), (self.users.secretary, answer)])
			doc = self.doc()
			with self.subTest(sent=sent):
				self.assertEqual(doc.state, "Under Appraisal" if sent else "Draft")
				self.assertEqual(doc.met_count, evaluations.weigh(doc).met)

	def test_a_recall_races_an_agreement(self):
		act_as(self.users.secretary, "send", self.file)
		frappe.db.commit()
		results = self.at_once(
			[
				(self.users.secretary, lambda: api.recall("Evaluation", self.file, 1)),
				(self.users.grassroots, lambda: api.agree("Evaluation", self.file, 1)),
			]
		)
		self.assert_one_winner(results)
		self.assertEqual(len(self.steps()), 2)

	def test_conflicts_of_the_database_are_survived_with_the_acting_user_kept(self):
		"""Deadlock, lock timeout and 1020 hit after the step was written: the whole act runs again, once counted."""
		act_as(self.users.secretary, "send", self.file)
		frappe.db.commit()
		acts = (api.agree, api.recall, api.agree)
		for code, act in zip((1213, 1205, 1020), acts, strict=True):
			real, failed, sequence = service.evaluations.save, [], self.doc().step_sequence

			def fails_once(doc, real=real, failed=failed, code=code):
				real(doc)
				if not failed:
					failed.append(frappe.session.user)
					raise frappe.db.OperationalError(code, "injected")

			with self.subTest(code), self.set_user(self.users.grassroots):
				with patch.object(service.evaluations, "save", fails_once):
					act("Evaluation", self.file, sequence)
				frappe.db.commit()
				self.assertEqual(failed, [self.users.grassroots])
				where = {"file_name": self.file, "sequence": sequence + 1}
				self.assertEqual(
					frappe.db.get_value("Approval Step", where, "acting_user"), self.users.grassroots
				)
				self.assertEqual(len(self.steps()), sequence + 1)
		self.assertEqual(verify.check_file(self.file), [])

	def test_a_refusal_is_no_conflict(self):
		act_as(self.users.secretary, "send", self.file)
		with self.set_user(self.users.grassroots), self.assertRefused(errors.StaleFileError):
			api.agree("Evaluation", self.file, 7)
