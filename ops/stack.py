"""The whole bench: which programs run, started under supervisor, stopped, and shown to be gone."""

from __future__ import annotations

import contextlib
import fcntl
import http.client
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ops import clock, config, services
from ops.bench import REPO, Bench
from ops.processes import PidFile, port_owner, stop, stop_pids, strays
from ops.services import DATA, ServiceError, log_file, pid_file, refuse_taken_port
from ops.setup import remembered

# One worker each: one that listens to several can lose a job. The last is ours (ops/site.py tells the framework of it).
QUEUES = ("short", "default", "long", "unhurried")
READY_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Program:
	name: str
	command: Callable[[Bench], list[str]]
	order: int  # started from low to high, stopped the other way round
	stop_seconds: int
	python: bool = False  # lives under BONTOT_CLOCK, starts in sites/ once the data services answer
	in_sites: bool = False


def _frappe(*arguments: str) -> Callable[[Bench], list[str]]:
	def command(bench: Bench) -> list[str]:
		return [str(bench.python), "-m", "frappe.utils.bench_helper", "frappe", *arguments]

	return command


def _gunicorn(bench: Bench) -> list[str]:
	# preload: workers share the memory of the imported framework. docs/decisions/sync-workers.md
	return [
		*(str(bench.python), "-m", "gunicorn", "frappe.app:application", "--preload", "--worker-class=sync"),
		*(
			f"--bind=unix:{config.socket_path(bench, 'web')}",
			"--umask=077",
			f"--workers={web_workers(bench)}",
		),
		*("--timeout=120", "--graceful-timeout=30", "--max-requests=5000", "--max-requests-jitter=500"),
		*("--worker-tmp-dir=/dev/shm", "--log-level=warning"),
	]


