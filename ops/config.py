"""Writes what services read: templates of config/services/ filled in for one bench, into <bench.var>/etc/, and the
framework's common_site_config.json.
"""

from __future__ import annotations

import hashlib
import json
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
		folder.chmod(0o700)
	if (site := bench.sites / bench.site).exists():
		site.chmod(0o700)
	write_common_settings(bench)
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
		"nginx_user": nginx_user(),
		"socket": socket_path(bench, "supervisor"),
		"web_socket": socket_path(bench, "web"),
		"redis_password": secret(bench, "redis"),
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


def nginx_user() -> str:
	"""As root, nginx's workers stay who everything else is: files and sockets are open to nobody but their owner."""
	return "" if os.geteuid() else f"user {user()};"


def front() -> dict[str, str]:
	"""On which address nginx listens and by which names people may call it: [front] of config/ports.toml."""
	settings = tomllib.loads((REPO / "config" / "ports.toml").read_text())["front"]
	return {"bind": settings["bind"], "host_names": " ".join(settings["host_names"])}


def socket_path(bench: Bench, name: str) -> str:
	"""Where a program listens for others of the bench: a socket path may hold 107 bytes, and a clone may lie deeper."""
	path = str(bench.run / f"{name}.sock")
	if len(path.encode()) <= 90:  # supervisor adds its pid while it makes the socket
		return path
	digest = hashlib.sha256(path.encode()).hexdigest()[:12]
	folder = Path(tempfile.gettempdir()) / f"bontot-{os.geteuid()}-{digest}"
	folder.mkdir(mode=0o700, exist_ok=True)
	if folder.stat().st_uid != os.geteuid():
		raise SystemExit(f"{folder} belongs to another user; remove it or move the clone to a shorter path.")
	return str(folder / f"{name}.sock")


def redis_url(bench: Bench, name: str) -> str:
	"""Address of a Redis of the bench, with its password."""
	return f"redis://:{secret(bench, 'redis')}@127.0.0.1:{getattr(bench.ports, name)}"


# The queue of what nobody waits for (apps/bontot/bontot/outbox/driver.py); how long each job may take it says itself.
UNHURRIED = {"unhurried": {"timeout": 300, "background_workers": 1}}


def common_settings(bench: Bench, kept: dict[str, object]) -> dict[str, object]:
	"""common_site_config.json: ours win where ports and users decide, the operator's other keys stay."""
	ports = bench.ports
	queue = redis_url(bench, "redis_queue")
	ours = {
		"db_host": "127.0.0.1",
		"db_port": ports.mariadb,
		"default_site": bench.site,
		"developer_mode": 0,
		"frappe_user": user(),  # frappe-bench refuses to work as root without it
		"gunicorn_socket": socket_path(
			bench, "web"
		),  # whom the realtime server asks; nginx answers our name alone
		"host_name": bench.url,
		"max_file_size": 25 * 2**20,  # as client_max_body_size of nginx.conf; the framework stops at 10 MiB
		"redis_cache": redis_url(bench, "redis_cache"),
		"redis_queue": queue,
		"redis_socketio": queue,
		"serve_default_site": True,
		"socketio_port": ports.socketio,
		"webserver_port": ports.web,
	}
	defaults = {"background_workers": 1, "gunicorn_workers": 2, "live_reload": False, "shallow_clone": True}
	workers = {**UNHURRIED, **kept.get("workers", {})}
	return defaults | kept | ours | {"workers": workers}


def write_common_settings(bench: Bench) -> None:
	"""The framework reads it; passwords of Redis stand in it."""
	path = bench.sites / "common_site_config.json"
	path.parent.mkdir(parents=True, exist_ok=True)
	kept = json.loads(path.read_text()) if path.exists() else {}
	write_if_changed(path, json.dumps(common_settings(bench, kept), indent=1, sort_keys=True) + "\n")
	path.chmod(0o600)


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


def write_if_changed(path: Path, text: str, mode: int = 0o600) -> bool:
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
		write_if_changed(path, secrets.token_urlsafe(24) + "\n")
	return path.read_text().strip()
