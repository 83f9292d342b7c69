from __future__ import annotations

import json

import frappe
from frappe.utils import getdate

from bontot.approval.acts import api, evaluation_view, service
from bontot.approval.core import cases, errors, verify
from bontot.approval.core.adoption_rules import Votes
from bontot.approval.queue import api as queue_api
from bontot.approval.queue import waiting
from bontot.approval.testcase import ApprovalTestCase
from bontot.approval.testing import (
	act_as,
	answer_all,
	climb,
	create_test_file,
	make_clean,
	mend,
	open_as,
	sequence_of,
)
from bontot.evaluation.answers import editing
from bontot.evaluation.answers import service as evaluations
from bontot.organization.errors import NoSeatError
from bontot.organization.testing import create_test_seat


class TestSending(ApprovalTestCase):
	def test_goes_to_the_grassroots_with_its_route_frozen(self):
		act_as(self.users.secretary, "send", self.file)
		doc = self.doc()
		self.assertEqual(
			(doc.state, doc.awaiting_organization, doc.awaiting_act),
			("Under Appraisal", self.tree.grassroots, "Appraise"),
		)
		self.assertEqual((doc.round, doc.step_sequence, doc.route_position), (1, 1, 0))
		levels = [(step["organization"], step["act"]) for step in json.loads(doc.route)["steps"]]
		self.assertEqual(
			levels,
			[
				(self.tree.grassroots, "Appraise"),
				(self.tree.body, "Appraise"),
				(self.tree.province, "Decide"),
			],
		)
		self.assertGreater(doc.awaiting_due_on, getdate())
		self.assertEqual(verify.check_file(self.file), [])

	def test_branches_of_other_depth(self):
		cases = (
			("commune_cell", ["commune", "province"]),
			("agency_cell", ["province"]),
			("grassroots", ["body", "province"]),
			("commune", ["province"]),
		)
		for key, expected in cases:
			organization = getattr(self.tree, key)
			author = create_test_seat(organization, "bi_thu_dang_uy").user
			name = create_test_file(organization, self.period)
			act_as(author, "send", name)
			with self.subTest(key):
				found = [step["organization"] for step in json.loads(self.doc(name).route)["steps"]]
				self.assertEqual(found, [getattr(self.tree, level) for level in expected])

	def test_missing_answers_are_listed(self):
		name = create_test_file(self.tree.cell_b, self.period, answered=False)
		author = create_test_seat(self.tree.cell_b, "bi_thu_chi_bo").user
		with self.set_user(author), self.assertRefused(errors.MissingBeforeSendingError):
			service.send("Evaluation", name, 0)
		self.assertTrue(frappe.local.response["missing"])
		self.assertEqual((self.doc(name).state, self.steps(name)), ("Draft", []))

	def test_only_the_authors_of_the_unit_send(self):
		for who in ("neighbour", "grassroots", "province", "clerk"):
			error = frappe.DoesNotExistError if who == "neighbour" else NoSeatError
			with self.subTest(who), self.set_user(getattr(self.users, who)), self.assertRefused(error):
				service.send("Evaluation", self.file, 0)
		with self.assertRefused(NoSeatError):
			service.send("Evaluation", self.file, 0)  # the administrator holds no seat
		self.assertEqual(self.doc().state, "Draft")

	def test_double_click(self):
		act_as(self.users.secretary, "send", self.file)
		with self.set_user(self.users.secretary), self.assertRefused(errors.StaleFileError):
			service.send("Evaluation", self.file, 0)
		self.assertEqual(self.steps(), ["Send"])

	def test_adopting_meeting_and_votes(self):
		with self.set_user(self.users.secretary):
			for arguments in ((None, 3, 4, 0), (None, -1, 0, 0), ("no-such-meeting", 0, 0, 0)):
				with self.subTest(arguments), self.assertRefused(errors.AdoptionError):
					service.send("Evaluation", self.file, 0, arguments[0], Votes(*arguments[1:]))
			service.send("Evaluation", self.file, 0, None, Votes(12, 1, 0))
		self.assertEqual(self.doc().votes_for, 12)

	def test_declares_itself_not_reached(self):
		with self.set_user(self.users.secretary), self.assertRefused(errors.ReasonMissingError):
			service.declare_not_reached("Evaluation", self.file, 0, " ")
		act_as(self.users.secretary, "declare_not_reached", self.file, "Thiếu hai buổi sinh hoạt")
		self.assertEqual((self.doc().state, self.doc().awaiting_organization), ("Declared Not Reached", None))
		act_as(self.users.secretary, "recall", self.file)
		self.assertEqual(self.doc().state, "Draft")


