"""Every door there is, knocked at the wrong way: by GET, without the token, with rubbish. Nothing changes, nothing breaks."""

from __future__ import annotations

import contextlib
import importlib
import inspect
import unittest
from contextlib import closing

from bontot.guard.edge import endpoints

from tests.bad_days.digests import changed, state
from tests.bad_days.ground import BENCH
from tests.guard.database import connect
from tests.guard.ground import SHORT, SharedCase, ask, call, elsewhere, functions, unguarded
from tests.main_job.client import FELL, Person

PLAUSIBLE = {
	"doctype": "Party Member", "name": "x", "dt": "Party Member", "dn": "x", "docname": "x", "doc": '{"doctype": "Note", "title": "x"}',
	"fieldname": "full_name", "value": "x", "docs": "[]", "txt": "", "text": "x", "filters": "{}", "user": "Administrator",
	"reference_doctype": "Party Member", "reference_name": "x", "content": "x", "args": "{}", "items": "[]", "tag": "x",
}  # fmt: skip
RUBBISH: dict[str, object] = {
	"quote": "' OR 1=1 -- \" ` %s {{7*7}} ../../etc/passwd\x00",
	"list": ["x", {"a": 1}, None],
	"object": {"name": ["like", "%"], "$ne": 1},
	"number": -1,
	"json in json": '"[\\"x\\"]"',
	"broken json": '{"doctype": ',
	"nothing": None,
}


# A wrong password ends the session that gave it, as the framework has it.
ENDS_SESSION = {"frappe.core.doctype.user.user.verify_password"}
# Doors that read the form themselves, and what they look for.
READ_BY_HAND = (
	"doctype", "fields", "filters", "or_filters", "order_by", "group_by", "limit_start", "limit_page_length", "view", "start",
	"report_name", "file_format_type", "items", "dt", "dn", "fid", "name", "parent", "aggregate_on_field", "aggregate_function",
)  # fmt: skip


def parameters(name: str) -> list[str]:
	"""Arguments of a door, read from the framework's code."""
	module, _dot, function = name.rpartition(".")
	try:
		with contextlib.chdir(BENCH.sites):  # some modules open their log when they are imported
			found = inspect.unwrap(getattr(importlib.import_module(module), function))
	except (ImportError, AttributeError):
		return []  # of another framework
	named = [
		each.name
		for each in inspect.signature(found).parameters.values()
		if each.kind in (each.POSITIONAL_OR_KEYWORD, each.KEYWORD_ONLY)
	]
	return named or (list(READ_BY_HAND) if "form_dict" in inspect.getsource(found) else [])


def signed_in(person: Person) -> bool:
	status, text = ask(person, "GET", "/api/method/frappe.auth.get_logged_user")
	return status == 200 and "Guest" not in text


