"""Plain values of a new evaluation, from the organisation, the period and the frozen criteria.

One place for both ways of making an evaluation (thousands at once by `opening`, one by its controller), so that they agree.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from bontot.criteria.frozen import FrozenCriterion, core_key

ORGANIZATION_FIELDS = (
	"name",
	"path",
	"path_today",
	"organization_name",
	"kind",
	"level",
	"sector",
	"grassroots_organization",
	"upper_organization",
)
TITLE_LENGTH = 250
TITLE_KINDS = ("Cell", "Grassroots Organization")
# What `file_values` and `item_values` say of a file and of a criterion, apart from where they stand in the review.
FILE_FIELDS = (
	"title",
	"organization_path",
	"organization_name",
	"organization_kind",
	"sector",
	"title_kind",
	"period_framework",
	"period_path",
	"grassroots_organization",
	"upper_organization",
	"self_assessment_due_on",
	"item_count",
)
ITEM_FIELDS = (
	"criterion_key",
	"core_key",
	"group_key",
	"short_text",
	"kind",
	"evidence_wanted",
	"review_state",
)


def file_name(organization: str, period: str) -> str:
	return f"{organization}-{period}"


def item_name(file: str, criterion_key: str) -> str:
	return f"{file}-{criterion_key}"


def file_values(
	organization: Mapping[str, Any],
	title_kind: str,
	period: Mapping[str, Any],
	due_on: date,
	item_count: int,
	period_framework: str | None = None,
) -> dict[str, Any]:
	"""Return the fields of a new file; `organization` has ORGANIZATION_FIELDS: `path` and names
	as of the day the period counts, `path_today` for access."""
	return {
		"title": f"{organization['organization_name']}: {period['title']}"[:TITLE_LENGTH],
		"organization": organization["name"],
		"organization_path": organization["path_today"],
		"organization_name": organization["organization_name"],
		"organization_kind": organization["kind"],
		"sector": organization["sector"],
		"title_kind": title_kind,
		"period": period["name"],
		"year": period["year"],
		"period_kind": period["period_kind"],
		"period_framework": period_framework,
		"period_path": organization["path"],
		"grassroots_organization": organization["grassroots_organization"],
		"upper_organization": organization["upper_organization"],
		"state": "Draft",
		"awaiting_act": None,
		"self_assessment_due_on": due_on,
		"item_count": item_count,
	}


def item_values(criterion: FrozenCriterion) -> dict[str, Any]:
	"""Return the fields of one criterion's row in a new file."""
	return {
		"criterion_key": criterion["criterion_key"],
		"core_key": core_key(criterion),
		"group_key": criterion["group_key"],
		"short_text": criterion["short_text"],
		"kind": criterion["kind"],
		"evidence_wanted": int(bool(criterion["evidence_wanted"].strip())),
		"review_state": "Open",
	}


def due_date(level: str | None, period: Mapping[str, Any], deadlines: Mapping[str, date]) -> date:
	"""Return the day the self-assessment is due: the level's own deadline, else the period's."""
	return deadlines.get(level or "") or period["self_assessment_due_on"]
