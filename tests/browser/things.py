"""Uploads of a secretary: a scanned paper and a photo as a telephone takes it."""

from __future__ import annotations

from collections.abc import Sequence
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


def pages(folder: Path, colors: Sequence[str]) -> list[Path]:
	"""Pages of a book as a telephone takes them, held upright: each of one colour, with its number, lying by EXIF."""
	paths = []
	for number, color in enumerate(colors, 1):
		page = Image.new("RGB", SIZE[::-1], color)
		ImageDraw.Draw(page).text((400, 500), str(number), fill="black", font_size=500)
		exif = Image.Exif()
		exif[0x0112] = 6
		path = folder / f"IMG_{number}.jpg"
		page.rotate(90, expand=True).save(path, "JPEG", quality=85, exif=exif)
		paths.append(path)
	return paths
