"""Tests of what only the server writes, sent along with a document by whoever may write it: nothing of it is kept.

Generated from the doctypes as the site knows them: every read-only field, of rows too, and the columns of the framework. The
control sends the same where nothing stands in front of the framework.
"""

from __future__ import annotations

import json
import unittest
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.access import oracle
from tests.guard.database import reading
from tests.guard.ground import SHORT, SharedCase, ask, elsewhere, unguarded
from tests.guard.recipes import RECIPES, WITHOUT, Kitchen
from tests.main_job import files
from tests.main_job.client import Person

FORGED = "gia mao"
MOMENT = "2001-01-01 01:01:01"
STANDARD: dict[str, Any] = {
	"owner": "Administrator", "creation": MOMENT, "modified_by": "Administrator", "idx": 77, "_user_tags": FORGED,
	"_comments": FORGED, "_assign": '["Administrator"]', "_liked_by": '["Administrator"]',
}  # fmt: skip
OF_ROWS: dict[str, Any] = {
	"owner": "Administrator",
	"creation": MOMENT,
	"parent": FORGED,
	"parenttype": "Note",
}
BY_TYPE: dict[str, Any] = {
	"Int": 77, "Float": 77, "Percent": 77, "Currency": 77, "Date": MOMENT[:10], "Datetime": MOMENT, "Time": MOMENT[11:],
	"JSON": '{"gia": "mao"}', "Code": '{"gia": "mao"}',
}  # fmt: skip
# Says which cancelled document a copy was made of; the framework looks whether that is so.
SAID_WHEN_NEW = ("amended_from",)
LAYOUT = ("Section Break", "Column Break", "Tab Break", "HTML", "Button", "Heading", "Fold")
# Made once and then only answered or taken back (docs/quyen.md).
NEVER_SAVED = ("Delegation", "Member Transfer")
SHORT_DOCTYPES = 3  # in the short run one in so many is saved by every door, the rest by one


@dataclass
class Found:
	sent: int = 0
	taken: int = 0  # requests answered 200: the rest of the document was stored
	leaks: list[str] = field(default_factory=list)
	broken: list[str] = field(default_factory=list)
	never: set[str] = field(default_factory=set)  # kinds that nobody could save at all


@dataclass(frozen=True, slots=True)
class Column:
	doctype: str
	name: str
	kind: str
	options: str


