"""The database goes away while people work, a worker dies while it opens a period: told plainly, nothing lost or doubled."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import threading
import time
import uuid

from ops import services, stack
from ops.processes import descendants
from tests.bad_days.ground import BENCH, ProvinceCase, database, number, rows, twin
from tests.bad_days.said import in_vietnamese
from tests.main_job import files
from tests.main_job.client import Person, Refused
from tests.main_job.round import wait_until
from tests.main_job.trial import execute

HTML = {"Accept": "text/html"}
JSON = {"Accept": "application/json"}


def supervisor(word: str, program: str) -> None:
	command = [BENCH.tools / "supervisorctl", "-c", BENCH.var / "etc" / "supervisord.conf", word, program]
	subprocess.run(command, check=True, capture_output=True, timeout=60)


class TestDatabaseAway(ProvinceCase):
	def test_people_are_told_and_go_on_afterwards(self) -> None:
		secretary = self.round.person("secretary")
		file = f"{self.round.organization('cell')}-{files.open_period(self.round, 'Year')}"
		item = secretary.get("bontot.evaluation.api.get_evaluation", name=file)["items"][0]
		values = {
			"evaluation": file,
			"criterion_key": item["criterion_key"],
			"result": "Met",
			"remark": "Lúc máy chủ ngừng",
			"revision": item["revision"],
			"save_key": str(uuid.uuid4()),
		}
		supervisor("stop", "mariadb")
		try:
			asked = [(secretary, "/app", HTML), (secretary, "/api/method/bontot.synthesis.api.my_work", JSON)]
			for who, path, headers in (*asked, (Person(BENCH.url), "/login", HTML)):
				with self.subTest(path):
					self.assert_plainly_told(*who.ask("GET", path, headers=headers), headers)
			with self.assertRaises(Refused) as refused:
				secretary.post("bontot.evaluation.api.save_item", **values)
			self.assertGreaterEqual(refused.exception.status, 500)
			self.assertEqual(in_vietnamese(refused.exception.text), "")
		finally:
			supervisor("start", "mariadb")
		wait_until("the database answers", lambda: services.mariadb_ready(BENCH))
		stack.wait_ready(BENCH, 60)
		for _ in range(2):  # the page tries again with the same key
			self.assertEqual(
				secretary.post("bontot.evaluation.api.save_item", **values)["revision"], item["revision"] + 1
			)

	def assert_plainly_told(self, response, content: bytes, headers: dict[str, str]) -> None:
		text = content.decode()
		self.assertIn(response.status, (500, 502, 503), text[:300])
		self.assertIn(headers["Accept"], response.headers["Content-Type"])
		said = json.loads(text)["message"] if headers is JSON else text.partition("<main>")[2]
		self.assertEqual(in_vietnamese(said), "")

	def test_what_was_acknowledged_survives_a_kill(self) -> None:
		"""Saves run on while the database is killed; each that was answered stands, the others can be sent again."""
		secretary = self.round.person("secretary")
		file = f"{self.round.organization('cell')}-{files.open_period(self.round, 'Six-Month')}"
		item = secretary.get("bontot.evaluation.api.get_evaluation", name=file)["items"][0]
		revision, acknowledged, failures = item["revision"], "", 0
		victim = services.pid_file(BENCH, "mariadb").alive()
		killer = threading.Timer(0.7, os.kill, (victim, signal.SIGKILL))
		killer.start()
		until = time.monotonic() + 60
		pending = ""
		while time.monotonic() < until and (failures == 0 or pending):
			pending = pending or f"Lần ghi {revision}"
			try:
				answer = secretary.post(
					"bontot.evaluation.api.save_item",
					evaluation=file,
					criterion_key=item["criterion_key"],
					result="Met",
					remark=pending,
					revision=revision,
					save_key=f"{file}:{pending}",
				)
			except Refused as refusal:
				failures += 1
				self.assertEqual(in_vietnamese(refusal.text), "", refusal)
				time.sleep(0.3)
				continue
			self.assertEqual(answer["revision"], revision + 1, "a save counted twice or not at all")
			revision, acknowledged, pending = answer["revision"], pending, ""
		killer.join()
		self.assertGreater(failures, 0, "nobody noticed the kill, so nothing was tried")
		stack.wait_ready(BENCH, 60)
		stored = secretary.get("bontot.evaluation.api.get_evaluation", name=file)["items"][0]
		self.assertEqual((stored["remark"], stored["revision"]), (acknowledged, revision))


class TestWorkerKilled(ProvinceCase):
	def test_a_period_goes_on_to_one_file_each(self) -> None:
		officer, year = self.round.person("btc"), self.round.today.year
		doc = {
			"doctype": "Review Period",
			"title": f"Tổng kết năm {year} (mất điện)",
			"year": year,
			"period_kind": "Year",
			"organization": self.round.organization("province"),
			"framework": self.round.trial["framework"],
			"starts_on": f"{year}-01-01",
			"ends_on": f"{year}-12-31",
			"self_assessment_due_on": f"{year}-12-15",
			"report_due_on": f"{year}-12-29",
		}
		period = officer.post("frappe.client.insert", doc=doc)["name"]
		key = f"%:{period}:first"
		running = f"SELECT count(*) FROM `tabOutbox Task` WHERE task_key LIKE '{key}' AND state = 'Running'"
		with standing_in_the_way(f"{self.round.organization('neighbour')}-{period}"):
			officer.post("bontot.evaluation.api.open_period", period=period)
			wait_until("the worker is at it", lambda: number(running))
			time.sleep(1)
			worker = services.pid_file(BENCH, "worker_long").alive()
			horses = descendants(worker)
			self.assertTrue(horses, "no job was running")
			for pid in (worker, *horses):
				os.kill(pid, signal.SIGKILL)
		self.assertEqual(rows(f"SELECT state FROM `tabReview Period` WHERE name = '{period}'"), [["Opening"]])
		again = twin(officer).post("bontot.evaluation.api.open_period", period=period)
		self.assertEqual(
			number(f"SELECT count(*) FROM `tabOutbox Task` WHERE task_key LIKE '{key}'"), 1, again
		)
		# The claim runs out after two minutes, and the scheduler sweeps each minute; here that time passes at once.
		rows(f"UPDATE `tabOutbox Task` SET claimed_until = '2000-01-01' WHERE task_key LIKE '{key}'")
		execute(BENCH.root, "bontot.outbox.driver.sweep")
		wait_until(
			"the period is open",
			lambda: rows(f"SELECT state FROM `tabReview Period` WHERE name = '{period}'") == [["Open"]],
		)
		found = rows(
			f"SELECT organization, count(*) FROM tabEvaluation WHERE period = '{period}' GROUP BY organization"
		)
		wanted = sorted([self.round.organization(name), "1"] for name in ("grassroots", "cell", "neighbour"))
		self.assertEqual(sorted(found), wanted)


class standing_in_the_way:
	"""Hold an uncommitted row of that name, so that whoever inserts it waits in the middle of the work."""

	def __init__(self, name: str) -> None:
		self.statement = f"USE `{database()}`; START TRANSACTION; INSERT INTO tabEvaluation (name) VALUES ('{name}'); DO SLEEP(100);"

	def __enter__(self) -> None:
		command = [
			"mariadb",
			"--no-defaults",
			"--protocol=tcp",
			"--host=127.0.0.1",
			f"--port={BENCH.ports.mariadb}",
			"--user=root",
		]
		environment = os.environ | {"MYSQL_PWD": services.root_password(BENCH)}
		self.client = subprocess.Popen(
			[*command, "--execute", self.statement], env=environment, stderr=subprocess.DEVNULL
		)
		wait_until("the row is held", lambda: "SLEEP" in services.run_sql(BENCH, "SHOW PROCESSLIST").stdout)

	def __exit__(self, *error: object) -> None:
		listed = [
			line.split("\t") for line in services.run_sql(BENCH, "SHOW PROCESSLIST").stdout.splitlines()
		]
		for line in listed:
			if "SLEEP" in line[-2] + line[-1] and "PROCESSLIST" not in line[-2]:
				services.run_sql(BENCH, f"KILL {line[0]}", check=False)
		self.client.kill()
		self.client.wait()
