"""Uploaded files are private and nothing a browser would run; nobody gains one by writing its address somewhere."""

import binascii
import io
import re
from collections.abc import MutableMapping
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
	FileNameError,
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
CONTROLS = re.compile(r"[\x00-\x1f\x7f]")
# Of a file's name: the framework puts six letters of its own behind one that is taken already.
LONGEST_NAME, MOST_BYTES = 130, 240
SMALLER = ("max_width", "max_height")  # to which an upload that is made smaller is held


def validate_new(doc: Document, user: str) -> None:
	"""Asked before the framework writes anything to the disk, for everyone but administrators.

	Raises PublicFileError, ActiveFileError, FileContentError or FileNotReadableError.
	"""
	keep_name_plain(doc)
	require_short_name(doc.get("file_name"))
	require_passive(doc)
	if doc.get("is_folder"):
		return
	require_private(doc, whatever_it_hangs_on=True)
	if doc.get("content"):
		require_true_content(doc)
	elif not doc.get("file_url"):  # the framework would read what lies under the name of the file
		refuse_address()
	require_readable(doc.get("file_url"), user)


def require_true_upload(request: Request, form: MutableMapping[str, Any]) -> None:
	"""Of an upload, whoever sends it: raise ActiveFileError, FileNameError or FileContentError for a file that is not what its
	name says, before the framework opens it, and for neither file nor address, where it would look for a file of that name
	on its own disk.
	"""
	if file := request.files.get("file"):
		file.filename = plain_file_name(file.filename or "")
		require_short_name(file.filename)
		require_passive(frappe._dict(file_name=file.filename))
		hold_to_pictures(form, file.filename)
		require_kind(file.filename, file.stream)
		file.stream.seek(0)
	elif not any(form.get(name) for name in ("file_url", "filedata", "method")):
		name = str(form.get("file_name") or form.get("filename") or "—")
		require_kind(name, io.BytesIO())


def hold_to_pictures(form: MutableMapping[str, Any], name: str) -> None:
	"""Only what can be opened here is made smaller on its way in; to sizes that are numbers, else ArgumentError."""
	if file_kinds.extension(name) not in file_kinds.PICTURES:
		form.pop("optimize", None)
	if wrong := [size for size in SMALLER if form.get(size) and not str(form[size]).isdecimal()]:
		arguments.wrong_kind(wrong)


def before_validate(doc: Document, method: str | None = None) -> None:
	"""`before_validate` of File: its own `validate` moves a file into the public folder before anyone may object."""
	keep_name_plain(doc)
	before = None if doc.is_new() else doc.get_doc_before_save()
	opened = bool(before and before.is_private) and not access.is_administrator(frappe.session.user)
	require_private(doc, whatever_it_hangs_on=opened)
	if before and before.file_url != doc.file_url:
		require_readable(doc.file_url, frappe.session.user)


def keep_name_plain(doc: Document) -> None:
	"""The desk writes the names of attachments into its pages as they stand; a quotation mark would begin an attribute."""
	if doc.get("file_name"):
		doc.file_name = plain_file_name(str(doc.file_name))


def plain_file_name(name: str) -> str:
	"""As people's names, and without what no disk takes or shows."""
	return CONTROLS.sub("", plain_name(name))


def require_short_name(name: str | None) -> None:
	"""Raise FileNameError for a name that does not fit the disk or its column."""
	if name and (len(name) > LONGEST_NAME or len(name.encode()) > MOST_BYTES):
		message = _(
			"The name of the file is longer than {0} letters. Give it a shorter one and send it again."
		)
		shown = MOST_BYTES // 2 if len(name) <= LONGEST_NAME else LONGEST_NAME
		frappe.throw(message.format(shown), FileNameError, title=_("File Not Taken"))


def judge_before_writing(doc: Document) -> None:
	"""Of a new File in a request, whoever sends it and whatever of the framework makes it: before its content is opened
	or lies on the disk. Raises FileNameError or FileContentError.

	Administrators pass the rule that asks `validate_new`, and some of them every rule: what they upload is judged here. The
	framework's own data import takes tables and texts, which are known kinds; what jobs and services write themselves
	nobody has uploaded, but a picture that the framework could not open is none of theirs either.
	"""
	if not getattr(frappe.local, "request", None):
		return
	keep_name_plain(doc)
	require_short_name(doc.get("file_name"))
	if doc.get("is_folder") or not doc.get("content"):
		return
	uploaded = access.is_administrator(frappe.session.user) and not doc.flags.ignore_permissions
	if uploaded or file_kinds.extension(str(doc.get("file_name") or "")) in file_kinds.PICTURES:
		require_true_content(doc)


def require_picture_there(doc: Document) -> None:
	"""Raise FileNotReadableError or FileContentError unless a stored File is a picture that can be opened."""
	if doc.get("is_folder") or doc.is_remote_file or not doc.exists_on_disk():
		refuse_address()
	name = str(doc.file_name or "")
	if file_kinds.extension(name) not in file_kinds.PICTURES:
		refuse_content("kind", name, tuple(file_kinds.PICTURES))
	with open(doc.get_full_path(), "rb") as stream:
		require_kind(name, stream)


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
	name, content = str(doc.get("file_name") or ""), doc.content
	content = content.encode() if isinstance(content, str) else content
	if not isinstance(content, bytes):
		refuse_content("broken", name)
	if doc.get("decode"):
		try:
			content = decode_file_content(content)
		except (binascii.Error, ValueError):
			refuse_content("broken", name)
	require_kind(name, io.BytesIO(content))


def require_kind(name: str, stream: BinaryIO) -> None:
	"""Raise FileContentError unless what `stream` holds is what `name` says, of a kind that is taken."""
	if problem := file_kinds.problem(name, stream):
		refuse_content(problem, name)


def refuse_content(problem: str, name: str, taken: tuple[str, ...] = file_kinds.KNOWN) -> NoReturn:
	texts = {
		"kind": _("{0}: files of this kind are not taken. Taken are: {1}."),
		"content": _("{0} is not what its name says. Save it again in its own program, or as PDF."),
		"packed": _("{0} unpacks to far more than its size. Save it again with less in it."),
		"empty": _("{0} is empty. Choose the file again."),
		"broken": _("{0}: what was sent is no file. Choose the file again."),
		"picture": _(
			"{0}: the picture is damaged and cannot be opened. Take it or save it again, then send that one."
		),
		"large": _("{0}: the picture has more than {2} million dots. Make it smaller and send it again."),
	}
	message = texts[problem].format(
		frappe.utils.escape_html(name or "—"), ", ".join(taken), file_kinds.MOST_DOTS // 10**6
	)
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
		if not (frappe.db.exists("File", name) and frappe.has_permission("File", "read", doc=name)):
			frappe.throw(
				_("You may not use this file, or it does not exist. Upload it again."), FileNotReadableError
			)
	file_api.zip_files(frappe.as_json(names))
