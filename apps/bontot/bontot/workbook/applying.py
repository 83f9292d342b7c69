"""The plan into the tables, batch by batch, each batch a commit. Killed anywhere it is worked out anew and goes on.

Organisations and members are written by the thousand, yet exactly as their controllers would (a test saves them again
and compares every column). Seats go through theirs, since each changes what somebody may do, and so do members whose
state changes.
"""

import json
import secrets
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

import frappe
from frappe.model.naming import is_autoincremented
from frappe.utils import create_batch, get_datetime, now_datetime

from bontot.organization import access, tree
from bontot.organization.doctype.party_member.party_member import PartyMember
from bontot.organization.doctype.party_organization.party_organization import PartyOrganization
from bontot.organization.tree import kinds
from bontot.workbook.checks import in_words
from bontot.workbook.layout import SHEETS, Row
from bontot.workbook.snapshot import TABLES, stored_columns
from bontot.workbook.state import Change, Organization, Plan, State, code_key
from bontot.workbook.values import CLEAR, FAULTY

BATCH = 1000
LETTERS = "0123456789abcdefghijklmnopqrstuvwxyz"
SET_TEXTS = {"organizations": PartyOrganization.set_texts, "members": PartyMember.set_texts}
TEXTS = {
	"organizations": ("organization_name", "short_name", "code"),
	"members": ("full_name", "card_number"),
}


class StalePlanError(Exception):
	"""Somebody changed what the plan was worked out from: it must be worked out again."""


def apply(plan: Plan, state: State, source: str, tick: Callable[[int, int], None]) -> None:
	"""Write the plan as the signed-in user; `source` is the import's name, `tick(done, total)` commits.

	Raises StalePlanError when a row meanwhile says something else.
	"""
	total = sum(len(one.new) + len(one.changed) for one in plan.sheets.values())
	done = 0
	run = Run(state, source)
	for key in ("organizations", "members", "seats"):
		one = plan.sheets[key]
		for batch in create_batch(one.new, BATCH if key != "organizations" else max(len(one.new), 1)):
			{"organizations": run.found, "members": run.enter, "seats": run.seat}[key](batch)
			done += len(batch)
			tick(done, total)
		for batch in create_batch(one.changed, BATCH):
			run.save("Seat", batch) if key == "seats" else run.change(key, batch)
			done += len(batch)
			tick(done, total)
	access.forget()


class Run:
	def __init__(self, state: State, source: str) -> None:
		self.state, self.source = state, source
		self.founded: dict[str, str] = {}  # code_key → name

	def name_at(self, code: str) -> str:
		stored = self.state.at(code)
		return stored.name if stored else self.founded[code_key(code)]

	# Organisations

	def found(self, rows: list[Row]) -> None:
		"""All in one transaction: parents come before children, and a branch half there would be none."""
		parents = {stored.name: stored for row in rows if (stored := self.state.at(row.parent))}
		self.lock_parents(parents)
		above, marks = _columns_above(list(parents)), kinds.marked()
		paths = {stored.name: stored.path for stored in parents.values()}
		writing = []
		for row in rows:
			values = _values("organizations", row)
			serial = tree.next_serial()
			name = tree.name_of(serial)
			parent = self.name_at(row.parent) if isinstance(row.parent, str) else None
			level = self.state.kinds[values["kind"]].level
			paths[name] = (paths[parent] if parent else "") + tree.segment(serial)
			above[name] = kinds.columns_of(name, values["kind"], above.get(parent), marks)
			self.founded[code_key(row.code)] = name
			place = {
				"name": name,
				"serial": serial,
				"path": paths[name],
				"level": level,
				"parent_organization": parent,
			}
			writing.append(_texts("organizations", {**values, **place, **above[name]}))
		for batch in create_batch(writing, BATCH):
			insert(tree.DOCTYPE, batch)
		access.forget()

	def lock_parents(self, parents: dict[str, Organization]) -> None:
		"""Lock parents as one founding locks its own: whoever closes or moves it waits; moved already, the plan is stale."""
		for batch in create_batch(sorted(parents), BATCH):
			rows = frappe.db.sql(
				"""select name, path, kind, valid_from, valid_to from `tabParty Organization`
				where name in %(names)s lock in share mode""",
				{"names": tuple(batch)},
			)
			found = {row[0]: row[1:] for row in rows}
			for name in batch:
				one = parents[name]
				if found.get(name) != (one.path, one.kind, one.valid_from, one.valid_to):
					raise StalePlanError(name)

	# Members

	def enter(self, rows: list[Row]) -> None:
		cells = {row.organization: self.name_at(row.organization) for row in rows}
		paths = _locked_paths(sorted(set(cells.values())))
		writing = []
		for row in rows:
			values = _values("members", row)
			cell = cells[row.organization]
			if cell not in paths:
				raise StalePlanError(cell)
			place = {"name": new_name("Party Member"), "organization": cell, "organization_path": paths[cell]}
			writing.append(_texts("members", {**values, **place}))
		insert("Party Member", writing)

	# What is there already

	def change(self, key: str, changes: list[Change]) -> None:
		"""A change of a member's state has effects of its own (its history, seats that end), so it goes the long way."""
		doctype, stamp, user = TABLES[key], now_datetime(), frappe.session.user
		self.save("Party Member", [change for change in changes if "state" in change.fields])
		changes = [change for change in changes if "state" not in change.fields]
		for change in changes:
			after = {field: value for field, (_before, value) in change.fields.items()}
			if set(after) & set(TEXTS[key]):
				after = self.with_texts(key, change.name, after)
			_update(doctype, change, after, stamp, user)
			frappe.clear_document_cache(doctype, change.name)
		insert("Version", [self.version(key, change) for change in changes])
		access.forget()

	def with_texts(self, key: str, name: str, after: dict[str, Any]) -> dict[str, Any]:
		"""The changed texts as the controller would write them, and the folded text people search."""
		stored = (
			self.state.organizations[name].values
			if key == "organizations"
			else self.state.members[name].values
		)
		columns = stored_columns(key)
		row = frappe._dict(zip(columns, stored, strict=True))
		row.update(after)
		SET_TEXTS[key](row)
		return {field: row[field] for field in (*after, "search_text")}

	def version(self, key: str, change: Change) -> dict[str, Any]:
		"""Return the framework's version of a change; its page says through which import it came."""
		by_field = SHEETS[key].by_field
		changed = [
			[field, *(in_words(by_field[field], value, self.state) if value else value for value in both)]
			for field, both in change.fields.items()
		]
		data = {
			"changed": changed,
			"added": [],
			"removed": [],
			"row_changed": [],
			"updater_reference": self.reference(),
		}
		return {
			"name": new_name("Version"),
			"ref_doctype": TABLES[key],
			"docname": change.name,
			"data": json.dumps(data, ensure_ascii=False, default=str),
		}

	def reference(self) -> dict[str, str]:
		return {
			"doctype": "Organization Import",
			"docname": self.source,
			"label": frappe._("via the workbook"),
		}

	# Seats

	def seat(self, rows: list[Row]) -> None:
		for row in rows:
			values = _values("seats", row)
			doc = frappe.get_doc({"doctype": "Seat", **values})
			doc.organization = self.name_at(row.organization)
			doc.flags.updater_reference = self.reference()
			doc.insert()

	def save(self, doctype: str, changes: list[Change]) -> None:
		"""Through the controller, as a form would."""
		for change in changes:
			doc = frappe.get_doc(doctype, change.name, for_update=True)
			if get_datetime(doc.modified) != change.modified:
				raise StalePlanError(change.name)
			doc.update({field: after for field, (_before, after) in change.fields.items()})
			doc.flags.updater_reference = self.reference()
			doc.save()


