from __future__ import annotations

from unittest.mock import patch

import frappe

from bontot.approval.acts import evaluation_view
from bontot.approval.core import cases, request_cache, routes, verify
from bontot.approval.core.errors import RouteMissingError
from bontot.approval.queue import api as queue_api
from bontot.approval.queue import bulk, waiting
from bontot.approval.resolutions import sitting
from bontot.approval.testcase import ApprovalTestCase
from bontot.approval.testing import act_as, create_test_file, make_clean, open_as
from bontot.evaluation.answers import service as evaluations
from bontot.organization.testing import create_test_seat


class TestBulk(ApprovalTestCase):
	"""Two sent files of two cells wait for one reviewer."""

	def set_up_data(self) -> None:
		super().set_up_data()
		self.other = create_test_file(self.tree.cell_b, self.period)
		self.author = create_test_seat(self.tree.cell_b, "bi_thu_chi_bo").user
		act_as(self.users.secretary, "send", self.file)
		act_as(self.author, "send", self.other)
		make_clean(self.file, self.other)
		open_as(self.users.grassroots, self.file, self.other)

	def agree(self, *rows: tuple[object, object]) -> list[bool]:
		files = [{"evaluation": name, "expected_sequence": sequence} for name, sequence in rows]
		with self.set_user(self.users.grassroots):
			self.results = queue_api.bulk_agree(files)
		self.assertEqual(
			[row["evaluation"] for row in self.results], [str(name or "") for name, _one in rows]
		)
		return [row["ok"] for row in self.results]

	def places(self) -> list[str]:
		return [self.doc(name).awaiting_organization for name in (self.file, self.other)]

	def test_a_file_named_again_is_agreed_to_once(self):
		self.assertEqual(self.agree((self.file, 1), (self.file, 1), (self.file, 1)), [True, False, False])
		self.assertEqual(self.steps(self.file), ["Send", "Agree"])
		self.assertEqual(verify.check_file(self.file), [])

	def test_a_refusal_without_words_is_one(self):
		with patch.object(bulk.service, "agree_to", side_effect=frappe.PermissionError()):
			self.assertEqual(self.agree((self.file, 1)), [False])
		self.assertEqual(self.steps(self.file), ["Send"])

	def test_all_of_them(self):
		self.assertEqual(self.agree((self.other, 1), (self.file, 1)), [True, True])
		self.assertEqual(self.places(), [self.tree.body] * 2)
		for name in (self.file, self.other):
			self.assertEqual(self.steps(name), ["Send", "Agree"])
			self.assertEqual(verify.check_file(name), [])
			doc = self.doc(name)
			self.assertEqual({item.review_state for item in doc.items}, {"Accepted"})
			self.assertEqual({item.accepted_by_organization for item in doc.items}, {self.tree.grassroots})
			self.assertEqual(doc.modified_by, self.users.grassroots)

	def test_the_same_file_twice_is_agreed_to_once(self):
		self.assertEqual(self.agree((self.file, 1), (self.file, 1)), [True, False])
		self.assertEqual(self.steps(), ["Send", "Agree"])

	def test_what_is_refused_harms_no_other(self):
		answers = self.agree((self.file, 0), ("EVAL-KHONG-CO", 1), (self.other, 1))
		self.assertEqual(answers, [False, False, True])
		self.assertTrue(all(row["message"] for row in self.results if not row["ok"]))
		self.assertEqual(self.places(), [self.tree.grassroots, self.tree.body])

	def test_a_refusal_half_way_leaves_the_file_as_it_was(self):
		"""The next level has ended and no way leads on: found out when the file would already have moved."""
		real = routes.renewed

		def no_way(doc, *arguments):
			if doc.name == self.file:
				frappe.throw("không còn đường", RouteMissingError)
			return real(doc, *arguments)

		before = frappe.db.get_value("Evaluation", self.file, "*", as_dict=True)
		lives = routes.living_path

		def gone(place, on):
			return None if place == self.tree.body else lives(place, on)

		with patch.object(routes, "living_path", gone), patch.object(routes, "renewed", no_way):
			self.assertEqual(
				self.agree((self.file, 1), (self.file, 1), (self.other, 1)), [False, False, True]
			)
		self.assertEqual(frappe.db.get_value("Evaluation", self.file, "*", as_dict=True), before)
		self.assertEqual(self.places(), [self.tree.grassroots, self.tree.body])

	def test_who_has_acted_at_the_level_below_is_barred_from_those_files_only(self):
		both = create_test_seat(self.tree.body, "can_bo_tham_dinh").user
		create_test_seat(self.tree.grassroots, "can_bo_tham_dinh", both)
		act_as(both, "agree", self.file)
		act_as(self.users.grassroots, "agree", self.other)
		open_as(both, self.other)
		with self.set_user(both):
			files = [{"evaluation": name, "expected_sequence": 2} for name in (self.file, self.other)]
			self.assertEqual([row["ok"] for row in queue_api.bulk_agree(files)], [False, True])

	def test_a_closed_period(self):
		frappe.db.set_value("Review Period", self.period, "state", "Closed")
		self.assertEqual(self.agree((self.file, 1), (self.other, 1)), [False, False])

	def test_one_that_is_worth_a_look_is_left_to_be_agreed_to_by_itself(self):
		"""Whatever the queue flags keeps a file out, and the flag says so beforehand."""
		first = {"parent": self.file, "criterion_key": "dk_1"}
		for doctype, where, values in (
			("Evaluation Item", first, {"self_result": "Not Met"}),
			("Evaluation Item", first, {"computed_result": "Not Met"}),
			("Evaluation", self.file, {"changed_count": 2}),
			("Evaluation", self.file, {"outcome": "Not Met"}),
			("Evaluation", self.file, {"returned_by": self.tree.body}),
		):
			with self.subTest(values):
				stood = frappe.db.get_value(doctype, where, list(values), as_dict=True)
				frappe.db.set_value(doctype, where, values)
				rows = waiting.page(self.users.grassroots, waiting.Filters())["rows"]
				[flagged] = [row for row in rows if row.name == self.file]
				with self.set_user(self.users.grassroots):
					drawn = bulk.sample([{"evaluation": self.file, "expected_sequence": 1}])
				self.assertEqual((flagged.clean, drawn), (False, []))
				self.assertEqual(self.agree((self.file, 1)), [False])
				self.assertIn("; ".join(flagged.doubts), self.results[0]["message"])
				frappe.db.set_value(doctype, where, stood)
		self.assertEqual(self.agree((self.file, 1), (self.other, 1)), [True, True])

	def test_what_lacks_evidence_alone_passes_once_a_person_has_ticked_it(self):
		frappe.db.set_value(
			"Evaluation Item", {"parent": self.file, "criterion_key": "dk_1"}, "evidence_count", 0
		)
		rows = waiting.page(self.users.grassroots, waiting.Filters())["rows"]
		[flagged] = [row for row in rows if row.name == self.file]
		self.assertEqual((flagged.missing_evidence, flagged.clean, flagged.singly), (1, False, False))
		self.assertEqual(self.agree((self.file, 1), (self.other, 1)), [True, True])

	def test_where_the_framework_wants_no_evidence_none_is_lacking(self):
		key = {"parent": self.file, "criterion_key": "dk_1"}
		for wanted in (1, 0):
			frappe.db.set_value("Evaluation Item", key, {"evidence_count": 0, "evidence_wanted": wanted})
			rows = waiting.page(self.users.grassroots, waiting.Filters())["rows"]
			[row] = [row for row in rows if row.name == self.file]
			shown = evaluation_view.of_file(cases.of(self.doc(self.file)), self.users.grassroots)["items"]
			listed = sitting.doubted_criteria([self.file]).get(self.file, {})
			found = row.missing_evidence, sum(item["missing_evidence"] for item in shown)
			self.assertEqual((*found, len(listed.get("missing_evidence", []))), (wanted,) * 3)

	def test_control_one_at_a_time_it_is_agreed_to(self):
		frappe.db.set_value("Evaluation", self.file, "changed_count", 2)
		self.assertEqual(self.agree((self.file, 1), (self.other, 1)), [False, True])
		act_as(self.users.grassroots, "agree", self.file)
		self.assertEqual(self.places(), [self.tree.body] * 2)

	def test_too_many(self):
		with self.assertRefused(frappe.ValidationError):
			self.agree(*((self.file, 1) for _one in range(bulk.MAX_FILES + 1)))


class TestOnce(ApprovalTestCase):
	def test_an_answer_lasts_as_long_as_the_act(self):
		asked: list[int] = []

		def find() -> None:
			asked.append(1)

		with request_cache.remembering():
			request_cache.ask("a", find), request_cache.ask("a", find), request_cache.ask("b", find)
		self.assertEqual(len(asked), 2)
		request_cache.ask("a", find), request_cache.ask("a", find)
		self.assertEqual(len(asked), 4)

	def test_only_what_changed_is_written(self):
		doc = evaluations.lock(self.file)
		doc.items[0].remark = "khác"
		stood = [frappe.db.get_value("Evaluation Item", item.name, "*", as_dict=True) for item in doc.items]
		frappe.db.set_value(
			"Evaluation Item", doc.items[1].name, "remark", "của người khác", update_modified=False
		)
		evaluations.save(doc)
		now = [frappe.db.get_value("Evaluation Item", item.name, "remark") for item in doc.items]
		self.assertEqual(now[:2], ["khác", "của người khác"])
		self.assertEqual(now[2:], [row.remark for row in stood[2:]])
