"""Pictures of pages: as the camera was held, of a sensible size, one PDF; what is no picture, or too large, is refused unopened."""

import io
import struct
import unittest
import zlib
from unittest import mock

from PIL import Image
from pypdf import PdfReader

from bontot import file_kinds
from bontot.meeting import page_pictures
from bontot.meeting.page_pictures import LONGEST, NotAPictureError, TooLargeError, made_page, pdf

TURNED = 6  # EXIF: the camera was held so that the picture is to be turned by 90°


def picture(form: str = "JPEG", size: tuple[int, int] = (60, 40), color="white", mode="RGB", **said) -> bytes:
	kept = io.BytesIO()
	Image.new(mode, size, color).save(kept, form, **said)
	return kept.getvalue()


def photograph(size: tuple[int, int], orientation: int) -> bytes:
	"""Its left half red, with a maker and an orientation."""
	half = Image.new("RGB", size, "blue")
	half.paste("red", (0, 0, size[0] // 2, size[1]))
	exif = Image.Exif()
	exif[0x0112], exif[0x010F] = orientation, "Kiểm Tra"
	kept = io.BytesIO()
	half.save(kept, "JPEG", exif=exif)
	return kept.getvalue()


def opened(content: bytes) -> Image.Image:
	found = Image.open(io.BytesIO(content))
	found.load()
	return found


def bomb(side: int) -> bytes:
	"""A PNG whose head says `side` × `side` dots and which holds none of them."""

	def chunk(kind: bytes, data: bytes) -> bytes:
		return (
			struct.pack(">I", len(data))
			+ kind
			+ data
			+ struct.pack(">I", zlib.crc32(kind + data) & 0xFFFFFFFF)
		)

	head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
	return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


class TestPage(unittest.TestCase):
	def test_it_is_turned_as_the_camera_was_held_and_says_no_more_who_took_it(self) -> None:
		made = opened(made_page(photograph((60, 40), TURNED)))
		self.assertEqual((made.format, made.size, dict(made.getexif())), ("JPEG", (40, 60), {}))
		red, _green, blue = made.getpixel((20, 5))  # what was on the left is above
		self.assertGreater(red, blue)
		self.assertEqual(opened(made_page(photograph((60, 40), 1))).size, (60, 40))

	def test_it_is_made_no_larger_than_is_read_well(self) -> None:
		large = Image.effect_noise((4000, 3000), 40).convert("RGB")
		kept = io.BytesIO()
		large.save(kept, "JPEG")
		made = made_page(kept.getvalue())
		self.assertEqual(max(opened(made).size), LONGEST)
		self.assertLess(len(made), 2**21)
		self.assertEqual(opened(made_page(picture(size=(30, 20)))).size, (30, 20))

	def test_every_kind_of_colour_becomes_plain_and_what_shows_through_is_paper(self) -> None:
		for mode, color, shown in (("L", 128, 128), ("P", 0, 0), ("1", 0, 0), ("I;16", 128 * 256, 128)):
			made = opened(made_page(picture("PNG", color=color, mode=mode)))
			self.assertEqual((made.mode, made.getpixel((5, 5))), ("RGB", (shown,) * 3), mode)
		for mode, color in (("RGBA", (0, 0, 0, 0)), ("LA", (0, 0))):
			made = opened(made_page(picture("PNG", color=color, mode=mode)))
			self.assertEqual((made.mode, made.getpixel((5, 5))), ("RGB", (255, 255, 255)))
		self.assertEqual(opened(made_page(picture(mode="CMYK", color=(0, 0, 0, 0)))).mode, "RGB")

	def test_what_is_no_picture_is_refused(self) -> None:
		whole = picture("PNG", (400, 400))
		for content in (
			b"",
			b"%PDF-1.4\n%%EOF\n",
			b"MZ\x90",
			picture("GIF"),
			whole[:20],
			b"\xff\xd8\xff" * 9,
		):
			with self.assertRaises(NotAPictureError, msg=content[:12]):
				made_page(content)

	def test_a_bomb_is_refused_unopened(self) -> None:
		for side in (7000, 40_000):  # the second, Pillow refuses by itself
			with mock.patch("PIL.ImageFile.ImageFile.load", side_effect=AssertionError("opened")):
				with self.assertRaises(TooLargeError):
					made_page(bomb(side))
		with mock.patch.object(file_kinds, "MOST_DOTS", 2399), self.assertRaises(TooLargeError):
			made_page(picture())
		with mock.patch.object(file_kinds, "MOST_DOTS", 2400):
			made_page(picture())


class TestPdf(unittest.TestCase):
	def colors(self, content: bytes) -> list[str]:
		"""Return the colour of each page, as first letters of red, green, blue."""
		found = []
		for page in PdfReader(io.BytesIO(content)).pages:
			dot = page.images[0].image.convert("RGB").getpixel((5, 5))
			found.append("rgb"[dot.index(max(dot))])
		return found

	def pages(self, *colors: str) -> list[bytes]:
		return [picture(color=color) for color in colors]

	def test_one_file_in_the_order_of_the_pages(self) -> None:
		made = pdf(self.pages("red", "blue", "lime"), "Sinh hoạt tháng 3")
		self.assertTrue(made.startswith(b"%PDF-"))
		self.assertEqual(self.colors(made), ["r", "b", "g"])
		self.assertEqual(PdfReader(io.BytesIO(made)).metadata.title, "Sinh hoạt tháng 3")
		for page in PdfReader(io.BytesIO(made)).pages:
			self.assertAlmostEqual(float(page.mediabox.width), page_pictures.INCHES * 72, delta=1)

	def test_behind_what_was_made_before(self) -> None:
		first = pdf(self.pages("red", "blue"), "A")
		self.assertEqual(self.colors(pdf(self.pages("lime"), "A", first)), ["r", "b", "g"])

	def test_what_was_not_made_here_is_not_opened(self) -> None:
		large = picture(size=(LONGEST + 1, LONGEST))
		with mock.patch("PIL.ImageFile.ImageFile.load", side_effect=AssertionError("opened")):
			with self.assertRaises(TooLargeError):
				pdf([large], "A")
		for content in (picture("PNG"), b"%PDF-1.4", b""):
			with self.assertRaises(NotAPictureError, msg=content[:9]):
				pdf([content], "A")
