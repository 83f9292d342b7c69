"""Who may see and do what: the only place that decides (in prose: docs/quyen.md).

A living seat opens the subtree of its organisation for reading. Writing needs a seat with the right ability at the very
organisation, or a seat of the Organization Commission above it. Judged by the row in the database, never by what a
client posted. Hooks of the framework can only take rights away: roles say which kinds of document, this says which.
"""

from collections.abc import Iterable
from datetime import date
from typing import Literal

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from bontot.organization import tree
from bontot.organization.access import living_seats, places
from bontot.organization.access.scopes import (
	NOTHING,
	Scope,
	named_condition,
	organization_condition,
	other_side_condition,
	quoted,
	range_condition,
)
from bontot.organization.errors import NoSeatError

Ability = Literal["author", "appraise", "decide", "inspect"]
ABILITY_FIELDS = {
	"author": "may_author",
	"appraise": "may_appraise",
	"decide": "may_decide",
	"inspect": "may_inspect",
}
READING = frozenset(("read", "select", "print", "email", "report", "export"))

# Doctype: abilities of which a seat AT the organisation of the document needs one to write it. Commission: a seat of
# the Organization Commission at the organisation or above also writes. Holder: who holds the seat that the document is
# about. Overseer: who follows the organisation by an assignment, and is the document's writer. Inspection: a seat that may
# inspect, at the organisation or above. None of them: only services write.
COMMISSION = "commission"
HOLDER = "holder"
OVERSEER = "overseer"
INSPECTION = "inspection"
WRITERS: dict[str, tuple[str, ...]] = {
	"Party Organization": (COMMISSION,),
	"Organization Placement": (),
	"Organization Succession": (),
	"Reorganization": (COMMISSION,),
	"Reorganization Proposal": ("author", COMMISSION),
	"Party Member": ("author", COMMISSION),
	"Member Transfer": ("author", COMMISSION),
	"Seat": (COMMISSION,),
	"Delegation": (HOLDER, COMMISSION),
	"Meeting": ("author",),
	"Evaluation": (),
	"Evidence": ("author",),
	"Annual Rating": (),
	"Leadership Document": ("author",),
	"Yearly Target": ("author",),
	"Residence Remark": ("author",),
	"Disciplinary Conclusion": (INSPECTION,),
	"Approval Step": (),
	"Resolution": ("decide",),
	"Recognition": (),
	"Obligation": (),
	"Obligation Reminder": (),
	"Summary Report": ("author", "appraise", COMMISSION),
	"Frozen Figure": (),
	"Oversight Assignment": ("decide", COMMISSION),
	"Visit Note": (OVERSEER,),
}
# Where fewer read than hold a seat there or above: abilities at the organisation or above, and at the very organisation.
# An assignment to follow a branch opens none of these.
RESTRICTED: dict[str, tuple[tuple[Ability, ...], tuple[Ability, ...]]] = {
	"Disciplinary Conclusion": (("inspect", "appraise"), ("author",)),
}
# Where fewer delete than write: roles are coarse, and one that deletes in the cell must not do so as appraiser elsewhere.
DELETERS: dict[str, tuple[str, ...]] = {"Summary Report": ("author",)}
# Dated masters of an organisation: whoever holds a seat reads them, the Commission writes them within its scope.
MASTERS = frozenset(("Review Period", "Criteria Framework", "Framework Overlay", "Period Framework"))
# Who writes them where it is not the Commission alone: a body decides its own overlay; frozen ones only services write.
MASTER_WRITERS: dict[str, tuple[str, ...]] = {
	"Framework Overlay": ("decide", COMMISSION),
	"Period Framework": (),
}
# Masters of the whole province: whoever holds a seat reads them; the Commission of the topmost organisation writes them.
SHARED = frozenset((
	"Approval Route", "Duty", "Legal Document", "Organization Kind", "Organization Level", "Organization Sector", "Position",
	"Scoring Scale",
))  # fmt: skip
# Who stands in for somebody hands out no rights: a lent seat opens none of these, nor the masters of the province.
NEVER_BY_PROXY = frozenset(("Seat", "Delegation", "Oversight Assignment"))
# Made once, then only answered or taken back by their buttons: who makes them (`may_make`) does not edit them either.
FIXED = frozenset(("Delegation", "Member Transfer"))
# Doctype: the field of the other organisation it is about, whose side reads it too.
OTHER_SIDE = {"Member Transfer": "to_organization"}
# Doctype: its table of people, who read it wherever it lies.
NAMED_READERS = {"Oversight Assignment": "Oversight Person"}
# Their tables, read by whoever reads masters.
MASTER_TABLES = frozenset((
	"Approval Route Step", "Criterion", "Criterion Applicability", "Criterion Group", "Duty Kind", "Framework Legal Basis", "Framework Setting",
	"Organization Kind Parent", "Overlay Change", "Period Deadline", "Position Kind", "Position Role", "Scale Grade",
	"Scale Group", "Scale Item", "Scale Step",
))  # fmt: skip
# Their rules stand beside them (`conditions`, `may_access`); what hangs on them, and all who ask here, follow those.
RULED_BESIDE = {"Organization Import": "bontot.workbook.rights"}
# Administrators' alone, and so is what hangs on them.
ADMINISTRATORS_ONLY = frozenset(("Approval Anchor", "Outbox Task"))
PARENTS = {
	"Reorganization Act": "Reorganization",
	"Reorganization Share": "Reorganization",
	"Agenda Item": "Meeting",
	"Meeting Attendance": "Meeting",
	"Meeting Paper": "Meeting",
	"Resolution Task": "Meeting",
	"Meeting Score": "Meeting",
	"Evaluation Item": "Evaluation",
	"Resolution Document": "Resolution",
	"Resolution Item": "Resolution",
	"Resolution Rating": "Resolution",
	"Member State": "Party Member",
	"Oversight Person": "Oversight Assignment",
	"Oversight Branch": "Oversight Assignment",
}
# Tables that stand in a second kind of document, too.
ALSO_IN = {"Reorganization Act": "Reorganization Proposal", "Reorganization Share": "Reorganization Proposal"}


