"""The one-way order of the modules: each may import the ones before it, and what belongs to no module."""

import ast
from collections.abc import Iterator
from pathlib import Path

# A module may import those to its left. `demo` builds with all of them; `setup`, `tests` and single files stand outside.
ORDER = (
	"outbox", "organization", "criteria", "meeting", "evaluation", "approval", "obligation", "supervision", "synthesis",
	"demo",
)  # fmt: skip


def upward_imports(code: str, module: str) -> list[str]:
	"""Names that `code` of `module` imports from a module that comes after it, wherever in the file."""
	allowed = ORDER[: ORDER.index(module) + 1]
	return [
		name
		for name in imported(code)
		if (target := name.split(".")[1] if name.count(".") else "") in ORDER and target not in allowed
	]


def imported(code: str) -> Iterator[str]:
	"""Dotted names of the app that a file imports; `from bontot import outbox` counts as bontot.outbox."""
	for node in ast.walk(ast.parse(code)):
		if isinstance(node, ast.Import):
			names = [alias.name for alias in node.names]
		elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
			names = [f"{node.module}.{alias.name}" for alias in node.names]
		else:
			continue
		yield from (name for name in names if name.split(".")[0] == "bontot")


def faults(app: Path) -> list[str]:
	found = []
	for module in ORDER:
		for path in sorted((app / module).rglob("*.py")):
			found += [f"{path.relative_to(app)}: {name}" for name in upward_imports(path.read_text(), module)]
	return found
