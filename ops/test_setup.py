"""The set-up's own parts: word pairs, digests, stamps, kills, floors, packages. No network, no service."""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import signal
import subprocess
import sys
import tempfile
import textwrap
import unittest
import zipfile
from dataclasses import replace
from pathlib import Path
from unittest import mock

from ops import config, environments, floors, framework, official, packages, stack
from ops.bench import REPO, load
from ops.steps import Runner, Shell, Step, StepError, digest, fail, only_one, read, write_whole


class Folder(unittest.TestCase):
	def setUp(self) -> None:
		holder = tempfile.TemporaryDirectory()
		self.addCleanup(holder.cleanup)
		self.folder = Path(holder.name)


class Restore(Folder):
	"""A small wheel with every case of the real one."""

	def setUp(self) -> None:
		super().setUp()
		self.wheel = self.folder / "small.whl"
		files = {
			"oldword/__init__.py": b"import oldword  # Oldword OLDWORD\n",
			"oldword/oldword_web/a.js": "oldword.ui = 'Chào'".encode(),
			"oldword/logo.png": b"\x89PNG oldword \xff\xfe",
			"oldword/brik.py": b"x = 1\n",
			"oldword/.DS_Store": b"junk",
			"oldword-1.0.dist-info/METADATA": b"Name: oldword",
		}
		with zipfile.ZipFile(self.wheel, "w") as archive:
			for name, content in files.items():
				archive.writestr(name, content)
		words = (("oldword", "new"), ("OLDWORD", "NEW"), ("Oldword", "New"))
		empty = framework.Lock(
			"oldword",
			"1.0",
			"small.whl",
			"0" * 64,
			words,
			{"new/brik.py": "new/bench.py"},
			(".DS_Store",),
			"new",
			4,
			"",
		)
		self.expected = dict(framework.restored_files(self.wheel, empty))
		hashes = {path: digest_bytes(content) for path, content in self.expected.items()}
		self.lock = replace(
			empty, sha256=digest_bytes(self.wheel.read_bytes()), digest=framework.digest_of(hashes)
		)
		self.app, self.manifest = self.folder / "apps" / "new", self.folder / "manifest"

	def restore(self) -> None:
		framework.restore(self.wheel, self.lock, self.app, self.manifest)

	def test_words_in_text_and_names(self) -> None:
		self.assertEqual(
			self.expected,
			{
				"new/__init__.py": b"import new  # New NEW\n",
				"new/new_web/a.js": "new.ui = 'Chào'".encode(),
				"new/logo.png": b"\x89PNG oldword \xff\xfe",
				"new/bench.py": b"x = 1\n",
			},
		)

	def test_order_of_pairs_matters(self) -> None:
		self.assertEqual(
			framework.put_back("criscoerp Crisco", (("criscoerp", "erpnext"), ("Crisco", "F"))), "erpnext F"
		)
		lock = framework.load_lock()
		self.assertEqual(
			framework.put_back("Criscostack Criscoerp criscoerp CriscoX", lock.words),
			"Frappe ERPNext erpnext FrappeX",
		)

	def test_restored_tree_passes_its_check(self) -> None:
		self.restore()
		framework.check_tree(self.app, self.lock, read(self.manifest))
		self.assertEqual((self.app / "new" / "bench.py").read_bytes(), b"x = 1\n")

	def test_what_build_and_python_write_is_outside(self) -> None:
		self.restore()
		for name in ("public/dist/a.js", "new_web/__pycache__/a.pyc", "__pycache__/b.pyc"):
			write_whole(self.app / "new" / name, "x")
		(self.app / "new" / "public" / "node_modules").symlink_to(self.folder)
		framework.check_tree(self.app, self.lock, read(self.manifest))

	def assert_refused(self, line: str) -> None:
		with self.assertRaises(StepError) as caught:
			framework.check_tree(self.app, self.lock, read(self.manifest))
		found = framework.digest_of(framework.tree_hashes(self.app, "new"))
		for expected in (line, self.lock.digest, found):
			self.assertIn(expected, str(caught.exception))

	def test_changed_file_is_refused(self) -> None:
		self.restore()
		(self.app / "new" / "bench.py").write_text("x = 2\n")
		self.assert_refused("changed  new/bench.py")

	def test_missing_file_is_refused(self) -> None:
		self.restore()
		(self.app / "new" / "logo.png").unlink()
		self.assert_refused("missing  new/logo.png")

	def test_unknown_file_is_refused(self) -> None:
		self.restore()
		(self.app / "new" / "extra.py").write_text("")
		self.assert_refused("unknown  new/extra.py")

	def test_link_in_place_of_a_folder_is_refused(self) -> None:
		self.restore()
		(self.app / "new" / "new_web").rename(self.folder / "elsewhere")
		(self.app / "new" / "new_web").symlink_to(self.folder / "elsewhere")
		self.assert_refused("unknown  new/new_web")

	def test_wrong_wheel_names_both_digests(self) -> None:
		wrong = replace(self.lock, sha256="f" * 64)
		with self.assertRaises(StepError) as caught:
			framework.check_wheel(self.wheel, wrong)
		self.assertIn("f" * 64, str(caught.exception))
		self.assertIn(self.lock.sha256, str(caught.exception))

	def test_wheel_that_restores_to_something_else_leaves_nothing(self) -> None:
		self.lock = replace(self.lock, digest="e" * 64)
		with self.assertRaises(StepError):
			self.restore()
		self.assertFalse(self.app.exists())
		self.assertFalse(self.manifest.exists())

	def test_leftovers_of_a_killed_restore_do_not_matter(self) -> None:
		write_whole(self.app.parent / ".new.new" / "new" / "half.py", "")
		self.restore()
		framework.check_tree(self.app, self.lock, read(self.manifest))

	def test_restore_keeps_what_lies_beside(self) -> None:
		write_whole(self.app / "package.json", "{}")
		self.restore()
		self.assertEqual(read(self.app / "package.json"), "{}")


