"""Oracle of who may see and do what in the test province, written down from docs/quyen.md.

It imports nothing of the app and asks no database: plain tables and plain rules, so that it cannot share a mistake.

In the test province nothing waits for anybody. What somebody opens because it waits at his seat (§2) has a table of its own:
`approval/people/test_by_turn.py`.
"""

from __future__ import annotations

from dataclasses import dataclass

# The test province: place → the place above it.
PLACES: dict[str, str | None] = {
	"province": None,
	"body": "province",
	"grassroots": "body",
	"cell_a": "grassroots",
	"cell_b": "grassroots",
	"closed_cell": "grassroots",  # ended last year
	"commune": "province",
	"commune_cell": "commune",
	"agency_cell": "province",
	"other_body": "province",
	"other_grassroots": "other_body",
	"other_cell": "other_grassroots",
	"moved_cell": "other_grassroots",  # stood below the commune until today, with all its documents
}

# What a position gives: docs/quyen.md names people by what they do.
AUTHOR, APPRAISE, DECIDE, COMMISSION, INSPECT = "author", "appraise", "decide", "commission", "inspect"
POSITIONS: dict[str, frozenset[str]] = {
	"bi_thu_chi_bo": frozenset((AUTHOR,)),
	"pho_bi_thu_chi_bo": frozenset((AUTHOR,)),
	"bi_thu_dang_uy": frozenset((AUTHOR, APPRAISE, DECIDE)),
	"can_bo_van_phong": frozenset((AUTHOR, DECIDE)),
	"can_bo_tham_dinh": frozenset((APPRAISE,)),
	"can_bo_btc_tinh": frozenset((APPRAISE, DECIDE, COMMISSION)),
	"can_bo_kiem_tra": frozenset((INSPECT,)),
	"theo_doi": frozenset(),
	"ma_tran_ngung": frozenset((AUTHOR, APPRAISE, DECIDE, COMMISSION)),  # made for this test, then disabled
}
DISABLED_POSITIONS = ("ma_tran_ngung",)


@dataclass(frozen=True, slots=True)
class Seat:
	position: str
	place: str
	life: str = "living"  # or "ended", "to come"
	lent: bool = False  # somebody else's, who is away

	@property
	def opens(self) -> bool:
		return self.life == "living" and self.position not in DISABLED_POSITIONS

	@property
	def can(self) -> frozenset[str]:
		return POSITIONS[self.position]


@dataclass(frozen=True, slots=True)
class Person:
	seats: tuple[Seat, ...] = ()
	administrator: bool = False
	leftover_roles: bool = False  # every role of the app, though no seat grants it any more
	guest: bool = False
	oversees: tuple[str, ...] = ()  # branches followed by assignment: reading without a seat

	@property
	def living(self) -> tuple[Seat, ...]:
		return tuple(seat for seat in self.seats if seat.opens)

	@property
	def reads_from(self) -> tuple[Seat, ...]:
		"""Seats, and branches followed as if from a seat that may do nothing."""
		return (*self.living, *(Seat("theo_doi", branch) for branch in self.oversees))


def _holds(*seats: tuple[str, str]) -> Person:
	return Person(tuple(Seat(position, place) for position, place in seats))


