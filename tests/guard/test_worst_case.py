"""The largest input that each door still takes, in seconds of one worker; and the smallest that it refuses, in words.

What is measured is the processor's time of the web workers, not the clock's: other work on the machine does not count. The bound
is that of a machine of our own; one on which the same loop of Python takes longer is given as much more.
"""

from __future__ import annotations

import base64
import io
import json
import os
import time
import unittest
import zlib
from collections.abc import Callable
from pathlib import Path

from PIL import Image

from ops import services
from tests.bad_days.ground import BENCH, rows
from tests.bad_days.said import in_vietnamese
from tests.guard.ground import SharedCase, ask
from tests.guard.test_pictures import upload
from tests.main_job.client import Person, readable

MOST_SECONDS = 2.0
LOOP, LOOP_SECONDS = 5_000_000, 0.1
MOST_PAGES = 20  # of photographed minutes
TRIES = 6  # a worker that is asked for the first time reads its fonts and formats first; there are five
TICKS = os.sysconf("SC_CLK_TCK")
Act = Callable[[Person], tuple[int, str]]
MENTION = (
	'<span class="mention" data-id="nobody-{0}@thu.example" data-value="A" data-denotation-char="@">@A</span>'
)


def seconds_of_workers() -> float:
	"""What the web server's processes have taken of the processor until now."""
	main = services.pid_file(BENCH, "web").alive()
	taken = 0.0
	for stat in Path("/proc").glob("[0-9]*/stat"):
		try:
			fields = stat.read_text().rpartition(")")[2].split()
		except OSError:
			continue  # it has ended
		if int(stat.parent.name) == main or int(fields[1]) == main:
			taken += (int(fields[11]) + int(fields[12])) / TICKS
	return taken


def slowness() -> float:
	"""How much slower than our own this machine is just now, at least 1."""
	began = time.process_time()
	for _number in range(LOOP):
		pass
	return max(1.0, (time.process_time() - began) / LOOP_SECONDS)


def method(door: str, **form: object) -> Act:
	return lambda person: ask(person, "POST", f"/api/method/{door}", form=form)


def words(text: str) -> str:
	"""Of an answer, what the person reads."""
	try:
		found = json.loads(text)
	except ValueError:
		return text
	return readable(found.get("_server_messages") or "[]") or str(found.get("message"))


def png(width: int, height: int) -> bytes:
	"""A picture of one colour: the fewest bytes for the most dots."""

	def part(kind: bytes, data: bytes) -> bytes:
		return len(data).to_bytes(4) + kind + data + zlib.crc32(kind + data).to_bytes(4)

	head = width.to_bytes(4) + height.to_bytes(4) + bytes((8, 2, 0, 0, 0))
	lines = zlib.compress((b"\0" + b"\x7f" * 3 * width) * height, 9)
	return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", lines) + part(b"IEND", b"")


