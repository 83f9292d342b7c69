"""Photographs as the camera was held, without who took them where.

A telephone writes a picture as its sensor lies, and beside it, in EXIF, how it is to be turned, on which device it was taken
and where. The last two go from whatever is kept here, so it has to be turned before. The framework takes them out too, but
turns nothing and makes an object of every dot: five seconds of a worker for one photograph (`guard.files.judged_file` puts
`plain` in its place).
"""

import io

from PIL import Image, ImageOps


def plain(content: bytes, content_type: str = "image/jpeg") -> bytes:
	"""The picture anew, turned and with nothing but its dots. Raises what Pillow does for what is no picture."""
	kept = io.BytesIO()
	with Image.open(io.BytesIO(content)) as picture:
		picture.load()
		turn(picture)
		picture.info.clear()  # a comment would be written again
		form = content_type.partition("/")[2]
		shown = picture.convert("RGB") if form == "jpeg" and picture.mode in ("RGBA", "P") else picture
		shown.save(kept, form)
	return kept.getvalue()


def turn(picture: Image.Image) -> None:
	"""Turn an open picture as its EXIF says."""
	try:
		ImageOps.exif_transpose(picture, in_place=True)
	except Exception:  # cameras write anything there: what cannot be read turns nothing, and is not kept
		return
