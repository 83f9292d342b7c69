from __future__ import annotations

from datetime import datetime, timedelta

import frappe
from frappe.utils import get_datetime, now_datetime

from bontot import outbox
from bontot.approval.acts.test_documents import OVERLAY, DocumentTestCase
from bontot.approval.papers import explaining
from bontot.approval.queue import news, notices
from bontot.approval.queue.news_line import QUEUE_ADDRESS
from bontot.approval.resolutions import decision_print
from bontot.approval.testcase import ApprovalTestCase, DecidingTestCase
from bontot.approval.testing import act_as, create_test_file, mend
from bontot.evaluation.testing import create_test_rating
from bontot.organization.testing import create_test_member, create_test_seat
from bontot.outbox.task import DOCTYPE as TASK
from bontot.outbox.testing import run_now


class Telling:
	"""The bell as the scheduler rings it: each time a minute later, whatever the clock says."""

	def silence(self) -> None:
		"""Forget the news there were: what was before is none; rolled back with everything else."""
		frappe.db.delete(TASK, {"handler": notices.HANDLER})
		self.mark(now_datetime())

	def mark(self, until: datetime) -> None:
		self.since = until

	def tell(self, again: bool = False) -> None:
		until = self.since if again else now_datetime()
		since = self.since_before if again else self.since
		payload = {"since": str(since), "until": str(until)}
		key = frappe.generate_hash()
		run_now(outbox.enqueue(notices.HANDLER, key, payload, acting_user="Administrator"))
		self.since_before, self.since = since, until

	def told(self, user: str) -> list[str]:
		return [row.subject for row in self.rows(user)]

	def rows(self, user: str) -> list[frappe._dict]:
		fields = ["name", "subject", "email_content", "document_type", "document_name", "read"]
		return frappe.get_all("Notification Log", {"for_user": user}, fields, order_by="creation, name")

	def read_all(self, user: str) -> None:
		frappe.db.set_value("Notification Log", {"for_user": user}, "read", 1, update_modified=False)


