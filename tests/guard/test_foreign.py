"""Tests that nobody learns from a refusal whether there is a document out of reach, or what it holds."""

from __future__ import annotations

import json
import unittest
from unittest import mock

from bontot.guard.edge import hidden_existence
from bontot.guard.query import query_filters

from tests.bad_days.ground import rows
from tests.guard import inside, tellers
from tests.guard.ground import SHORT, SharedCase, ask, elsewhere, unguarded

KIND = "Party Member"


class TestForeign(SharedCase):
	def setUp(self) -> None:
		self.secretary = self.round.person("secretary")
		neighbour, cell = self.round.organization("neighbour"), self.round.organization("cell")
		found = f"SELECT name FROM `tab{KIND}` WHERE organization = '{{0}}' ORDER BY name LIMIT 1"
		self.foreign = rows(found.format(neighbour))[0][0]
		self.own = rows(found.format(cell))[0][0]

	def one(self, person, **filters: object) -> tuple[int, str]:
		form = {"doctype": KIND, "filters": json.dumps(filters)}
		return ask(person, "GET", "/api/method/frappe.client.get", form=form)

	def test_filters_do_not_read_a_foreign_document(self) -> None:
		answers = [self.one(self.secretary, name=name) for name in (self.foreign, "DV-KHONG-CO")]
		self.assertEqual(answers[0], answers[1])
		self.assertEqual(answers[0][0], 403)
		status, text = self.one(self.secretary, name=self.own)
		self.assertEqual((status, json.loads(text)["message"]["name"]), (200, self.own))
		with self.subTest("control: without the guard the two answers differ"), unguarded() as url:
			bare = elsewhere(self.secretary, url)
			told = [self.one(bare, name=name)[0] for name in (self.foreign, "DV-KHONG-CO")]
			self.assertEqual(told, [403, 404])

	def test_nobody_asks_what_stands_beside_a_foreign_document(self) -> None:
		def beside(name: str) -> tuple[int, str]:
			form = {"doctype": KIND, "value": name, "prev": 0, "sort_field": "full_name", "sort_order": "asc"}
			return ask(self.secretary, "GET", "/api/method/frappe.desk.form.utils.get_next", form=form)

		self.assertEqual(beside(self.foreign), beside("DV-KHONG-CO"))
		self.assertEqual((beside(self.foreign)[0], beside(self.own)[0]), (403, 200))

	def foreign_ones(self) -> dict[str, str]:
		"""By kind one document of the neighbouring cell, or somebody else's; in the short run of three kinds."""
		neighbour, cell = self.round.organization("neighbour"), self.round.organization("cell")
		officer = self.round.person("btc")
		made = {
			"File": {"doctype": "File", "file_name": "rieng.txt", "content": "x", "is_private": 1},
			"ToDo": {"doctype": "ToDo", "description": "x", "allocated_to": self.round.user("btc")},
			"Event": {
				"doctype": "Event",
				"subject": "x",
				"event_type": "Private",
				"starts_on": "2030-01-01 08:00:00",
			},
			"Note": {"doctype": "Note", "title": "Việc riêng", "public": 0},
		}
		comment = {
			"reference_doctype": KIND,
			"reference_name": self.foreign,
			"content": "x",
			"comment_email": "x",
			"comment_by": "x",
		}
		self.round.person("neighbour")
		found = {
			KIND: self.foreign,
			"User": self.round.user("btc"),
			"Comment": officer.post("frappe.desk.form.utils.add_comment", **comment)["name"],
			"Party Organization": neighbour,
		}
		for kind in ("Meeting", "Evaluation", "Seat", "Leadership Document"):
			if there := rows(
				f"SELECT name FROM `tab{kind}` WHERE organization NOT IN ('{cell}') ORDER BY organization = '{neighbour}' DESC, name LIMIT 1"
			):
				found[kind] = there[0][0]
		found |= {kind: officer.post("frappe.client.insert", doc=doc)["name"] for kind, doc in made.items()}
		return {kind: found[kind] for kind in ((KIND, "User", "File") if SHORT else found)}

	def told(self, *kinds: str) -> tellers.Told:
		foreign = {kind: name for kind, name in self.foreign_ones().items() if not kinds or kind in kinds}
		return tellers.ask_all(
			lambda method, path, form: inside.ask(self.secretary, method, path, body=form), foreign
		)

	def test_no_open_door_tells_what_is_elsewhere(self) -> None:
		told = self.told()
		print(f"\n{len(told.doors)} doors and shapes, {told.calls} calls, {len(told.tellers)} tell")
		self.assertGreater(len(told.doors), 100)
		self.assertEqual(told.tellers, [], "\n".join(told.tellers))

	def test_control_with_the_rule_off_they_tell(self) -> None:
		with (
			mock.patch.object(query_filters, "refuse_invisible_documents"),
			mock.patch.object(hidden_existence, "refuse_alike"),
		):
			told = self.told(KIND)
		print(f"\nwith the rule off {len(told.tellers)} of {told.calls // 2} questions tell")
		self.assertGreater(len(told.tellers), 20)


if __name__ == "__main__":
	unittest.main()