def parents_of(child: str) -> tuple[str, ...]:
	"""Kinds of document in which rows of this kind stand."""
	return (PARENTS[child], ALSO_IN[child]) if child in ALSO_IN else (PARENTS[child],)


def rules_rows(child: str) -> bool:
	"""Whether this module decides who sees rows of this kind when they are asked for by themselves."""
	return child in PARENTS or child in MASTER_TABLES


def is_scoped(doctype: str | None) -> bool:
	"""Whether this module decides who sees documents of this kind (child tables follow their parent)."""
	return doctype in SCOPED


SCOPED = frozenset((*WRITERS, *MASTERS, *SHARED, *RULED_BESIDE, *ADMINISTRATORS_ONLY))


def scope(user: str, on: date | str | None = None) -> Scope:
	"""The scope of `user` on a day (default today); empty without a living seat or oversight assignment."""
	if is_administrator(user):
		return Scope((), unrestricted=True)
	return Scope(tree.outermost([*(seat.path for seat in seats(user, on)), *overseen(user, on)]))


def is_administrator(user: str) -> bool:
	return user == "Administrator" or (user != "Guest" and "System Manager" in frappe.get_roles(user))


def seats(
	user: str, on: date | str | None = None, organization: str | None = None, ability: Ability | None = None
) -> list[dict]:
	"""Living seats of an enabled user, own ones first, then those lent to him: name, position, position_name,
	organization, path, from_date, to_date, may_author, may_appraise, may_decide, may_inspect, is_commission; of a lent one
	also delegation and on_behalf_of (whose seat it is), None of an own one."""
	found = _living(user, getdate(on))[0]
	if organization:
		found = [seat for seat in found if seat.organization == organization]
	if ability:
		found = [seat for seat in found if seat[ABILITY_FIELDS[ability]]]
	return [frappe._dict(seat) for seat in found]


