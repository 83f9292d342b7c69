"""A resolution as paper: what the body decided, its votes, and annexes with every rating, file and document. Asked by the
print format."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from bontot import paper
from bontot.approval.acts import grounds
from bontot.approval.core import returned
from bontot.approval.resolutions import deciding_ratings
from bontot.criteria import citing
from bontot.meeting.votes import Vote
from bontot.organization import tree

ORDER = ("Recognize", "Refuse", "Conclude Interim", "Agree", "Return")  # of the articles
DOCUMENT_ORDER = ("Approve", "Return")
FILE_FIELDS = ["name", "organization_name", "period_path", "period"]


def decision_for_print(doc: Document) -> dict[str, Any]:
	"""Content of the paper; rows stay in the order of the resolution. Raises PermissionError."""
	resolution = frappe.get_doc("Resolution", doc.name)
	resolution.check_permission("print")
	with paper.in_vietnamese():
		files, ratings = files_of(resolution), ratings_of(resolution)
		return {
			**paper.paper_head(resolution.organization),
			"on_behalf_of": paper.on_behalf_of(resolution.organization),
			"number": resolution.number or "",
			"draft": resolution.docstatus == 0,
			"date_in_words": paper.day_in_words(getdate(resolution.resolution_date))
			if resolution.resolution_date
			else "",
			"periods": sorted(
				{frappe.get_cached_value("Review Period", file.period, "title") for file in files.values()}
			),
			"legal_basis": legal_basis(files, getdate(resolution.resolution_date)),
			"articles": articles(resolution, len(ratings)),
			"votes": votes_words(resolution) if resolution.items or resolution.documents else "",
			"ratings_votes": ratings_votes_words(resolution),
			"signer": resolution.signer or "",
			"signer_position": resolution.signer_position or "",
			"ratings": ratings,
			"rows": [annex_row(row, files.get(row.evaluation)) for row in resolution.items],
			"documents": [document_row(row) for row in resolution.documents],
		}


def articles(resolution: Document, ratings: int) -> list[str]:
	"""Articles of the decision, in its order: ratings, titles, documents."""
	files = Counter(row.decision for row in resolution.items)
	documents = Counter(row.decision for row in resolution.documents)
	first = [_("Decide on the yearly rating of {0} organizations and members").format(ratings)]
	return [
		*(first if resolution.ratings else []),
		*(article(decision, files[decision]) for decision in ORDER if files[decision]),
		*(document_article(one, documents[one]) for one in DOCUMENT_ORDER if documents[one]),
	]


def document_article(decision: str, count: int) -> str:
	words = {"Approve": _("Approve {0} documents"), "Return": _("Return {0} documents for completion")}
	return words[decision].format(count)


def document_row(row: Document) -> dict[str, str]:
	"""{kind, title, name, decision, reason, votes}: `votes` only where this row's differ from the resolution's."""
	return {
		"kind": _(row.file_doctype),
		"title": row.document_title or row.file_name,
		"name": row.organization_name or "",
		"decision": decision_words(row),
		"reason": row.reason or "",
		"votes": own_votes(row),
	}


def decision_words(row: Document) -> str:
	if row.decision == "Return" and row.return_to == returned.LEVEL_BELOW:
		return _("Return to the level below to look at it again")
	return _(row.decision)


def own_votes(row: Document) -> str:
	own = (row.votes_for or 0, row.votes_against or 0, row.votes_other or 0)
	return "{}/{}/{}".format(*own) if any(own) else ""


def article(decision: str, count: int) -> str:
	words = {
		"Recognize": _("Recognize {0} party organizations as holding the title"),
		"Refuse": _("Do not recognize {0} party organizations"),
		"Conclude Interim": _("Conclude the interim review of {0} party organizations"),
		"Agree": _("Agree and pass the files of {0} party organizations on to the level above"),
		"Return": _("Return the files of {0} party organizations for completion"),
	}
	return words[decision].format(count)


def files_of(resolution: Document) -> dict[str, Any]:
	"""{file: FILE_FIELDS and above_name, the body directly above in the period}; the resolution lists them, and whoever may
	print it may read its annex."""
	names = [row.evaluation for row in resolution.items]
	files = frappe.get_all("Evaluation", {"name": ("in", names or [""])}, FILE_FIELDS, limit_page_length=0)
	above = {file.name: tree.parent_name(file.period_path or "") for file in files}
	titles = names_of("Party Organization", "organization_name", set(filter(None, above.values())))
	return {file.name: frappe._dict(file, above_name=titles.get(above[file.name], "")) for file in files}


def ratings_of(resolution: Document) -> list[dict[str, str]]:
	"""[{name, place, grade, reason, votes}]: the resolution's own ratings, or those that the body decided under the same
	number on the same day, organisations first. They lie in the scope of whoever reads the resolution."""
	own = {row.rating: row for row in resolution.ratings}
	by_number = {
		"deciding_organization": resolution.organization,
		"decision_number": resolution.number or "",
		"decided_on": resolution.resolution_date,
		"state": "Decided",
		"decided_elsewhere": 0,
	}
	where = {"name": ("in", list(own))} if own else by_number
	fields = ["name", "subject", "organization", "member", "grade"]
	rows = frappe.get_all(
		"Annual Rating", where, fields, order_by="subject desc, organization_path, name", limit_page_length=0
	)
	places = names_of("Party Organization", "organization_name", {row.organization for row in rows})
	members = names_of("Party Member", "full_name", {row.member for row in rows if row.member})
	return [
		{
			"name": members.get(row.member) or places[row.organization],
			"place": places[row.organization] if row.member else "",
			"grade": _(own[row.name].grade if own else row.grade),
			"reason": own[row.name].reason or "" if own else "",
			"votes": own_votes(own[row.name]) if own else "",
		}
		for row in rows
	]


def names_of(doctype: str, title_field: str, names: set[str]) -> dict[str, str]:
	where = {"name": ("in", sorted(names) or [""])}
	return dict(frappe.get_all(doctype, where, ["name", title_field], as_list=True, limit_page_length=0))


def legal_basis(files: dict[str, Any], on: date) -> list[str]:
	"""The documents on which the frameworks of these files stand, as they are cited on the day of the decision, each once."""
	found: dict[str, None] = {}
	for period in sorted({file.period for file in files.values()}):
		framework = frappe.parse_json(
			frappe.get_cached_value("Review Period", period, "frozen_framework") or "{}"
		)
		for row in framework.get("legal_basis", []):
			found[citing.citation(citing.in_force(row, on))] = None
	return list(found)


def votes_words(resolution: Document) -> str:
	return vote_words(Vote(resolution.members_total or 0, *counts_of(resolution)))


def ratings_votes_words(resolution: Document) -> str:
	return vote_words(deciding_ratings.whole_vote(resolution)) if resolution.ratings else ""


def counts_of(resolution: Document) -> tuple[int, int, int]:
	return resolution.votes_for or 0, resolution.votes_against or 0, resolution.votes_other or 0


def vote_words(vote: Vote) -> str:
	words = _("{0} of {1} in favour, {2} against, {3} other")
	return words.format(vote.votes_for, vote.total, vote.against, vote.other)


def annex_row(row: Document, file: Any) -> dict[str, str]:
	"""{name, above, decision, reason, votes}: `votes` only where this row's differ from the resolution's."""
	return {
		"name": row.organization_name or (file.organization_name if file else ""),
		"above": file.above_name if file else "",
		"decision": decision_words(row),
		"reason": grounds.of_row(row),
		"votes": own_votes(row),
	}
