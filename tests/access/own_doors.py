"""Every reading door of our own that names a document or an organisation, one by one (`own_read` of guard/edge/endpoints.toml).

Each is asked about every document of its kind. What a person has no right to know is answered as what is not there; what
else it answers (a rule of its own that has its say afterwards) is named here, and anything else is a failure.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

from tests.access import oracle, oracle_doors
from tests.access.asking import Answer, Asker
from tests.access.ground import Ground
from tests.access.matrix import Cell, Matrix
from tests.access.outcomes import NO_TOKEN, REFUSED

Values = dict[str, object]
Expect = Callable[[str, str, str], bool]
ORGANIZATION = "Party Organization"
EVALUATION = "Evaluation"
EVERY_KIND = "*"


def refused(answer: Answer) -> bool:
	return answer.status in REFUSED or answer.kind == NO_TOKEN


def opened(answer: Answer, row: dict) -> bool:
	return not refused(answer)


def told(answer: Answer, row: dict) -> bool:
	return answer.ok and row["content"] in answer.text


def named(answer: Answer, row: dict) -> bool:
	return answer.ok and f'"{row["name"]}"' in answer.text


def has_rows(answer: Answer, row: dict) -> bool:
	"""The grid of ratings says of which organisation it is; to who may do nothing there it shows its own places alone."""
	return (
		answer.ok and isinstance(answer.message, dict) and answer.message.get("organization") == row["name"]
	)


def zipped(answer: Answer, row: dict) -> bool:
	if not answer.ok or not answer.content.startswith(b"PK"):
		return False
	with zipfile.ZipFile(io.BytesIO(answer.content)) as files:
		return any(
			row["hanging"]["File"]["content"] in files.read(name).decode() for name in files.namelist()
		)


def lists_titles(answer: Answer, row: dict) -> bool:
	"""Every organisation of the test province holds a title; of one beyond reach the register is empty."""
	return answer.ok and bool(answer.message)


def starts(answer: Answer, row: dict) -> bool:
	return answer.ok and row["name"] in [one["name"] for one in answer.message["organizations"]]


@dataclass(frozen=True, slots=True)
class OwnDoor:
	"""`ask`: arguments for a document of kind `of`. `also`: refusals of its own rules, which come after the permission."""

	method: str
	of: str
	ask: Callable[[Ground, dict], Values]
	expected: Expect = oracle.reads
	seen: Callable[[Answer, dict], bool] = opened
	also: frozenset[str] = frozenset()
	how: str = "GET"
	heavy: bool = False
	names: tuple[str, ...] = ("name",)  # of the arguments those that name the document

	@property
	def channel(self) -> str:
		return f"own door: {self.method.removeprefix('bontot.')} ({self.of})"


def by(argument: str, **more: object) -> Callable[[Ground, dict], Values]:
	return lambda _ground, row: {argument: row["name"], **more}


def in_period(argument: str, **more: object) -> Callable[[Ground, dict], Values]:
	return lambda ground, row: {argument: row["name"], "period": ground.told["period"], **more}


def first_of(ground: Ground, doctype: str) -> str:
	return ground.rows[doctype][0]["name"]


def _own(method: str, of: str, argument: str, **more: object) -> OwnDoor:
	return OwnDoor(f"bontot.{method}", of, by(argument), names=(argument,), **more)


def _of_evaluation(method: str, **more: object) -> OwnDoor:
	return OwnDoor(
		f"bontot.approval.acts.api.{method}",
		EVALUATION,
		by("name", doctype=EVALUATION),
		names=("name",),
		**more,
	)


def _of_period(method: str, **more: object) -> OwnDoor:
	return OwnDoor(
		f"bontot.{method}", ORGANIZATION, in_period("organization"), names=("organization",), **more
	)


def starts_meetings(who: str, doctype: str, place: str) -> bool:
	return oracle.PEOPLE[who].administrator or oracle_doors.authors(who, doctype, place)


DOORS = (
	_of_evaluation("get_document", seen=told),
	_of_evaluation("reroute_choices"),
	_of_evaluation("outside_reasons"),
	_of_evaluation("get_adoption"),
	_own("approval.papers.api.get_explanation", EVALUATION, "name"),
	_own("evaluation.api.get_evaluation", EVALUATION, "name", seen=told),
	*(
		OwnDoor("bontot.approval.acts.api.get_document", kind, by("name", doctype=kind), names=("name",))
		for kind in ("Framework Overlay", "Reorganization Proposal")
	),
	_own("criteria.api.overlay_choices", "Criteria Framework", "framework"),
	*(
		OwnDoor("bontot.evaluation.try_on.api.periods", kind, by("name", doctype=kind), oracle_doors.writes, names=("name",))
		for kind in ("Criteria Framework", "Framework Overlay")
	),
	*(
		OwnDoor(
			"bontot.evaluation.try_on.api.try_on", kind, in_period("name", doctype=kind), oracle_doors.writes,
			also=frozenset(("TryOnPeriodError",)), names=("name",),
		)
		for kind in ("Criteria Framework", "Framework Overlay")
	),
	_own("meeting.api.find_members", "Meeting", "name"),
	_own("meeting.api.get_meeting", "Meeting", "name", seen=told),
	_own("reorganization.api.get_preview", "Reorganization", "name", expected=oracle_doors.writes),
	_own("reorganization.api.get_share_rows", "Reorganization", "name", expected=oracle_doors.writes),
	_own("reorganization.proposal_api.get_preview", "Reorganization Proposal", "name"),
	_own(
		"reorganization.proposal_api.get_share_rows", "Reorganization Proposal", "name",
		expected=oracle_doors.writes,
	),
	OwnDoor(
		"bontot.outbox.api.progress", EVERY_KIND,
		lambda _ground, row: {"reference_doctype": row["doctype"], "reference_name": row["name"]},
		names=("reference_name",),
	),
	OwnDoor(
		"bontot.guard.files.uploads.zip_files", EVERY_KIND,
		lambda _ground, row: {"files": [row["hanging"]["File"]["name"]]}, seen=zipped, how="POST",
	),
	OwnDoor(
		"bontot.printing.download_pdf", EVERY_KIND, lambda _ground, row: {"doctype": row["doctype"], "name": row["name"]},
		heavy=True, names=("name",),
	),
	OwnDoor(
		"bontot.guard.query.search.get_linked", EVERY_KIND,
		lambda _ground, row: {"doctype": row["doctype"], "docname": row["name"]}, names=("docname",),
	),
	OwnDoor(
		"bontot.guard.query.search.get_submitted_linked_docs", EVERY_KIND,
		lambda _ground, row: {"doctype": row["doctype"], "name": row["name"]}, names=("name",),
	),
	OwnDoor(
		"bontot.guard.query.search.get_open_count", EVERY_KIND,
		lambda _ground, row: {"doctype": row["doctype"], "name": row["name"]}, names=("name",),
	),
	# Of an organisation: whoever reads its name; whoever it lies in reach of; whoever sits there and may do it.
	OwnDoor(
		"bontot.approval.people.api.try_route", ORGANIZATION,
		lambda ground, row: {"organization": row["name"], "route": first_of(ground, "Approval Route")},
		also=frozenset(("RouteTrialError",)), names=("organization",),
	),
	_own("organization.api.get_way", ORGANIZATION, "organization"),
	_own(
		"obligation.api.foresee_urging", ORGANIZATION, "organization", expected=oracle_doors.urges,
		also=frozenset(("NothingOverdueError",)),
	),
	_own("organization.api.get_history", ORGANIZATION, "organization"),
	_own("organization.access.api.get_holders", ORGANIZATION, "organization", expected=oracle_doors.covered),
	_own("approval.papers.api.rounds", ORGANIZATION, "organization", expected=oracle_doors.covered),
	_of_period("approval.papers.api.download_minutes", expected=oracle_doors.covered, heavy=True),
	_of_period(
		"approval.papers.api.download_request", expected=oracle_doors.covered, heavy=True, also=frozenset(("ActNotOpenError",))
	),
	_of_period("synthesis.overview_api.get_overview", expected=oracle_doors.covered, seen=told),
	OwnDoor(
		"bontot.synthesis.overview_api.get_rows", ORGANIZATION, in_period("organization", figure="all", limit=500),
		oracle_doors.covered, names=("organization",),
	),
	OwnDoor(
		"bontot.obligation.api.my_obligations", "Obligation",
		lambda ground, row: {"organization": row["organization"], "only_owed": 0, "limit": 500}, seen=named,
	),
	OwnDoor(
		"bontot.meeting.api.start", ORGANIZATION, by("organization"), starts_meetings, starts, names=("organization",)
	),
	_of_period("approval.resolutions.api.resolution_candidates", expected=oracle_doors.decides),
	OwnDoor(
		"bontot.approval.resolutions.api.unmet_criteria", ORGANIZATION,
		lambda ground, row: {"organization": row["name"], "files": [each["name"] for each in ground.rows[EVALUATION]]},
		oracle_doors.decides, names=("organization",),
	),
	_own("approval.resolutions.api.other_matters", ORGANIZATION, "organization", expected=oracle_doors.decides),
	_own("approval.resolutions.api.deciding_meetings", ORGANIZATION, "organization", expected=oracle_doors.decides),
	_own("approval.papers.api.download_titles", ORGANIZATION, "organization", expected=oracle_doors.covered, heavy=True),
	_own("approval.papers.api.get_titles", ORGANIZATION, "organization", expected=oracle_doors.covered, seen=lists_titles),
	_of_period("approval.resolutions.api.download_list", expected=oracle_doors.decides, heavy=True),
	OwnDoor(
		"bontot.rating.api.get_grid", ORGANIZATION, by("organization", subject="Member", year=2025),
		oracle_doors.rates, has_rows, names=("organization",),
	),
	OwnDoor(
		"bontot.rating.api.get_sheet", ORGANIZATION, by("organization", subject="Member", year=2025),
		oracle_doors.decides, names=("organization",),
	),
)  # fmt: skip


def _act(method: str, of: str, argument: str, **more: object) -> OwnDoor:
	return OwnDoor(f"bontot.{method}", of, by(argument, **more), how="POST", names=(argument,))


DECIDED = {"number": "1", "decided_on": "2026-01-01", "reason": "x"}
SITTING = {"meeting_kind": "thuong_ky", "meeting_date": "2026-01-01"}
RATED = {"subject": "Member", "year": 2025}
SHOWN = {"expected_sequence": 0}
ACTS_ON_ALL = {
	"agree": SHOWN, "recall": SHOWN, "reroute": {**SHOWN, "reason": "x"}, "send": SHOWN,
}  # fmt: skip
# Acts, which `hidden_existence` asks strangers for: what may not be known is not told apart by what refuses to change it either.
ACTS = (
	*(
		_act(f"approval.acts.api.{name}", EVALUATION, "name", doctype=EVALUATION, **more)
		for name, more in {
			**ACTS_ON_ALL, "declare_not_reached": {**SHOWN, "reason": "x"}, "lock": SHOWN, "open_document": {}, "reopen": {**SHOWN, "reason": "x"},
			"return_document": {**SHOWN, "reasons": {"x": "x"}},
			"set_outside": {**SHOWN, "outside_reason": "x", "reason": "x"}, "take_in": {**SHOWN, "reason": "x"},
			"withdraw": {**SHOWN, **DECIDED},
		}.items()
	),
	_act("evaluation.api.add_evidence", EVALUATION, "evaluation", criterion_key="x", title="x"),
	_act("evaluation.api.refresh_computed", EVALUATION, "evaluation"),
	_act("evaluation.api.save_item", EVALUATION, "evaluation", criterion_key="x", save_key="x"),
	_act("evaluation.api.remove_evidence", "Evidence", "name"),
	_act("approval.resolutions.api.apply_again", "Resolution", "resolution"),
	*(
		_act(f"approval.acts.api.{name}", kind, "name", doctype=kind, **more)
		for kind in ("Framework Overlay", "Reorganization Proposal")
		for name, more in {
			**ACTS_ON_ALL, "approve": {**SHOWN, "number": "1", "decided_on": "2026-01-01"},
			"return_document": {**SHOWN, "reason": "x"}, "withdraw": {**SHOWN, "reason": "x"},
		}.items()
	),
	_act("criteria.api.renew_overlay", "Framework Overlay", "overlay"),
	_act("criteria.api.start_new_version", "Criteria Framework", "framework"),
	_act("evaluation.api.close_period", "Review Period", "period"),
	_act("evaluation.api.open_period", "Review Period", "period"),
	_act("rating.api.decide", ORGANIZATION, "organization", rows=[], decision_number="1", decided_on="2026-01-01", **RATED),
	_act("rating.api.propose", ORGANIZATION, "organization", rows=[], **RATED),
	_act("rating.api.review", ORGANIZATION, "organization", rows=[], **RATED),
	_act("rating.api.send_back", ORGANIZATION, "organization", names=[], reason="x", **RATED),
	_act("rating.api.read_sheet", ORGANIZATION, "organization", file_url="/private/files/x.xlsx", **RATED),
	_act("meeting.api.add_minutes_file", "Meeting", "name", file_url="/private/files/x.pdf"),
	_act("meeting.api.finish", "Meeting", "name"),
	_act("meeting.api.save_part", "Meeting", "name", part="papers", values={}, revision="1", save_key="x"),
	_act("meeting.pages_api.add_page", "Meeting", "name", file_url="/private/files/x.jpg"),
	_act("meeting.pages_api.move_page", "Meeting", "name", page="x", place=0),
	_act("meeting.pages_api.remove_page", "Meeting", "name", page="x"),
	_act("meeting.pages_api.use_pages", "Meeting", "name"),
	_act("meeting.api.new_meeting", ORGANIZATION, "organization", **SITTING),
	_act("meeting.api.plan_meeting", ORGANIZATION, "organization", **SITTING),
	OwnDoor(
		"bontot.meeting.api.remove_minutes_file", "Meeting", lambda _ground, row: {"name": row["hanging"]["File"]["name"]}, how="POST"
	),
	_act("meeting.api.remove_planned", "Meeting", "name"),
	_act("obligation.api.urge", ORGANIZATION, "organization"),
	_act("organization.api.accept_transfer", "Member Transfer", "name"),
	_act("organization.api.refuse_transfer", "Member Transfer", "name", reason="x"),
	_act("organization.api.withdraw_transfer", "Member Transfer", "name"),
	_act("organization.api.revoke_delegation", "Delegation", "name"),
	_act("organization.access.api.mail_password", "Seat", "seat"),
	_act("organization.access.api.reset_password", "Seat", "seat"),
	_act("organization.access.api.make_accounts", ORGANIZATION, "organization"),
	_act("reorganization.api.enter", "Reorganization", "name"),
	_act("reorganization.api.take_back", "Reorganization", "name"),
	_act("reorganization.api.undo", "Reorganization", "name"),
	_act(
		"reorganization.proposal_api.make_decision", "Reorganization Proposal", "name", decision_number="1",
		decision_date="2026-01-01", decision_issuer="x",
	),
	_act("workbook.api.check", "Organization Import", "name"),
	_act("workbook.api.import_workbook", "Organization Import", "name"),
	_act("workbook.api.export_branch", "Organization Import", "name"),
	_act("outbox.api.retry", "Outbox Task", "name"),
)  # fmt: skip
# Acts that name several files; each is asked about by itself, as by the door for one.
ACTS_ON_MANY = frozenset(("bontot.approval.queue.api.bulk_agree",))
# They say nothing, whatever is named (`guard/query/test_own_settings.py`, `test_listings.py`, `synthesis/test_onboarding.py`).
SILENT_ACTS = frozenset((
	"bontot.guard.query.listings.make_access_log", "bontot.guard.query.own_settings.mark_as_read",
	"bontot.synthesis.onboarding.update_onboarding_step",
))  # fmt: skip
# These show figures of a period, and so the names of whom it counts.
FIGURES = frozenset(("bontot.synthesis.overview_api.get_overview",))
# It says where an organisation stood before.
HISTORY = "bontot.organization.api.get_history"
# Asked elsewhere: lists, searches, the tree, reports and the workbook, by these doors or by the framework's they stand for.
ELSEWHERE = frozenset((
	"bontot.meeting.calendar.get_events", "bontot.organization.api.get_children", "bontot.guard.query.search.get_chart",
	"bontot.guard.query.search.get_count", "bontot.guard.query.search.get_group_by_count",
	"bontot.guard.query.search.get_link_title", "bontot.guard.query.search.get_tagged_docs",
	"bontot.guard.query.search.search_link", "bontot.guard.query.search.search_widget",
	"bontot.workbook.api.download", "bontot.synthesis.export.export_query",
	"bontot.synthesis.export.export_report", "bontot.synthesis.link_titles.get",
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class OpenDoor:
	"""One that names nothing: it answers what is the person's. `of`: the kinds of document it tells of."""

	method: str
	ask: Callable[[Ground], Values] = lambda _ground: {}
	also: frozenset[str] = frozenset()


