"""MariaDB and the two Redis of a bench: made, started, asked whether they answer, stopped.

`data_services(bench)` is for work that needs them for a while (set-up, `bin/bench`): it starts what does not
run and afterwards stops only that. `bin/start` has supervisor run the same services (ops/stack.py).
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ops import config
from ops.bench import Bench
from ops.processes import PidFile, is_alive, port_owner, stop, wait_until

MARIADBD = shutil.which("mariadbd") or "/usr/sbin/mariadbd"
READY_SECONDS = 60  # InnoDB may have to recover after a kill


_children: dict[int, subprocess.Popen[bytes]] = {}  # they may outlive us, so nobody waits for them


class ServiceError(RuntimeError):
	"""A service did not come up or did not go; the text says what to look at."""


@dataclass(frozen=True, slots=True)
class DataService:
	name: str
	command: Callable[[Bench], list[str]]
	port: Callable[[Bench], int]
	ready: Callable[[Bench], bool]
	stop_seconds: float


def pid_file(bench: Bench, name: str) -> PidFile:
	return PidFile(bench.run / f"{name}.pid")


def log_file(bench: Bench, name: str) -> Path:
	return bench.logs / f"{name}.out.log"  # the framework writes scheduler.log and others itself


def root_password(bench: Bench) -> str:
	"""Password of MariaDB's root; the file is <bench.var>/secrets/mariadb-root."""
	return config.secret(bench, "mariadb-root")


def mariadb_command(bench: Bench) -> list[str]:
	return [MARIADBD, f"--defaults-file={bench.var / 'etc' / 'mariadb.cnf'}"]


def prepare_mariadb(bench: Bench) -> None:
	"""Make the data folder once. It gets its name only when complete, so a killed set-up starts over."""
	data, fresh = bench.var / "mariadb", bench.var / "mariadb.new"
	if data.exists():
		return
	shutil.rmtree(fresh, ignore_errors=True)
	fresh.mkdir(parents=True)
	fresh.chmod(0o700)
	# Each server that starts clears its folder of temporary tables: in a shared one, of those that another still uses.
	temporary = bench.var / "tmp"
	temporary.mkdir(exist_ok=True)
	user = config.user()
	_checked(
		[
			*(
				"mariadb-install-db",
				"--no-defaults",
				f"--user={user}",
				f"--datadir={fresh}",
				f"--tmpdir={temporary}",
				"--skip-test-db",
			),
			"--auth-root-authentication-method=normal",
		]
	)
	password = root_password(bench)
	statements = [
		"FLUSH PRIVILEGES;",
		"DELETE FROM mysql.global_priv WHERE User = '' OR (User = 'root' AND Host != 'localhost');",
		"FLUSH PRIVILEGES;",
		f"ALTER USER root@localhost IDENTIFIED BY '{password}';",
		f"CREATE USER root@127.0.0.1 IDENTIFIED BY '{password}';",
		"GRANT ALL PRIVILEGES ON *.* TO root@127.0.0.1 WITH GRANT OPTION;",
	]
	_checked(
		[MARIADBD, "--no-defaults", f"--user={user}", f"--datadir={fresh}", "--bootstrap"],
		stdin="\n".join(statements) + "\n",
	)
	fresh.rename(data)


def _checked(command: list[str], stdin: str = "") -> None:
	done = subprocess.run(command, input=stdin, text=True, capture_output=True)
	if done.returncode:
		tail = "\n".join((done.stdout + done.stderr).splitlines()[-15:])
		raise ServiceError(f"{Path(command[0]).name} failed with exit code {done.returncode}:\n{tail}")


def mariadb_ready(bench: Bench) -> bool:
	done = run_sql(bench, "SELECT 1", check=False)
	if "Access denied" in done.stderr:
		raise ServiceError(
			f"MariaDB on port {bench.ports.mariadb} refuses the password in {bench.var}/secrets/mariadb-root."
			" Either another server answers there (change config/ports.toml) or the file was replaced."
		)
	return done.returncode == 0


def run_sql(bench: Bench, statement: str, check: bool = True) -> subprocess.CompletedProcess[str]:
	"""Run SQL as MariaDB's root; rows come back tab-separated without a header."""
	done = subprocess.run(
		[
			*("mariadb", "--no-defaults", "--protocol=tcp", "--host=127.0.0.1"),
			*(f"--port={bench.ports.mariadb}", "--user=root", "--connect-timeout=5"),
			*("--batch", "--skip-column-names"),
		],
		input=statement,
		env=os.environ | {"MYSQL_PWD": root_password(bench)},
		text=True,
		capture_output=True,
	)
	if check and done.returncode:
		raise ServiceError(f"MariaDB refuses: {done.stderr.strip()[-1000:]}")
	return done


def _redis(name: str) -> DataService:
	def command(bench: Bench) -> list[str]:
		return ["redis-server", str(bench.var / "etc" / f"{name}.conf")]

	def port(bench: Bench) -> int:
		return getattr(bench.ports, name)

	def ready(bench: Bench) -> bool:
		return redis_ping(bench, name)

	return DataService(name, command, port, ready, stop_seconds=15)