class Forger:
	"""Makes values that are not stored, and looks whether they are afterwards."""

	def __init__(self, cursor: Any) -> None:
		self.cursor = cursor
		self.columns: dict[str, list[Column]] = {}
		self.tables: dict[str, list[Column]] = {}
		self.read_only: set[tuple[str, str]] = set()
		cursor.execute(
			"SELECT f.parent, f.fieldname, f.fieldtype, COALESCE(f.options, '') AS options, f.read_only FROM tabDocField f"
			" JOIN tabDocType d ON d.name = f.parent JOIN `tabModule Def` m ON m.name = d.module"
			" WHERE m.app_name = 'bontot' AND f.is_virtual = 0"
		)
		for row in cursor.fetchall():
			column = Column(row["parent"], row["fieldname"], row["fieldtype"], row["options"])
			if column.kind.startswith("Table"):
				self.tables.setdefault(column.doctype, []).append(column)
				if row["read_only"]:
					self.read_only.add((column.doctype, column.name))
			elif row["read_only"] and column.kind not in LAYOUT:
				self.columns.setdefault(column.doctype, []).append(column)

	def values(self, doctype: str, stored: dict[str, Any], *, new: bool) -> dict[str, Any]:
		"""What is not stored, for every column that only the server writes."""
		made = {
			column.name: value
			for column in self.columns.get(doctype, [])
			if not (new and column.name in SAID_WHEN_NEW)
			and (value := self.value(column, stored.get(column.name))) is not None
		}
		return made | {name: value for name, value in STANDARD.items() if str(stored.get(name)) != str(value)}

	def value(self, column: Column, stored: Any) -> Any:
		if column.kind == "Check":
			return 0 if stored else 1
		if column.kind == "Select":
			return next(
				(option for option in column.options.split("\n") if option and option != stored), None
			)
		if column.kind == "Link":
			self.cursor.execute(
				f"SELECT name FROM `tab{column.options}` WHERE name <> %s LIMIT 1", (stored or "",)
			)
			found = self.cursor.fetchone()
			return found and found["name"]
		return BY_TYPE.get(column.kind, FORGED)

	def stored(self, doctype: str, name: str) -> dict[str, Any]:
		self.cursor.execute(f"SELECT * FROM `tab{doctype}` WHERE name = %s", (name,))
		return self.cursor.fetchone() or {}

	def rows(self, table: Column, parent: str) -> list[dict[str, Any]]:
		where = "parent = %s AND parenttype = %s AND parentfield = %s"
		self.cursor.execute(
			f"SELECT * FROM `tab{table.options}` WHERE {where} ORDER BY idx",
			(parent, table.doctype, table.name),
		)
		return list(self.cursor.fetchall())

	def kept(self, forged: dict[str, Any], before: dict[str, Any], after: dict[str, Any]) -> list[str]:
		return [
			name
			for name, value in forged.items()
			if name in after
			and str(after[name]).startswith(str(value))
			and str(before.get(name)) != str(after[name])
		]

	def with_forged_rows(self, doc: dict[str, Any]) -> dict[str, Any]:
		"""Tables that only the server writes get a row; rows of the others get what only the server writes in them."""
		made: dict[str, Any] = {}
		for table in self.tables.get(doc["doctype"], []):
			if (table.doctype, table.name) in self.read_only:
				made[table.name] = [
					{"doctype": table.options, "__islocal": 1, **self.row_values(table.options, {})}
				]
			else:
				made[table.name] = [
					row | self.row_values(table.options, row) for row in doc.get(table.name) or []
				]
		return made

	def row_values(self, doctype: str, row: dict[str, Any]) -> dict[str, Any]:
		columns = self.columns.get(doctype, [])
		values = {column.name: self.value(column, row.get(column.name)) for column in columns}
		return {name: value for name, value in values.items() if value is not None} | OF_ROWS

	def forged_rows(self, doctype: str, name: str) -> list[str]:
		"""Columns of rows that hold now what was forged."""
		found = []
		for table in self.tables.get(doctype, []):
			for row in self.rows(table, name):
				for column in self.columns.get(table.options, []):
					if str(row.get(column.name)).startswith(str(BY_TYPE.get(column.kind, FORGED))):
						found.append(f"{table.name}.{column.name}")
				found += [
					f"{table.name}.{name}"
					for name in ("owner", "creation")
					if str(row[name]) == str(OF_ROWS[name])
				]
		return found


Door = Callable[[Person, dict[str, Any], dict[str, Any]], tuple[int, str]]


def _call(person: Person, method: str, **arguments: Any) -> tuple[int, str]:
	return ask(person, "POST", f"/api/method/{method}", form=arguments)


def _insert(person: Person, doc: dict[str, Any], forged: dict[str, Any]) -> tuple[int, str]:
	return _call(person, "frappe.client.insert", doc=doc | forged)


def _insert_by_form(person: Person, doc: dict[str, Any], forged: dict[str, Any]) -> tuple[int, str]:
	local = {"__islocal": 1, "__unsaved": 1, "name": "new-gia-mao", "docstatus": 0}
	return _call(person, "frappe.desk.form.save.savedocs", doc=doc | forged | local, action="Save")


def _insert_by_api(person: Person, doc: dict[str, Any], forged: dict[str, Any]) -> tuple[int, str]:
	return ask(person, "POST", f"/api/resource/{doc['doctype']}", body=doc | forged)


def _save_by_form(person: Person, doc: dict[str, Any], forged: dict[str, Any]) -> tuple[int, str]:
	return _call(person, "frappe.desk.form.save.savedocs", doc=doc | forged, action="Save")


def _save(person: Person, doc: dict[str, Any], forged: dict[str, Any]) -> tuple[int, str]:
	return _call(person, "frappe.client.save", doc=doc | forged)


