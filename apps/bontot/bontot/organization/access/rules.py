"""Rules: readers and writers of each kind of document, and the list rule and the document rule made of them.

A living seat opens the subtree of its organisation for reading. Writing needs a seat with the right ability at the very
organisation, or a seat of the Organization Commission above it. Judged by the row in the database, never by what a
client posted. Hooks of the framework can only take rights away: roles say which kinds of document, this says which.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import frappe
from frappe.model.document import Document

from bontot.organization import tree
from bontot.organization.access import places, scopes, seats_in_force
from bontot.organization.access.scopes import NOTHING, Scope, quoted, range_condition
from bontot.organization.access.seats_in_force import ABILITY_FIELDS, Ability, overseen, own_seats, seats

READING = frozenset(("read", "select", "print", "email", "report", "export"))

# Who writes, besides whoever sits AT the organisation of the document with an ability. Commission: a seat of the Organization
# Commission at the organisation or above. Province: of the Commission of the topmost organisation. Holder: who holds the seat
# that the document is about. Overseer: who follows the organisation by an assignment, and is the document's writer.
# Inspection: a seat that may inspect, at the organisation or above.
COMMISSION = "commission"
PROVINCE = "province"
HOLDER = "holder"
OVERSEER = "overseer"
INSPECTION = "inspection"
Reads = Literal["branch", "seated", "recipient", "administrators"]


@dataclass(frozen=True, slots=True)
class Rule:
	"""Permissions on documents of one kind; for rows of a table, also the documents in which they stand."""

	write: tuple[str, ...] = ()
	"""Writers, each of whom suffices; none: only services write."""
	reads: Reads = "branch"
	"""Readers: those of its organisation; all who hold a seat; its recipient; administrators alone."""
	delete: tuple[str, ...] | None = None
	"""Deleters, if they are fewer than the writers: roles are coarse, and who deletes in the cell must not delete elsewhere."""
	readers_above: tuple[Ability, ...] = ()
	readers_at: tuple[Ability, ...] = ()
	"""Abilities that read, at the organisation or above and at the very organisation, if not every seat does. An assignment to
	follow a branch opens none of these."""
	by_proxy: bool = True
	"""Whether a lent seat writes it, too: a deputy hands out no rights."""
	fixed: bool = False
	"""Whether it is made once (`may_make`), then only answered or taken back by its buttons, and edited by nobody."""
	other_side: str = ""
	"""Field of the other organisation it is about, whose side reads it, too."""
	named_in: str = ""
	"""Table of people who read it wherever it lies."""
	beside: str = ""
	"""Module that holds its rule (`conditions`, `may_access`); what hangs on it, and all who ask here, follow that."""
	rows_of: tuple[str, ...] = ()
	is_table: bool = False


def _rows(*parents: str) -> Rule:
	return Rule(rows_of=parents, is_table=True)


_SERVICES = Rule()
_AUTHOR = Rule(write=("author",))
_OF_AUTHOR_OR_COMMISSION = Rule(write=("author", COMMISSION))
# Dated masters of an organisation, and those of the whole province, which decide for everyone: a Commission posted further
# down, or a lent seat, has no say in them.
_MASTER = Rule(write=(COMMISSION,), reads="seated")
_SHARED = Rule(write=(PROVINCE,), reads="seated", by_proxy=False)
_MASTER_TABLE = Rule(reads="seated", is_table=True)
_ADMINISTRATORS = Rule(reads="administrators")

RULES: dict[str, Rule] = {
	"Party Organization": Rule(write=(COMMISSION,)),
	"Organization Placement": _SERVICES,
	"Organization Succession": _SERVICES,
	"Reorganization": Rule(write=(COMMISSION,)),
	"Reorganization Proposal": _OF_AUTHOR_OR_COMMISSION,
	"Organization Import": Rule(beside="bontot.workbook.rights"),
	"Party Member": _OF_AUTHOR_OR_COMMISSION,
	"Member Transfer": Rule(write=("author", COMMISSION), fixed=True, other_side="to_organization"),
	"Seat": Rule(write=(COMMISSION,), by_proxy=False),
	"Delegation": Rule(write=(HOLDER, COMMISSION), by_proxy=False, fixed=True),
	"Meeting": _AUTHOR,
	"Evaluation": _SERVICES,
	"Evidence": _AUTHOR,
	"Annual Rating": _SERVICES,
	"Leadership Document": _AUTHOR,
	"Yearly Target": _AUTHOR,
	"Residence Remark": _AUTHOR,
	"Disciplinary Conclusion": Rule(
		write=(INSPECTION,), readers_above=("inspect", "appraise"), readers_at=("author",)
	),
	"Approval Step": _SERVICES,
	"Resolution": Rule(write=("decide",)),
	"Recognition": _SERVICES,
	"Obligation": _SERVICES,
	"Obligation Reminder": Rule(reads="recipient"),
	"Summary Report": Rule(write=("author", "appraise", COMMISSION), delete=("author",)),
	"Frozen Figure": _SERVICES,
	"Oversight Assignment": Rule(write=("decide", COMMISSION), by_proxy=False, named_in="Oversight Person"),
	"Visit Note": Rule(write=(OVERSEER,)),
	"Review Period": _MASTER,
	"Criteria Framework": _MASTER,
	"Framework Overlay": Rule(write=("decide", COMMISSION), reads="seated"),  # a body decides its own
	"Period Framework": Rule(reads="seated"),
	"Approval Route": _SHARED,
	"Duty": _SHARED,
	"Legal Document": _SHARED,
	"Organization Kind": _SHARED,
	"Organization Level": _SHARED,
	"Organization Sector": _SHARED,
	"Position": _SHARED,
	"Scoring Scale": _SHARED,
	"Approval Anchor": _ADMINISTRATORS,
	"Outbox Task": _ADMINISTRATORS,
	"Reorganization Act": _rows("Reorganization", "Reorganization Proposal"),
	"Reorganization Share": _rows("Reorganization", "Reorganization Proposal"),
	"Agenda Item": _rows("Meeting"),
	"Meeting Attendance": _rows("Meeting"),
	"Meeting Paper": _rows("Meeting"),
	"Resolution Task": _rows("Meeting"),
	"Meeting Score": _rows("Meeting"),
	"Evaluation Item": _rows("Evaluation"),
	"Resolution Document": _rows("Resolution"),
	"Resolution Item": _rows("Resolution"),
	"Resolution Rating": _rows("Resolution"),
	"Member State": _rows("Party Member"),
	"Oversight Person": _rows("Oversight Assignment"),
	"Oversight Branch": _rows("Oversight Assignment"),
	"Approval Route Step": _MASTER_TABLE,
	"Criterion": _MASTER_TABLE,
	"Criterion Applicability": _MASTER_TABLE,
	"Criterion Group": _MASTER_TABLE,
	"Duty Kind": _MASTER_TABLE,
	"Framework Legal Basis": _MASTER_TABLE,
	"Framework Setting": _MASTER_TABLE,
	"Organization Kind Parent": _MASTER_TABLE,
	"Overlay Change": _MASTER_TABLE,
	"Period Deadline": _MASTER_TABLE,
	"Position Kind": _MASTER_TABLE,
	"Position Role": _MASTER_TABLE,
	"Scale Grade": _MASTER_TABLE,
	"Scale Group": _MASTER_TABLE,
	"Scale Item": _MASTER_TABLE,
	"Scale Step": _MASTER_TABLE,
}
SCOPED = frozenset(doctype for doctype, rule in RULES.items() if not rule.is_table)
# Kind of row: the document in which it stands first of all.
PARENTS = {child: rule.rows_of[0] for child, rule in RULES.items() if rule.rows_of}


def parents_of(child: str) -> tuple[str, ...]:
	"""Kinds of document in which rows of this kind stand."""
	return RULES[child].rows_of


def rules_rows(child: str) -> bool:
	"""Whether this module decides who sees rows of this kind when they are asked for by themselves."""
	return child in RULES and RULES[child].is_table


def is_scoped(doctype: str | None) -> bool:
	"""Whether this module decides who sees documents of this kind (child tables follow their parent)."""
	return doctype in SCOPED


# The list rule


def conditions(doctype: str, user: str | None = None) -> str:
	"""SQL condition in parentheses for lists of `doctype`; "" without restriction."""
	user = user or frappe.session.user
	allowed, rule = scopes.scope(user), RULES[doctype]
	if allowed.unrestricted:
		return ""
	if rule.reads == "administrators":
		return NOTHING
	if rule.beside:
		return frappe.get_attr(f"{rule.beside}.conditions")(user)
	if rule.reads == "seated":
		return "(1 = 1)" if allowed.prefixes else NOTHING
	if rule.rows_of:
		return _parent_condition(doctype, user)
	if rule.reads == "recipient":
		return f"(`tab{doctype}`.`recipient` = {quoted(user)})" if allowed.prefixes else NOTHING
	if doctype == tree.DOCTYPE:
		return scopes.organization_condition(allowed)
	if rule.readers_above:
		return _restricted_condition(doctype, user)
	in_scope = range_condition(f"`tab{doctype}`.`organization_path`", allowed)
	if rule.other_side and allowed.prefixes:
		return f"({in_scope} or {scopes.other_side_condition(doctype, rule.other_side, allowed)})"
	if rule.named_in and allowed.prefixes:
		return f"({in_scope} or {scopes.named_condition(doctype, rule.named_in, user)})"
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
		for abilities in (RULES[doctype].readers_above, RULES[doctype].readers_at)
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
	allowed, rule = scopes.scope(user), RULES[doc.doctype]
	if allowed.unrestricted:
		return True
	if rule.reads == "administrators":
		return False
	if rule.beside:
		return frappe.get_attr(f"{rule.beside}.may_access")(doc, ptype, user)
	if ptype in READING:
		return _may_read(doc, user, allowed) or (ptype == "read" and _may_read_by_turn(doc, user))
	if rule.fixed and ptype == "write" and doc.name and frappe.db.exists(doc.doctype, doc.name):
		return False
	if PROVINCE in rule.write:
		return any(seat.is_commission and len(seat.path) == tree.SEGMENT for seat in own_seats(user))
	fewer = rule.delete if ptype == "delete" else None
	return _may_write(doc, user, rule.write if fewer is None else fewer)


def may_make(doc: Document, user: str) -> bool:
	"""Whether `user` could make this document as it is stored; whoever could takes it back, too."""
	return may_access(doc, "create", user)


def _may_read(doc: Document, user: str, allowed: Scope) -> bool:
	if not allowed.prefixes:
		return False
	rule = RULES[doc.doctype]
	if rule.reads == "seated":
		return True
	if rule.readers_above:
		below, at = _restricted_paths(doc.doctype, user)
		paths = places.of(doc)
		return bool(paths) and all(path in at or tree.is_within(path, tuple(below)) for path in paths)
	if rule.reads == "recipient":
		return frappe.db.get_value(doc.doctype, doc.name, "recipient") == user
	if rule.named_in and places.is_named(doc, rule.named_in, user):
		return True
	if rule.other_side and allowed.covers(places.of_other_side(doc, rule.other_side)):
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
	held = seats(user) if RULES[doc.doctype].by_proxy else own_seats(user)
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
	"""Return who writes documents of this kind with a lent seat, too, in the words of `Rule.write`; nobody: ()."""
	rule = RULES.get(doctype, _SERVICES)
	return tuple(writer for writer in rule.write if writer != OVERSEER) if rule.by_proxy else ()


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
	path, held = tree.path_of(organization), seats(user)
	return seats_in_force.is_administrator(user) or bool(
		path and _writing_seat(None, path, RULES[doctype].write, held)
	)
