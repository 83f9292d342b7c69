"""Every way to change something: by whoever may not, it must be refused; by whoever may, it must get past the permission.

A refusal is HTTP 403 or 404. What is answered otherwise is told apart by `outcomes`: done, refused by a rule of the document's
own after the permission was given, or neither, which fails; and of what writes, the row itself says whether it was written.
"""

from __future__ import annotations

import base64
import secrets
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from tests.access import oracle, outcomes
from tests.access.asking import Answer, Asker
from tests.access.ground import Ground, other_of
from tests.access.matrix import Cell, Matrix
from tests.access.outcomes import permitted

Ask = Callable[[Asker, dict], Answer]
# A row is read back before anybody else writes: people ask at the same time, and a bulk door writes all rows of a kind.
WRITERS: defaultdict[str, Lock] = defaultdict(Lock)


def done(answer: Answer) -> bool:
	"""For doors whose refusals come in many kinds: only what took place counts."""
	return answer.ok


def told_so(answer: Answer) -> bool:
	"""For what answers 200 and nothing when it did nothing."""
	return answer.ok and bool(answer.message)


@dataclass(frozen=True, slots=True)
class ChangeDoor:
	"""A way to change a document that is there. `expected` says who may; None stands for `verb` by the rules."""

	channel: str
	verb: str
	ask: Ask
	expected: Callable[[str, str, str], bool] | None = None
	only_refused: bool = False  # asked only by those who may not: it would wear out the document
	works: Callable[[Answer], bool] = permitted
	reads_back: bool = False  # sends `row["sent"]`, which stands in the row afterwards or not

	def may(self, who: str, row: dict) -> bool:
		if self.expected:
			return self.expected(who, row["doctype"], row["place"])
		return oracle.reads(who, row["doctype"], row["place"]) and oracle.may(
			who, row["doctype"], row["place"], self.verb
		)


def others_read(who: str, doctype: str, place: str) -> bool:
	"""A task goes to those who may see what it is about, by those who see it."""
	return oracle.reads(who, doctype, place) and oracle.reads(other_of(who), doctype, place)


def administrators(who: str, doctype: str, place: str) -> bool:
	return oracle.PEOPLE[who].administrator


def nobody(who: str, doctype: str, place: str) -> bool:
	return False


def people_who_read(who: str, doctype: str, place: str) -> bool:
	return oracle.reads(who, doctype, place)


def _set_value(asker: Asker, row: dict) -> Answer:
	return asker.call(
		"frappe.client.set_value",
		doctype=row["doctype"],
		name=row["name"],
		fieldname=row["writable"],
		value=row["sent"],
	)


def _put(asker: Asker, row: dict) -> Answer:
	return asker.ask("PUT", f"/api/resource/{row['doctype']}/{row['name']}", **{row["writable"]: row["sent"]})


def _posted(row: dict, **values: object) -> dict:
	return {"doctype": row["doctype"], "name": row["name"], row["writable"]: row["sent"], **values}


def _saved(method: str, **more: object) -> Ask:
	"""The whole document as a client makes it up, with its own organisation claimed for it."""
	return lambda asker, row: asker.call(method, doc=_posted(row, organization=row["organization"]), **more)


def _claimed(asker: Asker, row: dict) -> Answer:
	"""The same with the asker's own organisation and path in the data."""
	own = asker.own or {"name": row["organization"], "path": "000001"}
	values = {"organization": own["name"], "organization_path": own["path"], "path": own["path"]}
	return asker.call("frappe.client.save", doc=_posted(row, **values, parent_organization=own["name"]))


def _doc_method(method: str, **arguments: object) -> Ask:
	return lambda asker, row: asker.call(
		"run_doc_method", dt=row["doctype"], dn=row["name"], method=method, args=arguments
	)


def _upload(asker: Asker, row: dict) -> Answer:
	return asker.upload(row["doctype"], row["name"])


def _rename(asker: Asker, row: dict) -> Answer:
	return asker.call(
		"frappe.client.rename_doc", doctype=row["doctype"], old_name=row["name"], new_name=f"{row['name']}x"
	)


def _named(method: str, doctype: str, name: str, **more: object) -> Ask:
	return lambda asker, row: asker.call(method, **{doctype: row["doctype"], name: row["name"]}, **more)


