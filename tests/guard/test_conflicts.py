"""Two at once through the framework's own doors: the database gives one of them up, and nobody is answered by 5xx.

A transaction of the test holds what a request needs and then asks for what the request holds: a deadlock, every time. It has
written more than the request, so the database gives the request up. No moment is guessed: the test looks who waits.
"""

from __future__ import annotations

import json
import time
import unittest
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta

from tests.bad_days.ground import number, rows
from tests.guard.database import transaction
from tests.guard.ground import SHORT, SharedCase, ask, elsewhere, unguarded
from tests.main_job.client import Person

PATIENCE = (
	90  # seconds for a request to reach the lock: a worker that has served nothing yet, on a busy machine
)
WAITING = "SELECT COUNT(*) FROM information_schema.INNODB_TRX WHERE trx_state = 'LOCK WAIT'"
DEADLOCKS = (
	"SELECT variable_value FROM information_schema.GLOBAL_STATUS WHERE variable_name = 'Innodb_deadlocks'"
)


class TestConflicts(SharedCase):
	def setUp(self) -> None:
		self.officer = self.round.person("btc")
		self.user = self.round.trial["accounts"]["secretary"]["user"]
		today, organization = self.round.today, self.round.organization("neighbour")
		self.seats = [
			self.made_seat(
				organization, today - timedelta(days=30 * years), today - timedelta(days=30 * years - 9)
			)
			for years in (40, 20)
		]

	def made_seat(self, organization: str, first: object, last: object) -> str:
		doc = {
			"doctype": "Seat", "position": "theo_doi", "organization": organization, "user": self.user,
			"from_date": str(first), "to_date": str(last),
		}  # fmt: skip
		made = self.officer.post("frappe.client.insert", doc=doc)
		self.addCleanup(rows, f"DELETE FROM tabSeat WHERE name = '{made['name']}'; COMMIT")
		return made["name"]

	def doors(self, term: str) -> dict[str, tuple[str, str, dict]]:
		"""Stock ways to save one seat: label → method, path, body."""
		seat = self.seats[0]
		doc = self.officer.get("frappe.client.get", doctype="Seat", name=seat) | {"term": term}
		call = "/api/method/frappe."
		return {
			"save of the form": ("POST", f"{call}desk.form.save.savedocs", {"doc": json.dumps(doc), "action": "Save"}),
			"save": ("POST", f"{call}client.save", {"doc": doc}),
			"set value": (
				"POST", f"{call}client.set_value", {"doctype": "Seat", "name": seat, "fieldname": "term", "value": term},
			),
			"API": ("PUT", f"/api/resource/Seat/{seat}", {"term": term}),
		}  # fmt: skip

	def deadlocked(self, person: Person, door: tuple[str, str, dict]) -> tuple[int, str]:
		"""The answer to a request that the database gave up once."""
		method, path, body = door
		seat, other = self.seats
		before = number(DEADLOCKS)
		with ThreadPoolExecutor(1) as threads:
			with transaction() as cursor:
				cursor.execute(
					"INSERT INTO tabTag (name) SELECT concat('bontot-conflict-', seq) FROM seq_1_to_300"
				)
				cursor.execute("SELECT name FROM tabSeat WHERE name = %s FOR UPDATE", other)
				answer = threads.submit(ask, person, method, path, body=body)
				self.wait_until_it_waits(answer)
				cursor.execute("SELECT name FROM tabSeat WHERE name = %s FOR UPDATE", seat)
				self.assertGreater(number(DEADLOCKS), before, "no deadlock: the test asks nothing")
			return answer.result()

	def wait_until_it_waits(self, answer: Future) -> None:
		until = time.monotonic() + PATIENCE
		while not number(WAITING):
			if answer.done():
				self.fail(f"answered without waiting for the lock: {answer.result()}")
			self.assertLess(time.monotonic(), until, "no request waits for the lock")
			time.sleep(0.25)  # the table is filled anew only when nobody has read it for 0.1 s

	def test_a_save_given_up_by_the_database_is_done_after_all_and_once(self) -> None:
		for turn, label in enumerate(list(self.doors("x"))[:: 3 if SHORT else 1]):
			with self.subTest(label):
				term = f"lan-{turn}"
				status, text = self.deadlocked(self.officer, self.doors(term)[label])
				self.assertEqual(status, 200, text)
				self.assertEqual(rows(f"SELECT term FROM tabSeat WHERE name = '{self.seats[0]}'"), [[term]])
				versions = f"SELECT COUNT(*) FROM tabVersion WHERE docname = '{self.seats[0]}' AND data LIKE '%{term}%'"
				self.assertEqual(number(versions), 1, "saved more than once")

	def test_control_the_framework_alone_fails(self) -> None:
		with unguarded() as url:
			status, text = self.deadlocked(elsewhere(self.officer, url), self.doors("x")["save of the form"])
		self.assertGreaterEqual(status, 500, text)

	def test_many_seats_at_once_for_people_who_have_none(self) -> None:
		"""New holders lie in the same gap of the index: each search for an overlap locks it, and then all want to write."""
		organization, today = self.round.organization("cell"), self.round.today
		people = [label for label in self.round.trial["accounts"] if label not in ("secretary", "btc")][:4]

		def save(turn: int) -> tuple[int, str]:
			user = self.round.trial["accounts"][people[turn % len(people)]]["user"]
			first = today - timedelta(days=9000 + 20 * turn)
			doc = {
				"doctype": "Seat", "position": "theo_doi", "organization": organization, "user": user, "term": "cùng lúc",
				"from_date": str(first), "to_date": str(first + timedelta(days=3)), "__islocal": 1, "name": f"new-seat-{turn}",
			}  # fmt: skip
			form = {"doc": json.dumps(doc), "action": "Save"}
			return ask(self.officer, "POST", "/api/method/frappe.desk.form.save.savedocs", form=form)

		self.addCleanup(rows, "DELETE FROM tabSeat WHERE term = 'cùng lúc'; COMMIT")
		with ThreadPoolExecutor(8) as threads:
			answers = list(threads.map(save, range(16)))
		self.assertEqual([text for status, text in answers if status >= 500], [])
		saved = sum(status == 200 for status, _text in answers)
		self.assertEqual(number("SELECT COUNT(*) FROM tabSeat WHERE term = 'cùng lúc'"), saved)
		self.assertGreater(saved, 0)


if __name__ == "__main__":
	unittest.main()
