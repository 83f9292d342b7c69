"""The verify command on a log of a million steps: it names each row that was altered, taken away or swapped, and no other."""

from __future__ import annotations

import os
import re
import time
import unittest

from tests.scale import grounds
from tests.scale.grounds import command, inside, say
from tests.scale.long_log import FILES, STEPS

LOG = "tests.scale.long_log"
# What a page of files and the pins of an anchor may take, on top of the framework (37 were seen); the whole log would take
# more than a thousand.
MOST_MEMORY = 120  # MiB


class TestLongLog(unittest.TestCase):
	@classmethod
	def setUpClass(cls) -> None:
		cls.bench = grounds.fresh_bench()
		cls.addClassCleanup(grounds.remove, cls.bench)

	def test_verify_among_a_million(self) -> None:
		began = time.monotonic()
		inside(self.bench, "write", str(FILES), module=LOG)
		say(f"{FILES * STEPS:,} steps of {FILES:,} files written: {time.monotonic() - began:.0f} s")
		code, lines, _peak = self.run_of("bontot.approval.core.verify.run")
		self.assertEqual((code, len(lines)), (0, 1), lines[:20])
		sound_files, sound_steps = counted(lines[0])
		self.assertGreaterEqual(sound_steps, FILES * STEPS)
		expected = inside(self.bench, "tamper", str(FILES), module=LOG)
		bare = self.run_of("bontot.approval.core.verify.last_anchor")[2]
		began = time.monotonic()
		code, lines, peak = self.run_of("bontot.approval.core.verify.run")
		say(
			f"verify: {time.monotonic() - began:.0f} s, {peak} MiB at most ({bare} MiB before it reads anything);"
			f" {lines[-1]}"
		)
		self.assertEqual(code, 1)
		self.assertEqual(sorted(lines[:-1]), sorted(expected))
		# Two were taken away, one was put in; the file that was deleted is told of by its steps.
		self.assertEqual(counted(lines[-1]), (sound_files, sound_steps - 1))
		self.assertLess(peak - bare, MOST_MEMORY)

	def run_of(self, function: str) -> tuple[int, list[str], int]:
		"""(exit code, lines of output, most memory in MiB) of a function run by the framework's command."""
		process = command(self.bench, "execute", function)
		lines = process.stdout.read().splitlines()
		_pid, status, used = os.wait4(process.pid, 0)
		return os.waitstatus_to_exitcode(status), [line for line in lines if line], used.ru_maxrss // 1024


def counted(line: str) -> tuple[int, int]:
	"""(files, steps) of the last line."""
	found = re.match(r"(\d+) files, (\d+) steps, ", line)
	assert found, line
	return int(found[1]), int(found[2])
