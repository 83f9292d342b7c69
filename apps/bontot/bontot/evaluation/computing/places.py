"""Organisations that a period counts, and where each stood: the tree as of one day of the period."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import frappe
from frappe.utils import getdate

from bontot.evaluation.computing import new_evaluation
from bontot.organization import tree
from bontot.organization.tree import dated


def counted_on(period: Any) -> date:
	"""Return the day on which an organisation must live to be assessed: the period's last, or its first by setting."""
	return day_of(period, json.loads(period.frozen_framework)["settings"])


def day_of(period: Any, settings: Mapping[str, str]) -> date:
	"""The same for a period that has not opened yet, by the settings of its framework."""
	rule = (settings.get("counted_on") or "").strip() or "ends_on"
	return getdate(period.get(rule))


def organization_in(period: Any, organization: str) -> Any:
	"""Return building.ORGANIZATION_FIELDS of an organisation as it stood on the period's day.

	As it is today where it did not exist then: a file made for it by itself.
	"""
	table = dated.as_of(counted_on(period))
	query = frappe.qb.from_(table).select(*(table[field] for field in new_evaluation.ORGANIZATION_FIELDS))
	if rows := query.where(table.name == organization).run(as_dict=True):
		return rows[0]
	fields = [field for field in new_evaluation.ORGANIZATION_FIELDS if field != "path_today"]
	row = frappe.db.get_value(tree.DOCTYPE, organization, fields, as_dict=True)
	return row | {"path_today": row.path}
