"""Every endpoint of the app, asked with nothing, with too much and with the wrong kind, by people without a right.

The endpoints are read from the code: a new one is asked from the day it is there.
"""

from __future__ import annotations

import json
import os
import unittest
from collections import Counter
from collections.abc import Iterator

from bontot.guard.edge import endpoints as doors
from bontot.tests import house

from ops.bench import REPO
from tests.bad_days.digests import changed, state
from tests.bad_days.ground import BENCH, ProvinceCase, rows
from tests.bad_days.said import in_vietnamese
from tests.guard import inside
from tests.guard.ground import SHORT
from tests.main_job.client import JSON, Person

APP = REPO / "apps" / "bontot" / "bontot"
LONG = "Đ" * 20_000
WRONG: dict[str, object] = {
	"nothing": None,
	"empty": "",
	"number": -1,
	"huge number": 10**30,
	"fraction": 0.5,
	"list": [[], {}, None],
	"object": {"$ne": 1, "name": ["like", "%"]},
	"quote": "' OR 1=1 -- \\ \" ` %s {0} ../../etc/passwd\x00",
	"long": LONG,
	"emoji": "🎉‮đ",
	"true": True,
}


# Sent as the one argument that is wrong, each by itself.
ODD: tuple[object, ...] = (
	'["x"]', "[null]", "[1", "{", "[NaN]", "NaN", '"x"', "[[[[]]]]", '{"x": {"y": [1]}}', '[{"nope": 1}]', '[{"name": "x", "nope": [1]}]', "",
	" ", "12", "-1", "9" * 400, "1e999", "2026-02-30", "2026-11", "31/12/2026", "0000-00-00", "true", "\ud800", "\x00", "[" * 3000,
	10**18, 10**30, -1, 0.5, float("nan"), float("inf"), True, None, [], {}, ["x"], [None], [[]], [1, "x"], [{}], {"": None},
	[{"name": 1}], [{"name": None, "evaluation": "x", "expected_sequence": 10**30}], {"x": "y"}, {"x": [{"y": None}]}, "đ" * 5000,
)  # fmt: skip
PARTS = 8 if SHORT else 1
# The others then look right, so that more is met than the first check.
DAY = "2026-11-03"


def endpoints() -> Iterator[tuple[str, list[str]]]:
	"""Dotted name and argument names of every whitelisted function of the app outside classes."""
	for path in house.sources(APP):
		module = ".".join(path.relative_to(APP.parent).with_suffix("").parts)
		if ".tests." in module:
			continue
		for function, _ in house.endpoints(path.read_text()):
			names = [argument.arg for argument in (*function.args.args, *function.args.kwonlyargs)]
			if "self" not in names:
				yield f"{module}.{function.name}", names


# Asked by people who cannot sign in; it answers the same for every name, and changes nothing for those that are none.
FOR_GUESTS = frozenset(("bontot.guard.edge.passwords.reset_password",))


