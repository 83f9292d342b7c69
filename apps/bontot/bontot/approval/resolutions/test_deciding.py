from __future__ import annotations

from unittest.mock import patch

import frappe
from frappe.utils import getdate

from bontot import paper
from bontot.approval.core import errors, verify
from bontot.approval.queue import api as queue_api
from bontot.approval.queue import waiting
from bontot.approval.resolutions import api as deciding_api
from bontot.approval.resolutions import deciding
from bontot.approval.testcase import ApprovalTestCase, DecidingTestCase
from bontot.approval.testing import climb, create_test_resolution
from bontot.evaluation.answers import service as evaluations
from bontot.organization.errors import NoSeatError
from bontot.outbox.testing import run_now


class TestResolution(DecidingTestCase):
	def test_recognizes_and_refuses(self):
		resolution = self.submit({self.file: "Recognize", self.other: "Refuse"})
		self.assertEqual((resolution.state, self.states()), ("Deciding", ["Under Appraisal"] * 2))
		resolution = self.apply(resolution)
		self.assertEqual((resolution.state, self.states()), ("Applied", ["Recognized", "Not Recognized"]))
		self.assertEqual([row.result for row in resolution.items], ["Applied", "Applied"])
		doc = self.doc()
		self.assertEqual(
			(doc.resolution, doc.decided_on, doc.awaiting_organization), (resolution.name, getdate(), None)
		)
		recognition = frappe.get_doc("Recognition", {"evaluation": self.file})
		self.assertEqual((recognition.organization, recognition.year), (self.tree.cell_a, getdate().year))
		self.assertEqual((recognition.title_kind, recognition.streak_years), ("Cell", 1))
		self.assertFalse(frappe.db.exists("Recognition", {"evaluation": self.other}))
		step = frappe.get_last_doc("Approval Step", {"file_name": self.file, "act": "Recognize"})
		self.assertEqual((step.resolution, step.acting_user), (resolution.name, self.users.clerk))
		self.assertTrue(step.seat)
		self.assertEqual(verify.check_file(self.file), [])

	def test_what_records_say_today_is_asked_a_batch_not_a_file(self):
		with paper.in_vietnamese():  # as the job words what it takes; else it would write what it says anew
			docs = evaluations.lock_many([self.file, self.other]).values()
			evaluations.take_day(docs)
			evaluations.save(*docs)
		self.statements(self.file, self.other)  # what caches are asked once
		more = self.statements(self.file, self.other) - self.statements(self.file)
		self.assertEqual(more, 3)  # its row, its hooks' one, its row on the resolution

	def statements(self, *names: str) -> int:
		frappe.db.savepoint("counted")
		resolution = self.submit(dict.fromkeys(names, "Recognize"))
		task = frappe.db.get_value("Outbox Task", {"reference_name": resolution.name})
		with patch.object(frappe.db, "sql", wraps=frappe.db.sql) as asked:
			run_now(task)
		frappe.db.rollback(save_point="counted")
		return asked.call_count

	def test_applied_twice_does_nothing_twice(self):
		resolution = self.submit({self.file: "Recognize", self.other: "Recognize"})
		self.apply(resolution)
		steps = frappe.db.count("Approval Step")
		self.apply(resolution)
		self.assertEqual(frappe.db.count("Approval Step"), steps)
		self.assertEqual(frappe.db.count("Recognition", {"resolution": resolution.name}), 2)

	def test_killed_half_way_and_run_again(self):
		resolution = self.submit({self.file: "Recognize", self.other: "Recognize"})
		real, calls = deciding.decide_batch, []

		def dies_at_the_second(*arguments):
			calls.append(arguments)
			if len(calls) == 2:
				raise KeyboardInterrupt
			return real(*arguments)

		with patch.object(deciding, "BATCH", 1), patch.object(deciding, "decide_batch", dies_at_the_second):
			self.assertRaises(KeyboardInterrupt, self.apply, resolution)
		frappe.set_user("Administrator")
		self.assertEqual(sorted(self.states()), ["Recognized", "Under Appraisal"])
		self.apply(resolution)
		self.assertEqual(self.states(), ["Recognized", "Recognized"])
		self.assertEqual((self.steps() + self.steps(self.other)).count("Recognize"), 2)

	def test_what_fails_in_writing_holds_up_no_other(self):
		resolution = self.submit({self.file: "Recognize", self.other: "Recognize"})
		real = deciding.recognitions.write

		def not_this_one(files, resolution):
			if self.file in [file.name for file in files]:
				frappe.throw("sổ công nhận từ chối", frappe.ValidationError)
			real(files, resolution)

		with patch.object(deciding.recognitions, "write", not_this_one):
			resolution = self.apply(resolution)
		self.assertEqual(self.states(), ["Under Appraisal", "Recognized"])
		self.assertEqual([row.result for row in resolution.items], ["Failed", "Applied"])
		self.assertIn("sổ công nhận", resolution.items[0].result_message)
		self.assertEqual(self.steps().count("Recognize"), 0)
		self.assertEqual([verify.check_file(name) for name in (self.file, self.other)], [[], []])

	def test_a_row_that_fails_is_listed_and_tried_again(self):
		resolution = self.submit({self.file: "Recognize", self.other: "Recognize"})
		frappe.db.set_value("Evaluation", self.file, "awaiting_act", "Appraise", update_modified=False)
		resolution = self.apply(resolution)
		self.assertEqual((resolution.state, self.states()[1]), ("Partly Applied", "Recognized"))
		self.assertEqual(resolution.items[0].result, "Failed")
		self.assertIn("Chi bộ Văn phòng", resolution.items[0].result_message)
		frappe.db.set_value("Evaluation", self.file, "awaiting_act", "Decide", update_modified=False)
		with self.set_user(self.users.clerk):
			task = deciding_api.apply_again(resolution.name)
		run_now(task)
		resolution.reload()
		self.assertEqual((resolution.state, self.states()), ("Applied", ["Recognized", "Recognized"]))

	def test_returns_with_criteria(self):
		with self.set_user(self.users.clerk):
			doc = create_test_resolution(self.tree.province, {self.file: "Return"})
			doc.items[0].criteria = "dk_1, dk_2"
			doc.insert()
			doc.submit()
		self.apply(doc)
		file = self.doc()
		self.assertEqual((file.state, file.resolution, file.round), ("Returned", None, 2))
		reopened = {item.criterion_key for item in file.items if item.review_state == "Returned"}
		self.assertEqual(reopened, {"dk_1", "dk_2"})

	def test_a_return_names_its_criteria(self):
		with self.set_user(self.users.clerk):
			doc = create_test_resolution(self.tree.province, {self.file: "Return"})
			doc.items[0].criteria = " ,\n"
			with self.assertRefused(errors.ResolutionRowError):
				doc.insert()

	def test_candidates(self):
		with self.set_user(self.users.clerk):
			rows = deciding_api.resolution_candidates(self.tree.province, self.period)
		self.assertEqual({row.name for row in rows}, {self.file, self.other})
		with self.set_user(self.users.body), self.assertRefused(NoSeatError):
			deciding_api.resolution_candidates(self.tree.province, self.period)
		self.assertEqual(waiting.page(self.users.clerk, waiting.Filters(act="Decide"))["total"], 2)

	def test_all_that_one_resolution_may_decide_is_known_whatever_page_is_shown(self):
		found = waiting.page(self.users.clerk, waiting.ALL, 0, 1)
		[group] = found["deciding"]
		self.assertEqual((len(found["rows"]), group.count), (1, 2))
		self.assertEqual((group.organization, group.period), (self.tree.province, self.period))
		self.assertTrue(group.organization_name and group.period_title)
		self.assertEqual(waiting.page(self.users.grassroots, waiting.ALL)["deciding"], [])

	def test_candidates_are_narrowed_as_the_queue_is(self):
		kind = self.doc().organization_kind
		for narrowed, wanted in (
			({"branch": self.tree.body}, {self.file, self.other}),
			({"branch": self.tree.cell_b}, {self.other}),
			({"branch": self.tree.commune}, set()),
			({"organization_kind": kind, "text": "van phong"}, {self.file}),
			({"act": "Appraise"}, set()),
			({"overdue": True}, set()),
		):
			with self.subTest(narrowed), self.set_user(self.users.clerk):
				rows = deciding_api.resolution_candidates(self.tree.province, self.period, **narrowed)
				shown = queue_api.queue(**narrowed)
				self.assertEqual({row.name for row in rows}, wanted)
				self.assertEqual(sum(group.count for group in shown["deciding"]), len(wanted))

	def test_what_the_queue_can_be_narrowed_by(self):
		with self.set_user(self.users.clerk):
			found = queue_api.get_queue_choices()
		self.assertEqual([one.name for one in found["periods"]], [self.period])
		self.assertEqual([one.name for one in found["branches"]], [self.tree.body])
		self.assertEqual([one.name for one in found["kinds"]], [self.doc().organization_kind])
		with self.set_user(self.users.grassroots):
			nothing = queue_api.get_queue_choices()
		self.assertEqual(nothing, {"periods": [], "branches": [], "kinds": []})


class TestSixMonthsByResolution(ApprovalTestCase):
	period_kind = "Six-Month"

	def test_a_route_that_ends_with_a_body(self):
		route = frappe.get_doc("Approval Route", "bontot-six-month-province")
		route.steps[-1].act = "Decide"
		route.save()
		climb(self.file, self.users)
		with self.set_user(self.users.clerk), self.assertRefused(errors.ResolutionRowError):
			create_test_resolution(self.tree.province, {self.file: "Recognize"}).insert()
		with self.set_user(self.users.clerk):
			resolution = create_test_resolution(self.tree.province, {self.file: "Conclude Interim"})
			resolution.insert()
			resolution.submit()
		run_now(frappe.db.get_value("Outbox Task", {"reference_name": resolution.name}))
		self.assertEqual(self.doc().state, "Interim Reviewed")
		self.assertFalse(frappe.db.exists("Recognition", {"evaluation": self.file}))
