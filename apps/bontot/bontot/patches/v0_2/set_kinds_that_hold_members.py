import frappe


def execute() -> None:
	"""Cells hold members; the column is new, and kinds that are there already are not written again by the set-up."""
	kind = frappe.qb.DocType("Organization Kind")
	query = frappe.qb.update(kind).set(kind.holds_members, 1)
	query.where((kind.title_kind == "Cell") & (kind.holds_members == 0)).run()