PEOPLE: dict[str, Person] = {
	"secretary of cell A": _holds(("bi_thu_chi_bo", "cell_a")),
	"deputy of cell B": _holds(("pho_bi_thu_chi_bo", "cell_b")),
	"grassroots secretary": _holds(("bi_thu_dang_uy", "grassroots")),
	"office of the body": _holds(("can_bo_van_phong", "body")),
	"appraiser of the body": _holds(("can_bo_tham_dinh", "body")),
	"overseer of the body": _holds(("theo_doi", "body")),
	"inspector of the body": _holds(("can_bo_kiem_tra", "body")),
	"secretary of the commune": _holds(("bi_thu_dang_uy", "commune")),
	"secretary of the commune's cell": _holds(("bi_thu_chi_bo", "commune_cell")),
	"secretary of the agency's cell": _holds(("bi_thu_chi_bo", "agency_cell")),
	"secretary of the other cell": _holds(("bi_thu_chi_bo", "other_cell")),
	"appraiser of the other body": _holds(("can_bo_tham_dinh", "other_body")),
	"secretary of the closed cell": _holds(("bi_thu_chi_bo", "closed_cell")),
	"overseer of the province": _holds(("theo_doi", "province")),
	"commission": _holds(("can_bo_btc_tinh", "province")),
	"commission at a body": _holds(("can_bo_btc_tinh", "body")),
	"in two cells": _holds(("bi_thu_chi_bo", "cell_a"), ("bi_thu_chi_bo", "other_cell")),
	"secretary and appraiser": _holds(("bi_thu_chi_bo", "cell_b"), ("can_bo_tham_dinh", "other_body")),
	"secretary and commission": _holds(("bi_thu_chi_bo", "cell_a"), ("can_bo_btc_tinh", "other_body")),
	"secretary of the moved cell": _holds(("bi_thu_chi_bo", "moved_cell")),
	"secretary where it was": _holds(("bi_thu_chi_bo", "commune_cell")),
	# Lent seats: Seat(…, lent=True) is that of whoever holds it above; "ended" was taken back.
	"stands in for the body's office": Person(
		(Seat("theo_doi", "commune_cell"), Seat("can_bo_van_phong", "body", lent=True))
	),
	"stands in for the commission": Person(
		(Seat("bi_thu_chi_bo", "agency_cell"), Seat("can_bo_btc_tinh", "province", lent=True))
	),
	"stood in until yesterday": Person(
		(Seat("theo_doi", "commune_cell"), Seat("bi_thu_dang_uy", "grassroots", "ended", lent=True))
	),
	"follows a branch": Person(oversees=("grassroots",)),
	"follows beside a seat": Person((Seat("bi_thu_chi_bo", "agency_cell"),), oversees=("other_body",)),
	# Others share documents of theirs with these and assign them, or try to.
	"shared with": _holds(("pho_bi_thu_chi_bo", "other_cell")),
	"assigned to": _holds(("pho_bi_thu_chi_bo", "commune_cell")),
	"no seat": Person(leftover_roles=True),
	"no seat, no role": Person(),
	"ended seat": Person((Seat("can_bo_btc_tinh", "province", "ended"),), leftover_roles=True),
	"seat to come": Person((Seat("can_bo_btc_tinh", "province", "to come"),), leftover_roles=True),
	"disabled position": Person((Seat("ma_tran_ngung", "province"),), leftover_roles=True),
	"administrator": Person(administrator=True),
	"guest": Person(guest=True),
}

# The kinds of document. Every doctype of the app stands here, or the suite fails and asks for its rule.
ORGANIZATION = "organization"  # the organisation itself: names of those above are seen too
OWN = "own"  # belongs to an organisation
RESTRICTED = "restricted"  # belongs to an organisation; fewer read it than hold a seat there or above
REMINDER = "reminder"  # its recipient's alone
DATED = "dated master"  # of an organisation, read by all who hold a seat
SHARED = "shared master"
ADMINISTRATORS = "administrators"
MAKER = "its maker's"  # a seat of the Commission that made it; none of the people here has
FOLLOWER = "follower"  # may write: whoever follows the branch by assignment


@dataclass(frozen=True, slots=True)
class Rule:
	"""`write`: who creates and changes; COMMISSION acts at and below its seat, the others at their very organisation.

	`top_commission`: the Commission at the topmost organisation alone. `delete`: who of `write` deletes, None all.
	"""

	kind: str
	write: frozenset[str] = frozenset()
	delete: frozenset[str] | None = None
	administrator_writes: bool = True
	administrator_deletes: bool = True
	stays_in_use: bool = False  # nobody deletes one that another document names
	fixed: bool = False  # made once, then only answered or taken back by buttons: nobody edits it
	never_lent: bool = False  # a lent seat does not open it for writing
	sheets_for_all: bool = True  # who reads also exports
	also: frozenset[str] = frozenset()  # "submit", "cancel" where a document of this kind knows them
	children: tuple[str, ...] = ()


def _rule(
	kind: str, *write: str, delete: tuple[str, ...] | None = None, also: tuple[str, ...] = (), **more
) -> Rule:
	deleters = None if delete is None else frozenset(delete)
	return Rule(kind, frozenset(write), deleters, also=frozenset(also), **more)


def _by_services(*children: str) -> Rule:
	return _rule(OWN, delete=(), administrator_writes=False, children=children)


