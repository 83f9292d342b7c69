"""The server of the bench within this process: the same application, dispatch and guard, without nginx and network.

What a request meets in front of the application (nginx) is not met here; tests that need it ask over HTTP.
"""

from __future__ import annotations

import contextlib
import json
import os
from functools import cache
from urllib.parse import quote

from werkzeug.test import Client

from tests.bad_days.ground import BENCH
from tests.main_job.client import JSON, Person

fallen: list[Exception] = []  # what requests ended with that were answered by an error of the server


@cache
def application() -> Client:
	"""Loaded as gunicorn loads it, from the folder of the sites; what falls is remembered in `fallen`."""
	os.environ.setdefault("FRAPPE_BENCH_ROOT", str(BENCH.root))
	with contextlib.chdir(BENCH.sites):
		from frappe import app

	handle = app.handle_exception

	def remember(error: Exception) -> object:
		if getattr(error, "http_status_code", 500) >= 500:
			fallen.append(error)
		return handle(error)

	app.handle_exception = remember
	return Client(app.application, use_cookies=False)


def ask(
	person: Person, method: str, path: str, body: dict[str, object] | None = None, token: bool = True
) -> tuple[int, str]:
	"""Status and text of a request of `person`, who has signed in over HTTP; `body` is sent as JSON."""
	headers = JSON | {"Cookie": "; ".join(f"{name}={quote(value)}" for name, value in person.cookies.items())}
	if token and person.token:
		headers["X-Frappe-CSRF-Token"] = person.token
	client = application()
	with contextlib.chdir(BENCH.sites):
		response = client.open(
			quote(path, safe="/?&=%:+,"),
			base_url=f"http://{person.host}:{person.port}",
			method=method,
			headers=headers,
			data=None if body is None else json.dumps(body),
			content_type=None if body is None else "application/json",
			buffered=True,
		)
		text = response.get_data().decode(errors="replace")  # a workbook is no text
		response.close()
	return response.status_code, text
