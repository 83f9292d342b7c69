"""Official Frappe from a git repository: the clone, and what its libraries need from us."""

from __future__ import annotations

import json
import re
import shutil
import time
import tomllib
from collections.abc import Iterable
from pathlib import Path

from ops.bench import REPO
from ops.floors import locked, normal
from ops.steps import Shell, StepError

SUBSTITUTES = REPO / "config" / "substitutes.toml"
SET_ASIDE = REPO / "var" / "set-aside"

# Front-end packages only upstream's own builder or tests need; ours does not.
BUILDER_ONLY = frozenset(
	"@frappe/esbuild-plugin-postcss2 @redis/client @vue/component-compiler autoprefixer chalk cliui cookie "
	"cssnano esbuild esbuild-plugin-vue3 fast-glob launch-editor postcss rtlcss sass superagent yargs".split()
)


def clone(shell: Shell, url: str, branch: str, app: Path) -> None:
	"""Clone one branch, complete or not at all, in the place of what stood there."""
	fresh = app.parent / f".{app.name}.new"
	shutil.rmtree(fresh, ignore_errors=True)
	remedy = "Check address and branch: git must be able to clone it."
	source = url if "://" in url or not Path(url).exists() else Path(url).resolve().as_uri()
	shell.run("git", "clone", "--depth", "1", "--branch", branch, source, fresh, remedy=remedy)
	for name in ("pyproject.toml", "frappe/__init__.py"):
		if not (fresh / name).exists():
			raise StepError(f"{url} ({branch}) is not a Frappe repository: {name} is missing.", remedy)
	with (fresh / ".git" / "info" / "exclude").open("a") as exclude:
		exclude.write("/node_modules\n/frappe/public/node_modules\n/frappe/public/dist\n")
	clear_place(app)
	fresh.rename(app)


def is_checkout(app: Path) -> bool:
	return (app / ".git").exists()


def clear_place(app: Path) -> None:
	"""Make room for another framework. A checkout may hold somebody's work: it is kept aside."""
	if is_checkout(app):
		SET_ASIDE.mkdir(parents=True, exist_ok=True)
		app.rename(SET_ASIDE / f"{app.name}-{time.strftime('%Y%m%d-%H%M%S')}")
	elif app.exists():
		shutil.rmtree(app)


def requirement_names(requirements: Iterable[str]) -> list[tuple[str, bool]]:
	"""(normalised name, whether it comes from a registry) of each requirement line."""
	return [
		(normal(re.match(r"[\w.-]+", line)[0]), "@" not in line.partition(";")[0]) for line in requirements
	]


def check_libraries(app: Path, lock: Path, package: Path) -> list[str]:
	"""Lines that name each substitute in use. Raises StepError for a library neither locked nor substituted.

	`lock` is our Python lock file, `package` our package.json.
	"""
	table = tomllib.loads(SUBSTITUTES.read_text())
	pins = locked(lock.read_text())
	asked = tomllib.loads((app / "pyproject.toml").read_text())["project"].get("dependencies", [])
	said, lacking = [], []
	for name, registry in requirement_names(asked):
		if name not in pins or not (registry or name in table["python"]):
			lacking.append(f"{name} (Python)")
		elif not registry:
			said.append(f"{name} {pins[name]} from the registry: {table['python'][name]['why']}")
	ours = json.loads(package.read_text())["dependencies"]
	theirs = (
		json.loads((app / "package.json").read_text()).get("dependencies", {})
		if (app / "package.json").exists()
		else {}
	)
	for name, version in theirs.items():
		registry = not re.search(r"[/:]", version)
		if name in BUILDER_ONLY:
			continue
		if name not in ours or not (registry or name in table["npm"]):
			lacking.append(f"{name} (npm)")
		elif not registry:
			said.append(f"{name} {ours[name]} from the registry: {table['npm'][name]['why']}")
	if lacking:
		raise StepError(
			f"This Frappe asks for libraries our lock does not have: {', '.join(sorted(lacking))}",
			"Add them to config/python/requirements.in (then bin/lock) or config/framework/package.json, "
			"or to config/substitutes.toml when no registry has them.",
		)
	return said
