"""Writes a member at an organisation and commits when it is told to:
`python -m tests.organization.writer ORGANIZATION [unheld]`.

Prints "trying", then "written" and waits for a line, or "refused" with the class of the refusal. `unheld`: without holding the
organisation's row, as of all that no undo can take away.
"""

from __future__ import annotations

import sys

import frappe
from bontot.organization import tree
from bontot.organization.testing import create_test_member

from tests.benchmark._site import site

if __name__ == "__main__":
	with site():
		if sys.argv[2:] == ["unheld"]:
			tree.path_to_write = tree.path_of
		frappe.db.commit()  # it begins to read now
		print("trying", flush=True)
		try:
			create_test_member(sys.argv[1])
		except frappe.ValidationError as refusal:
			print(f"refused {type(refusal).__name__}", flush=True)
			sys.exit()
		print("written", flush=True)
		sys.stdin.readline()
		frappe.db.commit()  # what the request of a person ends with
