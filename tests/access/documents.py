"""Doors that answer about one document by its name. Each decides by a mark that stands in the document, not in its name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.access import oracle, oracle_doors
from tests.access.asking import Answer, Asker
from tests.access.ground import Ground
from tests.access.matrix import Cell, Matrix

Ask = Callable[[Asker, dict], Answer]
Expect = Callable[[str, str, str], bool]


def told(answer: Answer, row: dict) -> bool:
	return answer.ok and row["content"] in answer.text


def told_of(kind: str) -> Callable[[Answer, dict], bool]:
	return lambda answer, row: answer.ok and row["hanging"][kind]["content"] in answer.text


def is_pdf(answer: Answer, row: dict) -> bool:
	return answer.ok and answer.content.startswith(b"%PDF")


def said_yes(answer: Answer, row: dict) -> bool:
	return answer.ok and answer.message is True


def opened(answer: Answer, row: dict) -> bool:
	return answer.ok


@dataclass(frozen=True, slots=True)
class DocumentDoor:
	channel: str
	ask: Ask
	seen: Callable[[Answer, dict], bool] = told
	expected: Expect = oracle.reads
	verb: str = "read"
	only: Callable[[dict], bool] = lambda _row: True
	heavy: bool = False  # takes a second; asked for a few


def _by_name(
	method: str, doctype: str = "doctype", name: str = "name", how: str = "GET", **more: object
) -> Ask:
	return lambda asker, row: asker.call(method, how, **{doctype: row["doctype"], name: row["name"]}, **more)


def has_title(row: dict) -> bool:
	return row["titled"]


def administrators(who: str, doctype: str, place: str) -> bool:
	return oracle.PEOPLE[who].administrator


def _hung(kind: str) -> Ask:
	return lambda asker, row: asker.call(
		"frappe.client.get", "GET", doctype=kind, name=str(row["hanging"][kind]["name"])
	)


DOORS = (
	DocumentDoor("form", _by_name("frappe.desk.form.load.getdoc")),
	DocumentDoor("document", _by_name("frappe.client.get")),
	DocumentDoor("document by filters", lambda asker, row: asker.call(
		"frappe.client.get", "GET", doctype=row["doctype"], filters={"name": row["name"]})),
	DocumentDoor("document of the API", lambda asker, row: asker.ask(
		"GET", f"/api/resource/{row['doctype']}/{row['name']}")),
	DocumentDoor("document of the API v2", lambda asker, row: asker.ask(
		"GET", f"/api/v2/document/{row['doctype']}/{row['name']}")),
	DocumentDoor("value", lambda asker, row: asker.call(
		"frappe.client.get_value", "GET", doctype=row["doctype"], filters={"name": row["name"]}, fieldname=row["field"])),
	DocumentDoor("value by name", lambda asker, row: asker.call(
		"frappe.client.get_value", "GET", doctype=row["doctype"], filters=row["name"], fieldname=[row["field"]])),
	DocumentDoor("link validation", lambda asker, row: asker.call(
		"frappe.client.validate_link", "GET", doctype=row["doctype"], docname=row["name"], fields=[row["field"]])),
	DocumentDoor("link title", _by_name("frappe.desk.search.get_link_title", name="docname"), only=has_title),
	DocumentDoor("timeline", _by_name("frappe.desk.form.load.get_docinfo"), told_of("Comment")),
	DocumentDoor("timeline: versions", _by_name("frappe.desk.form.load.get_docinfo"), told_of("Version")),
	DocumentDoor("mails of a document", _by_name("frappe.desk.form.load.get_communications"), told_of("Communication")),
	DocumentDoor("print view", lambda asker, row: asker.ask(
		"GET", "/printview", doctype=row["doctype"], name=row["name"]), verb="print"),
	DocumentDoor("print in the desk", lambda asker, row: asker.call(
		"frappe.www.printview.get_html_and_style", doc=row["doctype"], name=row["name"]), verb="print"),
	DocumentDoor("PDF", _by_name("frappe.utils.print_format.download_pdf"), is_pdf, verb="print", heavy=True),
	DocumentDoor("live updates", _by_name("frappe.realtime.can_subscribe_doc", name="docname"), said_yes),
	DocumentDoor("what is linked", _by_name("frappe.desk.form.linked_with.get", name="docname"), opened),
	DocumentDoor("counts of what is linked", _by_name(
		"frappe.desk.notifications.get_open_count", items=[]), opened),
	DocumentDoor("file by address", lambda asker, row: asker.ask("GET", row["hanging"]["File"]["url"]), told_of("File")),
	DocumentDoor("file by the download call", lambda asker, row: asker.call(
		"frappe.core.doctype.file.file.download_file", "GET", file_url=row["hanging"]["File"]["url"]), told_of("File")),
	DocumentDoor("file as a document", _hung("File"), told_of("File")),
	DocumentDoor("comment as a document", _hung("Comment"), told_of("Comment"), administrators),
	DocumentDoor("version as a document", _hung("Version"), told_of("Version"), administrators),
	DocumentDoor("mail as a document", _hung("Communication"), told_of("Communication"), administrators),
)  # fmt: skip
# No role grants these there, and the framework prints and lets administrators export whatever one reads.
UNGRANTED = {
	oracle.REMINDER: ("print",),
	oracle.ADMINISTRATORS: ("print", "export"),
	oracle.MAKER: ("print", "export"),
}
VERBS = ("read", "write", "create", "delete", "submit", "cancel", "print", "export", "email", "share")


def read_document(ground: Ground, matrix: Matrix, asker: Asker, row: dict, door: DocumentDoor) -> None:
	if not door.only(row):
		return
	who, doctype, place = asker.who, row["doctype"], row["place"]
	answer = door.ask(asker, row)
	expected = door.expected(who, doctype, place)
	said = f"{answer.request} → {answer.status} {answer.kind} {answer.text[:200]}"
	matrix.record(Cell(who, doctype, place, door.verb, door.channel), expected, door.seen(answer, row), said)
	named = oracle_doors.in_print(who, doctype) if door.verb == "print" else set()
	ground.check_strays(matrix, who, door.channel, answer, but=ground.names_of(named))
	if door.channel == "form":
		read_form(ground, matrix, asker, row, answer)


def read_form(ground: Ground, matrix: Matrix, asker: Asker, row: dict, answer: Answer) -> None:
	"""A form brings everything that hangs on its document."""
	who, doctype, place = asker.who, row["doctype"], row["place"]
	reads = oracle.reads(who, doctype, place)
	for kind in ("File", "Comment", "Version", "Communication"):
		cell = Cell(who, doctype, place, "read", f"form: {kind}")
		matrix.record(cell, reads, told_of(kind)(answer, row), answer.request)
	for mark in row.get("personal", []):
		cell = Cell(who, doctype, place, "read", "form: personal data")
		matrix.record(cell, oracle.reads_personal_data(who, place), mark in answer.text, answer.request)
	for child in row["children"]:
		cell = Cell(who, child["doctype"], place, "read", "form: rows")
		# Some tables hold links alone: their rows are known by their names.
		shown = child["content"] in answer.text or child["name"] in answer.text
		matrix.record(cell, reads, shown, answer.request)


def ask_verbs(ground: Ground, matrix: Matrix, asker: Asker, row: dict) -> None:
	"""What a person may do, asked of the server verb by verb; of a document out of reach it says nothing at all."""
	who, doctype, place = asker.who, row["doctype"], row["place"]
	for verb in VERBS:
		if verb in UNGRANTED.get(oracle.RULES[doctype].kind, ()):
			continue
		answer = asker.call(
			"frappe.client.has_permission", "GET", doctype=doctype, docname=row["name"], perm_type=verb
		)
		message = answer.message if answer.ok else None
		fact = bool(isinstance(message, dict) and message.get("has_permission"))
		expected = oracle.reads(who, doctype, place) and oracle.may(who, doctype, place, verb)
		said = f"{answer.request} → {answer.status} {answer.kind} {answer.text[:200]}"
		matrix.record(Cell(who, doctype, place, verb, "permission asked"), expected, fact, said)
