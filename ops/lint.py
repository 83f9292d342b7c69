"""`bin/lint [--fix] [CHECK…]`: the house's style, checked the same way by hand, by pre-commit and by `bin/test lint`.

The tools are apart from what runs: ruff in var/tools, ESLint and Prettier in config/lint/node_modules, vermin and
import-linter in var/lint, all from locked lists.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass

from ops.bench import REPO, load
from ops.environments import QUIET, TOOLS, holds
from ops.steps import Runner, Shell, Step, StepError, digest, only_one

HOME = REPO / "config" / "lint"
PLACE = REPO / "var" / "lint"
PYTHON = ("apps/bontot", "bin", "config", "ops", "tests")
STYLED = ("apps/bontot/**/*.{js,mjs,vue,css,scss}", "config/**/*.js", "*.mjs")
RUFF = str(TOOLS / "bin" / "ruff")


@dataclass(frozen=True, slots=True)
class Check:
	command: Callable[[], list[str]]  # over the whole tree; run in the repository
	on_input: Callable[[str], list[str]] | None = None  # over one file given as standard input, by its name
	fix: Callable[[], list[str]] | None = None


def node(program: str, *words: str) -> list[str]:
	return [str(HOME / "node_modules" / ".bin" / program), *words]


CHECKS = {
	"python": Check(
		lambda: [RUFF, "check", "."],
		lambda name: [RUFF, "check", "--stdin-filename", name, "-"],
		lambda: [RUFF, "check", "--fix", "."],
	),
	"python-format": Check(
		lambda: [RUFF, "format", "--check", "."],
		lambda name: [RUFF, "format", "--check", "--stdin-filename", name, "-"],
		lambda: [RUFF, "format", "."],
	),
	# Names of libraries that Python 3.11, the second lane, does not know; its grammar is ruff's affair.
	"python-3.11": Check(
		lambda: [
			*(str(PLACE / "bin" / "vermin"), "--target=3.11-", "--violations", "--no-tips"),
			*("--no-parse-comments", "--processes=2", *PYTHON),
		]
	),
	"imports": Check(lambda: [sys.executable, "-m", "ops.imports"]),
	"javascript": Check(
		lambda: node("eslint", "--max-warnings", "0", "."),
		lambda name: node("eslint", "--max-warnings", "0", "--stdin", "--stdin-filename", name),
		lambda: node("eslint", "--max-warnings", "0", "--fix", "."),
	),
	"javascript-format": Check(
		lambda: node("prettier", "--check", *STYLED),
		lambda name: node("prettier", "--check", "--stdin-filepath", name),
		lambda: node("prettier", "--write", *STYLED),
	),
	"translations": Check(
		lambda: [sys.executable, "-m", "ops.translations"],
		fix=lambda: [sys.executable, "-m", "ops.translations", "--sort"],
	),
}


def prepare() -> None:
	"""Have the tools that set-up does not bring. Raises StepError."""
	var = load().var
	with only_one(var / "lint.lock", "Another bin/lint") as handle:
		shell = Shell(var / "log" / "setup.log", keep_open=handle)
		runner = Runner(var / "stamps", out=lambda line: None)
		for step in steps(shell):
			runner.run(step)


def steps(shell: Shell) -> list[Step]:
	lock, uv = HOME / "requirements.txt", str(TOOLS / "bin" / "uv")
	python = PLACE / "bin" / "python"

	def make_python() -> None:
		shell.run(uv, "venv", "--clear", "--python", sys.executable, PLACE, env=QUIET)
		shell.run(uv, "pip", "sync", "--python", python, "--require-hashes", lock, env=QUIET)

	return [
		Step(
			"lint-node",
			"ESLint and Prettier",
			lambda: shell.run("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts", cwd=HOME),
			lambda: digest(HOME / "package-lock.json"),
			lambda: (HOME / "node_modules" / ".package-lock.json").exists(),
		),
		Step(
			"lint-python",
			"vermin and import-linter",
			make_python,
			lambda: digest(lock, sys.executable),
			lambda: holds(python, lock),
		),
	]


def run(command: list[str], stdin: str | None = None) -> tuple[int, str]:
	"""Exit code of a check and all it said."""
	done = subprocess.run(
		command,
		cwd=REPO,
		input=stdin if stdin is not None else "",
		stdout=subprocess.PIPE,
		stderr=subprocess.STDOUT,
		text=True,
	)
	return done.returncode, done.stdout


def main(arguments: list[str] | None = None) -> int:
	parser = argparse.ArgumentParser(
		"bin/lint", description="Check the house's style; without a name, all of it."
	)
	parser.add_argument("--fix", action="store_true", help="mend what a tool can mend by itself first")
	parser.add_argument("check", nargs="*", help=", ".join(CHECKS))
	given = parser.parse_args(arguments)
	if unknown := [name for name in given.check if name not in CHECKS]:
		parser.error(f"no check {', '.join(unknown)}; there are: {', '.join(CHECKS)}")
	try:
		prepare()
	except StepError as error:
		print(error, error.remedy, sep="\n", file=sys.stderr)
		return 1
	failed = []
	for name in given.check or CHECKS:
		check = CHECKS[name]
		if given.fix and check.fix:
			run(check.fix())
		code, said = run(check.command())
		print(f"{'ok  ' if code == 0 else 'FAIL'} {name}", flush=True)
		if code:
			print(said)
			failed.append(name)
	return 1 if failed else 0


if __name__ == "__main__":
	sys.exit(main())
