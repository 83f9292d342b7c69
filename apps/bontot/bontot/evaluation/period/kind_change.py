"""Files of organisations whose kind was changed while a period runs.

A draft is rebuilt in place to what its organisation is on the day that the period counts: the criteria of that title, from
the framework that the period froze, with the answers given to criteria of the same key. What falls away is written down
beside the file. What was sent stays as it was sent. Since the rule looks at the tree alone, a decision that is undone, or a
kind that was entered wrongly, brings the draft back by itself.
"""

from collections.abc import Callable
from typing import Any

import frappe
from frappe import _
from frappe.utils import create_batch, escape_html, getdate, now_datetime, nowdate

from bontot.evaluation.answers import service
from bontot.evaluation.computing import computed, new_evaluation
from bontot.evaluation.computing.places import counted_on
from bontot.organization.tree import dated

BATCH = 20  # files a commit: each is locked until then
# Of a criterion that stays: what the other framework may say of it otherwise.
OF_FRAMEWORK = ("core_key", "group_key", "short_text", "kind", "evidence_wanted")
ANSWERED = ("self_result", "self_points", "remark", "evidence_count")


def outdated(period: Any) -> list[str]:
	"""Drafts of a period that answer another title's criteria than their organisation earns on the day that counts."""
	file, kind, place = (
		frappe.qb.DocType("Evaluation"),
		frappe.qb.DocType("Organization Kind"),
		dated.as_of(counted_on(period)),
	)
	query = (
		frappe.qb.from_(file)
		.join(place)
		.on(place.name == file.organization)
		.join(kind)
		.on(kind.name == place.kind)
	)
	query = query.select(file.name).where((file.period == period.name) & (file.state == "Draft"))
	query = query.where(
		kind.title_kind.isin(new_evaluation.TITLE_KINDS) & (kind.title_kind != file.title_kind)
	)
	return query.orderby(file.name).run(pluck=True)


def follow(period: Any, told: Callable[[int, int], None] | None = None) -> int:
	"""Rebuild the outdated drafts of a period; how many. Run again it finds none."""
	names, done = outdated(period), 0
	for batch in create_batch(names, BATCH):
		for name in batch:
			rebuild(name)
		done += len(batch)
		if told:
			told(done, len(names))
	return len(names)


def rebuild(name: str) -> None:
	"""Give a draft the criteria that its organisation answers as what it is now. Raises PeriodClosedError."""
	doc = service.lock(name)
	if doc.state != "Draft":
		return  # sent since
	fresh = frappe.new_doc("Evaluation", organization=doc.organization, period=doc.period)
	fresh.set_from_organization_and_period()
	stood = {item.criterion_key: item for item in doc.items}
	asked = {item.criterion_key: item for item in fresh.items}
	fallen = [item for key, item in stood.items() if key not in asked]
	frappe.db.delete("Evaluation Item", {"name": ("in", [item.name for item in fallen] or [""])})
	for idx, (key, item) in enumerate(asked.items(), start=1):
		if own := stood.get(key):
			values = {field: item.get(field) for field in OF_FRAMEWORK} | {"idx": idx}
			frappe.db.set_value("Evaluation Item", own.name, values, update_modified=False)
		else:
			insert_item(fresh, item, idx)
	values = {field: fresh.get(field) for field in new_evaluation.FILE_FIELDS}
	# Past the controller: a draft follows its organisation, nobody acts on it.
	frappe.db.set_value("Evaluation", name, {**values, "modified": now_datetime()}, update_modified=False)
	frappe.clear_document_cache("Evaluation", name)
	write_down(doc, fresh, [item for item in fallen if any(item.get(field) for field in ANSWERED)])
	computed.refresh([frappe.get_doc("Evaluation", name)], getdate(nowdate()))
	computed.recount([name])


def insert_item(fresh: Any, item: Any, idx: int) -> None:
	parent = new_evaluation.file_name(fresh.organization, fresh.period)
	values = {field: item.get(field) for field in new_evaluation.ITEM_FIELDS}
	row = frappe.get_doc(
		doctype="Evaluation Item", parent=parent, parenttype="Evaluation", parentfield="items"
	)
	row.update({**values, "name": new_evaluation.item_name(parent, item.criterion_key), "idx": idx})
	row.set_user_and_timestamp()
	row.db_insert()


def write_down(doc: Any, fresh: Any, fallen: list[Any]) -> None:
	"""Write down what the evaluation asked before and no longer asks, with the answers, as a line of its history."""
	title = _("Assessed as {0} instead of {1}: its kind has changed.").format(
		_(fresh.title_kind), _(doc.title_kind)
	)
	evidence = service.evidence_by_criterion(doc.name)
	lines = [answer_words(item, evidence.get(item.criterion_key, [])) for item in fallen]
	if lines:
		title += " " + _("Answers to criteria that are no longer asked:")
	doc.add_comment("Info", "<br>".join([escape_html(title), *map(escape_html, lines)]))


def answer_words(item: Any, evidence: list[dict[str, Any]]) -> str:
	parts = [_(item.self_result)] if item.self_result else []
	if item.self_points:
		parts.append(_("{0} points").format(f"{item.self_points:g}"))
	if item.remark:
		parts.append(item.remark)
	if evidence:
		parts.append(_("Evidence: {0}").format("; ".join(row["title"] for row in evidence)))
	return f"{item.criterion_key} {item.short_text}: " + ". ".join(parts)