class TestClimbing(ApprovalTestCase):
	def test_agree_level_by_level(self):
		climb(self.file, self.users)
		doc = self.doc()
		self.assertEqual((doc.awaiting_organization, doc.awaiting_act), (self.tree.province, "Decide"))
		self.assertEqual(self.steps(), ["Send", "Agree", "Agree"])
		self.assertEqual({item.review_state for item in doc.items}, {"Accepted"})
		self.assertEqual({item.accepted_by_organization for item in doc.items}, {self.tree.grassroots})
		self.assertEqual(verify.check_file(self.file), [])
		with self.set_user(self.users.province), self.assertRefused(errors.ActNotOpenError):
			service.agree("Evaluation", self.file, 3)  # a body decides, an officer does not

	def test_only_the_awaited_level_acts(self):
		act_as(self.users.secretary, "send", self.file)
		for who in ("secretary", "neighbour", "body", "province"):
			error = frappe.DoesNotExistError if who == "neighbour" else NoSeatError
			with self.subTest(who), self.set_user(getattr(self.users, who)), self.assertRefused(error):
				service.agree("Evaluation", self.file, 1)
		self.assertEqual(self.steps(), ["Send"])

	def test_return_reopens_only_what_it_names(self):
		act_as(self.users.secretary, "send", self.file)
		with self.set_user(self.users.grassroots):
			with self.assertRefused(errors.ReasonMissingError):
				service.return_document("Evaluation", self.file, 1, {"dk_1": ""})
			with self.assertRefused(errors.CriteriaMissingError):
				service.return_document("Evaluation", self.file, 1, {})
			service.return_document("Evaluation", self.file, 1, {"dk_1": "Thiếu minh chứng"})
		doc = self.doc()
		self.assertEqual((doc.state, doc.round, doc.awaiting_organization), ("Returned", 2, None))
		states = {item.criterion_key: item.review_state for item in doc.items}
		self.assertEqual(states.pop("dk_1"), "Returned")
		self.assertEqual(set(states.values()), {"Accepted"})

	def test_second_round_shows_what_changed_and_climbs_all_levels_again(self):
		climb(self.file, self.users, to="body")
		act_as(self.users.body, "return_document", self.file, {"dk_1": "Ghi rõ hơn"})
		doc = evaluations.lock(self.file)
		evaluations.item_of(doc, "dk_1").remark = "Không có đơn thư, có biên bản kèm theo"
		evaluations.save(doc)
		act_as(self.users.secretary, "send", self.file)
		doc = self.doc()
		self.assertEqual(
			(doc.awaiting_organization, doc.round, doc.changed_count), (self.tree.grassroots, 2, 1)
		)
		with self.set_user(self.users.grassroots):
			shown = api.get_document("Evaluation", self.file)
		self.assertEqual(shown["changed"], ["dk_1"])
		change = next(item for item in shown["items"] if item["criterion_key"] == "dk_1")["changes"][0]
		self.assertEqual(
			(change["what"], change["new"]), ("remark", "Không có đơn thư, có biên bản kèm theo")
		)
		act_as(self.users.grassroots, "agree", self.file)
		act_as(self.users.body, "agree", self.file)
		self.assertEqual(self.doc().awaiting_organization, self.tree.province)
		self.assertEqual(verify.check_file(self.file), [])

	def test_recall_until_the_next_level_acts(self):
		act_as(self.users.secretary, "send", self.file)
		act_as(self.users.secretary, "recall", self.file)
		self.assertEqual(self.doc().state, "Draft")
		climb(self.file, self.users, to="body")
		with self.set_user(self.users.secretary), self.assertRefused(NoSeatError):
			service.recall("Evaluation", self.file, 4)
		act_as(self.users.grassroots, "recall", self.file)
		doc = self.doc()
		self.assertEqual((doc.state, doc.awaiting_organization), ("Under Appraisal", self.tree.grassroots))
		self.assertEqual({item.review_state for item in doc.items}, {"Open"})
		act_as(self.users.grassroots, "agree", self.file)
		self.assertEqual(self.doc().awaiting_organization, self.tree.body)

	def test_a_returned_criterion_opens_again_whatever_recall_follows(self):
		act_as(self.users.secretary, "send", self.file)
		act_as(self.users.grassroots, "return_document", self.file, {"cbdv_1": "Bổ sung dẫn chứng"})
		mend(self.file)
		act_as(self.users.secretary, "send", self.file)
		act_as(self.users.grassroots, "agree", self.file)
		act_as(self.users.grassroots, "recall", self.file)
		act_as(self.users.secretary, "recall", self.file)
		doc = self.doc()
		[item] = [one for one in doc.items if one.review_state != "Accepted"]
		self.assertEqual(
			(doc.state, item.criterion_key, item.review_state, item.return_reason),
			("Returned", "cbdv_1", "Returned", "Bổ sung dẫn chứng"),
		)
		with self.set_user(self.users.secretary):
			editing.save_item(self.file, "cbdv_1", "Met", "Đã bổ sung", item.revision, "k", None)
		act_as(self.users.secretary, "send", self.file)
		act_as(self.users.grassroots, "agree", self.file)
		self.assertEqual({one.review_state for one in self.doc().items}, {"Accepted"})

	def test_a_refused_act_changes_nothing(self):
		act_as(self.users.secretary, "send", self.file)
		before = self.doc().as_json()
		for user, act, arguments in (
			("body", service.agree, (1,)),
			("grassroots", service.agree, (0,)),
			("grassroots", service.return_document, (1, {"no_such": "x"})),
			("secretary", service.declare_not_reached, (1, "x")),
		):
			frappe.db.savepoint("refused")
			with (
				self.set_user(getattr(self.users, user)),
				self.assertRaises((frappe.ValidationError, frappe.PermissionError)),
			):
				act("Evaluation", self.file, *arguments)
			self.assertEqual(self.doc().as_json(), before)
			self.assertEqual(self.steps(), ["Send"])


