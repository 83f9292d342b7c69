import hashlib
import json

import frappe

CONCLUSION = "Disciplinary Conclusion"


def execute() -> None:
	"""Files keep how many disciplinary conclusions stood against them, no longer which and of what day."""
	if not frappe.db.has_column("Evaluation Item", "computed_detail"):
		return
	where = {"computed_detail": ("like", f"%{CONCLUSION}%")}
	for item in frappe.get_all("Evaluation Item", where, ["name", "computed_detail"], limit_page_length=0):
		detail = json.loads(item.computed_detail)
		named = [row for row in detail.get("rows", []) if row.get("doctype") == CONCLUSION]
		detail["rows"] = [row for row in detail.get("rows", []) if row not in named]
		detail["against"] = [hashlib.sha256(row["name"].encode()).hexdigest()[:16] for row in named]
		value = json.dumps(detail, ensure_ascii=False)
		frappe.db.set_value("Evaluation Item", item.name, "computed_detail", value, update_modified=False)
