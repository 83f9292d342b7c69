"""Results of an evaluation at each level, as the step that says so keeps them (Approval Step, `results`); written once.

A level's act keeps the results it agreed to, returned or decided; the author's keeps the words and evidence as well, so that what
was mended after a return can be told for ever.
"""

import json
from typing import Any, NotRequired, TypedDict

from frappe.model.document import Document

from bontot.evaluation.answers import service
from bontot.evaluation.computing import outcome


class CriterionResult(TypedDict, total=False):
	result: str
	"""What counted: "Met", "Not Met", "Awaiting Rating", "Not Yet Due" or ""."""
	own: str
	records: str
	as_of: str
	"""Day of the records, ISO; "" where no records speak."""
	remark: str
	"""With `evidence` (titles) and `found` only where an author speaks."""
	found: str
	"""What the records say, in words."""
	evidence: list[str]
	pieces: list[str]
	"""Names of the evidence, in its order."""
	points: float
	"""Of a scored criterion: the points that count; `own_points`: those the author gave."""
	own_points: float


class LevelResult(TypedDict):
	met: int
	total: int
	waiting: int
	may_be_proposed: bool
	state: outcome.GroupState
	"""What groups and points came to together."""
	groups: dict[str, outcome.GroupState]
	points: NotRequired[float]
	"""With `most_points`, where the framework scores criteria."""
	most_points: NotRequired[float]
	criteria: dict[str, CriterionResult]


def snapshot(doc: Document, with_words: bool) -> str:
	"""Return the file's results at this moment as the text that is stored; reads evidence only `with_words`."""
	answers = service.answers(doc)
	weighed = service.weigh(doc)
	evidence = service.evidence_by_criterion(doc.name) if with_words else {}
	criteria: dict[str, CriterionResult] = {}
	for item, answer in zip(doc.items, answers, strict=True):
		criteria[item.criterion_key] = _criterion(item, answer)
		if with_words:
			shown = evidence.get(item.criterion_key, [])
			criteria[item.criterion_key] |= {
				"remark": item.remark or "",
				"evidence": [row["title"] for row in shown],
				"pieces": [row["name"] for row in shown],
				"found": item.computed_summary or "",
			}
	kept: LevelResult = {
		"met": weighed.met,
		"total": weighed.total,
		"waiting": weighed.waiting,
		"may_be_proposed": weighed.may_be_proposed,
		"state": weighed.state,
		"groups": weighed.groups,
		"criteria": criteria,
	}
	if weighed.most_points:
		kept |= {"points": weighed.points, "most_points": weighed.most_points}
	return json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _criterion(item: Any, answer: outcome.Answer) -> CriterionResult:
	kept: CriterionResult = {
		"result": answer.result,
		"own": answer.self_result,
		"records": answer.computed_result,
		"as_of": str(item.computed_as_of or "")[:10],
	}
	if answer.most_points and answer.result:
		kept |= {"points": answer.points, "own_points": item.self_points or 0.0}
	return kept


def read(text: str | None) -> LevelResult | None:
	"""Return what a step kept; None of a step that kept none."""
	return json.loads(text) if text else None