class TestBadArguments(ProvinceCase):
	@classmethod
	def setUpClass(cls) -> None:
		super().setUpClass()
		administrator = cls.round.signed_in("Administrator", cls.round.password("administrator"))
		cls.stranger = make_stranger(administrator, BENCH.url)
		cls.listed = dict(endpoints())

	def test_the_endpoints_are_found(self) -> None:
		self.assertGreater(len(self.listed), 30, sorted(self.listed))
		self.assertIn("bontot.approval.queue.api.bulk_agree", self.listed)

	def ask(self, person: Person, name: str, body: object, method: str = "POST") -> tuple[int, str]:
		headers = JSON | {"Content-Type": "application/json", "X-Frappe-CSRF-Token": person.token}
		response, content = person.ask(method, f"/api/method/{name}", json.dumps(body).encode(), headers)
		return response.status, content.decode(errors="replace")

	def sweep(self, person: Person, *, may_read: bool) -> None:
		before, faults = state(), []
		for name, arguments in self.listed.items():
			for label, body in self.bodies(arguments):
				status, text = self.ask(person, name, body)
				if status >= 500:
					faults.append(f"{name} with {label}: HTTP {status} {text[-120:].strip()}")
				elif status >= 400 and (problem := unreadable(text)):
					faults.append(f"{name} with {label}: HTTP {status} {problem}")
				elif status < 400 and not may_read and name not in FOR_GUESTS:
					faults.append(f"{name} with {label} answers a guest: {text[:200]}")
		self.assertEqual(faults, [], "\n".join(faults))
		self.assertEqual(changed(before, state()), [], "something was written")

	@staticmethod
	def bodies(arguments: list[str]) -> Iterator[tuple[str, object]]:
		yield "no arguments", {}
		for label, value in WRONG.items():
			yield label, {name: value for name in arguments or ["doctype", "fields", "filters"]}

	def test_a_guest_gets_nothing_and_changes_nothing(self) -> None:
		self.sweep(Person(BENCH.url), may_read=False)

	def test_someone_without_a_seat_changes_nothing_and_meets_no_server_error(self) -> None:
		self.sweep(self.stranger, may_read=True)

	def test_a_secretary_sending_rubbish_meets_no_server_error(self) -> None:
		self.sweep(self.round.person("secretary"), may_read=True)

	def plausible(self) -> dict[str, object]:
		"""What an argument of that name could be; most are asked of documents that the person has."""
		cell = self.round.organization("cell")
		[member] = rows(
			f"SELECT name FROM `tabParty Member` WHERE organization = '{cell}' ORDER BY name LIMIT 1"
		)[0]
		return {
			"organization": cell, "parent": cell, "member": member, "doctype": "Party Member", "docname": member, "name": member, "year": 2026,
			"subject": "Member", "rows": [{"name": member, "grade": "Good"}], "kind": "Meeting", "start": 0, "limit": 5, "expected_sequence": 0,
			"reason": "Vì thử", "decided_on": DAY, "meeting_date": DAY, "meeting_kind": "Cell Regular", "part": "prepare", "values": {},
			"page_len": 5, "txt": "", "searchfield": "name", "fields": ["name"], "filters": [], "period_kind": "Year",
			"votes_for": 0, "votes_against": 0, "votes_other": 0, "members_total": 0, "changed": 0, "overdue": 0, "differs": 0,
			"missing_evidence": 0, "newer": 0, "points": {}, "criteria": ["dk_1"], "files": [], "names": [member], "on": DAY, "decision_date": DAY,
			"ends_on": DAY, "report_due_on": DAY, "to": "author", "keyed": [], "items": [], "current_filters": [], "elsewhere": 0, "below": 0,
			"only_owed": 0, "show_closed": 0, "no_letterhead": 0, "end": DAY, "file_format_type": "CSV",
		}  # fmt: skip

	def one_odd(self, label: str) -> None:
		"""Every argument of every endpoint, each with odd values in turn (all of them with BONTOT_GUARD_FULL), within this process."""
		person, right = self.round.person(label), self.plausible()
		statuses: Counter[int] = Counter()
		faults = []
		for name, arguments in self.listed.items():
			door = doors.find(name)
			method = "GET" if door and "POST" not in door.methods else "POST"
			for place, argument in enumerate(arguments, sum(statuses.values())):
				for odd in ODD[place % PARTS :: PARTS]:
					form = {each: right.get(each, "x") for each in arguments} | {argument: odd}
					status, text = inside.ask(person, method, f"/api/method/{name}", body=form)
					statuses[status] += 1
					if status >= 500:
						faults.append(f"{name}, {argument}={odd!r:.80}: {status} {text[-300:].strip()}")
					elif status >= 400 and (problem := unreadable(text)):
						faults.append(f"{name}, {argument}={odd!r:.80}: {status} {problem}")
		print(
			f"\n{label}: {len(self.listed)} endpoints, {sum(statuses.values())} calls: {dict(sorted(statuses.items()))}"
		)
		self.assertEqual(faults, [], f"{len(faults)} faults\n" + "\n".join(faults[:80]))

	def test_one_odd_argument_of_a_committees_secretary(self) -> None:
		self.one_odd("upper")

	def test_one_odd_argument_of_the_organisation_committee(self) -> None:
		self.one_odd("btc")

	def test_one_wrong_argument_among_right_ones_is_named(self) -> None:
		secretary, cell = self.round.person("secretary"), self.round.organization("cell")
		right = {"organization": cell, "meeting_kind": "Cell Regular", "meeting_date": str(self.round.today)}
		before = state()
		for name in right:
			for wrong in ([1], {"a": 1}):
				self.assert_refused(
					lambda form=right | {name: wrong}: secretary.post(
						"bontot.meeting.api.new_meeting", **form
					),
					"ArgumentError",
					417,
					f"“{name}”",
				)
			rest = {key: value for key, value in right.items() if key != name}
			self.assert_refused(
				lambda rest=rest: secretary.post("bontot.meeting.api.new_meeting", **rest),
				"ArgumentError",
				417,
				f"“{name}”",
			)
		self.assertEqual(changed(before, state()), [])

	def test_a_method_that_is_not_there_is_not_found(self) -> None:
		for person in (Person(BENCH.url), self.stranger):
			for name in (
				"nope",
				"bontot.nope",
				"bontot.approval.acts.api.nope",
				"nope.nope",
				"os.system",
				"bontot.approval.acts.api.frappe",
			):
				status, text = self.ask(person, name, {})
				self.assertIn(status, (403, 404), f"{name}: {text[-120:].strip()}")
				if status == 404:
					self.assertEqual(unreadable(text), "", name)

	def test_a_body_that_is_no_json_or_no_object_is_told_in_vietnamese(self) -> None:
		for body in (b'{"name": ', b"[1, 2]", b'"text"', b"\xff\xfe", b"{}{}"):
			headers = JSON | {"Content-Type": "application/json", "X-Frappe-CSRF-Token": self.stranger.token}
			response, content = self.stranger.ask(
				"POST", "/api/method/bontot.approval.queue.api.queue", body, headers
			)
			self.assertLess(response.status, 500, body)
			self.assertGreaterEqual(response.status, 400, body)
			self.assertEqual(unreadable(content.decode()), "", body)


def make_stranger(administrator: Person, url: str) -> Person:
	"""Someone with an account and not one seat; taken away with the province, since the address is of its domain."""
	user, password = f"khach.{os.urandom(4).hex()}@kiemtra.example", os.urandom(12).hex() + "Aa1!"
	doc = {
		"doctype": "User",
		"email": user,
		"first_name": "Khách",
		"send_welcome_email": 0,
		"new_password": password,
		# Opens the desk and none of our documents; a role of ours would be taken back, and the session with it.
		"roles": [{"role": "Inbox User"}],
	}
	administrator.post("frappe.client.insert", doc=doc)
	person = Person(url)
	person.sign_in(user, password)
	return person


def unreadable(text: str) -> str:
	"""What is wrong with the body of a refusal; "" for one a person can read."""
	try:
		answer = json.loads(text)
	except ValueError:
		return f"no JSON: {text[:200]}"
	said = answer.get("_server_messages")
	texts = (
		[json.loads(each)["message"] for each in json.loads(said)] if said else [answer.get("message") or ""]
	)
	problems = [problem for each in texts if (problem := in_vietnamese(str(each)))]
	problems += [
		f"a traceback in {key}" for key in ("exc", "exception") if "Traceback" in str(answer.get(key, ""))
	]
	return "; ".join(problems)


if __name__ == "__main__":
	unittest.main()
