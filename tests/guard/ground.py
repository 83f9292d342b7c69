"""Common parts of the suites of the guard: people of a throw-away province, every endpoint there is, a server without guard."""

from __future__ import annotations

import atexit
import json
import os
import re
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from functools import cache
from urllib.parse import quote, urlencode

from bontot.guard.edge import endpoints

from ops.bench import REPO
from tests.bad_days.ground import BENCH, ProvinceCase
from tests.main_job.client import JSON, Person
from tests.main_job.round import Round
from tests.main_job.trial import province

SHORT = not os.environ.get("BONTOT_GUARD_FULL")


@cache
def lasting() -> ExitStack:
	"""What is made once for the whole run, and taken away when it ends."""
	stack = ExitStack()
	atexit.register(stack.close)
	return stack


class Shared:
	"""The province of all shared cases. A site has one: where a case with a province of its own came between, made anew."""

	round: Round | None = None
	made: tuple[int, int] | None = None

	@classmethod
	def get(cls) -> Round:
		if cls.round is None or cls.made != cls.told():
			cls.round = Round(BENCH.url, BENCH.var, lasting().enter_context(province(BENCH.root)))
			cls.made = cls.told()
		return cls.round

	@classmethod
	def told(cls) -> tuple[int, int] | None:
		"""Which province stands: the file that tells of it; None when none does."""
		path = BENCH.sites / BENCH.site / "trial.json"
		if not path.exists():
			return None
		found = path.stat()
		return found.st_ino, found.st_mtime_ns


class SharedCase(ProvinceCase):
	"""Tests that leave the province and its people as they were: all of them stand on one."""

	@classmethod
	def setUpClass(cls) -> None:
		cls.round = Shared.get()
		cls.round.people.clear()  # one who knocked at every door has signed out by one of them


def functions(*to: str, changing: bool | None = None) -> list[str]:
	"""Names of the doors open `to` these; `changing`: only those that take no GET, or only those that do."""
	return sorted(
		door.name
		for door in endpoints.read().values()
		if door.to in (to or (door.to,))
		and ":" not in door.name
		and (changing is None or changing == ("GET" not in door.methods))
		and not is_method_of_document(door.name)
	)


def is_method_of_document(name: str) -> bool:
	return name.split(".")[-2][:1].isupper()


# Newer frameworks put a mark drawn by lot on each refusal; it tells nothing.
OF_CHANCE = re.compile(r"(__frappe_exc_id\W+)\w+")


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
	return response.status, OF_CHANCE.sub(r"\1", content.decode(errors="replace"))


def call(person: Person, name: str, method: str = "POST", **form: object) -> tuple[int, str]:
	return ask(person, method, f"/api/method/{quote(name)}", form=form)


def _plain(form: dict[str, object]) -> dict[str, str]:
	return {name: value if isinstance(value, str) else json.dumps(value) for name, value in form.items()}


@contextmanager
def unguarded() -> Iterator[str]:
	"""Address of a server of the same site with nothing in front of the framework (`unguarded.py`)."""
	yield _unguarded_server()


@cache
def _unguarded_server() -> str:
	with closing(socket.socket()) as free:
		free.bind(("127.0.0.1", 0))
		port = free.getsockname()[1]
	command = [
		BENCH.python,
		"-W",
		"ignore",
		"-m",
		"gunicorn",
		"tests.guard.unguarded:application",
		f"--bind=127.0.0.1:{port}",
		"--log-level=error",
	]
	environment = os.environ | {"PYTHONPATH": os.pathsep.join([os.environ.get("PYTHONPATH", ""), str(REPO)])}
	process = subprocess.Popen(command, cwd=BENCH.sites, env=environment)
	lasting().callback(process.wait, 20)
	lasting().callback(process.terminate)
	_wait_for(port)
	return f"http://{BENCH.site}:{port}"


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
