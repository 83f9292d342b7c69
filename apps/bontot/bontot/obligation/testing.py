"""Factories for tests of this and later modules."""

import frappe


def create_test_duty(code: str = "thu_nghiem", **values):
	"""A monthly duty of cells, fulfilled by a minuted regular meeting, due on the last day of the month."""
	defaults = {
		"duty_name": "Sinh hoạt thử nghiệm",
		"frequency": "Monthly",
		"fulfilled_by": "Meeting",
		"meeting_kind": "Cell Regular",
		"valid_from": "2020-01-01",
		"remind_before_days": "5,1",
		"remind_after_days": "1,5",
		"escalate_after_days": 3,
		"kinds": [{"kind": "chi_bo_truc_thuoc"}, {"kind": "chi_bo_co_so"}],
	}
	return frappe.get_doc({"doctype": "Duty", "code": code, **defaults, **values}).insert()


def owe_since(day: str) -> None:
	"""Let the shipped duties be owed from `day` on inside a test; a new site owes them from the month it is made in."""
	frappe.db.set_value("Duty", {"name": ("is", "set")}, "valid_from", day)


def leave_only(duty) -> None:
	"""Switch the shipped duties off inside a test, so that only `duty` speaks."""
	for name in frappe.get_all("Duty", {"name": ("!=", duty.name)}, pluck="name"):
		frappe.db.set_value("Duty", name, "disabled", 1)
