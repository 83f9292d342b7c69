"""What a secretary puts into the system: a scanned paper and a photo as a telephone takes it."""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw

SIZE = (1600, 1200)


def paper(folder: Path) -> Path:
	"""A one-page PDF."""
	path = folder / "Biên bản kiểm điểm.pdf"
	page = Image.new("RGB", (620, 877), "white")
	ImageDraw.Draw(page).rectangle((60, 60, 560, 64), fill="black")
	page.save(path, "PDF")
	return path


def photo(folder: Path) -> Path:
	"""A JPEG as a telephone makes it: lying on its side by EXIF, with a maker's name and a place."""
	path = folder / "IMG_20261124_193212.jpg"
	picture = Image.effect_noise(SIZE, 60).convert("RGB")
	exif = Image.Exif()
	exif[0x0112] = 6  # orientation: turn by 90°
	exif[0x010F] = "Kiểm Tra"
	exif.get_ifd(0x8825)[1] = "N"
	picture.save(path, "JPEG", quality=85, exif=exif)
	return path
