"""The reviewed list (`endpoints.toml`) as something to look up: who may call a function, and by which HTTP methods.

What stands nowhere on it is closed.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LIST = Path(__file__).with_name("endpoints.toml")
GUEST, SIGNED_IN, ADMINISTRATORS = "guest", "signed-in", "administrators"
OPENING = frozenset(("GET", "HEAD"))
READING = OPENING | {"POST"}
CHANGING = frozenset(("POST", "PUT", "PATCH", "DELETE"))
WAYS = {"opening": OPENING, "reading": READING, "changing": CHANGING}
# On which framework a name exists: on both, only on the restored one of 2023, only on a current one.
KINDS = ("doors", "only_old", "only_new")


@dataclass(frozen=True, slots=True)
class Door:
	name: str
	to: str  # GUEST, SIGNED_IN or ADMINISTRATORS
	methods: frozenset[str]
	roles: frozenset[str]  # of which one is needed besides; empty: none
	group: str
	why: str
	where: str  # of KINDS


def find(name: str) -> Door | None:
	return read().get(name)


@cache
def read() -> dict[str, Door]:
	"""Door by name. Raises ValueError for a list that contradicts itself."""
	found: dict[str, Door] = {}
	for group, table in tomllib.loads(LIST.read_text()).items():
		if table["to"] not in (GUEST, SIGNED_IN, ADMINISTRATORS) or not table["why"].strip():
			raise ValueError(f"endpoints.toml: group {group} says neither whom it is open to nor why")
		for where in KINDS:
			for name in table.get(where, ()):
				if name in found:
					raise ValueError(f"endpoints.toml: {name} stands in {found[name].group} and in {group}")
				roles = frozenset(table.get("roles", ()))
				methods = WAYS[table.get("by", "changing")]
				found[name] = Door(name, table["to"], methods, roles, group, table["why"], where)
	return found