def digest_bytes(content: bytes) -> str:
	return hashlib.sha256(content).hexdigest()


class Stamps(Folder):
	def setUp(self) -> None:
		super().setUp()
		self.runs = 0
		self.inputs, self.result = "one", self.folder / "result"

	def step(self, **changes) -> Step:
		def work() -> None:
			self.runs += 1
			self.result.write_text("made")

		fields = {"inputs": lambda: self.inputs, "stands": self.result.exists} | changes
		return Step("work", "the work", **{"run": work} | fields)

	def go(self, step: Step | None = None) -> bool:
		return Runner(self.folder / "stamps", out=lambda _line: None).run(step or self.step())

	def test_second_run_is_skipped(self) -> None:
		self.assertEqual([self.go(), self.go(), self.runs], [True, False, 1])

	def test_changed_inputs_run_again(self) -> None:
		self.go()
		self.inputs = "two"
		self.assertTrue(self.go())

	def test_lost_result_runs_again(self) -> None:
		self.go()
		self.result.unlink()
		self.assertTrue(self.go())

	def test_failure_leaves_no_stamp(self) -> None:
		def broken() -> None:
			raise StepError("no")

		self.go()
		self.inputs = "two"
		with self.assertRaises(StepError):
			self.go(self.step(run=broken))
		self.inputs = "one"  # the stamp of the first run must not count any more
		self.assertTrue(self.go())

	def test_step_without_result_is_an_error(self) -> None:
		with self.assertRaises(StepError):
			self.go(self.step(run=lambda: None))

	def test_killed_step_runs_again(self) -> None:
		code = """
			import os, signal, sys
			from pathlib import Path
			from ops.steps import Runner, Step
			result = Path(sys.argv[2])
			def die():
				result.write_text("half")
				os.kill(os.getpid(), signal.SIGKILL)
			Runner(Path(sys.argv[1])).run(Step("work", "the work", die, lambda: "one", result.exists))
		"""
		arguments = [sys.executable, "-c", textwrap.dedent(code), self.folder / "stamps", self.result]
		killed = subprocess.run(arguments, cwd=REPO, capture_output=True)
		self.assertEqual(killed.returncode, -signal.SIGKILL)
		self.assertEqual([self.go(), self.result.read_text()], [True, "made"])


class OneAtATime(Folder):
	def test_second_is_told_who_runs(self) -> None:
		lock = self.folder / "lock"
		with only_one(lock, "Set-up"):
			with self.assertRaises(StepError) as caught, only_one(lock, "Set-up", patience=0):
				pass
		self.assertIn(str(os.getpid()), str(caught.exception))

	def test_lock_is_free_afterwards(self) -> None:
		for _ in range(2):
			with only_one(self.folder / "lock", "Set-up", patience=0):
				pass


