"""Versions of what is installed, and whether any lies below config/floors.toml."""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path

from ops.bench import REPO, load

FLOORS = REPO / "config" / "floors.toml"


def normal(name: str) -> str:
	return re.sub(r"[-_.]+", "-", name).lower()


def installed(python: Path) -> dict[str, str]:
	"""Name → version of every distribution in the environment of `python`, read from folder names alone."""
	found = {}
	for info in python.parent.parent.glob("lib/python*/site-packages/*.dist-info"):
		name, _, version = info.name.removesuffix(".dist-info").rpartition("-")
		found[normal(name)] = version
	return found


def locked(text: str) -> dict[str, str]:
	"""Name → version of the pins of a lock file."""
	return {
		normal(name): version for name, version in re.findall(r"^([\w.-]+)==([^\s;\\]+)", text, re.MULTILINE)
	}


def parts(version: str) -> tuple[int, ...]:
	"""Leading numbers of a version, enough to compare releases: "2.9.0.post0" → (2, 9, 0)."""
	return tuple(int(number) for number in re.match(r"(\d+(?:\.\d+)*)", version)[1].split("."))


def below(found: Mapping[str, str], floors: Mapping[str, str]) -> list[str]:
	"""One line for each floor that is not held; a library that is missing holds none."""
	lines = []
	for name, floor in floors.items():
		version = found.get(normal(name))
		if version is None:
			lines.append(f"{name} is not installed (floor {floor})")
		elif parts(version) < parts(floor):
			lines.append(f"{name} {version} is below its floor {floor}")
	return lines


def check(python: Path) -> list[str]:
	"""What is installed below its floor in the environment of `python`; empty when all is well."""
	return below(installed(python), tomllib.loads(FLOORS.read_text())["floors"])


if __name__ == "__main__":
	problems = check(load().python)
	print("\n".join(problems) or "every floor is held")
	sys.exit(1 if problems else 0)
