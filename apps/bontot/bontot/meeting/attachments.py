"""Files of a meeting: private, and a document or picture by content."""

from pathlib import Path

import frappe
from frappe import _
from frappe.model.document import Document

from bontot.meeting import files
from bontot.meeting.errors import MinutesFileError


def check(file_url: str, label: str, meeting: Document) -> Document:
	"""The private File behind `file_url`. Raises MinutesFileError when it may not serve as `label`."""
	file = _find(file_url, meeting)
	if not file:
		_refuse(_("{0}: the file was not found. Attach it again.").format(label))
	if not file.is_private:
		_refuse(_("{0}: the file must be private. Attach it again and leave 'private' ticked.").format(label))
	path = Path(file.get_full_path())
	if not path.exists():
		_refuse(_("{0}: the file was not found. Attach it again.").format(label))
	if path.stat().st_size > files.MOST_BYTES:
		_refuse(
			_("{0}: the file is larger than 25 MB. Take smaller pictures or send it in parts.").format(label)
		)
	if not files.kind_by_content(path.read_bytes()):
		_refuse(
			_(
				"{0}: only PDF, Word (docx), JPG or PNG files are accepted. Save it as one of these first."
			).format(label)
		)
	return file


def claim(file_url: str, label: str, meeting: Document, fieldname: str) -> None:
	"""Attach a file the signed-in person has just uploaded. Raises MinutesFileError when it is not theirs."""
	file = check(file_url, label, meeting)
	if (file.attached_to_doctype, file.attached_to_name) == (meeting.doctype, meeting.name):
		return
	_require_fresh(file, label)
	file.attached_to_doctype, file.attached_to_name = meeting.doctype, meeting.name
	file.attached_to_field = fieldname
	file.save()


def fresh(file_url: str, label: str, meeting: Document) -> Document:
	"""The File the signed-in person has just uploaded, attached to nothing yet. Raises MinutesFileError."""
	file = check(file_url, label, meeting)
	_require_fresh(file, label)
	return file


def _require_fresh(file: Document, label: str) -> None:
	if file.owner != frappe.session.user or file.attached_to_name:
		_refuse(_("{0}: the file belongs to another record. Upload it here.").format(label))


def _find(file_url: str, meeting: Document) -> Document | None:
	"""The same content is kept once and shared by several File rows: ours first, then one just uploaded by us."""
	rows = frappe.get_all(
		"File",
		{"file_url": file_url},
		["name", "owner", "attached_to_doctype", "attached_to_name"],
		order_by="creation desc",
	)

	def rank(row: dict) -> int:
		if (row.attached_to_doctype, row.attached_to_name) == (meeting.doctype, meeting.name):
			return 0
		return 1 if row.owner == frappe.session.user and not row.attached_to_name else 2

	return frappe.get_doc("File", min(rows, key=rank).name) if rows else None


def _refuse(message: str) -> None:
	frappe.throw(message, MinutesFileError, title=_("Check the File"))