class Commands(Folder):
	def setUp(self) -> None:
		super().setUp()
		self.shell = Shell(self.folder / "log")

	def failure(self, script: str) -> StepError:
		with self.assertRaises(StepError) as caught:
			self.shell.run("sh", "-c", script)
		return caught.exception

	def test_causes_are_named(self) -> None:
		for said, cause in (
			("npm error ENOSPC: no space left on device, write", "disk is full"),
			("error: Failed to fetch: dns error", "registry cannot be reached"),
			(
				"ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE",
				"not what the lock file names",
			),
		):
			with self.subTest(said):
				error = self.failure(f"echo '{said}' >&2; exit 1")
				self.assertIn(cause, str(error))
				self.assertTrue(error.remedy)

	def test_full_disk_in_our_own_writing_has_a_remedy(self) -> None:
		out = io.StringIO()
		with contextlib.redirect_stderr(out):
			code = fail(OSError(28, "No space left on device"), self.shell.log)
		self.assertEqual(code, 1)
		self.assertIn("Free some space", out.getvalue())

	def test_unknown_cause_shows_the_end_of_the_output(self) -> None:
		self.assertIn("strange thing", str(self.failure("echo strange thing; exit 3")))

	def test_missing_command(self) -> None:
		with self.assertRaises(StepError) as caught:
			self.shell.run("no-such-command")
		self.assertIn("no-such-command", str(caught.exception))

	def test_secrets_stay_out_of_log_and_message(self) -> None:
		with self.assertRaises(StepError) as caught:
			self.shell.run("sh", "-c", "echo s3cret; exit 1", secrets=["s3cret"])
		self.assertNotIn("s3cret", str(caught.exception) + self.shell.log.read_text())


class Versions(Folder):
	def test_parts(self) -> None:
		self.assertLess(floors.parts("8.2.9"), floors.parts("8.10"))
		self.assertEqual(floors.parts("2.9.0.post0"), (2, 9, 0))

	def test_below(self) -> None:
		found = {"pillow": "10.3.0", "werkzeug": "3.0.6"}
		lines = floors.below(found, {"Pillow": "12.3", "werkzeug": "3.0.6", "requests": "2.33"})
		self.assertEqual(
			lines, ["Pillow 10.3.0 is below its floor 12.3", "requests is not installed (floor 2.33)"]
		)

	def test_locks_hold_the_floors(self) -> None:
		wanted = floors.tomllib.loads(floors.FLOORS.read_text())["floors"]
		for lane in ("3.13", "3.11"):
			pins = floors.locked(environments.lock_file(lane).read_text())
			self.assertEqual(floors.below(pins, wanted), [], lane)

	def test_locks_name_no_address_and_hash_everything(self) -> None:
		for file in environments.LISTS.glob("*.txt"):
			text = file.read_text()
			self.assertNotIn("://", text, file.name)
			self.assertNotIn("find-links", text, file.name)
			for block in text.split("\n\n")[0].replace("\\\n", " ").splitlines():
				self.assertIn("--hash=sha256:", block, file.name)

	def test_holds(self) -> None:
		python = self.folder / "bin" / "python"
		write_whole(python, "")
		lock = self.folder / "lock.txt"
		lock.write_text(
			'a-b==1.0 \\\n    --hash=sha256:0\nwin==2.0 ; sys_platform == "win32" \\\n    --hash=sha256:0\n'
		)
		packages_folder = self.folder / "lib" / "python3.13" / "site-packages"
		self.assertFalse(environments.holds(python, lock))
		(packages_folder / "A_b-1.0.dist-info").mkdir(parents=True)
		self.assertTrue(environments.holds(python, lock))
		self.assertFalse(environments.holds(python, lock, ("frappe",)))
		(packages_folder / "A_b-1.0.dist-info").rename(packages_folder / "A_b-1.1.dist-info")
		self.assertFalse(environments.holds(python, lock))


class Environment(Folder):
	"""A killed `uv pip sync` leaves packages that look installed and lack files: such an env/ is thrown away."""

	def make(self, **marks: bool) -> list[str]:
		env = self.folder / "env"
		write_whole(env / "old", "")
		if marks["complete"]:
			write_whole(env / "complete", "")
		commands = []

		def run(*words: object, **_options: object) -> str:
			commands.append(str(words[1]))
			env.mkdir(exist_ok=True)
			return ""

		shell = mock.Mock(run=run)
		with (
			mock.patch.object(environments, "ENV", env),
			mock.patch.object(environments, "_is_env_of", return_value=marks["same_python"]),
		):
			environments.make_env(shell, load(), Path(sys.executable), "3.13")
		self.assertTrue((env / "complete").exists())
		return [*commands, *(["kept"] if (env / "old").exists() else [])]

	def test_complete_one_is_kept(self) -> None:
		self.assertEqual(self.make(complete=True, same_python=True), ["pip", "pip", "-c", "kept"])

	def test_killed_one_is_made_anew(self) -> None:
		self.assertEqual(self.make(complete=False, same_python=True), ["venv", "pip", "pip", "-c"])

	def test_other_python_is_made_anew(self) -> None:
		self.assertEqual(self.make(complete=True, same_python=False), ["venv", "pip", "pip", "-c"])


