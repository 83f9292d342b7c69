"""Reports of the app and their files, and the workbook of a branch: one answer tells of every place of the branch."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable

from tests.access import oracle, oracle_doors
from tests.access.asking import Answer, Asker
from tests.access.ground import Ground
from tests.access.matrix import Cell, Matrix

FILES, BODIES = "Files of a Branch", "Four Goods by Body"
# Reports with code of their own; those of the report builder are lists, asked as lists are.
REPORTS = (FILES, BODIES)


def run_report(ground: Ground, matrix: Matrix, asker: Asker, report: str, branch: str) -> None:
	"""A report as the desk shows it."""
	answer = asker.call(
		"frappe.desk.query_report.run", "GET", report_name=report, filters=filters(ground, branch)
	)
	_decide(ground, matrix, asker, report, branch, "report", answer, answer.text)


def export_report(ground: Ground, matrix: Matrix, asker: Asker, report: str, branch: str, kind: str) -> None:
	"""The same as a file."""
	answer = asker.call(
		"frappe.desk.query_report.export_query",
		report_name=report, filters=filters(ground, branch), file_format_type=kind, visible_idx=list(range(100)),
	)  # fmt: skip
	text = sheet_text(answer) if kind == "Excel" else answer.text
	_decide(ground, matrix, asker, report, branch, f"report to {kind}", answer, text)


def filters(ground: Ground, branch: str) -> dict[str, str]:
	return {"period": ground.told["period"], "organization": ground.told["places"][branch]["name"]}


def _decide(
	ground: Ground,
	matrix: Matrix,
	asker: Asker,
	report: str,
	branch: str,
	channel: str,
	answer: Answer,
	text: str,
) -> None:
	who, said = asker.who, f"{answer.request} → {answer.status} {answer.kind} {answer.text[:200]}"
	for place in told_of(report, branch):
		mark = mark_of(ground, report, place)
		rule = oracle_doors.reports if report == FILES else oracle_doors.counts
		expected = rule(who, branch, place)
		cell = Cell(who, report, place, "report", f"{channel}: {report}")
		matrix.record(cell, expected, answer.ok and mark in text, said)
	but = oracle_doors.in_figures(who) if report == BODIES else set()
	ground.check_strays(matrix, who, f"{channel}: {report}", answer, text, ground.names_of(but))


def told_of(report: str, branch: str) -> Iterable[str]:
	"""Places of which the report has a line that bears their mark: of files all, of bodies those directly below."""
	if report == FILES:
		return oracle.PLACES
	return [place for place, above in oracle_doors.PLACES_OF_PERIOD.items() if above == branch]


def mark_of(ground: Ground, report: str, place: str) -> str:
	row = ground.row("Evaluation", place) if report == FILES else None
	return row["content"] if row else ground.told["places"][place]["content"]


def sheet_text(answer: Answer) -> str:
	if not answer.ok or not answer.content.startswith(b"PK"):
		return ""
	with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
		return " ".join(book.read(part).decode() for part in book.namelist() if part.endswith(".xml"))


IN_WORKBOOK = ("Party Organization", "Party Member")  # whose marks stand in it


def download_workbook(ground: Ground, matrix: Matrix, asker: Asker, branch: str) -> None:
	"""The workbook of a branch at once."""
	organization = ground.told["places"][branch]["name"]
	answer = asker.call("bontot.workbook.api.download", "GET", organization=organization)
	decide_workbook(ground, matrix, asker, branch, "workbook", answer)


def decide_workbook(
	ground: Ground, matrix: Matrix, asker: Asker, branch: str, channel: str, answer: Answer
) -> None:
	who, text = asker.who, sheet_text(answer)
	said = f"{answer.request} → {answer.status} {answer.kind} {answer.text[:100]}"
	for doctype in IN_WORKBOOK:
		for row in ground.rows[doctype]:
			expected = oracle_doors.sheets(who, branch, row["place"])
			cell = Cell(who, doctype, row["place"], "export", channel)
			matrix.record(cell, expected, row["content"] in text, said)
			for mark in row.get("personal", []):
				cell = Cell(who, doctype, row["place"], "export", f"{channel}: personal data")
				matrix.record(cell, expected and oracle.lists_personal_data(who), mark in text, said)
	ground.check_strays(matrix, who, channel, answer, text)
