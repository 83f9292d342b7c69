"""A person with a browser's manners: signs in by password, keeps cookies, sends the token with every change."""

from __future__ import annotations

import json
import re
import secrets
from http.client import HTTPConnection, HTTPResponse
from http.cookies import SimpleCookie
from urllib.parse import quote, urlencode, urlsplit

from ops.bench import REPO

TIMEOUT = 60  # seconds; the first page after a start fills every cache
# What anybody is told when a request falls over inside the framework, and all that is told: what nginx says for every 500.
FELL = (REPO / "config/services/pages/500.json").read_text()
TOKEN = re.compile(r'csrf_token\s*=\s*"([^"]+)"')


class Refused(Exception):
	"""The server answered with an error; `status`, `kind` (exc_type) and the text a person would read."""

	def __init__(self, status: int, kind: str, text: str) -> None:
		super().__init__(f"HTTP {status} {kind}: {text}"[:600])
		self.status, self.kind, self.text = status, kind, text


class Person:
	def __init__(self, url: str, address: str = "127.0.0.1") -> None:
		"""`address`: of this machine, from which the person comes."""
		parts, self.address = urlsplit(url), address
		self.host, self.port = parts.hostname or "", parts.port or 80
		self.cookies: dict[str, str] = {}
		self.token = ""

	def ask(
		self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None
	) -> tuple[HTTPResponse, bytes]:
		"""One request over the bench's own address; any status. The name of the site needs no DNS."""
		sent = {"Host": f"{self.host}:{self.port}"} | (headers or {})
		if self.cookies:
			sent["Cookie"] = "; ".join(f"{name}={quote(value)}" for name, value in self.cookies.items())
		connection = HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT, source_address=(self.address, 0))
		try:
			connection.request(method, quote(path, safe="/?&=%:+,"), body, sent)
			response = connection.getresponse()
			content = response.read()
		finally:
			connection.close()
		for line in response.headers.get_all("Set-Cookie") or []:
			self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
		return response, content

	def sign_in(self, user: str, password: str) -> None:
		"""Sign in by password and open the desk, which hands out the token. Raises Refused."""
		self.post("login", usr=user, pwd=password)
		page = self.page("/app")
		if not (found := TOKEN.search(page)):
			raise AssertionError("the desk page holds no csrf_token")
		self.token = found[1]

	def page(self, path: str) -> str:
		"""Text of a page. Raises Refused unless it answers 200."""
		response, content = self.ask("GET", path)
		text = content.decode(errors="replace")
		if response.status != 200:
			raise Refused(response.status, "", _visible(text))
		return text

	def get(self, method: str, **arguments: object) -> object:
		"""`message` of a whitelisted method, asked by GET."""
		response, content = self.ask(
			"GET", f"/api/method/{method}?{urlencode(_plain(arguments))}", headers=JSON
		)
		return _message(response, content)

	def post(self, method: str, **arguments: object) -> object:
		"""`message` of a whitelisted method that changes something: ours as our pages ask it, in JSON; others as the desk does."""
		if method.startswith("bontot."):
			kind, body = "application/json", json.dumps(arguments).encode()
		else:
			kind, body = "application/x-www-form-urlencoded", urlencode(_plain(arguments)).encode()
		headers = JSON | {"Content-Type": kind}
		if self.token:
			headers["X-Frappe-CSRF-Token"] = self.token
		response, content = self.ask("POST", f"/api/method/{method}", body, headers)
		return _message(response, content)

	def upload(self, name: str, content: bytes, **fields: str) -> dict:
		"""Upload a private file as the desk does; `message` of the answer, a File."""
		boundary = secrets.token_hex(16)
		parts = [
			_part(boundary, f'name="{key}"', value.encode())
			for key, value in {"is_private": "1", **fields}.items()
		]
		parts.append(_part(boundary, f'name="file"; filename="{name}"', content))
		body = b"".join(parts) + f"--{boundary}--\r\n".encode()
		headers = JSON | {
			"Content-Type": f"multipart/form-data; boundary={boundary}",
			"X-Frappe-CSRF-Token": self.token,
		}
		response, answer = self.ask("POST", "/api/method/upload_file", body, headers)
		return _message(response, answer)


def _part(boundary: str, disposition: str, content: bytes) -> bytes:
	head = f"--{boundary}\r\nContent-Disposition: form-data; {disposition}\r\n\r\n"
	return head.encode() + content + b"\r\n"


JSON = {"Accept": "application/json"}


def _plain(arguments: dict[str, object]) -> dict[str, str]:
	"""Lists and dicts travel as JSON, as the desk sends them."""
	return {name: value if isinstance(value, str) else json.dumps(value) for name, value in arguments.items()}


def _message(response: HTTPResponse, content: bytes) -> object:
	text = content.decode(errors="replace")
	try:
		answer = json.loads(text)
	except ValueError:
		answer = {}
	if response.status != 200:
		said = (
			answer.get("_server_messages")
			or answer.get("message")
			or answer.get("exception")
			or _visible(text)
		)
		raise Refused(response.status, answer.get("exc_type", ""), readable(str(said)))
	return answer.get("message")


def readable(said: str) -> str:
	"""Frappe packs messages into JSON within JSON."""
	try:
		return " ".join(json.loads(each).get("message", "") for each in json.loads(said))
	except (ValueError, TypeError, AttributeError):
		return said


def _visible(html: str) -> str:
	return " ".join(re.sub(r"<(style|script).*?</\1>|<[^>]+>", " ", html, flags=re.DOTALL).split())[:300]
