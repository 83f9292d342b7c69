"""Lists and the report builder show the titles of linked documents; this framework sends their codes alone."""

from typing import Any

import frappe
from frappe.desk import reportview

from bontot import arguments
from bontot.synthesis.export import words_for


@frappe.whitelist(methods=["GET", "POST"])
def get() -> Any:
	"""Override of frappe.desk.reportview.get: the same rows, and beside them `_link_titles` as the desk knows them."""
	arguments.require_list_query(frappe.form_dict)
	doctype = frappe.form_dict.doctype
	data = reportview.get()
	if isinstance(data, dict) and data.get("values"):
		frappe.response["_link_titles"] = titles_of(doctype, data["keys"], data["values"])
	return data


def titles_of(doctype: str, keys: list[str], values: list[list[Any]]) -> dict[str, str]:
	"""{"Doctype::name": title} for the Link columns of a list."""
	meta = frappe.get_meta(doctype)
	titles: dict[str, str] = {}
	for column, key in enumerate(keys):
		field = meta.get_field(key)
		if field and field.fieldtype == "Link":
			words = words_for(field, {row[column] for row in values})
			titles |= {f"{field.options}::{name}": title for name, title in words.items()}
	return titles
