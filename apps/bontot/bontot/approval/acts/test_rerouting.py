"""Another way than the frozen one: sent along by a person above, or by itself where a file would stand still."""

from __future__ import annotations

import json
from datetime import timedelta

import frappe
from frappe.utils import add_days, getdate, now_datetime

from bontot.approval.acts import api, rerouting
from bontot.approval.core import errors, verify
from bontot.approval.people import seating
from bontot.approval.queue import api as queue_api
from bontot.approval.queue import daily, vacancies, waiting
from bontot.approval.testcase import ApprovalTestCase
from bontot.approval.testing import act_as, climb, create_test_file, mend, sequence_of
from bontot.organization import access
from bontot.organization.errors import NoSeatError
from bontot.organization.testing import create_test_delegation, create_test_seat, create_test_user
from bontot.outbox import Task
from bontot.outbox.testing import run_now
from bontot.reorganization import preview, service
from bontot.reorganization.testing import create_test_reorganization, reorganize


class ReroutingTestCase(ApprovalTestCase):
	def reroute(self, user: str, to: str | None = None, reason: str = "Cấp này đang khuyết") -> None:
		with self.set_user(user):
			rerouting.reroute("Evaluation", self.file, sequence_of(self.file), reason, to)

	def place(self) -> tuple[str, str]:
		doc = self.doc()
		return doc.awaiting_organization, doc.awaiting_act

	def way(self) -> list[str]:
		return [step["organization"] for step in json.loads(self.doc().route)["steps"]]

	def last_step(self):
		return frappe.get_last_doc(
			"Approval Step", {"file_name": self.file, "sequence": sequence_of(self.file)}
		)

	def end_seat(self, user: str) -> None:
		frappe.db.set_value("Seat", {"user": user}, "to_date", "2021-12-31")
		access.forget()


