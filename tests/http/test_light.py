"""Own pages without the desk over HTTP: strangers are led to sign in and back, each page is its readers' alone, nothing is kept."""

from __future__ import annotations

import os
import unittest
from pathlib import Path
from urllib.parse import quote

from tests.main_job.client import Person
from tests.main_job.round import Round
from tests.main_job.trial import province

URL = os.environ["BONTOT_URL"]
ROOT = Path(os.environ["BONTOT_BENCH_ROOT"])


class TestLight(unittest.TestCase):
	@classmethod
	def setUpClass(cls) -> None:
		trial = cls.enterClassContext(province(ROOT))
		cls.round = Round(URL, ROOT / "var", trial)

	def assertLed(self, person: Person, path: str, led: str, status: int = 302) -> None:
		status_there, headers, _body = self.get(person, path)
		self.assertEqual((status_there, headers["Location"]), (status, led), path)
		self.assertIn("no-store", headers["Cache-Control"], path)

	def get(self, person: Person, path: str) -> tuple[int, dict[str, str], str]:
		response, content = person.ask("GET", path, headers={"Accept": "text/html"})
		return response.status, dict(response.headers), content.decode(errors="replace")

	def test_strangers_are_led_to_sign_in_and_back(self) -> None:
		for path in (
			"/app/my-work",
			"/app/meeting-record/new?meeting_kind=Cell+Regular&x=1",
			"/app/appraisal-queue",
			"/app/province-overview",
			"/app/meeting?state=Draft",
		):
			self.assertLed(Person(URL), path, f"/login?redirect-to={quote(path, safe='')}")

	def test_the_page_is_light_and_nobody_keeps_it(self) -> None:
		status, headers, body = self.get(self.round.person("secretary"), "/app/my-work")
		self.assertEqual((status, headers["Cache-Control"]), (200, "no-store"))
		self.assertIn("bontot-boot", body)
		self.assertNotIn("libs.bundle", body)
		self.assertLess(len(body.encode()), 100_000)

	def test_other_addresses_are_the_desk_or_nothing(self) -> None:
		secretary = self.round.person("secretary")
		self.assertIn("libs.bundle", self.get(secretary, "/app/meeting")[2])
		for path in ("/own-pages", "/own_pages", "/app/../own-pages"):
			self.assertNotEqual(self.get(secretary, path)[0], 200, path)

	def test_who_is_signed_in_is_led_on_from_the_sign_in(self) -> None:
		secretary = self.round.person("secretary")
		for path, led in (("/login", "/app/my-work"), ("/login?redirect-to=/app/meeting", "/app/meeting")):
			# The framework calls this way a lasting one; a browser that kept it would never show the sign-in again.
			self.assertLed(secretary, path, led, 301)
		status, headers, _body = self.get(secretary, "/login?redirect-to=//evil.example")
		self.assertEqual((status, headers["Location"]), (302, "/login"))

	def test_the_sign_in_is_one_answer(self) -> None:
		status, _headers, body = self.get(Person(URL), "/login")
		self.assertEqual(status, 200)
		self.assertNotIn("bundle", body)
		self.assertLess(len(body.encode()), 20_000)


if __name__ == "__main__":
	unittest.main()
