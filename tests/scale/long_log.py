"""A step log of a million rows, written with the hashes that the service would have given them, and tampered with here and there.

Names of its files begin with `long-log`, so that it can be taken away again.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import frappe
from bontot.approval.core import anchors, chain

from tests.benchmark._site import site

FILES, STEPS = int(os.environ.get("BONTOT_LONG_LOG_FILES", "50000")), 20
ACTS = ("Send", "Agree", "Return", "Recall")
COLUMNS = ("name", *chain.FIELDS, "previous_hash", "hash")
BEGAN = datetime(2024, 1, 2, 7, 30)
AT_ONCE = 1_000  # files between two commits


def write(files: int) -> None:
	"""So many files with twenty steps each, and an anchor over all of them."""
	frappe.db.connect()  # else only the first statement does, and the cursor is used bare
	step = insert_into("Approval Step", COLUMNS)
	head = insert_into("Evaluation", ("name", "organization", "state", "step_sequence", "head_hash"))
	for first in range(0, files, AT_ONCE):
		names = [name_of(number) for number in range(first, min(first + AT_ONCE, files))]
		logs = [log_of(name) for name in names]
		frappe.db._cursor.executemany(step, [row for log in logs for row in as_rows(log)])
		rows = [(log[-1]["file_name"], "T.1", "Under Appraisal", STEPS, log[-1]["hash"]) for log in logs]
		frappe.db._cursor.executemany(head, rows)
		frappe.db.commit()  # read by another process
	anchors.take()
	frappe.db.commit()


def insert_into(doctype: str, columns: tuple[str, ...]) -> str:
	"""As the driver packs many rows into one statement; constants of ours."""
	names, places = ", ".join(f"`{column}`" for column in columns), ", ".join(["%s"] * len(columns))
	return f"insert into `tab{doctype}` ({names}) values ({places})"


def name_of(number: int) -> str:
	return f"long-log-{number:06d}"


def log_of(name: str) -> list[dict[str, Any]]:
	"""The steps of one file; no two files have the same."""
	log: list[dict[str, Any]] = []
	previous = chain.GENESIS
	for sequence in range(1, STEPS + 1):
		step = {
			"name": f"{name}-{sequence}",
			"file_doctype": "Evaluation",
			"file_name": name,
			"organization": "T.1",
			"sequence": sequence,
			"round": 1 + sequence // 8,
			"act": ACTS[sequence % len(ACTS)],
			"acted_at": BEGAN + timedelta(hours=sequence, microseconds=sequence),
			"acting_user": f"nguoi{sequence % 5}@thu.example",
			"acting_organization": "T.1",
			"from_state": "Under Appraisal",
			"to_state": "Under Appraisal",
			"working_days": sequence % 4,
			"reason": f"Hồ sơ {name}, lần {sequence}",
			"criteria_touched": "[]",
			"results": "{}" if sequence % 3 else "",
			"previous_hash": previous,
		}
		previous = step["hash"] = chain.step_hash(step, previous)
		log.append(step)
	return log


def as_rows(log: list[dict[str, Any]]) -> Iterator[tuple[Any, ...]]:
	for step in log:
		yield tuple(step.get(column) for column in COLUMNS)


def tamper(files: int) -> list[str]:
	"""Change single rows far apart, each in another way; what `verify` must say, in the order in which it says it."""
	names = [name_of(files * part // 10 + part) for part in range(9)]
	said: list[str] = []
	for name, way in zip(
		names, (alter, alter_number, remove, remove_last, swap, insert, forge), strict=False
	):
		said += [f"{name}: {words}" for words in way(name)]
	frappe.db.delete("Evaluation", names[7])
	said.append(f"{names[7]}: the file names another last step than its log (0)")
	said += swap_between(names[8], name_of(files - 1))
	frappe.db.commit()  # read by another process
	return said


def set_values(name: str, sequence: int, /, **values: object) -> None:
	where = {"file_name": name, "sequence": sequence}
	frappe.db.set_value("Approval Step", where, values, update_modified=False)


def alter(name: str) -> list[str]:
	set_values(name, 3, reason=f"Hồ sơ {name}, lần 3.")
	return ["step 3 was altered after it was written"]


def alter_number(name: str) -> list[str]:
	set_values(name, STEPS, working_days=77)
	return [f"step {STEPS} was altered after it was written"]


def remove(name: str) -> list[str]:
	frappe.db.delete("Approval Step", {"file_name": name, "sequence": 11})
	return ["step 11 is missing"]


def remove_last(name: str) -> list[str]:
	frappe.db.delete("Approval Step", {"file_name": name, "sequence": STEPS})
	anchored = f"step {STEPS} is not the one that an anchor has pinned (anchor 1)"
	return [f"step {STEPS} is missing", anchored]


def swap(name: str) -> list[str]:
	for before, after in ((7, 1000), (8, 7), (1000, 8)):
		set_values(name, before, sequence=after)
	both = [
		f"step {number} {what}"
		for number in (7, 8)
		for what in ("does not follow the one before it", "was altered after it was written")
	]
	return [*both, "step 9 does not follow the one before it"]


def insert(name: str) -> list[str]:
	"""One that nobody did, with a hash that is right for it."""
	last = log_of(name)[-1]
	step = last | {"name": f"{name}-more", "sequence": STEPS + 1, "previous_hash": last["hash"]}
	step["hash"] = chain.step_hash(step, last["hash"])
	frappe.db._cursor.executemany(insert_into("Approval Step", COLUMNS), list(as_rows([step])))
	return [f"the file names another last step than its log ({STEPS})"]


def forge(name: str) -> list[str]:
	"""A whole chain written anew with the file's head: only the anchor knows better."""
	previous = chain.GENESIS
	for step in log_of(name):
		step |= {"acting_user": "Guest", "previous_hash": previous}
		previous = chain.step_hash(step, previous)
		set_values(
			name, step["sequence"], acting_user="Guest", previous_hash=step["previous_hash"], hash=previous
		)
	frappe.db.set_value("Evaluation", name, "head_hash", previous, update_modified=False)
	return [f"step {STEPS} is not the one that an anchor has pinned (anchor 1)"]


def swap_between(one: str, other: str) -> list[str]:
	for before, after in ((one, "aside"), (other, one), ("aside", other)):
		where = {"file_name": before, "sequence": 5}
		frappe.db.set_value("Approval Step", where, "file_name", after, update_modified=False)
	told = (
		"step 5 does not follow the one before it",
		"step 5 was altered after it was written",
		"step 6 does not follow the one before it",
	)
	return [f"{name}: {words}" for name in (one, other) for words in told]


def remove_all() -> None:
	for doctype, column in (("Approval Step", "file_name"), ("Evaluation", "name")):
		frappe.db.delete(doctype, {column: ("like", "long-log-%")})
	frappe.db.delete(anchors.DOCTYPE)
	frappe.db.commit()


if __name__ == "__main__":
	what, *numbers = sys.argv[1:]
	with site():
		answer = {"write": write, "tamper": tamper, "remove_all": remove_all}[what](*map(int, numbers))
	print(json.dumps(answer, ensure_ascii=False))
