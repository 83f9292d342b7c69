"""The exported app goes onto a bench that knows nothing of this repository, by the command its operator uses."""

from __future__ import annotations

import getpass
import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from ops.app_repo import export
from ops.bench import REPO, load
from ops.framework import APP as FRAMEWORK

PROBE = """
import json, importlib.metadata, bontot, bontot.hooks
print(json.dumps([bontot.__file__, bontot.__version__, importlib.metadata.version("bontot"), bontot.hooks.app_name]))
"""


class TestGetApp(unittest.TestCase):
	def setUp(self) -> None:
		self.folder = Path(tempfile.mkdtemp(prefix="bontot-app-repo-"))
		self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
		self.tools = load().tools
		# The bench's own set-up steps must not reach ours by the environment of the test run.
		kept = {
			name: value
			for name, value in os.environ.items()
			if not name.startswith(("BONTOT_", "FRAPPE_", "PYTHON"))
		}
		self.env = kept | {"PATH": f"{self.tools}:{os.environ['PATH']}", "CI": "1"}
		self.bench = self.folder / "bench"
		self.lay_out_bench()

	def lay_out_bench(self) -> None:
		"""What frappe-bench takes for a bench: folders, an app list, an environment."""
		for name in ("apps", "sites", "logs", "config/pids"):
			(self.bench / name).mkdir(parents=True)
		(self.bench / "apps" / "frappe").symlink_to(FRAMEWORK)
		(self.bench / "sites" / "apps.txt").write_text("frappe\n")
		settings = {"frappe_user": getpass.getuser(), "shallow_clone": True}
		(self.bench / "sites" / "common_site_config.json").write_text(json.dumps(settings))
		self.run_in(self.bench, str(self.tools / "uv"), "venv", "--quiet", "--python", sys.executable, "env")

	def run_in(self, folder: Path, *words: str) -> str:
		"""Run a command to its end and return what it said. Raises AssertionError when it fails."""
		done = subprocess.run(words, cwd=folder, env=self.env, capture_output=True, text=True, timeout=600)
		self.assertEqual(0, done.returncode, f"{words}:\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}")
		return done.stdout

	def test_it_installs_and_imports_from_there(self) -> None:
		export(REPO, self.folder / "app")
		self.run_in(self.bench, "bench", "get-app", "--skip-assets", str(self.folder / "app"))
		self.assertEqual(["frappe", "bontot"], (self.bench / "sites" / "apps.txt").read_text().split())
		file, version, installed, name = json.loads(
			self.run_in(self.folder, str(self.bench / "env" / "bin" / "python"), "-c", PROBE)
		)
		self.assertEqual(self.bench / "apps" / "bontot" / "bontot" / "__init__.py", Path(file))
		self.assertEqual((version, "bontot"), (installed, name))

	def test_without_it_there_is_nothing_to_import(self) -> None:
		"""The control: the environment of the first test does not find the app elsewhere."""
		python = str(self.bench / "env" / "bin" / "python")
		done = subprocess.run(
			[python, "-c", PROBE], cwd=self.folder, env=self.env, capture_output=True, text=True
		)
		self.assertIn("No module named 'bontot'", done.stderr)


if __name__ == "__main__":
	unittest.main()
