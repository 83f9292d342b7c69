"""The frameworks of bodies below the province, as a period freezes them: resolved once for each body and kind.

A file names the one it answers (`period_framework`), or none where no overlay applies: then the period's own, the core.
Later overlays, versions and settings touch neither.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

import frappe
from frappe.utils import now_datetime

from bontot.criteria import frozen, overlays
from bontot.criteria.frozen import FrozenFramework
from bontot.evaluation.computing import places
from bontot.organization.tree import dated

DOCTYPE = "Period Framework"
SELECTORS = ("body_path", "title_kind", "organization_kind", "sector")


def rows_to_freeze(period: Any, core: FrozenFramework) -> list[dict[str, Any]]:
	"""Return the rows of Period Framework for a period that opens now on `core`."""
	day = places.counted_on(period)
	rows = []
	for found in overlays.in_force(core["framework"], day):
		if not (body := dated.place(found.organization, day)):
			continue  # the body no longer lives on the day that counts
		doc = frappe.get_doc(overlays.DOCTYPE, found.name)
		resolved = overlays.resolve(doc, core)
		rows.append(
			{
				"name": f"{period.name}-{doc.name}",
				"title": doc.title,
				"period": period.name,
				"organization": doc.organization,
				"organization_path": doc.organization_path,
				"overlay": doc.name,
				"title_kind": doc.title_kind,
				"organization_kind": doc.organization_kind or None,
				"sector": doc.sector or None,
				"digest": resolved["digest"],
				"body_path": body.path,
				"content": json.dumps(resolved, ensure_ascii=False),
			}
		)
	return rows


def left_behind(period: Any) -> list[Any]:
	"""Return the overlays in force (rows of `overlays.left_behind`) that a period goes without when it opens, their framework
	being another one than its own."""
	day = places.day_of(period, frozen.settings_of(period.framework))
	return [row for row in overlays.left_behind(period.framework, day) if dated.place(row.organization, day)]


def freeze(period: Any, core: FrozenFramework) -> int:
	"""Write them; how many. In the transaction that opens the period, whose caller has checked who opens it."""
	stamp = now_datetime()
	common = {
		"creation": stamp,
		"modified": stamp,
		"owner": frappe.session.user,
		"modified_by": frappe.session.user,
		"docstatus": 0,
		"idx": 0,
	}
	rows = [common | row for row in rows_to_freeze(period, core)]
	if rows:
		frappe.db.bulk_insert(DOCTYPE, list(rows[0]), [tuple(row.values()) for row in rows])
	return len(rows)


def of_period(period: str) -> list[Any]:
	"""Return what chooses among a period's frameworks: name and SELECTORS of each."""
	# Whose file it is decides; the opening asks for all of them.
	return frappe.get_all(DOCTYPE, {"period": period}, ["name", *SELECTORS], order_by="name")


def choose(frameworks: Iterable[Any], organization: Mapping[str, Any], title_kind: str) -> str | None:
	"""Return the framework that an organisation (path of the period, kind, sector) answers; None: the core.

	The one that names its kind goes before one that names its sector, and that before one for all. Pure.
	"""
	best, most = None, -1
	for row in frameworks:
		if row["title_kind"] != title_kind or not organization["path"].startswith(row["body_path"]):
			continue
		if (row["organization_kind"] or organization["kind"]) != organization["kind"]:
			continue
		if (row["sector"] or organization["sector"]) != organization["sector"]:
			continue
		fit = 2 * bool(row["organization_kind"]) + bool(row["sector"])
		if fit > most:
			best, most = row["name"], fit
	return best


def content(name: str) -> FrozenFramework:
	"""Return a frozen framework by name; raises DoesNotExistError."""
	return json.loads(frappe.get_cached_value(DOCTYPE, name, "content"))
