"""Uploaded files are private and nothing a browser would run; nobody gains one by writing its address somewhere."""

import frappe
from frappe import _
from frappe.core.api import file as file_api
from frappe.model.document import Document

from bontot import arguments
from bontot.organization import access
from bontot.organization.errors import ActiveFileError, FileNotReadableError, PublicFileError

PRIVATE = "/private/files/"
# Opened from our own address a browser would run what stands in these, with the rights of who opens it.
ACTIVE = (
	"htm",
	"html",
	"xhtml",
	"shtml",
	"mht",
	"mhtml",
	"svg",
	"svgz",
	"xml",
	"xsl",
	"xslt",
	"js",
	"mjs",
	"swf",
	"hta",
)
ATTACH = ("Attach", "Attach Image")


def validate_new(doc: Document, user: str) -> None:
	"""Asked before the framework writes anything to the disk, for everyone but administrators.

	Raises PublicFileError, ActiveFileError or FileNotReadableError.
	"""
	if not doc.get("is_folder"):
		require_private(doc, whatever_it_hangs_on=True)
	require_passive(doc)
	if not doc.get("content"):  # no upload: a record that points to a file which is there already
		require_readable(doc.get("file_url"), user)


def before_validate(doc: Document, method: str | None = None) -> None:
	"""`before_validate` of File: its own `validate` moves a file into the public folder before anyone may object."""
	before = None if doc.is_new() else doc.get_doc_before_save()
	opened = bool(before and before.is_private) and not access.is_administrator(frappe.session.user)
	require_private(doc, whatever_it_hangs_on=opened)
	if before and before.file_url != doc.file_url:
		require_readable(doc.file_url, frappe.session.user)


def require_private(doc: Document, whatever_it_hangs_on: bool = False) -> None:
	if frappe.utils.cint(doc.get("is_private")):
		return
	if whatever_it_hangs_on or access.is_scoped(doc.get("attached_to_doctype")):
		frappe.throw(
			_("A file of an organization's document must be private. Upload it again as a private file."),
			PublicFileError,
		)


def require_passive(doc: Document) -> None:
	for name in (doc.get("file_name"), doc.get("file_url")):
		extension = str(name or "").rpartition(".")[2].strip().lower()
		if extension in ACTIVE:
			message = _(
				"{0}: files of this kind are not taken, a browser would run them. Send it as PDF or a picture."
			)
			title = _("File Not Taken")
			frappe.throw(message.format(frappe.utils.escape_html(str(name))), ActiveFileError, title=title)


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


@frappe.whitelist(methods=["GET", "POST"])
def zip_files(files: list | str) -> None:
	"""As the framework's, which hands out whatever is named: only files that the person may read."""
	names = arguments.parsed("files", files, list)
	for name in names:
		if not frappe.has_permission("File", "read", doc=name):
			frappe.throw(
				_("You may not use this file, or it does not exist. Upload it again."), FileNotReadableError
			)
	file_api.zip_files(frappe.as_json(names))
