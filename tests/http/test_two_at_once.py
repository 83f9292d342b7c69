"""Two people, or one impatient one, act at the same moment: one act counts, the other is told, nothing doubles."""

from __future__ import annotations

import uuid

from tests.bad_days.ground import ProvinceCase, at_once, number, rows, twin
from tests.bad_days.said import in_vietnamese
from tests.main_job import files
from tests.main_job.client import Person, Refused
from tests.main_job.round import wait_until

TOGETHER = 4  # more than there are web workers: some of them wait for the others' locks


class TestTwoAtOnce(ProvinceCase):
	"""One story in order: each test goes on with the file where the one before left it."""

	file: str
	period: str

	def windows(self, label: str, count: int = TOGETHER) -> list[Person]:
		return [twin(self.round.person(label)) for _ in range(count)]

	def assert_one_won(self, answers: list[object]) -> None:
		refusals = [answer for answer in answers if isinstance(answer, Refused)]
		self.assertEqual(len(answers) - len(refusals), 1, answers)
		for refusal in refusals:
			self.assertLess(refusal.status, 500, refusal)
			self.assertEqual(in_vietnamese(refusal.text), "", refusal)

	def steps(self) -> list[str]:
		found = rows(f"SELECT act FROM `tabApproval Step` WHERE file_name = '{self.file}' ORDER BY sequence")
		return [act for (act,) in found]

	def test_1_a_period_made_and_opened_twice_at_once(self) -> None:
		year = self.round.today.year
		doc = {
			"doctype": "Review Period",
			"title": f"Tổng kết năm {year} (cùng lúc)",
			"year": year,
			"period_kind": "Year",
			"organization": self.round.organization("province"),
			"framework": self.round.trial["framework"],
			"starts_on": f"{year}-01-01",
			"ends_on": f"{year}-12-31",
			"self_assessment_due_on": f"{year}-12-15",
			"report_due_on": f"{year}-12-29",
		}
		made = at_once([lambda p=p: p.post("frappe.client.insert", doc=doc) for p in self.windows("btc")])
		self.assert_one_won(made)
		type(self).period = period = next(answer["name"] for answer in made if isinstance(answer, dict))
		opened = at_once(
			[
				lambda p=p: p.post("bontot.evaluation.api.open_period", period=period)
				for p in self.windows("btc")
			]
		)
		for answer in opened:
			if isinstance(answer, Refused):
				self.assertLess(answer.status, 500, answer)
				self.assertEqual(in_vietnamese(answer.text), "", answer)
		tasks = {answer["task"] for answer in opened if isinstance(answer, dict)} - {None}
		self.assertEqual(len(tasks), 1, opened)
		wait_until(
			"the period is open",
			lambda: rows(f"SELECT state FROM `tabReview Period` WHERE name = '{period}'") == [["Open"]],
		)
		self.assertEqual(
			number(f"SELECT count(*) FROM `tabOutbox Task` WHERE task_key LIKE '%:{period}:first'"), 1
		)
		doubles = rows(
			f"SELECT organization, count(*) FROM tabEvaluation WHERE period = '{period}' GROUP BY organization"
		)
		wanted = sorted([self.round.organization(key), "1"] for key in ("grassroots", "cell", "neighbour"))
		self.assertEqual(sorted(doubles), wanted)
		type(self).file = f"{self.round.organization('cell')}-{period}"

	def test_2_one_criterion_saved_from_two_windows(self) -> None:
		"""The later window is told that another one was faster; the page then shows both texts."""
		secretary = self.round.person("secretary")
		item = secretary.get("bontot.evaluation.api.get_evaluation", name=self.file)["items"][0]
		values = {
			"evaluation": self.file,
			"criterion_key": item["criterion_key"],
			"revision": item["revision"],
		}
		answers = at_once(
			[
				lambda p=p, n=n: p.post(
					"bontot.evaluation.api.save_item",
					**values,
					result="Met",
					remark=f"Bản {n}",
					save_key=str(uuid.uuid4()),
				)
				for n, p in enumerate(self.windows("secretary"))
			]
		)
		self.assert_one_won(answers)
		self.assertEqual(
			{answer.kind for answer in answers if isinstance(answer, Refused)}, {"ItemChangedError"}
		)
		now = secretary.get("bontot.evaluation.api.get_evaluation", name=self.file)["items"][0]
		self.assertEqual(now["revision"], item["revision"] + 1)

	def test_3_a_file_sent_by_a_double_click(self) -> None:
		secretary = self.round.person("secretary")
		files.fill(secretary, self.file)
		shown = files.sequence(secretary, self.file)
		answers = at_once(
			[
				lambda p=p: p.post(
					"bontot.approval.acts.api.send",
					doctype="Evaluation",
					name=self.file,
					expected_sequence=shown,
					votes_for=4,
				)
				for p in self.windows("secretary")
			]
		)
		self.assert_one_won(answers)
		self.assertEqual(self.steps(), ["Send"])

	def test_4_two_reviewers_act_on_one_file(self) -> None:
		"""One agrees while the other returns it; whoever came second is told that it went on without him."""
		reviewer = self.round.person("reviewer")
		shown = files.sequence(reviewer, self.file)
		first, second, third, fourth = self.windows("reviewer")
		agree = {"doctype": "Evaluation", "name": self.file, "expected_sequence": shown}
		back = agree | {"reasons": {"dk_1": "Bổ sung dẫn chứng."}}
		answers = at_once(
			[
				lambda: first.post("bontot.approval.acts.api.agree", **agree),
				lambda: second.post("bontot.approval.acts.api.return_document", **back),
				lambda: third.post("bontot.approval.acts.api.agree", **agree),
				lambda: fourth.post("bontot.approval.acts.api.return_document", **back),
			]
		)
		self.assert_one_won(answers)
		told = [answer for answer in answers if isinstance(answer, Refused)]
		self.assertEqual({refusal.status for refusal in told}, {409}, told)
		self.assertEqual(len(self.steps()), 2, self.steps())

	def test_5_the_month_s_meeting_recorded_twice_at_once(self) -> None:
		values = {
			"organization": self.round.organization("cell"),
			"meeting_kind": "Cell Regular",
			"meeting_date": str(self.round.today),
		}
		answers = at_once(
			[
				lambda p=p: p.post("bontot.meeting.api.new_meeting", **values)
				for p in self.windows("secretary")
			]
		)
		self.assertEqual([answer for answer in answers if isinstance(answer, Refused)], [])
		self.assertEqual(len({answer["name"] for answer in answers}), 1, "the same record is opened to all")
		month = self.round.today.strftime("%Y-%m")
		found = number(
			f"SELECT count(*) FROM tabMeeting WHERE month_key = '{values['organization']}-{month}'"
		)
		self.assertEqual(found, 1)

	def test_6_the_chain_of_steps_is_whole(self) -> None:
		found = rows(
			f"SELECT sequence FROM `tabApproval Step` WHERE file_name = '{self.file}' ORDER BY sequence"
		)
		self.assertEqual([int(value) for (value,) in found], list(range(1, len(found) + 1)))
