"""One message a person a day carries what is owed and what is new in the approval; a machine that slept catches up."""

from __future__ import annotations

from datetime import date, timedelta
from unittest.mock import patch

import frappe
from frappe.utils import getdate

from bontot import outbox
from bontot.approval.acts.test_documents import OVERLAY, DocumentTestCase
from bontot.approval.queue import news
from bontot.approval.testcase import ApprovalTestCase
from bontot.approval.testing import act_as, create_test_file
from bontot.obligation import jobs, reminders, stages
from bontot.obligation.testing import create_test_duty, leave_only
from bontot.organization.testing import create_test_seat
from bontot.outbox.task import DOCTYPE as TASK
from bontot.outbox.task import Task


class DailyRuns:
	"""The daily run as tests start it; `today` is the day they begin."""

	def alone(self) -> None:
		"""Nothing else is owed, and no run has been before; rolled back with everything else."""
		frappe.db.set_value("Obligation", {"state": "Due"}, "state", "Exempt")
		frappe.db.delete(TASK, {"handler": jobs.HANDLER})
		self.today = getdate()

	def run_day(self, days: int) -> None:
		"""The daily run `days` from now, to its end."""
		day = self.today + timedelta(days=days)
		payload = {"today": str(day)}
		name = outbox.enqueue(jobs.HANDLER, f"{jobs.HANDLER}-{day}", payload, acting_user="Administrator")
		with patch.object(jobs.ledger, "rebuild"):  # what is owed is another test's
			jobs.settle_and_remind(Task(name, jobs.HANDLER, "Administrator", payload))
		frappe.db.set_value(TASK, name, "state", "Done")

	def told(self, user: str) -> list[str]:
		rows = frappe.get_all(
			"Notification Log", {"for_user": user}, ["name", "email_content"], order_by="name"
		)
		return [row.email_content for row in rows]

	def die_after_one(self, days: int) -> None:
		class Killed(BaseException):
			pass

		def die() -> None:
			raise Killed

		day = self.today + timedelta(days=days)
		with patch.object(reminders, "PEOPLE_A_COMMIT", 1), self.assertRaises(Killed):
			reminders.remind(day, after_some=die, heard=jobs.news_until(day))