def _query(doctype: str) -> Callable[[Ground], Values]:
	return lambda _ground: {
		"doctype": doctype, "txt": "", "searchfield": "name", "start": 0, "page_len": 500, "filters": {}
	}  # fmt: skip


NO_SEAT = frozenset(("NoSeatError", "PermissionError", "OutsideScopeError", "TargetNotReadableError"))
OPEN = (
	OpenDoor("bontot.approval.queue.api.forwarded", lambda _ground: {"limit": 100}),
	OpenDoor("bontot.approval.queue.api.queue", lambda _ground: {"limit": 100}),
	OpenDoor("bontot.approval.queue.api.stuck", lambda _ground: {"limit": 100}),
	OpenDoor("bontot.approval.queue.api.bulk_sample", lambda ground: {
		"files": [{"evaluation": row["name"], "expected_sequence": 0} for row in ground.rows[EVALUATION]]}),
	OpenDoor("bontot.approval.people.api.propose_deadlines", lambda _ground: {
		"period_kind": "Year", "ends_on": "2026-12-31", "report_due_on": "2027-01-31"}),
	OpenDoor("bontot.approval.queue.api.forwarded_documents", lambda _ground: {"limit": 100}),
	OpenDoor("bontot.approval.queue.api.waiting_documents", lambda _ground: {"limit": 100}),
	OpenDoor("bontot.approval.queue.api.get_queue_choices"),
	OpenDoor("bontot.approval.queue.api.list_for_information", lambda _ground: {"limit": 100}),
	OpenDoor("bontot.approval.queue.api.list_ended", lambda _ground: {"limit": 100}),
	OpenDoor("bontot.approval.resolutions.api.download_list", also=NO_SEAT),
	OpenDoor("bontot.criteria.api.calculator_choices", also=NO_SEAT),
	OpenDoor("bontot.criteria.api.propose_overlay"),
	OpenDoor("bontot.evaluation.api.propose_period"),
	OpenDoor("bontot.reorganization.proposal_api.propose"),
	OpenDoor("bontot.organization.access.api.my_account"),
	OpenDoor("bontot.guard.query.listings.get_user_info_for_viewers", lambda _ground: {"users": "[]"}, NO_SEAT),
	OpenDoor("bontot.guard.query.listings.search_everywhere", lambda _ground: {"text": "x"}, NO_SEAT),
	OpenDoor("bontot.guard.query.search.account_query", _query("User"), NO_SEAT),
	OpenDoor("bontot.guard.query.search.get_names_for_mentions", also=NO_SEAT),
	OpenDoor("bontot.guard.query.search.member_query", _query("Party Member"), NO_SEAT),
	OpenDoor("bontot.guard.query.search.organization_query", _query(ORGANIZATION), NO_SEAT),
	OpenDoor("bontot.workbook.api.own_branch"),
	OpenDoor("bontot.workbook.api.template", also=NO_SEAT),
	OpenDoor("bontot.guard.payload.report_page.report_to_pdf", lambda _ground: {"html": "<p>x</p>"}),
	OpenDoor("bontot.synthesis.api.find", lambda _ground: {"text": "chi bo"}),
	OpenDoor("bontot.synthesis.api.my_work"),
	OpenDoor("bontot.synthesis.api.unit_assessments"),
	OpenDoor("bontot.synthesis.api.unit_meetings"),
	OpenDoor("bontot.synthesis.api.unit_members"),
	OpenDoor("bontot.synthesis.cards.files_waiting"),
	OpenDoor("bontot.synthesis.cards.files_waiting_overdue"),
	OpenDoor("bontot.synthesis.cards.tasks_overdue"),
	OpenDoor("bontot.synthesis.cards.tasks_owed"),
)  # fmt: skip
ASKED = frozenset((*(door.method for door in DOORS), *(door.method for door in OPEN), *ELSEWHERE))


