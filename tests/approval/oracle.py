"""Oracle of an evaluation: what it may undergo and what becomes of it, told once more in plain Python: no query, no import from
the service.

It knows the tree and the seats as facts (read beforehand), and remembers every act that went through.
"""

from __future__ import annotations

from tests.approval.facts import DECIDED, OPEN, Act, Facts, File, Mark, Seat
from tests.approval.standing import Standing


class Oracle(Standing):
	"""Each `may_…` says whether an act goes through; the method without `may_` does it to the file."""

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
		open_here = file.state in ("Draft", "Returned") and not self.unanswered(file)
		return open_here and bool(self.facts.seat(person, file.organization, "author"))

	def unanswered(self, file: File) -> list[str]:
		"""What its author was asked to mend and has left as it was."""
		if file.answered is None:
			return []
		return [
			key for key, mark in file.marks.items() if mark.state == "Returned" and key not in file.answered
		]

	def mend(self, file: File) -> None:
		file.answered = (file.answered or set()) | {
			key for key, mark in file.marks.items() if mark.state == "Returned"
		}

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
			agreed, asked = self.answered(file, place)
			self.reopen_accepted(file, place, agreed)
			file.returned_by = asked and asked.place
			self.forget_return(file)
			if file.returned_by:
				self.mark_returned(file, asked.criteria)
			self.note(file, "Recall", person, place, "appraise")
		else:
			self.leave(file, "Draft" if file.round <= 1 else "Returned")
			self.note(file, "Recall", person, file.organization, "author")

	def answered(self, file: File, place: str) -> tuple[int | None, Act | None]:
		"""The number of this level's last agreement, and the return from above that it answered."""
		agreed = [number for number, act in enumerate(file.log) if (act.what, act.place) == ("Agree", place)]
		if not agreed:
			return None, None
		before = [act for act in file.log[: agreed[-1]] if act.what != "Reroute"][-1]
		return agreed[-1], before if before.what == "Return" and before.to else None

	# Criteria

	def accept(self, file: File, place: str, besides: list[str] | None = None) -> None:
		"""By the act that is noted next: all that are not accepted yet."""
		for key, mark in file.marks.items():
			if mark.state != "Accepted" and key not in (besides or []):
				file.marks[key] = Mark("Accepted", place, len(file.log))

	def mark_returned(self, file: File, criteria: list[str]) -> None:
		for key in criteria:
			file.marks[key] = Mark("Returned")

	def reopen_accepted(self, file: File, place: str, agreed: int | None) -> None:
		"""What an agreement that is taken back accepted: to be mended still, where its author had been asked to."""
		asked = [act for act in file.log[:agreed] if act.what == "Return" and not act.to]
		for key, mark in file.marks.items():
			if agreed is not None and (mark.by, mark.at) == (place, agreed):
				file.marks[key] = Mark("Returned") if asked and key in asked[-1].criteria else Mark()

	def may_agree(self, file: File, person: str) -> bool:
		return file.act == "Appraise" and self.appraises(file, person)

	def agree(self, file: File, person: str, ability: str = "appraise") -> None:
		place, last = file.place, file.position == len(file.steps) - 1
		self.accept(file, place)
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

	def may_name(self, file: File, criteria: list[str]) -> bool:
		"""Whether a return may name these criteria to be mended."""
		return bool(criteria) and set(criteria) <= set(file.marks)

	def named(self, file: File, criteria: list[str]) -> list[str]:
		return [key for key in file.marks if key in criteria]

	def give_below(self, file: File, person: str, criteria: list[str], ability: str = "appraise") -> None:
		"""It still lies above its author, whose round goes on."""
		place = file.place
		self.mark_returned(file, criteria)
		self.arrive(file, file.position - 1)
		file.returned_by = place
		self.note(file, "Return", person, place, ability)
		file.log[-1].to, file.log[-1].criteria = file.place, self.named(file, criteria)

	def has_author(self, file: File) -> bool:
		"""A file reopened after its organisation ended goes back to nobody."""
		return file.organization in self.facts.living

	def give_back(self, file: File, person: str, criteria: list[str], ability: str = "appraise") -> None:
		place = file.place
		self.mark_returned(file, criteria)
		self.accept(file, place, besides=criteria)
		self.leave(file, "Returned")
		file.round += 1
		file.answered = set()
		self.note(file, "Return", person, place, ability)
		file.log[-1].criteria = self.named(file, criteria)

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

	def decide(self, file: File, person: str, decision: str, criteria: list[str]) -> None:
		if decision == "Agree":
			return self.agree(file, person, "decide")
		if decision == "Return":
			return self.give_back(file, person, criteria, "decide")
		if decision == "Return Below":
			return self.give_below(file, person, criteria, "decide")
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
		return not self.own_unit(file, people) and not self.acted_at_next_level(
			file, seat.place, people, beside
		)

	def later(self, file: File, person: str, act: str) -> None:
		seat, ability = self.later_seat(file, person, act)
		if act == "Reopen":
			self.arrive(file, len(file.steps) - 1)
			file.locked_by = None
			file.title = "Reopened" if file.title == "Valid" else file.title
			file.decisions -= 1
		elif act == "Withdraw":
			file.title = file.state = "Withdrawn"
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
		if self.own_unit(file, people) or self.acted_at_next_level(file, seat.place, people, beside):
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