def overseen(user: str, on: date | str | None = None) -> list[str]:
	"""Paths of branches that `user` may read without a seat there (hook `reading_scopes`: f(user, day) -> paths; hook
	`ever_reading`: f() -> statement on %(user)s without a row for whom those have nothing, asked along with the seats)."""
	remembered, key = _remembered(), ("overseen", user, getdate(on))
	if key not in remembered:
		asks = user != "Guest" and _living(user, key[2])[1]
		sources = frappe.get_hooks("reading_scopes") if asks else ()
		remembered[key] = [path for source in sources for path in frappe.get_attr(source)(user, key[2])]
	return remembered[key]


def own_seats(user: str, on: date | str | None = None) -> list[dict]:
	"""Living seats of `user` without those that somebody lent to him."""
	return [seat for seat in seats(user, on) if not seat.delegation]


def knows_all_it_reads(user: str, on: date | str | None = None) -> bool:
	"""Whether the personal data of every member whom seats and assignments let `user` read is his to know."""
	knowing, reading = (
		_knowing_paths(user, on),
		[*(seat.path for seat in seats(user, on)), *overseen(user, on)],
	)
	return bool(knowing) and all(path.startswith(knowing) for path in reading)


def may_know(doc: Document, user: str) -> bool:
	"""Whether `user` may know a member's card number, citizen ID and telephone: who writes for the organisation, there
	or above, and the Commission."""
	knowing, paths = _knowing_paths(user), places.of(doc)
	return is_administrator(user) or (bool(paths) and all(tree.is_within(path, knowing) for path in paths))


def _knowing_paths(user: str, on: date | str | None = None) -> tuple[str, ...]:
	return tuple(seat.path for seat in seats(user, on) if seat.may_author or seat.is_commission)


def require_seat(organization: str, ability: Ability) -> dict:
	"""A living seat of the signed-in user with `ability` at that very organisation. Raises NoSeatError."""
	found = seats(frappe.session.user, organization=organization, ability=ability) if organization else []
	if found:  # of no organisation, as of one that is not there, nobody holds a seat
		return found[0]
	path, name = frappe.db.get_value(tree.DOCTYPE, organization, ("path", "organization_name")) or (
		None,
		None,
	)
	if scope(frappe.session.user).covers(path):
		message = _(
			"You hold no seat at {0} that may do this. Ask the Organization Commission if you should."
		).format(name)
	else:  # a stranger does not learn whose document a guessed name is
		message = _("You hold no seat that may do this here. Ask the Organization Commission if you should.")
	frappe.throw(message, NoSeatError, title=_("No Seat"))


def forget() -> None:
	"""Seats, positions or the tree changed: what this request remembered about them is void."""
	frappe.local.bontot_seats = {}


def _living(user: str, on: date) -> tuple[list[dict], bool]:
	"""Seats, and whether there may be more to read. Asked once a request, user and day; nothing is kept longer (docs/decisions: a seat ends at once)."""
	remembered = _remembered()
	if (user, on) not in remembered:
		remembered[user, on] = living_seats.query(user, on)
	return remembered[user, on]


def _remembered() -> dict:
	if getattr(frappe.local, "bontot_seats", None) is None:
		frappe.local.bontot_seats = {}
	return frappe.local.bontot_seats


# The list rule


