"""Photographs of pages: each of a size to be read, all of them one PDF. Bytes in, bytes out."""

import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from PIL import Image

from bontot import file_kinds, upright
from bontot.meeting import files

MOST_PAGES = 20
LONGEST = 2000  # dots of the longer side: some 170 an inch of A4, where handwriting is read well
QUALITY = 75  # half a megabyte a page
INCHES = 11.7  # the longer side of A4


class NotAPictureError(ValueError):
	"""Neither JPEG nor PNG by content, or damaged."""


class TooLargeError(ValueError):
	"""More dots than are opened here (`file_kinds.MOST_DOTS`)."""


def made_page(content: bytes) -> bytes:
	"""The picture as JPEG, no larger than is read well, lying as the camera was held.

	Raises NotAPictureError or TooLargeError; what is too large is never opened.
	"""
	form = files.PICTURES.get(files.kind_by_content(content) or "")
	if not form:
		raise NotAPictureError
	with _read(content, form, file_kinds.MOST_DOTS) as picture:
		picture.draft("RGB", (LONGEST, LONGEST))  # a JPEG is read no larger than needed
		upright.turn(picture)
		small = _on_white(picture)
		small.thumbnail((LONGEST, LONGEST))
		return _jpeg(small)


def pdf(pages: Iterable[bytes], title: str, after: bytes = b"") -> bytes:
	"""One PDF of what `made_page` made, in this order, each a page about as large as A4, behind those of `after`.

	One picture is open at a time. `after` is a PDF that was made here. Raises as `made_page` for what was not made by it.
	"""
	made = io.BytesIO(after)
	for one in pages:
		with _read(one, "JPEG", LONGEST**2) as picture:
			begun = bool(made.getbuffer().nbytes)
			said = {} if begun else {"title": title}
			per_inch = max(picture.size) / INCHES
			picture.save(made, "PDF", append=begun, resolution=per_inch, quality=QUALITY, **said)
	return made.getvalue()


@contextmanager
def _read(content: bytes, form: str, most_dots: int) -> Iterator[Image.Image]:
	"""The picture, open and not yet loaded."""
	try:
		with Image.open(io.BytesIO(content), formats=(form,)) as picture:
			if picture.width * picture.height > most_dots:
				raise TooLargeError
			yield picture
	except (TooLargeError, Image.DecompressionBombError):
		raise TooLargeError from None
	except Exception as error:  # a reader of pictures raises whatever it stumbled over
		raise NotAPictureError from error


def _on_white(picture: Image.Image) -> Image.Image:
	"""Convert a picture to plain colours; what shows through is paper."""
	if picture.mode == "RGB":
		return picture
	if picture.mode.startswith("I"):  # two bytes a dot: converting would take all but the darkest for white
		return picture.point(lambda dot: dot / 256).convert("RGB")
	if not picture.has_transparency_data:
		return picture.convert("RGB")
	drawn = picture.convert("RGBA")
	paper = Image.new("RGB", drawn.size, "white")
	paper.paste(drawn, mask=drawn)
	return paper


def _jpeg(picture: Image.Image) -> bytes:
	kept = io.BytesIO()
	picture.save(kept, "JPEG", quality=QUALITY)
	return kept.getvalue()
