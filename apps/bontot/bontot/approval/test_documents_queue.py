"""Documents by the dozen: a page at a time, as many questions for any number, and many agreed to in one act."""

from __future__ import annotations

from unittest import mock

import frappe

from bontot.approval import api, documents_queue, errors, queue_api, sampling
from bontot.approval.test_minutes import MEETING, MinutesTestCase
from bontot.organization.testing import create_test_seat


class CrowdTestCase(MinutesTestCase):
	def setUp(self) -> None:
		super().setUp()
		self.names = [self.sent(day) for day in ("2026-03-11", "2026-03-12", "2026-03-13")]
		self.reviewer = self.users.grassroots

	def sent(self, day: str, **fields) -> str:
		name = self.make(day=day, **fields).name
		frappe.db.set_value(
			MEETING, name, "minutes_file", "/private/files/da-ky.pdf"
		)  # nothing doubtful about it
		self.act(self.users.secretary, "send", name=name)
		return name

	def files(self, *names: str) -> list[dict]:
		return [
			{
				"kind": MEETING,
				"name": name,
				"expected_sequence": frappe.db.get_value(MEETING, name, "step_sequence"),
			}
			for name in names or self.names
		]

	def open(self, *names: str) -> None:
		with self.set_user(self.reviewer):
			for name in names or self.names:
				api.open_document(MEETING, name)

	def agree(self, *names: str) -> list[dict]:
		with self.set_user(self.reviewer):
			return queue_api.agree_to_documents(self.files(*names))

	def states(self) -> set[str]:
		return set(frappe.get_all(MEETING, {"name": ("in", self.names)}, pluck="state"))


class TestPages(CrowdTestCase):
	def test_a_page_and_how_many_there_are(self) -> None:
		found = documents_queue.page(self.reviewer, limit=2)
		self.assertEqual([len(found["rows"]), found["total"], found["overdue"]], [2, 3, 0])
		self.assertEqual([(one["doctype"], one["total"]) for one in found["kinds"]], [(MEETING, 3)])
		rest = documents_queue.page(self.reviewer, start=2, limit=2)["rows"]
		self.assertEqual({row["name"] for row in (*found["rows"], *rest)}, set(self.names))
		other = documents_queue.page(self.reviewer, doctype="Summary Report")
		self.assertEqual((other["rows"], other["total"], len(other["kinds"])), ([], 0, 1))

	def test_as_many_statements_for_any_number(self) -> None:
		people = {
			"reviewer": self.reviewer,
			# Sits in the cell too: what waits has to be looked at, and that at once.
			"with a seat below": create_test_seat(
				self.tree.cell_a, "pho_bi_thu_chi_bo", self.users.body
			).user,
			"commission": self.users.province,
		}
		asked = (documents_queue.page, documents_queue.returned, documents_queue.stuck)
		few = {label: self.statements(asked, user) for label, user in people.items()}
		self.names += [self.sent(f"2026-04-{day}") for day in range(11, 16)]
		self.assertEqual({label: self.statements(asked, user) for label, user in people.items()}, few)
		self.assertEqual(documents_queue.page(self.reviewer)["total"], 8)

	def test_as_many_statements_where_the_levels_own_seats_are_barred(self) -> None:
		create_test_seat(self.tree.cell_a, "pho_bi_thu_chi_bo", self.reviewer)
		recorder = create_test_seat(self.tree.grassroots, "can_bo_van_phong").user
		asked = (documents_queue.page,)
		few = self.statements(asked, recorder)
		self.names.append(self.sent("2026-04-11"))
		self.assertEqual(self.statements(asked, recorder), few)
		rows = documents_queue.page(recorder)["rows"]
		self.assertEqual([(len(rows)), {row["by_body"] for row in rows}], [4, {True}])

	def statements(self, asked, user: str) -> int:
		for question in asked:
			question(user)  # what a request remembers is remembered
		with mock.patch.object(frappe.db, "sql", side_effect=frappe.db.sql) as sql:
			for question in asked:
				question(user)
		return sql.call_count

	def test_what_is_doubtful_says_so_and_is_not_clean(self) -> None:
		plain = documents_queue.page(self.reviewer)["rows"]
		self.assertEqual({(row["clean"], tuple(row["doubts"])) for row in plain}, {(True, ())})
		unsigned = self.make(day="2026-05-11").name
		self.act(self.users.secretary, "send", name=unsigned)
		row = next(row for row in documents_queue.page(self.reviewer)["rows"] if row["name"] == unsigned)
		self.assertEqual((row["clean"], row["doubts"]), (False, ["no signed copy attached"]))

	def test_what_is_doubtful_is_agreed_to_by_itself(self) -> None:
		frappe.db.set_value(MEETING, self.names[0], "round", 2)
		self.open()
		answers = self.agree()
		self.assertEqual([answer["ok"] for answer in answers], [False, True, True])
		self.assertIn("sent again after it was returned", answers[0]["message"])
		self.act(self.reviewer, "agree", name=self.names[0])
		self.assertEqual(self.states(), {"Approved"})


class TestManyAtOnce(CrowdTestCase):
	def test_all_are_agreed_to_once_those_drawn_were_opened(self) -> None:
		with self.assertRefused(errors.SampleNotOpenedError):
			self.agree()
		self.assertEqual(self.states(), {"Under Appraisal"})
		self.assertEqual({row["doctype"] for row in frappe.local.response["to_open"]}, {MEETING})
		self.open()
		self.assertEqual([answer["ok"] for answer in self.agree()], [True] * 3)
		self.assertEqual(self.states(), {"Approved"})
		self.assertEqual([self.steps(name) for name in self.names], [["Send", "Approve"]] * 3)

	def test_control_without_the_draw_nobody_opens_anything(self) -> None:
		with mock.patch.object(sampling, "refuse_unopened"):
			self.agree()
		self.assertEqual(self.states(), {"Approved"})

	def test_a_refused_one_harms_no_other(self) -> None:
		self.open()
		files = self.files()
		files[1]["expected_sequence"] = 7
		frappe.db.set_value(MEETING, self.names[2], "guests", "Sửa ngoài biểu mẫu")
		with self.set_user(self.reviewer):
			answers = queue_api.agree_to_documents(files)
		self.assertEqual([answer["ok"] for answer in answers], [True, False, False])
		self.assertEqual(
			[self.doc(name).state for name in self.names], ["Approved", *["Under Appraisal"] * 2]
		)

	def test_one_named_twice_is_counted_once(self) -> None:
		self.open()
		with self.set_user(self.reviewer):
			answers = queue_api.agree_to_documents([*self.files(), *self.files(self.names[0])])
		self.assertEqual([answer["ok"] for answer in answers], [True, True, True, False])
		self.assertEqual([self.steps(name) for name in self.names], [["Send", "Approve"]] * 3)

	def test_a_kind_that_is_judged_when_it_is_written_is_agreed_to_singly(self) -> None:
		with self.set_user(self.reviewer):
			row = {"kind": "Framework Overlay", "name": "x", "expected_sequence": 1}
			[answer] = queue_api.agree_to_documents([row])
			self.assertFalse(answer["ok"])

	def test_strangers_agree_to_nothing(self) -> None:
		with self.set_user(self.users.neighbour):
			answers = queue_api.agree_to_documents(self.files())
			self.assertFalse(any(answer["ok"] for answer in answers))
			for name in (self.names[0], "khong-co"):  # of what is not theirs as of what is not there
				with self.subTest(name), self.assertRefused(frappe.DoesNotExistError):
					api.open_document(MEETING, name)
		self.assertEqual(self.states(), {"Under Appraisal"})
