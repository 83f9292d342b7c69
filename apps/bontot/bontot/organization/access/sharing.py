"""Sharing a scoped document would beat a denial (`false_if_not_shared`), so nothing scoped is ever shared."""

import frappe
from frappe import _
from frappe.model.document import Document

from bontot.organization import access


class SharingRefusedError(frappe.PermissionError):
	pass


def refuse_on_scoped(doc: Document, method: str | None = None) -> None:
	if access.is_scoped(doc.share_doctype):
		frappe.throw(
			_(
				"Documents of an organization cannot be shared; whoever needs them holds a seat that sees them."
			),
			SharingRefusedError,
		)
