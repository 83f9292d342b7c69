"""The exported app is what was committed, with the commits that made it, and overwrites nobody's folder."""

from __future__ import annotations

import os
import subprocess
import tempfile
import unittest
from pathlib import Path

from ops import app_repo
from ops.app_repo import ExportError, export
from ops.bench import REPO

WHO = {f"GIT_{role}_{what}": said for role in ("AUTHOR", "COMMITTER") for what, said in
	(("NAME", "bontot"), ("EMAIL", "bontot@example.com"), ("DATE", "2026-11-24T08:00:00+07:00"))}  # fmt: skip


def git(folder: Path, *words: str) -> str:
	command = ["git", "-C", str(folder), *words]
	return subprocess.run(
		command, env=os.environ | WHO, capture_output=True, text=True, check=True
	).stdout.strip()


class Folder(unittest.TestCase):
	def setUp(self) -> None:
		folder = tempfile.TemporaryDirectory()
		self.addCleanup(folder.cleanup)
		self.folder = Path(folder.name)
		self.target = self.folder / "export"


class TestOfThisRepository(Folder):
	"""What `bench get-app` meets: the app at the root, and every commit that touched it."""

	def test_root_and_log_are_the_apps(self) -> None:
		count = export(REPO, self.target)
		self.assertTrue((self.target / "pyproject.toml").is_file())
		self.assertTrue((self.target / "bontot" / "hooks.py").is_file())
		self.assertFalse((self.target / "apps").exists())
		self.assertEqual(
			git(REPO, "rev-parse", f"HEAD:{app_repo.FOLDER}"), git(self.target, "rev-parse", "HEAD^{tree}")
		)
		told = git(REPO, "log", "--format=%aI %s", "--", app_repo.FOLDER).splitlines()
		self.assertEqual(sorted(told), sorted(git(self.target, "log", "--format=%aI %s").splitlines()))
		self.assertEqual(len(told), count)
		self.assertEqual("", git(self.target, "status", "--porcelain"))

	def test_it_stands_without_the_source(self) -> None:
		export(REPO, self.target)
		self.assertFalse((self.target / ".git" / "objects" / "info" / "alternates").exists())
		git(self.target, "fsck", "--strict", "--connectivity-only")


class TestOfASmallOne(Folder):
	"""A repository whose history is known.

	first (no app) — app begins — beside it ——— merge — app again
	                      └———— on a branch ————┘
	"""

	def setUp(self) -> None:
		super().setUp()
		self.source = self.folder / "source"
		self.source.mkdir()
		git(self.source, "init", "--quiet", "--initial-branch", "main")
		self.commit("README.md", "first")
		self.commit("apps/bontot/a.txt", "app begins")
		git(self.source, "checkout", "--quiet", "-b", "side")
		self.commit("apps/bontot/b.txt", "on a branch")
		git(self.source, "checkout", "--quiet", "main")
		self.commit("README.md", "beside it")
		git(self.source, "merge", "--quiet", "--no-ff", "--message", "merge", "side")
		self.commit("apps/bontot/a.txt", "app again")

	def commit(self, path: str, message: str) -> None:
		file = self.source / path
		file.parent.mkdir(parents=True, exist_ok=True)
		file.write_text(message)
		git(self.source, "add", path)
		git(self.source, "commit", "--quiet", "--message", message)

	def subjects(self) -> list[str]:
		return git(self.target, "log", "--reverse", "--topo-order", "--format=%s").splitlines()

	def test_commits_beside_the_app_are_left_out(self) -> None:
		export(self.source, self.target)
		self.assertNotIn("first", self.subjects())
		self.assertNotIn("beside it", self.subjects())
		self.assertLess({"app begins", "on a branch", "app again"}, set(self.subjects()))
		self.assertEqual("app again", (self.target / "a.txt").read_text())

	def test_a_later_export_goes_on_from_the_earlier(self) -> None:
		export(self.source, self.target)
		earlier = git(self.target, "rev-parse", "HEAD")
		self.commit("apps/bontot/c.txt", "one more")
		export(self.source, self.target)
		self.assertEqual(earlier, git(self.target, "rev-parse", "HEAD^"))
		self.assertEqual("one more", (self.target / "c.txt").read_text())

	def test_nothing_is_written_into_the_source(self) -> None:
		before = git(self.source, "count-objects", "--verbose"), git(self.source, "for-each-ref")
		export(self.source, self.target)
		self.assertEqual(
			before, (git(self.source, "count-objects", "--verbose"), git(self.source, "for-each-ref"))
		)

	def test_somebodys_folder_is_refused_and_stays(self) -> None:
		self.target.mkdir()
		(self.target / "letter.txt").write_text("mine")
		with self.assertRaisesRegex(ExportError, "not an export"):
			export(self.source, self.target)
		self.assertEqual(["letter.txt"], [path.name for path in self.target.iterdir()])

	def test_somebodys_repository_is_refused(self) -> None:
		with self.assertRaisesRegex(ExportError, "not an export"):
			export(self.source, self.source)

	def test_without_the_app_nothing_is_left_behind(self) -> None:
		with self.assertRaisesRegex(ExportError, "not in the last commit"):
			export(self.source, self.target, "apps/other")
		self.assertFalse(self.target.exists())


if __name__ == "__main__":
	unittest.main()
