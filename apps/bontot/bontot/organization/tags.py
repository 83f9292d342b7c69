"""Tags: the framework keeps those of a document in one text with commas between them, so a comma makes two of one."""

import frappe
from frappe.desk.doctype.tag.tag import DocTags


@frappe.whitelist(methods=["POST"])
def add_tag(tag: str, dt: str, dn: str | int, color: str | None = None) -> str:
	"""As the framework's, of "x, y" both. Whether the document is in reach the guard has asked, and `follow` asks again."""
	tags = split(tag)
	for each in tags:
		DocTags(dt).add(dn, each)
	return ",".join(tags)


def split(text: str) -> list[str]:
	return [part for part in (" ".join(part.split()) for part in text.split(",")) if part]
