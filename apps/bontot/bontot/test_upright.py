import io
import unittest

from PIL import Image

from bontot.upright import plain


def photograph(orientation: int | None, **said) -> bytes:
	"""60 × 40, its left half red."""
	picture = Image.new("RGB", (60, 40), "blue")
	picture.paste("red", (0, 0, 30, 40))
	exif = Image.Exif()
	exif[0x010F] = "Kiểm Tra"
	if orientation:
		exif[0x0112] = orientation
	kept = io.BytesIO()
	picture.save(kept, "JPEG", exif=exif, **said)
	return kept.getvalue()


class TestPlain(unittest.TestCase):
	def test_as_the_camera_was_held(self) -> None:
		for orientation, size, red_at in (
			(None, (60, 40), (5, 20)),
			(1, (60, 40), (5, 20)),
			(3, (60, 40), (50, 20)),
			(6, (40, 60), (20, 5)),
			(8, (40, 60), (20, 55)),
		):
			with self.subTest(orientation), Image.open(io.BytesIO(plain(photograph(orientation)))) as made:
				self.assertEqual((made.size, dict(made.getexif())), (size, {}))
				red, _green, blue = made.getpixel(red_at)
				self.assertGreater(red, blue)

	def test_nothing_is_left_of_what_the_maker_wrote(self) -> None:
		before = photograph(6, comment=b"Nha ong A")
		self.assertIn(b"Nha ong A", before)
		self.assertNotIn(b"Nha ong A", plain(before))
		self.assertNotIn(b"Exif", plain(before))

	def test_marks_that_cannot_be_read_turn_nothing(self) -> None:
		whole = photograph(6)
		broken = whole.replace(b"Exif\0\0MM\0*", b"Exif\0\0xxxx").replace(b"Exif\0\0II*\0", b"Exif\0\0xxxx")
		self.assertNotEqual(broken, whole)
		with Image.open(io.BytesIO(plain(broken))) as made:
			self.assertEqual((made.size, dict(made.getexif())), ((60, 40), {}))

	def test_what_is_no_picture_is_told(self) -> None:
		for content in (b"", b"%PDF-1.4", b"\xff\xd8\xff\xe0" + b"x" * 500, photograph(6)[:400]):
			with self.assertRaises(OSError):
				plain(content)
