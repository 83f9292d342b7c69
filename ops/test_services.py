"""The real servers, started on free ports under a folder that lies too deep for a socket's path."""

from __future__ import annotations

import json
import os
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import threading
import unittest
from http.client import HTTPConnection, HTTPResponse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from unittest import mock
from urllib.parse import urlsplit

from ops import services, stack
from ops.bench import REPO, Bench, Ports
from ops.processes import is_alive, wait_until


def free_ports() -> Ports:
	sockets = [socket.create_server(("127.0.0.1", 0)) for _ in Ports.__slots__]
	ports = [each.getsockname()[1] for each in sockets]
	for each in sockets:
		each.close()
	return Ports(*ports)


class BenchCase(unittest.TestCase):
	"""A bench of its own, in a folder only its owner may enter, as under root's home."""

	bench: Bench

	@classmethod
	def setUpClass(cls) -> None:
		folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
		cls.addClassCleanup(folder.cleanup)
		root = Path(folder.name) / ("deep" * 20)
		root.mkdir(mode=0o700)
		cls.bench = Bench("test", root, free_ports())
		cls.addClassCleanup(stack.stop_all, cls.bench)


class TestDataServices(BenchCase):
	@classmethod
	def setUpClass(cls) -> None:
		super().setUpClass()
		services.start_data(cls.bench)

	def test_starting_again_starts_nothing(self) -> None:
		before = services.pid_file(self.bench, "mariadb").alive()
		self.assertEqual(services.start_data(self.bench), [])
		with services.data_services(self.bench):
			pass
		self.assertEqual(services.pid_file(self.bench, "mariadb").alive(), before)

	def test_mariadb_is_set_as_decided(self) -> None:
		row = services.run_sql(
			self.bench,
			"SELECT @@innodb_snapshot_isolation, @@collation_server, @@character_set_server, @@bind_address",
		).stdout.split()
		self.assertEqual(row, ["0", "utf8mb4_unicode_ci", "utf8mb4", "127.0.0.1"])

	def test_root_needs_its_password_which_only_the_owner_can_read(self) -> None:
		path = self.bench.var / "secrets" / "mariadb-root"
		self.assertEqual(stat.S_IMODE(path.stat().st_mode), 0o600)
		self.assertGreaterEqual(len(path.read_text().strip()), 24)
		with (
			mock.patch.object(services, "root_password", return_value=""),
			self.assertRaisesRegex(services.ServiceError, "refuses the password"),
		):
			services.mariadb_ready(self.bench)

	def test_nobody_else_may_sign_in(self) -> None:
		rows = services.run_sql(self.bench, "SELECT User, Host FROM mysql.user ORDER BY 1, 2").stdout
		self.assertEqual(
			rows.split("\n")[:-1], ["mariadb.sys\tlocalhost", "root\t127.0.0.1", "root\tlocalhost"]
		)

	def test_a_job_in_the_queue_survives_a_kill_and_the_cache_forgets(self) -> None:
		for name in ("redis_queue", "redis_cache"):
			self.assertEqual(services.ask_redis(self.bench, name, "SET job waiting"), "+OK")
		wait_until(lambda: False, 1.2)  # "everysec"
		for name in ("redis_queue", "redis_cache"):
			pid = services.pid_file(self.bench, name).alive()
			os.kill(pid, signal.SIGKILL)
			self.assertTrue(wait_until(lambda: not is_alive(pid), 5))  # noqa: B023
		self.assertEqual(services.start_data(self.bench), ["redis_cache", "redis_queue"])
		self.assertEqual(services.ask_redis(self.bench, "redis_queue", "GET job"), "$7")
		self.assertEqual(services.ask_redis(self.bench, "redis_cache", "GET job"), "$-1")

	def test_redis_answers_nobody_without_its_password(self) -> None:
		for name in ("redis_queue", "redis_cache"):
			with socket.create_connection(
				("127.0.0.1", getattr(self.bench.ports, name)), timeout=2
			) as connection:
				connection.sendall(b"SET job waiting\r\n")
				self.assertTrue(connection.recv(200).startswith(b"-NOAUTH"), name)
			with mock.patch.object(services.config, "secret", return_value="guessed"):
				self.assertFalse(services.redis_ping(self.bench, name), name)
			self.assertTrue(services.redis_ping(self.bench, name), "control: with it")
		address = urlsplit(
			json.loads((self.bench.sites / "common_site_config.json").read_text())["redis_queue"]
		)
		self.assertEqual((address.password, address.port), (
			services.config.secret(self.bench, "redis"), self.bench.ports.redis_queue,
		))  # fmt: skip

	def test_what_lies_on_the_disk_is_its_owners_alone(self) -> None:
		wait_until(lambda: (self.bench.var / "redis_queue" / "appendonlydir").exists(), 5)
		for top in (self.bench.var, self.bench.logs, self.bench.sites):
			for path in (top, *top.rglob("*")):
				if not path.is_symlink() and (mode := stat.S_IMODE(path.stat().st_mode)) & 0o077:
					if not any(parent.stat().st_mode & 0o077 == 0 for parent in self.below(path)):
						self.fail(f"{path} is open to others: {mode:o}")
		secret = services.config.secret(self.bench, "redis")
		for log in self.bench.logs.iterdir():
			self.assertNotIn(secret, log.read_text(), log)

	def below(self, path: Path) -> list[Path]:
		"""The folders of the bench that one goes through on the way."""
		return [parent for parent in path.parents if parent.is_relative_to(self.bench.root / "var")]


