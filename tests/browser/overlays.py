"""A draft of the body's overlay, arranged over HTTP where no test is about writing it."""

from __future__ import annotations

from tests.main_job.round import Round

TITLE = "Cụ thể hóa cho chi bộ khối cơ quan"
THEMATIC = "thematic_per_quarter"


def draft(round: Round, meetings: str) -> str:
	"""A draft of the body's overlay with a threshold and a criterion of its own; name."""
	lines = [
		{"action": "Tighten", "setting_key": THEMATIC, "setting_value": meetings},
		{
			"action": "Add",
			"criterion_key": "khoi_1",
			"group_key": "doan_ket_ky_luat_tot",
			"short_text": "Có sổ theo dõi góp ý của đảng viên",
			"full_text": "Chi bộ lập sổ theo dõi góp ý của đảng viên và trả lời từng góp ý",
			"kind": "Judged",
			"required": 1,
			"for_six_month": 1,
			"for_year": 1,
		},
	]
	doc = {
		"doctype": "Framework Overlay",
		"title": TITLE,
		"organization": round.organization("body"),
		"framework": round.trial["framework"],
		"title_kind": "Cell",
		"valid_from": "2026-01-01",
		"decision_number": "15-QĐ/ĐU",
		"decision_date": "2026-01-06",
		"changes": lines,
	}
	return round.person("btc").post("frappe.client.insert", doc=doc)["name"]
