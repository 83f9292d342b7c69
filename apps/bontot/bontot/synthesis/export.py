"""Excel and CSV from a list or the report builder, in the reader's words.

The framework writes stored values: codes of linked documents, English states. This lets it make the file, with all its
checks, and then puts titles and translations in their place; no text of it is run as a formula.
"""

import csv
import io
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

import frappe
from frappe import _
from frappe.desk import query_report, reportview
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from bontot import arguments
from bontot.workbook import plain_cells

FIELD = re.compile(r"^`tab(?P<doctype>[^`]+)`\.`(?P<fieldname>\w+)`$")
FORMATS = ("CSV", "Excel")
HEADING_ROWS = 1
DAY, DAY_AND_HOUR = "dd/mm/yyyy", "dd/mm/yyyy hh:mm"
NARROWEST, WIDEST = 8, 60  # letters
FIRST_FIELD = 1  # the framework's first column numbers the rows


@frappe.whitelist(methods=["GET", "POST"])
def export_query() -> None:
	"""Override of frappe.desk.reportview.export_query."""
	arguments.require_list_query(frappe.form_dict)
	require_format(frappe.form_dict)
	asked = worth_reading(frappe.parse_json(frappe.form_dict.get("fields") or "[]"))
	frappe.form_dict["fields"] = json.dumps(asked)
	fields = [docfield(field) for field in asked]
	frappe.form_dict.pop("translate_values", None)  # done here; official 15.55 repeats rows when it does it
	reportview.export_query()
	in_words(fields, asked)


@frappe.whitelist(methods=["GET", "POST"])
def export_report() -> None:
	"""Override of frappe.desk.query_report.export_query, whose reports are in words already."""
	require_format(frappe.form_dict)
	query_report.export_query()
	in_words((), ())


def worth_reading(asked: Sequence[str]) -> list[str]:
	"""Drop the column that the report builder asks for beside what people chose: a number that says nothing to them."""
	return [field for field in asked if fieldname_of(field) != "docstatus"] or list(asked)


def fieldname_of(field: str) -> str:
	match = FIELD.match(str(field).strip())
	return match["fieldname"] if match else str(field).strip()


def require_format(form: Mapping[str, Any]) -> None:
	"""Raise ArgumentError for a kind of file that is not written: the framework then fails over an answer without any."""
	if form.get("file_format_type") not in FORMATS:
		arguments.wrong_kind(["file_format_type"])


def in_words(fields: Sequence[Any], asked: Sequence[str]) -> None:
	"""Put the file of the answer into words (`in_words_xlsx`, `in_words_csv`); without one, nothing."""
	content = frappe.response.get("filecontent")
	name = frappe.response.get("filename") or ""
	if content and name.endswith(".xlsx"):
		frappe.response["filecontent"] = in_words_xlsx(content, fields, asked)
	elif content and name.endswith(".csv"):
		frappe.response["filecontent"] = in_words_csv(content, fields, asked, frappe.form_dict)


def has_owner_added(heading: Sequence[Any], asked: Sequence[str]) -> bool:
	"""Whether the last column is the account that made the row, which newer frameworks add to what was asked for."""
	names = [fieldname_of(field) for field in asked]
	added = _("owner")  # as the framework heads it
	return bool(heading) and heading[-1] == added and list(heading).count(added) > names.count("owner")


def docfield(field: str):
	"""The Link or Select field that a column such as `tabMeeting`.`status` shows; None for anything else."""
	if not (match := FIELD.match(str(field).strip())):
		return None
	found = frappe.get_meta(match["doctype"]).get_field(match["fieldname"])
	return found if found and found.fieldtype in ("Link", "Select") else None


def in_words_xlsx(content: bytes, fields: Sequence[Any], asked: Sequence[str]) -> bytes:
	"""`fields`: of each column after the row number its DocField, or None for what needs no words."""
	book = load_workbook(io.BytesIO(content))
	sheet = book.active
	if asked and has_owner_added([cell.value for cell in sheet[HEADING_ROWS]], asked):
		sheet.delete_cols(sheet.max_column)
	for column, field in enumerate(fields, start=FIRST_FIELD + 1):
		if not field:
			continue
		cells = [row[0] for row in sheet.iter_rows(min_row=HEADING_ROWS + 1, min_col=column, max_col=column)]
		words = words_for(field, {cell.value for cell in cells})
		for cell in cells:
			cell.value = words.get(cell.value, cell.value)
	plain_cells.in_sheet(sheet)
	lay_out(sheet)
	written = io.BytesIO()
	book.save(written)
	return written.getvalue()


def lay_out(sheet: Any) -> None:
	"""The head stays when the rows are rolled, each column is as wide as what it holds, days are read as they are here."""
	sheet.freeze_panes = sheet.cell(HEADING_ROWS + 1, 1)
	for cells in sheet.iter_cols():
		longest = 0
		for cell in cells:
			if cell.is_date:
				cell.number_format = DAY_AND_HOUR if "h" in cell.number_format.lower() else DAY
			shown = cell.number_format if cell.is_date else str("" if cell.value is None else cell.value)
			longest = max(longest, *map(len, shown.split("\n")))
		width = min(max(longest + 2, NARROWEST), WIDEST)
		sheet.column_dimensions[get_column_letter(cells[0].column)].width = width


def in_words_csv(
	content: bytes | str, fields: Sequence[Any], asked: Sequence[str], form: dict[str, Any]
) -> bytes:
	text = content.decode("utf-8-sig") if isinstance(content, bytes) else content
	delimiter = str(form.get("csv_delimiter") or ",")[:1]
	rows = list(csv.reader(io.StringIO(text), delimiter=delimiter))
	if asked and rows and has_owner_added(rows[0], asked):
		rows = [row[:-1] for row in rows]
	for column, field in enumerate(fields, start=FIRST_FIELD):
		if not field:
			continue
		body = [row for row in rows[HEADING_ROWS:] if column < len(row)]
		words = words_for(field, {row[column] for row in body})
		for row in body:
			row[column] = words.get(row[column], row[column])
	written = io.StringIO()
	writer = csv.writer(written, delimiter=delimiter, quoting=csv.QUOTE_NONNUMERIC)
	writer.writerows(plain_cells.in_rows(rows))
	return ("\ufeff" + written.getvalue()).encode()


def words_for(field: Any, values: set[Any]) -> dict[Any, str]:
	"""{stored value: what people read}; values without words of their own are left out."""
	known = {value for value in values if isinstance(value, str) and value}
	if field.fieldtype == "Select":
		return {value: _(value) for value in known}
	meta = frappe.get_meta(field.options)
	if not meta.title_field or not meta.show_title_field_in_link or not known:
		return {}
	# The reader got these codes from the framework's own permitted list; a link shows its title to whoever sees it.
	rows = frappe.get_all(
		field.options, {"name": ("in", sorted(known))}, ["name", f"{meta.title_field} as title"]
	)
	return {row.name: row.title for row in rows if row.title}
