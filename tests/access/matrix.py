"""The cells: what each person was shown, beside what the oracle says; and what is told about them."""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import dataclass, field

# What the guard in front keeps shut, whoever asks or to all but administrators: there a refusal is right for everyone.
SHUT = frozenset(("insert of many", "attach", "bulk update"))
# Behind the guard nothing else stands here: the framework copies whatever file a mail names.
BY_GUARD_ALONE = ("by its file sent by mail",)
CLOSED = ("DoorClosedError", "DoorMethodError")


@dataclass(frozen=True, slots=True)
class Cell:
	who: str
	doctype: str
	place: str
	verb: str
	channel: str

	def __str__(self) -> str:
		return f"{self.who} · {self.verb} · {self.doctype} at {self.place} · by {self.channel}"


@dataclass(slots=True)
class Matrix:
	"""Everything that was decided by an answer of the server. Threads write into it together."""

	cells: int = 0
	allowed: Counter = field(default_factory=Counter)  # (channel) → cells rightly allowed
	denied: Counter = field(default_factory=Counter)
	wrong: list[str] = field(default_factory=list)
	leaks: Counter = field(default_factory=Counter)  # channel → cells allowed that should not be
	worked: Counter = field(default_factory=Counter)  # (doctype, verb) → changes that really took place
	_lock: threading.Lock = field(default_factory=threading.Lock)

	def record(self, cell: Cell, expected: bool, fact: bool, request: str) -> None:
		if expected and not fact and cell.channel in SHUT and any(closed in request for closed in CLOSED):
			expected = False  # nobody's door is nobody's right
		with self._lock:
			self.cells += 1
			if expected == fact:
				(self.allowed if fact else self.denied)[cell.channel] += 1
				return
			if fact:
				self.leaks[cell.channel] += 1
			said = "LEAK: allowed, should be refused" if fact else "refused, should be allowed"
			self.wrong.append(f"{said}: {cell}\n    {request}")

	def stray(self, who: str, channel: str, what: str, request: str) -> None:
		"""Something of a document out of reach that came along in an answer about another."""
		with self._lock:
			self.cells += 1
			self.leaks[channel] += 1
			self.wrong.append(f"LEAK: {who} · by {channel} · told of {what}\n    {request}")

	def did(self, doctype: str, verb: str) -> None:
		with self._lock:
			self.worked[doctype, verb] += 1

	def never_allowed(self) -> list[str]:
		"""Channels that refused everybody everything: a server that is shut altogether is not right either."""
		return sorted(channel for channel in self.denied if channel not in self.allowed)

	def leaks_by_channel(self) -> str:
		return "\n".join(f"  {name}: {count} leaks" for name, count in sorted(self.leaks.items()))

	def summary(self) -> str:
		channels = sorted(self.allowed.keys() | self.denied.keys() | self.leaks.keys())
		lines = [f"  {name}: {self.allowed[name]} allowed, {self.denied[name]} refused" for name in channels]
		return "\n".join([f"{self.cells} cells, {len(self.wrong)} wrong", *lines])
