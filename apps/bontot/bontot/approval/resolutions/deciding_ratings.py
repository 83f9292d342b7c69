"""Yearly ratings that a resolution decides before its titles: what their rows may say, and how they are decided.

Ratings of one kind and year are decided in one commit: how many may be "xuất sắc" is a rule of them together. They may be
some thousands, so the run says between them that it goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from bontot import outbox
from bontot.approval.core import deciding_state
from bontot.approval.core.errors import PendingResolutionError, ResolutionRowError
from bontot.approval.people import conflicts
from bontot.meeting import votes
from bontot.meeting.votes import Vote
from bontot.organization.access.seats_in_force import in_force
from bontot.outbox import rules
from bontot.rating import service as rating_service
from bontot.rating.rules import OFFICIAL

ROW, RATING = "Resolution Rating", "Annual Rating"
REFUSALS = (frappe.ValidationError, frappe.PermissionError)
COLUMNS = ("name", "title", "subject", "organization", "member", "year", "state", "deciding_organization")
WAITING = ("Proposed", "Reviewed")
Beat = Callable[[], None]


def waiting(organization: str) -> list[Any]:
	"""Proposals on which this body decides, in the order of the tree: [{name, title, subject, year, grade}], the grade that
	was reviewed, else proposed. The caller has asked for the seat."""
	where = {"deciding_organization": organization, "state": ("in", WAITING), "subject": ("!=", OFFICIAL)}
	fields = ["name", "title", "subject", "year", "proposed_grade", "reviewed_grade"]
	order = "subject desc, organization_path, name"
	rows = frappe.get_all(RATING, where, fields, order_by=order, limit=rating_service.MOST_ROWS)
	for row in rows:
		row.grade = row.reviewed_grade or row.proposed_grade
		del row["reviewed_grade"], row["proposed_grade"]
	return rows


# While it is written


def validate_rows(resolution: Document) -> None:
	"""Set what the server says on the rows. Raises ResolutionRowError, PendingResolutionError, VotesError."""
	names = [row.rating for row in resolution.ratings]
	if not names:
		return
	submitted = resolution.docstatus == 1
	if submitted:
		deciding_state.hold(RATING, names)
	found = columns_of(names)
	for row in resolution.ratings:
		rating = found.get(row.rating)
		mine = rating and rating.deciding_organization == resolution.organization
		row.rated = rating.title if mine else row.rating  # whom another body's rating is about is not told
		if message := why_undecidable(rating, names.count(row.rating), resolution.organization):
			frappe.throw(message.format(row.rated), ResolutionRowError, title=_("Check the Ratings"))
	if pending := deciding_state.pending_ratings(names, besides=resolution.name, locked=submitted):
		message = _("Resolution {0} is deciding one of these files already.")
		frappe.throw(
			message.format(next(iter(pending.values()))), PendingResolutionError, title=_("Being Decided")
		)
	set_not_voting(resolution, names)
	validate_votes(resolution)


def set_not_voting(resolution: Document, names: Sequence[str]) -> None:
	"""Name on each row those who do not vote: they hold a seat here and belong to the unit that is rated, or are rated."""
	units = conflicts.own_members(resolution.organization, names, RATING)
	themselves = rated_themselves(resolution.organization, names)
	for row in resolution.ratings:
		people = {*units.get(row.rating, []), *themselves.get(row.rating, [])}
		row.not_voting = ", ".join(sorted(people))


def rated_themselves(place: str, names: Sequence[str]) -> dict[str, list[str]]:
	"""{rating: full names of those seated at `place` whom it rates}: by their record's account, or the member a seat names."""
	rating, member = frappe.qb.DocType(RATING), frappe.qb.DocType("Party Member")
	here, named = frappe.qb.DocType("Seat").as_("here"), frappe.qb.DocType("Seat").as_("named")
	account = frappe.qb.DocType("User")
	query = (
		frappe.qb.from_(here)
		.join(account)
		.on((account.name == here.user) & (account.enabled == 1))
		.join(named)
		.on(named.user == here.user)
		.join(member)
		.on((member.user == here.user) | (member.name == named.member))
		.join(rating)
		.on(rating.member == member.name)
		.select(rating.name, account.full_name)
		.distinct()
		.where((here.organization == place) & rating.name.isin(list(names)) & in_force(here, getdate()))
	)
	found: dict[str, list[str]] = {}
	for name, person in query.run():
		found.setdefault(name, []).append(person)
	return found


def validate_votes(resolution: Document) -> None:
	whole = whole_vote(resolution)
	for row in resolution.ratings:
		if own := votes.own_vote(row, whole.total):
			votes.refuse_faulty(own, True, (row.idx, row.rated))
	if any(not votes.own_vote(row, whole.total) for row in resolution.ratings):
		votes.refuse_faulty(whole, True)


def whole_vote(resolution: Document) -> Vote:
	"""The vote on the ratings: another than that on the titles."""
	counts = (resolution.ratings_votes_for, resolution.ratings_votes_against, resolution.ratings_votes_other)
	return Vote(resolution.members_total or 0, *(count or 0 for count in counts))


def columns_of(names: Sequence[str]) -> dict[str, Any]:
	# Whether this very body decides on each is checked by the caller; the framework checks the links.
	rows = frappe.get_all(RATING, {"name": ("in", list(names) or [""])}, list(COLUMNS), limit_page_length=0)
	return {row.name: row for row in rows}


