"""Reopening, withdrawing, locking: what was decided, and comes back or stays."""

from __future__ import annotations

import frappe
from frappe.utils import add_days, getdate, now_datetime

from bontot.approval.acts import after_decision, api, permitted_acts, service
from bontot.approval.core import cases, errors, verify
from bontot.approval.queue import news, waiting
from bontot.approval.testcase import ApprovalTestCase, DecidingTestCase
from bontot.approval.testing import act_as, climb, create_test_resolution, sequence_of
from bontot.evaluation.errors import PeriodClosedError
from bontot.organization import access
from bontot.organization.errors import NoSeatError
from bontot.organization.testing import create_test_delegation, create_test_seat, create_test_user


class DecidedTestCase(DecidingTestCase):
	"""The file of cell_a is recognised, that of cell_b refused."""

	def set_up_data(self) -> None:
		super().set_up_data()
		self.apply(self.submit({self.file: "Recognize", self.other: "Refuse"}))

	def as_user(self, user: str, act: str, name: str, *arguments: object):
		with self.set_user(user):
			return getattr(after_decision, act)("Evaluation", name, sequence_of(name), *arguments)

	def title(self):
		return frappe.get_doc("Recognition", {"evaluation": self.file})

	def later_title(self, year: int, streak: int) -> str:
		"""A title of cell_a in another year, as it stands there from elsewhere."""
		values = {
			"organization": self.tree.cell_a,
			"title_kind": "Cell",
			"year": year,
			"streak_years": streak,
		}
		doc = frappe.get_doc({"doctype": "Recognition", **values})
		doc.flags.by_service = True
		return doc.insert().name


class TestReopening(DecidedTestCase):
	def test_goes_back_to_the_deciding_level_and_the_title_is_marked(self):
		next_year = self.later_title(getdate().year + 1, 2)
		self.as_user(self.users.province, "reopen", self.file, "Có đơn phản ánh")
		doc = self.doc()
		self.assertEqual(
			(doc.state, doc.awaiting_organization, doc.awaiting_act, doc.decided_on, doc.resolution),
			("Under Appraisal", self.tree.province, "Decide", None, None),
		)
		title = self.title()
		self.assertEqual((title.state, title.reopened_on, title.streak_years), ("Reopened", getdate(), 0))
		self.assertEqual(title.reopening_reason, "Có đơn phản ánh")
		self.assertEqual(frappe.db.get_value("Recognition", next_year, "streak_years"), 1)
		self.assertEqual({item.review_state for item in doc.items}, {"Accepted"})
		self.assertEqual(self.steps()[-1], "Reopen")
		self.assertEqual(verify.check_file(self.file), [])
		self.assertIn(
			self.file, [row.name for row in waiting.page(self.users.clerk, waiting.Filters())["rows"]]
		)

	def test_is_decided_anew_as_the_same_title(self):
		next_year = self.later_title(getdate().year + 1, 2)
		name = self.title().name
		self.as_user(self.users.province, "reopen", self.file, "Có đơn phản ánh")
		resolution = self.apply(self.submit({self.file: "Recognize"}))
		title = self.title()
		self.assertEqual((title.name, title.state, title.resolution), (name, "Valid", resolution.name))
		self.assertEqual((title.reopened_on, title.reopening_reason), (None, None))
		self.assertEqual(frappe.db.get_value("Recognition", next_year, "streak_years"), 2)
		self.as_user(self.users.province, "reopen", self.file, "Có đơn phản ánh lần hai")
		self.apply(self.submit({self.file: "Refuse"}))
		self.assertEqual((self.title().state, self.doc().state), ("Reopened", "Not Recognized"))
		self.assertEqual(self.steps().count("Reopen"), 2)
		self.assertEqual(verify.check_file(self.file), [])

	def test_a_refused_file_is_reopened_and_returned_to_its_author(self):
		self.as_user(self.users.province, "reopen", self.other, "Bổ sung minh chứng")
		self.apply(self.submit({self.other: "Return"}))
		self.assertEqual((self.doc(self.other).state, self.doc(self.other).round), ("Returned", 2))

	def test_who_may_not(self):
		for who in ("secretary", "neighbour", "grassroots", "body"):
			error = frappe.DoesNotExistError if who == "neighbour" else NoSeatError
			with self.subTest(who), self.assertRefused(error):
				self.as_user(getattr(self.users, who), "reopen", self.file, "x")
		with self.assertRefused(NoSeatError):
			after_decision.reopen(
				"Evaluation", self.file, sequence_of(self.file), "x"
			)  # an administrator decides nothing
		with self.assertRefused(errors.ReasonMissingError):
			self.as_user(self.users.province, "reopen", self.file, " ")
		with self.set_user(self.users.province), self.assertRefused(errors.StaleFileError):
			after_decision.reopen("Evaluation", self.file, sequence_of(self.file) - 1, "x")
		self.assertEqual((self.doc().state, self.title().state), ("Recognized", "Valid"))

	def test_what_is_not_decided_is_not_reopened(self):
		self.as_user(self.users.province, "reopen", self.file, "Có đơn phản ánh")
		with self.assertRefused(errors.ActNotOpenError):
			self.as_user(self.users.province, "reopen", self.file, "Có đơn phản ánh")

	def test_not_the_own_unit_and_not_after_acting_next_to_it(self):
		create_test_seat(self.tree.cell_a, "pho_bi_thu_chi_bo", self.users.province)
		with self.assertRefused(errors.OwnUnitError):
			self.as_user(self.users.province, "reopen", self.file, "x")
		self.as_user(self.users.province, "reopen", self.other, "Không phải đơn vị của mình")
		create_test_seat(self.tree.province, "can_bo_van_phong", self.users.body)
		with self.assertRefused(errors.ConsecutiveLevelError):
			self.as_user(self.users.body, "reopen", self.file, "x")

	def test_a_lent_seat_says_on_whose_behalf(self):
		stand_in = create_test_user("Người thay")
		seat = frappe.db.get_value("Seat", {"user": self.users.province})
		create_test_delegation(seat, stand_in)
		self.as_user(stand_in, "reopen", self.file, "Có đơn phản ánh")
		last = frappe.get_last_doc("Approval Step", {"file_name": self.file, "act": "Reopen"})
		self.assertEqual((last.acting_user, last.on_behalf_of), (stand_in, self.users.province))

	def test_a_closed_period_stays(self):
		frappe.db.set_value("Review Period", self.period, "state", "Closed")
		with self.assertRefused(PeriodClosedError):
			self.as_user(self.users.province, "reopen", self.file, "x")