class TestBars(ApprovalTestCase):
	def test_nobody_appraises_their_own_unit(self):
		both = create_test_seat(self.tree.cell_a, "pho_bi_thu_chi_bo").user
		create_test_seat(self.tree.grassroots, "can_bo_tham_dinh", both)
		act_as(self.users.secretary, "send", self.file)
		with self.set_user(both):
			with self.assertRefused(errors.OwnUnitError):
				service.agree("Evaluation", self.file, 1)
			with self.assertRefused(errors.OwnUnitError):
				service.return_document("Evaluation", self.file, 1, {"dk_1": "x"})
			self.assertFalse(api.get_document("Evaluation", self.file)["may"]["Agree"]["allowed"])
			self.assertIn(
				"own organization", api.get_document("Evaluation", self.file)["may"]["Agree"]["why"]
			)
		self.assertEqual(waiting.page(both, waiting.Filters())["total"], 0)
		self.assertEqual(waiting.page(self.users.grassroots, waiting.Filters())["total"], 1)
		act_as(self.users.grassroots, "agree", self.file)

	def test_an_overseers_seat_makes_nobody_part_of_the_unit(self):
		create_test_seat(self.tree.cell_a, "theo_doi", self.users.grassroots)
		act_as(self.users.secretary, "send", self.file)
		act_as(self.users.grassroots, "agree", self.file)

	def test_no_two_consecutive_levels_whatever_seats_a_person_holds(self):
		create_test_seat(self.tree.body, "can_bo_tham_dinh", self.users.grassroots)
		climb(self.file, self.users, to="body")
		self.assertEqual(waiting.page(self.users.grassroots, waiting.Filters())["total"], 0)
		with self.set_user(self.users.grassroots), self.assertRefused(errors.ConsecutiveLevelError):
			service.agree("Evaluation", self.file, 2)
		# nor downwards, after the file came back
		act_as(self.users.body, "return_document", self.file, {"dk_1": "Ghi rõ hơn"})
		create_test_seat(self.tree.grassroots, "can_bo_tham_dinh", self.users.body)
		mend(self.file)
		act_as(self.users.secretary, "send", self.file)
		with self.set_user(self.users.body), self.assertRefused(errors.ConsecutiveLevelError):
			service.agree("Evaluation", self.file, 4)
		act_as(self.users.grassroots, "agree", self.file)


class TestSixMonths(ApprovalTestCase):
	period_kind = "Six-Month"

	def test_ends_interim_reviewed_without_a_title(self):
		climb(self.file, self.users)
		act_as(self.users.province, "agree", self.file)
		doc = self.doc()
		self.assertEqual(
			(doc.state, doc.awaiting_organization, doc.decided_on), ("Interim Reviewed", None, getdate())
		)
		self.assertEqual(self.steps(), ["Send", "Agree", "Agree", "Conclude Interim"])
		self.assertFalse(frappe.db.exists("Recognition", {"evaluation": self.file}))
		self.assertEqual({link["state"] for link in self._strip()}, {"done"})

	def _strip(self):
		with self.set_user(self.users.secretary):
			return api.get_document("Evaluation", self.file)["strip"]


