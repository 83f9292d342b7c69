"""The step log: one row an act, chained by hashes, written once and never changed."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import format_datetime, get_fullname

from bontot import working_days
from bontot.approval.core import chain, kinds
from bontot.approval.core.cases import Case
from bontot.evaluation.answers import level_results
from bontot.guard.payload import stored

DOCTYPE = "Approval Step"


@dataclass(slots=True)
class Entry:
	"""Words of an act for the log; the rest follows from the locked file."""

	act: str
	organization: str  # at which level it was done
	seat: str | None
	at: datetime
	from_state: str
	since: datetime | None = None  # since when the file had been waiting here
	round: int = 1
	reason: str = ""
	criteria: Sequence[str] = field(default_factory=tuple)
	# Of each criterion its own, instead of one `reason`.
	reasons: Mapping[str, str] = field(default_factory=dict)
	resolution: str | None = None
	on_behalf_of: str | None = None  # whose seat it is, when it was lent
	# (below, above) of the level that this counts as; neither: of none
	neighbours: tuple[str | None, str | None] = (None, None)

	def reason_of_each(self) -> dict[str, str]:
		return {key: self.reasons.get(key, self.reason) for key in self.criteria}


def made(case: Case, entry: Entry) -> Document:
	"""The next step of a locked file, which `write` writes; moves the file's sequence and head hash (the caller saves it)."""
	doc, (below, above) = case.doc, entry.neighbours
	step = frappe.new_doc(DOCTYPE)
	step.update(
		{
			"file_doctype": doc.doctype,
			"file_name": doc.name,
			"organization": doc.organization,
			"organization_path": doc.organization_path,
			"sequence": (doc.step_sequence or 0) + 1,
			"round": entry.round,
			"act": entry.act,
			"acted_at": entry.at,
			"acting_user": frappe.session.user,
			"seat": entry.seat,
			"acting_organization": entry.organization,
			"on_behalf_of": entry.on_behalf_of,
			"below_organization": below,
			"above_organization": above,
			"from_state": entry.from_state,
			"to_state": doc.state,
			"to_organization": doc.awaiting_organization,
			"working_days": working_days_taken(entry.since, entry.at),
			"reason": entry.reason,
			"criteria_touched": json.dumps(list(entry.criteria)),
			"reasons": json.dumps(dict(entry.reasons), ensure_ascii=False) if entry.reasons else "",
			"resolution": entry.resolution,
			"results": case.kind.results(doc, entry.act),
			"previous_hash": doc.head_hash or chain.GENESIS,
		}
	)
	stored.clean(step)  # its hash is of what is kept
	step.hash = chain.step_hash(step.as_dict(), step.previous_hash)
	doc.step_sequence, doc.head_hash = step.sequence, step.hash
	return step


def write(made_steps: Sequence[Document]) -> None:
	"""Insert steps; the controller refuses every other way in, and nothing in them came from a client unchecked."""
	for step in made_steps:
		step.db_insert()


def touched(step: Any) -> dict[str, str]:
	"""{criterion: why} of a step's columns `criteria_touched`, `reasons`, `reason`, in the file's order: each criterion's own
	reason, or the one that stands for all."""
	own = json.loads(step.reasons or "{}")
	return {key: own.get(key, step.reason or "") for key in json.loads(step.criteria_touched or "[]")}


def working_days_taken(since: datetime | None, until: datetime) -> int:
	return max(working_days.between(since.date(), until.date()), 0) if since else 0


ACT_LABELS = {
	"Send": "Sent to the level above",
	"Recall": "Taken back",
	"Agree": "Agreed and passed on",
	"Return": "Returned to be mended",
	"Recognize": "Recognized by the body",
	"Refuse": "Not recognized by the body",
	"Conclude Interim": "Interim review concluded",
	"Declare Not Reached": "Declared not reached by the organization itself",
	"Reopen": "Reopened after it had been decided",
	"Withdraw": "Recognition withdrawn",
	"Lock": "Locked by a receiving level",
	"Reroute": "Sent along another way",
	"Approve": "Approved",
	"Set Outside": "Set outside the review",
	"Take In": "Taken into the review again",
}


def label_of(kind: kinds.Kind, act: str) -> str:
	"""Words that a person reads of an act on a file of this kind."""
	return kind.act_words().get(act) or _(ACT_LABELS.get(act, act))


def log_of(doc: Document, with_results: bool = False) -> list[dict]:
	"""Steps of a file, oldest first, as a person reads them.

	[{sequence, round, act, label, acted_at, when, who, on_behalf_of (a name, or ""), organization_name, reason (what is said of
	the whole file), criteria: [{criterion_key, short_text, reason (its own, or "" beside the one of the whole file)}],
	resolution, working_days, returned_to (the level below that a return went to, or ""), to_author (whether the file came
	back to its author)}, …]; `with_results` also results (level_results.LevelResult or None).
	"""
	fields = ["sequence", "round", "act", "acted_at", "acting_user", "acting_organization", "reason"]
	fields += ["criteria_touched", "reasons", "resolution", "working_days", "on_behalf_of", "to_organization"]
	fields += ["results"] if with_results else []
	# Whoever reads the file reads its log; the caller has checked the file.
	rows = frappe.get_all(DOCTYPE, {"file_name": doc.name}, fields, order_by="sequence")
	places = {place for row in rows for place in (row.acting_organization, row.to_organization)}
	names, kind = organization_names(places), kinds.of(doc.doctype)
	short_texts = {item.criterion_key: item.short_text for item in doc.get("items") or []}
	for row in rows:
		own = json.loads(row.pop("reasons") or "{}")
		keys = json.loads(row.pop("criteria_touched") or "[]")
		if with_results:
			row.results = level_results.read(row.results)
		row.label = label_of(kind, row.act)
		to = row.pop("to_organization")
		row.returned_to = names.get(to, "") if row.act == "Return" else ""
		row.to_author = row.act in ("Return", "Recall") and not to
		if row.returned_to:  # a return to its author waits for no organisation above
			row.label = _("Returned to {0} to look at it again").format(row.returned_to)
		row.when = format_datetime(row.acted_at, "HH:mm dd/MM/yyyy")
		row.who = get_fullname(row.pop("acting_user"))
		row.on_behalf_of = get_fullname(row.on_behalf_of) if row.on_behalf_of else ""
		row.organization_name = names.get(row.acting_organization, "")
		row.criteria = [
			{"criterion_key": key, "short_text": short_texts.get(key, key), "reason": own.get(key, "")}
			for key in keys
		]
	return rows


def organization_names(names: set[str | None]) -> dict[str, str]:
	wanted = [name for name in names if name]
	if not wanted:
		return {}
	where, fields = {"name": ("in", wanted)}, ["name", "organization_name"]
	return dict(frappe.get_all("Party Organization", where, fields, as_list=True))
