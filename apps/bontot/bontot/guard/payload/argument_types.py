"""Checks of arguments that single endpoints of the framework would take for something else."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import Any

import frappe

from bontot.guard.targets import Call, raise_unreadable


def _is_name(value: Any) -> bool:
	"""Tell whether it is a name: otherwise the endpoint would look for the document that answers to filters."""
	return isinstance(value, str | int)


def _is_method_of_trees(path: Any) -> bool:
	"""Tell whether a method is a tree's: to any other, what the endpoint hands on would be something else, a column or a name."""
	taken = tuple(inspect.signature(inspect.unwrap(frappe.get_attr(path))).parameters)
	return taken[:2] == ("doctype", "parent")


SHAPES: dict[str, dict[str, Callable[[Any], bool]]] = {
	# Put in the place of the whole request, after the request was looked at.
	"frappe.desk.form.assign_to.add_multiple": {"args": lambda value: False},
	"frappe.desk.form.utils.get_next": {
		"value": _is_name,
		"sort_order": lambda value: value in ("asc", "desc"),
	},
	"frappe.desk.treeview.get_all_nodes": {"tree_method": _is_method_of_trees},
}


def require(calls: list[Call], form: Mapping[str, Any]) -> None:
	"""Raise RequestError for an argument that its door would take for something else."""
	for call in calls:
		for name, fits in SHAPES.get(call.name, {}).items():
			if form.get(name) not in (None, "") and not fits(form[name]):
				raise_unreadable(name)
