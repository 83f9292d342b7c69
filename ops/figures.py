"""Figures of the house: `python3 -m ops.figures [DIR]` counts what a newcomer has to hold, of this checkout or another one.

Arrows and circles are those between Python modules of the app that ships; names are those of modules, classes and functions.
Types that the framework's generator writes into controllers are not counted.
"""

from __future__ import annotations

import ast
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from ops.bench import REPO

SHIPPED_TESTS = re.compile(r"test_.*\.py|testing\.py|testcase\.py|case\.py")
# Words of ours for which the field has another one (docs/glossary.md).
COINED = re.compile(
	r"(?:^|_)(?:climb\w*|asking|asked_columns|unseen|seen|reach|said|moments|unfit|shapes|speaking|hands|bars|standing|carrying"
	r"|received|straight_back|handed_back|unattended|beside|once|doors|living_seats|rekinding|documents_\w+)(?:$|_)",
	re.IGNORECASE,
)


def product(app: Path) -> Iterator[Path]:
	for path in sorted(app.rglob("*.py")):
		if {"node_modules", "public", "tests"}.isdisjoint(path.relative_to(app).parts):
			if not SHIPPED_TESTS.fullmatch(path.name):
				yield path


GENERATED = re.compile(r"[ \t]*# begin: auto-generated types\n.*?# end: auto-generated types\n", re.DOTALL)


def code(path: Path) -> str:
	return GENERATED.sub("", path.read_text())


def lines(paths: Iterator[Path]) -> int:
	return sum(len(code(path).splitlines()) for path in paths)


def arrows(app: Path) -> dict[str, set[str]]:
	"""{module: modules of the app that it imports}."""
	names = {_name(path, app): path for path in product(app)}
	found: dict[str, set[str]] = {name: set() for name in names}
	for name, path in names.items():
		whole_file = ast.parse(code(path))
		of_types = {
			inner
			for node in ast.walk(whole_file)
			if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
			for inner in ast.walk(node)
		}
		for node in ast.walk(whole_file):
			if isinstance(node, ast.ImportFrom) and node.module and node not in of_types:
				for alias in node.names:
					whole = f"{node.module}.{alias.name}"
					found[name] |= {whole if whole in names else node.module} & names.keys() - {name}
	return found


def circles(graph: dict[str, set[str]]) -> int:
	"""Modules that reach themselves."""
	reached: dict[str, set[str]] = {}
	for start in graph:
		found, ahead = set(), list(graph[start])
		while ahead:
			if (one := ahead.pop()) not in found:
				found.add(one)
				ahead += graph.get(one, ())
		reached[start] = found
	return sum(name in found for name, found in reached.items())


def figures(repo: Path) -> list[tuple[str, int | str]]:
	app = repo / "apps" / "bontot" / "bontot"
	shipped = list(product(app))
	tests = [
		path for path in app.rglob("*.py") if "node_modules" not in path.parts and path not in set(shipped)
	]
	folders = Counter(path.parent for path in shipped if path.stem != "__init__")
	graph = arrows(app)
	doctypes = len(list(app.glob("*/doctype/*/*.json")))
	defined = [
		(path.stem, node.name)
		for path in shipped
		for node in ast.walk(ast.parse(code(path)))
		if isinstance(node, ast.ClassDef | ast.FunctionDef)
	]
	names = {path.stem for path in shipped} | {name for _module, name in defined}
	size = lines(iter(shipped))
	biggest = ", ".join(f"{folder.relative_to(app)} {count}" for folder, count in folders.most_common(3))
	return [
		("lines of product", size),
		("lines of tests", lines(iter(tests)) + lines(iter((repo / "tests").rglob("*.py")))),
		("doctypes", doctypes),
		("lines of product a doctype", size // doctypes),
		("modules of Python", len(shipped)),
		("files in the fullest folders", biggest),
		("files of more than 400 lines", sum(len(code(path).splitlines()) > 400 for path in shipped)),
		("arrows between modules", sum(map(len, graph.values()))),
		("modules in circles", circles(graph)),
		("coined names left", sum(bool(COINED.search(name)) for name in names)),
		("error classes", sum(name.endswith("Error") for _module, name in defined)),
	]


def _name(path: Path, app: Path) -> str:
	return ".".join(path.relative_to(app.parent).with_suffix("").parts).removesuffix(".__init__")


if __name__ == "__main__":
	for label, value in figures(Path(sys.argv[1]) if len(sys.argv) > 1 else REPO):
		print(f"{label:32} {value}")
