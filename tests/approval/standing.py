"""Route of an evaluation and who may act on it there, told once more in plain Python."""

from __future__ import annotations

from tests.approval.facts import RANKS, Facts, File, Way


class Standing:
	"""What follows from the tree, the seats, the route and what has been done so far."""

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

	def acted_at_next_level(self, file: File, place: str, people: set[str], next_to: set[str | None]) -> bool:
		return any(
			(act.person in people or act.holder in people)
			and (place in (act.below, act.above) or (act.what != "Reroute" and act.place in next_to - {None}))
			for act in file.log
		)

	def barred_here(self, file: File, people: set[str]) -> bool:
		return self.acted_at_next_level(file, file.place, people, set(file.beside(file.place)))

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
