"""A person of the matrix at the bench's own address: one request, one answer of any status."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass, field
from urllib.parse import urlencode

from tests.main_job.client import FELL, Refused
from tests.main_job.client import Person as Visitor

JSON = {"Accept": "application/json"}
WRITING = ("POST", "PUT", "DELETE")
# The framework's own tree looks for a column that organisations do not have; the desk asks ours. It falls, and tells nothing.
FALLS = "/api/method/frappe.desk.treeview.get_children?"


@dataclass(frozen=True, slots=True)
class Answer:
	status: int
	text: str
	content: bytes
	request: str  # what was asked, for whoever wants to ask it again

	@property
	def ok(self) -> bool:
		return self.status == 200

	@property
	def message(self) -> object:
		try:
			return json.loads(self.text).get("message")
		except (ValueError, AttributeError):
			return None

	@property
	def body(self) -> dict:
		try:
			body = json.loads(self.text)
		except ValueError:
			return {}
		return body if isinstance(body, dict) else {}

	@property
	def kind(self) -> str:
		"""The class of the refusal, without a person's words around it."""
		return str(self.body.get("exc_type") or "")


@dataclass(slots=True)
class Asker:
	who: str
	visitor: Visitor
	user: str = "Guest"
	other: str = ""  # somebody of another branch, to share with and assign to
	own: dict | None = None  # {name, path} of the organisation of this person's first living seat
	meeting: str = ""  # at one's own organisation
	file: str = ""  # a private file this person has uploaded, hanging on nothing
	asked: int = 0
	broken: list[str] = field(default_factory=list)  # requests that fell and should not

	@classmethod
	def signed_in(cls, who: str, url: str, user: str, password: str) -> Asker:
		"""By password, as a person does; who may not open the desk keeps the session without its token."""
		asker = cls(who, Visitor(url), user)
		if user != "Guest":
			try:
				asker.visitor.sign_in(user, password)
			except (Refused, AssertionError):
				if not asker.visitor.cookies.get("sid", "Guest") != "Guest":
					raise
		return asker

	def ask(self, method: str, path: str, /, **values: object) -> Answer:
		"""`values` go into the address of a GET and into the form of the others, lists and dicts as JSON."""
		sent = urlencode(
			{key: value if isinstance(value, str) else json.dumps(value) for key, value in values.items()}
		)
		headers = dict(JSON)
		if method in WRITING:
			headers["Content-Type"] = "application/x-www-form-urlencoded"
			if self.visitor.token:
				headers["X-Frappe-CSRF-Token"] = self.visitor.token
			return self._send(method, path, sent.encode(), headers, values)
		return self._send(method, f"{path}?{sent}" if sent else path, None, headers, values)

	def _send(self, method: str, path: str, body: bytes | None, headers: dict, describe: dict) -> Answer:
		response, content = self.visitor.ask(method, path, body, headers)
		self.asked += 1
		said = f"{method} {path.partition('?')[0]} {json.dumps(describe, ensure_ascii=False)[:600]}"
		answer = Answer(response.status, content.decode(errors="replace"), content, said)
		if answer.status >= 500 and not (answer.text == FELL and path.startswith(FALLS)):
			self.broken.append(f"{self.who}: {said} → {answer.status} {answer.text[-300:]}")
		return answer

	def upload(self, doctype: str = "", name: str = "", file_name: str = "ma-tran.txt") -> Answer:
		"""A private text file, hung on a document when one is named, sent as a browser does."""
		fields = {"is_private": "1"} | ({"doctype": doctype, "docname": name} if doctype else {})
		boundary = secrets.token_hex(12)
		head = "--{}\r\nContent-Disposition: form-data; {}\r\n\r\n{}\r\n"
		parts = [head.format(boundary, f'name="{key}"', value) for key, value in fields.items()]
		content = f"Tep cua {self.user} {boundary}"
		parts.append(head.format(boundary, f'name="file"; filename="{file_name}"', content))
		body = "".join(parts) + f"--{boundary}--\r\n"
		headers = JSON | {"Content-Type": f"multipart/form-data; boundary={boundary}"}
		if self.visitor.token:
			headers["X-Frappe-CSRF-Token"] = self.visitor.token
		return self._send(
			"POST", "/api/method/upload_file", body.encode(), headers, describe={"to": [doctype, name]}
		)

	def call(self, called: str, how: str = "POST", /, **values: object) -> Answer:
		return self.ask(how, f"/api/method/{called}", **values)
