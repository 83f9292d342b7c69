"""Tests that what ended below comes to the level that receives it, over HTTP; to nobody else, and there it is locked."""

from __future__ import annotations

from tests.bad_days.ground import ProvinceCase
from tests.main_job import files
from tests.main_job.client import Person, Refused
from tests.main_job.receiving import appraised_below, concluded_below

RECEIVED = "bontot.approval.queue.api.list_for_information"


class TestReceived(ProvinceCase):
	def listed(self, label: str, **asked: object) -> list[str]:
		return [row["name"] for row in self.round.person(label).get(RECEIVED, **asked)["rows"]]

	def test_documents_come_there_too(self) -> None:
		with appraised_below(self.round) as proposal:
			for label, wanted in (("btc", [proposal]), ("upper", []), ("reviewer", []), ("neighbour", [])):
				found = self.round.person(label).get("bontot.approval.queue.api.list_ended")["rows"]
				with self.subTest(label):
					self.assertEqual([row["name"] for row in found], wanted)

	def test_comes_to_the_level_that_receives_it(self) -> None:
		officer = self.round.person("btc")
		with concluded_below(self.round) as file:
			self.assertEqual(files.state(officer, file), "Interim Reviewed")
			self.assertTrue(officer.get("bontot.approval.queue.api.queue")["receives"])
			self.assertFalse(self.round.person("upper").get("bontot.approval.queue.api.queue")["receives"])
			self.assertEqual(self.listed("btc"), [file])
			for label in ("secretary", "neighbour", "reviewer", "upper", "office"):
				with self.subTest(label):
					self.assertEqual(self.listed(label), [])
			with self.assertRaises(Refused) as refusal:
				Person(self.round.url).get(RECEIVED)
			self.assertEqual(refusal.exception.status, 403)
			self.assert_refused(lambda: officer.get(RECEIVED, flag="x' or 1=1"), "ArgumentError")

			shown = files.sequence(officer, file)
			self.assert_refused(
				lambda: self.round.person("upper").post(
					"bontot.approval.acts.api.lock", doctype="Evaluation", name=file, expected_sequence=shown
				),
				kind="NoSeatError",
			)
			officer.post(
				"bontot.approval.acts.api.lock", doctype="Evaluation", name=file, expected_sequence=shown
			)
			self.assertEqual(
				(self.listed("btc", flag="unlocked"), self.listed("btc", flag="locked")), ([], [file])
			)
