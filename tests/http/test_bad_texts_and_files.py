"""Tests of texts and files as people type, paste and attach them: too long, decomposed, from the future, 60 MB, a page for a
picture.
"""

from __future__ import annotations

import io
import unicodedata
import uuid
import zipfile
from datetime import timedelta
from pathlib import Path

from tests.bad_days.ground import BENCH, ProvinceCase, number, rows
from tests.bad_days.said import in_vietnamese
from tests.main_job import files
from tests.main_job.client import Person, Refused

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
PAGE = b"<!doctype html><script>alert(document.cookie)</script>"
SVG = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"
FOLDER = BENCH.sites / BENCH.site


def docx_that_is_none() -> bytes:
	out = io.BytesIO()
	with zipfile.ZipFile(out, "w") as archive:
		archive.writestr("page.html", PAGE)
	return out.getvalue()


class TestBadTextsAndFiles(ProvinceCase):
	secretary: Person
	file: str

	@classmethod
	def setUpClass(cls) -> None:
		super().setUpClass()
		cls.secretary = cls.round.person("secretary")
		cls.file = f"{cls.round.organization('cell')}-{files.open_period(cls.round, 'Year')}"

	def items(self) -> list[dict]:
		return self.secretary.get("bontot.evaluation.api.get_evaluation", name=self.file)["items"]

	def item(self, key: str = "dk_1") -> dict:
		return next(item for item in self.items() if item["criterion_key"] == key)

	def save(self, remark: str, key: str = "dk_1") -> dict:
		item = self.item(key)
		return self.secretary.post(
			"bontot.evaluation.api.save_item",
			evaluation=self.file,
			criterion_key=key,
			result="Met",
			remark=remark,
			revision=item["revision"],
			save_key=str(uuid.uuid4()),
		)

	# texts

	def test_a_remark_that_is_too_long_is_refused_with_its_length_and_nothing_is_lost(self) -> None:
		self.save("Nội dung đã lưu trước.")
		for length, told in ((20_000, "20000"), (5_001, "5001")):
			refusal = self.assert_refused(
				lambda length=length: self.save("Đ" * length), "RemarkTooLongError", 417, told
			)
			self.assertIn("5000", refusal.text)
		self.assertEqual(self.item()["remark"], "Nội dung đã lưu trước.")
		self.save("Đ" * 5_000)
		self.assertEqual(self.item()["remark"], "Đ" * 5_000)

	def test_a_length_is_counted_in_letters_as_people_see_them(self) -> None:
		"""4,000 letters sent apart from their marks are 12,000 code points on the wire, and fit."""
		self.save(unicodedata.normalize("NFD", "ệ" * 4_000))
		self.assertEqual(self.item()["remark"], "ệ" * 4_000)

	def test_decomposed_text_is_stored_composed(self) -> None:
		text = "Đảng ủy xã Nậm Cắn thống nhất về nghị quyết"
		self.save(unicodedata.normalize("NFD", text))
		self.assertEqual(self.item()["remark"], text)
		stored = rows(
			f"SELECT hex(remark) FROM `tabEvaluation Item` WHERE parent = '{self.file}' AND criterion_key = 'dk_1'"
		)
		self.assertEqual(bytes.fromhex(stored[0][0]).decode(), text)

	def test_a_decomposed_name_is_found_by_search_without_marks(self) -> None:
		name = "Nguyễn Thị Hoàng Ngọc Ánh Tuyết"
		member = {
			"doctype": "Party Member",
			"organization": self.round.organization("cell"),
			"state": "Full",
			"full_name": unicodedata.normalize("NFD", name),
			"admission_date": "2010-01-01",
			"official_date": "2011-01-01",
		}
		made = self.secretary.post("frappe.client.insert", doc=member)
		self.assertEqual(made["full_name"], name)
		for typed in ("hoang ngoc anh", "Hoàng Ngọc", unicodedata.normalize("NFD", "ngọc ánh")):
			found = self.secretary.page(
				f"/api/method/frappe.desk.search.search_link?doctype=Party Member&txt={typed}"
			)
			self.assertIn(made["name"], found, typed)

	def test_letters_beyond_the_basic_plane_survive(self) -> None:
		text = "Hoàn thành tốt 👍🏽 🇻🇳 𠄩 — “đạt”"
		self.save(text)
		self.assertEqual(self.item()["remark"], text)

	def test_text_that_looks_like_a_page_stays_text(self) -> None:
		text = "<script>alert(1)</script> 5 < 6 & 'đạt'"
		self.save(text)
		self.assertNotIn("<script>", self.secretary.page("/app"))
		self.assertNotIn("<script>alert", str(self.item()["remark"]).replace(text, ""))

	# dates

	def test_a_meeting_in_the_future_may_be_planned_and_not_held(self) -> None:
		day = str(self.round.today + timedelta(days=3))
		values = {
			"organization": self.round.organization("cell"),
			"meeting_kind": "Cell Thematic",
			"meeting_date": day,
		}
		before = number("SELECT count(*) FROM tabMeeting")
		refusal = self.assert_refused(
			lambda: self.secretary.post(
				"frappe.client.insert",
				doc={"doctype": "Meeting", **values, "start_time": "19:30:00", "minutes_text": "Đã họp."},
			),
			"FutureMeetingError",
			417,
		)
		self.assertIn("Ngày", refusal.text)
		self.assertEqual(number("SELECT count(*) FROM tabMeeting"), before)
		planned = self.secretary.post("bontot.meeting.api.plan_meeting", **values, place="Nhà văn hóa")
		self.assertEqual(planned["status"], "Planned")
		self.assert_refused(
			lambda: self.secretary.post("bontot.meeting.api.finish", name=planned["name"]), status=417
		)

	# files

	def test_60_megabytes_are_refused_as_people_and_programs_read_it_and_nothing_is_lost(self) -> None:
		self.save("Trước khi gửi tệp lớn.")
		before = number("SELECT count(*) FROM tabFile")
		for accept in ("application/json", "text/html"):
			with self.subTest(accept):
				headers = {
					"Accept": accept,
					"Content-Type": "application/octet-stream",
					"X-Frappe-CSRF-Token": self.secretary.token,
				}
				path = "/api/method/upload_file" if accept == "application/json" else "/app"
				response, content = self.secretary.ask("POST", path, b"x" * 60_000_000, headers)
				self.assertEqual(response.status, 413)
				self.assertIn("25 MB", content.decode())
				self.assertIn(accept, response.headers["Content-Type"])
				if accept == "application/json":
					self.assertEqual(
						in_vietnamese(content.decode().partition('"message": "')[2].partition('"')[0]), ""
					)
		self.assertEqual(number("SELECT count(*) FROM tabFile"), before)
		self.assertEqual(self.item()["remark"], "Trước khi gửi tệp lớn.")

	def test_24_megabytes_are_taken(self) -> None:
		made = self.secretary.upload("Anh ky yeu.pdf", PDF + b"\n" * 24_000_000)
		self.assertEqual(made["is_private"], 1)

	def test_what_a_browser_would_run_is_not_taken(self) -> None:
		before = number("SELECT count(*) FROM tabFile"), set((FOLDER / "private" / "files").iterdir())
		for name, content in (
			("trang.html", PAGE),
			("ảnh.svg", SVG),
			("ANH.SVG", SVG),
			("Phiếu.XHTML", PAGE),
			("x.xml", SVG),
		):
			with self.subTest(name):
				self.assert_refused(
					lambda name=name, content=content: self.secretary.upload(name, content),
					"ActiveFileError",
					417,
					"PDF",
				)
		self.assertEqual(
			(number("SELECT count(*) FROM tabFile"), set((FOLDER / "private" / "files").iterdir())), before
		)

	def test_evidence_is_what_its_name_says(self) -> None:
		"""A polyglot: the name of one kind, the content of another, or both at once. It is either refused or harmless."""
		for name, content in (
			("trang.pdf", PAGE),
			("ảnh.png", SVG),
			("bien-ban.docx", docx_that_is_none()),
			("trong.pdf", b" "),
		):
			with self.subTest(name):
				self.assert_refused(
					lambda name=name, content=content: self.secretary.upload(name, content),
					"FileContentError",
					417,
				)
		self.assertEqual(self.item()["evidence"], [])
		both = self.secretary.upload("hai-mat.pdf", PDF + PAGE)
		self.add(both["file_url"])
		response, content = self.secretary.ask("GET", both["file_url"])
		self.assertEqual((response.status, content), (200, PDF + PAGE))
		self.assertEqual(response.headers["Content-Type"], "application/pdf")
		self.assertEqual(response.headers["X-Content-Type-Options"], "nosniff")

	def add(self, url: str) -> dict:
		return self.secretary.post(
			"bontot.evaluation.api.add_evidence",
			evaluation=self.file,
			criterion_key="dk_1",
			title="Biên bản",
			file_url=url,
		)

	def test_nothing_a_person_uploads_is_public(self) -> None:
		before = set((FOLDER / "public" / "files").iterdir())
		self.assert_refused(
			lambda: self.secretary.upload("cong-khai.pdf", PDF, is_private="0"), "PublicFileError", 403
		)
		made = self.secretary.upload("rieng.pdf", PDF + b"%rieng")
		self.assert_refused(
			lambda: self.secretary.post(
				"frappe.client.set_value", doctype="File", name=made["name"], fieldname="is_private", value=0
			),
			"PublicFileError",
			403,
		)
		self.assertEqual(set((FOLDER / "public" / "files").iterdir()), before)
		self.assertTrue(self.secretary.page(made["file_url"]))

	def test_the_public_folder_is_not_served_to_anyone(self) -> None:
		lying = FOLDER / "public" / "files" / f"{uuid.uuid4().hex}.txt"
		lying.write_text("ai cũng đọc được")
		self.addCleanup(lying.unlink)
		for person in (Person(BENCH.url), self.secretary):
			for path in (
				f"/files/{lying.name}",
				f"/files/../files/{lying.name}",
				f"/assets/../files/{lying.name}",
			):
				with self.subTest(path), self.assertRaises(Refused) as refused:
					person.page(path)
				self.assertIn(refused.exception.status, (400, 403, 404))

	def test_the_trace_of_files_ends_with_the_folder(self) -> None:
		for name in ("../../../site_config.json", "..\\..\\x.pdf", "a/b.pdf"):
			with self.subTest(name):
				try:
					made = self.secretary.upload(name, PDF + name.encode())
				except Refused as refusal:
					self.assertLess(refusal.status, 500, refusal)
					continue
				self.assertEqual(str(Path(made["file_url"]).parent), "/private/files")