class Packages(Folder):
	def test_unless(self) -> None:
		text = "nginx  # front\nnodejs unless node 20\n\n# note\n"
		with mock.patch.object(packages, "has", return_value=True):
			self.assertEqual(packages.wanted(text), ["nginx"])
		with mock.patch.object(packages, "has", return_value=False):
			self.assertEqual(packages.wanted(text), ["nginx", "nodejs"])

	def policy(self) -> tuple[Path, Path]:
		policy = self.folder / "policy-rc.d"
		saved = self.folder / "kept"
		self.enterContext(mock.patch.multiple(packages, POLICY=policy, SAVED=saved))
		self.enterContext(mock.patch.object(packages.os, "geteuid", return_value=0))
		return policy, saved

	def test_policy_comes_back(self) -> None:
		policy, saved = self.policy()
		write_whole(policy, "#!/bin/sh\nexit 7\n", 0o755)
		with only_one(self.folder / "lock", "Set-up"), packages.no_service_starts(self.folder / "lock"):
			self.assertEqual(subprocess.run([policy]).returncode, 101)
		self.assertEqual((policy.read_text(), saved.exists()), ("#!/bin/sh\nexit 7\n", False))

	def test_none_before_none_after(self) -> None:
		policy, saved = self.policy()
		with packages.no_service_starts(self.folder / "lock"):
			self.assertTrue(policy.exists())
		self.assertFalse(policy.exists() or saved.exists())

	def test_after_a_kill_it_acts_as_the_old_one_and_is_put_back(self) -> None:
		policy, _saved = self.policy()
		write_whole(policy, "#!/bin/sh\nexit 7\n", 0o755)
		inside = packages.no_service_starts(self.folder / "lock")
		inside.__enter__()  # never left: killed; nobody holds the lock
		self.assertEqual(subprocess.run([policy]).returncode, 7)
		packages.put_policy_back()
		self.assertEqual(policy.read_text(), "#!/bin/sh\nexit 7\n")


class Official(Folder):
	def setUp(self) -> None:
		super().setUp()
		self.lock, self.package = self.folder / "lock.txt", self.folder / "package.json"
		self.lock.write_text("gunicorn==23.0.0 \\\nrequests==2.34.2 \\\n")
		self.package.write_text('{"dependencies": {"air-datepicker": "2.2.3", "vue": "3.5.1"}}')

	def check(self, python: str, npm: str = "") -> list[str]:
		app = self.folder / "app"
		write_whole(app / "pyproject.toml", f"[project]\nname = 'x'\ndependencies = [{python}]\n")
		write_whole(app / "package.json", '{"dependencies": {' + npm + "}}")
		return official.check_libraries(app, self.lock, self.package)

	def test_substitutes_are_named(self) -> None:
		said = self.check(
			"'requests~=2.32.0', 'gunicorn @ git+https://x/y@z'",
			'"air-datepicker": "github:f/a", "vue": "^3"',
		)
		self.assertEqual([line.split()[0] for line in said], ["gunicorn", "air-datepicker"])

	def test_unknown_library_stops(self) -> None:
		with self.assertRaises(StepError) as caught:
			self.check("'requests', 'left-pad>=1'", '"jquery-x": "1"')
		self.assertIn("jquery-x (npm), left-pad (Python)", str(caught.exception))

	def test_other_address_stops(self) -> None:
		with self.assertRaises(StepError):
			self.check("'requests @ git+https://x/y'")


class Settings(unittest.TestCase):
	def test_ports_win_and_the_operators_keys_stay(self) -> None:
		bench = load("test")
		settings = config.common_settings(bench, {"db_port": 1, "mail_server": "m", "gunicorn_workers": 9})
		self.assertEqual((settings["db_port"], settings["mail_server"]), (bench.ports.mariadb, "m"))
		self.assertEqual((settings["gunicorn_workers"], settings["background_workers"]), (9, 1))

	def test_the_framework_knows_every_queue_that_has_a_worker(self) -> None:
		own = {"reports": {"timeout": 60}}
		settings = config.common_settings(load("test"), {"workers": own})
		known = {"short", "default", "long", *settings["workers"]}
		self.assertEqual(known - {"reports"}, set(stack.QUEUES))
		self.assertEqual(settings["workers"]["reports"], own["reports"])

	def test_digest_sees_content_and_absence(self) -> None:
		with tempfile.TemporaryDirectory() as name:
			file = Path(name, "a")
			before = digest(file)
			file.write_text("x")
			self.assertNotEqual(before, digest(file))


if __name__ == "__main__":
	unittest.main()
