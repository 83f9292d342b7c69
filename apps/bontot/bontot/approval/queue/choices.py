"""Choices by which a person's queue can be narrowed: the periods, kinds of organisation and branches that files wait from."""

from __future__ import annotations

from typing import Any

import frappe
from pypika.functions import Length, Substring

from bontot.approval.queue import sitting_rules, waiting
from bontot.organization import tree


def of_user(user: str) -> dict[str, list[dict[str, str]]]:
	"""{periods, kinds, branches}: each [{name, label}]. A branch stands directly below a level where files wait."""
	files = frappe.qb.DocType("Evaluation")
	branch = Substring(files.organization_path, 1, Length(files.awaiting_path) + tree.SEGMENT)
	columns = (files.period, files.organization_kind, files.awaiting_path, branch)
	query = frappe.qb.from_(files).select(*columns).distinct().where(waiting.waiting_for(files, user))
	periods, kinds, paths = set(), set(), set()
	for period, kind, level, path in query.run():
		periods.add(period)
		kinds.add(kind)
		paths.add(sitting_rules.branch_path(level or "", path or "", tree.SEGMENT))
	# Of what waits for this very person, and of the branches it comes from.
	return {
		"periods": _labelled("Review Period", "title", "name", periods, "starts_on desc"),
		"kinds": _labelled("Organization Kind", "kind_name", "name", kinds, "kind_name"),
		"branches": _labelled(tree.DOCTYPE, "organization_name", "path", paths, "path"),
	}


def _labelled(doctype: str, label: str, column: str, values: set[str], order: str) -> list[dict[str, Any]]:
	where = {column: ("in", sorted(filter(None, values)) or [waiting.NOTHING])}
	return frappe.get_all(doctype, where, ["name", f"{label} as label"], order_by=order, limit_page_length=0)
