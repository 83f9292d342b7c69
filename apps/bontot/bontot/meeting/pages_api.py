"""Endpoints of "Buổi sinh hoạt" for photographed pages of the minutes; each answers with what stands now (`view.figures`).
Permission is the meeting's own.
"""

from typing import Any

import frappe
from frappe.model.document import Document

from bontot.meeting import api, pages, view
from bontot.outbox.conflicts import run_again_on_conflict


@frappe.whitelist(methods=["POST"])
@run_again_on_conflict
def add_page(name: str, file_url: str) -> dict[str, Any]:
	"""Put a picture that the signed-in person has just uploaded behind the other pages."""
	doc = api.lock(name)
	return _stored(doc, pages.add(doc, file_url))


@frappe.whitelist(methods=["POST"])
@run_again_on_conflict
def move_page(name: str, page: str, place: int) -> dict[str, Any]:
	"""Make a page the one at `place`, counted from 0."""
	doc = api.lock(name)
	pages.move(doc, page, place)
	return _stored(doc, [])


@frappe.whitelist(methods=["POST"])
@run_again_on_conflict
def remove_page(name: str, page: str) -> dict[str, Any]:
	"""Take a page away with its picture."""
	doc = api.lock(name)
	return _stored(doc, pages.remove(doc, page))


@frappe.whitelist(methods=["POST"])
@run_again_on_conflict
def use_pages(name: str, place: pages.Place = "first") -> dict[str, Any]:
	"""Make the minutes file of all pages: a new one, behind the pages of the one that is there, or in place of it."""
	doc = api.lock(name)
	return _stored(doc, pages.use(doc, place))


def _stored(doc: Document, gone: list[Document]) -> dict[str, Any]:
	api.store(doc)
	pages.let_go(gone)
	return view.figures(doc)