class TestWhatBecameOfOwnFiles(Telling, ApprovalTestCase):
	"""A file of a cell climbs; its secretary has a deputy who may write for the cell as well."""

	def set_up_data(self) -> None:
		super().set_up_data()
		self.deputy = create_test_seat(self.tree.cell_a, "pho_bi_thu_chi_bo").user

	def setUp(self) -> None:
		super().setUp()
		self.silence()

	def test_a_return_is_told_to_every_author_once_with_the_way_to_it(self):
		act_as(self.users.secretary, "send", self.file)
		act_as(self.users.grassroots, "return_document", self.file, {"dk_1": "Ghi rõ hơn"})
		self.tell()
		self.tell(again=True)
		self.tell()
		for user in (self.users.secretary, self.deputy):
			[row] = self.rows(user)
			self.assertIn("bị trả lại", row.subject)
			self.assertIn(self.doc().organization_name, row.subject)
			self.assertIn(f'href="/app/self-assessment/{self.file}"', row.email_content)
			self.assertEqual((row.document_type, row.document_name), ("Evaluation", self.file))
			self.assertEqual(row.read, 0)
		for user in (self.users.neighbour, self.users.body, self.users.clerk):
			self.assertEqual(self.told(user), [], user)

	def test_the_person_reads_the_notice_in_the_bell(self):
		act_as(self.users.secretary, "send", self.file)
		act_as(self.users.grassroots, "agree", self.file)
		self.tell()
		for user in (self.users.secretary, self.users.body):
			with self.set_user(user):
				self.assertEqual(len(frappe.get_list("Notification Log")), 1, user)

	def test_an_agreement_says_who_agreed_and_whom_it_waits_for_now(self):
		act_as(self.users.secretary, "send", self.file)
		act_as(self.users.grassroots, "agree", self.file)
		self.tell()
		[words] = self.told(self.users.secretary)
		for place in (self.tree.grassroots, self.tree.body):
			name = frappe.db.get_value("Party Organization", place, "organization_name")
			self.assertIn(frappe.utils.escape_html(name), words)

	def test_what_was_mended_meanwhile_is_no_news(self):
		act_as(self.users.secretary, "send", self.file)
		act_as(self.users.grassroots, "return_document", self.file, {"dk_1": "Ghi rõ hơn"})
		mend(self.file)
		act_as(self.users.secretary, "send", self.file)
		self.tell()
		self.assertEqual(self.told(self.users.secretary), [])

	def test_two_returns_are_two_notices(self):
		for _time in range(2):
			mend(self.file)
			act_as(self.users.secretary, "send", self.file)
			act_as(self.users.grassroots, "return_document", self.file, {"dk_1": "Ghi rõ hơn"})
			self.tell()
		self.assertEqual(len(self.told(self.users.secretary)), 2)

	def returned(self) -> None:
		act_as(self.users.secretary, "send", self.file)
		act_as(self.users.grassroots, "return_document", self.file, {"dk_1": "Ghi rõ hơn"})

	def test_who_did_it_is_not_told(self):
		self.returned()
		step = {"file_name": self.file, "act": "Return"}
		frappe.db.set_value("Approval Step", step, "acting_user", self.deputy)
		self.tell()
		self.assertEqual(self.told(self.deputy), [])
		self.assertEqual(len(self.told(self.users.secretary)), 1)

	def test_who_has_lost_the_seat_is_not_told(self):
		self.returned()
		frappe.db.set_value("Seat", {"user": self.users.secretary}, "to_date", "2026-01-01")
		self.tell()
		self.assertEqual(self.told(self.users.secretary), [])
		self.assertEqual(len(self.told(self.deputy)), 1)

	def test_what_was_read_in_the_bell_is_not_told_again_in_the_daily_message(self):
		self.returned()
		self.tell()
		later = now_datetime() + timedelta(hours=1)
		heard = news.between(now_datetime() - timedelta(hours=1), later, {})
		self.assertIn(self.users.secretary, notices.not_read(heard))
		self.read_all(self.users.secretary)
		left = notices.not_read(heard)
		self.assertNotIn(self.users.secretary, left)
		self.assertEqual(left[self.deputy], heard[self.deputy])


class TestWhoseTurnItIs(Telling, ApprovalTestCase):
	def set_up_data(self) -> None:
		super().set_up_data()
		self.other = create_test_file(self.tree.cell_b, self.period)
		self.author = create_test_seat(self.tree.cell_b, "bi_thu_chi_bo").user

	def setUp(self) -> None:
		super().setUp()
		self.silence()

	def test_one_notice_a_day_counts_and_is_unread_again_when_more_comes(self):
		act_as(self.users.secretary, "send", self.file)
		self.tell()
		[row] = self.rows(self.users.grassroots)
		self.assertTrue(row.subject.startswith("1 "), row.subject)
		self.assertIn(f'href="{QUEUE_ADDRESS}"', row.email_content)
		self.read_all(self.users.grassroots)
		self.tell()
		self.assertEqual(self.rows(self.users.grassroots)[0].read, 1)
		act_as(self.author, "send", self.other)
		self.tell()
		self.tell(again=True)
		[now] = self.rows(self.users.grassroots)
		self.assertEqual((now.name, now.read), (row.name, 0))
		self.assertTrue(now.subject.startswith("2 "), now.subject)
		for user in (self.users.secretary, self.author, self.users.body, self.users.clerk):
			self.assertEqual(self.told(user), [], user)

	def test_another_day_has_a_notice_of_its_own(self):
		act_as(self.users.secretary, "send", self.file)
		self.tell()
		yesterday = now_datetime() - timedelta(days=1)
		frappe.db.set_value("Notification Log", {"for_user": self.users.grassroots}, "creation", yesterday)
		act_as(self.author, "send", self.other)
		self.tell()
		self.assertEqual(len(self.rows(self.users.grassroots)), 2)

	def test_what_one_put_on_the_own_desk_oneself_is_no_news(self):
		act_as(self.users.secretary, "send", self.file)
		act_as(self.users.grassroots, "agree", self.file)
		act_as(self.users.grassroots, "recall", self.file)
		self.tell()
		self.assertEqual(self.told(self.users.grassroots), [])
		self.assertEqual(self.told(self.users.body), [])

	def test_who_has_lost_the_seat_is_not_told(self):
		act_as(self.users.secretary, "send", self.file)
		frappe.db.set_value("Seat", {"user": self.users.grassroots}, "to_date", "2026-01-01")
		self.tell()
		self.assertEqual(self.told(self.users.grassroots), [])


