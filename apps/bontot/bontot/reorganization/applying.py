"""Carries a reorganisation out: one transaction, set-based, history first and then the new order."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

import frappe
from frappe.utils import create_batch, now_datetime

from bontot.organization import access, tree
from bontot.organization.access import roles
from bontot.organization.members import transfers
from bontot.organization.tree import dated, kinds
from bontot.reorganization import loading, plan, preview
from bontot.reorganization.change import module_of, participants
from bontot.text import fold

SUCCESSION = "Organization Succession"
# Organisations a statement: each takes seconds at most, so that a claim can be kept alive in between.
BATCH = 500
Beat = Callable[[int, int], None]


def carry_out(doc: Any, made: plan.Plan, rows: dict[str, Any], beat: Beat) -> dict[str, Any]:
	"""Change the tree and all that follows it; return what undo and healing need: {founded, members, seats,
	new_seats, ended, modules}.

	`rows`: locked, as the plan was made from them. Nothing is committed here: the caller's transaction is all of it or none.
	"""
	serials = {key: tree.next_serial() for key in made.founded}
	names = {key: tree.name_of(serial) for key, serial in serials.items()}
	after = Afterwards(made, rows, serials, names)
	changed = [name for name in made.before if after.differs(name)]
	write_history(doc, made, after, [rows[name] for name in changed])
	move_organizations(doc, made, after, names)
	found_organizations(doc, made, after, names, serials)
	write_successions(doc, made, after, names)
	traces: dict[str, Any] = {
		"founded": list(names.values()),
		"members": move_members(doc, made, after),
		**move_seats(made, after),
	}
	rewrite_paths(doc.name, beat)
	change = preview.change_of(doc, made, made.displaced, names)
	traces["ended"] = change.ended
	traces["modules"] = {module_of(path): apply(change) for path, apply in participants("apply")}
	access.forget()
	frappe.db.after_commit.add(access.forget)
	return traces


class Afterwards:
	"""Paths and the columns above, once founded organisations have their serials."""

	def __init__(self, made: plan.Plan, rows: dict[str, Any], serials: dict[str, int], names: dict[str, str]):
		self.made, self.serials, self.names = made, serials, names
		self.before = {name: row.path for name, row in rows.items()}
		self.paths: dict[str, str] = {}
		self.columns_found: dict[str, dict[str, str | None]] = {}
		self.levels = {code: kind.level for code, kind in loading.kinds().items()}
		self.marks = kinds.marked()
		self.above_branch = self.outside_columns()

	def outside_columns(self) -> dict[str, str | None] | None:
		"""The columns of what stands above the branch, which the snapshot does not hold; None above the province."""
		top = next(name for name, node in self.made.before.items() if node.parent is None)
		found: dict[str, str | None] | None = None
		for row in reversed(tree.ancestors(top)):
			found = kinds.columns_of(row.name, row.kind, found, self.marks)
		return found

	def path(self, name: str) -> str:
		if name not in self.paths:
			node = self.made.after[name]
			own = (
				tree.segment(self.serials[name])
				if name in self.serials
				else self.before[name][-tree.SEGMENT :]
			)
			base = self.path(node.parent) if node.parent else self.before[name][: -tree.SEGMENT]
			self.paths[name] = base + own
		return self.paths[name]

	def name(self, key: str | None) -> str | None:
		return self.names.get(key, key) if key else None

	def columns(self, name: str) -> dict[str, str | None]:
		if name not in self.columns_found:
			node = self.made.after[name]
			above = self.columns(node.parent) if node.parent else self.above_branch
			self.columns_found[name] = kinds.columns_of(self.name(name) or name, node.kind, above, self.marks)
		return self.columns_found[name]

	def grassroots(self, name: str) -> str | None:
		return self.columns(name)[kinds.GRASSROOTS]

	def upper(self, name: str) -> str | None:
		return self.columns(name)[kinds.UPPER]

	def differs(self, name: str) -> bool:
		node = self.made.before[name]
		if node != self.made.after[name] or self.path(name) != self.before[name]:
			return True
		above = plan.line(self.made.before, name)
		# The kind of somebody above changed, and with it the plain columns.
		return any(self.made.before[up].kind != self.made.after[up].kind for up in above)


def write_history(doc: Any, made: plan.Plan, after: Afterwards, changed: list[Any]) -> None:
	"""Write what was true until the day before, for everybody whom the decision names or carries along."""
	stamp, user = now_datetime(), frappe.session.user
	direct = set(made.direct)
	last_day = made.effective - timedelta(days=1)
	columns = (
		"name", "creation", "modified", "owner", "modified_by", "docstatus", "idx", "organization",
		"organization_path", *dated.KEPT, "from_date", "to_date", "life_end", "placed_from", "reorganization",
		"is_direct", "path_after", "grassroots_after", "upper_after",
	)  # fmt: skip
	values = [
		(
			f"{doc.name}-{row.name}", stamp, stamp, user, user, 0, 0, row.name,
			row.path, *(row[field] for field in dated.KEPT), row.placed_from or dated.FIRST, last_day, row.valid_to,
			row.placed_from, doc.name, int(row.name in direct), after.path(row.name), after.grassroots(row.name),
			after.upper(row.name),
		)
		for row in changed
	]  # fmt: skip
	for batch in create_batch(values, BATCH):
		frappe.db.bulk_insert(dated.PLACEMENT, columns, batch)


MOVE_ORGANIZATIONS = """
	update `tabParty Organization` organization
	join `tabOrganization Placement` placement
		on placement.organization = organization.name and placement.reorganization = %(reorganization)s
	set organization.path = placement.path_after, organization.grassroots_organization = placement.grassroots_after,
		organization.upper_organization = placement.upper_after, organization.placed_from = %(effective)s,
		organization.modified = %(now)s, organization.modified_by = %(user)s
