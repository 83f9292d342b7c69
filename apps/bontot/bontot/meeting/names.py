"""The order in which a Vietnamese list of people stands: by given name (the last word), letters before tones."""

import unicodedata

LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
TONES = "\u0300\u0309\u0303\u0301\u0323"  # huyền, hỏi, ngã, sắc, nặng; none comes first
LETTER_MARKS = "\u0306\u0302\u031b"  # breve, circumflex and horn make another letter, not a tone


def word_key(word: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
	"""Two places to compare one after the other: the letters, then the tones."""
	letters: list[int] = []
	tones: list[int] = []
	for composed in unicodedata.normalize("NFC", word.lower()):
		parts = unicodedata.normalize("NFD", composed)
		letter = unicodedata.normalize("NFC", "".join(part for part in parts if part not in TONES))
		tone = next((TONES.index(part) + 1 for part in parts if part in TONES), 0)
		letters.append(LETTERS.index(letter) if letter in LETTERS else len(LETTERS) + ord(letter[0]))
		tones.append(tone)
	return tuple(letters), tuple(tones)


def name_key(full_name: str) -> tuple:
	"""Sort key of a person's name: given name, then family and middle names in their order."""
	words = (full_name or "").split()
	return tuple(word_key(word) for word in words[-1:] + words[:-1])
