"""Environment of Frappe's tests: sites of their own in the test bench, a web server and the workers.

The sites are called by loopback addresses, so that nothing has to resolve a name: Frappe picks a site by the
host people call, and its tests call `http://<site>:<port>`.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import redis

from ops import bench_command, config, services
from ops.bench import REPO, Bench
from ops.processes import wait_until
from ops.services import ServiceError, log_file, log_tail, root_password
from ops.stack import QUEUES
from ops.steps import StepError


@dataclass(frozen=True, slots=True)
class Site:
	name: str  # as known.toml and the output call it
	address: str
	apps: tuple[str, ...]


PLAIN = Site("plain", "127.0.0.1", ())  # Frappe as its own developers test it
OURS = Site("ours", "127.0.0.2", ("bontot",))  # Vietnamese, set up, our hooks at work
SITES = {site.name: site for site in (PLAIN, OURS)}


def environment(bench: Bench) -> dict[str, str]:
	"""For everything of the framework that runs here; the mark lets the bench find what was left behind."""
	return bench_command.environment(bench) | {  # some tests call `bench` themselves
		"SITES_PATH": str(bench.sites),
		"BONTOT_SERVICE_OF": str(bench.root),
		"PYTHONUNBUFFERED": "1",
		"PYTHONPATH": str(REPO),
		"CI": "1",
	}


def settings(bench: Bench, site: Site) -> dict[str, object]:
	"""What Frappe's own test sites set, and the port on which `ground` serves this one."""
	port = bench.ports.web
	# Frappe's own client sends no token with its changes; bontot gives every session one, and asks for it (bontot/guard).
	ignore = {"ignore_csrf": 1} if site.apps else {}
	return ignore | {
		"allow_tests": True,
		"auto_email_id": "test@example.com",
		"mail_login": "test@example.com",
		"mail_password": "test",
		"mail_port": 1,  # nobody listens there: mails are written and queued, never sent
		"mail_server": "127.0.0.1",
		"host_name": f"http://{site.address}:{port}",
		"monitor": 1,
		"server_script_enabled": True,
		"webserver_port": port,
	}


def make(bench: Bench, site: Site) -> None:
	"""Make the site anew: tests leave records behind that the next run must not meet. Raises StepError."""
	shutil.rmtree(bench.sites / site.address, ignore_errors=True)
	done = subprocess.run(
		[
			*(bench.python, "-m", "tests.framework.new_site"),
			*(site.address, json.dumps(settings(bench, site)), *site.apps),
		],
		cwd=bench.sites,
		env=environment(bench)
		| {
			"BONTOT_ROOT_PASSWORD": root_password(bench),
			"BONTOT_ADMIN_PASSWORD": "admin",  # some tests have it written down; nobody serves the site afterwards
		},
		capture_output=True,
		text=True,
	)
	if done.returncode:
		tail = "\n".join((done.stdout + done.stderr).splitlines()[-25:])
		raise StepError(f"The site {site.name} ({site.address}) cannot be made:\n{tail}")


def forget(bench: Bench) -> None:
	"""Empty the cache. Limits of rate are counted there by address, for all sites alike and for a whole day: the
	tests of the next site, or of the next run, would meet what these have used up."""
	redis.Redis.from_url(config.redis_url(bench, "redis_cache")).flushall()


@contextlib.contextmanager
def running(bench: Bench, sites: list[Site]) -> Iterator[None]:
	"""Have the data services, a web server for `sites` and one worker a queue inside the block."""
	with services.data_services(bench), contextlib.ExitStack() as stack:
		helper = [str(bench.python), "-m", "tests.framework.mended", "frappe"]
		stack.enter_context(program(bench, "framework_web", gunicorn(bench, sites)))
		for queue in QUEUES:
			name = f"framework_worker_{queue}"
			stack.enter_context(program(bench, name, [*helper, "worker", "--queue", queue]))
		for site in sites:
			if not wait_until(lambda: answers(bench, site), 60, pause=0.2):  # noqa: B023
				tail = log_tail(bench, "framework_web")
				raise ServiceError(f"Nobody answers for the site {site.name}. The log ends with:\n{tail}")
		yield


def gunicorn(bench: Bench, sites: list[Site]) -> list[str]:
	return [
		*(str(bench.python), "-m", "gunicorn", "tests.framework.mended:application"),
		*("--worker-class=sync", "--workers=2", "--timeout=120", "--log-level=warning", "--preload"),
		*(f"--bind={site.address}:{bench.ports.web}" for site in sites),
	]


@contextlib.contextmanager
def program(bench: Bench, name: str, command: list[str]) -> Iterator[None]:
	"""Run `command` in sites/ inside the block; it is asked to end afterwards, and made to after 20 s."""
	with open(log_file(bench, name), "wb") as log:
		process = subprocess.Popen(
			command,
			cwd=bench.sites,
			env=environment(bench),
			stdin=subprocess.DEVNULL,
			stdout=log,
			stderr=subprocess.STDOUT,
		)
	try:
		yield
	finally:
		process.terminate()
		try:
			process.wait(20)
		except subprocess.TimeoutExpired:
			process.kill()
			process.wait()


def answers(bench: Bench, site: Site) -> bool:
	connection = http.client.HTTPConnection(site.address, bench.ports.web, timeout=20)
	with contextlib.closing(connection), contextlib.suppress(OSError, http.client.HTTPException):
		connection.request("GET", "/api/method/ping")
		return connection.getresponse().status == 200
	return False


def logs() -> Path:
	"""Folder of the whole output of each module."""
	folder = REPO / "var" / "test-log" / "framework"
	folder.mkdir(parents=True, exist_ok=True)
	return folder
