"""A worker is killed in the middle of an import of a workbook: it goes on by itself, nothing is lost or doubled."""

from __future__ import annotations

import os
import signal
import tempfile
from datetime import date
from pathlib import Path

from bontot.workbook.testing import headed, write_workbook

from ops import services
from ops.processes import descendants
from tests.bad_days.ground import BENCH, ProvinceCase, database, number, rows
from tests.faults.test_outages import standing_in_the_way
from tests.main_job.round import wait_until
from tests.main_job.trial import execute

DOCTYPE = "Organization Import"
FIRST, SECOND = 1000, 500  # rows of the batch that is in when the kill comes, and of the one that is not
API = "bontot.workbook.api."


class TestImportKilled(ProvinceCase):
	def setUp(self) -> None:
		self.officer = self.round.person("btc")
		self.before = number(f"SELECT count(*) FROM `tabParty Member` WHERE {self.within()}")

	def test_the_rest_follows_and_a_second_import_finds_nothing_to_do(self) -> None:
		name = self.upload(self.people())
		self.act(name, "check", "Ready")
		with holding(self.round.organization("neighbour")):
			self.officer.post(f"{API}import_workbook", name=name)
			wait_until("the first batch is in", lambda: self.taken_in() == FIRST)
			worker = services.pid_file(BENCH, "worker_long").alive()
			horses = descendants(worker)
			self.assertTrue(horses, "no job was running")
			for pid in (worker, *horses):
				os.kill(pid, signal.SIGKILL)
		self.assertEqual((self.taken_in(), self.state(name)), (FIRST, "Importing"))
		task = f"reference_name = '{name}' AND handler = 'organization.import_workbook'"
		# The claim runs out after two minutes, and the scheduler sweeps each minute; here that time passes at once.
		rows(f"UPDATE `tabOutbox Task` SET claimed_until = '2000-01-01' WHERE {task} AND state = 'Running'")
		execute(BENCH.root, "bontot.outbox.driver.sweep")
		wait_until("the import is through", lambda: self.state(name) == "Imported")
		self.assertEqual(self.taken_in(), FIRST + SECOND)
		doubled = f"SELECT card_number FROM `tabParty Member` WHERE {self.within()} AND card_number != ''"
		self.assertEqual(rows(f"{doubled} GROUP BY card_number HAVING count(*) > 1"), [])
		elsewhere = (
			"SELECT count(*) FROM `tabParty Member` m JOIN `tabParty Organization` o ON o.name = m.organization"
			f" WHERE {self.within('m.')} AND m.organization_path != o.path"
		)
		self.assertEqual(number(elsewhere), 0)
		again = self.upload(self.people())
		self.act(again, "check", "Ready")
		self.act(again, "import_workbook", "Imported")
		self.assertEqual(self.taken_in(), FIRST + SECOND)

	def within(self, table: str = "") -> str:
		path = rows(
			f"SELECT path FROM `tabParty Organization` WHERE name = '{self.round.organization('province')}'"
		)[0][0]
		return f"{table}organization_path LIKE '{path}%'"

	def taken_in(self) -> int:
		return number(f"SELECT count(*) FROM `tabParty Member` WHERE {self.within()}") - self.before

	def state(self, name: str) -> str:
		return rows(f"SELECT state FROM `tab{DOCTYPE}` WHERE name = '{name}'")[0][0]

	def act(self, name: str, method: str, wanted: str) -> None:
		self.officer.post(f"{API}{method}", name=name)
		wait_until(f"{method} comes to {wanted}", lambda: self.state(name) == wanted)

	def people(self) -> bytes:
		def person(number: int) -> dict:
			cell = "KIEM-TRA-cell" if number < FIRST else "KIEM-TRA-neighbour"
			born = date(1960 + number % 40, 1 + number % 12, 1 + number % 28)
			card = f"{70000000 + number}"
			return {
				"full_name": f"Lò Văn {number}",
				"organization": cell,
				"birth_date": born,
				"card_number": card,
			}

		with tempfile.TemporaryDirectory() as folder:
			sheets = headed("members", *(person(number) for number in range(FIRST + SECOND)))
			return write_workbook(Path(folder) / "people.xlsx", sheets).read_bytes()

	def upload(self, content: bytes) -> str:
		name = self.officer.post("frappe.client.insert", doc={"doctype": DOCTYPE})["name"]
		file = self.officer.upload(
			f"{name}.xlsx",
			content,
			doctype=DOCTYPE,
			docname=name,
			fieldname="workbook",
			folder="Home/Attachments",
		)
		self.officer.post(
			"frappe.client.set_value",
			doctype=DOCTYPE,
			name=name,
			fieldname="workbook",
			value=file["file_url"],
		)
		return name


class holding(standing_in_the_way):
	"""Keep an organisation's row locked, so that whoever enters members there waits."""

	def __init__(self, organization: str) -> None:
		super().__init__("")
		row = f"SELECT name INTO @held FROM `tabParty Organization` WHERE name = '{organization}' FOR UPDATE"
		self.statement = f"USE `{database()}`; START TRANSACTION; {row}; DO SLEEP(100);"
