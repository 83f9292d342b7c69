"""The page of a report on its way to PDF: its tables and words, set in our own few rules, and no more than a worker sets in time.

The desk sends the page with the style sheets of the whole desk; each rule would be asked of each cell, and a page may be told to
be a kilometre high. WeasyPrint takes about a third of a millisecond for each cell and for each line of text, so those are counted.
"""

import re
from math import ceil

import frappe
import nh3
from frappe import _
from pydantic import JsonValue

from bontot.guard.errors import TooMuchError
from bontot.guard.payload.limits import MOST_OF_JSON, require_flat
from bontot.printing import answer, as_pdf

MOST_PARTS = (
	4_400  # cells, lines and letters: 300 rows of six columns, less than two seconds of a busy machine
)
LINE = 120  # letters of a line across the page
PART = 60  # letters that cost what a cell costs
MOST_COLUMNS = 25
LONGEST = 20_000  # letters between two tags: each line is looked for in all that is left
DEEPEST = 20  # of what was sent, elements that go among them
CLEANER = nh3.Cleaner(
	tags={
		"br", "caption", "div", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "table", "tbody", "td", "tfoot", "th",
		"thead", "tr", "ul",
	},
	clean_content_tags={"script", "style", "title"},
	attributes={"*": {"class"}},
	attribute_filter=lambda _tag, _name, value: value if value in ("text-right", "text-center") else None,
	link_rel=None,
)  # fmt: skip
TAG = re.compile(r"<[^>]*>")
ROW, CELL, ELEMENT = re.compile(r"<tr\b"), re.compile(r"<t[dh]\b"), re.compile(r"<[a-z]")
TWICE = re.compile(r"<(?:li|br|h\d)\b")  # a mark of its own, a line of its own
PAGE = """
body { font-size: 9pt; }
ol, ul { list-style: none; }
table { border-collapse: collapse; table-layout: fixed; width: 100%; }
td, th { border: 0.5pt solid; overflow-wrap: anywhere; padding: 1pt 2pt; text-align: left; vertical-align: top; }
.text-right { text-align: right; }
.text-center { text-align: center; }
"""


@frappe.whitelist(methods=["GET", "POST"])
def report_to_pdf(html: str, orientation: str = "Landscape", **_options: JsonValue) -> None:
	"""Answer with the report that the desk shows, as PDF. Raises TooMuchError."""
	page = of(html)
	answer("report", as_pdf(page, "landscape" if orientation == "Landscape" else "portrait", PAGE))


def of(html: str) -> str:
	"""The page as it is set. Raises TooMuchError for more than a worker sets in time."""
	if len(html) > MOST_OF_JSON:
		_too_large()
	require_flat("html", html, most=4 * MOST_PARTS, deepest=DEEPEST)
	page = CLEANER.clean(html)
	columns = max((len(CELL.findall(row)) for row in ROW.split(page)), default=1) or 1
	texts = [len(text) for each in TAG.split(page) if (text := each.strip())]
	lines = sum(ceil(letters * columns / LINE) for letters in texts)
	parts = len(ELEMENT.findall(page)) + len(TWICE.findall(page)) + lines + sum(texts) // PART
	if columns > MOST_COLUMNS or parts > MOST_PARTS or max(texts, default=0) > LONGEST:
		_too_large()
	return page


def _too_large() -> None:
	message = _("This report is too large for a PDF. Narrow it with filters, or export it to a sheet.")
	frappe.throw(message, TooMuchError)
