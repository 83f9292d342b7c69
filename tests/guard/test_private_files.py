"""A private file stays with its people, whatever takes its address, and equal bytes tell nothing."""

from __future__ import annotations

import base64
import json
import secrets
import unittest
from collections.abc import Callable, Iterator
from urllib.parse import quote

from tests.bad_days.ground import BENCH, number, rows
from tests.guard.ground import SharedCase, ask, elsewhere, unguarded
from tests.main_job.client import Person

PNG = base64.b64decode(
	"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
FILES = BENCH.sites / BENCH.site


def call(person: Person, door: str, method: str = "POST", **form: object) -> tuple[int, str]:
	return ask(person, method, f"/api/method/{door}", form=form)


def text() -> bytes:
	return f"mật {secrets.token_hex(8)}".encode()


class FilesCase(SharedCase):
	def setUp(self) -> None:
		self.owner, self.far = self.round.person("secretary"), self.round.person("neighbour")
		self.words = text()
		self.file = self.owner.upload("bien-ban.txt", self.words, **self.member(self.owner))
		self.address = self.file["file_url"]

	def member(self, person: Person) -> dict[str, str]:
		name = person.get("frappe.client.get_list", doctype="Party Member")[0]["name"]
		return {"doctype": "Party Member", "docname": name}

	def share_with_itself(self, label: str) -> str:
		"""What the framework does once an administrator saves an account: its owner may write it."""
		administrator = self.round.signed_in("Administrator", self.round.password("administrator"))
		user = self.round.user(label)
		status, said = ask(administrator, "PUT", f"/api/resource/User/{quote(user)}", body={"bio": "x"})
		self.assertEqual(status, 200, said)
		return user

	def lying(self) -> set[str]:
		return {path.name for path in (FILES / "public" / "files").iterdir()}


class TestForeignFiles(FilesCase):
	def ways(self, user: str) -> Iterator[tuple[str, Callable[[Person], tuple[int, str]]]]:
		"""Ways to write the foreign address down: name, request."""
		own = self.far.upload("cua-toi.txt", text())["name"]
		title = secrets.token_hex(4)
		picture = f'<p><img src="{self.address}"></p>'
		member = self.member(self.far)["docname"]
		note = {"doctype": "Note", "title": title, "content": picture}
		row = {"doctype": "File", "file_url": self.address, "file_name": "x.txt"}

		def put(doctype: str, name: str, **values: object) -> Callable[[Person], tuple[int, str]]:
			return lambda person: ask(
				person, "PUT", f"/api/resource/{quote(doctype)}/{quote(name)}", body=values
			)

		def asked(door: str, **form: object) -> Callable[[Person], tuple[int, str]]:
			return lambda person: call(person, door, **form)

		def stored(doctype: str, name: str, **values: object) -> Callable[[Person], tuple[int, str]]:
			return asked("frappe.client.set_value", doctype=doctype, name=name, fieldname=values)

		yield "own picture", put("User", user, user_image=self.address)
		yield "own picture by one field", stored("User", user, user_image=self.address)
		yield "own signature", put("User", user, email_signature=picture)
		yield "row", asked("frappe.client.insert", doc=row | {"is_private": 1})
		yield "public row", asked("frappe.client.insert", doc=row | {"is_private": 0})
		yield "rows", asked("frappe.client.insert_many", docs=[row | {"is_private": 1}])
		yield (
			"row by its address",
			lambda person: ask(person, "POST", "/api/resource/File", body=row | {"is_private": 1}),
		)
		yield (
			"named alone",
			asked(
				"frappe.client.insert",
				doc={"doctype": "File", "file_name": self.disk_name(), "is_private": 1},
			),
		)
		for private in ("0", "1"):
			yield (
				f"upload by address {private}",
				asked("upload_file", file_url=self.address, is_private=private),
			)
		yield "from the library", asked("upload_file", library_file_name=self.file["name"], is_private="1")
		yield "own row led there", stored("File", own, file_url=self.address)
		yield "own row led there by its form", put("File", own, file_url=self.address)
		yield "own row without an address", put("File", own, file_url="", file_name=self.disk_name())
		yield "own row made public", put("File", own, is_private=0)
		yield "own thumbnail", stored("File", own, thumbnail_url=self.address)
		yield "foreign row hung elsewhere", stored("File", self.file["name"], attached_to_name=member)
		yield "foreign row made public", put("File", self.file["name"], is_private=0)
		yield "note", asked("frappe.client.insert", doc=note)
		yield (
			"note by its form",
			asked("frappe.desk.form.save.savedocs", doc=note | {"__islocal": 1}, action="Save"),
		)
		yield (
			"task",
			asked(
				"frappe.client.insert", doc={"doctype": "ToDo", "description": picture, "allocated_to": user}
			),
		)
		yield (
			"event",
			asked(
				"frappe.client.insert",
				doc={
					"doctype": "Event",
					"subject": title,
					"starts_on": "2026-12-02 08:00:00",
					"description": picture,
				},
			),
		)
		yield "comment", asked(
			"frappe.desk.form.utils.add_comment", reference_doctype="Party Member", reference_name=member,
			content=picture, comment_email=user, comment_by="x",
		)  # fmt: skip
		yield "member's page", put("Party Member", member, note=picture)
		yield "minutes", asked(
			"frappe.client.insert",
			doc={
				"doctype": "Meeting", "organization": self.round.organization("neighbour"), "title": title,
				"meeting_kind": "Cell Regular", "meeting_date": "2026-11-03", "minutes_file": self.address,
			},
		)  # fmt: skip
		yield "mail", asked(
			"frappe.core.doctype.communication.email.make", doctype="Party Member", name=member, subject=title,
			content=f'<img embed="{self.address}">', recipients=user, attachments=[self.file["name"]],
		)  # fmt: skip
		yield (
			"letter head",
			asked(
				"frappe.client.insert",
				doc={"doctype": "Letter Head", "letter_head_name": title, "image": self.address},
			),
		)
		yield "archive", asked("frappe.core.api.file.zip_files", files=[self.file["name"]])
		yield "asked for", lambda person: call(person, "download_file", "GET", file_url=self.address)
		yield "opened", lambda person: ask(person, "GET", self.address)

	def disk_name(self) -> str:
		return self.address.rpartition("/")[2]

	def test_no_way_of_writing_its_address_opens_a_foreign_file(self) -> None:
		user = self.share_with_itself("neighbour")
		lying, known = (
			self.lying(),
			f"SELECT count(*) FROM tabFile WHERE file_url LIKE '%{self.disk_name()}%'",
		)
		tried = 0
		for name, way in self.ways(user):
			with self.subTest(name):
				status, said = way(self.far)
				tried += 1
				if name in (
					"member's page",
					"own thumbnail",
				):  # what is no field of it, or the server's, is left out
					self.assertLess(status, 500, said)
				else:
					self.assertIn(status, (403, 404, 417), f"{name}: {status} {said[:300]}")
				self.assertNotIn(self.words.decode(), said)
				self.assertEqual(self.lying(), lying, "a public copy")
				self.assertEqual(number(known), 1, "a further row")
				self.assertIn(ask(self.far, "GET", self.address)[0], (403, 404))
		self.assertGreater(tried, 25)
		self.assertEqual(self.owner.ask("GET", self.address)[0].status, 200, "its owner still opens it")

	def test_control_without_the_rule_the_own_picture_is_a_public_copy(self) -> None:
		user = self.share_with_itself("neighbour")
		lying = self.lying()
		with unguarded() as url:
			bare = elsewhere(self.far, url)
			status, said = ask(
				bare, "PUT", f"/api/resource/User/{quote(user)}", body={"user_image": self.address}
			)
			self.assertEqual(status, 200, said)
			copies = self.lying() - lying
			self.addCleanup(rows, f"UPDATE tabUser SET user_image = NULL WHERE name = '{user}'; COMMIT")
			for name in copies:
				self.addCleanup((FILES / "public" / "files" / name).unlink)
				self.addCleanup(rows, f"DELETE FROM tabFile WHERE file_url = '/files/{name}'; COMMIT")
			self.assertEqual(len(copies), 1)
			told = call(bare, "download_file", "GET", file_url=f"/files/{copies.copy().pop()}")[1]
			self.assertEqual(told, self.words.decode())

	def test_equal_bytes_tell_nothing(self) -> None:
		mine = self.far.upload("bien-ban.txt", self.words)
		self.assertNotEqual(mine["file_url"], self.address)
		self.assertEqual(mine["file_name"], "bien-ban.txt")
		self.assertNotIn(self.disk_name(), json.dumps(mine))
		other = self.far.upload("bien-ban.txt", text())
		self.assertEqual(
			[len(each["file_url"]) for each in (mine, other)], [len(self.address)] * 2, "nor does the address"
		)
		self.far.post("frappe.client.delete", doctype="File", name=mine["name"])
		response, content = self.owner.ask("GET", self.address)
		self.assertEqual((response.status, content), (200, self.words))


class TestOwnFiles(FilesCase):
	"""The other side: what people do with files of their own."""

	def opens(self, person: Person, address: str) -> bool:
		return person.ask("GET", address)[0].status == 200

	def test_a_file_is_attached_used_again_and_taken_away(self) -> None:
		on = self.member(self.owner)
		again = self.owner.post("upload_file", file_url=self.address, is_private=1, **on)
		self.assertEqual((again["file_url"], again["is_private"]), (self.address, 1))
		self.owner.post("frappe.client.delete", doctype="File", name=again["name"])
		self.assertTrue(self.opens(self.owner, self.address), "the other row still has it")
		self.owner.post("frappe.client.delete", doctype="File", name=self.file["name"])
		self.assertFalse(self.opens(self.owner, self.address))
		self.assertFalse((FILES / self.address.lstrip("/")).exists())

	def test_minutes_are_attached_to_ones_own_meeting(self) -> None:
		mine = self.owner.upload("bien-ban.pdf", b"%PDF-1.4\n%%EOF")
		meeting = {
			"doctype": "Meeting", "organization": self.round.organization("cell"), "title": secrets.token_hex(4),
			"meeting_kind": "Cell Regular", "meeting_date": "2026-11-04",
		}  # fmt: skip
		found = self.owner.get(
			"frappe.client.get_list",
			doctype="Meeting",
			filters=json.dumps({"docstatus": 0}),
			limit_page_length=1,
		)
		name = found[0]["name"] if found else self.owner.post("frappe.client.insert", doc=meeting)["name"]
		made = self.owner.post(
			"frappe.client.set_value",
			doctype="Meeting",
			name=name,
			fieldname="minutes_file",
			value=mine["file_url"],
		)
		self.assertEqual(made["minutes_file"], mine["file_url"])
		self.assertTrue(self.opens(self.owner, mine["file_url"]))
		self.assertFalse(self.opens(self.far, mine["file_url"]))

	def test_a_picture_in_a_comment_is_seen_by_readers_of_the_document(self) -> None:
		on = self.member(self.owner)
		sent = f'<p>x <img src="data:image/png;base64,{base64.b64encode(PNG).decode()}"></p>'
		status, said = call(
			self.owner, "frappe.desk.form.utils.add_comment", reference_doctype=on["doctype"],
			reference_name=on["docname"], content=sent, comment_email="x", comment_by="x",
		)  # fmt: skip
		self.assertEqual(status, 200, said)
		comment = json.loads(said)["message"]
		address = comment["content"].partition('src="')[2].partition('"')[0].partition("?")[0]
		self.assertTrue(address.startswith("/private/files/"), comment)
		self.assertEqual([self.opens(person, address) for person in (self.owner, self.far)], [True, False])
		again = call(
			self.owner,
			"frappe.desk.form.utils.update_comment",
			name=comment["name"],
			content=comment["content"],
		)
		self.assertEqual(again[0], 200, again[1])

	def test_a_picture_of_oneself_is_seen_by_those_who_see_the_person(self) -> None:
		user = self.share_with_itself("secretary")
		mine = self.owner.upload("toi.png", PNG, doctype="User", docname=user, fieldname="user_image")
		path, values = f"/api/resource/User/{quote(user)}", {"user_image": mine["file_url"]}
		status, said = ask(self.owner, "PUT", path, body=values)
		self.assertEqual(status, 200, said)
		self.addCleanup(rows, f"UPDATE tabUser SET user_image = NULL WHERE name = '{user}'; COMMIT")
		self.assertEqual(number(f"SELECT count(*) FROM tabFile WHERE file_url = '{mine['file_url']}'"), 1)
		reviewer = self.round.person("reviewer")
		seen = [self.opens(person, mine["file_url"]) for person in (self.owner, reviewer, self.far)]
		self.assertEqual(seen, [True, True, False])


if __name__ == "__main__":
	unittest.main()