def why_undecidable(rating: Any, times: int, organization: str) -> str | None:
	"""Obstacle to the decision, with {0} for whom it is about; None: nothing that can be said without its row's lock."""
	if times > 1:
		return _("{0} stands on the resolution twice.")
	if not rating or rating.deciding_organization != organization:
		return _("{0}: another organization decides on this rating (by now).")
	if rating.subject == OFFICIAL:
		return _("{0}: the State's body rates officials; record its decision on the page “Yearly rating”.")
	return None


@contextmanager
def as_if_decided(resolution: Document) -> Iterator[None]:
	"""Let the ratings of a draft be read as it would decide them, and put back what stands."""
	rows = open_rows(resolution)
	if not rows:
		yield
		return
	with put_back():
		for grade in {row.grade for row in rows}:
			names = [row.rating for row in rows if row.grade == grade]
			values = {"state": "Decided", "grade": grade}
			frappe.db.set_value(RATING, {"name": ("in", names)}, values, update_modified=False)
		yield


@contextmanager
def put_back() -> Iterator[None]:
	"""Undo in the database what is written within."""
	frappe.db.savepoint("as_if_decided")
	try:
		yield
	except Exception as error:
		if not rules.is_conflict(error):  # else the transaction is gone, and the savepoint with it
			frappe.db.rollback(save_point="as_if_decided")
		raise
	frappe.db.rollback(save_point="as_if_decided")


def refuse_undecidable(resolution: Document) -> None:
	"""Before a resolution is submitted, for then it stands: decide its ratings as it would, and put all of it back.

	Raises ResolutionRowError with what stands in the way (the cap, who proposed it, a state it is no longer in).
	"""
	with put_back():
		for (subject, year), some in by_subject(open_rows(resolution)).items():
			if why := decide_together(resolution, subject, year, some):
				frappe.throw(why, ResolutionRowError, title=_("Check the Ratings"))


# When it is applied


def open_rows(resolution: Document) -> list[Document]:
	return [row for row in resolution.ratings if row.result != "Applied"]


def run(task: outbox.Task, resolution: Document, done: int, total: int) -> int:
	"""Decide what is not decided yet, each group with its rows' results in one commit; returns how far the task is."""
	for (subject, year), rows in by_subject(
		open_rows(resolution)
	).items():  # each a group of the cap, or several
		messages = decide_group(resolution, subject, year, rows, lambda done=done: task.beat(done, total))
		for row in rows.values():
			write_result(task, row, messages.get(row.name, ""))
		done += len(rows)
		task.progress(done, total)
	return done


def write_result(task: outbox.Task, row: Document, message: str) -> None:
	row.result, row.result_message = ("Failed" if message else "Applied"), message
	values = {"result": row.result, "result_message": message}
	frappe.db.set_value(ROW, row.name, values, update_modified=False)
	if message:
		task.fail_row(row.rating, message)


def by_subject(rows: Sequence[Document]) -> dict[tuple[str, int], dict[str, Document]]:
	"""{(subject, year): {member or organisation: row}}."""
	found = columns_of([row.rating for row in rows])
	groups: dict[tuple[str, int], dict[str, Document]] = {}
	for row in rows:
		rating = found[row.rating]
		groups.setdefault((rating.subject, rating.year), {})[rating.member or rating.organization] = row
	return groups


def decide_group(
	resolution: Document, subject: str, year: int, rows: Mapping[str, Document], beat: Beat
) -> dict[str, str]:
	"""Decide the ratings of one kind and year together; {row: why not}. Where the whole is refused, those that are refused
	each for itself are left out and the others tried once more. `beat` is called between ratings."""
	if not (refused := decide_together(resolution, subject, year, rows, beat)):
		return {}
	alone = {}
	for name in rows:
		beat()
		alone[name] = why_alone(resolution, subject, year, name)
	others = {name: row for name, row in rows.items() if not alone[name]}
	if others and len(others) < len(rows):
		refused = decide_together(resolution, subject, year, others, beat)
	messages = {name: alone[name] or refused for name in rows}
	return {row.name: messages[name] for name, row in rows.items() if messages[name]}


def decide_together(
	resolution: Document, subject: str, year: int, rows: Mapping[str, Document], beat: Beat | None = None
) -> str:
	"""Reason why these ratings cannot be decided together; "": they are."""
	choices = [
		{
			"name": name,
			"grade": row.grade,
			"remark": row.reason or "",
			"votes_for": row.votes_for,
			"votes_against": row.votes_against,
			"votes_other": row.votes_other,
		}
		for name, row in rows.items()
	]
	frappe.db.savepoint("resolution_ratings")
	try:
		rating_service.decide(
			subject,
			year,
			choices,
			resolution.number,
			getdate(resolution.resolution_date),
			vote=whole_vote(resolution),
			resolution=resolution,
			beat=beat,
		)
	except REFUSALS as error:
		frappe.db.rollback(save_point="resolution_ratings")
		frappe.clear_last_message()
		return str(error)
	return ""


def why_alone(resolution: Document, subject: str, year: int, name: str) -> str:
	"""Reason why one rating cannot be decided, whatever the others come to; "": nothing of its own stands in the way."""
	try:
		rating_service.require_decidable(
			subject, year, name, resolution.organization, getdate(resolution.resolution_date)
		)
	except REFUSALS as error:
		frappe.clear_last_message()
		return str(error)
	return ""
