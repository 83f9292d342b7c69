from __future__ import annotations

from unittest.mock import patch

import frappe

from bontot.approval.acts import api, sampling
from bontot.approval.core.errors import SampleNotOpenedError
from bontot.approval.queue import api as queue_api
from bontot.approval.queue import bulk
from bontot.approval.testcase import ApprovalTestCase
from bontot.approval.testing import act_as, create_test_file, make_clean, mend
from bontot.organization.testing import create_test_organization, create_test_seat

CELLS = 3


class TestSampling(ApprovalTestCase):
	"""Three sent files wait for one reviewer; one of them is drawn."""

	def set_up_data(self) -> None:
		super().set_up_data()
		act_as(self.users.secretary, "send", self.file)
		self.files = [self.file, *(self.sent(number) for number in range(1, CELLS))]
		make_clean(*self.files)

	def sent(self, number: int) -> str:
		cell = create_test_organization(
			"chi_bo_truc_thuoc", self.tree.grassroots, f"Chi bộ rút {number}"
		).name
		author = create_test_seat(cell, "bi_thu_chi_bo").user
		name = create_test_file(cell, self.period)
		act_as(author, "send", name)
		return name

	def rows(self, names: list[str] | None = None) -> list[dict]:
		return [{"evaluation": name, "expected_sequence": 1} for name in names or self.files]

	def agree(self, names: list[str] | None = None) -> list[bool]:
		with self.set_user(self.users.grassroots):
			return [row["ok"] for row in queue_api.bulk_agree(self.rows(names))]

	def sample(self, user: str | None = None, names: list[str] | None = None) -> list[tuple[str, bool]]:
		with self.set_user(user or self.users.grassroots):
			return [(row["evaluation"], row["opened"]) for row in queue_api.bulk_sample(self.rows(names))]

	def open(self, name: str, user: str | None = None) -> None:
		with self.set_user(user or self.users.grassroots):
			self.assertEqual(api.open_document("Evaluation", name)["file"]["name"], name)

	def test_nothing_passes_before_the_drawn_one_was_opened(self):
		[(drawn, seen)] = self.sample()
		self.assertFalse(seen)
		with self.assertRefused(SampleNotOpenedError):
			self.agree()
		self.assertEqual([row["evaluation"] for row in frappe.local.response["to_open"]], [drawn])
		for name in self.files:
			self.assertEqual(self.steps(name), ["Send"])
		self.open(drawn)
		self.assertEqual(self.sample(), [(drawn, True)])
		self.assertEqual(self.agree(), [True] * CELLS)

	def test_without_the_rule_they_would_have_passed(self):
		"""A control: what refuses above is the sample and nothing else."""
		with patch.object(sampling, "rule_of", lambda *framework: (0, 0)):
			self.assertEqual(self.agree(), [True] * CELLS)

	def test_the_share_and_the_least_number_are_the_frameworks(self):
		self.assertEqual(sampling.rule_of(self.period, None), (5, 1))
		with patch.object(sampling, "rule_of", lambda *framework: (60, 1)):
			self.assertEqual(len(self.sample()), 2)
		with patch.object(sampling, "rule_of", lambda *framework: (5, 7)):
			self.assertEqual({name for name, _seen in self.sample()}, set(self.files))

	def test_opened_is_opened_by_the_same_person_at_the_same_place(self):
		[(drawn, _seen)] = self.sample()
		colleague = create_test_seat(self.tree.grassroots, "can_bo_tham_dinh").user
		self.open(drawn, colleague)
		self.assertEqual(self.sample(), [(drawn, False)])
		self.open(drawn)
		self.assertEqual(self.sample(), [(drawn, True)])
		act_as(self.users.grassroots, "return_document", drawn, {"dk_1": "Ghi rõ hơn"})
		author = frappe.db.get_value("Seat", {"organization": self.doc(drawn).organization}, "user")
		mend(drawn)
		act_as(author, "send", drawn)
		file = sampling.candidate(self.doc(drawn))
		self.assertEqual(sampling.opened([file], self.users.grassroots), set())

	def test_reading_it_where_one_holds_no_seat_is_no_opening(self):
		[(drawn, _seen)] = self.sample()
		self.open(drawn, self.users.province)
		self.assertFalse(frappe.db.exists("View Log", {"reference_name": drawn}))

	def test_opened_twice_is_kept_once(self):
		self.open(self.file)
		self.open(self.file)
		self.assertEqual(frappe.db.count("View Log", {"reference_name": self.file}), 1)

	def test_leaving_the_drawn_one_out_draws_another(self):
		[(drawn, _seen)] = self.sample()
		rest = [name for name in self.files if name != drawn]
		with self.assertRefused(SampleNotOpenedError):
			self.agree(rest)
		[(second, _seen)] = self.sample(names=rest)
		self.assertIn(second, rest)

	def test_what_would_be_refused_counts_for_nothing(self):
		"""Padding a selection with opened files that cannot pass draws nothing less of those that can."""
		act_as(self.users.grassroots, "agree", self.files[1])
		self.open(self.files[1])
		shown = [
			*self.rows([self.files[0], self.files[2]]),
			{"evaluation": self.files[1], "expected_sequence": 1},
		]
		with self.set_user(self.users.grassroots):
			with self.assertRefused(SampleNotOpenedError):
				queue_api.bulk_agree(shown)
			named = [row["evaluation"] for row in queue_api.bulk_sample(shown)]
		self.assertIn(named, ([self.files[0]], [self.files[2]]))

	def test_a_stranger_draws_and_opens_nothing(self):
		self.assertEqual(self.sample(self.users.neighbour), [])
		for name in (self.file, "khong-co"):  # of what is not theirs as of what is not there
			with (
				self.subTest(name),
				self.set_user(self.users.neighbour),
				self.assertRefused(frappe.DoesNotExistError),
			):
				api.open_document("Evaluation", name)

	def test_too_many(self):
		with self.set_user(self.users.grassroots), self.assertRefused(frappe.ValidationError):
			queue_api.bulk_sample(self.rows([self.file] * (bulk.MAX_FILES + 1)))