class TestRoutes(ApprovalTestCase):
	def test_a_level_added_by_the_form_is_taken_by_the_next_file(self):
		act_as(self.users.secretary, "send", self.file)
		route = frappe.get_doc("Approval Route", json.loads(self.doc().route)["route"])
		route.set("steps", [])
		for level, act in (("co_so", "Appraise"), ("tinh", "Decide")):
			route.append("steps", {"level": level, "act": act, "days_allowed": 3, "may_skip_if_absent": 1})
		route.save()
		neighbour = create_test_file(self.tree.cell_b, self.period)
		author = create_test_seat(self.tree.cell_b, "bi_thu_chi_bo").user
		act_as(author, "send", neighbour)
		act_as(self.users.grassroots, "agree", neighbour)
		self.assertEqual(self.doc(neighbour).awaiting_organization, self.tree.province)
		act_as(self.users.grassroots, "agree", self.file)
		self.assertEqual(self.doc().awaiting_organization, self.tree.body)  # as it was sent

		steps = [("co_so", "Appraise"), ("truc_thuoc_tinh", "Appraise"), ("tinh", "Decide")]
		route.set("steps", [{"level": level, "act": act, "days_allowed": 3} for level, act in steps])
		route.save()
		third = create_test_file(self.tree.other_cell, self.period)
		act_as(self.users.neighbour, "send", third)
		levels = [step["level"] for step in json.loads(self.doc(third).route)["steps"]]
		self.assertEqual(levels, ["co_so", "truc_thuoc_tinh", "tinh"])

	def test_directly_above_decides_when_its_route_comes_first(self):
		frappe.get_doc("Approval Route", "bontot-year-above").update({"priority": 20}).save()
		act_as(self.users.secretary, "send", self.file)
		doc = self.doc()
		self.assertEqual((doc.awaiting_organization, doc.awaiting_act), (self.tree.grassroots, "Decide"))

	def test_no_route(self):
		frappe.db.set_value("Approval Route", {"period_kind": "Year"}, "disabled", 1)
		with self.set_user(self.users.secretary), self.assertRefused(errors.RouteMissingError):
			service.send("Evaluation", self.file, 0)