class TestInterim(ApprovalTestCase):
	period_kind = "Six-Month"

	def test_the_officer_who_concludes_reopens(self):
		climb(self.file, self.users)
		act_as(self.users.province, "agree", self.file)
		with self.set_user(self.users.province):
			after_decision.reopen("Evaluation", self.file, sequence_of(self.file), "Ghi nhầm")
		doc = self.doc()
		self.assertEqual((doc.state, doc.awaiting_act), ("Under Appraisal", "Appraise"))
		act_as(self.users.province, "agree", self.file)
		self.assertEqual(self.doc().state, "Interim Reviewed")
		with self.set_user(self.users.province), self.assertRefused(errors.ActNotOpenError):
			after_decision.withdraw(
				"Evaluation", self.file, sequence_of(self.file), "x", "1-QĐ/TU", getdate()
			)


class TestWithdrawing(DecidedTestCase):
	DECISION = ("45-QĐ/TU", "Phát hiện khai không đúng")

	def withdraw(self, user: str | None = None, **changed: object):
		number, reason = self.DECISION
		values = {"number": number, "on": getdate(), "reason": reason} | changed
		self.as_user(
			user or self.users.province,
			"withdraw",
			self.file,
			values["reason"],
			values["number"],
			values["on"],
		)

	def test_is_marked_with_its_decision_and_breaks_the_row_of_years(self):
		next_year = self.later_title(getdate().year + 1, 2)
		self.withdraw()
		title = self.title()
		self.assertEqual(
			(
				title.state,
				title.withdrawn_on,
				title.withdrawal_number,
				title.withdrawn_by,
				title.streak_years,
			),
			("Withdrawn", getdate(), "45-QĐ/TU", self.tree.province, 0),
		)
		self.assertEqual(frappe.db.get_value("Recognition", next_year, "streak_years"), 1)
		step = frappe.get_last_doc("Approval Step", {"file_name": self.file, "act": "Withdraw"})
		for part in ("45-QĐ/TU", "Phát hiện khai không đúng"):
			self.assertIn(part, step.reason)
		self.assertEqual(self.doc().state, "Withdrawn")
		self.assertEqual(verify.check_file(self.file), [])
		with self.set_user(self.users.secretary):
			self.assertEqual(api.get_document("Evaluation", self.file)["recognition"].state, "Withdrawn")

	def test_also_after_the_period_was_closed(self):
		frappe.db.set_value("Review Period", self.period, "state", "Closed")
		self.withdraw()
		self.assertEqual(self.title().state, "Withdrawn")

	def test_once_only(self):
		self.withdraw()
		with self.assertRefused(errors.ActNotOpenError):
			self.withdraw()

	def test_its_decision_is_complete(self):
		cases = (
			(errors.WithdrawalError, {"number": " "}),
			(errors.WithdrawalError, {"on": add_days(getdate(), 1)}),
			(errors.WithdrawalError, {"on": add_days(getdate(), -1)}),
			(errors.ReasonMissingError, {"reason": ""}),
		)
		for error, values in cases:
			with self.subTest(values), self.assertRefused(error):
				self.withdraw(**values)
		with self.set_user(self.users.province), self.assertRefused(errors.DecisionError):
			api.withdraw("Evaluation", self.file, sequence_of(self.file), "x", "45-QĐ/TU", "hôm qua")
		self.assertEqual(self.title().state, "Valid")

	def test_who_may_not(self):
		for who in ("secretary", "grassroots", "body"):
			with self.subTest(who), self.assertRefused(NoSeatError):
				self.withdraw(getattr(self.users, who))
		with self.assertRefused(errors.ActNotOpenError):
			self.as_user(self.users.province, "withdraw", self.other, "1-QĐ/TU", getdate(), "x")

	def test_recognized_again_after_a_reopening(self):
		self.withdraw()
		self.as_user(self.users.province, "reopen", self.file, "Xem lại việc thu hồi")
		self.assertEqual(self.title().state, "Withdrawn")
		self.apply(self.submit({self.file: "Recognize"}))
		title = self.title()
		self.assertEqual((title.state, title.withdrawn_on, title.withdrawal_number), ("Valid", None, None))