def conditions(doctype: str, user: str | None = None) -> str:
	"""SQL condition in parentheses for lists of `doctype`; "" without restriction."""
	user = user or frappe.session.user
	allowed = scope(user)
	if allowed.unrestricted:
		return ""
	if doctype in ADMINISTRATORS_ONLY:
		return NOTHING
	if doctype in RULED_BESIDE:
		return frappe.get_attr(f"{RULED_BESIDE[doctype]}.conditions")(user)
	if doctype in MASTERS or doctype in SHARED or doctype in MASTER_TABLES:
		return "(1 = 1)" if allowed.prefixes else NOTHING
	if doctype in PARENTS:
		return _parent_condition(doctype, user)
	if doctype == "Obligation Reminder":
		return f"(`tabObligation Reminder`.`recipient` = {quoted(user)})" if allowed.prefixes else NOTHING
	if doctype == tree.DOCTYPE:
		return organization_condition(allowed)
	if doctype in RESTRICTED:
		return _restricted_condition(doctype, user)
	in_scope = range_condition(f"`tab{doctype}`.`organization_path`", allowed)
	if doctype in OTHER_SIDE and allowed.prefixes:
		return f"({in_scope} or {other_side_condition(doctype, OTHER_SIDE[doctype], allowed)})"
	if doctype in NAMED_READERS and allowed.prefixes:
		return f"({in_scope} or {named_condition(doctype, NAMED_READERS[doctype], user)})"
	return in_scope


def _restricted_condition(doctype: str, user: str) -> str:
	below, at = _restricted_paths(doctype, user)
	column = f"`tab{doctype}`.`organization_path`"
	parts = [range_condition(column, Scope(tree.outermost(below)))] if below else []
	if at:
		parts.append(f"({column} in ({', '.join(quoted(path) for path in sorted(at))}))")
	return f"({' or '.join(parts)})" if parts else NOTHING


def _restricted_paths(doctype: str, user: str) -> tuple[set[str], set[str]]:
	"""Paths at and below which, and paths at which alone, `user` reads a restricted kind of document."""
	held = seats(user)
	below, at = (
		{seat.path for seat in held if any(seat[ABILITY_FIELDS[ability]] for ability in abilities)}
		for abilities in RESTRICTED[doctype]
	)
	return below, at


def _parent_condition(child: str, user: str) -> str:
	parts = [
		f"exists (select 1 from `tab{parent}` where `tab{parent}`.`name` = `tab{child}`.`parent`"
		f" and `tab{child}`.`parenttype` = {quoted(parent)} and {conditions(parent, user)})"
		for parent in parents_of(child)
	]
	return f"({' or '.join(parts)})"


# The document rule


def may_access(doc: Document, ptype: str = "read", user: str | None = None) -> bool:
	"""Whether `user` may do `ptype` with this document of a scoped doctype, as far as its organisation decides."""
	user = user or frappe.session.user
	allowed = scope(user)
	if allowed.unrestricted:
		return True
	if doc.doctype in ADMINISTRATORS_ONLY:
		return False
	if doc.doctype in RULED_BESIDE:
		return frappe.get_attr(f"{RULED_BESIDE[doc.doctype]}.may_access")(doc, ptype, user)
	if ptype in READING:
		return _may_read(doc, user, allowed) or (ptype == "read" and _may_read_by_turn(doc, user))
	if doc.doctype in FIXED and ptype == "write" and doc.name and frappe.db.exists(doc.doctype, doc.name):
		return False
	if doc.doctype in SHARED:  # they decide for everyone: a Commission posted further down has no say in them
		return any(seat.is_commission and len(seat.path) == tree.SEGMENT for seat in own_seats(user))
	if doc.doctype in MASTERS:
		return _may_write(doc, user, MASTER_WRITERS.get(doc.doctype, (COMMISSION,)))
	fewer = DELETERS.get(doc.doctype) if ptype == "delete" else None
	return _may_write(doc, user, fewer or WRITERS[doc.doctype])


def may_make(doc: Document, user: str) -> bool:
	"""Whether `user` could make this document as it is stored; whoever could takes it back, too."""
	return may_access(doc, "create", user)