def _to_other(method: str, doctype: str, name: str, **more: object) -> Ask:
	"""For what names a second person: somebody of another branch."""
	return lambda asker, row: asker.call(
		method, **{doctype: row["doctype"], name: row["name"], "user": asker.other, **more}
	)


PAPER = base64.b64encode(b"Noi dung thu").decode()
DOORS = (
	ChangeDoor("set value", "write", _set_value, reads_back=True),
	ChangeDoor("write by the API", "write", _put, reads_back=True),
	ChangeDoor("save of a made-up document", "write", _saved("frappe.client.save"), only_refused=True, reads_back=True),
	ChangeDoor("save of the form", "write", _saved("frappe.desk.form.save.savedocs", action="Save"), only_refused=True, reads_back=True),
	ChangeDoor("save with another's organisation", "write", _claimed, only_refused=True, reads_back=True),
	ChangeDoor("title of the form", "write", lambda asker, row: asker.call(
		"frappe.model.rename_doc.update_document_title", doctype=row["doctype"], docname=row["name"],
		title="x", name=row["name"]), only_refused=True, works=done),
	ChangeDoor("rename", "write", _rename, only_refused=True, works=done),
	ChangeDoor("rename by the document", "write", _doc_method("rename", name="x"), only_refused=True, works=done),
	ChangeDoor("delete", "delete", _named("frappe.client.delete", "doctype", "name"), only_refused=True),
	ChangeDoor("delete by the API", "delete", lambda asker, row: asker.ask(
		"DELETE", f"/api/resource/{row['doctype']}/{row['name']}"), only_refused=True),
	ChangeDoor("submit", "submit", _saved("frappe.client.submit"), only_refused=True, works=done),
	ChangeDoor("submit of the form", "submit", _saved("frappe.desk.form.save.savedocs", action="Submit"), only_refused=True, works=done),
	ChangeDoor("submit by the document", "submit", _doc_method("submit"), only_refused=True, works=done),
	ChangeDoor("cancel", "cancel", _named("frappe.client.cancel", "doctype", "name"), only_refused=True, works=done),
	ChangeDoor("cancel of the form", "cancel", _named("frappe.desk.form.save.cancel", "doctype", "name"), only_refused=True, works=done),
	ChangeDoor("cancel by the document", "cancel", _doc_method("cancel"), only_refused=True, works=done),
	ChangeDoor("calendar drag", "write", lambda asker, row: asker.call(
		"frappe.desk.calendar.update_event", args={"doctype": row["doctype"], "name": row["name"], "a": "x", "b": "y"},
		field_map={"start": "a", "end": "b"}), only_refused=True),
	ChangeDoor("upload", "attach", _upload, oracle.attaches),
	ChangeDoor("attach", "attach", _named("frappe.client.attach_file", "doctype", "docname",
		filename="ma-tran.txt", filedata=PAPER, decode_base64=1, is_private=1), oracle.attaches),
	ChangeDoor("comment", "comment", _named("frappe.desk.form.utils.add_comment", "reference_doctype", "reference_name",
		content="x", comment_email="x@matran.example", comment_by="x"), people_who_read),
	ChangeDoor("like", "like", _named("frappe.desk.like.toggle_like", "doctype", "name", add="Yes"), people_who_read),
	ChangeDoor("tag", "tag", _named("frappe.desk.doctype.tag.tag.add_tag", "dt", "dn", tag="thu"), people_who_read),
	ChangeDoor("untag", "tag", _named("frappe.desk.doctype.tag.tag.remove_tag", "dt", "dn", tag="ma-tran"), people_who_read,
		only_refused=True),
	ChangeDoor("share", "share", _to_other("frappe.share.add", "doctype", "name", read=1), nobody, works=done),
	ChangeDoor("share a right", "share", _to_other("frappe.share.set_permission", "doctype", "name",
		permission_to="read"), nobody, works=done),
	ChangeDoor("share by a made-up document", "share", lambda asker, row: asker.call("frappe.client.insert", doc={
		"doctype": "DocShare", "share_doctype": row["doctype"], "share_name": row["name"], "user": asker.other, "read": 1,
	}), nobody, works=done),
	ChangeDoor("assign to a stranger", "assign", lambda asker, row: asker.call(
		"frappe.desk.form.assign_to.add", doctype=row["doctype"], name=row["name"], assign_to=[asker.other],
		description="x"), others_read, works=done),
	ChangeDoor("assign to oneself", "assign", lambda asker, row: asker.call(
		"frappe.desk.form.assign_to.add", doctype=row["doctype"], name=row["name"], assign_to=[asker.user],
		description="x"), people_who_read, works=done),
	ChangeDoor("follow", "follow", lambda asker, row: asker.call(
		"frappe.desk.form.document_follow.update_follow", doctype=row["doctype"], doc_name=row["name"], following=1),
		people_who_read, only_refused=True, works=told_so),
	ChangeDoor("mail", "email", lambda asker, row: asker.call(
		"frappe.core.doctype.communication.email.make", doctype=row["doctype"], name=row["name"], content="x",
		subject="x", recipients="x@matran.example"), nobody),
	ChangeDoor("own file moved to it", "attach", lambda asker, row: asker.call("frappe.client.set_value", doctype="File",
		name=asker.file, fieldname={"attached_to_doctype": row["doctype"], "attached_to_name": row["name"]}),
		oracle.attaches, only_refused=True),
	ChangeDoor("its file taken away", "attach", lambda asker, row: asker.call(
		"frappe.client.set_value", doctype="File", name=row["hanging"]["File"]["name"],
		fieldname={"attached_to_doctype": "", "attached_to_name": ""}), oracle.attaches, only_refused=True),
	ChangeDoor("its file moved to one's own", "attach", lambda asker, row: asker.call(
		"frappe.client.set_value", doctype="File", name=row["hanging"]["File"]["name"],
		fieldname={"attached_to_doctype": "Meeting", "attached_to_name": asker.meeting}), oracle.attaches, only_refused=True),
	ChangeDoor("its file sent by mail", "attach", lambda asker, row: asker.call(
		"frappe.core.doctype.communication.email.make", content="x", subject="x", recipients="x@matran.example",
		attachments=[row["hanging"]["File"]["name"]]), administrators),
	ChangeDoor("its file's address written down", "attach", lambda asker, row: asker.call("frappe.client.insert", doc={
		"doctype": "File", "file_url": row["hanging"]["File"]["url"], "is_private": 1, "file_name": "x.txt"}),
		people_who_read, only_refused=True),
	ChangeDoor("its file deleted", "attach", lambda asker, row: asker.call("frappe.client.delete", doctype="File",
		name=row["hanging"]["File"]["name"]), oracle.attaches, only_refused=True),
	ChangeDoor("its file removed in the form", "attach", lambda asker, row: asker.call(
		"frappe.desk.form.utils.remove_attach", fid=row["hanging"]["File"]["name"], dt=row["doctype"], dn=row["name"]),
		oracle.attaches, only_refused=True),
)  # fmt: skip


