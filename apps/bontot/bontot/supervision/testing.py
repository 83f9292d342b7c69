"""Factories for tests of this and every later module. Everything they make is rolled back with the test."""

from collections.abc import Sequence

import frappe
from frappe.utils import add_days, nowdate


def create_test_assignment(
	organization: str, people: Sequence[str], branches: Sequence[str], **values: object
):
	"""An assignment given by `organization`, from yesterday to tomorrow unless told otherwise."""
	content = {
		"doctype": "Oversight Assignment",
		"title": "Đoàn công tác số 1",
		"assignment_kind": "Working Group",
		"organization": organization,
		"from_date": add_days(nowdate(), -1),
		"to_date": add_days(nowdate(), 1),
		"people": [{"user": user} for user in people],
		"branches": [{"organization": branch} for branch in branches],
	}
	return frappe.get_doc({**content, **values}).insert()


def create_test_note(assignment: str, organization: str, **values: object):
	"""A note of the signed-in person about today's visit."""
	content = {
		"doctype": "Visit Note",
		"assignment": assignment,
		"organization": organization,
		"visited_on": nowdate(),
		"observations": "Sinh hoạt đúng nội dung, còn thiếu sổ ghi chép.",
	}
	return frappe.get_doc({**content, **values}).insert()
