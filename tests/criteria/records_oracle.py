"""Oracle of what records say of each computed criterion, written down a second time from the plan's words and the rules' sources.

It imports nothing of the app. A province is plain lists of rows as they stand in the tables; every rule goes through all
of them for one organisation, slowly and readably. Answers are (result, {(name of record, whether it counts in favour)}).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise

MET, NOT_MET, WAITS, NOT_DUE = "Met", "Not Met", "Awaiting Rating", "Not Yet Due"
GOOD_GRADES = ("Excellently Completed", "Well Completed")
Answer = tuple[str, set[tuple[str, bool]]]


@dataclass(frozen=True, slots=True)
class Province:
	"""Rows of the tables, each a mapping by column."""

	organizations: dict[str, dict]
	meetings: list[dict]
	papers: list[dict]
	agenda: list[dict]
	documents: list[dict]
	ratings: list[dict]
	members: list[dict]
	transfers: list[dict]
	states: list[dict]
	placements: list[dict]
	heaps: dict[str, dict] = field(default_factory=dict)

	def moves_of(self, member: str) -> list[dict]:
		return self.by("transfers", "member").get(member, [])

	def states_of(self, member: str) -> list[dict]:
		return self.by("states", "parent").get(member, [])

	def parent_on(self, organization: str, day: date) -> str:
		for row in self.by("placements", "organization").get(organization, []):
			if row["from_date"] <= day <= row["to_date"]:
				return row["parent_organization"]
		return self.organizations[organization]["parent_organization"]

	def by(self, table: str, column: str) -> dict[str, list[dict]]:
		"""The rows of a table by a column; sorted into heaps once, for there are many questions."""
		if table not in self.heaps:
			heaps = self.heaps[table] = {}
			for row in getattr(self, table):
				heaps.setdefault(row[column], []).append(row)
		return self.heaps[table]


@dataclass(frozen=True, slots=True)
class Asked:
	"""One question: this organisation, in this period, as records stand on `day`."""

	province: Province
	organization: str
	kind: str  # "Cell" or "Grassroots Organization"
	six_month: bool
	first: date
	last: date
	day: date
	settings: dict[str, str]

	def number(self, key: str) -> int:
		return int(self.settings[key] or 0)

	def meetings(self, kind: str) -> list[dict]:
		"""Held by the day, in order of date."""
		found = [
			row
			for row in self.province.meetings
			if row["organization"] == self.organization
			and row["meeting_kind"] == kind
			and row["status"] != "Planned"
			and row["meeting_date"] <= self.day
		]
		return sorted(found, key=lambda row: (row["meeting_date"], row["name"]))

	def spans(self, months: int) -> list[tuple[date, date]]:
		"""Months, quarters, halves or the year of the period during the whole of which the organisation lived."""
		firsts = [date(self.first.year, month, 1) for month in range(1, 13, months)]
		edges = [*firsts, date(self.first.year + 1, 1, 1)]
		own = self.province.organizations[self.organization]
		born, ended = own["valid_from"], own["valid_to"]
		found = []
		for first, after in pairwise(edges):
			last = after - timedelta(days=1)
			inside = self.first <= first and last <= self.last
			alive = (not born or born <= first) and (not ended or ended >= last)
			if inside and alive:
				found.append((first, last))
		return found

	def in_period(self, kind: str) -> list[dict]:
		return [row for row in self.meetings(kind) if self.first <= row["meeting_date"] <= self.last]


def often_enough(asked: Asked, wanted: list[tuple[str, int, int]]) -> Answer:
	"""Each (kind, months, how many): so many with minutes in every span. A span lacks when it is over, or when the days
	for the minutes of its last meeting are."""
	rows: set[tuple[str, bool]] = set()
	kept = lacking = 0
	for kind, months, least in wanted:
		for first, last in asked.spans(months) if least else ():
			held = [row for row in asked.meetings(kind) if first <= belongs_to(row) <= last]
			rows |= {(row["name"], row["status"] == "Minuted") for row in held}
			if sum(row["status"] == "Minuted" for row in held) >= least:
				kept += 1
				continue
			open_ones = [row for row in held if row["status"] == "Held"]
			until = last
			if open_ones:
				days = timedelta(days=asked.number("minutes_due_days"))
				until = max(last, open_ones[-1]["meeting_date"] + days)
			lacking += asked.day > until
	return (NOT_MET if lacking else MET if kept else NOT_DUE), rows


def belongs_to(meeting: dict) -> date:
	"""A regular meeting is that of a month, though it was held days later; any other belongs to its day."""
	regular = meeting["meeting_kind"] == "Cell Regular"
	return (regular and meeting["for_month"]) or meeting["meeting_date"]


def regular_and_thematic(asked: Asked) -> Answer:
	return often_enough(
		asked,
		[
			("Cell Regular", 1, asked.number("regular_per_month")),
			("Cell Thematic", 3, asked.number("thematic_per_quarter")),
		],
	)


def asked_of_all(asked: Asked) -> list[tuple[date, date, int, date]]:
	"""When the whole organisation is to meet: (first day, last day, how often, last day on which it may be made up for).

	So often in the year; or, where the province binds the halves by themselves, in each half, which takes the next ones
	within the days the province allows (mid-year meetings are held at the end of June or early in July), never one of
	another year. Of the year, who lived through the second half alone is asked for that half's part.
	"""
	if least := asked.number("whole_organization_per_half"):
		days = timedelta(days=asked.number("whole_organization_days_after"))
		return [
			(first, last, least, last + days if (last + days).year == last.year else last)
			for first, last in asked.spans(6)
		]
	least = asked.number("whole_organization_per_year")
	if not least or asked.six_month:
		return []
	if year := asked.spans(12):
		return [(first, last, least, last) for first, last in year]
	return [(first, last, (least + 1) // 2, last) for first, last in asked.spans(6) if last.month == 12]


def served_of_all(asked: Asked) -> list[tuple[int, date, list[dict]]]:
	"""Each span in which the whole organisation is to meet, as (how often, last day for its meetings, its meetings)."""
	held, taken, found = asked.meetings("Whole Organization"), set(), []
	for first, last, least, until in asked_of_all(asked):
		own = [row for row in held if first <= row["meeting_date"] <= last and row["name"] not in taken]
		short = least - sum(row["status"] == "Minuted" for row in own)
		later = [row for row in held if last < row["meeting_date"] <= until]
		own += later[: max(short, 0)]
		taken |= {row["name"] for row in own}
		found.append((least, until, own))
	return found


def whole_organization(asked: Asked) -> Answer:
	"""Each span has its meetings, with minutes."""
	rows = set()
	kept = lacking = 0
	for least, until, own in served_of_all(asked):
		rows |= {(row["name"], row["status"] == "Minuted") for row in own}
		if sum(row["status"] == "Minuted" for row in own) >= least:
			kept += 1
			continue
		if open_ones := [row for row in own if row["status"] == "Held"]:
			days = timedelta(days=asked.number("minutes_due_days"))
			until = max(until, open_ones[-1]["meeting_date"] + days)
		lacking += asked.day > until
	return (NOT_MET if lacking else MET if kept else NOT_DUE), rows


def good_months(asked: Asked) -> Answer:
	"""The share of months whose meeting is graded good, against what the province asks for, if it has said."""
	good = bad = ungraded = to_come = 0
	rows = set()
	for first, last in asked.spans(1):
		held = [row for row in asked.meetings("Cell Regular") if first <= belongs_to(row) <= last]
		if not held:
			bad, to_come = bad + (asked.day > last), to_come + (asked.day <= last)
			continue
		grade = held[-1]["quality_grade"] or ""
		rows.add((held[-1]["name"], grade == "Good"))
		good, bad, ungraded = (
			good + (grade == "Good"),
			bad + (grade not in ("", "Good")),
			ungraded + (not grade),
		)
	return share(good, bad, ungraded, to_come, asked.number("good_meeting_share_percent")), rows


def share(good: int, bad: int, unknown: int, to_come: int, least: int) -> str:
	"""What is certain whatever becomes of the unknown and of what is to come. Without a share asked for, only all (and,
	once nothing can come any more, none) is certain."""
	known = good + bad + unknown
	if not known:
		return NOT_DUE
	if not least:
		if not unknown and not bad:
			return MET
		return NOT_MET if not unknown and not good and not to_come else WAITS
	if good * 100 >= least * known:
		return MET
	best = good + unknown + to_come
	if best * 100 < least * (known + to_come):
		return NOT_MET
	return WAITS if unknown else NOT_DUE


def to_be_judged(asked: Asked, kind: str) -> tuple[list[dict], date | None]:
	"""(the meetings of a kind that count for the period, the last day on which the first of them may be held).

	A committee meets every month, the whole organisation in the year or in each half; where the organisation did not live through one
	of these from end to end, nobody asked it for a meeting: then there is no such day.
	"""
	own = asked.in_period(kind)
	if kind == "Whole Organization":
		spans = served_of_all(asked)
		own += [row for _least, _until, rows in spans for row in rows if row["meeting_date"] > asked.last]
		return own, max([asked.last, *(until for _least, until, _rows in spans)]) if spans else None
	return own, asked.last if asked.spans(1) else None


def every_one(asked: Asked, kind: str, right: Callable[[dict], bool], days: int = 0) -> Answer:
	"""Every meeting is right; a wrong one counts against once its `days` are over, none at all once none can be held."""
	held, until = to_be_judged(asked, kind)
	rows = {(row["name"], right(row)) for row in held}
	if not held:
		return (NOT_MET if until and asked.day > until else NOT_DUE), rows
	late = [row for row in held if not right(row) and asked.day > row["meeting_date"] + timedelta(days=days)]
	if late:
		return NOT_MET, rows
	return (MET if any(ok for _name, ok in rows) else NOT_DUE), rows


def prepared_before(asked: Asked) -> Answer:
	"""The permanent members or the standing committee have met on it first."""
	held = {row["name"] for row in asked.province.meetings if row["status"] != "Planned"}
	return every_one(asked, "Party Committee", lambda row: row["prepared_by_meeting"] in held)


def papers_out(asked: Asked, meeting: dict, days: int) -> bool:
	papers = [row for row in asked.province.papers if row["parent"] == meeting["name"]]
	latest = meeting["meeting_date"] - timedelta(days=days)
	return bool(papers) and all(row["sent_at"] and row["sent_at"].date() <= latest for row in papers)


def papers_before(asked: Asked) -> Answer:
	days = asked.number("papers_ahead_days")
	return every_one(asked, "Party Committee", lambda row: papers_out(asked, row, days))


def agenda_of(asked: Asked, meeting: dict) -> list[dict]:
	return [row for row in asked.province.agenda if row["parent"] == meeting["name"]]


def agenda_done(asked: Asked, kind: str) -> Answer:
	def right(meeting: dict) -> bool:
		topics = agenda_of(asked, meeting)
		return bool(topics) and all(row["is_done"] for row in topics)

	return every_one(asked, kind, right, asked.number("minutes_due_days"))


def minutes_kept(asked: Asked) -> Answer:
	def right(meeting: dict) -> bool:
		kept = meeting["minutes_file"] and meeting["minutes_approved_on"]  # approved, and a copy on file
		return meeting["status"] == "Minuted" and bool(kept)

	return every_one(asked, "Party Committee", right, asked.number("minutes_due_days"))


def well_prepared(asked: Asked) -> Answer:
	def right(meeting: dict) -> bool:
		return bool(agenda_of(asked, meeting)) and papers_out(asked, meeting, 1)

	return every_one(asked, "Whole Organization", right)


def documents_issued(asked: Asked) -> Answer:
	issued = [
		row["name"]
		for row in asked.province.documents
		if row["organization"] == asked.organization
		and asked.first <= row["issued_on"] <= min(asked.last, asked.day)
	]
	rows = {(name, True) for name in issued}
	if len(issued) >= max(asked.number("leadership_documents_least"), 1):
		return MET, rows
	return (NOT_MET if asked.day > asked.last else NOT_DUE), rows


def decided(asked: Asked, subject: str) -> list[dict]:
	year = asked.last.year
	rows = asked.province.ratings
	return [
		row for row in rows if row["subject"] == subject and row["year"] == year and row["state"] == "Decided"
	]


def rated_well(asked: Asked) -> Answer:
	if asked.six_month:
		return NOT_DUE, set()
	own = [row for row in decided(asked, "Organization") if row["organization"] == asked.organization]
	rows = {(row["name"], row["grade"] in GOOD_GRADES) for row in own}
	return (WAITS if not own else MET if all(ok for _name, ok in rows) else NOT_MET), rows


def members_rated_well(asked: Asked) -> Answer:
	"""Of the members on the last day of the year (or on the day asked, while it runs), wherever each was rated."""
	if asked.six_month:
		return NOT_DUE, set()
	day = min(asked.last, asked.day)
	inside = branch(asked, day)
	people = {
		row["name"]
		for row in asked.province.members
		if place_of(asked.province, row, day) in inside and counts(asked.province, row, day)
	}
	rated = [row for row in decided(asked, "Member") if row["member"] in people]
	if not rated:
		return WAITS, set()
	lower = set()
	if asked.settings.get("official_rating_counts") == "both":
		official = decided(asked, "Official")
		lower = {row["member"] for row in official if row["grade"] not in GOOD_GRADES}
	rows = {(row["name"], row["grade"] in GOOD_GRADES and row["member"] not in lower) for row in rated}
	good = sum(ok for _name, ok in rows)
	least = asked.number("good_member_share_percent")
	return share(good, len(rows) - good, len(people) - len(rows), 0, least), rows


def place_of(province: Province, member: dict, day: date) -> str:
	"""Walk from where the member first belonged, move by move, as far as the day."""
	moves = [
		row
		for row in province.moves_of(member["name"])
		if row["transfer_kind"] == "Permanent" and row["state"] == "Done"
	]
	moves.sort(key=lambda row: row["effective_date"])
	if not moves:
		return member["organization"]
	here = moves[0]["organization"]
	for row in moves:
		if row["effective_date"] <= day:
			here = row["to_organization"]
	return here


def counts(province: Province, member: dict, day: date) -> bool:
	"""Full and probationary members do; the exempt, those away for a time, who had not come yet and who had left do not."""
	came, left = member["admission_date"], member["left_on"]
	if came and came > day:
		return False
	if (left and left <= day) or (member["state"] == "Left" and not left):
		return False
	record = sorted(province.states_of(member["name"]), key=lambda row: row["from_date"])
	state = "Full" if record or member["state"] == "Left" else member["state"]
	for row in record:
		if row["from_date"] <= day:
			state = row["state"]
	return state in ("Full", "Probationary")


def branch(asked: Asked, day: date) -> set[str]:
	"""The organisation and everything founded by the day that stood below it then, however deep."""
	found, more = {asked.organization}, True
	while more:
		below = {
			name
			for name, row in asked.province.organizations.items()
			if name not in found and row["valid_from"] <= day and asked.province.parent_on(name, day) in found
		}
		found, more = found | below, bool(below)
	return found


RULES: dict[str, Callable[[Asked], Answer]] = {
	"cell_regular_and_thematic": regular_and_thematic,
	"meeting_quality": good_months,
	"committee_sequence": prepared_before,
	"papers_ahead": papers_before,
	"agenda_followed": lambda asked: agenda_done(asked, "Party Committee"),
	"minutes_archived": minutes_kept,
	"whole_organization_meetings": whole_organization,
	"preparation": well_prepared,
	"whole_organization_agenda_followed": lambda asked: agenda_done(asked, "Whole Organization"),
	"leadership_documents": documents_issued,
	"yearly_rating": rated_well,
	"member_rating": members_rated_well,
}
