"""Counts of tests passed, failed and skipped, read from what the usual runners print at their end."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Counts:
	passed: int = 0
	failed: int = 0
	skipped: int = 0

	def __add__(self, other: Counts) -> Counts:
		return Counts(self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped)

	@property
	def ran(self) -> int:
		return self.passed + self.failed

	def __str__(self) -> str:
		skipped = f", {self.skipped} skipped" if self.skipped else ""
		return f"{self.passed} passed, {self.failed} failed{skipped}"


def of_unittest(text: str) -> Counts:
	"""Sum over every "Ran N tests" block with the line of results that follows it."""
	total = Counts()
	pattern = r"^Ran (\d+) tests? in .*?^(OK|FAILED|NO TESTS RAN)(?: \((.*)\))?[ \t]*$"
	for match in re.finditer(pattern, text, re.MULTILINE | re.DOTALL):
		details = {name: int(number) for name, number in re.findall(r"([a-z ]+)=(\d+)", match[3] or "")}
		details = {name.strip(): number for name, number in details.items()}
		failed = (
			details.get("failures", 0) + details.get("errors", 0) + details.get("unexpected successes", 0)
		)
		skipped = details.get("skipped", 0)
		# An error in setUpClass counts as an error without a test that ran.
		total += Counts(max(0, int(match[1]) - failed - skipped), failed, skipped)
	return total


def of_node(text: str) -> Counts:
	"""The summary of `node --test`, TAP or spec."""
	found = {
		name: int(n) for name, n in re.findall(r"^[#ℹ] (pass|fail|cancelled|skipped) (\d+)$", text, re.M)
	}
	return Counts(
		found.get("pass", 0), found.get("fail", 0) + found.get("cancelled", 0), found.get("skipped", 0)
	)


def of_summary(text: str) -> Counts:
	"""The last line "N passed, N failed[, N skipped]"."""
	lines = re.findall(r"^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?\s*$", text, re.MULTILINE)
	return Counts(*(int(number or 0) for number in lines[-1])) if lines else Counts()


READERS = {"unittest": of_unittest, "node": of_node, "summary": of_summary}