def photograph(width: int, height: int) -> bytes:
	"""As a telephone takes it of paper with writing on it, held upright: lying on its side, with a mark of how to turn it."""
	grain = Image.effect_noise((width // 2, height // 2), 20).resize((width, height))
	exif = Image.Exif()
	exif[0x0112] = 6
	kept = io.BytesIO()
	grain.convert("RGB").save(kept, "JPEG", quality=85, exif=exif)
	return kept.getvalue()


def picture(width: int, height: int) -> str:
	return f'<img src="data:image/png;base64,{base64.b64encode(png(width, height)).decode()}">'


def table(count: int, cell: str = "Chi bộ thôn") -> str:
	return "<table>" + ("<tr>" + f"<td>{cell}</td>" * 6 + "</tr>") * count + "</table>"


class TestWorstCase(SharedCase):
	@classmethod
	def setUpClass(cls) -> None:
		super().setUpClass()
		cls.person = cls.round.person("secretary")
		((cls.member,),) = rows(
			f"SELECT name FROM `tabParty Member` WHERE organization = '{cls.round.organization('cell')}' LIMIT 1"
		)
		cls.table: list[tuple[str, str, int, float]] = []
		cls.slow = slowness()

	@classmethod
	def tearDownClass(cls) -> None:
		print(
			f"\ndoor | input | status | seconds of one worker (this machine: {cls.slow:.1f} times as slow as ours)"
		)
		for door, said, status, seconds in cls.table:
			print(f"{door} | {said} | {status} | {seconds:.2f}")
		super().tearDownClass()

	def measured(
		self, door: str, said: str, act: Act | None, ready: Callable[[], Act] | None = None
	) -> tuple[int, str]:
		"""`ready` makes the act anew for each try, where one that has been done is done quickly."""
		bound = MOST_SECONDS * max(self.slow, slowness())
		for _time in range(TRIES):
			act = ready() if ready else act
			before = seconds_of_workers()
			status, text = act(self.person)
			seconds = seconds_of_workers() - before
			if seconds <= bound:
				break
		self.table.append((door, said, status, seconds))
		self.assertLessEqual(seconds, bound, f"{door}, {said}: {seconds:.2f} s of a worker")
		return status, text

	def takes(
		self,
		door: str,
		said: str,
		act: Act | None = None,
		statuses: tuple[int, ...] = (200,),
		ready: Callable[[], Act] | None = None,
	) -> None:
		with self.subTest(door, input=said):
			status, text = self.measured(door, said, act, ready)
			self.assertIn(status, statuses, text[:300])

	def refuses(self, door: str, said: str, act: Act, status: int = 422) -> None:
		with self.subTest(door, input=said):
			found, text = self.measured(door, said, act)
			self.assertEqual(found, status, text[:300])
			self.assertEqual(in_vietnamese(words(text)), "", text[:300])

	def comment(self, content: str) -> Act:
		return method(
			"frappe.desk.form.utils.add_comment", reference_doctype="Party Member", reference_name=self.member, content=content,
			comment_email="x", comment_by="x",
		)  # fmt: skip

	def test_comments(self) -> None:
		formats = "".join(f"<font color={number}>" for number in range(59))
		for said, content in {
			"60 elements deep": "<div>" * 60,
			"5,000 elements": "<br>" * 5_000,
			"59 formats begun again in 4,900 paragraphs": formats + "<p>x" * 1 + "</p><p>x" * 4_900,
			"200,000 letters": "ă " * 99_000,
			"one tag of 20,000 attributes": "<p " + "".join(f"a{n}=1 " for n in range(20_000)) + ">x</p>",
			"50 mentions": "".join(MENTION.format(n) for n in range(50)),
			"pictures of 30 million dots": picture(3000, 2000) * 5,
			"20,000 signs": "< " * 20_000,
		}.items():
			self.takes("comment", said, self.comment(content))
		for said, content in {
			"61 elements deep": "<div>" * 61,
			"20,000 elements deep": "<div>" * 20_000,
			"3 MB of <b>": "<b>" * 1_000_000,
			"5,001 elements": "<br>" * 5_001,
			"200,001 letters": "a" * 200_001,
			"51 mentions": "".join(MENTION.format(n) for n in range(51)),
			"11 pictures": picture(8, 8) * 11,
			"1,000 pictures": picture(8, 8) * 1_000,
			"20,001 signs": "< " * 20_001,
		}.items():
			self.refuses("comment", said, self.comment(content))
		self.refuses("comment", "pictures of 36 million dots", self.comment(picture(3000, 2000) * 6), 417)

	def test_documents_by_every_door_that_saves(self) -> None:
		for said, text, taken in (
			("60 elements deep", "<div>" * 60 + "x", True),
			("5,000 elements", "<p>x</p>" * 5_000, True),
			("61 elements deep", "<div>" * 61, False),
			("1,000,000 elements", "<b>" * 1_000_000, False),
		):
			note = {"doctype": "Note", "title": f"x {said} {time.monotonic_ns()}", "content": text}
			doors: dict[str, Act] = {
				"insert": method("frappe.client.insert", doc=note),
				"resource": lambda person, note=note: ask(
					person, "POST", "/api/resource/Note", body=note | {"title": note["title"] + "r"}
				),
				"savedocs": method(
					"frappe.desk.form.save.savedocs", action="Save",
					doc=note | {"title": note["title"] + "s", "__islocal": 1, "name": "new-note-1"},
				),
				"assignment": method(
					"frappe.desk.form.assign_to.add", assign_to=[self.round.user("secretary")], doctype="Party Member", name=self.member,
					description=text,
				),
				"set_value": method(
					"frappe.client.set_value", doctype="Party Member", name=self.member, fieldname="full_name", value=text
				),
			}  # fmt: skip
			for door, act in doors.items():
				if taken:
					statuses = (200, 403, 404, 417) if door == "set_value" else (200,)
					self.takes(door, said, act, statuses)
				else:
					self.refuses(door, said, act)

	def test_reports_as_pdf(self) -> None:
		pdf = "bontot.guard.payload.report_page.report_to_pdf"
		for said, html in {
			"300 rows of 6 cells": table(300),
			"80 rows of 25 cells": "<table>" + ("<tr>" + "<td>Chi</td>" * 25 + "</tr>") * 80 + "</table>",
			"160,000 letters": ("<p>" + "Chi bộ thôn một " * 1_240 + "</p>") * 8,
		}.items():
			self.takes("report_to_pdf", said, method(pdf, html=html))
		for said, html in {
			"6,000 rows": "<table>" + "<tr><td>x</td></tr>" * 6_000 + "</table>",
			"350 rows of 6 cells": table(350),
			"300 elements deep": "<div>" * 300,
			"26 columns": "<table><tr>" + "<td>x</td>" * 26 + "</tr></table>",
			"20,001 letters on end": "<p>" + "x" * 20_001 + "</p>",
		}.items():
			self.refuses("report_to_pdf", said, method(pdf, html=html))

	def test_lists(self) -> None:
		names = [f"nobody-{number}@thu.example" for number in range(2_001)]
		find = "frappe.client.get_list"
		self.takes(
			"filter",
			"2,000 values",
			method(find, doctype="Party Member", filters=[["name", "in", names[:2_000]]]),
		)
		self.refuses(
			"filter", "2,001 values", method(find, doctype="Party Member", filters=[["name", "in", names]])
		)
		self.refuses("order_by", "201 letters", method(find, doctype="Party Member", order_by="name," * 41))
		given = {"doctype": "Party Member", "name": self.member, "description": "x"}
		self.refuses(
			"assignment", "21 people", method("frappe.desk.form.assign_to.add", assign_to=names[:21], **given)
		)
		tag = "frappe.desk.doctype.tag.tag.add_tags"
		tags = [f"nhãn {number}" for number in range(11)]
		self.takes("tags", "10", method(tag, dt="Party Member", docs=[self.member], tags=tags[:10], color=""))
		self.refuses("tags", "11", method(tag, dt="Party Member", docs=[self.member], tags=tags, color=""))
		self.refuses(
			"tags", "of 101 documents", method(tag, dt="Party Member", docs=["x"] * 101, tags=["x"], color="")
		)
		self.refuses("zip", "51 files", method("frappe.core.api.file.zip_files", files=["x"] * 51))

	def test_photographed_minutes(self) -> None:
		api, pages = "bontot.meeting.api", "bontot.meeting.pages_api"
		today = self.round.today.isoformat()
		name = self.person.post(
			f"{api}.new_meeting", organization=self.round.organization("cell"), meeting_kind="Cell Thematic", meeting_date=today
		)["name"]  # fmt: skip

		def add(content: bytes, ending: str) -> Act:
			url = self.person.upload(f"trang.{ending}", content)["file_url"]
			return method(f"{pages}.add_page", name=name, file_url=url)

		def use() -> Act:
			for _number in range(MOST_PAGES):
				self.assertEqual(add(page, "jpg")(self.person)[0], 200)
			return method(f"{pages}.use_pages", name=name, place="instead")

		large, page = photograph(8000, 5000), photograph(2000, 2000)
		self.takes(
			"upload",
			"a photograph of 40 million dots that is turned",
			lambda person: upload(person, "a.jpg", large),
		)
		for said, content, ending in (
			("a photograph of 40 million dots", large, "jpg"),
			("a drawing of 40 million dots", png(8000, 5000), "png"),
		):
			self.takes("add_page", said, ready=lambda content=content, ending=ending: add(content, ending))
		for row in self.person.get(f"{api}.get_meeting", name=name)["minutes"]["pages"]:
			self.person.post(f"{pages}.remove_page", name=name, page=row["name"])
		self.takes("use_pages", f"{MOST_PAGES} pages of 4 million dots", ready=use)

	def test_files(self) -> None:
		self.takes(
			"upload", "a picture of 35 million dots", lambda person: upload(person, "a.png", png(7000, 5000))
		)
		self.refuses(
			"upload",
			"a picture of 41 million dots",
			lambda person: upload(person, "b.png", png(8200, 5000)),
			417,
		)


if __name__ == "__main__":
	unittest.main()
