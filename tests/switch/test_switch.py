import json
import os
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

from ops.bench import REPO
from ops.framework import APP
from ops.processes import stop_pids, strays

SHIFT = 450 + int(os.environ.get("BONTOT_PORT_SHIFT", "0"))  # between the ports of lane3 and lane4
# Upstream's own builder and realtime server ask for packages that our list does not have: ours must do their work.
UPSTREAMS_OWN = ("socketio.js", "realtime/index.js", "esbuild/index.js")
CANNOT_RUN = 'throw new Error("the checkout\'s own program was called");\n'
NOT_COMMITTED = shutil.ignore_patterns(".git", "node_modules", "dist", "__pycache__", "*.egg-info")


class TestSwitch(unittest.TestCase):
	"""A repository made of the restored tree stands in for the official one, which a closed network cannot reach."""

	@classmethod
	def setUpClass(cls) -> None:
		super().setUpClass()
		cls.folder = Path(tempfile.mkdtemp(prefix="bontot-switch-"))
		cls.addClassCleanup(shutil.rmtree, cls.folder, ignore_errors=True)
		cls.official, cls.clone = cls.folder / "official", cls.folder / "bontot"
		cls.env = {
			name: value for name, value in os.environ.items() if not name.startswith(("BONTOT_", "FRAPPE_"))
		}
		cls.env |= {"BONTOT_PORT_SHIFT": str(SHIFT), "CI": "1"}
		cls.env.pop("PYTHONPATH", None)
		cls.make_repository()
		cls.run_in(cls.folder, "git", "clone", "--quiet", str(REPO), str(cls.clone))
		cls.addClassCleanup(cls.end_everything)
		cls.first = cls.run_in(
			cls.clone,
			*("bin/setup", "--no-demo", "--frappe-git", str(cls.official), "--frappe-branch", "main"),
		)

	@classmethod
	def make_repository(cls) -> None:
		shutil.copytree(APP, cls.official, symlinks=True, ignore=NOT_COMMITTED)
		cls.ask_as_the_official_one_does()
		who = ("-c", "user.name=bontot", "-c", "user.email=bontot@example.com")
		cls.run_in(cls.official, "git", "init", "--quiet", "--initial-branch", "main")
		cls.run_in(cls.official, "git", "add", "--all", "--force", ".")
		cls.run_in(cls.official, "git", *who, "commit", "--quiet", "--message", "As restored")

	@classmethod
	def ask_as_the_official_one_does(cls) -> None:
		"""It names its libraries, one of each kind from outside the registries, which set-up substitutes."""
		project, package = cls.official / "pyproject.toml", cls.official / "package.json"
		asks = (
			'dependencies = [\n  "Click~=8.1",\n  "gunicorn @ git+https://example.invalid/gunicorn@1",\n]\n'
		)
		project.write_text(project.read_text().replace("dynamic =", f"{asks}dynamic =", 1))
		data = json.loads(package.read_text())
		data["dependencies"]["air-datepicker"] = "https://example.invalid/air-datepicker"
		package.write_text(json.dumps(data, indent=2) + "\n")
		for program in UPSTREAMS_OWN:
			(cls.official / program).write_text(CANNOT_RUN)

	@classmethod
	def run_in(cls, folder: Path, *words: str) -> str:
		"""Run a command to its end and return what it said. Raises AssertionError when it fails."""
		done = subprocess.run(
			words,
			cwd=folder,
			env=cls.env,
			stdin=subprocess.DEVNULL,
			stdout=subprocess.PIPE,
			stderr=subprocess.STDOUT,
			text=True,
		)
		if done.returncode:
			raise AssertionError(f"{' '.join(words)} ended with {done.returncode}:\n{done.stdout[-4000:]}")
		return done.stdout

	@classmethod
	def end_everything(cls) -> None:
		try:
			cls.run_in(cls.clone, "bin/stop")
		finally:
			stop_pids(cls.left_running(), 10)

	@classmethod
	def left_running(cls) -> list[int]:
		return strays(f"BONTOT_SERVICE_OF={cls.clone}")

	def test_the_checkout_is_the_framework(self) -> None:
		self.assertTrue((self.clone / "apps" / "frappe" / ".git").exists())
		chosen = json.loads((self.clone / "var" / "setup.json").read_text())
		self.assertEqual([chosen["git"], chosen["branch"]], [str(self.official), "main"])
		self.assertIn(f"framework from {self.official} (main)", self.first)

	def test_what_no_registry_has_is_substituted_and_named(self) -> None:
		for name in ("gunicorn", "air-datepicker"):
			self.assertRegex(self.first, rf"(?m)^ +instead: {name} \S+ from the registry")

	def test_a_second_set_up_keeps_the_choice_and_changes_nothing(self) -> None:
		said = self.run_in(self.clone, "bin/setup", "--no-demo")
		self.assertNotIn("done  ", said)
		self.assertIn(f"ok     framework from {self.official} (main)", said)
		status = self.run_in(self.clone / "apps" / "frappe", "git", "status", "--porcelain")
		self.assertEqual(status, "", "set-up changed files of the checkout")

	def test_the_main_job_holds_on_it(self) -> None:
		said = self.run_in(self.clone, "bin/start", "--check")
		self.assertRegex(said, r"(?m)^Main job: all [1-9]\d* steps held\.$")
		self.assertEqual(self.left_running(), [])

	def test_tests_of_the_app_hold_on_it(self) -> None:
		said = self.run_in(self.clone, "bin/test", "unit")
		self.assertRegex(said, r"(?m)^[1-9]\d* passed, 0 failed")
		print(said.splitlines()[-1], "of the app's own tests on the switched bench")

	def test_the_desk_s_assets_are_built_from_it(self) -> None:
		table = json.loads((self.clone / "sites" / "assets" / "assets.json").read_text())
		for bundle in ("desk.bundle.js", "desk.bundle.css", "bontot.bundle.js"):
			self.assertTrue((self.clone / "sites" / table[bundle].lstrip("/")).stat().st_size)

	def test_nothing_of_it_goes_on_running(self) -> None:
		self.run_in(self.clone, "bin/stop")
		self.assertEqual(self.left_running(), [])
