"""One line of what a person hears of the approval."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from frappe.utils import escape_html

QUEUE_ADDRESS = "/app/appraisal-queue"


@dataclass(frozen=True, slots=True)
class News:
	"""One line; `file` of `doctype` is the first it speaks of, `address` where in the desk one sees it."""

	words: str
	file: str
	doctype: str = "Evaluation"
	address: str = QUEUE_ADDRESS
	at: datetime | None = None
	"""When it happened; None: a count of what waits."""

	def html(self) -> str:
		return f'<a href="{escape_html(self.address)}">{escape_html(self.words)}</a>'
