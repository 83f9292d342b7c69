"""Factories for tests of this and every later module."""

from typing import Any

import frappe

from bontot.criteria import setup
from bontot.organization.access import approvable


def create_test_framework(province: str) -> str:
	"""Name of the plan's submitted framework issued by `province`."""
	return setup.ensure_framework(province)


def create_test_small_framework(organization: str, **values: Any):
	"""A draft framework of one judged criterion for both kinds; `values` replace fields."""
	content = {
		"title": "Khung thử nghiệm",
		"framework_code": f"THU-{frappe.generate_hash(length=8)}",
		"version": 1,
		"valid_from": "2020-01-01",
		"organization": organization,
		"groups": [{"group_key": "doan_ket", "group_name": "Đoàn kết"}],
		"criteria": [
			{
				"criterion_key": "dk_1",
				"group_key": "doan_ket",
				"short_text": "Đoàn kết, thống nhất",
				"full_text": "Đoàn kết, thống nhất về tư tưởng và hành động",
				"kind": "Judged",
				"for_cell": 1,
				"for_grassroots": 1,
			}
		],
	}
	return frappe.get_doc(doctype="Criteria Framework", **(content | values)).insert()


def create_test_scale(**values: Any):
	"""A draft meeting scale of one item judged by people (40) and one counted from attendance (60)."""
	content = {
		"title": "Thang thử nghiệm",
		"scale_code": f"THU-{frappe.generate_hash(length=8)}",
		"version": 1,
		"scale_kind": "Meeting Quality",
		"valid_from": "2020-01-01",
		"groups": [
			{"group_key": "a", "group_name": "Nhóm A", "points": 40},
			{"group_key": "b", "group_name": "Nhóm B", "points": 60},
		],
		"items": [
			{"item_key": "a1", "group_key": "a", "item_name": "Nhận xét", "points": 40},
			{
				"item_key": "b1",
				"group_key": "b",
				"item_name": "Dự họp",
				"points": 60,
				"measure": "attendance",
				"must_be_full": 1,
			},
		],
		"steps": [
			{"item_key": "b1", "at_least": 90, "points": 60},
			{"item_key": "b1", "at_least": 0, "points": 20},
		],
		"grades": [
			{"grade_key": "Good", "grade_name": "Tốt", "at_least": 90},
			{"grade_key": "Fair", "grade_name": "Khá", "at_least": 70},
			{"grade_key": "Average", "grade_name": "Trung bình", "at_least": 50},
			{"grade_key": "Poor", "grade_name": "Kém", "at_least": 0},
		],
	}
	return frappe.get_doc(doctype="Scoring Scale", **(content | values)).insert()


def create_test_overlay(
	organization: str, framework: str, changes: list[dict[str, Any]] | None = None, **values: Any
):
	"""A draft overlay for cells that adds one judged criterion, with a decision; `values` replace fields."""
	content = {
		"title": "Cụ thể hóa cho chi bộ",
		"organization": organization,
		"framework": framework,
		"title_kind": "Cell",
		"valid_from": "2026-01-01",
		"decision_number": "12-QĐ/ĐU",
		"decision_date": "2026-01-05",
		"changes": changes or [create_test_added_criterion()],
	}
	return frappe.get_doc(doctype="Framework Overlay", **(content | values)).insert()


def put_in_force(overlay):
	"""The overlay as its approval leaves it; which acts lead there is approval's own matter."""
	overlay.state = "Approved"
	approvable.submit(overlay)
	return overlay


def create_test_added_criterion(**values: Any) -> dict[str, Any]:
	"""A line of an overlay that adds a judged criterion to the third group of the plan."""
	line = {
		"action": "Add",
		"criterion_key": "xa_1",
		"group_key": "doan_ket_ky_luat_tot",
		"short_text": "Có tổ hòa giải hoạt động hằng tháng",
		"full_text": "Chi bộ lãnh đạo tổ hòa giải của thôn hoạt động hằng tháng",
		"kind": "Judged",
		"required": 1,
		"for_six_month": 1,
		"for_year": 1,
	}
	return line | values
