"""The hash chain of a file's steps: each step holds the hash of the one before, the file holds the last.

Plain dictionaries in, hashes and faults out. What is hashed is written down in `FIELDS`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

FIELDS = (
	"file_doctype",
	"file_name",
	"organization",
	"sequence",
	"round",
	"act",
	"acted_at",
	"acting_user",
	"seat",
	"acting_organization",
	"on_behalf_of",
	"below_organization",
	"above_organization",
	"from_state",
	"to_state",
	"to_organization",
	"working_days",
	"reason",
	"criteria_touched",
	"resolution",
	"results",
	"reasons",
)  # organization_path is left out: it is today's place and moves with the tree
NUMBERS = frozenset({"sequence", "round", "working_days"})
GENESIS = ""

Kind = Literal["altered", "missing", "swapped", "head"]


@dataclass(frozen=True, slots=True)
class Fault:
	kind: Kind
	sequence: int


def step_hash(step: Mapping[str, Any], previous: str) -> str:
	"""SHA-256 (hex) of a step's content together with the hash of the step before it."""
	content = {field: _plain(field, step.get(field)) for field in FIELDS}
	text = json.dumps([previous, content], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
	return hashlib.sha256(text.encode()).hexdigest()


def _plain(field: str, value: Any) -> str | int:
	"""One form for what the database gives back and what was handed in (None or "", text or datetime)."""
	if field in NUMBERS:
		return int(value or 0)
	if value is None:
		return ""
	if isinstance(value, datetime):
		return value.isoformat(sep=" ", timespec="microseconds")
	if isinstance(value, date):
		return value.isoformat()
	return str(value)


def verify(steps: Iterable[Mapping[str, Any]], head_hash: str, head_sequence: int) -> list[Fault]:
	"""Every fault of one file's chain; `steps` by sequence, with `previous_hash` and `hash`.

	"missing": a number is not there · "altered": content and hash differ · "swapped": a step does not follow the
	one before it · "head": the file names another last step than the log.
	"""
	found: list[Fault] = []
	previous, expected = GENESIS, 1
	for step in steps:
		sequence = int(step["sequence"] or 0)
		if sequence != expected:
			found.extend(Fault("missing", number) for number in range(expected, sequence))
			if sequence < expected:
				found.append(Fault("swapped", sequence))
		elif (step["previous_hash"] or "") != previous:
			found.append(Fault("swapped", sequence))
		if step_hash(step, step["previous_hash"] or "") != step["hash"]:
			found.append(Fault("altered", sequence))
		previous, expected = step["hash"] or "", max(expected, sequence + 1)
	found.extend(Fault("missing", number) for number in range(expected, head_sequence + 1))
	if expected - 1 > head_sequence or (expected - 1 == head_sequence and previous != (head_hash or "")):
		found.append(Fault("head", head_sequence))
	return found
