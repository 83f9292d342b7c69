"""A new version of a framework: it starts from the one before, and shows in what it differs."""

from datetime import date

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, nowdate

from bontot.criteria import difference, difference_words, frozen
from bontot.criteria.errors import FrameworkNotUsableError
from bontot.criteria.overlays import names_of
from bontot.organization.access import hide_existence

DOCTYPE = "Criteria Framework"


def start(framework: str) -> Document:
	"""Return a saved draft that holds all of an issued framework, keys included, as the next version.

	As the signed-in user. Raises PermissionError, FrameworkNotUsableError for one that was never issued.
	"""
	hide_existence.require(DOCTYPE, framework)
	old = frappe.get_doc(DOCTYPE, framework)
	old.check_permission("write")
	if old.docstatus == 0:
		message = _("{0} is a draft itself; go on with it.").format(old.title)
		frappe.throw(message, FrameworkNotUsableError, title=_("Not Issued Yet"))
	new = frappe.copy_doc(old, ignore_no_copy=False)
	for row in (new, *new.get_all_children()):
		row.docstatus = 0
	new.version = newest_version(old.framework_code) + 1
	new.valid_from = next_beginning(getdate(old.valid_from or nowdate()), getdate(nowdate()))
	new.valid_to = None
	new.previous_version = old.name
	new.flags.copied_from_issued = True
	return new.insert()


def newest_version(framework_code: str) -> int:
	# Numbers are given once in the whole register, whoever may see what of it.
	found = frappe.get_all(
		DOCTYPE, {"framework_code": framework_code}, pluck="version", order_by="version desc", limit=1
	)
	return found[0] if found else 0


def next_beginning(valid_from: date, today: date) -> date:
	"""Return the first day of the year after both dates: a period asks for one framework throughout. Pure."""
	return date(max(valid_from.year, today.year) + 1, 1, 1)


def differences(doc: Document) -> list[difference_words.Line]:
	"""Return in words how a framework differs from the version before; empty without one."""
	if not doc.previous_version:
		return []
	old = frappe.get_doc(DOCTYPE, doc.previous_version)
	found = difference.between(_compared(old), _compared(doc))
	return difference_words.describe(found, names_of(old) | names_of(doc))


def _compared(doc: Document) -> frozen.FrozenFramework:
	"""A framework as a period would keep it, and what of its criteria is said to overlays alone."""
	kept = frozen.freeze(doc)
	waivable = {row.criterion_key for row in doc.criteria if row.get(difference.WAIVABLE)}
	marked = [row | {difference.WAIVABLE: row["criterion_key"] in waivable} for row in kept["criteria"]]
	return kept | {"criteria": marked}
