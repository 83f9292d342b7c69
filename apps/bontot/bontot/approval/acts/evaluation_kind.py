"""Particulars of an organisation's evaluation on its way up: criteria, adoption, period, title."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder import Criterion, Table

from bontot.approval.acts import adoption
from bontot.approval.core import deciding_state, kinds, request_cache, steps, transitions
from bontot.approval.core.adoption_rules import Votes
from bontot.approval.core.errors import MissingBeforeSendingError, UnansweredReturnError
from bontot.evaluation.answers import changes, level_results, points_given
from bontot.evaluation.answers import service as evaluations
from bontot.evaluation.computing import computed, rechecking, reference_figures
from bontot.evaluation.period import closing

# Nobody judges the criteria by these.
WITHOUT_RESULTS = frozenset(
	(
		transitions.RECALL,
		transitions.SET_OUTSIDE,
		transitions.TAKE_IN,
		transitions.REROUTE,
		transitions.REOPEN,
		transitions.WITHDRAW,
		transitions.LOCK,
	)
)


class EvaluationKind(kinds.Kind):
	doctype = kinds.EVALUATION
	table = "title"
	has_criteria = True
	body_stands_in = False  # its body acts by a resolution (`no_eligible_approver`, `deciding`)

	def before_sending(self, doc: Document, meeting: str | None, votes: Votes | None) -> None:
		take_records(doc)
		refuse_missing(doc)
		refuse_unanswered(doc)
		adoption.set_on(doc, meeting, votes or Votes(0, 0, 0))

	def sent(self, doc: Document) -> None:
		evaluations.set_counts(doc)
		doc.update(rechecking.NOTHING)

	def agreed(self, doc: Document, organization: str, at: datetime) -> None:
		evaluations.mark_items_accepted(doc, organization, at=at)

	def recalled(self, doc: Document, organization: str, agreed_at: datetime) -> None:
		"""An agreement that was taken back accepted nothing: what its author was to mend is that again, with its reason. What was
		accepted in earlier rounds stays."""
		reasons = returned_before(doc.name, agreed_at)
		for item in doc.items:
			if item.accepted_by_organization == organization and item.accepted_at == agreed_at:
				reason = reasons.get(item.criterion_key)
				state = "Open" if reason is None else "Returned"
				item.update({"review_state": state, "return_reason": reason})
				item.update({"accepted_by_organization": None, "accepted_at": None})
		if points_given.scales(doc):
			points_given.put_back(doc, results_before(doc.name, organization, agreed_at))
			evaluations.set_results(doc)

	def returned(self, doc: Document, entry: steps.Entry) -> None:
		"""The named criteria reopen, all others are accepted and stay locked."""
		evaluations.mark_items_returned(doc, entry.reason_of_each())
		if points_given.scales(doc):  # what levels gave the returned ones counts no more
			evaluations.set_results(doc)
		others = [item.criterion_key for item in doc.items if item.criterion_key not in set(entry.criteria)]
		evaluations.mark_items_accepted(doc, entry.organization, others, at=entry.at)
		evaluations.snapshot_reviewed(doc)

	def sent_down(self, doc: Document, entry: steps.Entry) -> None:
		"""The level below looks at the named criteria again; what it gave counts until it gives something else. The author
		has changed nothing, and all others stay accepted by whom they were."""
		for key, reason in entry.reason_of_each().items():
			item = evaluations.item_of(doc, key)
			item.update({"review_state": "Returned", "accepted_by_organization": None, "accepted_at": None})
			item.return_reason = reason

	def changed_beyond_return(self, doc: Document) -> bool:
		"""Whether a criterion that was accepted says something else now: its author cannot change it, records can."""
		found = changes.of_file(doc, evaluations.evidence_by_criterion(doc.name))
		return any(item.review_state == "Accepted" and found.get(item.criterion_key) for item in doc.items)

	def refuse_when_held(self, name: str) -> None:
		deciding_state.refuse_when_about_to_be_decided(name)

	def deadline(self, doc: Document, level: str) -> date | None:
		where = {"parent": doc.period, "level": level}
		return request_cache.ask(
			("deadline", doc.period, level), lambda: frappe.db.get_value("Period Deadline", where, "due_on")
		)

	def still_open(self, files: Table) -> Criterion | None:
		return closing.of_open_periods(files)

	def lock(self, name: str, closed_too: bool = False) -> Document:
		return evaluations.lock(name, closed_too)

	def save(self, docs: Sequence[Document]) -> None:
		for doc in docs:
			if (
				doc.state not in rechecking.LOOKED_AT
			):  # whatever was suggested of it was about what it said before
				doc.update(rechecking.NOTHING)
		evaluations.save(*docs)

	def results(self, doc: Document, act: str) -> str:
		"""Results of the file for whoever acts; with the author's words where the author speaks, nothing of a recall."""
		if act in WITHOUT_RESULTS:
			return ""
		with_words = act in (transitions.SEND, transitions.DECLARE_NOT_REACHED)
		return level_results.snapshot(doc, with_words=with_words)

	def author_words(self) -> str:
		return _("Self-assessment")

	def act_words(self) -> dict[str, str]:
		return {}

	def address(self, name: str) -> str:
		return f"/app/appraisal-queue/{name}"

	def own_address(self, name: str) -> str:
		return f"/app/self-assessment/{name}"


