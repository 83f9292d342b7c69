"""Bare rows of any doctype, filled by its own definition: a doctype made tomorrow gets its rows without a word here."""

from __future__ import annotations

import json
from itertools import count

import frappe
from frappe.model.naming import is_autoincremented, set_new_name
from frappe.utils import nowdate

NAMES, CONTENTS = count(1), count(1)
TEXTS = ("Data", "Small Text", "Text", "Long Text", "Text Editor")
# Where the mark of a row goes when neither a title nor anything required takes one; the first that the doctype has.
SPARE_TEXTS = ("reason", "term", "organization_name", "remark", "reminder_key")
# A framework of one criterion, whose key stands in every row that names a criterion.
KEYS = {"criterion_key": "x", "group_key": "x"}
TEXTS_OF_CRITERION = (
	"section",
	"short_text",
	"full_text",
	"kind",
	"calculator",
	"evidence_wanted",
	"guidance",
)
ASKED_OF = ("for_cell", "for_grassroots", "for_six_month", "for_year", "required")
FRAMEWORK = json.dumps(
	{
		"title": "x",
		"groups": [{"group_key": "x", "group_name": "x"}],
		"criteria": [KEYS | dict.fromkeys(TEXTS_OF_CRITERION, "") | dict.fromkeys(ASKED_OF, True)],
		"settings": {},
		"legal_basis": [],
	}
)
# What a row must say so that a report with a filter of its own finds it, or a controller can read it.
SAID = {
	"Evaluation": {"period_kind": "Year", "self_assessment_due_on": nowdate, "state": "Draft"},
	"Meeting": {"meeting_kind": "Cell Regular", "search_text": None, "meeting_date": nowdate},
	"Summary Report": {"state": "Draft"},
	"Reorganization Proposal": {"state": "Draft"},
	"Visit Note": {"writer": "Administrator"},
	"Obligation": {"due_on": nowdate},
	"Organization Succession": {"on_date": nowdate},
	"Organization Placement": {"from_date": nowdate},
	"Evaluation Item": KEYS,
	"Criterion": KEYS,
	"Criterion Group": {"group_key": "x"},
	"Overlay Change": KEYS,
	"Resolution": {"members_total": 5, "votes_for": 5, "state": "Draft"},
	"Review Period": {
		"state": "Draft",
		"frozen_framework": FRAMEWORK,
		"year": lambda: int(nowdate()[:4]),
		"period_kind": "Year",
	},
	"Period Framework": {"content": FRAMEWORK},
}
NO_TEXT = ("organization_path", "period_path", "awaiting_path", "path")


def mark() -> str:
	"""What is looked for in answers: it stands in one row of one table."""
	return f"zq{next(CONTENTS):06d}qz"


def fresh_name() -> str:
	return f"zn{next(NAMES):06d}nz"


def insert(doctype: str, **values: object) -> str:
	"""A row past its controller, so that the test rests on nobody's rules but those it tests."""
	doc = frappe.get_doc({"doctype": doctype, **values})
	if is_autoincremented(doctype, doc.meta):
		set_new_name(doc)
	doc.name = doc.name or fresh_name()
	doc.owner = doc.modified_by = "Administrator"
	doc.creation = doc.modified = frappe.utils.now()
	doc.db_insert()
	return doc.name


def values_of(doctype: str, content: str, links: dict[str, str]) -> dict[str, object]:
	"""Values for a row that bears `content`; `links`: doctype → the row that a Link to it names."""
	meta, values, marked = frappe.get_meta(doctype), {}, False
	for field in meta.fields:
		if field.fieldtype in TEXTS and field.fieldname not in NO_TEXT and not field.is_virtual:
			if field.reqd or field.fieldname == meta.title_field:
				values[field.fieldname], marked = content, True
		elif field.fieldtype == "Link" and field.options == "User":
			if field.reqd:
				values[field.fieldname] = "Administrator"  # to whom nothing of this opens anything
		elif (
			field.fieldtype == "Link" and field.options != doctype and (field.reqd or field.options in links)
		):
			values[field.fieldname] = links.get(field.options) or any_name(field.options)
		elif field.fieldtype == "Select":
			options = [option for option in (field.options or "").split("\n") if option]
			values[field.fieldname] = field.default or (options[0] if options else None)
		elif field.reqd and field.fieldtype in ("Date", "Datetime"):
			values[field.fieldname] = nowdate()
		elif field.reqd and field.fieldtype in ("Int", "Float"):
			values[field.fieldname] = 1
	if not marked:
		spare = next((name for name in SPARE_TEXTS if meta.has_field(name)), None)
		texts = [f.fieldname for f in meta.fields if f.fieldtype in TEXTS and f.fieldname not in NO_TEXT]
		spare = spare or (texts[0] if texts else None)
		if spare:
			values[spare] = content
	if meta.has_field("search_text"):
		values["search_text"] = content
	for fieldname, value in SAID.get(doctype, {}).items():
		if meta.has_field(fieldname):
			values[fieldname] = value() if callable(value) else value
	return values


def writable(doctype: str, field: str) -> str:
	"""A text that a form writes, `field` if it is one: what is read-only there is the server's alone."""
	meta = frappe.get_meta(doctype)
	if not meta.get_field(field).read_only:
		return field
	texts = (
		each.fieldname
		for each in meta.fields
		if each.fieldtype in TEXTS and not (each.read_only or each.permlevel or each.is_virtual)
	)
	return next(texts, field)


def any_name(doctype: str) -> str | None:
	return frappe.db.get_value(doctype, {}, "name")


def insert_children(doctype: str, parent: str, links: dict[str, str]) -> list[dict[str, str]]:
	"""One row in each table of a document: [{doctype, name, content}]."""
	made = []
	for field in frappe.get_meta(doctype).get_table_fields():
		content = mark()
		values = values_of(field.options, content, links)
		place = {"parent": parent, "parenttype": doctype, "parentfield": field.fieldname, "idx": 1}
		name = insert(field.options, **values, **place)
		made.append({"doctype": field.options, "name": name, "content": content, "table": field.fieldname})
	return made