def _may_read(doc: Document, user: str, allowed: Scope) -> bool:
	if not allowed.prefixes:
		return False
	if doc.doctype in MASTERS or doc.doctype in SHARED:
		return True
	if doc.doctype in RESTRICTED:
		below, at = _restricted_paths(doc.doctype, user)
		paths = places.of(doc)
		return bool(paths) and all(path in at or tree.is_within(path, tuple(below)) for path in paths)
	if doc.doctype == "Obligation Reminder":
		return frappe.db.get_value("Obligation Reminder", doc.name, "recipient") == user
	if doc.doctype in NAMED_READERS and places.is_named(doc, NAMED_READERS[doc.doctype], user):
		return True
	if doc.doctype in OTHER_SIDE and allowed.covers(places.of_other_side(doc, OTHER_SIDE[doc.doctype])):
		return True
	paths = places.of(doc)
	if doc.doctype == tree.DOCTYPE and len(paths) == 1 and paths[0] in allowed.ancestor_paths:
		return True
	return bool(paths) and all(allowed.covers(path) for path in paths)


def _may_read_by_turn(doc: Document, user: str) -> bool:
	"""Whether what waits at a seat of `user` names this document (hook `reading_by_turn`: {doctype: f(name, user) -> bool}).

	For this alone, one document at a time: no list holds it, nothing but "read" follows from it.
	"""
	found = frappe.get_hooks("reading_by_turn", {}).get(doc.doctype)
	return bool(found and doc.name and frappe.get_attr(found[-1])(doc.name, user))


def _may_write(doc: Document, user: str, writers: Iterable[str]) -> bool:
	"""Every place the document has and is to have must be one the user may write at."""
	held = own_seats(user) if doc.doctype in NEVER_BY_PROXY else seats(user)
	paths = places.of(doc)

	def may_at(path: str) -> bool:
		if OVERSEER in writers and places.writer_of(doc) in (None, user):
			if tree.is_within(path, tuple(overseen(user))):
				return True
		return _writing_seat(doc, path, writers, held) is not None

	return bool(paths) and all(may_at(path) for path in paths)


def _writing_seat(
	doc: Document | None, path: str, writers: Iterable[str], held: Iterable[dict]
) -> dict | None:
	"""The first of these seats that lets its holder write the document at this place; `doc` None: one that is about no seat."""

	def fits(seat: dict, writer: str) -> bool:
		if writer == COMMISSION:
			return seat.is_commission and path.startswith(seat.path)
		if writer == INSPECTION:
			return seat.may_inspect and path.startswith(seat.path)
		if writer == HOLDER:
			return doc and seat.path == path and seat.name == places.seat_of(doc)
		return writer in ABILITY_FIELDS and seat.path == path and seat[ABILITY_FIELDS[writer]]

	return next((seat for seat in held if any(fits(seat, writer) for writer in writers)), None)


def writers_by_proxy(doctype: str) -> tuple[str, ...]:
	"""Who writes documents of this kind with a lent seat, too, in the words of WRITERS; nobody: ()."""
	if doctype in NEVER_BY_PROXY:
		return ()
	if doctype in MASTERS:
		return MASTER_WRITERS.get(doctype, (COMMISSION,))
	return tuple(writer for writer in WRITERS.get(doctype, ()) if writer != OVERSEER)


def lent_seat(doc: Document, user: str, writers: Iterable[str]) -> dict | None:
	"""The lent seat with which `user` writes a stored document, at its organisation or from above; own ones come first.

	Of one that moved, or was answered by its other side, each place is asked.
	"""
	held = seats(user)
	if not any(seat.delegation for seat in held):
		return None
	found = (_writing_seat(doc, path, writers, held) for path in places.written(doc, user))
	return next((seat for seat in found if seat and seat.delegation), None)


def may_write_at(user: str, organization: str, doctype: str) -> bool:
	"""Whether `user` may write documents of this kind at an organisation."""
	path = tree.path_of(organization)
	return is_administrator(user) or bool(path and _writing_seat(None, path, WRITERS[doctype], seats(user)))
