import frappe


def execute() -> None:
	"""What used to be read from the codes of levels stands in the kinds: the columns above stay as they were filled."""
	kind = frappe.qb.DocType("Organization Kind")
	marks = (("is_grassroots", kind.level == "co_so"), ("is_upper", kind.level == "truc_thuoc_tinh"))
	for mark, marked in marks:
		frappe.qb.update(kind).set(kind[mark], 1).where(marked).run()
		frappe.qb.update(kind).set(kind[mark], 0).where(marked.negate()).run()
	frappe.qb.update(kind).set(kind.keeps_meetings, 0).where(kind.level == "to_dang").run()
