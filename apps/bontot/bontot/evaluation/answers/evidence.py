"""Evidence of a criterion: a private file the author uploaded, or a record of the organisation that is already there."""

from pathlib import Path
from typing import Any

import frappe
from frappe import _

from bontot.evaluation.answers import editing, evidence_file, service
from bontot.evaluation.errors import EvidenceFileError, EvidenceRecordError
from bontot.organization import access
from bontot.text import nfc

RECORDS = ("Meeting", "Leadership Document", "Yearly Target", "Resolution", "Summary Report")
"""Doctypes whose documents prove something and belong to one organisation."""


def add(
	evaluation: str,
	criterion_key: str,
	title: str,
	file_url: str = "",
	record_doctype: str = "",
	record_name: str = "",
) -> dict[str, Any]:
	"""Add a file or a record to a criterion as its author; the same one twice is there once."""
	doc = editing.lock_as_author(evaluation)
	item = service.item_of(doc, criterion_key)
	editing.require_unlocked(doc, item)
	if bool(file_url) == bool(record_name):
		frappe.throw(_("Choose a file or a record as evidence, one of the two."), EvidenceFileError)
	if file_url:
		file = usable_file(file_url)
		what = {"file": file.file_url}
		title = nfc(title) or file.file_name
	else:
		check_record(doc.organization, record_doctype, record_name)
		what = {"record_doctype": record_doctype, "record_name": record_name}
		title = nfc(title) or frappe.get_doc(record_doctype, record_name).get_title()
	place = {"evaluation": doc.name, "criterion_key": criterion_key}
	if not (name := frappe.db.exists("Evidence", place | what)):
		evidence = frappe.get_doc(
			doctype="Evidence", organization=doc.organization, title=title[:250], **place, **what
		)
		evidence.flags.by_service = True
		# lock_as_author has checked. The framework attaches the file to it: who reads one reads the other.
		name = evidence.insert(ignore_permissions=True).name
	recount(doc, item)
	pictured = bool(service.pictures_among([what.get("file", "")]))
	return {"name": name, "title": title[:250], "pictured": pictured, **what, **editing.answer(doc, item)}


def remove(name: str) -> dict[str, Any]:
	"""Take a piece of evidence away as the file's author, with its uploaded file. Raises DoesNotExistError."""
	row = frappe.db.get_value("Evidence", name, ["evaluation", "criterion_key"], as_dict=True)
	if not row or not access.may_access(frappe._dict(doctype="Evidence", name=name)):
		frappe.throw(_("This evidence does not exist (any more)."), frappe.DoesNotExistError)
	doc = editing.lock_as_author(row.evaluation)
	item = service.item_of(doc, row.criterion_key)
	editing.require_unlocked(doc, item)
	# lock_as_author has checked; attached files go with the document.
	frappe.get_doc("Evidence", name).delete(ignore_permissions=True)
	recount(doc, item)
	return editing.answer(doc, item)


def recount(doc, item) -> None:
	item.evidence_count = frappe.db.count(
		"Evidence", {"evaluation": doc.name, "criterion_key": item.criterion_key}
	)
	editing.write(doc, item)


def usable_file(file_url: str):
	"""Return the signed-in user's own private File that may stand as evidence. Raises EvidenceFileError."""
	own = {"file_url": file_url, "owner": frappe.session.user, "is_folder": 0}
	name = frappe.db.get_value("File", own, order_by="creation desc")
	if not name:
		refuse(_("This file was not uploaded by you. Upload it again here."))
	file = frappe.get_doc("File", name)
	if not file.is_private:
		refuse(_("The file is public. Upload it again as a private file."))
	if file.attached_to_name and file.attached_to_doctype not in ("Evidence", "Evaluation"):
		refuse(_("The file belongs to another document. Upload it again here."))
	refuse_problem(file.file_name, evidence_file.problem(file.file_name, Path(file.get_full_path())))
	return file


def refuse_problem(file_name: str, problem: evidence_file.Problem | None) -> None:
	if not problem:
		return
	texts = {
		"kind": _("{0}: files of this kind are not taken. Use {1}."),
		"content": _("{0}: the content is not what the name says. Save it again as {1} and upload that."),
		"size": _("{0} is larger than {2} MB. Make it smaller or split it."),
		"empty": _("{0} is empty. Upload it again."),
	}
	kinds = ", ".join(evidence_file.ALLOWED)
	refuse(texts[problem].format(frappe.bold(file_name), kinds, evidence_file.LARGEST // 1024**2))


def refuse(message: str) -> None:
	frappe.throw(message, EvidenceFileError, title=_("File Not Taken"))


def check_record(organization: str, doctype: str, name: str) -> None:
	"""Raise EvidenceRecordError unless the record is the organisation's own and of a kind that proves something."""
	if doctype not in RECORDS:
		frappe.throw(_("Records of this kind are not taken as evidence."), EvidenceRecordError)
	if frappe.db.get_value(doctype, name, "organization") != organization:
		message = _("This record is not one of your organization's. Choose one of your own.")
		frappe.throw(message, EvidenceRecordError)
	if doctype == "Meeting" and frappe.db.get_value(doctype, name, "status") == "Planned":
		message = _("This meeting was not held yet: it proves nothing so far. Choose one that was held.")
		frappe.throw(message, EvidenceRecordError)
