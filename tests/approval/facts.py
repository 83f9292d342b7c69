"""Facts that the oracle knows: the tree and the seats, and of each evaluation what has been done with it. No query."""

from __future__ import annotations

from dataclasses import dataclass, field

RANKS = {"tinh": 1, "truc_thuoc_tinh": 2, "co_so": 3, "truc_thuoc_co_so": 4, "chi_bo": 5}
OPEN = ("Draft", "Returned", "Under Appraisal")
DECIDED = ("Recognized", "Not Recognized", "Interim Reviewed", "Withdrawn")


@dataclass(frozen=True)
class Seat:
	"""One living seat as it is in somebody's hands; `holder`: whose it is, when it was lent."""

	person: str
	place: str
	abilities: frozenset[str]
	commission: bool = False
	holder: str | None = None


@dataclass
class Facts:
	parents: dict[str, str | None]
	levels: dict[str, str]
	living: set[str]
	seats: list[
		Seat
	]  # of each person own ones first, then lent ones, each in the order in which they are taken

	def above(self, place: str) -> list[str]:
		found = []
		while parent := self.parents[place]:
			found.append(parent)
			place = parent
		return found

	def held(self, person: str) -> list[Seat]:
		return [seat for seat in self.seats if seat.person == person]

	def own(self, person: str) -> set[str]:
		return {seat.place for seat in self.held(person) if seat.abilities}

	def seat(self, person: str, place: str, *abilities: str) -> Seat | None:
		return next((s for s in self.held(person) if s.place == place and s.abilities & set(abilities)), None)

	def people(self, place: str, ability: str) -> set[str]:
		return {seat.person for seat in self.seats if seat.place == place and ability in seat.abilities}

	def hands(self, person: str, place: str, ability: str) -> set[str]:
		seat = self.seat(person, place, ability)
		return {person, seat.holder} if seat and seat.holder else {person}


@dataclass
class Way:
	"""A route as written: levels that act, from below; who receives; after how many levels it stops."""

	levels: tuple[str, ...]
	final: str = "Decide"
	stop_after: int = 0
	receives: tuple[str, ...] = ()
	straight_back: bool = False  # after a return to the level that returned it


@dataclass
class Act:
	what: str
	person: str
	holder: str | None
	place: str
	below: str | None
	above: str | None
	to: str | None = None  # where a return to the level below went
	criteria: list[str] = field(default_factory=list)  # those that a return names


@dataclass
class Mark:
	"""How a criterion stands under review; `at`: which act of the log accepted it."""

	state: str = "Open"
	by: str | None = None
	at: int | None = None


@dataclass
class File:
	name: str
	organization: str
	then: list[str]  # who stood above it when the period opened, nearest first
	six_month: bool = False
	state: str = "Draft"
	round: int = 0
	steps: list[tuple[str, str]] = field(default_factory=list)  # (organisation, act) of its own route
	position: int = -1
	receivers: list[str] = field(default_factory=list)
	log: list[Act] = field(default_factory=list)
	locked_by: str | None = None
	title: str | None = None
	decisions: int = 0
	returned_by: str | None = None  # the level above that asks the one where it waits to look again
	# At which its author has changed something since the last return; None: none came.
	answered: set[str] | None = None
	marks: dict[str, Mark] = field(default_factory=dict)  # of its criteria, in their order

	@property
	def place(self) -> str | None:
		return self.steps[self.position][0] if self.state == "Under Appraisal" else None

	@property
	def act(self) -> str | None:
		return self.steps[self.position][1] if self.state == "Under Appraisal" else None

	@property
	def line(self) -> list[str]:
		return [self.organization, *(place for place, _act in self.steps)]

	def beside(self, place: str) -> tuple[str | None, str | None]:
		"""The levels below and above a place on the file's line; from elsewhere, its end."""
		if place not in self.line:
			return self.line[-1] if self.steps else None, None
		at = self.line.index(place)
		return (self.line[at - 1] if at else None), (self.line[at + 1] if at + 1 < len(self.line) else None)