def of_kind(door: OwnDoor, doctype: str) -> bool:
	return door.of in (doctype, EVERY_KIND)


def read_door(ground: Ground, matrix: Matrix, asker: Asker, row: dict, door: OwnDoor) -> None:
	who, doctype, place = asker.who, row["doctype"], row["place"]
	answer = asker.call(door.method, door.how, **door.ask(ground, row))
	said = f"{answer.request} → {answer.status} {answer.kind} {answer.text[:300]}"
	if not (answer.ok or refused(answer) or answer.kind in door.also):
		asker.broken.append(f"{who}: {said}")
	cell = Cell(who, doctype, place, "read", door.channel)
	matrix.record(cell, door.expected(who, doctype, place), door.seen(answer, row), said)
	ground.check_strays(matrix, who, door.channel, answer, but=ground.names_of(named_within(who, door)))


def named_within(who: str, door: OwnDoor) -> set[str]:
	"""Organisations out of reach whose names stand in what the person may read."""
	if door.method in FIGURES:
		return oracle_doors.in_figures(who)
	if door.method == HISTORY:
		return oracle_doors.in_history(who)
	return oracle_doors.on_the_way(who) if door.of == EVALUATION else set()


def read_open(ground: Ground, matrix: Matrix, asker: Asker, door: OpenDoor) -> None:
	"""Whatever document it names must be one that the person reads; a cell each."""
	answer = asker.call(door.method, "GET", **door.ask(ground))
	said = f"{answer.request} → {answer.status} {answer.kind} {answer.text[:300]}"
	guest = oracle.PEOPLE[asker.who].guest
	if not (answer.ok or answer.kind in door.also or (guest and refused(answer))):
		asker.broken.append(f"{asker.who}: {said}")
	channel = f"own door: {door.method.removeprefix('bontot.')}"
	for row in ground.named_in(answer.text) if answer.ok else []:
		cell = Cell(asker.who, row["doctype"], row["place"], "read", channel)
		matrix.record(cell, oracle.reads(asker.who, row["doctype"], row["place"]), True, said)
	ground.check_strays(matrix, asker.who, channel, answer)