class TestByHand(ReroutingTestCase):
	def set_up_data(self) -> None:
		super().set_up_data()
		act_as(self.users.secretary, "send", self.file)

	def test_the_level_above_passes_an_absent_level_over(self):
		self.reroute(self.users.body, self.tree.body)
		self.assertEqual(self.place(), (self.tree.body, "Appraise"))
		self.assertEqual(self.way(), [self.tree.body, self.tree.province])
		step = self.last_step()
		self.assertEqual((step.act, step.reason), ("Reroute", "Cấp này đang khuyết"))
		self.assertEqual(
			(step.acting_organization, step.below_organization, step.above_organization),
			(self.tree.body, self.tree.cell_a, self.tree.body),
		)
		self.assertEqual(verify.check_file(self.file), [])

	def test_who_passed_a_level_over_has_acted_in_its_stead(self):
		self.reroute(self.users.body, self.tree.body)
		self.assertEqual(waiting.page(self.users.body, waiting.Filters())["total"], 0)
		with self.set_user(self.users.body), self.assertRefused(errors.ConsecutiveLevelError):
			api.agree("Evaluation", self.file, sequence_of(self.file))
		other = create_test_seat(self.tree.body, "can_bo_tham_dinh").user
		act_as(other, "agree", self.file)
		self.assertEqual(self.place(), (self.tree.province, "Decide"))

	def test_a_changed_route_is_taken_up(self):
		self.leave_out_the_body()
		self.assertEqual(self.way(), [self.tree.grassroots, self.tree.province])
		self.assertEqual(self.place(), (self.tree.grassroots, "Appraise"))
		step = self.last_step()
		self.assertEqual((step.below_organization, step.above_organization), (None, None))
		act_as(self.users.grassroots, "agree", self.file)
		self.assertEqual(self.place(), (self.tree.province, "Decide"))

	def leave_out_the_body(self) -> None:
		"""Give the file a route that leads from the grassroots level straight to the province."""
		route = frappe.get_doc("Approval Route", json.loads(self.doc().route)["route"])
		route.set("steps", [])
		for level, act in (("co_so", "Appraise"), ("tinh", "Decide")):
			route.append("steps", {"level": level, "act": act, "days_allowed": 3, "may_skip_if_absent": 1})
		route.save()
		self.reroute(self.users.province, reason="Theo tuyến mới")

	def test_who_acted_above_is_barred_below_though_the_way_leads_past_that_level_now(self):
		act_as(self.users.grassroots, "agree", self.file)
		act_as(self.users.body, "return_document", self.file, {"dk_1": "Ghi rõ hơn"})
		mend(self.file)
		act_as(self.users.secretary, "send", self.file)
		create_test_seat(self.tree.grassroots, "can_bo_tham_dinh", self.users.body)
		self.leave_out_the_body()
		self.assertEqual(self.place(), (self.tree.grassroots, "Appraise"))
		with self.set_user(self.users.body), self.assertRefused(errors.ConsecutiveLevelError):
			api.agree("Evaluation", self.file, sequence_of(self.file))

	def test_nothing_changes(self):
		with self.assertRefused(errors.NothingToRerouteError):
			self.reroute(self.users.province)
		for to in (self.tree.other_body, "no such place"):
			with self.subTest(to), self.assertRefused(errors.NothingToRerouteError):
				self.reroute(self.users.province, to)
		with self.assertRefused(errors.ReasonMissingError):
			self.reroute(self.users.province, self.tree.body, " ")
		self.assertEqual(self.steps(), ["Send"])

	def test_who_may(self):
		for who in ("secretary", "neighbour", "grassroots"):
			error = frappe.DoesNotExistError if who == "neighbour" else NoSeatError
			with self.subTest(who), self.assertRefused(error):
				self.reroute(getattr(self.users, who), self.tree.body)
		create_test_seat(self.tree.cell_a, "pho_bi_thu_chi_bo", self.users.body)
		with self.assertRefused(errors.OwnUnitError):
			self.reroute(self.users.body, self.tree.body)
		self.reroute("Administrator", self.tree.body, "Quản trị đổi tuyến")
		step = self.last_step()
		self.assertEqual((step.acting_user, step.seat), ("Administrator", None))

	def test_not_what_waits_for_nobody(self):
		act_as(self.users.grassroots, "return_document", self.file, {"dk_1": "Ghi rõ hơn"})
		with self.assertRefused(errors.ActNotOpenError):
			self.reroute(self.users.province, self.tree.province)

	def test_what_was_not_sent_has_no_levels_to_choose(self):
		draft = create_test_file(self.tree.cell_b, self.period)
		for user in (self.users.body, "Administrator"):
			with self.subTest(user), self.set_user(user):
				self.assertEqual(api.reroute_choices("Evaluation", draft), [])

	def test_levels_to_choose(self):
		with self.set_user(self.users.province):
			found = api.reroute_choices("Evaluation", self.file)
			self.assertTrue(api.get_document("Evaluation", self.file)["may"]["Reroute"]["allowed"])
		self.assertEqual(
			[(row["organization"], row["here"]) for row in found],
			[(self.tree.grassroots, True), (self.tree.body, False), (self.tree.province, False)],
		)
		with self.set_user(self.users.secretary):
			self.assertEqual(api.reroute_choices("Evaluation", self.file), [])
			self.assertFalse(api.get_document("Evaluation", self.file)["may"]["Reroute"]["allowed"])


DAY = "2026-07-01"


