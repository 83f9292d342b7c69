"""Forged hosts and addresses, uploads that are something else than they say."""

from __future__ import annotations

import io
import secrets
import unittest
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from itertools import product
from urllib.parse import urlencode, urlsplit

from tests.bad_days.ground import BENCH, rows
from tests.guard.ground import SHORT, SharedCase, ask, elsewhere, unguarded
from tests.main_job.client import JSON, Person, Refused

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"


def packed(*members: str) -> bytes:
	made = io.BytesIO()
	with zipfile.ZipFile(made, "w") as archive:
		for member in members:
			archive.writestr(member, "x")
	return made.getvalue()


def bomb() -> bytes:
	"""A document of half a megabyte that unpacks to half a gigabyte."""
	packed = io.BytesIO()
	with (
		zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive,
		archive.open("word/document.xml", "w", force_zip64=True) as file,
	):
		for _block in range(500):
			file.write(bytes(1_000_000))
	return packed.getvalue()


class TestForged(SharedCase):
	def raw(self, path: str, port: int = BENCH.ports.web, **headers: str) -> tuple[int, str]:
		connection = HTTPConnection("127.0.0.1", port, timeout=30)
		try:
			connection.putrequest("GET", path, skip_host=True)
			for name, value in headers.items():
				connection.putheader(name.replace("_", "-"), value)
			connection.endheaders()
			response = connection.getresponse()
			return response.status, response.read().decode(errors="replace")
		finally:
			connection.close()

	def test_another_host_is_not_served(self) -> None:
		own = f"{BENCH.site}:{BENCH.ports.web}"
		self.assertEqual(self.raw("/login", Host=own)[0], 200)
		for host in ("evil.example", f"evil.example:{BENCH.ports.web}", f"{own}.evil.example", "127.0.0.1"):
			self.assertEqual(self.raw("/login", Host=host)[0], 421, host)  # misdirected: not our name
			self.assertEqual(self.raw(f"http://{own}/login", Host=host)[0], 421, f"behind our name, {host}")
		self.assertEqual(self.raw("/login", Host="")[0], 400)
		self.assertEqual(self.raw("/login")[0], 400, "no name at all")
		status, text = self.raw(
			"/login", Host=own, X_Forwarded_Host="evil.example", X_Frappe_Site_Name="evil.example"
		)
		self.assertEqual((status, "evil.example" in text), (200, False))

	def test_control_with_nothing_in_front_another_host_is_looked_up_and_a_header_chooses_the_site(
		self,
	) -> None:
		with unguarded() as url:
			port = urlsplit(url).port or 0
			own = f"{BENCH.site}:{port}"
			self.assertEqual(self.raw("/login", port, Host=own)[0], 200)
			status, text = self.raw("/login", port, Host="evil.example")
			self.assertEqual((status, "evil.example does not exist" in text), (404, True), text)
			status, text = self.raw("/login", port, Host=own, X_Frappe_Site_Name="evil.example")
			self.assertEqual((status, "evil.example does not exist" in text), (404, True), text)

	def test_nobody_signs_in_by_an_address(self) -> None:
		"""Whatever stands before the question mark, the framework signs in where it says cmd=login."""
		account = self.round.trial["accounts"]["secretary"]
		said = urlencode({"cmd": "login", "usr": account["user"], "pwd": account["password"]})
		for path in (
			"/",
			"/private/files/x.pdf",
			"/files/x.pdf",
			"/app",
			"/api/method/ping",
			"/api/resource/x",
		):
			with self.subTest(path):
				person = Person(BENCH.url)
				self.assertEqual(person.ask("GET", f"{path}?{said}")[0].status, 405)
				self.assertNotIn("user_id", person.cookies)
		with self.subTest("control: with nothing in front it does"), unguarded() as url:
			person = Person(url)
			person.ask("GET", f"/private/files/x.pdf?{said}")
			self.assertIn("user_id", person.cookies)

	FORGED = "203.0.113.9"

	def sign_in_from(self, address: str, url: str) -> str:
		"""What the site wrote down of a sign-in whose headers tell that it comes from `address`."""
		account = self.round.trial["accounts"]["secretary"]
		body = f"usr={account['user']}&pwd={account['password']}".replace("@", "%40").encode()
		headers = JSON | {"Content-Type": "application/x-www-form-urlencoded", "X-Forwarded-For": address}
		response, _content = Person(url).ask("POST", "/api/method/login", body, headers)
		self.assertEqual(response.status, 200)
		return str(rows("SELECT ip_address FROM `tabActivity Log` ORDER BY creation DESC LIMIT 1"))

	def test_a_forged_address_is_not_written_down(self) -> None:
		self.assertIn("127.0.0.1", self.sign_in_from(self.FORGED, BENCH.url))
		with unguarded() as url, self.subTest("control: the framework believes it"):
			self.assertIn(self.FORGED, self.sign_in_from(self.FORGED, url))

	def test_headers_that_choose_whose_secret_signs_in(self) -> None:
		headers = JSON | {"Authorization": "token a:b", "Frappe-Authorization-Source": "No Such Kind`"}
		response, content = Person(BENCH.url).ask("GET", "/api/method/ping", None, headers)
		self.assertLess(response.status, 500, content)

	KINDS = (
		"application/json", "text/plain", "multipart/form-data; boundary=x", "application/xml",
		"application/json; charset=utf-16", "",
	)  # fmt: skip
	BODIES = (
		b"{", b"[1]", b"null", b"\xff\xfe\x00", b"--x\r\n\r\n", b"a=1&cmd=login", b'{"cmd": ["x"]}', b'{"cmd": {"a": 1}}',
		b"x" * 70_000,
	)  # fmt: skip
	PATHS = (
		"/api/method/frappe.client.get_list", "/api/resource/Party Member", "/", "/api/v2/document/Party Member", "/api/method/",
	)  # fmt: skip

	def test_bodies_that_are_none(self) -> None:
		"""In the short run each kind and body at one address, all addresses in turn."""
		person, faults = self.round.person("secretary"), []
		for place, (kind, body) in enumerate(product(self.KINDS, self.BODIES)):
			for path in (self.PATHS[place % len(self.PATHS)],) if SHORT else self.PATHS:
				headers = {"Content-Type": kind} if kind else {}
				status, _text = ask(person, "POST", path, body=body, headers=headers)
				if status >= 500:
					faults.append(f"{path} {kind} {body[:20]!r}: {status}")
		self.assertEqual(faults, [], "\n".join(faults))


