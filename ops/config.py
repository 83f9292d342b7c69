"""Writes what services read: templates of config/services/ filled in for one bench, into <bench.var>/etc/."""

from __future__ import annotations

import grp
import hashlib
import os
import pwd
import secrets
import tempfile
import tomllib
from pathlib import Path
from string import Template

from ops.bench import REPO, Bench

TEMPLATES = REPO / "config" / "services"


class ServiceTemplate(Template):
	delimiter = "@"  # nginx and supervisor have their own uses for $ and %


def render(bench: Bench, more: dict[str, str] | None = None) -> Path:
	"""Fill in the templates and return the folder they lie in; `more` adds to what a template may name.

	supervisord.conf needs `programs` from there and is left out without. A file that says the same already is
	left alone.
	"""
	etc = bench.var / "etc"
	for folder in (etc, bench.run, bench.logs, bench.var / "tmp"):
		folder.mkdir(parents=True, exist_ok=True)
	bench.run.chmod(0o700)
	known = values(bench) | (more or {})
	for template in sorted(TEMPLATES.glob("*.c*nf")):
		if template.name == "supervisord.conf" and "programs" not in known:
			continue
		write_if_changed(etc / template.name, ServiceTemplate(template.read_text()).substitute(known))
	return etc


def values(bench: Bench) -> dict[str, str | int]:
	"""What a template may name."""
	ports = {name: getattr(bench.ports, name) for name in bench.ports.__slots__}
	test = bench.name != "main"  # tests buy speed with what only a power cut could take
	memory = memory_mb()
	return ports | {
		"repo": str(REPO),
		"root": str(bench.root),
		"var": str(bench.var),
		"run": str(bench.run),
		"logs": str(bench.logs),
		"sites": str(bench.sites),
		"site": bench.site,
		"bench": bench.name,
		"user": user(),
		"nginx_user": nginx_user(bench),
		"socket": socket_path(bench),
		**front(),
		"snapshot_isolation": snapshot_isolation(),
		"buffer_pool_mb": clamp(memory // 16, 128, 512) if test else clamp(memory // 8, 128, 4096),
		"cache_mb": clamp(memory // 32, 64, 512),
		# 2 writes at each commit and syncs once a second: a killed server still loses nothing.
		"flush_at_commit": 2 if test else 1,
	}


def user() -> str:
	"""Who runs the services; not what LOGNAME claims, which sudo may leave standing."""
	return pwd.getpwuid(os.geteuid()).pw_name


def nginx_user(bench: Bench) -> str:
	"""As root, nginx's workers become the owner of the clone: 'nobody' cannot enter a folder of mode 0700."""
	if os.geteuid() != 0:
		return ""
	status = bench.root.stat()
	return f"user {pwd.getpwuid(status.st_uid).pw_name} {grp.getgrgid(status.st_gid).gr_name};"


def front() -> dict[str, str]:
	"""On which address nginx listens and by which names people may call it: [front] of config/ports.toml."""
	settings = tomllib.loads((REPO / "config" / "ports.toml").read_text())["front"]
	return {"bind": settings["bind"], "host_names": " ".join(settings["host_names"])}


def socket_path(bench: Bench) -> str:
	"""Where supervisorctl finds supervisord: a socket path may hold 107 bytes, and a clone may lie deeper."""
	path = str(bench.run / "supervisor.sock")
	if len(path.encode()) <= 90:  # supervisor adds its pid while it makes the socket
		return path
	digest = hashlib.sha256(path.encode()).hexdigest()[:12]
	folder = Path(tempfile.gettempdir()) / f"bontot-{os.geteuid()}-{digest}"
	folder.mkdir(mode=0o700, exist_ok=True)
	if folder.stat().st_uid != os.geteuid():
		raise SystemExit(f"{folder} belongs to another user; remove it or move the clone to a shorter path.")
	return str(folder / "supervisor.sock")


def snapshot_isolation() -> str:
	choice = os.environ.get("BONTOT_SNAPSHOT_ISOLATION", "OFF").upper()
	if choice not in ("ON", "OFF"):
		raise SystemExit(f"BONTOT_SNAPSHOT_ISOLATION is {choice!r}; it must be ON or OFF.")
	return choice


def memory_mb() -> int:
	"""Memory of this machine, or of the container it is, in MiB."""
	lines = Path("/proc/meminfo").read_text().splitlines()
	kib = next(line.split()[1] for line in lines if line.startswith("MemTotal"))
	limit = Path("/sys/fs/cgroup/memory.max")
	text = limit.read_text().strip() if limit.exists() else "max"
	return int(kib) // 1024 if text == "max" else min(int(kib) // 1024, int(text) // 2**20)


def clamp(value: int, low: int, high: int) -> int:
	return max(low, min(value, high))


def write_if_changed(path: Path, text: str, mode: int = 0o644) -> bool:
	"""Replace a file in one step; return whether it had to be."""
	if path.exists() and path.read_text() == text:
		return False
	fresh = path.with_name(f".{path.name}.{os.getpid()}")
	handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
	with os.fdopen(handle, "w") as out:
		out.write(text)
	fresh.replace(path)
	return True


def secret(bench: Bench, name: str) -> str:
	"""A random password that only the owner of the bench can read, made at first use."""
	folder = bench.var / "secrets"
	folder.mkdir(parents=True, exist_ok=True)
	folder.chmod(0o700)
	path = folder / name
	if not path.exists():
		write_if_changed(path, secrets.token_urlsafe(24) + "\n", 0o600)
	return path.read_text().strip()
