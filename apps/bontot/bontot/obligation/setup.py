"""The duties of the plan, as data an administrator changes freely: a duty that exists is never written over."""

import json
from importlib import resources

import frappe
from frappe.utils import get_first_day, getdate


def install() -> None:
	begin = get_first_day(getdate())  # what was due before the system came was not owed to it
	for row in duties():
		if frappe.db.exists("Duty", row["code"]):
			continue
		kinds = [{"kind": kind} for kind in row.pop("kinds")]
		duty = frappe.get_doc({"doctype": "Duty", "valid_from": begin, **row, "kinds": kinds})
		duty.insert(ignore_permissions=True)  # the installing administrator


def duties() -> list[dict]:
	return json.loads((resources.files("bontot.obligation") / "data" / "duties.json").read_text("utf-8"))