def redis_ping(bench: Bench, name: str) -> bool:
	with contextlib.suppress(OSError):
		return ask_redis(bench, name, "PING") == "+PONG"  # while it loads its file it answers -LOADING
	return False


def ask_redis(bench: Bench, name: str, command: str) -> str:
	"""First line of the answer of one of the bench's Redis. Raises OSError."""
	address = ("127.0.0.1", getattr(bench.ports, name))
	with socket.create_connection(address, timeout=10) as connection:
		connection.sendall(f"AUTH {config.secret(bench, 'redis')}\r\n{command}\r\n".encode())
		with connection.makefile("rb") as answers:
			return [answers.readline().decode().strip() for _ in range(2)][1]


def empty_queue(bench: Bench) -> None:
	"""Forget every job that waits for a worker, while the queue's server runs. Raises ServiceError."""
	if ask_redis(bench, "redis_queue", "FLUSHALL") != "+OK":
		raise ServiceError(f"The job queue on port {bench.ports.redis_queue} does not let itself be emptied.")


MARIADB = DataService("mariadb", mariadb_command, lambda bench: bench.ports.mariadb, mariadb_ready, 60)
DATA = (MARIADB, _redis("redis_cache"), _redis("redis_queue"))


def prepare(bench: Bench) -> None:
	"""Everything on disk that the data services need before they can start."""
	config.render(bench)
	for service in DATA[1:]:
		(bench.var / service.name).mkdir(parents=True, exist_ok=True)
	prepare_mariadb(bench)


def start_data(bench: Bench) -> list[str]:
	"""Start the data services that do not run and wait until all answer; return the names of those."""
	prepare(bench)
	started = []
	supervised = pid_file(bench, "supervisord").alive()  # then a restart is its affair, we only wait
	try:
		for service in DATA:
			if not supervised and not pid_file(bench, service.name).alive():
				started.append(service.name)
				spawn(bench, service)
		for service in DATA:
			_wait(bench, service)
	except BaseException:
		stop_data(bench, started)
		raise
	return started


def wait_for_data(bench: Bench) -> None:
	"""Return when MariaDB and both Redis answer, whoever starts them."""
	for service in DATA:
		if not wait_until(lambda: service.ready(bench), READY_SECONDS, pause=0.2):  # noqa: B023
			raise ServiceError(f"{service.name} does not answer on port {service.port(bench)}.")


def stop_data(bench: Bench, names: list[str] | None = None) -> None:
	"""Stop the data services (or those named) that run outside supervisor. None running is fine."""
	for service in reversed(DATA):
		if names is None or service.name in names:
			if left := stop(pid_file(bench, service.name), service.stop_seconds):
				raise ServiceError(f"{service.name} of bench {bench.name} does not end: pid {left}")


@contextlib.contextmanager
def data_services(bench: Bench) -> Iterator[None]:
	"""Have MariaDB and Redis running inside the block; what ran before goes on running after it."""
	started = start_data(bench)
	try:
		yield
	finally:
		stop_data(bench, started)


def refuse_taken_port(port: int, setting: str) -> None:
	"""Raise when somebody listens on `port`, saying who and what to change."""
	# A killed process may hold its sockets for a moment after it ceased to have files: no owner is found then.
	wait_until(lambda: (port_owner(port) or (1, ""))[0] != 0, 2)
	if owner := port_owner(port):
		pid, command = owner
		raise ServiceError(
			f"Port {port} is taken by process {pid or 'unknown'} ({command}). End it, or change `{setting}`"
			" in config/ports.toml (BONTOT_PORT_SHIFT=12000 moves all ports at once) and run bin/setup again."
		)


def spawn(bench: Bench, service: DataService) -> None:
	refuse_taken_port(service.port(bench), service.name)
	with open(log_file(bench, service.name), "ab") as log:
		process = subprocess.Popen(
			service.command(bench),
			cwd=bench.var,
			stdin=subprocess.DEVNULL,
			stdout=log,
			stderr=subprocess.STDOUT,
			start_new_session=True,
			preexec_fn=_default_signals,
		)
	adopt(process)
	pid_file(bench, service.name).write(process.pid)


def adopt(process: subprocess.Popen[bytes]) -> None:
	"""Keep a process that is meant to outlive this command out of the garbage collector's complaints."""
	_children[process.pid] = process


def _default_signals() -> None:
	signal.pthread_sigmask(signal.SIG_SETMASK, [])


def _wait(bench: Bench, service: DataService) -> None:
	file = pid_file(bench, service.name)
	supervised = pid_file(bench, "supervisord").alive()

	def settled() -> bool:
		gone = not supervised and not ((pid := file.recorded()) and is_alive(pid))
		return gone or service.ready(bench)

	if not wait_until(settled, READY_SECONDS, pause=0.1) or not service.ready(bench):
		tail = log_tail(bench, service.name)
		raise ServiceError(
			f"{service.name} of bench {bench.name} does not answer. Its log ends with:\n{tail}"
		)


def log_tail(bench: Bench, name: str, lines: int = 12) -> str:
	"""The last lines of a program's log and where to read on."""
	log = log_file(bench, name)
	text = log.read_text(errors="replace").splitlines()[-lines:] if log.exists() else ["(no log yet)"]
	return "\n".join(["  " + line for line in text] + [f"  ({log})"])
