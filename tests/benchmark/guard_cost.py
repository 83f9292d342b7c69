"""A list as a secretary's desk asks for it, through the server's application, with the guard in front and without.

Within this process: nginx and the network are not counted, so the share is an upper bound. And no statement is the guard's own.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from unittest.mock import patch

import frappe
import frappe.api
import frappe.app
import frappe.handler
from bontot.guard.edge import entry
from bontot.organization.testing import create_test_member
from werkzeug.test import Client, EnvironBuilder
from werkzeug.wrappers import Request

from ops.bench import SITE
from ops.benchmark import Figure
from ops.ratio import measure as compare
from tests.benchmark._site import site
from tests.main_job.trial import province

# Many short pairs: what else the machine does falls into few of them.
ROWS, PAIRS, AT_MOST = 100, 601, 1.05
PATH = "/api/method/frappe.desk.reportview.get"
ASKED = {
	"doctype": "Party Member",
	"fields": json.dumps(
		[
			f"`tabParty Member`.`{name}`"
			for name in ("name", "full_name", "organization", "owner", "modified", "docstatus")
		]
	),
	"filters": json.dumps([["Party Member", "full_name", "like", "%a%"]]),
	"order_by": "`tabParty Member`.`modified` desc",
	"start": "0",
	"page_length": str(ROWS),
	"view": "List",
	"with_comment_count": "1",
}
# All of the guard's: what stands before the framework's own code, what looks at the answer, and what stands around both.
HOOKS = ("before_request", "auth_hooks", "after_request")
AROUND = (
	(frappe.handler, "handle"),
	(frappe.api, "handle"),
	(frappe.app, "get_response"),
	(frappe.app, "sync_database"),
)


def measure() -> Iterator[Figure]:
	with province(Path(os.environ["BONTOT_BENCH_ROOT"])) as told:
		trial = json.loads(told.read_text())
		account = trial["accounts"]["secretary"]
		with site():
			for place in range(ROWS):
				create_test_member(trial["organizations"]["cell"], full_name=f"Đảng viên {place} a")
			require_no_statement(account["user"])
			frappe.db.commit()  # the application has a connection of its own; the province is taken away
		client = Client(frappe.app.application)
		signed_in = client.post(
			"/api/method/login",
			base_url=f"http://{SITE}",
			data={"usr": account["user"], "pwd": account["password"]},
		)
		if signed_in.status_code != 200:
			raise RuntimeError(f"The secretary cannot sign in: {signed_in.get_data(as_text=True)}")
		ratio = compare(lambda: ask(client), lambda: ask_unguarded(client), pairs=PAIRS)
		yield Figure("guard_cost", "the same call without the guard", ratio, at_most=AT_MOST)


def ask(client: Client) -> None:
	response = client.get(PATH, base_url=f"http://{SITE}", query_string=ASKED, buffered=True)
	if len(response.get_json()["message"]["values"]) != ROWS:
		raise RuntimeError(f"{response.status_code}: {response.get_data(as_text=True)[:500]}")


def ask_unguarded(client: Client) -> None:
	with unguarded():
		ask(client)


@contextmanager
def unguarded() -> Iterator[None]:
	hooks = frappe.get_hooks

	def without(hook: str | None = None, *arguments: object, **options: object) -> object:
		found = hooks(hook, *arguments, **options)
		return [each for each in found if not each.startswith("bontot.")] if hook in HOOKS else found

	with ExitStack() as stack:
		stack.enter_context(patch.object(frappe, "get_hooks", without))
		for holder, name in AROUND:
			stack.enter_context(patch.object(holder, name, getattr(holder, name).__wrapped__))
		yield


def require_no_statement(user: str) -> None:
	frappe.set_user(user)
	frappe.session.data = frappe._dict(csrf_token="t")
	frappe.session.sid = "a" * 56
	frappe.local.login_manager = frappe._dict(resume=True)
	frappe.local.is_ajax = True
	request = Request(EnvironBuilder(path=PATH, method="POST").get_environ())
	with patch.object(frappe.local, "request", request, create=True):
		frappe.local.form_dict = frappe._dict(ASKED)
		entry.check()  # fills what is remembered
		frappe.local.form_dict = frappe._dict(ASKED)
		with patch.object(frappe.db, "sql", side_effect=AssertionError("the guard asks the database")):
			entry.check()
	frappe.set_user("Administrator")
