"""A workbook of a province against the framework's Data Import, and against bare inserts of the very same rows.

Ours reads the file, compares it with the database, works the rows out and writes them. Stock Data Import takes a sample
of the same people from a CSV that its own template would give, a row at a time; both are measured as time a row. Nothing
is committed but what stock itself commits; that is taken away again. A whole province is imported once beside it, in a
process of its own, for its memory and its seconds.
"""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from pathlib import Path
from unittest.mock import patch

import frappe
from bontot.workbook import applying, checking, reader, snapshot
from bontot.workbook.layout import SHEETS
from frappe.core.doctype.data_import.importer import Importer, ImportFile
from frappe.utils import getdate

from ops.bench import REPO
from ops.benchmark import Count, Figure
from ops.ratio import of_pairs
from tests.benchmark import _workbook
from tests.benchmark._site import site

ORGANIZATIONS, MEMBERS = 300, 4_000
PROVINCE = (10_000, 136_000)
MOST_MIB = 600
SAMPLE = 150  # rows that stock takes in one go: it needs a hundredth of a second or more for each
PAIRS = 3
SAVEPOINT = "before_the_import"
SHEET = SHEETS["members"]
STOCK_COLUMNS = (
	"full_name",
	"organization",
	"state",
	"sex",
	"birth_date",
	"admission_date",
	"official_date",
	"card_number",
	"phone",
)


def measure() -> Iterator[Figure | Count]:
	yield from whole_province()
	with site(), tempfile.TemporaryDirectory() as folder:
		path = Path(folder) / "province.xlsx"
		_workbook.write(path, ORGANIZATIONS, MEMBERS, getdate(), prefix="đo.")
		frappe.db.savepoint(SAVEPOINT)
		rows = written_rows(path)
		ours, stock, bare = [], [], []
		for _pair in range(PAIRS):
			ours.append(timed(lambda: take_in(path)) / (ORGANIZATIONS + MEMBERS))
			undo()
			bare.append(timed(lambda: insert_bare(rows)) / (ORGANIZATIONS + MEMBERS))
			undo()
			stock.append(stock_import(path) / SAMPLE)
		yield Figure(
			"import_members", f"stock Data Import, a row (of {SAMPLE})", of_pairs(stock, ours), at_least=10
		)
		# Reading the workbook and comparing it with what is there costs about as much as writing its rows.
		yield Figure("import_members", "bulk_insert of the same rows", of_pairs(ours, bare), at_most=4)


def whole_province() -> Iterator[Count]:
	with tempfile.TemporaryDirectory() as folder:
		with site():
			for part in ("organizations", "members"):
				_workbook.write(Path(folder) / f"{part}.xlsx", *PROVINCE, getdate(), "đo.", (part,))
		command = [sys.executable, "-W", "ignore", "-m", "tests.benchmark._province_import", folder]
		done = subprocess.run(command, cwd=REPO, capture_output=True, text=True)
	if done.returncode:
		raise AssertionError(done.stderr[-4000:])
	told = json.loads(done.stdout.splitlines()[-1])
	for part, seconds in (("organizations", 60), ("members", 300)):
		of = f"seconds for {told[part + ' rows']:,} {part}"
		yield Count("import_members", of, round(told[part], 1), at_most_by_name=seconds)
	yield Count(
		"import_members", "MiB at its peak, of the whole process", round(told["MiB"]), at_most=MOST_MIB
	)


def timed(act: Callable[[], object]) -> float:
	began = time.perf_counter()
	act()
	return time.perf_counter() - began


def undo() -> None:
	frappe.db.rollback(save_point=SAVEPOINT)


def planned(path: Path):
	kinds, lists = snapshot.masters()
	book = reader.read(path, lists)
	state = snapshot.load(book, kinds, lists, "", getdate())
	plan = checking.check(book, state)
	if book.problems.errors:
		raise AssertionError(book.problems.in_order()[0])
	return book, plan, state


def take_in(path: Path) -> None:
	_book, plan, state = planned(path)
	applying.apply(plan, state, "benchmark", lambda done, total: None)


def written_rows(path: Path) -> list[tuple[str, list[str], list[tuple]]]:
	"""The rows an import writes, as (doctype, columns, values), worked out beforehand."""
	kept: list[tuple[str, list[str], list[tuple]]] = []
	real = applying.insert

	def keep(doctype: str, rows: list[dict]) -> None:
		if rows:
			common = frappe.new_doc(doctype).get_valid_dict(convert_dates_to_str=False, sanitize=False)
			full = [{**common, **row} for row in rows]
			kept.append((doctype, list(full[0]), [tuple(row.values()) for row in full]))
		real(doctype, rows)

	with patch.object(applying, "insert", keep):
		take_in(path)
	undo()
	return kept


def insert_bare(rows: list[tuple[str, list[str], list[tuple]]]) -> None:
	for doctype, columns, values in rows:
		frappe.db.bulk_insert(doctype, columns, values)


def stock_import(path: Path) -> float:
	"""Seconds that the framework's importer needs for a sample of the people, in cells that are there already."""
	book, plan, state = planned(path)
	applying.apply(_only_organizations(plan), state, "benchmark", lambda done, total: None)
	codes = dict(
		frappe.get_all("Party Organization", {"code": ("like", "đo.%")}, ["code", "name"], as_list=True)
	)
	places = {field: SHEET.position(field) + 1 for field in STOCK_COLUMNS}
	text = io.StringIO()
	table = csv.writer(text)
	table.writerow(STOCK_COLUMNS)
	for row in book.rows("members")[:SAMPLE]:
		values = {field: row[place] for field, place in places.items()}
		values["organization"] = codes[values["organization"]]
		table.writerow(["" if value is None else value for value in values.values()])
	sheet = Path(path).with_suffix(".csv")
	sheet.write_text(text.getvalue())
	record = frappe.get_doc(
		doctype="Data Import", reference_doctype="Party Member", import_type="Insert New Records"
	)
	record.name = f"benchmark-{frappe.generate_hash(length=6)}"
	with patch.object(ImportFile, "console", True, create=True):  # which its own command forgets to hand on
		importer = Importer("Party Member", data_import=record, file_path=str(sheet), console=True)
	# It commits after every row and stops nothing for it; without that it is a little faster, and leaves nothing behind.
	with patch.object(frappe.db, "commit"), redirect_stdout(io.StringIO()):
		seconds = timed(importer.import_data)
	count = frappe.db.count("Party Member", {"organization": ("in", list(codes.values()))})
	if count != SAMPLE:
		raise AssertionError(f"stock took in {count} of {SAMPLE} rows")
	undo()
	return seconds


def _only_organizations(plan):
	plan.sheets["members"].new = []
	return plan
