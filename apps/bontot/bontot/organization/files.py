"""Files of an organisation's documents are private, and nobody gains a file by writing its address somewhere."""

import frappe
from frappe import _
from frappe.model.document import Document

from bontot.organization import access
from bontot.organization.errors import FileNotReadableError, PublicFileError

PRIVATE = "/private/files/"
ATTACH = ("Attach", "Attach Image")


def validate_new(doc: Document, user: str) -> None:
	"""Asked before the framework writes anything to the disk. Raises PublicFileError or FileNotReadableError."""
	require_private(doc)
	if not doc.get("content"):  # no upload: a record that points to a file which is there already
		require_readable(doc.get("file_url"), user)


def before_validate(doc: Document, method: str | None = None) -> None:
	"""`before_validate` of File: its own `validate` moves a file into the public folder before anyone may object."""
	require_private(doc)
	before = None if doc.is_new() else doc.get_doc_before_save()
	if before and before.file_url != doc.file_url:
		require_readable(doc.file_url, frappe.session.user)


def require_private(doc: Document) -> None:
	if access.is_scoped(doc.get("attached_to_doctype")) and not frappe.utils.cint(doc.get("is_private")):
		frappe.throw(
			_("A file of an organization's document must be private. Upload it again as a private file."),
			PublicFileError,
		)


def require_readable(url: str | None, user: str) -> None:
	"""A private address may be written down only by someone who may read a file that lies there."""
	if not url or not url.startswith(PRIVATE) or access.is_administrator(user):
		return
	for name in frappe.get_all("File", filters={"file_url": url}, pluck="name"):
		if frappe.has_permission("File", "read", doc=name, user=user):
			return
	frappe.throw(_("You may not use this file, or it does not exist. Upload it again."), FileNotReadableError)


def validate_attached(doc: Document) -> None:
	"""Every attachment newly written into `doc` or its rows must be readable to whoever writes it."""
	before = doc.get_doc_before_save()
	known = _addresses(before) if before else set()
	for url in _addresses(doc) - known:
		require_readable(url, frappe.session.user)


def _addresses(doc: Document) -> set[str]:
	found = set()
	for row in (doc, *doc.get_all_children()):
		found |= {row.get(df.fieldname) for df in row.meta.get("fields", {"fieldtype": ("in", ATTACH)})}
	return {url for url in found if url}