class TestUploads(SharedCase):
	TAKEN = (("Biên bản.pdf", PDF), ("a.html.pdf", PDF), ("a.txt", b"5 < 6"), ("a.php.pdf", PDF))
	NOT_TAKEN = (
		("a.svg", SVG), ("a.html", HTML), ("a.pdf.html", PDF), ("../../a.html", HTML), ("a.xhtml", HTML), ("a.pdf", HTML), ("a.png", SVG),
		("a.html.pdf", HTML), ("a.exe", b"MZ\x90\x00"), ("a.php", b"<?php 1;"), ("a.zip", packed("x")), ("a.docx", bomb()),
		("a.docx", packed("word/document.xml", "word/vbaProject.bin")), ("a.xlsx", packed("word/document.xml")), ("a.txt", HTML),
		("a.jpg", b"\x00" * 20 + HTML), ("a.pdf", b""), ("a.pdf\x00.html", HTML),
	)  # fmt: skip
	RUN = (
		"text/html",
		"application/xhtml+xml",
		"image/svg+xml",
		"text/xml",
		"application/xml",
		"text/javascript",
		"application/javascript",
	)

	def member(self, person: Person) -> str:
		return person.get("frappe.client.get_list", doctype="Party Member")[0]["name"]

	def test_only_what_it_says_it_is_is_taken_and_no_browser_runs_it(self) -> None:
		secretary = self.round.person("secretary")
		member = self.member(secretary)
		before = rows("SELECT count(*) FROM tabFile")
		for name, content in self.NOT_TAKEN:
			with self.subTest(name, head=content[:12]), self.assertRaises(Refused) as caught:
				secretary.upload(name, content, doctype="Party Member", docname=member)
			self.assertLess(caught.exception.status, 500, f"{name}: {caught.exception}")
		self.assertEqual(rows("SELECT count(*) FROM tabFile"), before)
		for name, content in self.TAKEN:
			with self.subTest(name):
				address = secretary.upload(name, content, doctype="Party Member", docname=member)["file_url"]
				self.assertTrue(address.startswith("/private/files/") and ".." not in address, address)
				response, _content = secretary.ask("GET", address)
				self.assertEqual(response.status, 200)
				self.assertNotIn(response.headers["Content-Type"].partition(";")[0], self.RUN)
				self.assertEqual(response.headers["X-Content-Type-Options"], "nosniff")
				self.assertIn("script-src 'none'", response.headers["Content-Security-Policy"])

	def test_control_without_the_guard_most_of_it_is_taken(self) -> None:
		"""The same files at the framework alone: what it takes is thrown away again."""
		secretary = self.round.person("secretary")
		administrator = self.round.signed_in("Administrator", self.round.password("administrator"))
		fields = {"doctype": "Party Member", "docname": self.member(secretary)}
		for label, person, on in (("secretary", secretary, fields), ("administrator", administrator, {})):
			with self.subTest(label), unguarded() as url, self.thrown_away():
				answers = [self.answer(elsewhere(person, url), *each, on) for each in self.NOT_TAKEN]
				taken, broken = answers.count(200), sum(status >= 500 for status in answers)
				print(
					f"\nwithout the guard {taken} of {len(answers)} are taken from the {label}, {broken} break it"
				)
				self.assertGreater(taken, len(answers) // 2, answers)

	def answer(self, person: Person, name: str, content: bytes, fields: dict[str, str]) -> int:
		try:
			person.upload(name, content, **fields)
		except Refused as refusal:
			return refusal.status
		return 200

	@contextmanager
	def thrown_away(self) -> Iterator[None]:
		"""Files taken meanwhile, their rows and what a document's page tells of them, are gone afterwards."""
		folders = [BENCH.sites / BENCH.site / kind / "files" for kind in ("private", "public")]
		tables = ("tabFile", "tabComment")
		lying = {path for folder in folders for path in folder.iterdir()}
		known = {table: {row[0] for row in rows(f"SELECT name FROM {table}")} for table in tables}
		try:
			yield
		finally:
			for table, names in known.items():
				new = {row[0] for row in rows(f"SELECT name FROM {table}")} - names
				listed = ", ".join(f"'{name}'" for name in new) or "NULL"
				rows(f"DELETE FROM {table} WHERE name IN ({listed}); COMMIT")
			for path in {path for folder in folders for path in folder.iterdir()} - lying:
				path.unlink()

	def test_administrators_are_taken_nothing_else_from(self) -> None:
		administrator = self.round.signed_in("Administrator", self.round.password("administrator"))
		before, folder = rows("SELECT count(*) FROM tabFile"), BENCH.sites / BENCH.site / "private" / "files"
		lying = set(folder.iterdir())
		for name, content in self.NOT_TAKEN:
			with self.subTest(name, head=content[:12]), self.assertRaises(Refused) as caught:
				administrator.upload(name, content)
			self.assertLess(caught.exception.status, 500, f"{name}: {caught.exception}")
		self.assertEqual(rows("SELECT count(*) FROM tabFile"), before)
		self.assertEqual(set(folder.iterdir()), lying, "what was refused is not left on the disk")
		table = administrator.upload(
			"nhap-du-lieu.csv", b"Ten\nA\n"
		)  # what the framework's data import takes
		self.addCleanup(rows, f"DELETE FROM tabFile WHERE name = '{table['name']}'; COMMIT")

	def test_nothing_is_uploaded_to_what_one_may_not_write(self) -> None:
		secretary, neighbour = self.round.person("secretary"), self.round.person("neighbour")
		theirs = self.member(neighbour)
		with self.assertRaises(Refused) as caught:
			secretary.upload("a.pdf", PDF, doctype="Party Member", docname=theirs)
		self.assertIn(caught.exception.status, (403, 404, 417))
		neighbour.upload("a.pdf", PDF, doctype="Party Member", docname=theirs)  # control: they may

	def test_a_private_file_opens_for_its_own_people_only(self) -> None:
		secretary = self.round.person("secretary")
		member = self.member(secretary)
		good = secretary.upload(f"{secrets.token_hex(4)}.pdf", PDF, doctype="Party Member", docname=member)
		self.assertTrue(good["file_url"].startswith("/private/files/"), good)
		neighbour = self.round.person("neighbour")
		self.assertIn(neighbour.ask("GET", good["file_url"])[0].status, (403, 404))
		self.assertIn(Person(BENCH.url).ask("GET", good["file_url"])[0].status, (403, 404))
		response, _content = secretary.ask("GET", good["file_url"])
		self.assertEqual(response.status, 200, "control: one's own opens")
		self.assertIn("script-src 'none'", response.headers["Content-Security-Policy"])


if __name__ == "__main__":
	unittest.main()
