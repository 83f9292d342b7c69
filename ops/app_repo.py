"""`bin/app-repo DIR`: the app as a repository of its own, with its history, for `bench get-app` on any Frappe 15 bench.

Only what git has at hand everywhere is used (`git subtree` is a package of its own on some systems). The same
commits come out each time, so a later export fast-forwards an earlier one.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from ops.bench import REPO

FOLDER = "apps/bontot"
BRANCH = "main"
OURS = "bontot.exported"  # set in the configuration of a repository we made, so that no other is overwritten


class ExportError(Exception):
	"""What stops an export, in words for the operator."""


def git(repository: Path, *words: str, env: dict[str, str] | None = None, given: bytes = b"") -> bytes:
	"""What a git command says. Raises ExportError with its complaint."""
	command = ["git", "-C", str(repository), *words]
	done = subprocess.run(command, input=given, capture_output=True, env=os.environ | (env or {}))
	if done.returncode:
		raise ExportError(f"git {words[0]} failed: {done.stderr.decode(errors='replace').strip()}")
	return done.stdout


def export(source: Path, target: Path, folder: str = FOLDER) -> int:
	"""Write `folder` of `source` as committed into the repository `target`; return the number of its commits.

	An earlier export in `target` is brought up to date. Raises ExportError when something else stands there.
	"""
	fresh = not target.exists() or not any(target.iterdir())
	if not fresh and not is_ours(target):
		raise ExportError(f"{target} holds something that is not an export. Name an empty or a new folder.")
	# Read-only to git: nothing is written into the source, its objects are lent while the target is made.
	objects = git(source, "rev-parse", "--path-format=absolute", "--git-path", "objects").decode().strip()
	target.mkdir(parents=True, exist_ok=True)
	try:
		if fresh:
			git(target, "init", "--quiet", "--initial-branch", BRANCH)
			git(target, "config", OURS, "true")
		lent = {"GIT_ALTERNATE_OBJECT_DIRECTORIES": objects}
		count, tip = rewrite(source, target, folder, lent)
		git(target, "update-ref", f"refs/heads/{BRANCH}", tip, env=lent)
		git(target, "repack", "-a", "-d", "--quiet", env=lent)  # brings the lent objects over
		git(target, "reset", "--quiet", "--hard", BRANCH)
	except BaseException:
		if fresh:
			shutil.rmtree(target)
		raise
	return count


def is_ours(target: Path) -> bool:
	try:
		return (target / ".git").is_dir() and git(target, "config", "--get", OURS).strip() == b"true"
	except ExportError:
		return False


def rewrite(source: Path, target: Path, folder: str, lent: dict[str, str]) -> tuple[int, str]:
	"""Write the commits that touch `folder`, its content at their root; return their number and the last one."""
	new: dict[str, str] = {}  # commit of the source → commit of the target that stands for it
	trees: dict[str, str] = {}  # commit of the target → its tree
	lines = git(source, "rev-list", "--reverse", "--topo-order", "--parents", "HEAD").decode().split("\n")
	for commit, *parents in (line.split() for line in lines if line):
		# `rev-parse --verify` would fail where the folder is not there yet; ls-tree says nothing then.
		found = git(source, "ls-tree", "--format=%(objectname)", commit, folder).decode().strip()
		above = list(dict.fromkeys(new[parent] for parent in parents if parent in new))
		if not found:
			continue
		same = [parent for parent in above if trees[parent] == found]
		if same and len(above) == len(same):
			new[commit] = same[0]
			continue
		raw = git(source, "cat-file", "commit", commit)
		written = git(
			target,
			"hash-object",
			"-t",
			"commit",
			"-w",
			"--stdin",
			env=lent,
			given=as_commit(raw, found, above),
		)
		new[commit] = written.decode().strip()
		trees[new[commit]] = found
	head = git(source, "rev-parse", "HEAD").decode().strip()
	if head not in new:
		raise ExportError(f"{folder} is not in the last commit.")
	return len(trees), new[head]


def as_commit(raw: bytes, tree: str, parents: list[str]) -> bytes:
	"""The commit `raw` with another tree and other parents; a signature no longer holds and is left out."""
	head, _, message = raw.partition(b"\n\n")
	kept = re.sub(rb"\ngpgsig.*(?:\n .*)*", b"", head).split(b"\n")
	kept = [line for line in kept if not line.startswith((b"tree ", b"parent "))]
	lines = [f"tree {tree}".encode(), *(f"parent {parent}".encode() for parent in parents), *kept]
	return b"\n".join(lines) + b"\n\n" + message


def main(arguments: list[str] | None = None) -> int:
	parser = argparse.ArgumentParser(
		prog="bin/app-repo", description="Export the app, as committed, as a git repository with its history."
	)
	parser.add_argument(
		"folder", type=Path, help="a new or empty folder, or an earlier export to bring up to date"
	)
	target = parser.parse_args(arguments).folder.resolve()
	try:
		count = export(REPO, target)
	except ExportError as error:
		print(error, file=sys.stderr)
		return 1
	print(f"{target}: {count} commits. On a Frappe 15 bench:\n\n    bench get-app {target}\n")
	print("    bench --site SITE install-app bontot")
	return 0


if __name__ == "__main__":
	sys.exit(main())
