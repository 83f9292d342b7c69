"""Rules of the yearly rating, without database or words: how many may be "xuất sắc", which act fits which state."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

ORGANIZATION, MEMBER = "Organization", "Member"
# A member as cadre, civil servant or public employee: rated by the State's body, which stands outside the Party. It is
# recorded as it was decided: no proposal, no cap of ours.
OFFICIAL = "Official"
EXCELLENT, WELL, DULY, NOT = "Excellently Completed", "Well Completed", "Duly Completed", "Not Completed"
GOOD_OR_BETTER = frozenset((EXCELLENT, WELL))
Act = Literal["propose", "review", "return", "decide"]
# "": there is no rating yet. A decision may be corrected by another one; nothing before it may change it.
ACTS: dict[Act, frozenset[str]] = {
	"propose": frozenset(("", "Proposed", "Returned")),
	"review": frozenset(("Proposed", "Reviewed")),
	"return": frozenset(("Proposed", "Reviewed")),
	"decide": frozenset(("", "Proposed", "Reviewed", "Returned", "Decided")),
}
# Nobody has proposed a grade, or it came back to be proposed anew.
UNPROPOSED = frozenset(("", "Returned"))
Rounding = Literal["down", "up", "nearest"]


@dataclass(frozen=True, slots=True)
class CapRule:
	"""`base`: counted are those "hoàn thành tốt" (well_completed) or also those above (well_completed_or_better)."""

	percent: int
	base: str = "well_completed"
	rounding: str = "down"

	def allowed(self, well: int, excellent: int) -> int:
		"""Return how many of a group may be "xuất sắc" (facts §2.2: 20 % of 12 are 2)."""
		counted = well + excellent if self.base == "well_completed_or_better" else well
		whole = self.percent * counted
		if self.rounding == "up":
			return -(-whole // 100)
		return (whole + 50) // 100 if self.rounding == "nearest" else whole // 100


@dataclass(frozen=True, slots=True)
class GroupCount:
	group: str
	excellent: int
	well: int
	allowed: int

	@property
	def exceeded(self) -> bool:
		return self.excellent > self.allowed


def fits(act: Act, state: str, subject: str = MEMBER) -> bool:
	return state in ACTS[act] and (act == "decide" or subject != OFFICIAL)


def answers_return(returned: tuple[str, float, str], proposed: tuple[str, float, str]) -> bool:
	"""Whether a proposal says anything that the one which came back did not; each (grade, points, remark)."""
	remark = proposed[2].strip()
	return proposed[:2] != returned[:2] or bool(remark and remark != returned[2].strip())


def count(grades: Iterable[tuple[str, str]], rule: CapRule | None) -> list[GroupCount]:
	"""Counts of (group, grade) pairs by group, in order of group; without a rule everybody may be excellent."""
	by_group: dict[str, Counter[str]] = {}
	for group, grade in grades:
		by_group.setdefault(group, Counter())[grade] += 1
	found = []
	for group, counted in sorted(by_group.items()):
		excellent, well = counted[EXCELLENT], counted[WELL]
		allowed = rule.allowed(well, excellent) if rule else excellent
		found.append(GroupCount(group, excellent, well, allowed))
	return found


def exceeded(
	standing: Mapping[str, tuple[str, str]], chosen: Mapping[str, tuple[str, str]], rule: CapRule | None
) -> list[GroupCount]:
	"""Groups that would have too many excellent ones: `standing` and `chosen` are {subject: (group, grade)}.

	Only groups somebody chose in are judged: a fault from elsewhere does not stop another group's decision.
	"""
	touched = {group for group, _grade in chosen.values()}
	together = {**standing, **chosen}.values()
	return [one for one in count(together, rule) if one.group in touched and one.exceeded]
