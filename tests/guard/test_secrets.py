"""Secrets of the running bench: in no log, behind no port, and in no file that another account of the machine can open."""

from __future__ import annotations

import json
import socket
import stat
import unittest
from pathlib import Path

from ops import config
from tests.bad_days.ground import BENCH
from tests.guard.ground import SharedCase, ask
from tests.main_job.client import Person

SITE = BENCH.sites / BENCH.site


class TestSecrets(SharedCase):
	def logs(self) -> list[Path]:
		return [
			path for folder in (BENCH.logs, SITE / "logs") for path in folder.rglob("*") if path.is_file()
		]

	def test_no_log_holds_a_password(self) -> None:
		database = json.loads((SITE / "site_config.json").read_text())["db_password"]
		known = {name: config.secret(BENCH, name) for name in ("mariadb-root", "administrator", "redis")}
		known |= {"database": database, "secretary": self.round.trial["accounts"]["secretary"]["password"]}
		ask(Person(BENCH.url), "GET", f"/api/method/login?usr=a&pwd={known['administrator']}")
		self.assertGreater(len(self.logs()), 10)
		for path in self.logs():
			text = path.read_text(errors="replace")
			for name, secret in known.items():
				self.assertNotIn(
					secret, text, f"{name} in {path}; delete a log from before this was looked at"
				)

	def test_an_upload_and_its_folder_are_closed_to_others(self) -> None:
		secretary = self.round.person("secretary")
		file = SITE / secretary.upload("a.txt", b"x")["file_url"].lstrip("/")
		self.assertEqual(stat.S_IMODE(file.stat().st_mode), 0o600)
		closed = (SITE, BENCH.logs, BENCH.run, BENCH.var / "secrets", BENCH.var / "mariadb")
		for folder in closed:
			self.assertEqual(stat.S_IMODE(folder.stat().st_mode), 0o700, folder)
		for path in (SITE / "site_config.json", BENCH.sites / "common_site_config.json"):
			self.assertEqual(stat.S_IMODE(path.stat().st_mode), 0o600, path)
		self.assertEqual(
			secretary.ask("GET", "/assets/bontot/images/bontot.svg")[0].status, 200, "nginx reads on"
		)

	def test_nothing_but_the_front_listens_without_asking_for_a_password(self) -> None:
		for name in ("redis_cache", "redis_queue"):
			with socket.create_connection(("127.0.0.1", getattr(BENCH.ports, name)), timeout=5) as connection:
				connection.sendall(b"PING\r\n")
				self.assertTrue(connection.recv(100).startswith(b"-NOAUTH"), name)
		web = Path(config.socket_path(BENCH, "web"))
		self.assertTrue(stat.S_ISSOCK(web.stat().st_mode))
		self.assertEqual(stat.S_IMODE(web.stat().st_mode) & 0o077, 0)


if __name__ == "__main__":
	unittest.main()
