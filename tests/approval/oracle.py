"""What a file may undergo and what becomes of it, told once more in plain Python: no query, no import from the service.

It knows the tree and the seats as facts (read beforehand), and remembers every act that went through.
"""

from __future__ import annotations

from dataclasses import dataclass, field

RANKS = {"tinh": 1, "truc_thuoc_tinh": 2, "co_so": 3, "truc_thuoc_co_so": 4, "chi_bo": 5}
OPEN = ("Draft", "Returned", "Under Appraisal")
DECIDED = ("Recognized", "Not Recognized", "Interim Reviewed")


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


class Oracle:
	"""Each `may_…` says whether an act goes through; the method without `may_` does it to the file."""

	def __init__(self, facts: Facts, way: Way) -> None:
		self.facts, self.way = facts, way

	# Routes

	def branch(self, file: File) -> list[str]:
		alive = all(place in self.facts.living for place in file.then)
		return file.then if alive else self.facts.above(file.organization)

	def fresh(self, file: File) -> list[tuple[str, str]]:
		branch, own = self.branch(file), self.facts.levels[file.organization]
		found = []
		for level in self.way.levels:
			place = next((one for one in branch if self.facts.levels[one] == level), None)
			if level != own and place:
				found.append(place)
		found = found[: self.way.stop_after or None]
		return [(place, "Appraise") for place in found[:-1]] + [(found[-1], self.way.final)]

	def resumed(self, file: File, passed: list[tuple[str, str]]) -> list[tuple[str, str]]:
		fresh = self.fresh(file)
		reached = min((RANKS[self.facts.levels[place]] for place, _act in passed), default=99)
		ahead = [step for step in fresh if RANKS[self.facts.levels[step[0]]] < reached]
		return [*passed, *(ahead or fresh[-1:])]

	def received(self, file: File) -> list[str]:
		acting, branch = {place for place, _act in file.steps}, self.branch(file)
		places = [
			next((o for o in branch if self.facts.levels[o] == level), None) for level in self.way.receives
		]
		return [place for place in places if place and place not in acting]

	# Bars

	def acted_beside(self, file: File, place: str, people: set[str], next_to: set[str | None]) -> bool:
		return any(
			(act.person in people or act.holder in people)
			and (place in (act.below, act.above) or (act.what != "Reroute" and act.place in next_to - {None}))
			for act in file.log
		)

	def barred_here(self, file: File, people: set[str]) -> bool:
		return self.acted_beside(file, file.place, people, set(file.beside(file.place)))

	def own_unit(self, file: File, people: set[str]) -> bool:
		return any(file.organization in self.facts.own(person) for person in people)

	def appraises(self, file: File, person: str) -> bool:
		"""Whether this person may act with a seat that appraises where the file waits."""
		if not file.place or not self.facts.seat(person, file.place, "appraise"):
			return False
		people = self.facts.hands(person, file.place, "appraise")
		return not self.own_unit(file, people) and not self.barred_here(file, people)

	def records(self, file: File, person: str) -> bool:
		if not file.place or not self.facts.seat(person, file.place, "decide"):
			return False
		return not self.barred_here(file, self.facts.hands(person, file.place, "decide"))

	def unattended(self, file: File) -> bool:
		return not any(self.appraises(file, person) for person in self.facts.people(file.place, "appraise"))

	def shows(self, file: File, person: str) -> bool:
		"""Whether the file stands in the person's queue."""
		if file.state != "Under Appraisal":
			return False
		if file.act == "Decide":
			return self.records(file, person)
		return self.appraises(file, person) or (self.records(file, person) and self.unattended(file))

	def stuck(self, file: File) -> bool:
		everybody = {seat.person for seat in self.facts.seats}
		return file.state == "Under Appraisal" and not any(self.shows(file, person) for person in everybody)

	# Acts

	def note(self, file: File, what: str, person: str, place: str, ability: str, beside=...) -> None:
		seat = self.facts.seat(person, place, ability) if ability else None
		below, above = file.beside(place) if beside is ... else beside
		file.log.append(Act(what, person, seat.holder if seat else None, place, below, above))

	def arrive(self, file: File, position: int) -> None:
		"""At a level of its route; one that lives no more is replaced by what the tree has there now."""
		file.state = "Under Appraisal"
		if file.steps[position][0] not in self.facts.living:
			file.steps = self.resumed(file, file.steps[:position])
			file.receivers = self.received(file)
		file.position = position
		self.forget_return(file)

	def forget_return(self, file: File) -> None:
		"""Who has asked to look again has the file back, or it passes that level by."""
		if file.returned_by not in [place for place, _act in file.steps[file.position + 1 :]]:
			file.returned_by = None

	def leave(self, file: File, state: str) -> None:
		file.state, file.position, file.returned_by = state, -1, None

	def may_send(self, file: File, person: str) -> bool:
		return file.state in ("Draft", "Returned") and bool(
			self.facts.seat(person, file.organization, "author")
		)

	def send(self, file: File, person: str) -> None:
		ended = any(place not in self.facts.living for place, _act in file.steps)
		if file.state == "Draft" or not file.steps or ended:
			file.steps = self.fresh(file)
			file.receivers = self.received(file)
			position = 0
		else:
			position = self.straight_to(file)
		file.round = max(file.round, 1)
		self.arrive(file, position)
		self.note(file, "Send", person, file.organization, "author")

	def straight_to(self, file: File) -> int:
		"""Where a file goes that comes back mended; nobody on a walk changes anything but what was returned."""
		returned = [act.place for act in file.log if act.what == "Return" and not act.to]
		line = [place for place, _act in file.steps]
		if not self.way.straight_back or not returned or returned[-1] not in line:
			return 0
		return line.index(returned[-1])

	def from_author(self, file: File) -> bool:
		"""Whether its author has sent it to where it waits, and nobody has acted since."""
		acts = [act.what for act in file.log if act.what != "Reroute"]
		return not file.position or (self.way.straight_back and acts[-1] == "Send")

	def may_recall(self, file: File, person: str) -> bool:
		if file.state != "Under Appraisal" or file.returned_by or file.log[-1].what == "Reopen":
			return False
		if not self.from_author(file):
			return bool(self.facts.seat(person, file.steps[file.position - 1][0], "appraise"))
		return self.has_author(file) and bool(self.facts.seat(person, file.organization, "author"))

	def recall(self, file: File, person: str) -> None:
		if not self.from_author(file):
			place = file.steps[file.position - 1][0]
			self.arrive(file, file.position - 1)
			file.returned_by = self.answered(file, place)
			self.forget_return(file)
			self.note(file, "Recall", person, place, "appraise")
		else:
			self.leave(file, "Draft" if file.round <= 1 else "Returned")
			self.note(file, "Recall", person, file.organization, "author")

	def answered(self, file: File, place: str) -> str | None:
		"""Who above had returned the file to this level when it agreed for the last time."""
		agreed = [number for number, act in enumerate(file.log) if (act.what, act.place) == ("Agree", place)]
		if not agreed:
			return None
		before = [act for act in file.log[: agreed[-1]] if act.what != "Reroute"][-1]
		return before.place if before.what == "Return" and before.to else None

	def may_agree(self, file: File, person: str) -> bool:
		return file.act == "Appraise" and self.appraises(file, person)

	def agree(self, file: File, person: str, ability: str = "appraise") -> None:
		place, last = file.place, file.position == len(file.steps) - 1
		if last:
			self.leave(file, "Interim Reviewed")
			file.decisions += 1
		else:
			self.arrive(file, file.position + 1)
		self.note(file, "Agree", person, place, ability)

	def may_return(self, file: File, person: str) -> bool:
		return file.state == "Under Appraisal" and self.has_author(file) and self.appraises(file, person)

	def has_below(self, file: File) -> bool:
		"""A level below that has appraised the file and still lives."""
		return file.position > 0 and file.steps[file.position - 1][0] in self.facts.living

	def may_return_below(self, file: File, person: str) -> bool:
		return file.state == "Under Appraisal" and self.has_below(file) and self.appraises(file, person)

	def give_below(self, file: File, person: str, ability: str = "appraise") -> None:
		"""It still lies above its author, whose round goes on."""
		place = file.place
		self.arrive(file, file.position - 1)
		file.returned_by = place
		self.note(file, "Return", person, place, ability)
		file.log[-1].to = file.place

	def has_author(self, file: File) -> bool:
		"""A file reopened after its organisation ended goes back to nobody."""
		return file.organization in self.facts.living

	def give_back(self, file: File, person: str, ability: str = "appraise") -> None:
		place = file.place
		self.leave(file, "Returned")
		file.round += 1
		self.note(file, "Return", person, place, ability)

	def may_decide(self, file: File, person: str, decision: str) -> bool:
		"""By a resolution of the organisation for which the file waits."""
		if not self.records(file, person) or (decision == "Return" and not self.has_author(file)):
			return False
		if decision == "Return Below" and not self.has_below(file):
			return False
		if file.act == "Appraise":
			return decision in ("Agree", "Return", "Return Below") and self.unattended(file)
		if file.six_month:
			return decision in ("Conclude Interim", "Return", "Return Below")
		return decision in ("Recognize", "Refuse", "Return", "Return Below")

	def decide(self, file: File, person: str, decision: str) -> None:
		if decision == "Agree":
			return self.agree(file, person, "decide")
		if decision == "Return":
			return self.give_back(file, person, "decide")
		if decision == "Return Below":
			return self.give_below(file, person, "decide")
		place = file.place
		ends = {"Recognize": "Recognized", "Refuse": "Not Recognized", "Conclude Interim": "Interim Reviewed"}
		self.leave(file, ends[decision])
		file.decisions += 1
		if decision == "Recognize":
			file.title = "Valid"
		self.note(file, decision, person, place, "decide")

	# Acts after the end

	def later_seat(self, file: File, person: str, act: str) -> tuple[Seat, str] | None:
		if act == "Lock":
			places = file.receivers
		else:
			first = file.locked_by or file.steps[-1][0]
			places = [first, *self.facts.above(first)]
		by_officer = act == "Lock" or file.steps[-1][1] != "Decide"
		abilities = ("decide", "appraise") if by_officer else ("decide",)
		for place in places:
			if seat := self.facts.seat(person, place, *abilities):
				return seat, next(one for one in abilities if one in seat.abilities)
		return None

	def may_later(self, file: File, person: str, act: str) -> bool:
		if file.state not in DECIDED or (act == "Lock" and file.locked_by):
			return False
		if act == "Withdraw" and (file.state != "Recognized" or file.title != "Valid"):
			return False
		found = self.later_seat(file, person, act)
		if not found:
			return False
		seat, ability = found
		people = self.facts.hands(person, seat.place, ability)
		beside = set(file.beside(seat.place))
		return not self.own_unit(file, people) and not self.acted_beside(file, seat.place, people, beside)

	def later(self, file: File, person: str, act: str) -> None:
		seat, ability = self.later_seat(file, person, act)
		if act == "Reopen":
			self.arrive(file, len(file.steps) - 1)
			file.locked_by = None
			file.title = "Reopened" if file.title == "Valid" else file.title
			file.decisions -= 1
		elif act == "Withdraw":
			file.title = "Withdrawn"
		else:
			file.locked_by = seat.place
		self.note(file, act, person, seat.place, ability)

	# Another way

	def seat_above(self, file: File, person: str) -> Seat | None:
		chain = [file.place, *self.facts.above(file.place)]
		for seat in self.facts.held(person):
			if seat.place in chain[1:] and seat.abilities & {"appraise", "decide"}:
				return seat
			if seat.commission and seat.place in chain:
				return seat
		return None

	def rerouted(self, file: File, to: str | None) -> list[tuple[str, str]] | None:
		passed = file.steps[: file.position]
		ahead = self.resumed(file, passed)[file.position :]
		if to:
			at = next((number for number, (place, _act) in enumerate(ahead) if place == to), None)
			if at is None:
				return None
			ahead = ahead[at:]
		return None if [*passed, *ahead] == file.steps else [*passed, *ahead]

	def may_reroute(self, file: File, person: str, to: str | None) -> bool:
		if file.state != "Under Appraisal":
			return False
		seat = self.seat_above(file, person)
		if not seat:
			return False
		people = self.facts.hands(
			person, seat.place, "appraise" if "appraise" in seat.abilities else "decide"
		)
		beside = set(file.beside(file.place))
		if self.own_unit(file, people) or self.acted_beside(file, seat.place, people, beside):
			return False
		return self.rerouted(file, to) is not None

	def reroute(self, file: File, person: str, to: str | None) -> None:
		seat = self.seat_above(file, person)
		ahead = self.resumed(file, file.steps[: file.position])[file.position :]
		passes = bool(to) and ahead[0][0] != to
		behind = file.steps[file.position - 1][0] if file.position else file.organization
		file.steps = self.rerouted(file, to)
		file.receivers = self.received(file)
		self.forget_return(file)
		file.log.append(
			Act("Reroute", person, seat.holder, seat.place, *((behind, to) if passes else (None, None)))
		)

	# What happens around the file

	def reorganized(self, facts: Facts, files: list[File], officer: str) -> None:
		ended = self.facts.living - facts.living
		self.facts = facts
		for file in files:
			if file.organization in ended and file.state in OPEN:
				file.state, file.position, file.returned_by = "Outside", -1, None
			elif file.state == "Under Appraisal" and file.place not in facts.living:
				place = file.place
				file.steps = self.resumed(file, file.steps[: file.position])
				file.receivers = self.received(file)
				self.forget_return(file)
				file.log.append(Act("Reroute", officer, None, place, None, None))