def results_before(name: str, organization: str, agreed_at: datetime) -> str | None:
	"""Results of the file at the act before the agreement of `organization` at that moment, of those that still stand."""
	fields = ["act", "acting_organization", "acted_at", "results"]
	where = {"file_name": name, "file_doctype": kinds.EVALUATION}
	standing: list[Any] = []
	for step in frappe.get_all("Approval Step", where, fields, order_by="sequence"):
		if (step.act, step.acting_organization, step.acted_at) == (
			transitions.AGREE,
			organization,
			agreed_at,
		):
			break
		if step.act == transitions.RECALL:  # of the last act of that organisation
			undone = [one for one in standing if one.acting_organization == step.acting_organization][-1:]
			standing = [one for one in standing if one not in undone]
		elif step.results:
			standing.append(step)
	return standing[-1].results if standing else None


def returned_before(name: str, moment: datetime) -> dict[str, str]:
	"""{criterion: reason} of the last return of a file to its author before that moment, however it was answered since."""
	where = {
		"file_name": name,
		"file_doctype": kinds.EVALUATION,
		"act": transitions.RETURN,
		"to_organization": ("is", "not set"),  # one to the level below names it
		"acted_at": ("<", moment),
	}
	fields = ["criteria_touched", "reasons", "reason"]
	for step in frappe.get_all("Approval Step", where, fields, order_by="sequence desc", limit=1):
		return steps.touched(step)
	return {}


def take_records(doc: Document) -> None:
	"""Put on the file what records and registers say at this moment; from now on the values stay."""
	computed.fill(doc)
	reference_figures.fill(doc)


def refuse_missing(doc: Document) -> None:
	missing = evaluations.missing_before_sending(doc)
	if not missing:
		return
	frappe.local.response["missing"] = missing
	shown = "; ".join(f"{row['short_text']}: {row['message']}" for row in missing[:5])
	more = _(" and {0} more").format(len(missing) - 5) if len(missing) > 5 else ""
	message = _("{0} criteria are not ready to be sent. {1}").format(len(missing), shown + more)
	frappe.throw(message, MissingBeforeSendingError, title=_("Not Ready to Be Sent"))


def refuse_unanswered(doc: Document) -> None:
	"""Refuse a file that comes back as it was returned: at each returned criterion something is changed or answered first."""
	left = evaluations.unanswered(doc)
	if not left:
		return
	frappe.local.response["unanswered"] = [item.criterion_key for item in left]
	message = _(
		"Nothing was changed or answered at these returned criteria: {0}. Correct each, or answer in its remark, then send again."
	)
	names = "; ".join(item.short_text for item in left)
	frappe.throw(message.format(names), UnansweredReturnError, title=_("Not Ready to Be Sent"))