class TestLocking(DecidedTestCase):
	"""Decided at the body; the province receives and may lock."""

	def set_up_data(self) -> None:
		ApprovalTestCase.set_up_data(self)
		route = frappe.get_doc("Approval Route", "bontot-year-province")
		route.set("steps", [])
		for level, act in (("co_so", "Appraise"), ("truc_thuoc_tinh", "Decide"), ("tinh", "Receive")):
			route.append("steps", {"level": level, "act": act, "days_allowed": 5, "may_skip_if_absent": 1})
		route.steps[-1].may_lock = 1
		route.save()
		self.recorder = create_test_seat(self.tree.body, "can_bo_van_phong").user
		act_as(self.users.secretary, "send", self.file)
		act_as(self.users.grassroots, "agree", self.file)
		self.decide()

	def decide(self) -> None:
		with self.set_user(self.recorder):
			doc = create_test_resolution(self.tree.body, {self.file: "Recognize"})
			doc.insert()
			doc.submit()
		self.apply(doc)

	def test_what_is_locked_is_reopened_from_there_or_above_only(self):
		self.assertEqual(self.doc().state, "Recognized")
		other = create_test_seat(self.tree.body, "can_bo_van_phong").user
		with self.set_user(self.users.province):
			self.assertTrue(api.get_document("Evaluation", self.file)["may"]["Lock"]["allowed"])
			after_decision.lock("Evaluation", self.file, sequence_of(self.file))
			self.assertFalse(api.get_document("Evaluation", self.file)["may"]["Lock"]["allowed"])
			self.assertTrue(api.get_document("Evaluation", self.file)["may"]["Reopen"]["allowed"])
		self.assertEqual((self.doc().locked_by, self.steps()[-1]), (self.tree.province, "Lock"))
		with self.set_user(other):
			self.assertFalse(api.get_document("Evaluation", self.file)["may"]["Reopen"]["allowed"])
		for act, arguments in (("reopen", ("x",)), ("withdraw", ("1-QĐ/ĐU", getdate(), "x"))):
			with self.subTest(act), self.assertRefused(errors.LockedFileError):
				self.as_user(other, act, self.file, *arguments)
		self.as_user(self.users.province, "reopen", self.file, "Có đơn phản ánh")
		doc = self.doc()
		self.assertEqual((doc.locked_by, doc.awaiting_organization), (None, self.tree.body))
		self.assertEqual(verify.check_file(self.file), [])

	def test_without_a_lock_the_deciding_body_reopens(self):
		other = create_test_seat(self.tree.body, "can_bo_van_phong").user
		self.as_user(other, "reopen", self.file, "Ghi nhầm")
		self.assertEqual(self.doc().awaiting_organization, self.tree.body)

	def test_from_above_the_deciding_level(self):
		"""The province is above the body's end of the route, and whoever agreed below does not reopen there."""
		create_test_seat(self.tree.body, "can_bo_van_phong", self.users.grassroots)
		with self.assertRefused(errors.ConsecutiveLevelError):
			self.as_user(self.users.grassroots, "reopen", self.file, "x")
		create_test_seat(self.tree.province, "can_bo_van_phong", self.recorder)
		frappe.db.set_value(
			"Seat", {"user": self.recorder, "organization": self.tree.body}, "to_date", "2020-12-31"
		)
		access.forget()
		with self.assertRefused(errors.ConsecutiveLevelError):
			self.as_user(self.recorder, "reopen", self.file, "x")
		self.as_user(self.users.province, "reopen", self.file, "Kiểm tra lại")
		self.assertEqual(self.doc().awaiting_organization, self.tree.body)

	def test_only_who_receives_locks(self):
		for who in (self.recorder, self.users.grassroots, self.users.secretary):
			with self.subTest(who), self.assertRefused(NoSeatError):
				self.as_user(who, "lock", self.file)
		self.as_user(self.users.province, "lock", self.file)
		with self.assertRefused(errors.ActNotOpenError):
			self.as_user(self.users.province, "lock", self.file)

	def test_a_lock_hides_no_decision_from_its_author(self):
		self.as_user(self.users.province, "lock", self.file)
		found = news.between(add_days(now_datetime(), -1), now_datetime(), {})
		[line] = found[self.users.secretary]
		self.assertEqual(line.file, self.file)
		self.as_user(self.users.province, "reopen", self.file, "Kiểm tra lại")
		found = news.between(add_days(now_datetime(), -1), now_datetime(), {})
		self.assertEqual(
			[line.file for line in found[self.users.secretary]], [self.file]
		)  # the later news only

	def test_a_route_without_a_locking_level(self):
		plan = frappe.parse_json(self.doc().route)
		frappe.db.set_value("Evaluation", self.file, "route", frappe.as_json(plan | {"receivers": []}))
		with self.assertRefused(errors.ActNotOpenError):
			self.as_user(self.users.province, "lock", self.file)


