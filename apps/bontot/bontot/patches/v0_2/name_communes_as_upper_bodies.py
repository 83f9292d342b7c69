import frappe
from frappe.query_builder.functions import Coalesce, Concat, Function, Length

from bontot.organization import tree

# Of an organisation now, of one as it stood before and after a decision, of its file in a period: columns of path and body.
PLACES = (
	("Party Organization", "path", "upper_organization"),
	("Organization Placement", "path", "upper_organization"),
	("Organization Placement", "path_after", "upper_after"),
	("Evaluation", "period_path", "upper_organization"),
)


def execute() -> None:
	"""Write the upper body of older organisations: the one directly under the province, for itself and for all below it.

	Files of periods whose figures are kept stay as they were kept.
	"""
	period = frappe.qb.DocType("Review Period")
	kept = frappe.qb.from_(period).select(period.name).where(Coalesce(period.figures_digest, "") != "")
	for doctype, path_field, upper_field in PLACES:
		table = frappe.qb.DocType(doctype)
		path, upper = table[path_field], table[upper_field]
		segment = Function("SUBSTRING", path, tree.SEGMENT + 1, tree.SEGMENT)
		serial = Function("LPAD", Function("CONV", segment, 36, 10), 7, "0")
		query = frappe.qb.update(table).set(upper, Concat("TC", serial))
		query = query.where((Coalesce(upper, "") == "") & (Length(path) > tree.SEGMENT))
		if doctype == "Evaluation":
			query = query.where(table.period.notin(kept))
		query.run()
