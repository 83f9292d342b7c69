"""Uploaded files are private and nothing a browser would run; nobody gains one by writing its address somewhere."""

import binascii
import hashlib
import html
import io
import re
import secrets
from collections.abc import Iterator, MutableMapping
from pathlib import PurePosixPath
from typing import Any, BinaryIO, NoReturn
from urllib.parse import unquote

import frappe
from frappe import _
from frappe.core.api import file as file_api
from frappe.core.doctype.file.utils import decode_file_content
from frappe.model.document import Document
from werkzeug.wrappers import Request

from bontot import arguments, file_kinds
from bontot.argument_types import Names
from bontot.organization import access
from bontot.organization.access.accounts import plain_name
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
ENDING = re.compile(r"[#?%\\]")  # a browser would end an address here, or read it as another
CONTROLS = re.compile(r"[\x00-\x1f\x7f]")
# Of a kind of the framework's: fields that hold an address though they are no attachment.
ADDRESSES = {"File": frozenset(("file_url", "thumbnail_url"))}
# What the framework writes about other documents, where it was asked.
REPEATING = frozenset(("Deleted Document", "Email Queue", "Error Log", "Notification Log", "Version"))
# Where markup or JSON within a field names a private file: the framework's mails read what stands there from the disk.
NAMED_IN_TEXT = re.compile(r"""["'(=]\s*/?(private/files/[^"'<>)]+)""")
# Of a file's name: its address adds thirteen letters, and no disk takes more than 255 bytes.
LONGEST_NAME, MOST_BYTES = 130, 240
SMALLER = ("max_width", "max_height")  # to which an upload that is made smaller is held


def validate_new(doc: Document, user: str) -> None:
	"""Asked before the framework writes anything to the disk, for everyone but administrators.

	Raises PublicFileError, ActiveFileError or FileContentError. Its address is JudgedFile's affair.
	"""
	keep_name_plain(doc)
	require_short_name(doc.get("file_name"))
	require_passive(doc)
	if doc.get("is_folder"):
		return
	require_private(doc, whatever_it_hangs_on=True)
	if doc.get("content"):
		require_true_content(doc)


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
	if before and before.is_private and not frappe.utils.cint(doc.is_private) and is_shared(doc):
		refuse_public()  # the framework would open it for whoever else holds the address
	if before and before.file_url and not doc.file_url:
		refuse_address()  # the framework would read what lies under the name of the file


def keep_name_plain(doc: Document) -> None:
	"""The desk writes the names of attachments into its pages as they stand; a quotation mark would begin an attribute."""
	if doc.get("file_name"):
		doc.file_name = plain_file_name(str(doc.file_name))


def plain_file_name(name: str) -> str:
	"""Clean a file name like people's names, and of what no disk takes or shows."""
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
		refuse_public()


def refuse_public() -> NoReturn:
	message = _("A file of an organization's document must be private. Upload it again as a private file.")
	frappe.throw(message, PublicFileError)


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
	for row in frappe.get_all("File", filters={"file_url": url}, fields=["name", "file_url"]):
		# The database takes `A.pdf` for `a.pdf`, the disk does not.
		if row.file_url == url and frappe.has_permission("File", "read", doc=row.name, user=user):
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


def require_addresses(doc: Document, method: str | None = None) -> None:
	"""`before_validate` of every document: whoever newly writes down the address of a file may read that file.

	Raises FileNotReadableError.
	"""
	if access.is_administrator(frappe.session.user) or doc.doctype in REPEATING:
		return
	if doc.doctype == "File" and doc.is_new():  # asked before it was read (JudgedFile)
		return
	if doc.doctype == "Comment" and doc.comment_type != "Comment":  # on what was done
		return
	if found := set(_addresses(doc)):
		before = doc.get_doc_before_save()
		for _place, url in found.difference(_addresses(before) if before else ()):
			require_readable(url, frappe.session.user)


def _addresses(doc: Document) -> Iterator[tuple[str, str]]:
	"""(field, address) of the files that a document and its rows name."""
	for row in (doc, *doc.get_all_children()):
		place = row.get("parentfield") or ""
		whole = {field.fieldname for field in row.meta.fields if field.fieldtype in ATTACH}
		whole |= ADDRESSES.get(row.doctype, frozenset())
		for name, value in vars(row).items():
			if not value or not isinstance(value, str):
				continue
			if name in whole:
				yield f"{place}.{name}", value
			elif PRIVATE[1:] in value:
				for found in NAMED_IN_TEXT.findall(html.unescape(value)):
					yield f"{place}.{name}", unquote(f"/{found}".partition("?")[0].partition("#")[0]).strip()


# What a File row owns on the disk


def new_address(name: str) -> str:
	"""A name on the disk that nobody can guess or run into: neither equal bytes nor an equal name tell of another's file."""
	path = PurePosixPath(ENDING.sub("-", name))
	return f"{path.stem}-{secrets.token_hex(6)}{path.suffix}"


def fingerprint(address: str, content: bytes | str) -> str:
	"""Return the hash by which the framework finds equal files: here only those at the same address are equal."""
	content = content.encode() if isinstance(content, str) else content
	return hashlib.md5(address.encode() + b"\n" + content, usedforsecurity=False).hexdigest()


def is_shared(doc: Document) -> bool:
	"""Whether another File row holds the same address."""
	rows = frappe.get_all("File", {"file_url": doc.file_url, "name": ("!=", doc.name)}, pluck="file_url")
	return doc.file_url in rows


def is_picture_of_visible_person(doc: Document) -> bool:
	"""Whether the signed-in person may see whose picture it is (`accounts.conditions`): they see the picture too."""
	if doc.attached_to_doctype != "User" or frappe.session.user == "Guest":
		return False
	shown = frappe.db.get_value("User", doc.attached_to_name, "user_image") == doc.file_url
	return shown and bool(frappe.get_list("User", {"name": doc.attached_to_name}, limit=1))


@frappe.whitelist(methods=["GET", "POST"])
def zip_files(files: Names) -> None:
	"""Zip only files that the person may read; the framework's hands out whatever is named."""
	for name in files:
		if not (frappe.db.exists("File", name) and frappe.has_permission("File", "read", doc=name)):
			frappe.throw(
				_("You may not use this file, or it does not exist. Upload it again."), FileNotReadableError
			)
	file_api.zip_files(frappe.as_json(files))
