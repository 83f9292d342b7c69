"""The main job over HTTP, as `bin/start --check` plays it."""

from __future__ import annotations

import os
import unittest
from pathlib import Path

from tests.main_job.client import Person, Refused
from tests.main_job.round import Round
from tests.main_job.steps import STEPS
from tests.main_job.trial import province

URL, ROOT = os.environ["BONTOT_URL"], Path(os.environ["BONTOT_BENCH_ROOT"])
VAR = ROOT / "var"


class TestMainJob(unittest.TestCase):
	def test_every_step_holds(self) -> None:
		"""One test, since each step stands on those before it; the failing one is named."""
		with province(ROOT) as trial:
			round = Round(URL, VAR, trial)
			for number, step in enumerate(STEPS, start=1):
				try:
					step.play(round)
				except Exception as error:
					raise AssertionError(f"step {number}, {step.title}: {error}") from error


class TestSignIn(unittest.TestCase):
	def test_a_wrong_password_is_refused_and_never_taken_from_the_address(self) -> None:
		with self.assertRaises(Refused) as refusal:
			Person(URL).sign_in("Administrator", "wrong")
		self.assertEqual(refusal.exception.status, 401)
		right = (VAR / "secrets" / "administrator").read_text().strip()
		person = Person(URL)
		with self.assertRaises(Refused) as refusal:
			person.page(f"/api/method/login?usr=Administrator&pwd={right}")
		self.assertEqual(refusal.exception.status, 405)
		self.assertNotIn("sid", person.cookies)

	def test_a_change_without_the_token_is_refused(self) -> None:
		person = Person(URL)
		person.sign_in("Administrator", (VAR / "secrets" / "administrator").read_text().strip())
		person.token = "forged"
		with self.assertRaises(Refused) as refusal:
			person.post(
				"frappe.client.set_value", doctype="User", name="Administrator", fieldname="bio", value="x"
			)
		self.assertEqual((refusal.exception.status, refusal.exception.kind), (400, "CSRFTokenError"))