def change(
	ground: Ground, matrix: Matrix, asker: Asker, administrator: Asker, row: dict, door: ChangeDoor
) -> None:
	who, expected = asker.who, door.may(asker.who, row)
	if expected and door.only_refused:
		return
	row = row | {"sent": f"{row['content']} {secrets.token_hex(4)}"}
	if door.reads_back:
		with WRITERS[row["doctype"]]:
			answer = door.ask(asker, row)
			outcomes.require_row(asker, administrator, answer, row, row["sent"])
	else:
		answer = door.ask(asker, row)
	said = f"{answer.request} → {answer.status} {answer.kind} {answer.text[:200]}"
	fact = door.works(answer)
	matrix.record(Cell(who, row["doctype"], row["place"], door.verb, door.channel), expected, fact, said)
	ground.check_strays(matrix, who, door.channel, answer)
	outcomes.require_known(asker, answer)
	if answer.ok and fact:
		matrix.did(row["doctype"], door.channel)


# Of what a bulk door tells: an error of the framework's or of ours is an answer, any other one a fault.
REFUSALS = ("frappe.exceptions.", "bontot.", "frappe.model.")


def change_many(ground: Ground, matrix: Matrix, asker: Asker, doctype: str) -> None:
	"""Bulk doors: one answer names every document that was not changed, and why."""
	who, rows = asker.who, ground.rows[doctype]
	docs = [{"doctype": doctype, "docname": row["name"], row["writable"]: row["content"]} for row in rows]
	with WRITERS[doctype]:
		answer = asker.call("frappe.client.bulk_update", docs=docs)
	message = answer.message if answer.ok else None
	failed = message.get("failed_docs", []) if isinstance(message, dict) else None
	why = {each["doc"].get("docname"): each["exc"].strip().splitlines()[-1] for each in failed or []}
	asker.broken += [f"bulk update: {last}" for last in why.values() if not last.startswith(REFUSALS)]
	refused = {each["doc"].get("docname") for each in failed or [] if "PermissionError" in each["exc"]}
	for row in rows:
		expected = oracle.may(who, doctype, row["place"], "write")
		fact = answer.ok and row["name"] not in refused
		cell = Cell(who, doctype, row["place"], "write", "bulk update")
		said = f"{why.get(row['name'], 'changed')}: {answer.request} → {answer.status} {answer.kind}"
		matrix.record(cell, expected, fact, said)
	for channel, verb, more in BULK:
		names = [row["name"] for row in rows if not oracle.may(who, doctype, row["place"], verb)]
		if not names:
			continue
		answer = asker.call(
			"frappe.desk.doctype.bulk_update.bulk_update.submit_cancel_or_update_docs",
			doctype=doctype, docnames=names, **more,
		)  # fmt: skip
		done = (
			set(names) - set(answer.message or [])
			if answer.ok and isinstance(answer.message, list)
			else set()
		)
		for row in rows:
			if row["name"] in names:
				cell = Cell(who, doctype, row["place"], verb, channel)
				matrix.record(
					cell,
					False,
					row["name"] in done,
					f"{answer.request} → {answer.status} {answer.kind} {answer.text[:100]}",
				)