class TestFailures(BenchCase):
	def test_a_taken_port_is_explained(self) -> None:
		with (
			socket.create_server(("127.0.0.1", self.bench.ports.redis_cache)),
			self.assertRaisesRegex(services.ServiceError, rf"process {os.getpid()} .*`redis_cache`"),
		):
			services.refuse_taken_port(self.bench.ports.redis_cache, "redis_cache")

	def test_a_service_that_ends_shows_the_end_of_its_log(self) -> None:
		services.config.render(self.bench)
		broken = services.DataService(
			"redis_cache",
			lambda bench: ["sh", "-c", "echo the disk is full; exit 3"],
			lambda bench: bench.ports.redis_cache,
			lambda bench: services.redis_ping(bench, "redis_cache"),
			1,
		)
		with (
			mock.patch.object(services, "DATA", (broken,)),
			mock.patch.object(services, "prepare"),
			self.assertRaisesRegex(services.ServiceError, "redis_cache .*\n.*the disk is full"),
		):
			services.start_data(self.bench)


class Echo(BaseHTTPRequestHandler):
	"""Stands for gunicorn: tells what reached it."""

	protocol_version = "HTTP/1.1"

	def do_GET(self) -> None:
		self.rfile.read(int(self.headers.get("Content-Length") or 0))
		self.send_response(200)
		if self.path.startswith("/private/"):
			self.send_header("X-Accel-Redirect", "/protected/private/files/note.txt")
		for name in ("Host", "X-Forwarded-For", "X-Frappe-Site-Name", "X-Use-X-Accel-Redirect"):
			self.send_header(f"Seen-{name}", ",".join(self.headers.get_all(name) or []))
		self.send_header("Seen-Path", self.path)
		self.send_header("Content-Length", "0")
		self.end_headers()

	do_POST = do_GET

	def log_message(self, *arguments: object) -> None:
		pass


class AtSocket(ThreadingHTTPServer):
	"""Listens where gunicorn does."""

	address_family = socket.AF_UNIX

	def server_bind(self) -> None:
		self.socket.bind(self.server_address)


