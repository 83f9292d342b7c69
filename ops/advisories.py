"""Known holes of the locked libraries, looked up without network (`bin/test lint`) in a dated list, config/advisories.toml.

`bin/lock --advisories` asks the registries anew by their own clients (pip-audit, npm audit), and takes what a data package of
the registry knows of libraries for browsers. A source that does not answer keeps what it said before, and its day. What was
found by hand (source "reviewed") stays as it was written. Exceptions, each with its reason, stand in config/accepted_advisories.toml.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from ops.bench import REPO
from ops.environments import QUIET, TOOLS
from ops.floors import locked, normal, parts

LIST = REPO / "config" / "advisories.toml"
ACCEPTED = REPO / "config" / "accepted_advisories.toml"
PYTHON, NPM = "python", "npm"
NPM_LOCKS = ("config/framework/package-lock.json", "config/lint/package-lock.json")
AUDIT = REPO / "config" / "python" / "audit.txt"
PLACE = REPO / "var" / "audit"
HEAD = "# Known holes of libraries that are locked here. Written by `bin/lock --advisories` (ops/advisories.py says how).\n"
BOUND = re.compile(r"([<>]=?|=)?\s*v?(\d[\w.+-]*)")


@dataclass(frozen=True, slots=True)
class Advisory:
	registry: str
	package: str
	id: str
	source: str
	introduced: str = "0"
	fixed: str = ""  # first version without it
	last: str = ""  # last version with it, where no first without it is known

	def affects(self, version: str) -> bool:
		if parts(version) < parts(self.introduced):
			return False
		if self.fixed:
			return parts(version) < parts(self.fixed)
		return not self.last or parts(version) <= parts(self.last)


def python_locks() -> list[Path]:
	return [
		*sorted((REPO / "config" / "python").glob("*.txt")),
		REPO / "config" / "lint" / "requirements.txt",
	]


def pins() -> set[tuple[str, str, str]]:
	"""(registry, package, version) of everything that is locked."""
	found = {
		(PYTHON, name, version)
		for path in python_locks()
		for name, version in locked(path.read_text()).items()
	}
	for path in NPM_LOCKS:
		for place, row in json.loads((REPO / path).read_text())["packages"].items():
			if place:
				found.add((NPM, row.get("name") or place.rpartition("node_modules/")[2], row["version"]))
	return found


def known() -> tuple[dict[str, str], list[Advisory]]:
	"""The day that each source last answered ("" for never), and what they say."""
	read = tomllib.loads(LIST.read_text())
	return read["sources"], [Advisory(**row) for row in read["advisory"]]


def affecting(advisories: Iterable[Advisory]) -> Iterator[tuple[Advisory, str]]:
	"""Each with the locked version it is about."""
	there = sorted(pins())
	for one in advisories:
		for registry, package, version in there:
			if (registry, package) == (one.registry, one.package) and one.affects(version):
				yield one, version


def accepted() -> dict[str, str]:
	"""The reason by id."""
	return tomllib.loads(ACCEPTED.read_text())["accepted"]


def problems() -> list[str]:
	"""A line for each hole that is neither mended nor accepted, and for each exception that nothing needs any more."""
	_sources, advisories = known()
	found, reasons = list(affecting(advisories)), accepted()
	lines = [
		f"{one.package} {version}: {one.id}, mended in {one.fixed or 'no version'}; raise it, or say in {ACCEPTED.name} why not"
		for one, version in found
		if not reasons.get(one.id, "").strip()
	]
	needed = {one.id for one, _version in found}
	return lines + [
		f"{name} is accepted and concerns nothing here any more" for name in reasons.keys() - needed
	]


def ages(today: date) -> list[str]:
	return [
		f"advisories of {name}: "
		+ (f"{(today - date.fromisoformat(day)).days} days old ({day})" if day else "never answered")
		for name, day in known()[0].items()
	]


def from_pip_audit(text: str) -> list[Advisory] | None:
	"""What `pip-audit --format json` found; None where the registry said nothing of any package."""
	rows = json.loads(text)["dependencies"]
	if all("vulns" not in row for row in rows):
		return None
	return [
		Advisory(
			PYTHON,
			normal(row["name"]),
			hole["id"],
			"pip-audit",
			fixed=_next(row["version"], hole["fix_versions"]),
		)
		for row in rows
		for hole in row.get("vulns", ())
	]


def _next(version: str, fixes: Iterable[str]) -> str:
	later = sorted((fix for fix in fixes if parts(fix) > parts(version)), key=parts)
	return later[0] if later else ""


def from_npm_audit(text: str) -> list[Advisory] | None:
	"""What `npm audit --json` found; None where the registry refused."""
	read = json.loads(text)
	if "vulnerabilities" not in read:
		return None
	return [
		Advisory(NPM, via["name"], via["url"].rpartition("/")[2], "npm audit", **bounds)
		for row in read["vulnerabilities"].values()
		for via in row["via"]
		if isinstance(via, dict)
		for bounds in _bounds(via["range"])
	]


def _bounds(ranges: str) -> Iterator[dict[str, str]]:
	""" ">=4.0.0 <5.0.0 || <=3.1" by its parts."""
	for one in ranges.split("||"):
		words = {">=": "introduced", "<": "fixed", "<=": "last"}
		yield {words[sign]: version for sign, version in BOUND.findall(one) if sign in words}


def from_browser_data(definitions: dict[str, dict], wanted: Iterable[str]) -> list[Advisory]:
	"""What the data package knows of those libraries that are locked."""
	found, wanted = {}, set(wanted)
	for name, row in definitions.items():
		for package in {name, row.get("npmname"), *row.get("bowername", ())} & wanted:
			for hole in row["vulnerabilities"]:
				ids = hole["identifiers"]
				key = ids.get("githubID") or next(iter(ids.get("CVE") or ()), None)
				if key and hole.get("below"):
					one = Advisory(
						NPM, package, key, "unretiredjs", hole.get("atOrAbove", "0"), hole["below"]
					)
					found[one] = None
	return list(found)


def take() -> None:
	"""Ask each source; write the list anew."""
	sources, before = known()
	tool = PLACE / "bin" / "python"
	uv = str(TOOLS / "bin" / "uv")
	subprocess.run([uv, "venv", "--clear", "--quiet", PLACE], check=True, env=os.environ | QUIET)
	subprocess.run(
		[uv, "pip", "sync", "--quiet", "--python", tool, "--require-hashes", AUDIT],
		check=True,
		env=os.environ | QUIET,
	)
	today = date.today().isoformat()
	answers = {"pip-audit": _ask_python(), "npm audit": _ask_npm(), "unretiredjs": _ask_browser_data(tool)}
	after = [one for one in before if answers.get(one.source) is None]
	for name, answer in answers.items():
		print(
			f"{name}: "
			+ (
				"does not answer; what it said before stays"
				if answer is None
				else f"{len(answer)} advisories"
			)
		)
		if answer is not None:
			sources[name] = released(tool) if name == "unretiredjs" else today
			after += answer
	write(sources, after)


def released(python: Path) -> str:
	"""The day on which the data package was made: of the data in it, as it was packed."""
	with tempfile.TemporaryDirectory() as folder:
		command = [
			python,
			"-m",
			"pip",
			"download",
			"--quiet",
			"--no-deps",
			"--require-hashes",
			f"--dest={folder}",
		]
		lines = re.search(r"^unretiredjs==.*(?:\n +--hash.*)+", AUDIT.read_text(), re.MULTILINE)[0]
		(only := Path(folder) / "only.txt").write_text(lines)
		subprocess.run([*command, f"--requirement={only}"], check=True)
		[wheel] = Path(folder).glob("*.whl")
		return date(
			*zipfile.ZipFile(wheel).getinfo("unretiredjs/vulnerabilities.py").date_time[:3]
		).isoformat()


def _ask_python() -> list[Advisory] | None:
	found: list[Advisory] = []
	for path in python_locks():
		command = [
			PLACE / "bin" / "pip-audit",
			"--disable-pip",
			"--require-hashes",
			"--format=json",
			"-r",
			path,
		]
		done = subprocess.run(command, capture_output=True, text=True)
		answer = from_pip_audit(done.stdout) if done.stdout.startswith("{") else None
		if answer is None:
			return None
		found += answer
	return list(dict.fromkeys(found))


def _ask_npm() -> list[Advisory] | None:
	found: list[Advisory] = []
	for path in NPM_LOCKS:
		command = ["npm", "audit", "--package-lock-only", "--json"]
		done = subprocess.run(command, cwd=(REPO / path).parent, capture_output=True, text=True)
		answer = from_npm_audit(done.stdout) if done.stdout.lstrip().startswith("{") else None
		if answer is None:
			return None
		found += answer
	return list(dict.fromkeys(found))


def _ask_browser_data(python: Path) -> list[Advisory]:
	code = "import json; from unretiredjs.vulnerabilities import definitions; print(json.dumps(definitions))"
	with tempfile.TemporaryDirectory() as nowhere:
		done = subprocess.run(
			[python, "-W", "ignore", "-c", code], cwd=nowhere, check=True, capture_output=True, text=True
		)
	return from_browser_data(
		json.loads(done.stdout), {name for registry, name, _ in pins() if registry == NPM}
	)


def write(sources: dict[str, str], advisories: Iterable[Advisory]) -> None:
	lines = [
		HEAD,
		"# The day of what each source says; empty: it has never answered where this was written.",
		"[sources]",
	]
	lines += [f"{json.dumps(name)} = {json.dumps(day)}" for name, day in sources.items()]
	for one in sorted(
		advisories, key=lambda each: (each.registry, each.package, each.id, parts(each.introduced))
	):
		lines += ["", "[[advisory]]"]
		lines += [f"{key} = {json.dumps(value)}" for key, value in asdict(one).items() if value]
	LIST.write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
	take()
	print("\n".join(problems()) or "every hole is mended or accepted")
	sys.exit(0)
