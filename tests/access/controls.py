"""A second web server beside the bench's own, with the rule or the guard taken out of it (rule_off.py)."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator

from ops.bench import REPO, Bench
from tests.access import own_doors
from tests.main_job.client import Person

READY_SECONDS = 90
# Where taking the rule out opens nothing: what is answered is of one's own seats, or the roles of few stand before it.
NOT_BY_RULE = (
	"bontot.meeting.api.start", "bontot.evaluation.try_on.api.periods", "bontot.evaluation.try_on.api.try_on",
	"bontot.obligation.api.foresee_urging",
)  # fmt: skip
# Ways in where the control must find leaks, or their questions could not find one at all.
MUST_LEAK = frozenset((
	"list", "list of the API", "list view, report builder, kanban", "link search", "export CSV", "group counts", "form",
	"list of rows", "list of File", "list of Tag Link", "form: Comment", "form: Version", "form: File",
	"dotted: title of a link", "dotted: field of a link", "dotted: field of a table", "dotted: order by a table's field",
	"filter by personal data", "or-filter by personal data", "order by personal data", "tree", "whole branch of the tree",
	"sizes in the tree", "report: Files of a Branch", "report to Excel: Files of a Branch", "report to CSV: Files of a Branch",
	"workbook", "background workbook: in the list of files",
	*(door.channel for door in own_doors.DOORS if door.method not in NOT_BY_RULE),
))  # fmt: skip


@contextlib.contextmanager
def server(bench: Bench, off: str) -> Iterator[str]:
	"""Its address; the server ends with the block. `off`: as rule_off.py says."""
	port = free_port()
	command = [
		*(str(bench.python), "-W", "ignore", "-m", "gunicorn", "tests.access.rule_off:application"),
		*(
			f"--bind=127.0.0.1:{port}",
			"--workers=3",
			"--worker-class=sync",
			"--timeout=120",
			"--log-level=warning",
		),
	]
	settings = {"BONTOT_ACCESS_OFF": off, "PYTHONPATH": str(REPO), "FRAPPE_BENCH_ROOT": str(bench.root)}
	with tempfile.TemporaryFile() as log:
		process = subprocess.Popen(
			command, cwd=bench.sites, env=os.environ | settings, stdout=log, stderr=subprocess.STDOUT
		)
		try:
			url = f"http://{bench.site}:{port}"
			wait_ready(process, url, log)
			yield url
		finally:
			process.terminate()
			process.wait(timeout=60)


def wait_ready(process: subprocess.Popen, url: str, log) -> None:
	deadline = time.monotonic() + READY_SECONDS
	while True:
		with contextlib.suppress(OSError):
			if Person(url).ask("GET", "/api/method/ping")[0].status == 200:
				return
		if process.poll() is not None or time.monotonic() > deadline:
			log.seek(0)
			raise AssertionError(
				f"the server without the rule did not come up: {log.read().decode()[-3000:]}"
			)
		time.sleep(0.3)


def free_port() -> int:
	with socket.socket() as probe:
		probe.bind(("127.0.0.1", 0))
		return probe.getsockname()[1]