"""


def move_organizations(doc: Any, made: plan.Plan, after: Afterwards, names: dict[str, str]) -> None:
	values = {
		"reorganization": doc.name,
		"effective": made.effective,
		"now": now_datetime(),  # an old form of one of them that is still open must not be saved over this
		"user": frappe.session.user,
	}
	frappe.db.sql(MOVE_ORGANIZATIONS, values)
	for name in made.direct:
		if name in names:
			continue
		before, node = made.before[name], made.after[name]
		changes: dict[str, Any] = {}
		if node.parent != before.parent:
			changes["parent_organization"] = after.name(node.parent)
		if node.valid_to != before.valid_to:
			changes["valid_to"] = node.valid_to
		if node.kind != before.kind:
			changes |= {"kind": node.kind, "level": after.levels[node.kind]}
		if (node.title, node.short_name) != (before.title, before.short_name):
			changes |= {"organization_name": node.title, "short_name": node.short_name}
			changes["search_text"] = search_text(node)
		if changes:
			frappe.db.set_value(tree.DOCTYPE, name, changes, update_modified=False)


def search_text(node: plan.Node) -> str:
	return fold(" ".join(filter(None, (node.title, node.short_name, node.code))))[:255]


def found_organizations(
	doc: Any, made: plan.Plan, after: Afterwards, names: dict[str, str], serials: dict[str, int]
) -> None:
	"""Insert the founded organisations one by one, past the controller: its parent may be of today only, and the plan has checked
	everything.
	"""
	for key in sorted(made.founded, key=lambda key: len(after.path(key))):
		node = made.after[key]
		row = frappe.new_doc(tree.DOCTYPE)
		row.update({
			"organization_name": node.title,
			"short_name": node.short_name,
			"code": node.code,
			"kind": node.kind,
			"sector": node.sector,
			"level": after.levels[node.kind],
			"parent_organization": after.name(node.parent),
			"valid_from": made.effective,
			"founding_decision_number": doc.decision_number,
			"founding_decision_date": doc.decision_date,
			"founding_decision_issuer": doc.decision_issuer,
			"serial": serials[key],
			"path": after.path(key),
			"grassroots_organization": after.grassroots(key),
			"upper_organization": after.upper(key),
		})  # fmt: skip
		row.set_texts()
		row.name = names[key]
		row.set_user_and_timestamp()
		row.db_insert()


def write_successions(doc: Any, made: plan.Plan, after: Afterwards, names: dict[str, str]) -> None:
	for succession in made.successions:
		successor = after.name(succession.successor)
		row = frappe.new_doc(SUCCESSION)
		row.update({
			"organization": successor,
			"organization_path": after.path(succession.successor),
			"predecessor": succession.predecessor,
			"relation": succession.relation,
			"on_date": made.effective,
			"decision_number": doc.decision_number,
			"reorganization": doc.name,
		})  # fmt: skip
		row.name = f"{doc.name}-{succession.predecessor}-{successor}"
		row.set_user_and_timestamp()
		row.db_insert()


def move_members(doc: Any, made: plan.Plan, after: Afterwards) -> list[list[str]]:
	"""Put members where they go, with a transfer each; [[member, organisation before, organisation after], …]."""
	ways: dict[tuple[str, str], list[Any]] = {}
	fields = ["name", "full_name", "organization"]
	for batch in create_batch(list(made.member_moves), BATCH):
		for row in frappe.get_all("Party Member", {"name": ("in", batch)}, fields):
			ways.setdefault((row.organization, made.member_moves[row.name]), []).append(row)
	traces = []
	for (before, target), members in ways.items():
		place = {"organization": after.name(target), "organization_path": after.path(target)}
		for batch in create_batch(members, BATCH):
			where = {"name": ("in", [row.name for row in batch]), "organization": before}
			frappe.db.set_value("Party Member", where, place, update_modified=False)
			record_transfers(doc, made, after, before, target, batch)
		traces += [[row.name, before, place["organization"]] for row in members]
	return traces


def record_transfers(
	doc: Any, made: plan.Plan, after: Afterwards, before: str, target: str, members: list[Any]
) -> None:
	"""Record transfers, from which it is read who belonged where on a day (organization/members/membership.py), whoever decided
	them.
	"""
	stamp, user = now_datetime(), frappe.session.user
	columns = (
		"name", "creation", "modified", "owner", "modified_by", "docstatus", "idx", "title", "member", "organization",
		"organization_path", "to_organization", "transfer_kind", "effective_date", "decision_number", "state",
		"answered_by", "answered_at", "reason",
	)  # fmt: skip
	way = f"{made.before[before].title} → {made.after[target].title}"
	values = [
		(
			transfer_name(doc.name, row.name), stamp, stamp, user, user, 0, 0, f"{row.full_name}: {way}"[:280], row.name,
			before, after.path(before), after.name(target), "Permanent", made.effective, doc.decision_number, "Done",
			user, stamp, doc.title,
		)
		for row in members
	]  # fmt: skip
	frappe.db.bulk_insert(transfers.DOCTYPE, columns, values)


def transfer_name(reorganization: str, member: str) -> str:
	return f"{reorganization}-{member}"


def move_seats(made: plan.Plan, after: Afterwards) -> dict[str, list]:
	"""End what ends and open anew what passes on: {seats: [[name, from, to], …] as they were, new_seats: [name, …]}."""
	ending = [*made.ended_seats, *made.seat_moves]
	fields = [
		"name",
		"position",
		"user",
		"member",
		"term",
		"decision_number",
		"from_date",
		"to_date",
		"organization",
	]
	rows = {row.name: row for row in frappe.get_all("Seat", {"name": ("in", ending or [""])}, fields)}
	last_day = made.effective - timedelta(days=1)
	traces: dict[str, list] = {"seats": [], "new_seats": []}
	for row in rows.values():
		traces["seats"].append([row.name, str(row.from_date), str(row.to_date) if row.to_date else None])
		ends = {"from_date": min(row.from_date, last_day), "to_date": last_day}
		frappe.db.set_value("Seat", row.name, ends, update_modified=False)
	for name, target in made.seat_moves.items():
		row = rows[name]
		seat = frappe.new_doc("Seat")
		seat.update(
			{field: row[field] for field in ("position", "user", "member", "term", "decision_number")}
		)
		seat.update({
			"organization": after.name(target),
			"organization_path": after.path(target),
			"from_date": max(row.from_date, made.effective),
			"to_date": row.to_date,
		})  # fmt: skip
		seat.name = frappe.generate_hash(length=10)
		seat.set_title()
		seat.set_user_and_timestamp()
		seat.db_insert()
		traces["new_seats"].append(seat.name)
	sync_users(rows.values())
	return traces


def sync_users(seats: Iterable[Any]) -> None:
	"""Roles follow at once: of who holds one of these seats ({name, user}), and of whom it is lent to."""
	access.forget()
	held = list(seats)
	names = [seat.name for seat in held] or [""]
	users = {seat.user for seat in held if seat.user}  # a member without an account may hold one
	for user in sorted(users | set(frappe.get_all("Delegation", {"seat": ("in", names)}, pluck="borrower"))):
		roles.sync(user)


# Paths of documents

REWRITE = """
	update `tabOrganization Placement` placement
	straight_join `tab{doctype}` document on document.`{column}` = placement.`path{old}` and {way}
	set document.`{column}` = placement.`path{new}`
	where placement.reorganization = %(reorganization)s and placement.path <> placement.path_after
		and placement.name in %(names)s
