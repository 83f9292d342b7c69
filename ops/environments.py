"""Python environments from locked lists: var/tools drives the bench, env/ is framework, app and tests."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

from ops.bench import REPO, Bench
from ops.floors import installed, locked
from ops.steps import Shell, StepError, digest

LISTS = REPO / "config" / "python"
TOOLS = REPO / "var" / "tools"
DEV = REPO / "var" / "dev"
FUZZ = REPO / "var" / "fuzz"
ENV = REPO / "env"
APPS = (REPO / "apps" / "frappe", REPO / "apps" / "bontot")
QUIET = {
	"UV_PYTHON_DOWNLOADS": "never",
	"UV_NO_PROGRESS": "1",
	"PIP_DISABLE_PIP_VERSION_CHECK": "1",
}


def lane_of(python: Path) -> str:
	"""major.minor of an interpreter, e.g. "3.13". Raises StepError when there is no lock for it."""
	try:
		code = "import sys; print('%d.%d' % sys.version_info[:2])"
		lane = subprocess.run([python, "-c", code], capture_output=True, text=True, check=True).stdout.strip()
	except (OSError, subprocess.CalledProcessError) as error:
		raise StepError(
			f"{python} does not run as a Python: {error}", "Give --python the path of one."
		) from error
	lanes = sorted(file.stem.removeprefix("requirements-") for file in LISTS.glob("requirements-*.txt"))
	if lane not in lanes:
		raise StepError(
			f"{python} is Python {lane}; there are locked libraries for {' and '.join(lanes)}.",
			"Give one of those with --python PATH, or add a lane with bin/lock.",
		)
	return lane


def lock_file(lane: str) -> Path:
	return LISTS / f"requirements-{lane}.txt"


def holds(python: Path, lock: Path, besides: tuple[str, ...] = ()) -> bool:
	"""Whether the environment holds exactly the pins of `lock`, and `besides` in any version."""
	if not python.exists():
		return False
	text = lock.read_text()
	found = installed(python)
	elsewhere = {
		name for name, marker in re.findall(r"^([\w.-]+)==[^;\n]*(;)?", text, re.MULTILINE) if marker
	}
	for name, version in locked(text).items():
		if name not in found and name in elsewhere:
			continue  # only for another system or Python
		if found.get(name) != version:
			return False
	return all(name in found for name in besides)


def make_tools(shell: Shell) -> None:
	"""uv, frappe-bench, supervisor. Made with the Python that runs the set-up; pip bootstraps it."""
	_own_environment(shell, TOOLS, LISTS / "tools.txt")


def make_dev(shell: Shell) -> None:
	_own_environment(shell, DEV, LISTS / "dev.txt")


def make_fuzz(shell: Shell) -> Path:
	"""The Python that holds schemathesis, made at the first run of guard."""
	python = FUZZ / "bin" / "python"
	if not holds(python, LISTS / "fuzz.txt"):
		_own_environment(shell, FUZZ, LISTS / "fuzz.txt")
	return python


def _own_environment(shell: Shell, folder: Path, lock: Path) -> None:
	python = folder / "bin" / "python"
	shell.run(
		sys.executable, "-m", "venv", "--clear", folder, remedy="Debian's package for this is python3-venv."
	)
	shell.run(python, "-m", "pip", "install", "--require-hashes", "--no-deps", "-r", lock, env=QUIET)


def make_env(shell: Shell, bench: Bench, python: Path, lane: str) -> None:
	"""Bring env/ to exactly the locked libraries, then link framework and app into it without network."""
	uv, complete = bench.tools / "uv", ENV / "complete"
	if not (complete.exists() and _is_env_of(python)):  # a killed installation leaves packages with holes
		shutil.rmtree(ENV, ignore_errors=True)
		shell.run(uv, "venv", "--python", python, ENV, env=QUIET)
	complete.unlink(missing_ok=True)
	env_python = ENV / "bin" / "python"
	shell.run(uv, "pip", "sync", "--python", env_python, "--require-hashes", lock_file(lane), env=QUIET)
	editable = [word for app in APPS for word in ("--editable", str(app))]
	install = [
		"pip",
		"install",
		"--python",
		str(env_python),
		"--offline",
		"--no-deps",
		"--no-build-isolation",
	]
	shell.run(uv, *install, *editable, env=QUIET)
	shell.run(env_python, "-c", "import frappe, bontot")
	complete.touch()


def _is_env_of(python: Path) -> bool:
	"""Whether env/ was made with this very interpreter."""
	settings = ENV / "pyvenv.cfg"
	made = ENV / "bin" / "python"
	return settings.is_file() and made.exists() and made.resolve() == python.resolve()


def env_stands(python: Path, lane: str) -> bool:
	return (ENV / "complete").exists() and holds(python, lock_file(lane), ("frappe", "bontot"))


def env_inputs(python: Path, lane: str) -> str:
	return digest(str(python), lock_file(lane), *(app / "pyproject.toml" for app in APPS))