def new_name(doctype: str) -> str | int:
	"""Make a name as the framework does (ten letters), from an alphabet wide enough that a province's worth of them never
	meet.
	"""
	if is_autoincremented(doctype):
		return frappe.db.get_next_sequence_val(doctype)
	return "".join(secrets.choice(LETTERS) for _letter in range(10))


def _values(key: str, row: Row) -> dict[str, Any]:
	"""The row's own values by column of the table; what it does not say is left to the defaults."""
	found = {}
	for column, value in zip(stored_columns(key), row[1:], strict=True):
		if column and value is not None and value is not CLEAR and value is not FAULTY:
			found[column] = value
	found.pop("name", None)
	return found


def _texts(key: str, values: dict[str, Any]) -> dict[str, Any]:
	row = frappe._dict({**dict.fromkeys(TEXTS[key]), **values})
	SET_TEXTS[key](row)
	return row


def _locked_paths(names: Iterable[str]) -> dict[str, str]:
	"""Return the paths of organisations, locked until the batch is committed: a reorganisation waits, and moves these too."""
	found: dict[str, str] = {}
	for batch in create_batch(list(names), BATCH):
		rows = frappe.db.sql(
			"select name, path from `tabParty Organization` where name in %(names)s lock in share mode",
			{"names": tuple(batch)},
		)
		found.update(rows)
	return found


def _columns_above(names: list[str]) -> dict[str | None, dict[str, str | None]]:
	columns = ", ".join(kinds.MARKS)
	found: dict[str | None, dict[str, str | None]] = {}
	for batch in create_batch(names, BATCH):
		rows = frappe.db.sql(
			f"select name, {columns} from `tabParty Organization` where name in %(names)s",
			{"names": tuple(batch)},
		)
		found.update({name: dict(zip(kinds.MARKS, values, strict=True)) for name, *values in rows})
	return found


def _update(doctype: str, change: Change, after: dict[str, Any], stamp: Any, user: str) -> None:
	"""Only while the row is as it was read: another's change of the same minute is not written over."""
	columns = ", ".join(f"`{field}` = %({field})s" for field in after)  # fields of the layout
	frappe.db.sql(
		f"""update `tab{doctype}` set {columns}, modified = %(_stamp)s, modified_by = %(_user)s
		where name = %(_name)s and modified = %(_read)s""",
		{**after, "_stamp": stamp, "_user": user, "_name": change.name, "_read": change.modified},
	)
	if not frappe.db._cursor.rowcount:
		raise StalePlanError(change.name)


@cache
def _statement(doctype: str, columns: tuple[str, ...], rows: int) -> str:
	names = ", ".join(f"`{column}`" for column in columns)
	places = ", ".join([f"({', '.join(['%s'] * len(columns))})"] * rows)
	return f"insert into `tab{doctype}` ({names}) values {places}"


def insert(doctype: str, rows: list[dict[str, Any]]) -> None:
	"""Rows as the framework would insert documents of theirs; frappe.db.bulk_insert builds an object a value instead."""
	if not rows:
		return
	common = frappe.new_doc(doctype).get_valid_dict(convert_dates_to_str=False, sanitize=False)
	stamp, user = now_datetime(), frappe.session.user
	common.update(
		{"owner": user, "modified_by": user, "creation": stamp, "modified": stamp, "docstatus": 0, "idx": 0}
	)
	columns = tuple(common)
	values: list[Any] = []
	for row in rows:
		values += [row[column] if column in row else common[column] for column in columns]
	# Table and columns are the doctype's own names, every value is a parameter.
	frappe.db.sql(_statement(doctype, columns, len(rows)), values)
