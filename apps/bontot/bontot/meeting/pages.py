"""Photographed pages of the minutes: kept with the meeting one by one, in their order, until one PDF is made of them.

Each is a private file of the meeting, so that a closed tab loses none; which they are, and in which order, stands in
`parts.PartState`. The caller has locked the meeting, stores it and then deletes the files it is handed back: a refusal to
store it leaves them, and their bytes go when all of it is kept (`guard.files.judged_file`).
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, NoReturn

import frappe
from frappe import _
from frappe.model.document import Document

from bontot import file_kinds
from bontot.meeting import attachments, page_pictures, parts
from bontot.meeting.errors import MinutesPageError, MinutesStandError

FIELD = "minutes_file"
Place = Literal["first", "after", "instead"]
"""Where a new minutes file goes: there is none yet, behind the pages of the one that is there, or in place of it."""


def shown(doc: Document) -> list[dict[str, str]]:
	"""[{name, url}] in the order of the minutes."""
	return [{"name": name, "url": url} for name, _of, url in _there(doc)]


def kept(doc: Document) -> list[tuple[str, str]]:
	"""(name of the File, mark of the address it was uploaded under) of each page."""
	return [(name, of) for name, of, _url in _there(doc)]


def _there(doc: Document) -> list[tuple[str, str, str]]:
	"""List the pages like `kept`, with the address of the picture; a page that was deleted elsewhere is none."""
	pages = parts.state(doc).get("pages", [])
	if not pages:
		return []
	where = {"attached_to_doctype": doc.doctype, "attached_to_name": doc.name}
	# Files of a meeting that the caller has checked.
	rows = frappe.get_all(
		"File", where | {"name": ("in", [name for name, _of in pages])}, ["name", "file_url"]
	)
	address = {row.name: row.file_url for row in rows}
	return [(name, of, address[name]) for name, of in pages if name in address]


def made_of(doc: Document) -> int:
	"""Return the number of pages that the minutes file was made of here; 0 of one that came as it is."""
	mark, count = parts.state(doc).get("made") or ("", 0)
	return count if doc.minutes_file and mark == parts.digest(doc.minutes_file) else 0


def add(doc: Document, file_url: str) -> list[Document]:
	"""Put a picture the signed-in person has just uploaded behind the others; the same upload twice is one page.

	Raises MinutesFileError for a file that is not theirs, MinutesPageError for one that is no page.
	"""
	pages = kept(doc)
	mark = parts.digest(file_url)
	if any(of == mark for _name, of in pages):
		return []
	if len(pages) >= page_pictures.MOST_PAGES:
		_refuse_many()
	uploaded = attachments.fresh(file_url, _("Page of the Minutes"), doc)
	with _told():
		picture = page_pictures.made_page(_bytes(uploaded))
	page = _attach(doc, _("Page of the Minutes") + ".jpg", picture, None)
	_write(doc, [*pages, (page.name, mark)])
	return [uploaded]


def move(doc: Document, page: str, place: int) -> None:
	"""Make a page the one at `place`, counted from 0."""
	pages = kept(doc)
	one = _one(pages, page)
	pages.remove(one)
	pages.insert(max(0, place), one)
	_write(doc, pages)


def remove(doc: Document, page: str) -> list[Document]:
	"""Take a page away; one that is gone already is gone."""
	pages = kept(doc)
	_write(doc, [one for one in pages if one[0] != page])
	return [frappe.get_doc("File", name) for name, _of in pages if name == page]


def use(doc: Document, place: Place = "first") -> list[Document]:
	"""Make one PDF of the pages and attach it as the minutes; a repeated call changes nothing.

	Raises MinutesStandError when minutes stand and nobody said what becomes of them. What is replaced stays among the
	attachments, as what is taken off does; pages put behind others are in the new file with them.
	"""
	pages = kept(doc)
	if not pages and made_of(doc):
		return []
	if not pages:
		_refuse(_("There is no page yet. Take a photo of each page of the minutes first."))
	count = made_of(doc)
	behind = place == "after" and bool(count)
	if not behind and place != "instead":
		require_none(doc)
	if behind and count + len(pages) > page_pictures.MOST_PAGES:
		_refuse_many()
	files = [frappe.get_doc("File", name) for name, _of in pages]
	old = [attachments.check(doc.minutes_file, _("Minutes File"), doc)] if behind else []
	with _told():
		content = page_pictures.pdf(
			(_bytes(file) for file in files), doc.title, *(_bytes(file) for file in old)
		)
	name = f"{_('Minutes')} {frappe.utils.formatdate(doc.meeting_date, 'dd-MM-yyyy')}.pdf"
	doc.minutes_file = _attach(doc, name, content, FIELD).file_url
	_write(doc, [], (parts.digest(doc.minutes_file), len(pages) + (count if behind else 0)))
	return [*files, *old]


def let_go(gone: list[Document]) -> None:
	"""Delete these files as the signed-in person, who may write the meeting."""
	for file in gone:
		file.delete()


def require_none(doc: Document) -> None:
	"""Raise MinutesStandError when a minutes file is attached."""
	if doc.minutes_file:
		frappe.throw(
			_("Minutes are attached already. Say whether they are to be replaced; nothing was changed."),
			MinutesStandError,
			title=_("Minutes File"),
		)


def _one(pages: list[tuple[str, str]], page: str) -> tuple[str, str]:
	for one in pages:
		if one[0] == page:
			return one
	_refuse(_("This page is not there any more. Open the record again."))


def _write(doc: Document, pages: list[tuple[str, str]], made: tuple[str, int] | None = None) -> None:
	state = parts.state(doc)
	state["pages"] = pages
	if made:
		state["made"] = made
	doc.part_state = json.dumps(state)


def _bytes(file: Document) -> bytes:
	"""Return the bytes as stored: the framework's own `get_content` hands out text where bytes can be read as such."""
	return Path(file.get_full_path()).read_bytes()


def _attach(doc: Document, file_name: str, content: bytes, field: str | None) -> Document:
	to = {"attached_to_doctype": doc.doctype, "attached_to_name": doc.name, "attached_to_field": field}
	return frappe.get_doc(doctype="File", file_name=file_name, content=content, is_private=1, **to).insert()


@contextmanager
def _told() -> Iterator[None]:
	"""Turn errors of the picture reader into refusals in words."""
	try:
		yield
	except page_pictures.NotAPictureError:
		_refuse(
			_("A page of the minutes is a JPG or PNG picture. Take the photo again, or attach it as a file.")
		)
	except page_pictures.TooLargeError:
		most = file_kinds.MOST_DOTS // 10**6
		_refuse(_("The picture has more than {0} million dots. Take it at a lower resolution.").format(most))


def _refuse_many() -> NoReturn:
	most = page_pictures.MOST_PAGES
	_refuse(_("Minutes hold at most {0} photographed pages. Attach more of them as one PDF.").format(most))


def _refuse(message: str) -> NoReturn:
	frappe.throw(message, MinutesPageError, title=_("Page of the Minutes"))
