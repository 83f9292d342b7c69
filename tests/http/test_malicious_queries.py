"""SQL where a field's name belongs, over HTTP: refused, and no password hash gets out.

Frappe's own test of this (test_frappe_client, `test_get_value_with_malicious_query`) recognises a refusal by the
traceback in the answer, which a site of bontot does not send; here the answer itself is looked at.
"""

from __future__ import annotations

import json
import unittest
from collections.abc import Iterator
from urllib.parse import urlencode

from tests.bad_days.ground import ProvinceCase, rows
from tests.main_job.client import JSON, Person

SUBQUERY = "(select (password) from(__Auth) order by name desc limit 1)"
SECRETS = (
	SUBQUERY,
	"name, (select password from __Auth limit 1) as name",
	"`name` union select password from __Auth -- ",
)
# Refused in front, before the framework builds a query.
OURS = ("ArgumentError", "DoorClosedError", "RequestError")
DOCTYPES = ("Note", "Meeting")  # the framework's and ours


def attempts() -> Iterator[tuple[str, str, dict[str, object]]]:
	"""(label, path, form) of every door and place that puts a column's name into a statement."""
	for doctype in DOCTYPES:
		for secret in SECRETS:
			door = "/api/method/frappe.client.get_value"
			yield "value", door, {"doctype": doctype, "fieldname": secret, "filters": "{}"}
			yield "values", door, {"doctype": doctype, "fieldname": [secret], "filters": "{}"}
			for door in ("/api/method/frappe.client.get_list", "/api/method/frappe.desk.reportview.get"):
				named = {"doctype": doctype, "fields": ["name"]}
				yield "fields", door, named | {"fields": [secret]}
				yield "filters", door, named | {"filters": [[doctype, secret, "=", "x"]]}
				yield "order", door, named | {"order_by": secret}
				yield "group", door, named | {"group_by": secret}
			yield "resource", f"/api/resource/{doctype}", {"fields": [secret]}


class TestMaliciousQueries(ProvinceCase):
	@classmethod
	def setUpClass(cls) -> None:
		super().setUpClass()
		cls.hashes = [password for (password,) in rows("SELECT password FROM __Auth") if len(password) > 20]

	def ask(self, person: Person, path: str, form: dict[str, object]) -> tuple[int, str, str]:
		"""Status, kind of the refusal and the whole body."""
		plain = {key: value if isinstance(value, str) else json.dumps(value) for key, value in form.items()}
		response, content = person.ask("GET", f"{path}?{urlencode(plain)}", headers=JSON)
		text = content.decode(errors="replace")
		return response.status, json.loads(text).get("exc_type", ""), text

	def test_an_ordinary_person_is_refused_everywhere(self) -> None:
		self.assertGreater(len(self.hashes), 3, "nothing that could get out: the test would prove nothing")
		person, wrong = self.round.person("secretary"), []
		for label, path, form in attempts():
			status, kind, text = self.ask(person, path, form)
			leaked = any(known in text for known in self.hashes)
			if leaked or not 400 <= status < 500 or kind not in OURS:
				wrong.append(f"{label} {path} {form}: HTTP {status} {kind}{', A HASH' if leaked else ''}")
		self.assertEqual(wrong, [])

	def test_the_framework_refuses_an_administrator_the_query_of_its_own_test(self) -> None:
		administrator = self.round.signed_in("Administrator", self.round.password("administrator"))
		asked = {"doctype": "Note", "fieldname": SUBQUERY, "filters": {"title": "get_value"}}
		status, kind, text = self.ask(administrator, "/api/method/frappe.client.get_value", asked)
		self.assertEqual((status, kind), (417, "DataError"), text)
		self.assertFalse([known for known in self.hashes if known in text], text)

	def test_the_same_doors_answer_plain_names(self) -> None:
		"""Control: what is refused above is refused for the SQL in it."""
		secretary = self.round.person("secretary")
		for path, form in (
			(
				"/api/method/frappe.client.get_value",
				{"doctype": "User", "fieldname": "name", "filters": "{}"},
			),
			("/api/method/frappe.client.get_list", {"doctype": "Meeting", "fields": ["name"]}),
			("/api/method/frappe.desk.reportview.get", {"doctype": "Meeting", "fields": ["name"]}),
			("/api/resource/Meeting", {"fields": ["name"], "order_by": "modified desc"}),
		):
			status, _, text = self.ask(secretary, path, form)
			self.assertEqual(status, 200, f"{path}: {text[:300]}")


if __name__ == "__main__":
	unittest.main()
