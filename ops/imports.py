"""The order in which modules and their rooms import each other, over what ships: `bin/lint imports`.

The order stands in config/lint/imports.ini; tests, which import whatever they need, are left out.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from ops.bench import REPO

APP = REPO / "apps" / "bontot" / "bontot"
ORDER = REPO / "config" / "lint" / "imports.ini"
LINTER = REPO / "var" / "lint" / "bin" / "lint-imports"
TESTS = ("tests", "test_*", "testing.py", "testcase.py", "node_modules", "public")


def check(planted: dict[str, str] | None = None) -> tuple[int, str]:
	"""Exit code of the check and all it said. `planted`: {path below the app: code} added to its files."""
	with tempfile.TemporaryDirectory() as place:
		copy = Path(place) / APP.name
		shutil.copytree(APP, copy, ignore=shutil.ignore_patterns(*TESTS), symlinks=True)
		for path, code in (planted or {}).items():
			with (copy / path).open("a") as file:
				file.write(code)
		done = subprocess.run(
			[LINTER, "--no-cache", ORDER],
			cwd=place,
			env=os.environ | {"PYTHONPATH": place},
			stdout=subprocess.PIPE,
			stderr=subprocess.STDOUT,
			text=True,
		)
	return done.returncode, done.stdout


if __name__ == "__main__":
	code, said = check()
	print(said)
	sys.exit(code)
