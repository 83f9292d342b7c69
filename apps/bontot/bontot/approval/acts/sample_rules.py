"""Draw of the files that a reviewer opens before agreeing to many at once. No database: plain values in, plain values out.

Each file has a mark that only the server can work out; those with the smallest marks are drawn. So the same selection
draws the same files however often it is asked, a file left out of one selection comes first in the next, and nobody can
tell beforehand which it will be.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping

PERCENT, LEAST = 5, 1  # where a framework's settings say nothing else


def size(count: int, percent: int = PERCENT, least: int = LEAST) -> int:
	"""Number of files that are opened of `count`: `percent` of them, rounded up, no fewer than `least`, no more than there are."""
	return min(count, max(least, -(-count * percent // 100)))


def mark(secret: str, user: str, file: str, sequence: int) -> str:
	"""Place of a file in the draw of one reviewer, as long as nobody has acted on it: its last step is `sequence`."""
	words = "\n".join((user, file, str(sequence)))
	return hmac.new(secret.encode(), words.encode(), hashlib.sha256).hexdigest()


def drawn(marks: Mapping[str, str], number: int) -> list[str]:
	"""The `number` names with the smallest marks, in the order of the draw."""
	return sorted(marks, key=lambda name: (marks[name], name))[:number]


def whole_number(text: str | None, otherwise: int) -> int:
	"""A setting as people write it; empty or no whole number: as shipped."""
	written = (text or "").strip()
	return int(written) if written.isdigit() else otherwise
