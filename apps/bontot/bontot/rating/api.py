"""Endpoints of the page "Xếp loại năm". Who acts is the signed-in user."""

from datetime import date
from pathlib import Path
from typing import Any, Literal

import frappe
from frappe import _

from bontot.argument_types import Names, Rows
from bontot.meeting.votes import Vote
from bontot.organization import access
from bontot.outbox.conflicts import run_again_on_conflict
from bontot.rating import service, sheet, subjects, view
from bontot.rating.errors import RatingError
from bontot.workbook import package

Subjects = Literal["Organization", "Member", "Official"]


@frappe.whitelist(methods=["GET"])
def get_grid(organization: str = "", subject: Subjects = "Member", year: int = 0) -> dict[str, Any]:
	"""Return whom the signed-in person rates at an organisation (0: the year people rate now)."""
	return view.grid(organization, subject, year or view.usual_year())


@frappe.whitelist(methods=["POST"])
@run_again_on_conflict
def propose(organization: str, subject: Subjects, year: int, rows: Rows) -> dict[str, Any]:
	"""Propose grades; rows: [{name, grade, points, remark}]. Returns the grid as it stands now."""
	service.propose(subject, year, rows)
	return view.grid(organization, subject, year)


@frappe.whitelist(methods=["POST"])
@run_again_on_conflict
def review(organization: str, subject: Subjects, year: int, rows: Rows) -> dict[str, Any]:
	"""Say what the body's officers think of proposals. Returns the grid as it stands now."""
	service.review(subject, year, rows)
	return view.grid(organization, subject, year)


@frappe.whitelist(methods=["POST"])
@run_again_on_conflict
def send_back(organization: str, subject: Subjects, year: int, names: Names, reason: str) -> dict[str, Any]:
	"""Return proposals with a reason. Returns the grid as it stands now."""
	service.send_back(subject, year, names, reason)
	return view.grid(organization, subject, year)


@frappe.whitelist(methods=["POST"])
@run_again_on_conflict
def decide(
	organization: str,
	subject: Subjects,
	year: int,
	rows: Rows,
	decision_number: str,
	decided_on: date,
	elsewhere: bool = False,
	members_total: int = 0,
	votes_for: int = 0,
	votes_against: int = 0,
	votes_other: int = 0,
) -> dict[str, Any]:
	"""Record the decision of the body and its vote; a row has one of its own (votes_for, votes_against, votes_other)
	where that differs, and `again` where it replaces a decision that gave the same grade. Returns the grid as it stands now."""
	vote = Vote(members_total, votes_for, votes_against, votes_other)
	service.decide(subject, year, rows, decision_number, decided_on, elsewhere, vote)
	return view.grid(organization, subject, year)


@frappe.whitelist(methods=["GET"])
def get_sheet(organization: str, subject: Subjects, year: int) -> None:
	"""Download the sheet to fill in: everybody this body decides on."""
	access.require_seat(organization, "decide")
	grid = view.grid(organization, subject, year)
	frappe.local.response.filename = f"xep-loai-{year}.xlsx"
	frappe.local.response.filecontent = sheet.build(grid["rows"], grid["grades"])
	frappe.local.response.type = "binary"


@frappe.whitelist(methods=["POST"])
def read_sheet(organization: str, subject: Subjects, year: int, file_url: str) -> dict[str, Any]:
	"""Read an uploaded sheet, for the person to look at before deciding: {rows, unchanged, problems}. `unchanged`: how many are
	decided as the sheet says; they are not among the rows. Raises RatingError.
	"""
	access.require_seat(organization, "decide")
	name = frappe.db.get_value("File", {"file_url": file_url, "owner": frappe.session.user})
	if not name:
		frappe.throw(_("The file was not found. Choose it again."), RatingError)
	file = frappe.get_doc("File", name)
	known = {}
	for one in subjects.of_decider(subject, organization, year):
		known |= {one.name: one.name, **({one.code: one.name} if one.code else {})}
	try:
		package.require_plain(Path(file.get_full_path()))  # no macros, no bomb
		with open(file.get_full_path(), "rb") as handle:
			rows, problems = sheet.read(
				handle.read(sheet.MOST_BYTES + 1),
				known,
				view.grades(subjects.scale_of(subject, year)),
			)
	except package.RefusedFileError:
		message = _("This is no Excel file (.xlsx). Take the sheet from this page and fill it in.")
		frappe.throw(message, RatingError, title=_("Excel Sheet"))
	except sheet.SheetError as refused:
		frappe.throw(str(refused), RatingError, title=_("Excel Sheet"))
	decided = view.decided_grades(subject, year, [row["name"] for row in rows])
	new = [row for row in rows if decided.get(row["name"]) != row["grade"]]
	return {"rows": new, "unchanged": len(rows) - len(new), "problems": problems}
