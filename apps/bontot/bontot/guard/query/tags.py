"""Tags, by whoever may read a document: a reviewer sorts what he may not write. The framework asks for the right to write from
15.1 on, offers them all the same, and keeps those of a document in one text with commas between them and one before.
"""

import frappe
from frappe.desk.doctype.tag.tag import DocTags, update_tags
from frappe.utils import unique

from bontot import arguments
from bontot.argument_types import Names
from bontot.organization.access.accounts import plain_name


class ReadersTags(DocTags):
	def update(self, dn: str | int, tl: list[str]) -> None:
		doc = frappe.get_doc(self.dt, dn)
		doc.check_permission("read")
		tags = "".join(f",{tag}" for tag in unique(filter(None, tl)))
		frappe.db.set_value(self.dt, dn, "_user_tags", tags, update_modified=False)
		# To read was asked above; the framework's next line asks for the right to write.
		doc.flags.ignore_permissions = True
		update_tags(doc, tags)


@frappe.whitelist(methods=["POST"])
def add_tag(tag: str, dt: str, dn: str | int, color: str | None = None) -> str:
	"""Add a tag like the framework, of "x, y" both."""
	return ",".join(_add([tag], dt, [dn]))


@frappe.whitelist(methods=["POST"])
def add_tags(tags: Names, dt: str, docs: Names, color: str | None = None) -> None:
	_add(tags, dt, docs)


@frappe.whitelist(methods=["POST"])
def remove_tag(tag: str, dt: str, dn: str | int) -> None:
	_tags_of(dt).remove(dn, tag)


def split(text: str) -> list[str]:
	"""The tags of a text, plain as names are: lists write them into attributes."""
	return [part for part in (" ".join(part.split()) for part in plain_name(text).split(",")) if part]


def _add(texts: list[str], doctype: str, names: list[str | int]) -> list[str]:
	tags, kept = [tag for text in texts for tag in split(text)], _tags_of(doctype)
	for name in names:
		for tag in tags:
			kept.add(name, tag)
	return tags


def _tags_of(doctype: str) -> ReadersTags:
	"""Tags of a kind of document. Raises ArgumentError for a kind that has none: rows of tables, single settings."""
	arguments.require_doctype(doctype)
	meta = frappe.get_meta(doctype)
	if meta.istable or meta.issingle or meta.is_virtual:
		arguments.wrong_kind(["dt"])
	return ReadersTags(doctype)
