"""Endpoints for trying a framework, an overlay or a scale on a year, from their forms. Who asks is the signed-in user; reads
only.
"""

from typing import Any, Literal

import frappe

from bontot.evaluation.try_on import service as trial

Tried = Literal["Criteria Framework", "Framework Overlay", "Scoring Scale"]


@frappe.whitelist(methods=["GET", "POST"])
def periods(doctype: Tried, name: str) -> list[dict[str, Any]]:
	"""Return the periods it can be tried on, the best guess first: [{name, title, year, period_kind, state}]."""
	return trial.periods(doctype, name)


@frappe.whitelist(methods=["GET", "POST"])
def try_on(doctype: Tried, name: str, period: str, after: str = "") -> dict[str, Any]:
	"""Return a slice of what the period's files would come to (`service.Slice`); ask on with its `next` until that is ""."""
	return dict(trial.run(doctype, name, period, after))
