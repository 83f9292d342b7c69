"""The minutes as text, in the order in which they are read out. Plain values in, text out; words are the caller's."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Section:
	heading: str
	lines: Sequence[str]


def compose(title: str, sections: Sequence[Section]) -> str:
	"""Numbered sections in Roman figures; a section without lines is left out."""
	filled = [section for section in sections if any(line.strip() for line in section.lines)]
	parts = [title.upper()]
	for number, section in enumerate(filled, 1):
		body = "\n".join(line for line in section.lines if line.strip())
		parts.append(f"{roman(number)}- {section.heading}\n{body}")
	return "\n\n".join(parts)


def roman(number: int) -> str:
	"""1 to 39, as headings of a document need them."""
	return "X" * (number // 10) + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[number % 10]