class TestNginx(BenchCase):
	"""Our configuration in the real nginx, in front of a stand-in for the framework."""

	@classmethod
	def setUpClass(cls) -> None:
		super().setUpClass()
		files = {
			"assets/app/dist/js/desk.bundle.ABCD1234.js": "let x",
			"assets/app/logo.png": "logo",
			"localhost/private/files/note.txt": "private note",
			"localhost/public/files/open.txt": "public file",
		}
		for name, text in files.items():
			path = cls.bench.sites / name
			path.parent.mkdir(parents=True, exist_ok=True)
			path.write_text(text)
		stack.render(cls.bench)
		cls.app = AtSocket(stack.config.socket_path(cls.bench, "web"), Echo)
		threading.Thread(target=cls.app.serve_forever, daemon=True).start()
		cls.addClassCleanup(cls.app.server_close)
		cls.addClassCleanup(cls.app.shutdown)
		nginx = next(program for program in stack.PROGRAMS if program.name == "nginx")
		service = services.DataService("nginx", nginx.command, lambda b: b.ports.web, lambda b: True, 5)
		services.spawn(cls.bench, service)
		if not wait_until(lambda: stack.answers(cls.bench, "/"), 10):
			raise AssertionError(services.log_tail(cls.bench, "nginx"))

	def ask(
		self, path: str, method: str = "GET", body: bytes | None = None, **headers: str
	) -> tuple[HTTPResponse, str]:
		connection = HTTPConnection("127.0.0.1", self.bench.ports.web, timeout=10)
		self.addCleanup(connection.close)
		named = {"Host": f"localhost:{self.bench.ports.web}"}
		named |= {name.replace("_", "-"): value for name, value in headers.items()}
		connection.request(method, path, body=body, headers=named)
		response = connection.getresponse()
		return response, response.read().decode()

	def test_the_framework_sees_the_true_address_and_site(self) -> None:
		response, _ = self.ask("/x", X_Forwarded_For="8.8.8.8", X_Frappe_Site_Name="another")
		self.assertEqual(response.headers["Seen-X-Forwarded-For"], "127.0.0.1")
		self.assertEqual(response.headers["Seen-X-Frappe-Site-Name"], "localhost")
		self.assertEqual(response.headers["Seen-Host"], f"localhost:{self.bench.ports.web}")

	def test_another_host_name_is_refused(self) -> None:
		port = self.bench.ports.web
		self.assertEqual(self.ask("/", Host=f"LocalHost:{port}")[0].status, 200)
		for host in ("evil.example", f"localhost:{port}.evil.example", "localhost:x", "localhost:"):
			self.assertEqual(self.ask("/", Host=host)[0].status, 421, host)

	def test_a_name_in_the_request_line_does_not_cover_another_in_the_header(self) -> None:
		own = f"localhost:{self.bench.ports.web}"
		self.assertEqual(self.ask(f"http://{own}/")[0].status, 200)
		self.assertEqual(self.ask(f"http://{own}/", Host="evil.example")[0].status, 421)

	def test_login_is_refused_by_address(self) -> None:
		for path in (
			"/api/method/login?usr=a&pwd=b",
			"/api/method/%6cogin?usr=a",
			"/?cmd=login&usr=a",
			"/app?usr=a&cmd=login",
			"/?%63md=lo%67in",
			"/?%63%4D%64=login",
		):
			with self.subTest(path):
				response, text = self.ask(path)
				if "%4D" in path:  # another letter, another argument: the framework ignores it
					continue
				self.assertEqual(response.status, 405)
				self.assertIn("đăng nhập", text)
		self.assertEqual(self.ask("/api/method/login", "POST", b"usr=a")[0].status, 200)
		self.assertEqual(self.ask("/?cmd=login", "POST", b"usr=a")[0].status, 200)
		self.assertEqual(self.ask("/?cmd=login_hint")[0].status, 200)
		self.assertEqual(self.ask("/", "GET", b"cmd=login&usr=a&pwd=b")[0].status, 400)

	def test_no_argument_of_an_address_reaches_a_log(self) -> None:
		for path in (
			"/api/method/login?usr=a&pwd=Bi-Mat-9",
			"/x?sid=Bi-Mat-9",
			"/update-password?key=Bi-Mat-9",
		):
			self.ask(path, Referer="http://localhost/?pwd=Bi-Mat-9")
		self.ask("/socket.io/?EIO=4&x=Bi-Mat-9")  # 502: nginx complains with the line of the request
		log = services.log_file(self.bench, "nginx")
		told = '"GET /api/method/login HTTP/1.1" 405'
		self.assertTrue(wait_until(lambda: told in log.read_text() and "/socket.io/ " in log.read_text(), 5))
		self.assertNotIn("Bi-Mat-9", log.read_text())

	def test_too_large_an_upload_is_refused_in_the_reader_s_way(self) -> None:
		body = bytes(26 * 2**20)
		page, text = self.ask("/upload", "POST", body)
		self.assertEqual((page.status, page.headers.get_content_type()), (413, "text/html"))
		self.assertIn("Tệp quá lớn", text)
		answer, text = self.ask("/api/method/upload_file", "POST", body)
		self.assertEqual((answer.status, answer.headers.get_content_type()), (413, "application/json"))
		self.assertIn('"exc_type": "RequestEntityTooLarge"', text)
		self.assertEqual(self.ask("/api/method/upload_file", "POST", bytes(24 * 2**20))[0].status, 200)

	def test_a_framework_that_is_away_is_explained(self) -> None:
		# Nobody listens for realtime here, which is the same to nginx as a web server that restarts.
		response, text = self.ask("/socket.io/?EIO=4")
		self.assertEqual((response.status, response.headers.get_content_type()), (502, "text/html"))
		self.assertEqual(response.headers.get_content_charset(), "utf-8")
		self.assertIn("khởi động lại", text)
		response, text = self.ask("/socket.io/?EIO=4", Accept="application/json, */*")
		self.assertEqual((response.status, response.headers.get_content_type()), (502, "application/json"))

	def test_private_file_comes_only_through_the_framework(self) -> None:
		self.assertEqual(self.ask("/private/files/note.txt")[1], "private note")
		response, text = self.ask("/protected/private/files/note.txt")
		self.assertEqual((response.status, "private note" in text), (404, False))
		response, text = self.ask("/files/open.txt")
		self.assertEqual((response.headers["Seen-Path"], text), ("/files/open.txt", ""))

	def test_assets_are_kept_by_browsers_as_long_as_their_name_allows(self) -> None:
		response, text = self.ask("/assets/app/dist/js/desk.bundle.ABCD1234.js")
		self.assertEqual((response.status, text), (200, "let x"))
		self.assertIn("immutable", response.headers["Cache-Control"])
		response, text = self.ask("/assets/app/logo.png")
		self.assertEqual((text, response.headers["Cache-Control"]), ("logo", "public, max-age=3600"))
		for path in (
			"/assets/../localhost/private/files/note.txt",
			"/assets/%2e%2e/localhost/site_config.json",
		):
			self.assertNotEqual(self.ask(path)[1], "private note")

	def test_every_answer_carries_the_protecting_headers_and_no_version(self) -> None:
		for path in ("/assets/app/logo.png", "/x", "/?cmd=login", "/private/files/note.txt"):
			with self.subTest(path):
				headers = self.ask(path)[0].headers
				self.assertEqual(headers.get_all("X-Content-Type-Options"), ["nosniff"])
				self.assertIn("frame-ancestors 'self'", headers["Content-Security-Policy"])
				self.assertEqual(headers["Referrer-Policy"], "same-origin")
				self.assertIn(headers["Server"].split("/")[0], ("nginx",))
				self.assertNotIn("/", headers["Server"])


