"""Rules that find bodies with fewer or more members than their kind asks for. Pure.

Never a refusal: with the consent of the body above a smaller or larger one stands (Charter art. 21, facts of the domain §1.1).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bontot.organization import tree
from bontot.organization.members.member_rules import LEFT, TEMPORARILY_IN

FEW, MANY = "too_few", "too_many"
# Who does not belong here: gone, or at home in another cell.
NOT_AT_HOME = (LEFT, TEMPORARILY_IN)


@dataclass(frozen=True, slots=True)
class Bounds:
	"""Least and most members of a kind; 0: no bound."""

	least: int = 0
	most: int = 0

	def verdict(self, count: int) -> tuple[str, int] | None:
		"""(FEW or MANY, the bound that is broken), or None."""
		if self.least and count < self.least:
			return FEW, self.least
		if self.most and count > self.most:
			return MANY, self.most
		return None


NONE = Bounds()


def totals(paths: Iterable[str], members: Mapping[str, int]) -> dict[str, int]:
	"""{path: members at or below it}, from {path: members that belong to the very organisation}."""
	found = dict.fromkeys(paths, 0)
	for path, count in members.items():
		for place in (path, *tree.above(path)):
			if place in found:
				found[place] += count
	return found
