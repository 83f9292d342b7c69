"""Criteria that nothing but a person's word says are met, though their framework wants evidence: one rule, of a stored row and
as a condition on it. The page of the self-assessment asks the same of what is being filled in (`answers.mjs`)."""

from __future__ import annotations

from typing import Any

from frappe.query_builder import Criterion, Table
from pypika.functions import Coalesce

from bontot.evaluation.computing.outcome import MET


def holds(item: Any) -> bool:
	said = item.self_result == MET and not item.computed_result
	return bool(said and item.evidence_wanted and not item.evidence_count)


def condition(item: Table) -> Criterion:
	said = (item.self_result == MET) & (Coalesce(item.computed_result, "") == "")
	return said & (item.evidence_wanted == 1) & (Coalesce(item.evidence_count, 0) == 0)