GUARDED = """
import sys, time
from pathlib import Path
from ops import guard, services
from ops.bench import REPO, Bench, Ports

def work():
	services.start_data(Bench("test", Path(sys.argv[1]), Ports(*map(int, sys.argv[2:]))))
	print("up", flush=True)
	time.sleep(600)
	return 0

sys.exit(guard.run(work))
"""


class TestKilledTestRun(BenchCase):
	def test_the_bench_of_a_killed_test_run_is_gone_within_ten_seconds(self) -> None:
		ports = [str(getattr(self.bench.ports, name)) for name in Ports.__slots__]
		command = [sys.executable, "-c", GUARDED, str(self.bench.root), *ports]
		with subprocess.Popen(command, cwd=REPO, stdout=subprocess.PIPE, text=True) as process:
			self.assertEqual(process.stdout.readline(), "up\n")
			servers = [services.pid_file(self.bench, service.name).alive() for service in services.DATA]
			self.assertNotIn(None, servers)
			process.kill()
			process.wait()
			gone = wait_until(lambda: not any(is_alive(pid) for pid in servers), 10)
		self.assertTrue(gone, servers)
		self.assertEqual(stack.open_ports(self.bench), [])


class TestStop(BenchCase):
	def test_stop_says_who_still_holds_a_port(self) -> None:
		self.assertEqual(stack.stop_all(self.bench), [])
		self.assertEqual(stack.open_ports(self.bench), [])
		with socket.create_server(("127.0.0.1", self.bench.ports.web)):
			[line] = stack.open_ports(self.bench)
		self.assertIn(f"port {self.bench.ports.web} (web): process {os.getpid()} ", line)
