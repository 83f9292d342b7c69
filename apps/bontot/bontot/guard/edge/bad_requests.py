"""Bad requests that the framework would answer with an error 500.

The framework trusts what its own desk sends. Where a value is of another kind it meets it deep inside, as a wrong type, a missing
key or a column that is not there, and answers 500. `argument_types` holds the few values that an endpoint would take for
something else; all other wrong ones end here. An error that passed through code of ours is a fault of ours, and stays one; so
does all that is no matter of values. Where an endpoint of ours stands in for one of the framework's (hooks.py) and calls it, what
comes after that call is the framework's again.
"""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from pathlib import Path
from types import CodeType
from typing import NoReturn

import frappe
from frappe import _
from frappe.utils import typing_validations
from pymysql.err import MySQLError

from bontot.guard.errors import RequestError

OURS = Path(__file__).resolve().parents[2]
CHECKING = typing_validations.__file__
STANDS_AROUND = frozenset(("replay.py",))  # of this package: through it everything comes
KINDS = (TypeError, ValueError, AttributeError, LookupError, AssertionError, RecursionError)
# Of the database: no such column, table or value; too long, too large, no date, no text of its character set, no grammar.
COLUMNS_AND_VALUES = frozenset((1054, 1064, 1103, 1146, 1264, 1265, 1292, 1366, 1406, 1411, 3988))


def is_of_request(error: Exception) -> bool:
	"""Whether an error that comes out of a dispatcher is about values, and nothing of ours had a hand in it."""
	if hasattr(error, "http_status_code"):
		return False  # an answer of its own
	if not isinstance(error, KINDS) and _number(error) not in COLUMNS_AND_VALUES:
		return False
	stood_in_for = set(_stood_in_for())
	for frame, _line in reversed(list(traceback.walk_tb(error.__traceback__))):
		if frame.f_code in stood_in_for:
			return True
		if _is_ours(Path(frame.f_code.co_filename)):
			return False
	return True


def _stood_in_for() -> Iterator[CodeType]:
	"""Yield the code of each endpoint of the framework that one of ours stands in for, and that of what is wrapped around it."""
	for name, overrides in frappe.get_hooks("override_whitelisted_methods").items():
		if overrides[-1].startswith(
			f"{OURS.name}."
		):  # the framework keeps names of its own that lead nowhere any more
			door = frappe.get_attr(name)
			while around := getattr(door, "__wrapped__", None):
				if door.__code__.co_filename != CHECKING:  # one for all doors, ours too
					yield door.__code__
				door = around
			yield door.__code__


def _number(error: Exception) -> object:
	"""Return MariaDB's number of an error of the database."""
	return error.args[0] if isinstance(error, MySQLError) and error.args else None


def _is_ours(file: Path) -> bool:
	return file.is_relative_to(OURS) and not (
		file.parent == Path(__file__).parent and file.name in STANDS_AROUND
	)


def refuse(error: Exception) -> NoReturn:
	"""Raise RequestError instead; the error itself goes to the log."""
	frappe.logger("bontot.guard").warning("A door of the framework fell over a request", exc_info=error)
	frappe.clear_messages()
	frappe.throw(_("The request cannot be read. Reload the page and try again."), RequestError)