def _save_by_api(person: Person, doc: dict[str, Any], forged: dict[str, Any]) -> tuple[int, str]:
	return ask(person, "PUT", f"/api/resource/{doc['doctype']}/{doc['name']}", body=forged)


def _many(person: Person, doc: dict[str, Any], forged: dict[str, Any]) -> tuple[int, str]:
	door = "frappe.desk.doctype.bulk_update.bulk_update.submit_cancel_or_update_docs"
	return _call(person, door, doctype=doc["doctype"], docnames=[doc["name"]], action="update", data=forged)


def _values_at_once(person: Person, doc: dict[str, Any], forged: dict[str, Any]) -> tuple[int, str]:
	return _call(
		person, "frappe.client.set_value", doctype=doc["doctype"], name=doc["name"], fieldname=forged
	)


INSERTS: tuple[Door, ...] = (_insert, _insert_by_form, _insert_by_api)
SAVES: tuple[Door, ...] = (_save_by_form, _save, _save_by_api)
BY_NAME: tuple[Door, ...] = (_many, _values_at_once)  # they name the fields, and are refused


def _rows_by_api(spelled: Callable[[str], str]) -> Door:
	"""The name in the address as the database finds it, too."""

	def door(person: Person, doc: dict[str, Any], row: dict[str, Any]) -> tuple[int, str]:
		return ask(person, "PUT", f"/api/resource/Meeting/{spelled(doc['name'])}", body={"tasks": [row]})

	return door


def _shown(method: str) -> Door:
	"""A calendar writes the fields that the request names."""

	def door(person: Person, doc: dict[str, Any], row: dict[str, Any]) -> tuple[int, str]:
		event = {"doctype": "Meeting", "name": doc["name"], "tasks": [row], "start": [row], "end": [row]}
		field_map = json.dumps({"start": "tasks", "end": "tasks"})
		return _call(person, method, args=json.dumps(event), field_map=field_map)

	return door


def _row_alone(person: Person, doc: dict[str, Any], row: dict[str, Any]) -> tuple[int, str]:
	place = {"parent": doc["name"], "parenttype": "Meeting", "parentfield": "tasks"}
	return _call(person, "frappe.client.insert", doc=row | place)


def _node(person: Person, doc: dict[str, Any], row: dict[str, Any]) -> tuple[int, str]:
	body = doc | {"tasks": [row], "is_root": "false"}
	return ask(person, "POST", "/api/method/frappe.desk.treeview.add_node", body=body)


def _among_rows(door: Door) -> Door:
	return lambda person, doc, row: door(person, doc, {"tasks": [row]})


# Every door that changes a document: (person, a document of theirs, a row of another one) -> status, text.
THIEVES: dict[str, Door] = {
	"form": _among_rows(_save_by_form),
	"save": _among_rows(_save),
	"address": _rows_by_api(str),
	"address in capitals": _rows_by_api(str.upper),
	"address with a blank": _rows_by_api(lambda name: f"{name}%20"),
	"row alone": _row_alone,
	"many": _among_rows(_many),
	"values": _among_rows(_values_at_once),
	"calendar": _shown("frappe.desk.calendar.update_event"),
	"tasks": _shown("frappe.desk.gantt.update_task"),
	"tree": _node,
}