"""


def path_columns() -> list[tuple[str, str]]:
	"""(doctype, column) of every column that follows today's tree: asked of the database, so that none is forgotten."""
	fields = frappe.get_all(
		"DocField", {"fieldname": "organization_path", "parenttype": "DocType"}, ["parent"], order_by="parent"
	)
	found = [(row.parent, "organization_path") for row in fields]
	found += [(doctype, column) for doctype, columns in moving_paths().items() for column in columns]
	return found


def moving_paths() -> dict[str, dict[str, str]]:
	"""{doctype: {path column: the indexed link beside it}}, as other modules name them by the hook of this name."""
	hook = frappe.get_hooks("moving_paths") or {}
	return {
		doctype: {column: links[-1] for column, links in columns.items()} for doctype, columns in hook.items()
	}


def rewrite_paths(reorganization: str, beat: Beat, back: bool = False) -> int:
	"""Let documents follow their organisations to the new place, or back. `modified` stays: nobody changed them."""
	moved = placements(reorganization)
	columns, done, rows = path_columns(), 0, 0
	old, new = ("_after", "") if back else ("", "_after")
	links = moving_paths()
	for doctype, column in columns:
		# Standard paths have an index; others are found by the link beside them, or each batch would read the table.
		link = links.get(doctype, {}).get(column)
		way = f"document.`{link}` = placement.organization" if link else "true"
		for batch in create_batch(moved, BATCH):
			# Names of our own columns. Always the update, which sees what was committed since this transaction began.
			statement = REWRITE.format(doctype=doctype, column=column, old=old, new=new, way=way)
			frappe.db.sql(statement, {"reorganization": reorganization, "names": tuple(batch)})
			rows += frappe.db._cursor.rowcount
			done += len(batch)
			beat(done, len(moved) * len(columns))
	return rows


