"""`bin/start` says what is not safe and goes on; `bin/start --check` ends with a code that says so."""

from __future__ import annotations

import contextlib
import io
import subprocess
import unittest
from unittest import mock

from ops import start

OPEN = "! Other websites can change data. Take ignore_csrf out of site_config.json, then start anew.\n"
WEAK = "- Accounts with an API key: a@b. Delete keys that are not used.\n"
SOUND = "Safe: the settings are as they should be.\n0\n"


class TestSafety(unittest.TestCase):
	def play(
		self, said: str, *arguments: str, told: int = 0, job: int = 0, stopped: int = 0
	) -> tuple[int, str]:
		"""The exit code and what is read, on a bench that runs already and whose settings the doctor sees so."""
		out = io.StringIO()
		with (
			mock.patch.object(start.stack, "running", return_value=True),
			mock.patch.object(start.stack, "start", return_value=False),
			mock.patch.object(start, "stop", return_value=stopped),
			mock.patch.object(
				start, "examine", return_value=subprocess.CompletedProcess([], told, said, "broken")
			),
			mock.patch.object(start.subprocess, "run", return_value=subprocess.CompletedProcess([], job)),
			contextlib.redirect_stdout(out),
			contextlib.redirect_stderr(out),
		):
			return start.start(list(arguments)), out.getvalue()

	def test_an_open_door_ends_the_check_with_a_code_but_stops_no_start(self) -> None:
		for arguments, code in ((("--check",), 1), ((), 0)):
			ended, said = self.play(OPEN + WEAK, *arguments)
			self.assertEqual(ended, code)
			self.assertIn(OPEN.strip(), said)
			self.assertLess(said.index("A door stands open"), said.index("Not safe yet"))

	def test_what_opens_no_door_is_said_and_passes(self) -> None:
		ended, said = self.play(WEAK, "--check")
		self.assertEqual((ended, "Not safe yet" in said, "door" in said), (0, True, False))

	def test_a_sound_site_passes_in_silence(self) -> None:
		ended, said = self.play(SOUND, "--check")
		self.assertEqual((ended, "safe" in said.lower()), (0, False))

	def test_not_being_told_is_not_being_safe(self) -> None:
		self.assertEqual(self.play("", "--check", told=1)[0], 1)
		self.assertEqual(self.play("", told=1)[0], 0)

	def test_a_failing_job_or_stop_is_not_covered(self) -> None:
		self.assertEqual(self.play(SOUND, "--check", job=3)[0], 3)
		self.assertEqual(self.play(SOUND, "--check", stopped=1)[0], 1)


if __name__ == "__main__":
	unittest.main()