class TestSweep(SharedCase):
	def setUp(self) -> None:
		self.secretary = self.round.person("secretary")
		self.guest = Person(BENCH.url)

	def test_nothing_is_changed_by_get(self) -> None:
		"""In the short run a guest, who is refused before anything is looked at, knocks at every fourth."""
		before, faults = state(), []
		for place, name in enumerate(functions()):
			people = ((self.secretary, "secretary"), (self.guest, "guest"))
			for person, label in people[: 1 if SHORT and place % 4 else 2]:
				status, text = ask(person, "GET", f"/api/method/{name}", form=PLAUSIBLE)
				if status >= 500 or (status < 400 and "GET" not in endpoints.find(name).methods):
					faults.append(f"{name} by {label}: {status} {text[-160:]}")
		self.assertEqual(changed(before, state()), [])
		self.assertEqual(faults, [], "\n".join(faults))

	def test_control_what_is_written_past_the_app_is_seen(self) -> None:
		"""The digests above look at what the framework keeps too: accounts, settings, rights, secrets."""
		named = (
			"User",
			"Property Setter",
			"Custom DocPerm",
			"Workspace",
			"Report",
			"Tag Link",
			"DefaultValue",
		)
		writing = {f"tab{name}": (f"INSERT INTO `tab{name}` (name) VALUES ('zz')", "name") for name in named}
		writing["tabSingles"] = ("INSERT INTO tabSingles (doctype, field) VALUES ('zz', 'zz')", "doctype")
		writing["__Auth"] = ("INSERT INTO `__Auth` VALUES ('zz', 'zz', 'zz', 'zz', 0)", "doctype")
		before = state()
		with closing(connect(autocommit=True)) as connection, connection.cursor() as cursor:
			for table, (statement, key) in writing.items():
				try:
					cursor.execute(statement)
					self.assertEqual(changed(before, state()), [table])
				finally:
					cursor.execute(f"DELETE FROM `{table}` WHERE `{key}` = 'zz'")
			cursor.execute("UPDATE tabUser SET last_active = NOW() WHERE name = 'Guest'")
		self.assertEqual(changed(before, state()), [], "nor is a visit taken for a change")

	def test_nothing_is_changed_without_the_token(self) -> None:
		before, faults = state(), []
		for name in functions(changing=True):
			status, text = ask(self.secretary, "POST", f"/api/method/{name}", form=PLAUSIBLE, token=False)
			if not 400 <= status < 500:
				faults.append(f"{name}: {status} {text[-160:]}")
		self.assertEqual(changed(before, state()), [])
		self.assertEqual(faults, [], "\n".join(faults))

	def test_a_session_that_never_opened_the_desk_needs_the_token_too(self) -> None:
		person = Person(BENCH.url)
		account = self.round.trial["accounts"]["secretary"]
		person.post("login", usr=account["user"], pwd=account["password"])
		name = "frappe.desk.doctype.notification_log.notification_log.mark_all_as_read"
		status, _text = call(person, name)
		self.assertIn(status, (400, 403))
		with unguarded() as url, self.subTest("control: the framework takes it"):
			bare = Person(url)
			bare.post("login", usr=account["user"], pwd=account["password"])
			status, text = call(bare, name)
			self.assertEqual(status, 200, text)

	def test_rubbish_is_told_nothing(self) -> None:
		"""The framework may fall over what is sent to it on purpose; then nothing is told.

		In the short run every second door, each argument with one kind of rubbish.
		"""
		faults, asked, fallen, ended = [], 0, 0, []
		kinds = list(RUBBISH.items())
		found = list(enumerate(functions(endpoints.GUEST, endpoints.SIGNED_IN)))
		# Those last: after some wrong passwords the account is locked for a while.
		for place, name in sorted(found, key=lambda each: each[1] in ENDS_SESSION):
			if name.startswith("bontot.") or name.endswith((".logout", ".sessions.clear")):
				continue  # ours: tests/http/test_bad_arguments.py
			if SHORT and place % 2:
				continue
			named = parameters(name)
			for turn, argument in enumerate(named):
				chosen = [kinds[(place + turn) % len(kinds)]] if SHORT else kinds
				for label, value in chosen:
					asked += 1
					body = {each: PLAUSIBLE.get(each, "x") for each in named} | {argument: value}
					status, text = ask(self.secretary, "POST", f"/api/method/{name}", body=body)
					fallen += status >= 500
					if status >= 500 and text != FELL:
						faults.append(f"{name}, {argument} is {label}: {status} {text[-160:]}")
			if not signed_in(
				self.secretary
			):  # who is a stranger by now is refused everything, and nothing is tried
				ended.append(name)
				self.secretary = self.round.person("secretary")
		print(
			f"\n{asked} calls with rubbish, {fallen} fell, {len(faults)} tell of it; the session ended by {ended}"
		)
		self.assertEqual(faults, [], "\n".join(faults))
		self.assertLessEqual(set(ended), ENDS_SESSION)

	def test_control_without_the_guard_a_link_and_rubbish_do_harm(self) -> None:
		"""The framework alone writes by GET and says what fell: the sweeps above would see it."""
		with unguarded() as url:
			bare = elsewhere(self.secretary, url)
			telling = written = 0
			for name in functions(endpoints.ADMINISTRATORS, endpoints.SIGNED_IN)[:: 10 if SHORT else 1]:
				status, text = ask(bare, "GET", f"/api/method/{name}", form=PLAUSIBLE)
				telling += status >= 500 and text != FELL
				written += status == 200 and "GET" not in endpoints.find(name).methods
		print(
			f"\nwithout the guard: {telling} server errors that tell, {written} changing doors answered a link"
		)
		self.assertGreater(telling, 0)
		self.assertGreater(written, 0)


if __name__ == "__main__":
	unittest.main()