class TestDecisions(Telling, DecidingTestCase):
	def test_a_decision_is_told_to_whom_it_is_about_not_to_who_recorded_it(self):
		self.silence()
		self.apply(self.submit({self.file: "Recognize", self.other: "Refuse"}))
		self.tell()
		self.tell(again=True)
		[words] = self.told(self.users.secretary)
		self.assertIn("được công nhận", words)
		self.assertNotIn("không được công nhận", words)
		[author] = frappe.get_all("Seat", {"organization": self.tree.cell_b}, pluck="user")
		[words] = self.told(author)
		self.assertIn("không được công nhận", words)
		self.assertEqual(self.told(self.users.clerk), [])

	def test_of_a_decision_on_several_each_hears_its_own_title_alone(self):
		"""By the bell, in the daily message, and in what he or she may read and print of the decision."""
		self.silence()
		since = self.since
		[other] = frappe.get_all("Seat", {"organization": self.tree.cell_b}, pluck="user")
		resolution = self.apply(self.submit({self.file: "Recognize", self.other: "Recognize"}))
		self.tell()
		daily = news.between(since, now_datetime() + timedelta(hours=1), {})
		of_cell = {self.users.secretary: self.file, other: self.other}
		for user, file in of_cell.items():
			[row] = self.rows(user)
			[line] = daily[user]
			own = self.doc(file).organization_name
			(foreign,) = {self.doc(one).organization_name for one in of_cell.values()} - {own}
			for words in (row.subject, row.email_content, line.html()):
				self.assertIn(own, words)
				self.assertNotIn(foreign, words)
			self.assertEqual((row.document_name, line.file), (file, file))
			with self.set_user(user):
				self.assertEqual(frappe.get_list("Resolution"), [])
				self.assertEqual(frappe.get_list("Recognition", pluck="evaluation"), [file])
				with self.assertRefused(frappe.PermissionError):
					decision_print.decision_for_print(resolution)
				shown = frappe.as_json(explaining.explained_for_print(self.doc(file)))
				self.assertNotIn(foreign, shown)


class TestDocuments(Telling, DocumentTestCase):
	def test_a_turn_and_what_came_of_it(self):
		self.silence()
		self.act(self.secretary, "send")
		self.tell()
		[row] = self.rows(self.officer)
		self.assertIn(frappe.utils.escape_html(self.doc().title), row.subject)
		self.assertEqual(row.document_type, OVERLAY)
		self.assertEqual(self.told(self.secretary), [])
		self.act(self.officer, "return_document", "Ghi rõ căn cứ")
		self.tell()
		self.tell(again=True)
		[row] = self.rows(self.secretary)
		self.assertIn("bị trả lại", row.subject)
		self.assertIn(f'href="/app/framework-overlay/{self.overlay}"', row.email_content)
		self.assertEqual(len(self.told(self.officer)), 1)


