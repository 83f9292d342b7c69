import io
import unittest
import zipfile

from bontot.meeting.files import kind_by_content


def archive(*names: str) -> bytes:
	kept = io.BytesIO()
	with zipfile.ZipFile(kept, "w") as writing:
		for name in names:
			writing.writestr(name, "x")
	return kept.getvalue()


class TestKindByContent(unittest.TestCase):
	def test_known_kinds(self) -> None:
		self.assertEqual(kind_by_content(b"%PDF-1.7 ..."), "pdf")
		self.assertEqual(kind_by_content(b"\xff\xd8\xff\xe0"), "jpg")
		self.assertEqual(kind_by_content(b"\x89PNG\r\n\x1a\n"), "png")
		self.assertEqual(kind_by_content(archive("[Content_Types].xml", "word/document.xml")), "docx")

	def test_everything_else(self) -> None:
		for content in (
			b"",
			b"<svg onload='x'/>",
			b"<html>",
			b"MZ\x90",
			b"PK\x03\x04broken",
			archive("xl/workbook.xml"),
		):
			self.assertIsNone(kind_by_content(content), content[:10])