class TestReorganized(ReroutingTestCase):
	def end_level(self):
		return reorganize(
			self.tree.province,
			DAY,
			[{"act": "End Level", "organization": self.tree.province, "level": "truc_thuoc_tinh"}],
		)

	def merge(self, who: str, into: str):
		return reorganize(self.tree.province, DAY, [{"act": "Merge", "organization": who, "target": into}])

	def test_the_next_level_takes_what_waited_for_a_level_that_ended(self):
		climb(self.file, self.users, to="body")
		self.end_level()
		self.assertEqual(self.place(), (self.tree.province, "Decide"))
		self.assertEqual(self.way(), [self.tree.grassroots, self.tree.province])
		step = self.last_step()
		self.assertEqual((step.act, step.seat, step.to_organization), ("Reroute", None, self.tree.province))
		self.assertIn("12-QĐ/TU", step.reason)
		self.assertEqual(verify.check_file(self.file), [])

	def test_the_successor_takes_it(self):
		climb(self.file, self.users, to="body")
		self.merge(self.tree.body, self.tree.other_body)
		self.assertEqual(self.place(), (self.tree.other_body, "Appraise"))
		self.assertEqual(self.way(), [self.tree.grassroots, self.tree.other_body, self.tree.province])
		path = frappe.db.get_value("Party Organization", self.tree.other_body, "path")
		self.assertEqual(self.doc().awaiting_path, path)
		reviewer = create_test_seat(self.tree.other_body, "can_bo_tham_dinh").user
		self.assertEqual(waiting.page(reviewer, waiting.Filters())["total"], 1)

	def test_who_agreed_below_is_barred_at_the_successor_too(self):
		climb(self.file, self.users, to="body")
		self.merge(self.tree.body, self.tree.other_body)
		create_test_seat(self.tree.other_body, "can_bo_tham_dinh", self.users.grassroots)
		self.assertEqual(waiting.page(self.users.grassroots, waiting.Filters())["total"], 0)
		with self.set_user(self.users.grassroots), self.assertRefused(errors.ConsecutiveLevelError):
			api.agree("Evaluation", self.file, sequence_of(self.file))

	def test_a_level_further_ahead_is_looked_at_when_the_file_comes_there(self):
		act_as(self.users.secretary, "send", self.file)
		self.end_level()
		self.assertEqual((self.place(), self.steps()), ((self.tree.grassroots, "Appraise"), ["Send"]))
		act_as(self.users.grassroots, "agree", self.file)
		self.assertEqual(self.place(), (self.tree.province, "Decide"))

	def test_a_returned_file_is_sent_along_the_way_of_today(self):
		climb(self.file, self.users, to="body")
		act_as(self.users.body, "return_document", self.file, {"dk_1": "Ghi rõ hơn"})
		self.end_level()
		mend(self.file)
		act_as(self.users.secretary, "send", self.file)
		self.assertEqual(self.way(), [self.tree.grassroots, self.tree.province])

	def test_a_reopened_file_goes_to_who_decides_today(self):
		climb(self.file, self.users, to="body")
		self.merge(self.tree.body, self.tree.other_body)
		self.assertEqual(rerouting.waiting_for_ended(), [])

	def test_undone_it_goes_back_to_where_the_tree_leads(self):
		"""It waits at the province by then, which lives: it stays there, and the log keeps both ways."""
		climb(self.file, self.users, to="body")
		doc = self.end_level()
		run_now(service.start_undo(doc.name)["task"])
		self.assertEqual(self.place(), (self.tree.province, "Decide"))
		self.assertEqual(verify.check_file(self.file), [])

	def test_undone_it_does_not_wait_for_who_was_founded_by_it(self):
		climb(self.file, self.users, to="body")
		acts = [
			{
				"act": "Found",
				"target": self.tree.province,
				"new_name": "Đảng bộ Khối Mới",
				"new_kind": "truc_thuoc_tinh",
			}
		]
		founded = reorganize(self.tree.province, DAY, acts)
		new = json.loads(founded.traces)["founded"][0]
		frappe.db.set_value("Evaluation", self.file, {"awaiting_organization": new})
		run_now(service.start_undo(founded.name)["task"])
		self.assertEqual(self.place(), (self.tree.body, "Appraise"))

	def test_the_preview_says_so(self):
		climb(self.file, self.users, to="body")
		acts = [{"act": "End Level", "organization": self.tree.province, "level": "truc_thuoc_tinh"}]
		lines = preview.describe(create_test_reorganization(self.tree.province, DAY, acts))["lines"]
		line = next(row for row in lines if "that wait for" in row["what"])
		self.assertEqual(
			(line["count"], line["becomes"]), (1, "go on to the successor, or to the next level")
		)

	def test_where_no_route_leads_on_what_lives_of_its_own_does(self):
		climb(self.file, self.users, to="body")
		frappe.db.set_value("Approval Route", {"period_kind": "Year"}, "disabled", 1)
		self.end_level()
		self.assertEqual(self.place(), (self.tree.province, "Decide"))

	def test_the_day_heals_who_ended_without_a_decision(self):
		climb(self.file, self.users, to="body")
		yesterday = getdate() - timedelta(days=1)
		frappe.db.set_value("Party Organization", self.tree.body, "valid_to", yesterday)
		self.assertEqual(rerouting.waiting_for_ended(), [self.file])
		run_day()
		self.assertEqual(self.place(), (self.tree.province, "Decide"))
		run_day()
		self.assertEqual(self.steps().count("Reroute"), 1)


