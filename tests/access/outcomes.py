"""Outcome of a change: told by the answer, and by the row that an administrator reads afterwards.

A permission that was not given is one thing, a rule of the document's own that has its say after it another; whatever is
neither, nor a success, is a failure of the test: nobody may take it for either.
"""

from __future__ import annotations

import re
from enum import StrEnum

from ops.bench import REPO
from tests.access.asking import Answer, Asker

REFUSED = (403, 404)
NO_TOKEN = "CSRFTokenError"  # who may not open the desk gets no token, and changes nothing
DONE = (200, 202)
BY_RULE = 417
# Rules of the framework's that speak after the permission; some it names no class of.
FRAMEWORKS_RULES = frozenset((
	"", "ValidationError", "TimestampMismatchError", "MandatoryError", "LinkValidationError", "LinkExistsError",
	"UpdateAfterSubmitError", "DocstatusTransitionError", "CannotChangeConstantError",
))  # fmt: skip
# And of ours, a class each, in the errors.py of the module whose rule it is; the guard's speak before the permission.
ERRORS = (path for path in (REPO / "apps/bontot/bontot").rglob("errors.py") if path.parent.name != "guard")
RULES = FRAMEWORKS_RULES | {
	name for path in ERRORS for name in re.findall(r"^class (\w+)\(", path.read_text(), re.MULTILINE)
}


class Outcome(StrEnum):
	DONE = "done"
	REFUSED = "refused"
	BY_RULE = "refused by a rule of its own"
	UNEXPECTED = "answered as nothing should be"


def of(answer: Answer) -> Outcome:
	if answer.status in REFUSED or answer.kind == NO_TOKEN:
		return Outcome.REFUSED
	if answer.status in DONE:
		return Outcome.DONE
	if answer.status == BY_RULE and answer.kind in RULES:
		return Outcome.BY_RULE
	return Outcome.UNEXPECTED


def permitted(answer: Answer) -> bool:
	"""Whether the permission was given, whatever a rule said afterwards."""
	return of(answer) in (Outcome.DONE, Outcome.BY_RULE)


def require_known(asker: Asker, answer: Answer) -> None:
	"""Note an answer of an unexpected kind among the asker's broken requests (what fell stands there already)."""
	if answer.status < 500 and of(answer) is Outcome.UNEXPECTED:
		asker.broken.append(
			f"{asker.who}: {answer.request} → {answer.status} {answer.kind} {answer.text[:300]}"
		)


def stands(administrator: Asker, doctype: str, name: str, field: str) -> str:
	"""What the row says today. Raises AssertionError when it cannot be read."""
	read = administrator.call(
		"frappe.client.get_value", "GET", doctype=doctype, filters={"name": name}, fieldname=field
	)
	assert read.ok and isinstance(read.message, dict), f"{doctype} {name}: {read.text[:300]}"
	return str(read.message.get(field) or "")


def require_row(asker: Asker, administrator: Asker, answer: Answer, row: dict, sent: str) -> None:
	"""Note where the row does not say what the answer does: `sent` stands there after a success, and else it does not."""
	written = sent in stands(administrator, row["doctype"], row["name"], row["writable"])
	if written != (of(answer) is Outcome.DONE):
		said = "written though refused" if written else "not written though answered as done"
		asker.broken.append(f"{asker.who}: {said}: {answer.request} → {answer.status} {answer.kind}")