class TestRatings(Telling, ApprovalTestCase):
	def setUp(self) -> None:
		super().setUp()
		self.silence()
		self.year = now_datetime().year - 1

	def decided(self, member: str | None, by: str, **more: str) -> str:
		rating = create_test_rating(self.tree.cell_a, self.year, member)
		values = {"decided_by": by, "modified_by": by, **more}
		frappe.db.set_value("Annual Rating", rating.name, values, update_modified=False)
		return rating.name

	def test_ratings_of_members_are_one_line_and_that_of_the_cell_says_the_grade(self):
		for _time in range(3):
			self.decided(create_test_member(self.tree.cell_a).name, self.users.grassroots)
		self.decided(None, self.users.grassroots)
		self.tell()
		self.tell(again=True)
		of_cell, of_members = sorted(self.told(self.users.secretary), key=lambda words: "đảng viên" in words)
		self.assertIn("Hoàn thành tốt nhiệm vụ", of_cell)
		self.assertIn(f"năm {self.year} cho 3 đảng viên", of_members)
		self.assertIn("/app/yearly-rating?place=", self.rows(self.users.secretary)[0].email_content)
		self.assertEqual(self.told(self.users.neighbour), [])
		with self.set_user(self.users.secretary):
			self.assertEqual(len(frappe.get_list("Notification Log")), 2)

	def test_what_was_recorded_of_officials_is_a_line_of_its_own(self):
		for subject in ("Official", "Official", "Member"):
			member = create_test_member(self.tree.cell_a).name
			self.decided(member, self.users.grassroots, subject=subject)
		self.tell()
		officials, members = sorted(
			self.rows(self.users.secretary), key=lambda row: "1 đảng viên" in row.subject
		)
		self.assertIn(f"2 công chức, viên chức năm {self.year}", officials.subject)
		self.assertIn("subject=Official", officials.email_content)
		self.assertIn("1 đảng viên", members.subject)

	def test_who_decided_it_and_what_was_brought_in_are_not_told(self):
		self.decided(create_test_member(self.tree.cell_a).name, self.users.secretary)
		create_test_rating(self.tree.cell_a, self.year)  # decided by nobody here
		self.tell()
		self.assertEqual(self.told(self.users.secretary), [])

	def test_what_was_proposed_and_came_back(self):
		name = self.decided(create_test_member(self.tree.cell_a).name, "")
		frappe.db.set_value("Annual Rating", name, {"state": "Returned"})
		self.tell()
		[words] = self.told(self.users.secretary)
		self.assertIn("bị trả lại", words)


class TestAsking(Telling, ApprovalTestCase):
	"""Each minute it is asked for only if something has happened, and one at a time."""

	def asked(self) -> list[frappe._dict]:
		return frappe.get_all(TASK, {"handler": notices.HANDLER}, ["name", "state", "payload"])

	def set_up_data(self) -> None:
		super().set_up_data()
		frappe.db.delete(TASK, {"handler": notices.HANDLER})
		self.quiet = now_datetime() + timedelta(minutes=5)

	def at(self, **later: int) -> None:
		with self.freeze_time(self.quiet + timedelta(**later)):
			notices.ask()

	def test_after_an_act_and_not_again(self):
		act_as(self.users.secretary, "send", self.file)
		self.at()
		[task] = self.asked()
		self.at(minutes=1)
		self.assertEqual(len(self.asked()), 1, "the first has not ended")
		run_now(task.name)
		self.at(minutes=2)
		self.assertEqual(len(self.asked()), 1, "nothing has happened since")
		self.assertEqual(len(self.told(self.users.grassroots)), 1)
		self.assertEqual(notices.told_until(), get_datetime(frappe.parse_json(task.payload)["until"]))

	def test_what_happened_before_yesterday_is_left_to_the_daily_message(self):
		act_as(self.users.secretary, "send", self.file)
		frappe.db.set_value("Approval Step", {"file_name": self.file}, "acted_at", "2020-01-01")
		frappe.db.delete("Annual Rating")
		frappe.db.delete("Approval Step", {"acted_at": (">", "2021-01-01")})
		self.at()
		self.assertEqual(self.asked(), [])

	def test_a_failed_run_is_caught_up_by_the_next(self):
		act_as(self.users.secretary, "send", self.file)
		self.at()
		frappe.db.set_value(TASK, self.asked()[0].name, "state", "Failed")
		self.at(minutes=1)
		self.assertEqual(len(self.asked()), 2)