RULES: dict[str, Rule] = {
	"Party Organization": _rule(ORGANIZATION, COMMISSION, delete=()),
	"Seat": _rule(OWN, COMMISSION, delete=(), never_lent=True),
	"Party Member": _rule(OWN, AUTHOR, COMMISSION, delete=(), stays_in_use=True, children=("Member State",)),
	"Reorganization": _rule(
		OWN, COMMISSION, sheets_for_all=False, children=("Reorganization Act", "Reorganization Share")
	),
	# In force, and out of it, by its approval only. Its tables are those of a decision.
	"Reorganization Proposal": _rule(
		OWN,
		AUTHOR,
		COMMISSION,
		sheets_for_all=False,
		children=("Reorganization Act", "Reorganization Share"),
	),
	"Organization Placement": _by_services(),
	"Organization Succession": _by_services(),
	"Organization Import": _rule(MAKER, COMMISSION, delete=(), never_lent=True),
	"Member Transfer": _rule(OWN, AUTHOR, COMMISSION, delete=(), administrator_deletes=False, fixed=True),
	"Delegation": _rule(OWN, COMMISSION, delete=(), never_lent=True, fixed=True),
	"Oversight Assignment": _rule(
		OWN, DECIDE, COMMISSION, delete=(), never_lent=True, children=("Oversight Person", "Oversight Branch")
	),
	"Visit Note": _rule(OWN, delete=(), administrator_writes=False),
	"Meeting": _rule(
		OWN,
		AUTHOR,
		children=("Agenda Item", "Meeting Attendance", "Meeting Paper", "Resolution Task", "Meeting Score"),
	),
	"Leadership Document": _rule(OWN, AUTHOR),
	"Yearly Target": _rule(OWN, AUTHOR),
	"Residence Remark": _rule(OWN, AUTHOR),
	"Disciplinary Conclusion": _rule(RESTRICTED, INSPECT, delete=()),
	"Resolution": _rule(
		OWN,
		DECIDE,
		administrator_writes=False,
		also=("submit",),
		children=("Resolution Item", "Resolution Document", "Resolution Rating"),
	),
	"Summary Report": _rule(OWN, AUTHOR, APPRAISE, COMMISSION, delete=(AUTHOR,)),
	"Evaluation": _by_services("Evaluation Item"),
	"Evidence": _by_services(),
	"Annual Rating": _by_services(),
	"Approval Step": _by_services(),
	"Recognition": _by_services(),
	"Obligation": _by_services(),
	"Frozen Figure": _by_services(),
	"Obligation Reminder": _rule(REMINDER, delete=(), administrator_writes=False),
	"Review Period": _rule(DATED, COMMISSION, children=("Period Deadline",)),
	"Criteria Framework": _rule(
		DATED,
		COMMISSION,
		delete=(),
		also=("submit", "cancel"),
		children=(
			"Criterion Group",
			"Criterion",
			"Criterion Applicability",
			"Framework Setting",
			"Framework Legal Basis",
		),
	),
	# In force, and out of it, by its approval only.
	"Framework Overlay": _rule(DATED, DECIDE, COMMISSION, children=("Overlay Change",)),
	"Period Framework": _rule(DATED, delete=(), administrator_writes=False),
	"Organization Level": _rule(SHARED, COMMISSION, delete=()),
	"Organization Kind": _rule(SHARED, COMMISSION, delete=(), children=("Organization Kind Parent",)),
	"Organization Sector": _rule(SHARED, COMMISSION, delete=()),
	"Position": _rule(SHARED, COMMISSION, delete=(), children=("Position Role", "Position Kind")),
	"Approval Route": _rule(SHARED, COMMISSION, delete=(), children=("Approval Route Step",)),
	"Duty": _rule(SHARED, COMMISSION, delete=(), children=("Duty Kind",)),
	"Legal Document": _rule(SHARED, COMMISSION, delete=()),
	"Scoring Scale": _rule(
		SHARED,
		COMMISSION,
		delete=(),
		also=("submit", "cancel"),
		children=(
			"Scale Group",
			"Scale Item",
			"Scale Step",
			"Scale Grade",
		),  # and Framework Setting, as frameworks have
	),
	"Outbox Task": _rule(ADMINISTRATORS, administrator_writes=False),
	"Approval Anchor": _rule(ADMINISTRATORS, delete=(), administrator_writes=False),
}
PARENTS = {child: parent for parent, rule in RULES.items() for child in rule.children}
# Nobody at all may do these.
NOBODYS_CHANNELS = frozenset((
	"mail", "share", "share a right", "share by a made-up document", "its file sent by mail", "assign to a stranger",
))  # fmt: skip


def of_kind(kind: str) -> set[str]:
	return {doctype for doctype, rule in RULES.items() if rule.kind == kind}


# An obligation's reminder at a place goes to whoever is named here.
RECIPIENTS = {
	"cell_a": "secretary of cell A",
	"cell_b": "deputy of cell B",
	"body": "appraiser of the body",
	"other_cell": "secretary of the other cell",
	"province": "commission",
}


def above(place: str) -> set[str]:
	found, up = set(), PLACES[place]
	while up:
		found.add(up)
		up = PLACES[up]
	return found


def within(place: str, seat: Seat) -> bool:
	return place == seat.place or seat.place in above(place)


