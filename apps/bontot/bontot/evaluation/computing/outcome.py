"""Outcome of an evaluation: which groups are met, and whether the title may be proposed.

Pure rules: a criterion that still waits for a yearly rating is neither met nor in the way of sending. An evaluation under a local
overlay comes to two things: what its own criteria say, and what the province's criteria alone say, by which organisations of
different bodies compare.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
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
	core_key: str | None = None
	"""Of an overlay: the province's criterion it answers, "" when only the overlay asks; None: itself."""
	core_required: bool | None = None
	"""Whether the province requires it; None: as `required`."""
	core_computed: str = ""
	"""What the records say by the province's thresholds; "": the same as by the local ones."""
	appraised_result: str = ""
	"""Of a scored criterion to which the last level that appraised gave other points: what these come to."""
	points: float = 0.0
	"""Of a scored criterion that is answered: the points that count."""
	most_points: float = 0.0
	"""How many there are; 0: it is not scored."""
	core_least_points: float = 0.0
	"""From how many on the province's criterion is met; 0: as here."""

	@property
	def result(self) -> str:
		"""The result that counts: a waiting one cannot be declared away, else what a level above made of it by points, else
		the person's own, else the computed."""
		if self.computed_result in WAITING:
			return self.computed_result
		return self.appraised_result or self.self_result or self.computed_result

	@property
	def differs(self) -> bool:
		"""Whether the person's own result contradicts what the records say."""
		return bool(
			self.self_result
			and self.computed_result in (MET, NOT_MET)
			and self.self_result != self.computed_result
		)

	@property
	def core_result(self) -> str:
		"""The result by the province's thresholds."""
		if self.core_least_points and self.result in (MET, NOT_MET):
			return MET if self.points >= self.core_least_points else NOT_MET
		if not self.core_computed:
			return self.result
		return carried(self.self_result, self.computed_result, self.core_computed)


def carried(self_result: str, computed_then: str, computed_now: str) -> str:
	"""Return what counts when the records are judged otherwise than when the person answered.

	Who contradicted the records goes on doing so; who agreed with them, or said nothing, goes with them.
	"""
	if computed_now in WAITING:
		return computed_now
	contradicted = computed_then in (MET, NOT_MET) and self_result and self_result != computed_then
	return self_result if contradicted else computed_now or self_result


@dataclass(frozen=True, slots=True)
class Outcome:
	met: int
	not_met: int
	waiting: int
	unanswered: int
	groups: dict[str, GroupState]
	core_groups: dict[str, GroupState] = field(default_factory=dict)
	"""The same by the province's criteria and thresholds alone."""
	overridden: int = 0
	"""How many results a person gave otherwise than the records."""
	points: float = 0.0
	most_points: float = 0.0
	"""Of all scored criteria; 0: nothing is scored."""
	points_state: GroupState = MET
	"""Whether the least total that the framework asks for is reached; without one it is."""
	core_points_state: GroupState = MET

	@property
	def total(self) -> int:
		return self.met + self.not_met + self.waiting + self.unanswered

	@property
	def may_be_proposed(self) -> bool:
		"""Whether "đạt bốn tốt" could be proposed: every group met, none pending."""
		return self.state == MET

	@property
	def state(self) -> GroupState:
		"""Nobody is good by an overlay who is not by the province's framework, its least total included."""
		return weaker(overall(self.groups), weaker(self.points_state, self.core_points_state))

	@property
	def core_state(self) -> GroupState:
		return weaker(overall(self.core_groups), self.core_points_state)


def overall(groups: dict[str, GroupState]) -> GroupState:
	"""Return what the groups come to: one not met decides; without any group nothing can be proposed."""
	if NOT_MET in groups.values():
		return NOT_MET
	return MET if groups and all(state == MET for state in groups.values()) else "Pending"


def weigh(
	answers: Iterable[Answer], percent: int = 100, least_points: float = 0, core_least_points: float = 0
) -> Outcome:
	"""Return what the answers come to.

	`percent`: how much of a group's required criteria must be met (`criteria.pass_rule`); of the plan all of them.
	`least_points`: what scored criteria must come to in all, by the file's framework and by the province's; of the plan none.
	"""
	answers = list(answers)
	results = [answer.result for answer in answers]
	met, not_met = results.count(MET), results.count(NOT_MET)
	waiting = sum(result in WAITING for result in results)
	own, core = states(answers, percent), states(as_core(answers), percent)
	# An overlay adds to the province's framework: nobody is good by it who is not by the province's.
	groups = {key: weaker(state, core.get(key, state)) for key, state in own.items()}
	overridden = sum(answer.differs for answer in answers)
	unanswered = len(answers) - met - not_met - waiting
	given = sum(answer.points for answer in answers if answer.most_points)
	most = sum(answer.most_points for answer in answers)
	open_points = sum(answer.most_points for answer in answers if answer.result not in (MET, NOT_MET))
	return Outcome(
		met,
		not_met,
		waiting,
		unanswered,
		groups,
		core,
		overridden,
		given,
		most,
		total_state(given, open_points, least_points),
		total_state(given, open_points, core_least_points),
	)


def total_state(given: float, open_points: float, least: float) -> GroupState:
	"""Return whether a least total is reached, can no longer be (`open_points` may still come), or is open."""
	if given >= least:
		return MET
	return NOT_MET if given + open_points < least else "Pending"


def states(answers: Iterable[Answer], percent: int) -> dict[str, GroupState]:
	groups: dict[str, list[str]] = {}
	for answer in answers:
		counted = groups.setdefault(answer.group_key, [])
		if answer.required:
			counted.append(answer.result)
	return {key: group_state(counted, percent) for key, counted in groups.items()}


def group_state(results: Iterable[str], percent: int = 100) -> GroupState:
	"""Return a group's state: met when enough are, not met when enough can no longer be, else pending."""
	results = list(results)
	met, lost = results.count(MET), results.count(NOT_MET)
	if 100 * met >= percent * len(results):
		return MET
	return NOT_MET if 100 * (len(results) - lost) < percent * len(results) else "Pending"


def weaker(one: GroupState, other: GroupState) -> GroupState:
	if NOT_MET in (one, other):
		return NOT_MET
	return MET if one == other == MET else "Pending"


def as_core(answers: Iterable[Answer]) -> list[Answer]:
	"""Return the answers to the province's own criteria: what an overlay adds is left out, parts make their whole."""
	wholes: dict[str, list[Answer]] = {}
	for answer in answers:
		if key := answer.criterion_key if answer.core_key is None else answer.core_key:
			wholes.setdefault(key, []).append(answer)
	return [whole(key, parts) for key, parts in wholes.items()]


def whole(key: str, parts: list[Answer]) -> Answer:
	first = parts[0]
	required = first.required if first.core_required is None else first.core_required
	result = whole_result([part.core_result for part in parts])
	return Answer(key, first.group_key, computed_result=result, required=required)


def whole_result(results: list[str]) -> str:
	"""A whole is met when every part is; one that is not met decides, then one without an answer, then one that waits."""
	if NOT_MET in results:
		return NOT_MET
	if "" in results:
		return ""
	return next((result for result in results if result in WAITING), MET)
