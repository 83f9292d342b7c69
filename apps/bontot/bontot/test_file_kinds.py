import io
import unittest
import zipfile

from PIL import Image

from bontot import file_kinds

HTML, SVG = b"<!doctype html><script>1</script>", b"<svg xmlns='http://www.w3.org/2000/svg' onload='1'/>"
PDF, OLD = b"%PDF-1.7\n", file_kinds.OLDER_HEAD + bytes(600)


def image(kind: str) -> bytes:
	buffer = io.BytesIO()
	Image.new("RGB", (8, 8)).save(buffer, kind)
	return buffer.getvalue()


def office(*members: str, bytes_each: int = 1) -> bytes:
	buffer = io.BytesIO()
	with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
		for member in members:
			with archive.open(member, "w", force_zip64=True) as part:
				for _block in range(-(-bytes_each // 2**20)):
					part.write(bytes(min(bytes_each, 2**20)))
	return buffer.getvalue()


class TestFileKinds(unittest.TestCase):
	def test_name_and_content(self):
		word = office("word/document.xml")
		cases = (
			("Biên bản.pdf", PDF, None), ("A.PDF", PDF, None), ("a.html.pdf", PDF, None), ("a.jpeg", image("JPEG"), None),
			("a.png", image("PNG"), None), ("a.gif", image("GIF"), None), ("a.docx", word, None), ("a.doc", OLD, None),
			("a.txt", "Tiếng Việt: 5 < 6".encode(), None), ("a.csv", b"a,b\n1,2\n", None), ("a.txt", "Tiếng".encode("utf-16"), None),
			("a", PDF, "kind"), ("", PDF, "kind"), ("a.html", HTML, "kind"), ("a.pdf.html", PDF, "kind"), ("a.svg", SVG, "kind"),
			("a.zip", word, "kind"), ("a.exe", b"MZ\x90\0", "kind"), ("a.php", b"<?php 1;", "kind"), ("a.docm", word, "kind"),
			("a.pdf", HTML, "content"), ("a.png", SVG, "content"), ("a.jpg", image("PNG"), "content"), ("a.doc", HTML, "content"),
			("a.txt", HTML, "content"), ("a.csv", b"x" * 3000 + SVG, "content"), ("a.txt", b"MZ\x90\0", "content"),
			("a.txt", PDF, "content"), ("a.txt", HTML.decode().encode("utf-16"), "content"), ("a.pdf", b" " * 2000 + PDF, "content"),
			("a.xlsx", word, "content"), ("a.docx", b"PK\x03\x04rest", "content"), ("a.docx", PDF, "content"),
			("a.docx", office("word/document.xml", "word/vbaProject.bin"), "content"), ("a.pdf", b"", "empty"),
		)  # fmt: skip
		for name, content, wanted in cases:
			with self.subTest(name, head=content[:20]):
				self.assertEqual(file_kinds.problem(name, io.BytesIO(content)), wanted)

	def test_what_would_unpack_to_far_more_is_not_taken(self):
		bomb = office("word/document.xml", bytes_each=file_kinds.MOST_UNPACKED + 2**20)
		self.assertLess(len(bomb), 2**20)
		self.assertEqual(file_kinds.problem("a.docx", io.BytesIO(bomb)), "packed")
		many = office("word/document.xml", *(f"x{place}" for place in range(file_kinds.MOST_PARTS)))
		self.assertEqual(file_kinds.problem("a.docx", io.BytesIO(many)), "packed")
