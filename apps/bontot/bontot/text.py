"""Vietnamese text: one spelling of the same letters, and a form without diacritics to search by."""

import re
import unicodedata

TAG = re.compile(r"<(?=[A-Za-z/!?])")


def nfc(text: str | None) -> str:
	"""The composed form: telephones and macOS send letters and marks apart, and the two compare as different."""
	return unicodedata.normalize("NFC", text or "").strip()


def fold(text: str | None) -> str:
	"""ASCII lower-case letters without diacritics, blanks made one: "Đảng bộ  xã" becomes "dang bo xa"."""
	bare = "".join(c for c in unicodedata.normalize("NFD", text or "") if not unicodedata.combining(c))
	return " ".join(bare.replace("đ", "d").replace("Đ", "d").lower().split())


def escape_like(text: str) -> str:
	"""A pattern of LIKE that stands for the text alone."""
	return re.sub(r"([\\%_])", r"\\\1", text)


def without_tags(text: str) -> str:
	"""The same words with a blank behind each `<` that a browser would take for the beginning of a tag; "5 < 6" stays."""
	return TAG.sub("< ", text)
