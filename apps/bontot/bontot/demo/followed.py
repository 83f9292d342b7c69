"""A working group of the province that follows the branch of the demo accounts, and what it wrote down of a visit."""

from __future__ import annotations

from datetime import date, timedelta

import frappe

from bontot.demo import merged, review
from bontot.demo.accounts import BRANCH
from bontot.demo.structure import Placed
from bontot.outbox.driver import acting_as

ASSIGNMENT, NOTE = "Oversight Assignment", "Visit Note"
DECISION = "31-QĐ/TU"
SEEN = {
	"observations": "Chi bộ họp đúng ngày, đủ nội dung; đảng viên phát biểu sôi nổi.",
	"good_practices": "Gửi trước câu hỏi thảo luận cho từng đảng viên ba ngày.",
	"difficulties": "Phòng họp chung với cơ quan, có hôm phải lùi giờ.",
	"recommendations": "Ghi kết luận rõ ai làm, hạn nào.",
}


def member_of_group(placed: dict[str, Placed]) -> str | None:
	"""A reviewer of a commune, who reads nothing of that branch by the own seat; None in a province without one."""
	pair = merged.communes(placed)
	return review.user_of(placed[pair[1]], "can_bo_tham_dinh") if pair else None


def follow(placed: dict[str, Placed], day: date) -> None:
	"""Assign and visit once."""
	province, person = placed["02"], member_of_group(placed)
	given = {"organization": province.name, "decision_number": DECISION}
	if not person or frappe.db.exists(ASSIGNMENT, given):
		return
	with acting_as(review.user_of(province, "can_bo_btc_tinh")):
		assignment = frappe.get_doc(
			doctype=ASSIGNMENT,
			title="Đoàn công tác số 1",
			assignment_kind="Working Group",
			from_date=day - timedelta(days=30),
			to_date=day + timedelta(days=120),
			decision_date=day - timedelta(days=30),
			people=[{"user": person, "duty": "Thành viên"}],
			branches=[{"organization": placed[BRANCH[1]].name}],
			**given,
		).insert()
	with acting_as(person):
		visited = {"organization": placed[BRANCH[0]].name, "visited_on": day - timedelta(days=3)}
		frappe.get_doc(doctype=NOTE, assignment=assignment.name, **visited, **SEEN).insert()
	frappe.db.commit()  # each act is one, as it is for a person
