"""Names of many files in one sentence."""

from collections.abc import Sequence

from frappe import _
from frappe.utils import escape_html

FEW = 5


def few(names: Sequence[str], most: int = FEW) -> str:
	"""The first of them, and how many more there are; safe to stand in a message."""
	shown = escape_html("; ".join(names[:most]))
	return _("{0}; and {1} more files").format(shown, len(names) - most) if len(names) > most else shown
