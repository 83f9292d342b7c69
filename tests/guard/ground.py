"""What the suites of the guard share: people of a throw-away province, every door there is, and a server without guard."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from urllib.parse import quote, urlencode

from bontot.guard import doors

from ops.bench import REPO
from tests.bad_days.ground import BENCH
from tests.main_job.client import JSON, Person

SHORT = not os.environ.get("BONTOT_GUARD_FULL")


def functions(*to: str, changing: bool | None = None) -> list[str]:
	"""Names of the doors open `to` these; `changing`: only those that take no GET, or only those that do."""
	return sorted(
		door.name
		for door in doors.read().values()
		if door.to in (to or (door.to,))
		and ":" not in door.name
		and (changing is None or changing == ("GET" not in door.methods))
		and not is_method_of_document(door.name)
	)


def is_method_of_document(name: str) -> bool:
	return name.split(".")[-2][:1].isupper()


def ask(
	person: Person,
	method: str,
	path: str,
	*,
	form: dict[str, object] | None = None,
	body: object = None,
	token: bool = True,
	headers: dict[str, str] | None = None,
) -> tuple[int, str]:
	"""Status and text of one request. `form`: in the address for GET, else in the body; `body`: sent as JSON."""
	sent = dict(JSON) | (headers or {})
	if token and person.token:
		sent["X-Frappe-CSRF-Token"] = person.token
	data = None
	if form and method == "GET":
		path += "?" + urlencode(_plain(form))
	elif form:
		data = urlencode(_plain(form)).encode()
		sent.setdefault("Content-Type", "application/x-www-form-urlencoded")
	elif body is not None:
		data = body if isinstance(body, bytes) else json.dumps(body).encode()
		sent.setdefault("Content-Type", "application/json")
	response, content = person.ask(method, path, data, sent)
	return response.status, content.decode(errors="replace")


def call(person: Person, name: str, method: str = "POST", **form: object) -> tuple[int, str]:
	return ask(person, method, f"/api/method/{quote(name)}", form=form)


def _plain(form: dict[str, object]) -> dict[str, str]:
	return {name: value if isinstance(value, str) else json.dumps(value) for name, value in form.items()}


@contextmanager
def unguarded() -> Iterator[str]:
	"""Address of a server of the same site with nothing in front of the framework (`unguarded.py`)."""
	with closing(socket.socket()) as free:
		free.bind(("127.0.0.1", 0))
		port = free.getsockname()[1]
	command = [
		BENCH.python,
		"-m",
		"gunicorn",
		"tests.guard.unguarded:application",
		f"--bind=127.0.0.1:{port}",
		"--log-level=error",
	]
	environment = os.environ | {"PYTHONPATH": os.pathsep.join([os.environ.get("PYTHONPATH", ""), str(REPO)])}
	process = subprocess.Popen(command, cwd=BENCH.sites, env=environment)
	try:
		_wait_for(port)
		yield f"http://{BENCH.site}:{port}"
	finally:
		process.terminate()
		process.wait(20)


def _wait_for(port: int) -> None:
	for _try in range(240):
		with closing(socket.socket()) as probe:
			if probe.connect_ex(("127.0.0.1", port)) == 0:
				return
		time.sleep(0.25)
	raise AssertionError("the server without guard did not start")


def elsewhere(person: Person, url: str) -> Person:
	"""The same signed-in person at another server of the site."""
	copy = Person(url)
	copy.cookies, copy.token = dict(person.cookies), person.token
	return copy
