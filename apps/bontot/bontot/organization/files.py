"""Uploaded files are private and nothing a browser would run; nobody gains one by writing its address somewhere."""

import io
from collections.abc import Mapping
from typing import Any, BinaryIO, NoReturn
from urllib.parse import unquote

import frappe
from frappe import _
from frappe.core.api import file as file_api
from frappe.core.doctype.file.utils import decode_file_content
from frappe.model.document import Document
from werkzeug.wrappers import Request

from bontot import arguments, file_kinds
from bontot.organization import access
from bontot.organization.accounts import plain_name
from bontot.organization.errors import (
	ActiveFileError,
	FileContentError,
	FileNotReadableError,
	PublicFileError,
)

PRIVATE = "/private/files/"
OPEN = ("/files/", "/assets/")
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

	Raises PublicFileError, ActiveFileError, FileContentError or FileNotReadableError.
	"""
	keep_name_plain(doc)
	require_passive(doc)
	if doc.get("is_folder"):
		return
	require_private(doc, whatever_it_hangs_on=True)
	if doc.get("content"):
		require_true_content(doc)
	elif not doc.get("file_url"):  # the framework would read what lies under the name of the file
		refuse_address()
	require_readable(doc.get("file_url"), user)


def require_true_upload(request: Request, form: Mapping[str, Any]) -> None:
	"""Of an upload, whoever sends it: raise ActiveFileError or FileContentError for a file that is not what its name says, before
	the framework opens it, and for neither file nor address, where it would look for a file of that name on its own disk.
	"""
	if file := request.files.get("file"):
		file.filename = plain_name(file.filename or "")
		require_passive(frappe._dict(file_name=file.filename))
		require_kind(file.filename, file.stream)
		file.stream.seek(0)
	elif not any(form.get(name) for name in ("file_url", "filedata", "method")):
		name = str(form.get("file_name") or form.get("filename") or "—")
		require_kind(name, io.BytesIO())


def before_validate(doc: Document, method: str | None = None) -> None:
	"""`before_validate` of File: its own `validate` moves a file into the public folder before anyone may object."""
	keep_name_plain(doc)
	if doc.is_new():
		judge_of_administrators(doc)
	before = None if doc.is_new() else doc.get_doc_before_save()
	opened = bool(before and before.is_private) and not access.is_administrator(frappe.session.user)
	require_private(doc, whatever_it_hangs_on=opened)
	if before and before.file_url != doc.file_url:
		require_readable(doc.file_url, frappe.session.user)


def keep_name_plain(doc: Document) -> None:
	"""The desk writes the names of attachments into its pages as they stand; a quotation mark would begin an attribute."""
	if doc.get("file_name"):
		doc.file_name = plain_name(str(doc.file_name))


def judge_of_administrators(doc: Document) -> None:
	"""Administrators pass the rule that asks `validate_new`, and some of them every rule: what they write is judged here, too.

	It lies on the disk by now, and goes with the transaction that this undoes. The framework's own data import takes tables and
	texts, which are known kinds; what jobs and services write themselves nobody has uploaded.
	"""
	uploaded = getattr(frappe.local, "request", None) and not doc.flags.ignore_permissions
	if (
		uploaded
		and access.is_administrator(frappe.session.user)
		and (content := getattr(doc, "_content", None))
	):
		require_kind(doc.file_name, io.BytesIO(content.encode() if isinstance(content, str) else content))


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


def require_true_content(doc: Document) -> None:
	"""Raise FileContentError unless what is uploaded is what its name says, of a kind that is taken."""
	content = doc.content.encode() if isinstance(doc.content, str) else doc.content
	if doc.get("decode"):
		content = decode_file_content(content)
	require_kind(str(doc.get("file_name") or ""), io.BytesIO(content))


def require_kind(name: str, stream: BinaryIO) -> None:
	"""Raise FileContentError unless what `stream` holds is what `name` says, of a kind that is taken."""
	if problem := file_kinds.problem(name, stream):
		texts = {
			"kind": _("{0}: files of this kind are not taken. Taken are: {1}."),
			"content": _("{0} is not what its name says. Save it again in its own program, or as PDF."),
			"packed": _("{0} unpacks to far more than its size. Save it again with less in it."),
			"empty": _("{0} is empty. Choose the file again."),
		}
		message = texts[problem].format(frappe.utils.escape_html(name), ", ".join(file_kinds.KNOWN))
		frappe.throw(message, FileContentError, title=_("File Not Taken"))


def require_readable(url: str | None, user: str) -> None:
	"""A private address may be written down only by someone who may read a file that lies there.

	No other way of writing one is taken (another host, percent signs, steps through folders), nor other machines' files.
	"""
	if not url or access.is_administrator(user):
		return
	if not _is_plain(url):
		refuse_address()
	if not url.startswith(PRIVATE):
		return
	for name in frappe.get_all("File", filters={"file_url": url}, pluck="name"):
		if frappe.has_permission("File", "read", doc=name, user=user):
			return
	refuse_address()


def _is_plain(url: str) -> bool:
	steps = url.split("/")[1:]
	return (
		url.startswith((PRIVATE, *OPEN))
		and unquote(url) == url
		and "\\" not in url
		and not {"", ".", ".."}.intersection(steps)
	)


def refuse_address() -> NoReturn:
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
	if not all(isinstance(name, str) for name in names):
		arguments.wrong_kind(["files"])
	for name in names:
		if not frappe.has_permission("File", "read", doc=name):
			frappe.throw(
				_("You may not use this file, or it does not exist. Upload it again."), FileNotReadableError
			)
	file_api.zip_files(frappe.as_json(names))