class TestMassAssignment(SharedCase):
	@classmethod
	def setUpClass(cls) -> None:
		super().setUpClass()
		cls.period = None if SHORT else files.open_period(cls.round, "Year")
		cls.kitchen = Kitchen(cls.round, cls.period)
		cls.made: list[tuple[str, str]] = []
		cls.addClassCleanup(cls.take_away)

	@classmethod
	def take_away(cls) -> None:
		"""What lies outside the province; the province takes the rest with it."""
		with reading() as cursor:
			forger = Forger(cursor)
			for doctype, name in cls.made:
				for table in forger.tables.get(doctype, []):
					cursor.execute(
						f"DELETE FROM `tab{table.options}` WHERE parent = %s AND parenttype = %s",
						(name, doctype),
					)
				cursor.execute(f"DELETE FROM `tab{doctype}` WHERE name = %s", (name,))

	def recipes(self) -> Iterator[tuple[int, str]]:
		for place, (doctype, recipe) in enumerate(RECIPES.items()):
			if self.period or not recipe.whole:
				yield place, doctype

	def test_every_kind_that_people_write_has_its_recipe(self) -> None:
		written = {
			doctype
			for doctype, rule in oracle.RULES.items()
			if rule.write and rule.kind != oracle.ADMINISTRATORS
		}
		self.assertEqual(written - set(RECIPES), WITHOUT)

	def play(self, url: str | None, kinds: list[tuple[int, str]], inserts: int, saves: int) -> Found:
		found = Found()
		with reading() as cursor:
			forger = Forger(cursor)
			for place, doctype in kinds:
				doors = [INSERTS[(place + turn) % len(INSERTS)] for turn in range(inserts)]
				ways = [SAVES[(place + turn) % len(SAVES)] for turn in range(saves)]
				self.forge(found, forger, doctype, url, doors, [] if doctype in NEVER_SAVED else ways)
		return found

	def forge(
		self,
		found: Found,
		forger: Forger,
		doctype: str,
		url: str | None,
		inserts: list[Door],
		ways: list[Door],
	) -> None:
		honest = self.round.person(RECIPES[doctype].label)
		person = elsewhere(honest, url) if url else honest
		name, taken = self.original(honest, doctype), 0
		honestly = forger.stored(doctype, name)  # what the server makes of it by itself
		for door in inserts:
			doc = {"doctype": doctype, **RECIPES[doctype].values(self.kitchen)}
			forged = forger.values(doctype, honestly, new=True) | forger.with_forged_rows(doc)
			status, text = door(person, doc, forged)
			taken += self.note(found, doctype, door, status, text)
			if status == 200 and (made := named(text)):
				self.made.append((doctype, made))
				self.look(found, forger, f"{doctype} by {door.__name__}", doctype, made, forged, honestly)
		for door in (*ways, *(BY_NAME if ways else ())):
			before = forger.stored(doctype, name)
			doc = honest.get("frappe.client.get", doctype=doctype, name=name)
			forged = forger.values(doctype, before, new=False)
			if url:  # the framework refuses the whole document for these two, by itself
				forged = {name: value for name, value in forged.items() if name not in ("owner", "creation")}
			rows_too = forger.with_forged_rows(doc) if door in SAVES else {}
			status, text = door(person, doc, forged | rows_too)
			done = self.note(found, doctype, door, status, text)
			taken += done and door in SAVES
			self.look(found, forger, f"{doctype} by {door.__name__}", doctype, name, forged, before)
		if not taken:
			found.never.add(doctype)

	def original(self, person: Person, doctype: str) -> str:
		"""A document of the kind, made without anything forged."""
		status, text = _insert(person, {"doctype": doctype, **RECIPES[doctype].values(self.kitchen)}, {})
		if status != 200:
			self.fail(f"{doctype} cannot be made at all: {status} {text[:600]}")
		self.made.append((doctype, named(text)))
		return named(text)

	def note(self, found: Found, doctype: str, door: Door, status: int, text: str) -> bool:
		found.sent += 1
		found.taken += status == 200
		if status >= 500:
			found.broken.append(f"{doctype} by {door.__name__}: {status} {text[-300:]}")
		return status == 200

	def look(
		self, found: Found, forger: Forger, label: str, doctype: str, name: str, forged: dict, before: dict
	) -> None:
		after = forger.stored(doctype, name)
		kept = [*forger.kept(forged, before, after), *forger.forged_rows(doctype, name)]
		found.leaks += [f"{label}: {column}" for column in kept]

	def test_nothing_that_only_the_server_writes_is_kept(self) -> None:
		every = list(self.recipes())
		if SHORT:
			some = [one for one in every if one[0] % SHORT_DOCTYPES == 0]
			found = self.play(None, some, 1, 1)
		else:
			found = self.play(None, every, len(INSERTS), len(SAVES))
		print(
			f"\n{found.sent} documents with forged fields, {found.taken} of them taken without, {len(found.leaks)} kept"
		)
		self.assertEqual(found.broken, [], "\n".join(found.broken))
		self.assertEqual(found.leaks, [], "\n".join(found.leaks))
		self.assertEqual(found.never, set(), "never taken at all: the test asks nothing of these")

	def test_control_without_the_guard_much_is_kept(self) -> None:
		kinds = [
			one
			for one in self.recipes()
			if one[1] in ("Seat", "Party Member", "Review Period", "Meeting", "Reorganization")
		]
		with unguarded() as url:
			found = self.play(url, kinds, 1, 2)
		print(f"\nwithout the guard {len(found.leaks)} forged fields of {found.sent} documents are kept")
		self.assertGreaterEqual(len(found.leaks), 8 if SHORT else 10, found.leaks)

	def test_a_row_of_another_document_is_not_carried_off(self) -> None:
		"""By no door that changes documents; the control: by nearly all of them where nothing stands in front."""
		mine, theirs = (self.original(self.round.person("secretary"), "Meeting") for _turn in range(2))
		self.assertEqual(self.carried_off(None, mine, lambda: theirs), [])

		def another() -> str:
			return self.original(self.round.person("secretary"), "Meeting")

		carried_off = self.carried_off(self.enterContext(unguarded()), mine, another)
		print(
			f"\nwithout the guard {len(carried_off)} of {len(THIEVES)} doors carry a row off: {carried_off}"
		)
		self.assertGreaterEqual(len(carried_off), 9)

	def carried_off(self, url: str | None, mine: str, victim: Callable[[], str]) -> list[str]:
		"""Doors after which the task of a victim stands no longer in it."""
		honest, found = self.round.person("secretary"), []
		person = elsewhere(honest, url) if url else honest
		with reading() as cursor:
			forger = Forger(cursor)
			tasks = next(table for table in forger.tables["Meeting"] if table.name == "tasks")
			for label, door in THIEVES.items():
				theirs = victim()
				[row] = forger.rows(tasks, theirs)
				doc = honest.get("frappe.client.get", doctype="Meeting", name=mine)
				stolen = {"doctype": tasks.options, "name": row["name"], "task": row["task"]}
				status, text = door(person, doc, stolen)
				if not url:
					self.assertLess(status, 500, f"{label}: {text[-400:]}")
				if [kept["name"] for kept in forger.rows(tasks, theirs)] != [row["name"]]:
					found.append(label)
		return found

	def test_what_is_cancelled_does_not_change_on_the_way(self) -> None:
		officer = self.round.person("btc")
		for url in (None, self.enterContext(unguarded())):
			name = self.original(officer, "Scoring Scale")
			doc = officer.get("frappe.client.get", doctype="Scoring Scale", name=name)
			officer.post("frappe.client.submit", doc=doc)
			doc = officer.get("frappe.client.get", doctype="Scoring Scale", name=name) | {"title": FORGED}
			person = elsewhere(officer, url) if url else officer
			status, text = _call(person, "frappe.desk.form.save.savedocs", doc=doc, action="Cancel")
			with reading() as cursor:
				after = Forger(cursor).stored("Scoring Scale", name)
			self.assertEqual((status, after["docstatus"]), (200, 2), text)
			self.assertEqual(
				after["title"] == FORGED, bool(url), "kept only where nothing stands in front (control)"
			)

	def test_a_row_is_not_written_without_its_document(self) -> None:
		meeting = self.original(self.round.person("secretary"), "Meeting")
		row = {"parent": meeting, "parenttype": "Meeting", "parentfield": "tasks", "task": FORGED}
		person = self.round.person("secretary")
		status, text = ask(person, "POST", "/api/resource/Resolution Task", body=row)
		self.assertEqual(status, 403, text)
		with reading() as cursor:
			cursor.execute("SELECT COUNT(*) AS there FROM `tabResolution Task` WHERE parent = %s", (meeting,))
			self.assertEqual(cursor.fetchone()["there"], 1)


def named(text: str) -> str:
	"""Name of the document that an answer brings."""
	answer = json.loads(text)
	for found in (answer.get("message"), answer.get("data"), *(answer.get("docs") or [])):
		if isinstance(found, dict) and found.get("name"):
			return found["name"]
	return ""


if __name__ == "__main__":
	unittest.main()
