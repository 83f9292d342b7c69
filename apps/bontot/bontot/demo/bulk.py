"""Rows straight into tables, by the thousand, under names that a second run works out again and finds there.

Only for invented data: nothing here asks for a permission. `tests/scale` saves a sample of these rows again through
their controllers and finds them unchanged.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice
from typing import Any

import frappe

CHUNK = 2000
STANDARD = ("name", "creation", "modified", "owner", "modified_by", "docstatus", "idx")
CHILD = ("parent", "parenttype", "parentfield")
OWNER = "Administrator"


def key(*parts: object) -> str:
	"""A document name that looks like the framework's random ones and is the same in every run."""
	return hashlib.sha256("/".join(str(part) for part in parts).encode()).hexdigest()[:10]


@cache
def columns(doctype: str) -> tuple[str, ...]:
	meta = frappe.get_meta(doctype)
	own = tuple(
		field.fieldname for field in meta.fields if field.fieldtype not in frappe.model.no_value_fields
	)
	return STANDARD + (CHILD if meta.istable else ()) + own


@cache
def defaults(doctype: str) -> dict[str, Any]:
	"""Return the values of a new document where nothing is said."""
	fresh = frappe.new_doc(doctype).get_valid_dict(convert_dates_to_str=False, sanitize=False)
	return {column: fresh.get(column) for column in columns(doctype)}


def insert(doctype: str, rows: Iterable[dict[str, Any]]) -> int:
	"""Insert rows in chunks, skipping those whose name or unique key is there; return how many were offered."""
	offered = 0
	names = columns(doctype)
	common = defaults(doctype) | {"owner": OWNER, "modified_by": OWNER, "docstatus": 0, "idx": 0}
	for chunk in chunks(rows, CHUNK):
		common["creation"] = common["modified"] = frappe.utils.now()
		values: list[Any] = []
		for row in chunk:
			values += [row[column] if column in row else common[column] for column in names]
		# frappe.db.bulk_insert builds a term object a value: minutes for the millions of rows of a whole province.
		# Table and columns are the doctype's own names, every value is a parameter.
		frappe.db.sql(statement(doctype, names, len(chunk)), values)
		offered += len(chunk)
	return offered


@cache
def statement(doctype: str, names: tuple[str, ...], rows: int) -> str:
	fields = ", ".join(f"`{name}`" for name in names)
	places = ", ".join([f"({', '.join(['%s'] * len(names))})"] * rows)
	return f"insert ignore into `tab{doctype}` ({fields}) values {places}"


def children(
	doctype: str, parenttype: str, parentfield: str, parent: str, rows: Iterable[dict]
) -> Iterator[dict]:
	"""Rows of a child table in order, named after their parent and place."""
	for idx, row in enumerate(rows, start=1):
		yield {
			"name": key(parent, parentfield, idx),
			"parent": parent,
			"parenttype": parenttype,
			"parentfield": parentfield,
			"idx": idx,
			**row,
		}


def chunks(rows: Iterable[dict], size: int) -> Iterator[list[dict]]:
	rows = iter(rows)
	while chunk := list(islice(rows, size)):
		yield chunk