BULK = (
	("bulk edit", "write", {"action": "update", "data": {"nothing": 7}}),
	("bulk submit", "submit", {"action": "submit"}),
	("bulk cancel", "cancel", {"action": "cancel"}),
)
BULK_CHANNELS = frozenset(
	(*(channel for channel, _verb, _more in BULK), "bulk update", "delete of ticked rows")
)


def delete_many(ground: Ground, matrix: Matrix, asker: Asker, administrator: Asker, doctype: str) -> None:
	"""Rows ticked and deleted: the framework answers nothing of use, so an administrator looks what is left."""
	who = asker.who
	rows = [row for row in ground.rows[doctype] if not oracle.deletes_in_use(who, doctype, row["place"])]
	if not rows:
		return
	for start in range(0, len(rows), 10):  # more than ten it would delete later, in the background
		items = [row["name"] for row in rows[start : start + 10]]
		answer = asker.call("frappe.desk.reportview.delete_items", doctype=doctype, items=items)
	query = {"fields": ["name"], "filters": [["name", "in", [row["name"] for row in rows]]]}
	left = administrator.call("frappe.client.get_list", doctype=doctype, limit_page_length=1000, **query)
	names = {each["name"] for each in left.message or []}
	for row in rows:
		cell = Cell(who, doctype, row["place"], "delete", "delete of ticked rows")
		matrix.record(cell, False, row["name"] not in names, f"{answer.request} → {answer.status}")


def delete_spares(ground: Ground, matrix: Matrix, asker: Asker, share: int) -> None:
	"""Who may delete does: each has documents of his own for it, and deletes one in `share`."""
	spares = [spare for spare in ground.told["spares"] if spare["who"] == asker.who]
	for number, spare in enumerate(spares[::share]):
		if number % 2:
			channel = "delete by the API"
			answer = asker.ask("DELETE", f"/api/resource/{spare['doctype']}/{spare['name']}")
		else:
			channel = "delete"
			answer = asker.call("frappe.client.delete", doctype=spare["doctype"], name=spare["name"])
		gone = outcomes.of(answer) is outcomes.Outcome.DONE
		outcomes.require_known(asker, answer)
		said = f"{answer.request} → {answer.status} {answer.kind} {answer.text[:200]}"
		matrix.record(Cell(asker.who, spare["doctype"], spare["place"], "delete", channel), True, gone, said)
		if answer.status in (200, 202):
			matrix.did(spare["doctype"], "delete")
