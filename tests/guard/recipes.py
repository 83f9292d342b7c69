"""One real document of each kind that somebody writes by hand: who writes it in the throw-away province, and what it holds.

Kinds without a recipe are written by services alone (tests/access/oracle.py: nobody of `write`), or name what takes a whole
season to come about (`WITHOUT`).
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from tests.main_job.client import Person
from tests.main_job.round import Round

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Recipe:
	"""`whole`: takes a period with its files, or work that the short run has no time for."""

	label: str  # of the person
	values: Callable[[Kitchen], Values]
	whole: bool = False


class Kitchen:
	"""What recipes draw on."""

	def __init__(self, ground: Round, period: str | None) -> None:
		self.ground, self.period = ground, period
		self.inspects = False

	def organization(self, key: str) -> str:
		return self.ground.organization(key)

	def user(self, label: str) -> str:
		return self.ground.user(label)

	def person(self, label: str) -> Person:
		return self.ground.person(label)

	def day(self, days: int = 0) -> str:
		return str(self.ground.today + timedelta(days=days))

	def one_day(self, days: int) -> Values:
		"""One of many days, so that two of the same do not meet."""
		return {"from_date": self.day(days), "to_date": self.day(days)}

	@property
	def year(self) -> int:
		return self.ground.today.year

	@property
	def unique(self) -> str:
		return f"ga{secrets.token_hex(4)}"

	def member(self, organization: str) -> str:
		where = {"organization": self.organization(organization)}
		found = self.person("btc").get(
			"frappe.client.get_list", doctype="Party Member", filters=where, limit_page_length=1
		)
		return found[0]["name"]

	def seat(self, label: str) -> str:
		where = {"user": self.user(label)}
		found = self.person("btc").get(
			"frappe.client.get_list", doctype="Seat", filters=where, limit_page_length=1
		)
		return found[0]["name"]

	def made(self, label: str, doc: Values) -> str:
		return self.person(label).post("frappe.client.insert", doc=doc)["name"]


def _period(kitchen: Kitchen) -> Values:
	year = kitchen.year + 1 + secrets.randbelow(60)  # there is one of a kind for a year
	return {
		"title": f"Tổng kết năm {year}", "year": year, "period_kind": "Year", "organization": kitchen.organization("province"),
		"framework": kitchen.ground.trial["framework"], "starts_on": f"{year}-01-01", "ends_on": f"{year}-12-31",
		"self_assessment_due_on": f"{year}-12-15", "report_due_on": f"{year}-12-29",
	}  # fmt: skip


def _framework(kitchen: Kitchen) -> Values:
	criterion = {
		"criterion_key": "dk_1", "group_key": "doan_ket", "short_text": "Đoàn kết", "full_text": "Đoàn kết, thống nhất",
		"kind": "Judged", "for_cell": 1, "for_grassroots": 1,
	}  # fmt: skip
	return {
		"title": "Khung thử", "framework_code": kitchen.unique.upper(), "version": 1, "valid_from": "2030-01-01",
		"organization": kitchen.organization("province"), "groups": [{"group_key": "doan_ket", "group_name": "Đoàn kết"}],
		"criteria": [criterion],
	}  # fmt: skip


def _overlay(kitchen: Kitchen) -> Values:
	added = {
		"action": "Add", "criterion_key": "xa_1", "group_key": "doan_ket_ky_luat_tot", "short_text": "Có tổ hòa giải",
		"full_text": "Chi bộ lãnh đạo tổ hòa giải hoạt động hằng tháng", "kind": "Judged", "required": 1, "for_year": 1,
	}  # fmt: skip
	return {
		"title": "Cụ thể hóa thử", "organization": kitchen.organization("body"), "framework": kitchen.ground.trial["framework"],
		"title_kind": "Cell", "valid_from": "2030-01-01", "decision_number": "12-QĐ/ĐU", "decision_date": kitchen.day(),
		"changes": [added],
	}  # fmt: skip


def _scale(kitchen: Kitchen) -> Values:
	grades = (("Good", "Tốt", 90), ("Fair", "Khá", 70), ("Average", "Trung bình", 50), ("Poor", "Kém", 0))
	return {
		"title": "Thang thử", "scale_code": kitchen.unique.upper(), "version": 1, "scale_kind": "Meeting Quality",
		"valid_from": "2030-01-01", "groups": [{"group_key": "a", "group_name": "Nhóm A", "points": 100}],
		"items": [{"item_key": "a1", "group_key": "a", "item_name": "Nhận xét", "points": 100}],
		"grades": [{"grade_key": key, "grade_name": name, "at_least": least} for key, name, least in grades],
	}  # fmt: skip


def _meeting(kitchen: Kitchen) -> Values:
	return {
		"organization": kitchen.organization("cell"), "meeting_kind": "Cell Thematic", "meeting_date": kitchen.day(5),
		"attendance": [{"member": kitchen.member("cell"), "attendance": "Present"}], "agenda": [{"topic": "Chuyên đề"}],
		"tasks": [{"task": "Việc thử"}],
	}  # fmt: skip


def _note(kitchen: Kitchen) -> Values:
	assignment = kitchen.made(
		"btc", {"doctype": "Oversight Assignment", **_assignment(kitchen, kitchen.day())}
	)
	return {
		"assignment": assignment, "organization": kitchen.organization("cell"), "visited_on": kitchen.day(),
		"observations": "Sinh hoạt đúng nội dung.",
	}  # fmt: skip


def _assignment(kitchen: Kitchen, day: str) -> Values:
	return {
		"title": "Đoàn thử", "assignment_kind": "Working Group", "organization": kitchen.organization("province"),
		"from_date": day, "to_date": day, "people": [{"user": kitchen.user("reviewer")}],
		"branches": [{"organization": kitchen.organization("cell")}],
	}  # fmt: skip


def _conclusion(kitchen: Kitchen) -> Values:
	seat = {
		"doctype": "Seat", "position": "can_bo_kiem_tra", "organization": kitchen.organization("body"),
		"user": kitchen.user("upper"), "from_date": kitchen.day(),
	}  # fmt: skip
	if not kitchen.inspects:
		kitchen.made("btc", seat)
		kitchen.inspects = True
	return {
		"organization": kitchen.organization("cell"), "subject_kind": "Party Organization", "measure": "Reprimand",
		"document_number": f"{kitchen.unique}-QĐ/UBKT", "concluded_on": kitchen.day(),
	}  # fmt: skip


# A resolution names files that have climbed to where it is taken; tests/approval plays it.
WITHOUT = frozenset(("Resolution",))
RECIPES: dict[str, Recipe] = {
	"Party Organization": Recipe("btc", lambda kitchen: {
		"organization_name": f"Chi bộ {kitchen.unique}", "kind": "chi_bo_truc_thuoc", "valid_from": "2024-01-01",
		"parent_organization": kitchen.organization("grassroots"),
	}),
	"Seat": Recipe("btc", lambda kitchen: {
		"position": "theo_doi", "organization": kitchen.organization("cell"), "user": kitchen.user("neighbour"),
		**kitchen.one_day(-100 - secrets.randbelow(2300)), "term": "2020-2025",
	}),
	"Party Member": Recipe("secretary", lambda kitchen: {
		"full_name": f"Nguyễn Văn {kitchen.unique}", "organization": kitchen.organization("cell"), "state": "Full",
		"admission_date": "2010-02-03", "official_date": "2011-02-03",
	}),
	"Member Transfer": Recipe("secretary", lambda kitchen: {
		"member": kitchen.made("secretary", {"doctype": "Party Member", **RECIPES["Party Member"].values(kitchen)}),
		"to_organization": kitchen.organization("neighbour"), "transfer_kind": "Permanent", "effective_date": kitchen.day(20),
	}),
	"Delegation": Recipe("btc", lambda kitchen: {
		"seat": kitchen.seat("upper"), "borrower": kitchen.user("reviewer"), "reason": "Đi công tác",
		**kitchen.one_day(60 + secrets.randbelow(900)),
	}),
	"Reorganization": Recipe("btc", lambda kitchen: {
		"title": "Sắp xếp thử", "organization": kitchen.organization("province"), "effective_date": kitchen.day(90),
		"decision_number": "12-QĐ/TU", "decision_date": kitchen.day(), "decision_issuer": "Ban Thường vụ Tỉnh ủy",
		"acts": [{"act": "Rename", "organization": kitchen.organization("neighbour"), "new_name": "Chi bộ Tên Mới"}],
	}),
	"Reorganization Proposal": Recipe("office", lambda kitchen: {
		"title": "Đề nghị sắp xếp thử", "organization": kitchen.organization("body"), "effective_date": kitchen.day(90),
		"reason": "Chi bộ đổi nơi sinh hoạt",
		"acts": [{"act": "Rename", "organization": kitchen.organization("cell"), "new_name": "Chi bộ Tên Mới"}],
	}),
	"Organization Import": Recipe("btc", lambda kitchen: {"organization": kitchen.organization("province")}),
	"Oversight Assignment": Recipe("btc", lambda kitchen: _assignment(kitchen, kitchen.day(-400))),
	"Visit Note": Recipe("reviewer", _note),
	"Meeting": Recipe("secretary", _meeting),
	"Leadership Document": Recipe("secretary", lambda kitchen: {
		"organization": kitchen.organization("cell"), "subject": "về nhiệm vụ trọng tâm", "document_kind": "Party Resolution",
		"document_number": f"{kitchen.unique}-NQ/CB", "issued_on": kitchen.day(),
	}),
	"Yearly Target": Recipe("secretary", lambda kitchen: {
		"organization": kitchen.organization("cell"), "target": f"Chỉ tiêu {kitchen.unique}", "year": kitchen.year,
		"planned": "10", "percent": 20,
	}),
	"Residence Remark": Recipe("secretary", lambda kitchen: {
		"organization": kitchen.organization("cell"), "member": kitchen.member("cell"), "year": kitchen.year,
		"residence": f"Chi bộ tổ dân phố {kitchen.unique}", "received_on": kitchen.day(), "verdict": "Duties Kept",
	}),
	"Disciplinary Conclusion": Recipe("upper", _conclusion),
	"Summary Report": Recipe("secretary", lambda kitchen: {
		"organization": kitchen.organization("cell"), "period": kitchen.period, "good_practice": "Giao ban hằng tuần",
	}, whole=True),
	"Review Period": Recipe("btc", _period),
	"Criteria Framework": Recipe("btc", _framework),
	"Framework Overlay": Recipe("btc", _overlay),
	"Organization Level": Recipe("btc", lambda kitchen: {"code": kitchen.unique, "level_name": f"Cấp {kitchen.unique}", "rank": 9}),
	"Organization Kind": Recipe("btc", lambda kitchen: {
		"code": kitchen.unique, "kind_name": f"Loại {kitchen.unique}", "level": "chi_bo",
	}),
	"Organization Sector": Recipe("btc", lambda kitchen: {"code": kitchen.unique, "sector_name": f"Ngành {kitchen.unique}"}),
	"Position": Recipe("btc", lambda kitchen: {
		"code": kitchen.unique, "position_name": f"Chức vụ {kitchen.unique}", "roles": [{"role": "Seat Holder"}],
	}),
	"Approval Route": Recipe("btc", lambda kitchen: {
		"title": "Tuyến thử", "document_kind": "Evaluation", "period_kind": "Year", "valid_from": "2090-01-01", "disabled": 1,
		"steps": [{"level": "co_so", "act": "Appraise", "days_allowed": 5}, {"level": "tinh", "act": "Decide", "days_allowed": 5}],
	}),
	"Duty": Recipe("btc", lambda kitchen: {
		"code": kitchen.unique, "duty_name": "Nhiệm vụ thử", "frequency": "Monthly", "fulfilled_by": "Meeting", "disabled": 1,
		"meeting_kind": "Cell Regular", "valid_from": "2090-01-01", "kinds": [{"kind": "chi_bo_truc_thuoc"}],
		"remind_before_days": "5,1", "remind_after_days": "1,5", "escalate_after_days": 3,
	}),
	"Legal Document": Recipe("btc", lambda kitchen: {"document_number": f"{kitchen.unique}-HD/MT", "document_kind": "Hướng dẫn", "title": "Văn bản thử"}),
	"Scoring Scale": Recipe("btc", _scale),
}  # fmt: skip
