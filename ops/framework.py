"""Restores the framework from its wheel and proves that the tree is that of config/framework.toml."""

from __future__ import annotations

import hashlib
import os
import shutil
import tomllib
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ops.bench import REPO
from ops.steps import Shell, StepError, read, write_whole

LOCK = REPO / "config" / "framework.toml"
BESIDE = REPO / "config" / "framework"  # what upstream keeps beside the package, written by us
APP = REPO / "apps" / "frappe"
MANIFEST = REPO / "var" / "framework.sha256"
CACHE = REPO / "var" / "cache"
SHOWN = 10  # differing files named in a message

# Written inside the restored package by build and Python; everything else in it is the wheel's or unknown.
OUTSIDE_DIGEST = ("public/dist/", "public/node_modules")

Words = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Lock:
	package: str
	version: str
	file: str
	sha256: str
	words: Words
	renamed: Mapping[str, str]
	dropped: tuple[str, ...]
	module: str
	files: int
	digest: str


def load_lock(path: Path = LOCK) -> Lock:
	data = tomllib.loads(path.read_text())
	wheel, restore, tree = data["wheel"], data["restore"], data["tree"]
	return Lock(
		wheel["package"],
		wheel["version"],
		wheel["file"],
		wheel["sha256"],
		tuple((old, new) for old, new in restore["words"]),
		restore["renamed"],
		tuple(restore["dropped"]),
		restore["module"],
		tree["files"],
		tree["digest"],
	)


def put_back(text: str, words: Words) -> str:
	"""Apply the word pairs one after the other; their order matters."""
	for old, new in words:
		text = text.replace(old, new)
	return text


def restored_files(wheel: Path, lock: Lock) -> Iterator[tuple[str, bytes]]:
	"""Yield (path, content) of the restored tree. What is not UTF-8 text keeps its bytes."""
	with zipfile.ZipFile(wheel) as archive:
		for name in archive.namelist():
			top, _, inside = name.partition("/")
			if (
				not inside
				or name.endswith("/")
				or top.endswith(".dist-info")
				or Path(name).name in lock.dropped
			):
				continue
			content = archive.read(name)
			try:
				content = put_back(content.decode(), lock.words).encode()
			except UnicodeDecodeError:
				pass  # an image or a font: there are no words in it
			path = put_back(name, lock.words)
			path = lock.renamed.get(path, path)
			if path.startswith("/") or ".." in Path(path).parts:
				raise StepError(f"The wheel holds a path that leaves its folder: {name}")
			yield path, content


def tree_hashes(app: Path, module: str) -> dict[str, str]:
	"""sha256 of every file of the package below `app`, by path; a link counts by where it points."""
	found = {}
	for folder, folders, files in os.walk(app / module):
		folders[:] = [name for name in folders if name != "__pycache__"]
		links = [name for name in folders if Path(folder, name).is_symlink()]
		for name in (*files, *links):
			path = Path(folder, name)
			inside = path.relative_to(app / module).as_posix()
			if inside.startswith(OUTSIDE_DIGEST):
				continue
			content = os.readlink(path).encode() if path.is_symlink() else path.read_bytes()
			found[f"{module}/{inside}"] = hashlib.sha256(content).hexdigest()
	return found


def manifest_of(hashes: Mapping[str, str]) -> str:
	"""The text `sha256sum` would print for the files, in order; its own sha256 is the tree's digest."""
	return "".join(f"{hashes[path]}  {path}\n" for path in sorted(hashes))


def digest_of(hashes: Mapping[str, str]) -> str:
	return hashlib.sha256(manifest_of(hashes).encode()).hexdigest()


def differences(wanted: Mapping[str, str], found: Mapping[str, str]) -> list[str]:
	"""One line a file that is changed, missing or unknown."""
	return sorted(
		[f"changed  {path}" for path in wanted.keys() & found.keys() if wanted[path] != found[path]]
		+ [f"missing  {path}" for path in wanted.keys() - found.keys()]
		+ [f"unknown  {path}" for path in found.keys() - wanted.keys()],
		key=lambda line: line.split()[1],
	)