def reads(who: str, doctype: str, place: str) -> bool:
	"""docs/quyen.md §2: own organisation and everything below; masters; names of the organisations above."""
	person, kind = PEOPLE[who], RULES[doctype].kind
	if person.administrator:
		return True
	if kind in (ADMINISTRATORS, MAKER) or not person.reads_from:
		return False
	if kind in (DATED, SHARED):
		return True
	if kind == REMINDER:
		return RECIPIENTS.get(place) == who
	if kind == RESTRICTED:
		# By seats alone: who appraises or inspects there or above, and who writes for the very place.
		return any(
			(within(place, seat) and bool(seat.can & {INSPECT, APPRAISE}))
			or (seat.place == place and AUTHOR in seat.can)
			for seat in person.living
		)
	if kind == ORGANIZATION and any(place in above(seat.place) for seat in person.reads_from):
		return True
	return any(within(place, seat) for seat in person.reads_from)


def lists(who: str, doctype: str) -> bool:
	"""Whether the list of a kind of document opens at all (it may be empty)."""
	person, kind = PEOPLE[who], RULES[doctype].kind
	return person.administrator or (kind not in (ADMINISTRATORS, MAKER) and bool(person.reads_from))


def exports(who: str, doctype: str, place: str) -> bool:
	"""§2: what one reads; of the masters and reminders the Commission and administrators alone make sheets."""
	person, kind = PEOPLE[who], RULES[doctype].kind
	if kind in (ADMINISTRATORS, MAKER):
		return person.administrator
	if (kind in (DATED, SHARED) or not RULES[doctype].sheets_for_all) and not person.administrator:
		return reads(who, doctype, place) and any(COMMISSION in seat.can for seat in person.living)
	if kind == REMINDER and not person.administrator:
		return False
	return reads(who, doctype, place)


def may(who: str, doctype: str, place: str, verb: str) -> bool:
	"""Any verb on a document that is there."""
	if verb in ("email", "share"):  # §4: nothing is shared, and nothing of this is sent by mail
		return False
	by_name = {"read": reads, "export": exports, "print": reads}
	return by_name[verb](who, doctype, place) if verb in by_name else writes(who, doctype, place, verb)


def writes(who: str, doctype: str, place: str, verb: str) -> bool:
	"""§3, for write, create, delete, submit and cancel of a document that lies (or is to lie) at `place`.

	Of a new organisation `place` is the one above it.
	"""
	person, rule = PEOPLE[who], RULES[doctype]
	if verb in ("submit", "cancel") and verb not in rule.also:
		return False
	if person.administrator:
		return rule.administrator_writes and (verb != "delete" or rule.administrator_deletes)
	if rule.fixed and verb == "write":
		return False
	if rule.kind == MAKER and verb != "create":
		return False  # nobody of this table made one
	if doctype == "Visit Note" and verb == "create":
		return any(within(place, Seat("theo_doi", branch)) for branch in person.oversees)
	held = [seat for seat in person.living if not (seat.lent and (rule.never_lent or rule.kind == SHARED))]
	writers = rule.delete if verb == "delete" and rule.delete is not None else rule.write
	if rule.kind == SHARED:
		return bool(writers) and any(COMMISSION in seat.can and PLACES[seat.place] is None for seat in held)
	return any(
		(bool(writers & seat.can & {COMMISSION, INSPECT}) and within(place, seat))
		or (seat.place == place and bool((seat.can & writers) - {COMMISSION}))
		for seat in held
	)


def deletes_in_use(who: str, doctype: str, place: str) -> bool:
	"""§3: whether who may delete a document that others name, as all do on the ground of this test."""
	return may(who, doctype, place, "delete") and not RULES[doctype].stays_in_use


def attaches(who: str, doctype: str, place: str) -> bool:
	"""§5: to hang a file on a document one must be able to change it; the unit's author brings its evidence."""
	if doctype == "Evidence" and not PEOPLE[who].administrator:
		return any(seat.place == place and AUTHOR in seat.can for seat in PEOPLE[who].living)
	return PEOPLE[who].administrator or writes(who, doctype, place, "write")


# §2 names them by their positions: secretary, deputy secretary, office; and the Commission.
KNOW_PERSONAL_DATA = frozenset((
	"bi_thu_chi_bo", "pho_bi_thu_chi_bo", "bi_thu_dang_uy", "can_bo_van_phong", "can_bo_btc_tinh",
))  # fmt: skip


def reads_personal_data(who: str, place: str) -> bool:
	"""§2: card number, citizen id and telephone of a member: by a seat of today at that very place or above it."""
	person = PEOPLE[who]
	return person.administrator or any(
		seat.position in KNOW_PERSONAL_DATA and (seat.place == place or seat.place in above(place))
		for seat in person.living
	)


def lists_personal_data(who: str) -> bool:
	"""§2: columns of a list hold them only for whoever knows them of every place he reads."""
	person = PEOPLE[who]
	return person.administrator or (
		bool(person.living)
		and all(reads_personal_data(who, place) for place in PLACES if reads(who, "Party Member", place))
	)
