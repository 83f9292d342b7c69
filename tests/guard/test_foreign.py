"""What a refusal tells: nobody learns from it whether there is a document out of reach, or what it holds."""

from __future__ import annotations

import json
import unittest

from tests.bad_days.ground import rows
from tests.guard.ground import SharedCase, ask, elsewhere, unguarded

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


if __name__ == "__main__":
	unittest.main()
