"""Rows against what the database holds: every problem is named, and what is right becomes a plan. Pure.

A row that says what stands already is never wrong, so what was exported can be imported, whatever its age.
"""

from collections.abc import Callable

from bontot.workbook import check_bounds, check_members, check_organizations, check_seats
from bontot.workbook.checks import Checks
from bontot.workbook.reader import Book
from bontot.workbook.state import Plan, State


def check(book: Book, state: State, tick: Callable[[str], None] = lambda sheet: None) -> Plan:
	"""Add every problem to `book.problems` and return what would be written if there were none."""
	checks = Checks(book, state)
	for key, run in (
		("organizations", check_organizations.run),
		("members", check_members.run),
		("seats", check_seats.run),
	):
		if key in book.sheets:
			tick(key)
			run(checks, book.sheets[key])
	check_bounds.run(checks)
	return checks.plan