def run_day() -> Task:
	today = str(getdate())
	task = Task("test", daily.HANDLER, "Administrator", {"today": today})
	daily.run(task)
	return task


class TestVacant(ReroutingTestCase):
	def set_up_data(self) -> None:
		super().set_up_data()
		act_as(self.users.secretary, "send", self.file)

	def levels(self, user: str) -> list[tuple[str, str, int, bool]]:
		access.forget()
		return [
			(row["organization"], row["act"], row["count"], row["fill"]) for row in vacancies.of_user(user)
		]

	def wait_since(self, days: int) -> None:
		since = add_days(now_datetime(), -days)
		frappe.db.set_value("Evaluation", self.file, "awaiting_since", since, update_modified=False)

	def test_shown_to_who_fills_it_and_to_the_levels_above(self):
		self.assertEqual(self.levels(self.users.province), [])
		self.end_seat(self.users.grassroots)
		expected = [(self.tree.grassroots, "Appraise", 1)]
		self.assertEqual(self.levels(self.users.province), [(*expected[0], True)])
		self.assertEqual(self.levels(self.users.body), [(*expected[0], False)])
		for who in ("secretary", "grassroots", "neighbour"):
			self.assertEqual(self.levels(getattr(self.users, who)), [], who)
		with self.set_user(self.users.body):
			found = queue_api.stuck()
		self.assertEqual(([row.name for row in found["rows"]], found["total"]), ([self.file], 1))
		create_test_seat(self.tree.grassroots, "can_bo_tham_dinh")
		self.assertEqual(self.levels(self.users.province), [])

	def test_no_vacancy_where_the_body_can_stand_in(self):
		self.end_seat(self.users.grassroots)
		create_test_seat(self.tree.grassroots, "can_bo_van_phong")
		self.assertEqual(self.levels(self.users.province), [])

	def test_a_body_that_nobody_records_for(self):
		act_as(self.users.grassroots, "agree", self.file)
		act_as(self.users.body, "agree", self.file)
		self.assertEqual(self.levels(self.users.province), [])
		self.end_seat(self.users.clerk)
		self.end_seat(self.users.province)
		commission = create_test_seat(self.tree.province, "can_bo_btc_tinh", self.users.body).user
		# The one who records there has acted next to it: nobody can, and the Commission is told.
		self.assertEqual(self.levels(commission), [(self.tree.province, "Decide", 1, True)])

	def test_who_passed_a_level_over_does_not_fill_the_next(self):
		self.reroute(self.users.body, self.tree.body)
		self.assertEqual(self.levels(self.users.province), [(self.tree.body, "Appraise", 1, True)])
		create_test_seat(self.tree.body, "can_bo_tham_dinh")
		self.assertEqual(self.levels(self.users.province), [])

	def test_passed_over_by_rule(self):
		self.end_seat(self.users.grassroots)
		self.wait_since(3)
		run_day()
		self.assertEqual(self.place()[0], self.tree.grassroots)
		self.wait_since(30)
		run_day()
		self.assertEqual(self.place(), (self.tree.body, "Appraise"))
		step = self.last_step()
		self.assertEqual((step.act, step.acting_user, step.seat), ("Reroute", "Administrator", None))
		self.assertIn("Đảng bộ Sở Nông nghiệp và Môi trường", step.reason)
		self.assertEqual(verify.check_file(self.file), [])
		act_as(self.users.body, "agree", self.file)  # nobody's level was taken
		run_day()
		self.assertEqual(self.steps().count("Reroute"), 1)

	def test_a_level_that_has_only_just_lost_its_people_is_not_passed_over(self):
		"""The time counts in which nobody could act, not how long the file has lain there."""
		self.wait_since(30)
		for days_ago, place in ((1, self.tree.grassroots), (4, self.tree.grassroots), (30, self.tree.body)):
			frappe.db.set_value(
				"Seat", {"user": self.users.grassroots}, "to_date", add_days(getdate(), -days_ago)
			)
			access.forget()
			run_day()
			self.assertEqual(self.place()[0], place, days_ago)

	def test_other_ends_of_what_a_level_acted_with(self):
		"""A loan that ran out or was taken back, an account or a position that was disabled."""
		self.end_seat(self.users.grassroots)
		self.wait_since(30)
		today, place = getdate(), self.tree.grassroots
		old = getdate("2021-12-31")
		self.assertEqual(seating.last_held([place, self.tree.body], today), {place: old})
		seat = create_test_seat(place, "can_bo_tham_dinh")
		lent = create_test_delegation(seat.name, create_test_user(), to_date=add_days(today, 9))
		self.assertEqual(seating.last_held([place], today), {place: old})  # these live
		frappe.db.set_value("Delegation", lent.name, "revoked_at", add_days(now_datetime(), -3))
		self.assertEqual(seating.last_held([place], today), {place: getdate(add_days(today, -3))})
		account = {"enabled": 0, "modified": add_days(now_datetime(), -2)}
		frappe.db.set_value("User", seat.user, account, update_modified=False)
		self.assertEqual(seating.last_held([place], today), {place: getdate(add_days(today, -2))})
		position = {"disabled": 1, "modified": add_days(now_datetime(), -1)}
		frappe.db.set_value("Position", seat.position, position, update_modified=False)
		self.assertEqual(seating.last_held([place], today), {place: getdate(add_days(today, -1))})

	def test_who_came_or_acted_since_the_files_were_found(self):
		self.end_seat(self.users.grassroots)
		self.wait_since(30)
		self.assertEqual(vacancies.due_to_pass(getdate()), [self.file])
		newcomer = create_test_seat(self.tree.grassroots, "can_bo_tham_dinh").user
		access.forget()
		self.assertFalse(vacancies.pass_over(self.file, getdate()))
		act_as(newcomer, "agree", self.file)  # it waits at the next level now, where somebody may act
		self.assertFalse(vacancies.pass_over(self.file, getdate()))
		self.assertEqual(self.place(), (self.tree.body, "Appraise"))
		self.assertNotIn("Reroute", self.steps())

	def test_never_where_the_route_says_so_nor_where_somebody_can_act(self):
		self.wait_since(30)
		run_day()
		self.assertEqual(self.place()[0], self.tree.grassroots)
		self.end_seat(self.users.grassroots)
		plan = json.loads(self.doc().route) | {"vacant_days": 0}
		frappe.db.set_value("Evaluation", self.file, "route", json.dumps(plan))
		run_day()
		self.assertEqual(self.place()[0], self.tree.grassroots)

	def test_the_last_level_is_never_passed_over(self):
		act_as(self.users.grassroots, "agree", self.file)
		act_as(self.users.body, "agree", self.file)
		for who in (self.users.clerk, self.users.province):
			self.end_seat(who)
		self.wait_since(60)
		task = run_day()
		self.assertEqual((self.place(), task.failed_rows), ((self.tree.province, "Decide"), []))

	def test_the_day_asks_once(self):
		daily.run_daily()
		daily.run_daily()
		key = f"{daily.HANDLER}-{getdate()}"
		self.assertEqual(frappe.db.count("Outbox Task", {"task_key": key}), 1)


class TestOtherFilesStay(ReroutingTestCase):
	def test_only_the_files_named_move(self):
		other = create_test_file(self.tree.other_cell, self.period)
		act_as(self.users.neighbour, "send", other)
		climb(self.file, self.users, to="body")
		before = frappe.get_doc("Evaluation", other).as_json()
		reorganize(
			self.tree.province,
			DAY,
			[{"act": "Merge", "organization": self.tree.body, "target": self.tree.other_body}],
		)
		self.assertEqual(frappe.get_doc("Evaluation", other).as_json(), before)