def web_workers(bench: Bench) -> int:
	cores = os.cpu_count() or 1
	return 3 if bench.name != "main" else config.clamp(2 * cores + 1, 3, max(3, config.memory_mb() // 400))


def _socketio(bench: Bench) -> list[str]:
	# Ours, also beside an official checkout: upstream's asks for packages that our list does not have.
	return [shutil.which("node") or "node", str(remembered().home / "socketio.js")]


def _nginx(bench: Bench) -> list[str]:
	nginx = shutil.which("nginx") or "/usr/sbin/nginx"
	return [nginx, "-e", "stderr", "-p", str(bench.var), "-c", str(bench.var / "etc" / "nginx.conf")]


PROGRAMS = (
	*(Program(service.name, service.command, 10, int(service.stop_seconds)) for service in DATA),
	Program("web", _gunicorn, 20, 40, python=True, in_sites=True),
	Program("socketio", _socketio, 30, 10, in_sites=True),
	Program("scheduler", _frappe("schedule"), 30, 10, python=True, in_sites=True),
	*(
		Program(
			f"worker_{queue}",
			_frappe("worker", "--quiet", "--queue", queue),
			30,
			60,
			python=True,
			in_sites=True,
		)
		for queue in QUEUES
	),
	Program("nginx", _nginx, 40, 10),
)


def supervisor_programs(bench: Bench) -> str:
	"""The [program:…] sections of supervisord.conf."""
	return "\n".join(
		f"""[program:{program.name}]
command = {REPO}/bin/service {program.name} {bench.name}
priority = {program.order}
autorestart = true
startsecs = 3
startretries = 100
stopwaitsecs = {program.stop_seconds if bench.name == "main" else min(program.stop_seconds, 10)}
killasgroup = true
redirect_stderr = true
stdout_logfile = {log_file(bench, program.name)}
stdout_logfile_maxbytes = 20MB
stdout_logfile_backups = 5
"""
		for program in PROGRAMS
	)


def render(bench: Bench) -> None:
	config.render(bench, {"programs": supervisor_programs(bench)})


def running(bench: Bench) -> bool:
	return supervisord(bench).alive() is not None


def supervisord(bench: Bench) -> PidFile:
	return pid_file(bench, "supervisord")


@contextlib.contextmanager
def starting(bench: Bench) -> Iterator[None]:
	"""Let one start or stop of a bench happen at a time; the second waits for the first."""
	bench.run.mkdir(parents=True, exist_ok=True)
	with open(bench.run / "start.lock", "w") as lock:
		fcntl.flock(lock, fcntl.LOCK_EX)
		yield


def start(bench: Bench) -> bool:
	"""Start everything and wait until the site answers; return False when it was running already.

	Raises ServiceError naming what did not come up, and leaves nothing running then.
	"""
	with starting(bench):
		fresh = not running(bench)
		if fresh:
			_stop(bench)  # what a killed supervisor or an unfinished set-up left behind
			services.prepare(bench)
			render(bench)
			for name in bench.ports.__slots__:
				refuse_taken_port(getattr(bench.ports, name), name)
			_spawn_supervisor(bench)
		try:
			wait_ready(bench)
		except BaseException:
			if fresh:
				_stop(bench)
			raise
		return fresh


def _spawn_supervisor(bench: Bench) -> None:
	with open(log_file(bench, "supervisord"), "ab") as log:
		process = subprocess.Popen(
			[str(bench.tools / "supervisord"), "-c", str(bench.var / "etc" / "supervisord.conf")],
			cwd=REPO,
			env=clock.fixed(os.environ) | {"BONTOT_SUPERVISED": "1"},
			stdin=subprocess.DEVNULL,
			stdout=log,
			stderr=subprocess.STDOUT,
			start_new_session=True,
		)
	services.adopt(process)
	supervisord(bench).write(process.pid)


def wait_ready(bench: Bench, seconds: float = READY_SECONDS) -> None:
	"""Return when page, realtime and every program of the bench are there; raise ServiceError otherwise."""
	checks = {
		"web": lambda: answers(bench, "/api/method/ping"),
		"socketio": lambda: answers(bench, "/socket.io/?EIO=4&transport=polling"),
	} | {
		program.name: (lambda name=program.name: pid_file(bench, name).alive() is not None)
		for program in PROGRAMS
		if program.name not in ("web", "socketio")
	}
	deadline = time.monotonic() + seconds
	for name, check in checks.items():
		while not check():
			if not running(bench):
				tail = services.log_tail(bench, "supervisord")
				raise ServiceError(f"supervisord ended. Its log ends with:\n{tail}")
			if time.monotonic() > deadline:
				tail = services.log_tail(bench, name)
				raise ServiceError(
					f"{name} did not come up within {seconds:.0f} s. Its log ends with:\n{tail}"
				)
			time.sleep(0.2)


def answers(bench: Bench, path: str) -> bool:
	"""Whether the bench's own address answers `path` with 200."""
	connection = http.client.HTTPConnection("127.0.0.1", bench.ports.web, timeout=20)
	with contextlib.closing(connection), contextlib.suppress(OSError, http.client.HTTPException):
		connection.request("GET", path, headers={"Host": f"{bench.site}:{bench.ports.web}"})
		return connection.getresponse().status == 200
	return False


def stop_all(bench: Bench) -> list[str]:
	"""Stop everything of the bench; return what is left, a line each ([] is the good case)."""
	with starting(bench):
		return _stop(bench)


def _stop(bench: Bench) -> list[str]:
	left = [f"process {pid}" for pid in stop(supervisord(bench), seconds=150)]
	order = {program.name: program.order for program in PROGRAMS}
	files = sorted(bench.run.glob("*.pid"), key=lambda path: -order.get(path.stem, 50))
	for path in files:
		left += [f"process {pid} of {path.stem}" for pid in stop(PidFile(path), seconds=60)]
	# Jobs that changed their session, say a browser that was printing: they still bear our mark.
	left += [f"process {pid}" for pid in stop_pids(strays(mark(bench)), seconds=5)]
	return left


def open_ports(bench: Bench) -> list[str]:
	"""Ports of the bench on which somebody listens, a line each that says who."""
	lines = []
	for name in bench.ports.__slots__:
		if owner := port_owner(getattr(bench.ports, name)):
			lines.append(f"port {getattr(bench.ports, name)} ({name}): process {owner[0]} ({owner[1]})")
	return lines


def mark(bench: Bench) -> str:
	"""What every process of a bench carries in its environment."""
	return f"BONTOT_SERVICE_OF={bench.root}"
