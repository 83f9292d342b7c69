"""Every way to read many documents at once: lists, searches, counts, sheets, what hangs on documents, rows of tables."""

from __future__ import annotations

from tests.access import hanging, lists, oracle
from tests.access.asking import Asker
from tests.access.ground import Ground
from tests.access.matrix import Cell, Matrix

EXPECTED = {"read": oracle.reads, "export": oracle.exports}


def read_lists(
	ground: Ground, matrix: Matrix, asker: Asker, doctype: str, doors: list[lists.ListDoor]
) -> None:
	rows, who = ground.rows[doctype], asker.who
	for door in doors:
		if not door.only(doctype):
			continue
		answer = door.ask(asker, doctype, rows)
		seen = door.seen(answer, rows)
		for row in rows:
			expected = EXPECTED[door.verb](who, doctype, row["place"])
			cell = Cell(who, doctype, row["place"], door.verb, door.channel)
			matrix.record(
				cell,
				expected,
				row["name"] in seen,
				f"{answer.request} → {answer.status} {answer.kind} {answer.text[:200]}",
			)
		ground.check_strays(matrix, who, door.channel, answer)


def read_counts(ground: Ground, matrix: Matrix, asker: Asker, doctype: str) -> None:
	rows, who = ground.rows[doctype], asker.who
	expected = sum(oracle.reads(who, doctype, row["place"]) for row in rows)
	for count in lists.COUNTS:
		answer = count.ask(asker, doctype, rows)
		found = count.counted(answer)
		cell = Cell(who, doctype, "all places", "read", count.channel)
		said = f"{answer.request} → {answer.status}, {found} where {expected} are in reach"
		matrix.record(cell, expected > 0, expected > 0 if found == expected else found > expected, said)


# What the framework itself lets people list of what hangs on documents: everybody who sees the document, its addressee
# alone, or administrators.
EVERYBODY, ADDRESSEE = ("File", "Tag Link", "Document Follow"), ("ToDo", "Notification Log")


def read_hanging(ground: Ground, matrix: Matrix, asker: Asker) -> None:
	"""Files, comments, versions … of all documents: a request a kind, and a cell a document."""
	who = asker.who
	rows = ground.told["rows"]
	for kind, (of_doctype, of_name) in hanging.REFERENCE.items():
		hung = {row["hanging"][kind]["name"]: row for row in rows}
		query = {"fields": ["name", of_doctype, of_name], "filters": [["name", "in", list(hung)]]}
		answer = asker.call("frappe.client.get_list", doctype=kind, limit_page_length=lists.ALL, **query)
		found = {str(each["name"]) for each in answer.message or []} if answer.ok else set()
		for name, row in hung.items():
			cell = Cell(who, row["doctype"], row["place"], "read", f"list of {kind}")
			said = f"{answer.request} → {answer.status}"
			matrix.record(cell, lists_hanging(who, kind, row), str(name) in found, said)
		ground.check_strays(matrix, who, f"list of {kind}", answer)
	read_search(ground, matrix, asker)


def lists_hanging(who: str, kind: str, row: dict) -> bool:
	if oracle.PEOPLE[who].guest:
		return False
	if kind in EVERYBODY or oracle.PEOPLE[who].administrator:
		seen = oracle.reads(who, row["doctype"], row["place"])
		# Notes to somebody else are his own, for administrators too.
		return seen and kind != "Notification Log"
	return kind in ADDRESSEE and who == hanging.ASSIGNED and oracle.reads(who, row["doctype"], row["place"])


def read_search(ground: Ground, matrix: Matrix, asker: Asker) -> None:
	"""Global search and search by tag: one answer over all kinds of document."""
	asked = {
		"global search": asker.call("frappe.utils.global_search.search", text="matrantim", limit=lists.ALL),
		"documents of a tag": asker.call("frappe.desk.doctype.tag.tag.get_documents_for_tag", tag="#ma-tran"),
		"web search": asker.call("frappe.utils.global_search.web_search", text="matrantim", limit=lists.ALL),
	}
	for channel, answer in asked.items():
		ground.check_strays(matrix, asker.who, channel, answer)


def read_personal_data(ground: Ground, matrix: Matrix, asker: Asker) -> None:
	"""Card number, citizen id and telephone in columns of a list; `documents.read_form` asks of one member."""
	who, rows = asker.who, ground.rows["Party Member"]
	query = {"filters": lists.among("Party Member", rows), "limit_page_length": lists.ALL}
	for fields in (["name", "card_number", "citizen_id", "phone"], ["*"]):
		answer = asker.call("frappe.client.get_list", "GET", doctype="Party Member", fields=fields, **query)
		for row in rows:
			told = oracle.reads(who, "Party Member", row["place"]) and oracle.lists_personal_data(who)
			for mark in row["personal"]:
				cell = Cell(who, "Party Member", row["place"], "read", "list: personal data")
				matrix.record(cell, told, answer.ok and mark in answer.text, answer.request)


def read_children(ground: Ground, matrix: Matrix, asker: Asker, doctype: str) -> None:
	"""Rows of the tables of a kind of document: by themselves, and joined to the list of their documents."""
	who, rows = asker.who, ground.rows[doctype]
	for child in oracle.RULES[doctype].children:
		of = {one["name"]: (one, row) for row in rows for one in row["children"] if one["doctype"] == child}
		query = {"filters": [[child, "name", "in", list(of)]], "limit_page_length": lists.ALL}
		joined = {
			"fields": [lists.column(doctype), f"{lists.column(child)} as row_name"],
			"filters": [[child, "name", "in", list(of)]],
		}
		answers = {
			"list of rows": asker.call(
				"frappe.client.get_list", "GET", doctype=child, parent=doctype, fields=["*"], **query
			),
			"list of rows of the API": asker.ask(
				"GET", f"/api/resource/{child}", parent=doctype, fields=["name"], **query
			),
			"report of rows": asker.call(
				"frappe.desk.reportview.get",
				doctype=child,
				parent_doctype=doctype,
				fields=[lists.column(child)],
				filters=query["filters"],
				start=0,
				page_length=500,
			),
			"rows joined to their documents": asker.call(
				"frappe.desk.reportview.get", doctype=doctype, start=0, page_length=500, **joined
			),
		}
		for channel, answer in answers.items():
			for name, (one, row) in of.items():
				seen = answer.ok and (name in answer.text or one["content"] in answer.text)
				expected = oracle.reads(who, doctype, row["place"])
				cell = Cell(who, child, row["place"], "read", channel)
				matrix.record(
					cell,
					expected,
					seen,
					f"{answer.request} → {answer.status} {answer.kind} {answer.text[:200]}",
				)
			ground.check_strays(matrix, who, channel, answer)