class TestAuthorGone(ApprovalTestCase):
	"""An interim review that was concluded before its organisation ended, and reopened afterwards."""

	period_kind = "Six-Month"

	def set_up_data(self) -> None:
		super().set_up_data()
		climb(self.file, self.users)
		act_as(self.users.province, "agree", self.file)
		ended = {"valid_to": add_days(getdate(), -1)}
		frappe.db.set_value("Party Organization", self.tree.cell_a, ended, update_modified=False)
		with self.set_user(self.users.province):
			after_decision.reopen("Evaluation", self.file, sequence_of(self.file), "Có đơn phản ánh")

	def test_is_concluded_anew_but_not_returned_to_nobody(self):
		with self.set_user(self.users.province):
			shown = permitted_acts.may(cases.of(self.doc()), self.users.province)
			self.assertEqual((shown["Return"]["allowed"], shown["Agree"]["allowed"]), (False, True))
			self.assertIn(self.doc().organization_name, shown["Return"]["why"])
			with self.assertRefused(errors.AuthorGoneError):
				service.return_document(
					"Evaluation", self.file, sequence_of(self.file), {"dk_1": "Ghi rõ hơn"}
				)
		self.assertEqual(self.doc().state, "Under Appraisal")
		act_as(self.users.province, "agree", self.file)
		self.assertEqual(self.doc().state, "Interim Reviewed")

	def test_where_the_organization_lives_it_is_returned(self):
		frappe.db.set_value("Party Organization", self.tree.cell_a, "valid_to", None, update_modified=False)
		act_as(self.users.province, "return_document", self.file, {"dk_1": "Ghi rõ hơn"})
		self.assertEqual(self.doc().state, "Returned")
