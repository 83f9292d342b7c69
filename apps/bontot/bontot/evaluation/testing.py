"""Factories for tests of this and every later module."""

from typing import Any

import frappe
from frappe.utils import getdate, nowdate

from bontot.criteria.testing import create_test_framework
from bontot.evaluation.computing import new_evaluation
from bontot.evaluation.period import opening
from bontot.organization.testing import create_test_seat
from bontot.outbox.testing import run_now

YEAR = 2026
DATES = {
	"Year": ("01-01", "12-31", "12-20", "12-29"),
	"Six-Month": ("01-01", "06-30", "07-05", "07-15"),
	"Quarter": ("07-01", "09-30", "10-05", "10-20"),
	"Own": ("02-10", "05-20", "05-25", "06-10"),
}
WORDS = {"Year": "năm", "Six-Month": "6 tháng", "Quarter": "quý III", "Own": "chuyên đề"}


def create_test_period(province: str, period_kind: str = "Year", year: int = YEAR, **values: Any):
	"""A draft Review Period of the whole province on the plan's framework."""
	starts_on, ends_on, self_due, report_due = (f"{year}-{day}" for day in DATES[period_kind])
	content = {
		"title": f"Đánh giá {WORDS[period_kind]} {year}",
		"organization": province,
		"framework": create_test_framework(province),
		"year": year,
		"period_kind": period_kind,
		"starts_on": starts_on,
		"ends_on": ends_on,
		"self_assessment_due_on": self_due,
		"report_due_on": report_due,
	}
	return frappe.get_doc(doctype="Review Period", **(content | values)).insert()


def create_test_open_period(
	province: str, period_kind: str = "Year", officer: str | None = None, **values: Any
):
	"""A period opened by an officer of the province (made when none is given), every file in place."""
	period = create_test_period(province, period_kind, **values)
	officer = officer or create_test_seat(province, "can_bo_btc_tinh").user
	before = frappe.session.user
	frappe.set_user(officer)
	try:
		task = opening.start(period.name)["task"]
	finally:
		frappe.set_user(before)
	run_now(task)
	return frappe.get_doc("Review Period", period.name)


def create_test_quarter_of(province: str, criteria: str) -> str:
	"""Name of an opened quarter whose framework asks these criteria in a quarter, keys with commas between."""
	framework = frappe.copy_doc(frappe.get_doc("Criteria Framework", create_test_framework(province)))
	framework.version += 1
	setting = next(row for row in framework.settings if row.setting_key == "quarter_criteria")
	setting.setting_value = criteria
	framework.insert().submit()
	return create_test_open_period(province, "Quarter", framework=framework.name).name


def create_test_evaluation(organization: str, period: str):
	"""The file of an organisation in an opened period; made by its controller when the opening left it out."""
	name = new_evaluation.file_name(organization, period)
	if frappe.db.exists("Evaluation", name):
		return frappe.get_doc("Evaluation", name)
	doc = frappe.get_doc(doctype="Evaluation", organization=organization, period=period)
	doc.flags.by_service = True
	return doc.insert(ignore_permissions=True)


def create_test_file(name: str, content: bytes, owner: str, is_private: int = 1):
	"""A File uploaded by `owner`, attached to nothing yet."""
	before = frappe.session.user
	frappe.set_user(owner)
	try:
		# The upload endpoint checks what a person may upload; here only the row and the bytes matter.
		return frappe.get_doc(doctype="File", file_name=name, content=content, is_private=is_private).insert(
			ignore_permissions=True
		)
	finally:
		frappe.set_user(before)


def answer_all(evaluation: str, result: str = "Met") -> None:
	"""Give every criterion that can be answered this result, with a reason, straight in the database."""
	items = frappe.get_all(
		"Evaluation Item", {"parent": evaluation}, ["name", "computed_result"], order_by="idx"
	)
	for item in items:
		if item.computed_result not in ("Awaiting Rating", "Not Yet Due"):
			values = {"self_result": result, "remark": "Lý do thử nghiệm"}
			frappe.db.set_value("Evaluation Item", item.name, values)


def create_test_document(organization: str, **values: Any):
	"""A resolution issued today; another number each time."""
	content = {
		"doctype": "Leadership Document",
		"organization": organization,
		"subject": "về nhiệm vụ chính trị trọng tâm",
		"document_kind": "Party Resolution",
		"document_number": f"{frappe.generate_hash(length=6)}-NQ/ĐU",
		"issued_on": nowdate(),
	}
	return frappe.get_doc({**content, **values}).insert()


def create_test_target(organization: str, percent: float = 0, **values: Any):
	"""A target of this year with the share reached so far."""
	content = {
		"doctype": "Yearly Target",
		"organization": organization,
		"target": "Thu ngân sách",
		"year": getdate(nowdate()).year,
		"planned": "120 triệu đồng",
		"result": "đạt một phần" if percent else None,
		"percent": percent,
	}
	return frappe.get_doc({**content, **values}).insert()


def create_test_remark(organization: str, of_member: str, **values: Any):
	"""A good remark of a member's place of residence, received today."""
	content = {
		"doctype": "Residence Remark",
		"organization": organization,
		"member": of_member,
		"year": getdate(nowdate()).year,
		"residence": "Chi bộ tổ dân phố 5",
		"received_on": nowdate(),
		"verdict": "Duties Kept",
	}
	return frappe.get_doc({**content, **values}).insert()


def create_test_conclusion(organization: str, **values: Any):
	"""A reprimand of this week, on a member when one is named, else on the organisation."""
	content = {
		"doctype": "Disciplinary Conclusion",
		"organization": organization,
		"subject_kind": "Party Member" if values.get("member") else "Party Organization",
		"measure": "Reprimand",
		"document_number": f"{frappe.generate_hash(length=6)}-QĐ/UBKT",
		"concluded_on": nowdate(),
	}
	return frappe.get_doc({**content, **values}).insert()


def create_test_rating(
	organization: str, year: int, member: str | None = None, grade: str = "Well Completed"
):
	"""A decided rating of an organisation, or of a member of it."""
	values = {
		"organization": organization,
		"member": member,
		"year": year,
		"grade": grade,
		"state": "Decided",
	}
	subject = "Member" if member else "Organization"
	doc = frappe.get_doc(doctype="Annual Rating", subject=subject, decision_number="01-QĐ/ĐU", **values)
	doc.flags.by_service = True
	return doc.insert(ignore_permissions=True)
