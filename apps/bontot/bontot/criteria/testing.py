"""Factories for tests of this and every later module."""

from typing import Any

import frappe

from bontot.criteria import setup


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
