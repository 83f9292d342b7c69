import frappe
from frappe.query_builder.functions import Replace

CODE, OLD, NEW = "tu_danh_gia_nam", "Tự đánh giá cuối năm", "Tự đánh giá bốn tốt"


def execute() -> None:
	"""With its year the duty read "… cuối năm năm 2026"; one that was renamed since keeps its name."""
	if frappe.db.get_value("Duty", CODE, "duty_name") != OLD:
		return
	frappe.db.set_value("Duty", CODE, "duty_name", NEW, update_modified=False)
	owed = frappe.qb.DocType("Obligation")
	frappe.qb.update(owed).set(owed.title, Replace(owed.title, OLD, NEW)).where(owed.duty == CODE).run()
