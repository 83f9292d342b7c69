"""What the results of a file come to: which groups are met, and whether the title may be proposed.

Pure rules: a criterion that still waits for a yearly rating is neither met nor in the way of sending.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

GroupState = Literal["Met", "Not Met", "Pending"]

MET, NOT_MET = "Met", "Not Met"
WAITING = frozenset({"Awaiting Rating", "Not Yet Due"})


@dataclass(frozen=True, slots=True)
class Answer:
	"""One criterion's results; an empty string where there is none."""

	criterion_key: str
	group_key: str
	self_result: str = ""
	computed_result: str = ""
	required: bool = True

	@property
	def result(self) -> str:
		"""The result that counts: a waiting one cannot be declared away, else the person's own, else the computed."""
		if self.computed_result in WAITING:
			return self.computed_result
		return self.self_result or self.computed_result

	@property
	def differs(self) -> bool:
		"""Whether the person's own result contradicts what the records say."""
		return bool(
			self.self_result
			and self.computed_result in (MET, NOT_MET)
			and self.self_result != self.computed_result
		)


@dataclass(frozen=True, slots=True)
class Outcome:
	met: int
	not_met: int
	waiting: int
	unanswered: int
	groups: dict[str, GroupState]

	@property
	def total(self) -> int:
		return self.met + self.not_met + self.waiting + self.unanswered

	@property
	def may_be_proposed(self) -> bool:
		"""Whether "đạt bốn tốt" could be proposed: every group met, none pending."""
		return bool(self.groups) and all(state == MET for state in self.groups.values())


def weigh(answers: Iterable[Answer]) -> Outcome:
	"""Return what the answers come to. Pass rule of the plan: every required criterion of every group is met."""
	answers = list(answers)
	results = [answer.result for answer in answers]
	met, not_met = results.count(MET), results.count(NOT_MET)
	waiting = sum(result in WAITING for result in results)
	groups: dict[str, list[str]] = {}
	for answer in answers:
		counted = groups.setdefault(answer.group_key, [])
		if answer.required:
			counted.append(answer.result)
	states = {key: group_state(counted) for key, counted in groups.items()}
	return Outcome(met, not_met, waiting, len(answers) - met - not_met - waiting, states)


def group_state(results: Iterable[str]) -> GroupState:
	"""Return a group's state: one that is not met decides, then one that waits or has no answer."""
	results = list(results)
	if NOT_MET in results:
		return NOT_MET
	return MET if all(result == MET for result in results) else "Pending"
