"""Tests of broken pictures: refused in plain words by every endpoint that takes one, from everybody."""

from __future__ import annotations

import base64
import json
import struct
import unittest
from collections.abc import Callable

from tests.bad_days.ground import BENCH, rows
from tests.bad_days.said import in_vietnamese
from tests.guard.ground import SHORT, SharedCase, ask, elsewhere, unguarded
from tests.main_job.client import Person, Refused, readable

NO_JPEG = b"\xff\xd8\xff\xe0" + b"x" * 500
# A head that says how large the picture is, and no picture: more dots than a machine has memory for.
HUGE = (
	b"\xff\xd8\xff\xc0\x00\x11\x08"
	+ struct.pack(">HH", 60_000, 60_000)
	+ b"\x03\x01\x11\x00\x02\x11\x00\x03\x11\x00"
)
NO_PNG = b"\x89PNG\r\n\x1a\n" + b"x" * 99
NO_GIF = b"GIF89a" + b"\xff" * 30
NO_WEBP = b"RIFF\x40\x00\x00\x00WEBPVP8 " + b"\xff" * 40
BROKEN = {
	"a.jpg": NO_JPEG, "b.JPEG": HUGE, "c.png": NO_PNG, "d.gif": NO_GIF, "e.webp": NO_WEBP, "f.jpg": b"\xff\xd8\xff", "g.jpg": b"x",
}  # fmt: skip
Door = Callable[[Person, str, bytes, str], tuple[int, str]]


def file(name: str, content: bytes) -> dict[str, object]:
	encoded = base64.b64encode(content).decode()
	return {"doctype": "File", "file_name": name, "content": encoded, "decode": 1, "is_private": 1}


def within(name: str, content: bytes) -> str:
	kind = {"jpg": "jpeg"}.get(name.lower().rpartition(".")[2], name.lower().rpartition(".")[2])
	return f'<p><img src="data:image/{kind};filename={name};base64,{base64.b64encode(content).decode()}"></p>'


def method(name: str, **form: object) -> Callable[[Person], tuple[int, str]]:
	return lambda person: ask(person, "POST", f"/api/method/{name}", form=form)


def upload(person: Person, name: str, content: bytes, **fields: str) -> tuple[int, str]:
	try:
		return 200, str(person.upload(name, content, **fields))
	except Refused as refusal:
		return refusal.status, json.dumps({"exc_type": refusal.kind, "message": refusal.text})


FILES: dict[str, Door] = {
	"upload": lambda person, name, content, _on: upload(person, name, content),
	"upload, made smaller": lambda person, name, content, _on: upload(person, name, content, optimize="1"),
	"onto a document": lambda person, name, content, on: upload(person, name, content, doctype="Party Member", docname=on),
	"insert": lambda person, name, content, _on: method("frappe.client.insert", doc=file(name, content))(person),
	"save": lambda person, name, content, _on: method("frappe.client.save", doc=file(name, content))(person),
	"form": lambda person, name, content, _on: method(
		"frappe.desk.form.save.savedocs", doc=file(name, content) | {"__islocal": 1, "name": "new-file-1"}, action="Save"
	)(person),
	"address": lambda person, name, content, _on: ask(person, "POST", "/api/resource/File", body=file(name, content)),
}  # fmt: skip
ADMINISTRATORS: dict[str, Door] = {
	"many": lambda person, name, content, _on: method("frappe.client.insert_many", docs=[file(name, content)])(person),
	"attach": lambda person, name, content, on: method(
		"frappe.client.attach_file", filename=name, filedata=base64.b64encode(content).decode(), decode_base64="1",
		doctype="Party Member", docname=on, is_private="1",
	)(person),
}  # fmt: skip
TEXTS: dict[str, Door] = {
	"comment": lambda person, name, content, on: method(
		"frappe.desk.form.utils.add_comment", reference_doctype="Party Member", reference_name=on, content=within(name, content),
		comment_email="a@b.vn", comment_by="x",
	)(person),
	"note": lambda person, name, content, _on: method(
		"frappe.client.insert", doc={"doctype": "Note", "title": f"Ghi {name}", "content": within(name, content)}
	)(person),
}  # fmt: skip


class TestBrokenPictures(SharedCase):
	def people(self) -> dict[str, Person]:
		administrator = self.round.signed_in("Administrator", self.round.password("administrator"))
		return {"secretary": self.round.person("secretary"), "administrator": administrator}

	def member(self) -> str:
		return self.round.person("secretary").get("frappe.client.get_list", doctype="Party Member")[0]["name"]

	def test_it_is_refused_by_every_door(self) -> None:
		before, on, wrong, asked = rows("SELECT count(*) FROM tabFile"), self.member(), [], 0
		folder = BENCH.sites / BENCH.site / "private" / "files"
		lying = set(folder.iterdir())
		for label, person in self.people().items():
			doors = FILES | TEXTS | (ADMINISTRATORS if label == "administrator" else {})
			for door, by in doors.items():
				for name, content in self.broken(asked):
					status, text = by(person, name, content, on)
					asked += 1
					if problem := self.problem(status, text):
						wrong.append(f"{label}, {door}, {name}: {status} {problem}")
		print(f"\n{asked} broken pictures sent, {len(wrong)} not refused as they should be")
		self.assertEqual(wrong, [], "\n".join(wrong))
		self.assertEqual(rows("SELECT count(*) FROM tabFile"), before)
		self.assertEqual(set(folder.iterdir()), lying, "what was refused is not left on the disk")

	def broken(self, place: int) -> list[tuple[str, bytes]]:
		"""All of them; in the short run two, others at each door."""
		every = list(BROKEN.items())
		return [every[(place + turn) % len(every)] for turn in range(2)] if SHORT else every

	def problem(self, status: int, text: str) -> str:
		try:
			answer = json.loads(text)
		except ValueError:
			return text[:200]
		if status != 417 or answer.get("exc_type") != "FileContentError":
			return f"{answer.get('exc_type')} {text[:200]}"
		return in_vietnamese(readable(str(answer.get("_server_messages") or answer.get("message"))))

	def test_control_without_the_guard_it_is_a_failure_of_the_server(self) -> None:
		person, on = self.people()["administrator"], self.member()
		with unguarded() as url:
			bare, failed = elsewhere(person, url), set()
			for door, by in (FILES | ADMINISTRATORS | TEXTS).items():
				if by(bare, "a.jpg", NO_JPEG, on)[0] >= 500:
					failed.add(door)
		self.assertGreaterEqual(len(failed), 8, failed)


if __name__ == "__main__":
	unittest.main()