class TestQueue(ApprovalTestCase):
	def set_up_data(self) -> None:
		super().set_up_data()
		self.other = create_test_file(self.tree.cell_b, self.period)
		self.author = create_test_seat(self.tree.cell_b, "bi_thu_chi_bo").user
		act_as(self.users.secretary, "send", self.file)
		act_as(self.author, "send", self.other)

	def names(self, **filters) -> list[str]:
		rows = waiting.page(self.users.grassroots, waiting.Filters(**filters))["rows"]
		return sorted(row.name for row in rows)

	def test_filters(self):
		both = sorted((self.file, self.other))
		cases = (
			({}, both),
			({"text": "van phong"}, [self.file]),
			({"text": "Văn phòng"}, [self.file]),
			({"text": "%"}, []),
			({"title_kind": "Cell"}, both),
			({"title_kind": "Grassroots Organization"}, []),
			({"period": "none"}, []),
			({"changed": True}, []),
			({"overdue": True}, []),
			({"branch": self.tree.cell_b}, [self.other]),
			({"branch": self.tree.other_body}, []),
			({"branch": "no such"}, []),
			({"act": "Decide"}, []),
			({"missing_evidence": True}, both),
		)
		for filters, expected in cases:
			with self.subTest(filters):
				self.assertEqual(self.names(**filters), expected)

	def test_overdue_is_counted(self):
		frappe.db.set_value("Evaluation", self.file, "awaiting_due_on", "2020-01-01", update_modified=False)
		found = waiting.page(self.users.grassroots, waiting.Filters())
		self.assertEqual((found["total"], found["overdue"], found["changed"]), (2, 1, 0))
		self.assertEqual(found["rows"][0].name, self.file)  # the most pressing first

	def test_each_filter_is_counted_as_it_narrows_by_one_statement(self):
		make_clean(self.file, self.other)
		for name, values in (
			(self.file, {"computed_result": "Not Met"}),
			(self.other, {"evidence_count": 0}),
		):
			frappe.db.set_value("Evaluation Item", {"parent": name, "criterion_key": "dk_1"}, values)
		for name in (self.file, self.other):
			frappe.db.set_value("Evaluation", name, "review_suggested", 1)
		found = waiting.page(self.users.grassroots, waiting.Filters())
		self.assertEqual((found["differs"], found["missing_evidence"], found["newer"]), (1, 1, 2))
		for flag in waiting.FLAGS:
			with self.subTest(flag):
				self.assertEqual(len(self.names(**{flag: True})), found[flag])
		files = frappe.qb.DocType("Evaluation")
		where = waiting.waiting_for(files, self.users.grassroots)
		with self.assertQueryCount(1):
			waiting.counts(files, where)

	def test_paging(self):
		pages = [waiting.page(self.users.grassroots, waiting.Filters(), start, 1) for start in (0, 1, 2)]
		self.assertEqual([len(page["rows"]) for page in pages], [1, 1, 0])
		self.assertEqual({page["total"] for page in pages}, {2})

	def test_a_seat_that_ended_empties_the_queue(self):
		frappe.db.set_value("Seat", {"user": self.users.grassroots}, "to_date", "2020-12-31")
		from bontot.organization import access

		access.forget()
		self.assertEqual(self.names(), [])

	def test_rows_name_the_body_above_by_one_statement(self):
		rows = waiting.page(self.users.grassroots, waiting.Filters())["rows"]
		parent = frappe.db.get_value("Party Organization", self.tree.cell_a, "parent_organization")
		name = frappe.db.get_value("Party Organization", parent, "organization_name")
		self.assertEqual([row.parent_name for row in rows], [name, name])
		with self.assertQueryCount(1):
			waiting.add_parents(rows)
		act_as(self.users.grassroots, "agree", self.file)
		[row] = waiting.forwarded(self.users.grassroots, waiting.Filters())["rows"]
		self.assertEqual(row.parent_name, name)

	def test_forwarded_says_for_whom_a_file_waits(self):
		act_as(self.users.grassroots, "agree", self.file)
		with self.set_user(self.users.grassroots):
			found = queue_api.forwarded()
		self.assertEqual([row.name for row in found["rows"]], [self.file])
		current = next(link for link in found["rows"][0].strip if link["state"] == "current")
		self.assertEqual(current["organization"], self.tree.body)
		self.assertEqual(found["total"], 1)

	def test_bulk_gives_each_row_its_own_result(self):
		files = [
			{"evaluation": self.other, "expected_sequence": 0},
			{"evaluation": self.file, "expected_sequence": sequence_of(self.file)},
			{"evaluation": "no such file", "expected_sequence": 1},
		]
		make_clean(self.file)
		open_as(self.users.grassroots, self.file)
		with self.set_user(self.users.grassroots):
			results = queue_api.bulk_agree(files)
		self.assertEqual([row["evaluation"] for row in results], [row["evaluation"] for row in files])
		self.assertEqual([row["ok"] for row in results], [False, True, False])
		self.assertTrue(results[0]["message"])
		self.assertEqual((self.doc(self.other).step_sequence, self.doc().step_sequence), (1, 2))

	def test_how_long_is_left_is_counted_in_working_days(self):
		"""New Year, a Saturday and a Sunday lie between the last of December and the fifth of January."""
		for due_on, today, left in (
			("2027-01-05", "2026-12-31", 2),
			("2026-12-31", "2027-01-05", -2),
			("2027-01-05", "2027-01-05", 0),
		):
			row = frappe._dict(name=self.file, awaiting_due_on=getdate(due_on))
			waiting.add_flags([row], getdate(today))
			self.assertEqual(row.working_days_left, left)
		row = frappe._dict(name=self.file)
		waiting.add_flags([row])
		self.assertIsNone(row.working_days_left)

	def test_flags(self):
		answer_all(create_test_file(self.tree.other_cell, self.period))
		row = next(
			row
			for row in waiting.page(self.users.grassroots, waiting.Filters())["rows"]
			if row.name == self.file
		)
		self.assertGreater(row.missing_evidence, 0)
		self.assertFalse(row.clean)


class TestNothingToDeclare(ApprovalTestCase):
	period_kind = "Six-Month"

	def test_a_review_that_gives_no_title_cannot_be_declared_away(self):
		with self.set_user(self.users.secretary):
			self.assertNotIn(
				"Declare Not Reached",
				evaluation_view.of_file(cases.of(self.doc()), self.users.secretary)["may"],
			)
			with self.assertRefused(errors.TitleForSixMonthsError):
				service.declare_not_reached("Evaluation", self.file, 0, "Thiếu sinh hoạt chuyên đề")
		self.assertEqual(self.doc().state, "Draft")
		act_as(self.users.secretary, "send", self.file)
		self.assertEqual(self.doc().state, "Under Appraisal")