def check_tree(app: Path, lock: Lock, manifest: str | None) -> None:
	"""Raise StepError with both digests and the first differing files unless the tree is the locked one."""
	found = tree_hashes(app, lock.module)
	digest = digest_of(found)
	if digest == lock.digest:
		return
	lines = []
	if manifest and hashlib.sha256(manifest.encode()).hexdigest() == lock.digest:
		wanted = {path: value for value, _, path in (line.partition("  ") for line in manifest.splitlines())}
		lines = differences(wanted, found)
	shown = "".join(f"\n    {line}" for line in lines[:SHOWN])
	more = f"\n    and {len(lines) - SHOWN} more" if len(lines) > SHOWN else ""
	raise StepError(
		f"The framework in {app} is not the locked one.\n"
		f"  locked {lock.digest}\n  found  {digest}{shown}{more}",
		"The restored tree is never edited: move your change into apps/bontot (hooks, overrides), "
		"delete apps/frappe and run bin/setup again.",
	)


def check_wheel(wheel: Path, lock: Lock) -> None:
	found = hashlib.sha256(wheel.read_bytes()).hexdigest()
	if found != lock.sha256:
		raise StepError(
			f"{wheel.name} is not the locked file.\n  locked {lock.sha256}\n  found  {found}",
			f"Delete {wheel} and run again; if it stays, the registry serves something else: do not use it.",
		)


def fetch_wheel(shell: Shell, python: Path, lock: Lock) -> Path:
	"""Return the verified wheel, downloaded when it is not in the cache."""
	wheel = CACHE / lock.file
	if not wheel.exists():
		wanted = CACHE / "wheel.txt"
		write_whole(wanted, f"{lock.package}=={lock.version} --hash=sha256:{lock.sha256}\n")
		fresh = CACHE / "fresh"
		shutil.rmtree(fresh, ignore_errors=True)
		shell.run(python, "-m", "pip", "download", "--no-deps", "--require-hashes", "-r", wanted, "-d", fresh)
		check_wheel(fresh / lock.file, lock)
		(fresh / lock.file).replace(wheel)
		shutil.rmtree(fresh)
	check_wheel(wheel, lock)
	return wheel


def restore(wheel: Path, lock: Lock, app: Path, manifest: Path) -> None:
	"""Unpack the wheel beside `app`, prove the tree, then put it in place. What lies beside it stays."""
	fresh = app.parent / f".{app.name}.new"
	shutil.rmtree(fresh, ignore_errors=True)
	seen = set()
	for path, content in restored_files(wheel, lock):
		if path in seen:
			raise StepError(f"Two files of the wheel become {path}.")
		seen.add(path)
		target = fresh / path
		target.parent.mkdir(parents=True, exist_ok=True)
		target.write_bytes(content)
	text = manifest_of(tree_hashes(fresh, lock.module))
	if len(seen) != lock.files:
		raise StepError(f"The wheel gives {len(seen)} files, the lock names {lock.files}.")
	check_tree(fresh, lock, None)
	write_whole(manifest, text)
	fresh.replace(app) if not app.exists() else (fresh / lock.module).replace(app / lock.module)
	shutil.rmtree(fresh, ignore_errors=True)


def lay_beside(app: Path, names: Sequence[str] | None = None) -> None:
	"""Copy our package.json, builder, realtime server and pyproject.toml to `app` where they differ."""
	for source in sorted(p for p in BESIDE.rglob("*") if p.is_file() and "node_modules" not in p.parts):
		inside = source.relative_to(BESIDE)
		if names is not None and inside.as_posix() not in names:
			continue
		target = app / inside
		if not target.is_file() or target.read_bytes() != source.read_bytes():
			target.parent.mkdir(parents=True, exist_ok=True)
			write_whole(target, source.read_text(), source.stat().st_mode & 0o777)


def manifest_text() -> str | None:
	return read(MANIFEST)