def placements(reorganization: str) -> list[str]:
	placement = frappe.qb.DocType(dated.PLACEMENT)
	query = frappe.qb.from_(placement).select(placement.name).orderby(placement.path)
	where = (placement.reorganization == reorganization) & (placement.path != placement.path_after)
	return query.where(where).run(pluck=True)


STALE = """
	`tabParty Organization` organization
	straight_join `tab{doctype}` document
		on document.organization = organization.name and document.organization_path <> organization.path
	where organization.name in %(names)s
"""
# An update locks what it looks at; nothing is stale nearly always, and others shall not wait to learn that.
ANY_STALE = f"select 1 from {STALE} limit 1"
HEAL = "update " + STALE.replace("where", "set document.organization_path = organization.path where")


def displaced(reorganization: str) -> list[str]:
	"""Organisations that a decision gave another path, carried along or not."""
	placement = frappe.qb.DocType(dated.PLACEMENT)
	query = frappe.qb.from_(placement).select(placement.organization).orderby(placement.path)
	where = (placement.reorganization == reorganization) & (placement.path != placement.path_after)
	return query.where(where).run(pluck=True)


def heal_paths(organizations: list[str]) -> int:
	"""Mend documents whose writer had read the old place before the change and committed after it; how many."""
	mended = 0
	for doctype, column in path_columns():
		if column != "organization_path" or not frappe.get_meta(doctype).has_field("organization"):
			continue
		for batch in create_batch(organizations, BATCH):
			if frappe.db.sql(ANY_STALE.format(doctype=doctype), {"names": tuple(batch)}):
				frappe.db.sql(HEAL.format(doctype=doctype), {"names": tuple(batch)})
				mended += frappe.db._cursor.rowcount
	return mended
