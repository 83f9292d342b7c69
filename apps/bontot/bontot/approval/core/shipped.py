"""The routes that come with the app. An administrator's changes to them are never overwritten."""

from __future__ import annotations

from typing import Any

FROM = "2020-01-01"
# An empty seat holds no file up for ever. How long is asked of the province (docs/decisions/approval.md): the plan does not say.
VACANT_DAYS = 5
CLIMB = ("co_so", "truc_thuoc_tinh", "tinh")


def _steps(final: str) -> list[dict[str, Any]]:
	acts = ["Appraise"] * (len(CLIMB) - 1) + [final]
	return [
		{"level": level, "act": act, "days_allowed": 5, "may_skip_if_absent": 1}
		for level, act in zip(CLIMB, acts, strict=True)
	]


def _route(title: str, period_kind: str, priority: int, stop_after: int) -> dict[str, Any]:
	return {
		"title": title,
		"document_kind": "Evaluation",
		"period_kind": period_kind,
		"valid_from": FROM,
		"priority": priority,
		"stop_after": stop_after,
		"vacant_days": VACANT_DAYS,
		"disabled": 0,
		"steps": _steps("Decide" if period_kind == "Year" else "Appraise"),
	}


# The plan does not say who recognises: the province's way applies until an administrator prefers the other one
# (raise its priority, or disable the first).
SHIPPED = {
	"bontot-year-province": _route("Đến Tỉnh ủy quyết định", "Year", 10, 0),
	"bontot-year-above": _route("Cấp trên trực tiếp quyết định", "Year", 0, 1),
	"bontot-six-month-province": _route("Sơ kết 6 tháng, đến Tỉnh ủy", "Six-Month", 10, 0),
	"bontot-six-month-above": _route("Sơ kết 6 tháng, cấp trên trực tiếp", "Six-Month", 0, 1),
	# An officer of the province looks whether a body's overlay may apply; a province whose committee decides on each sets
	# the level to Decide.
	"bontot-overlay-province": {
		"title": "Bản cụ thể hóa, tỉnh thẩm định",
		"document_kind": "Framework Overlay",
		"valid_from": FROM,
		"priority": 0,
		"stop_after": 0,
		"vacant_days": VACANT_DAYS,
		"disabled": 0,
		"steps": [{"level": "tinh", "act": "Appraise", "days_allowed": 10, "may_skip_if_absent": 0}],
	},
	# Each level up to the province says whether it agrees; who decides then makes the decision of it.
	"bontot-proposal-province": {
		"title": "Đề nghị sắp xếp tổ chức, đến tỉnh",
		"document_kind": "Reorganization Proposal",
		"valid_from": FROM,
		"priority": 0,
		"stop_after": 0,
		"vacant_days": VACANT_DAYS,
		"disabled": 0,
		"steps": _steps("Appraise"),
	},
	# Whoever stands directly above receives a report, or gives it back.
	"bontot-report-above": {
		"title": "Báo cáo tổng hợp, cấp trên trực tiếp tiếp nhận",
		"document_kind": "Summary Report",
		"valid_from": FROM,
		"priority": 0,
		"stop_after": 1,
		"vacant_days": VACANT_DAYS,
		"disabled": 0,
		"steps": _steps("Appraise"),
	},
}
