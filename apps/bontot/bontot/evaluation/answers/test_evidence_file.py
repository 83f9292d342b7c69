import io
import tempfile
import zipfile
from pathlib import Path
from unittest import TestCase

from PIL import Image

from bontot.evaluation.answers import evidence_file


def image(kind: str) -> bytes:
	buffer = io.BytesIO()
	Image.new("RGB", (8, 8)).save(buffer, kind)
	return buffer.getvalue()


def office(member: str) -> bytes:
	buffer = io.BytesIO()
	with zipfile.ZipFile(buffer, "w") as archive:
		archive.writestr("[Content_Types].xml", "<Types/>")
		archive.writestr(member, "<document/>")
	return buffer.getvalue()


class TestEvidenceFile(TestCase):
	def problem(self, name: str, content: bytes):
		with tempfile.NamedTemporaryFile() as file:
			file.write(content)
			file.flush()
			return evidence_file.problem(name, Path(file.name))

	def test_kinds(self):
		pdf, html, svg = (
			b"%PDF-1.7\n",
			b"<!doctype html><script>",
			b"<svg xmlns='http://www.w3.org/2000/svg'/>",
		)
		cases = (
			("bien-ban.pdf", pdf, None),
			("BIEN-BAN.PDF", pdf, None),
			("anh.jpg", image("JPEG"), None),
			("anh.jpeg", image("JPEG"), None),
			("anh.png", image("PNG"), None),
			("nghi-quyet.docx", office("word/document.xml"), None),
			("bang.xlsx", office("xl/workbook.xml"), None),
			("bang.xlsx", office("word/document.xml"), "content"),
			("anh.svg", svg, "kind"),
			("trang.html", html, "kind"),
			("trang.pdf", html, "content"),
			("anh.png", svg, "content"),
			("anh.png", image("JPEG"), "content"),
			("chay.exe", b"MZ", "kind"),
			("khong-duoi", pdf, "kind"),
			("rong.pdf", b"", "empty"),
			("nen.docx", b"PK\x03\x04 not a zip", "content"),
		)
		for name, content, wanted in cases:
			with self.subTest(name=name, wanted=wanted):
				self.assertEqual(self.problem(name, content), wanted)

	def test_size(self):
		with tempfile.NamedTemporaryFile() as file:
			file.write(b"%PDF-1.7\n")
			file.truncate(evidence_file.LARGEST)
			self.assertIsNone(evidence_file.problem("to.pdf", Path(file.name)))
			file.truncate(evidence_file.LARGEST + 1)
			self.assertEqual(evidence_file.problem("to.pdf", Path(file.name)), "size")