class TestDigest(DailyRuns, ApprovalTestCase):
	def set_up_data(self) -> None:
		super().set_up_data()
		duty = create_test_duty()
		leave_only(duty)
		self.duty = duty.name
		self.alone()
		self.other = create_test_file(self.tree.cell_b, self.period)
		self.author = create_test_seat(self.tree.cell_b, "bi_thu_chi_bo").user

	def both_sent(self) -> None:
		act_as(self.users.secretary, "send", self.file)
		act_as(self.author, "send", self.other)

	def test_two_acts_of_one_day_are_one_message(self):
		self.both_sent()
		self.run_day(1)
		[words] = self.told(self.users.grassroots)
		self.assertEqual(words.count("<li>"), 1)
		self.assertIn("2", words)

	def test_several_things_of_one_person_are_one_message(self):
		"""The secretary of one cell appraises where the other one reports: a return and a turn, and what is owed."""
		create_test_seat(self.tree.grassroots, "can_bo_tham_dinh", self.users.secretary)
		act_as(self.users.secretary, "send", self.file)
		act_as(self.author, "send", self.other)
		act_as(self.users.grassroots, "return_document", self.file, {"dk_1": "Ghi rõ hơn"})
		owed = self.owed(self.users.secretary)
		with patch.object(reminders, "due_reminders", lambda today: owed):
			self.run_day(1)
		[words] = self.told(self.users.secretary)
		self.assertEqual(words.count("<li>"), 3)

	def owed(self, user: str) -> list[reminders.Due]:
		row = frappe.get_doc(
			doctype="Obligation",
			organization=self.tree.cell_a,
			duty=self.duty,
			span_label="thu",
			title="Sinh hoạt thử nghiệm",
			due_on=self.today,
			state="Due",
		).insert()
		place = (row.name, row.organization, row.organization_path, row.title, row.due_on)
		return [reminders.Due("thu", *place, stages.Stage("On", 0, self.today), user)]

	def test_the_same_day_again_says_nothing_again(self):
		self.both_sent()
		self.run_day(1)
		self.run_day(1)
		self.assertEqual(len(self.told(self.users.grassroots)), 1)

	def test_the_next_day_says_only_what_is_new(self):
		self.both_sent()
		self.run_day(1)
		self.run_day(2)
		self.assertEqual(len(self.told(self.users.grassroots)), 1)

	def test_a_week_asleep_is_one_message_with_all_of_it(self):
		"""The day before was told of; then nothing ran for a week."""
		self.run_day(0)
		self.both_sent()
		act_as(self.users.grassroots, "return_document", self.file, {"dk_1": "Ghi rõ hơn"})
		self.run_day(7)
		self.assertEqual(len(self.told(self.users.grassroots)), 1)
		self.assertEqual(len(self.told(self.users.secretary)), 1)
		self.run_day(8)
		self.assertEqual(len(self.told(self.users.secretary)), 1)

	def test_a_run_that_never_ended_is_caught_up_without_doubling(self):
		"""It told some and died for good: the next day tells the others what these have had."""
		self.run_day(0)
		self.both_sent()
		act_as(self.users.grassroots, "return_document", self.other, {"dk_1": "Ghi rõ hơn"})
		self.die_after_one(1)
		had = {user: len(self.told(user)) for user in (self.users.grassroots, self.author)}
		self.assertEqual(sorted(had.values()), [0, 1])
		self.run_day(2)
		for user in had:
			self.assertEqual(len(self.told(user)), 1, user)

	def test_where_the_last_run_is_forgotten_the_day_before_is_told(self):
		self.both_sent()
		self.run_day(5)
		self.assertEqual(self.told(self.users.grassroots), [])
		self.assertIsNone(jobs.last_told(date(2020, 1, 1)))

	def test_what_has_become_due_since_is_added_to_the_same_message(self):
		self.both_sent()
		self.run_day(1)
		key = reminders.digest_key(self.users.grassroots, self.today + timedelta(days=1))
		name = frappe.db.get_value("Obligation Reminder", {"reminder_key": key}, "notification")
		frappe.db.set_value("Notification Log", name, "read", 1)
		reminders.add_to(name, ["Việc <mới>"])
		[words] = self.told(self.users.grassroots)
		self.assertIn("Việc &lt;mới&gt;", words)
		self.assertEqual(frappe.db.get_value("Notification Log", name, "read"), 0)

	def test_days_of_digests(self):
		self.both_sent()
		self.run_day(1)
		tomorrow = self.today + timedelta(days=1)
		found = reminders.digest_days(self.today, tomorrow + timedelta(days=1))
		self.assertEqual(found[self.users.grassroots], tomorrow)
		self.assertEqual(reminders.digest_days(self.today, tomorrow), {})
		self.assertEqual(news.day_begins(tomorrow).date(), tomorrow)


class TestDigestOfDocuments(DailyRuns, DocumentTestCase):
	"""Documents are told of in the same message, by name, and each once."""

	def set_up_data(self) -> None:
		super().set_up_data()
		leave_only(create_test_duty())
		self.alone()

	def test_ones_turn_is_told_once(self):
		self.act(self.secretary, "send")
		self.run_day(1)
		self.run_day(1)
		[words] = self.told(self.officer)
		self.assertIn(frappe.utils.escape_html(self.doc().title), words)
		self.run_day(2)
		self.assertEqual(len(self.told(self.officer)), 1)

	def test_a_return_of_an_earlier_day_is_told_by_a_machine_that_slept(self):
		self.run_day(0)
		self.act(self.secretary, "send")
		self.act(self.officer, "return_document", "Ghi rõ căn cứ")
		self.run_day(7)
		self.run_day(8)
		[words] = self.told(self.secretary)
		self.assertIn(frappe.utils.escape_html(self.doc().title), words)
		self.assertEqual(self.told(self.officer), [])

	def test_a_run_that_never_ended_tells_nobody_twice(self):
		self.run_day(0)
		second = create_test_seat(self.tree.province, "can_bo_tham_dinh").user
		self.act(self.secretary, "send")
		self.die_after_one(1)
		had = sorted(len(self.told(user)) for user in (self.officer, second))
		self.assertEqual(had, [0, 1])
		self.run_day(2)
		for user in (self.officer, second):
			self.assertEqual(len(self.told(user)), 1, user)
		about = frappe.db.get_value("Notification Log", {"for_user": second}, "document_type")
		self.assertEqual(about, OVERLAY)
