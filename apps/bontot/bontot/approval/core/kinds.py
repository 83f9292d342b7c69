"""Kinds of document that climb through the approval, and what is particular to each.

Hook `approvable_kinds` = {doctype: "dotted.path.of.a.Kind"}: a module above, or another app, adds its own. Who acts, whose
turn it is, the step log and its chain are the same for all (`service`, `steps`, `queue`). A doctype of such a kind carries
the columns of `organization.access.approvable`; its names are no other kind's names (the log numbers steps by the file's name).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, ClassVar

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder import Criterion, Table
from frappe.utils import escape_html

from bontot.approval.core import deciding_state, routes, routing, transitions
from bontot.approval.core.errors import ContentChangedError, UnknownKindError
from bontot.organization import access
from bontot.organization.access import approvable

if TYPE_CHECKING:
	from bontot.approval.core.adoption_rules import Votes
	from bontot.approval.core.steps import Entry

EVALUATION = "Evaluation"


class Kind:
	"""A kind of document: what the acts ask of it. A plain document's answers; `doctype` is to be said."""

	doctype: ClassVar[str]
	table: ClassVar[transitions.Table] = "document"
	has_criteria: ClassVar[bool] = False  # whether it is judged, returned and answered criterion by criterion
	author: ClassVar[access.Ability] = "author"  # what a seat at the document's organisation needs to send it
	# Where none of a level's seats may appraise, who records for its body may.
	body_stands_in: ClassVar[bool] = True

	withdrawable: ClassVar[bool] = True  # whether one that has ended well can be ended
	# Whether one under way ends with its organisation, which alone could mend it, or be bound by it.
	ends_with_author: ClassVar[bool] = False

	# Acts, in memory; the document's row is locked

	def before_sending(self, doc: Document, meeting: str | None, votes: Votes | None) -> None:
		"""Refuse what is not ready. `meeting`, `votes`: by which meeting the sender says it was adopted, and how."""

	def sent(self, doc: Document) -> None:
		"""Change what sending changes besides state and place."""

	def agreed(self, doc: Document, organization: str, at: datetime) -> None:
		"""Change what an agreement changes besides state and place. Refuses to agree to anything else than was sent."""
		if self.content_digest(doc) != self._content_at(doc.name, transitions.SEND):
			message = _(
				"This is not what was sent: it was changed past the forms. Return it to be sent anew."
			)
			frappe.throw(message, ContentChangedError, title=_("Changed Since It Was Sent"))

	def recalled(self, doc: Document, organization: str, agreed_at: datetime) -> None:
		"""Undo what the agreement of `organization` at that moment has changed."""

	def returned(self, doc: Document, entry: Entry) -> None:
		"""Change what a return changes besides state and place."""

	def sent_down(self, doc: Document, entry: Entry) -> None:
		"""Change what a return to the level below changes besides the place."""

	def changed_beyond_return(self, doc: Document) -> bool:
		"""Whether what comes back from a return says something else than was agreed to where nothing was returned. Of a plain
		document all was returned: that levels need not see it again is what its route says (`straight_back`)."""
		return False

	def refuse_when_held(self, name: str) -> None:
		"""Refuse a recall, a return, another decision while a submitted resolution is about to decide the document."""
		deciding_state.refuse_when_about_to_be_decided(name, self.doctype)

	def before_withdrawing(self, doc: Document) -> None:
		"""Refuse to end one that is in force while something rests on it (`why_in_force`)."""

	def why_in_force(self, doc: Document) -> str:
		"""In words, what rests on one that is in force, so that nobody is offered to end it; "": nothing."""
		return ""

	def content_digest(self, doc: Document) -> str:
		"""SHA-256 of what the document says; the log keeps it with each act, and what was changed behind it is met."""
		return approvable.content_digest(doc)

	def content_agreed_to(self, name: str) -> str | None:
		"""The content's digest as the log keeps it with the act that put the document in force: the last level's agreement, or
		its sending where no level stands above."""
		return self._content_at(name, transitions.APPROVE, transitions.SEND)

	def _content_at(self, name: str, *acts: str) -> str | None:
		"""At the last of these acts."""
		where = {"file_doctype": self.doctype, "file_name": name, "act": ("in", acts)}
		kept = frappe.db.get_value("Approval Step", where, "results", order_by="sequence desc")
		return json.loads(kept or "{}").get("content")

	# Places and days

	def work_out(self, doc: Document, on: date) -> routing.FrozenRoute:
		"""The way of a document sent on a day (`routes.work_out`)."""
		return routes.work_out(doc, on)

	def deadline(self, doc: Document, level: str) -> date | None:
		"""Until when a level is to act, besides its own days."""
		return None

	def still_open(self, files: Table) -> Criterion | None:
		"""Condition on waiting documents: acts on them are still taken. None: on all."""
		return None

	# Reading and writing

	def lock(self, name: str, closed_too: bool = False) -> Document:
		"""The document, its row locked until the transaction ends. Raises DoesNotExistError."""
		return frappe.get_doc(self.doctype, name, for_update=True)

	def save(self, docs: Sequence[Document]) -> None:
		"""Write locked documents after an act; one that has ended is put in force, or out of it."""
		for doc in docs:
			if doc.state == transitions.APPROVED and doc.docstatus.is_draft():
				self.put_in_force(doc)
			elif doc.state == transitions.WITHDRAWN and doc.docstatus.is_submitted():
				self.put_out_of_force(doc)
			else:
				approvable.write_columns(doc)

	def put_in_force(self, doc: Document) -> None:
		approvable.submit(doc)

	def put_out_of_force(self, doc: Document) -> None:
		approvable.cancel(doc)

	def results(self, doc: Document, act: str) -> str:
		"""Content of the document that the step of an act keeps, as JSON; "": nothing."""
		return frappe.as_json({"content": self.content_digest(doc)}, indent=None)

	# What a reviewer sees before opening it

	def doubts(self, row: Any) -> list[str]:
		"""Points of a waiting document (its columns) that are worth a look, in words."""
		found = [_("returned by the level above")] if row["returned_by"] else []
		return [*found, _("sent again after it was returned")] if (row["round"] or 0) > 1 else found

	# Words

	def author_words(self) -> str:
		"""Name of the author's place in the chain."""
		return _("Drafting")

	def act_words(self) -> dict[str, str]:
		"""{act: what the log calls it}, where other words fit than everybody's."""
		return {transitions.APPROVE: _("Approved"), transitions.WITHDRAW: _("Withdrawn")} | self.fate_words()

	def fate_words(self) -> dict[str, str]:
		"""Words of the log for a document that has ended with its organisation, and for the undoing of this."""
		return {
			transitions.SET_OUTSIDE: _("Ended with its organization"),
			transitions.TAKE_IN: _("Goes on, its organization lives again"),
		}

	def words(self) -> str:
		"""Name of one of them."""
		return _(self.doctype)

	def address(self, name: str) -> str:
		"""The desk address at which a person acts on it."""
		return f"/app/{frappe.scrub(self.doctype).replace('_', '-')}/{name}"

	def own_address(self, name: str) -> str:
		"""The desk address at which its author sees what became of it."""
		return self.address(name)


def of(doctype: str) -> Kind:
	"""Particulars of documents of this kind. Raises UnknownKindError."""
	found = known().get(doctype)
	if not found:
		message = _("{0} does not go through the approval.").format(escape_html(_(str(doctype)[:140])))
		frappe.throw(message, UnknownKindError, title=_("Not Possible Now"))
	return found


def require_criteria(doctype: str) -> None:
	"""Raise UnknownKindError unless documents of this kind are judged criterion by criterion."""
	if not of(doctype).has_criteria:
		message = _("{0} has no criteria to judge.").format(escape_html(_(doctype)))
		frappe.throw(message, UnknownKindError, title=_("Not Possible Now"))


def open_only(doctype: str, files: Table, where: Criterion) -> Criterion:
	"""`where`, less the documents of this kind that keep waiting though no act on them is taken any more."""
	still_open = of(doctype).still_open(files)
	return where & still_open if still_open else where


def known() -> dict[str, Kind]:
	"""{doctype: kind} of this site's apps; found once a request."""
	kinds: dict[str, Kind] | None = getattr(frappe.local, "bontot_approvable_kinds", None)
	if kinds is None:
		hooks = frappe.get_hooks("approvable_kinds", {})
		kinds = {doctype: frappe.get_attr(paths[-1])() for doctype, paths in hooks.items()}
		frappe.local.bontot_approvable_kinds = kinds
	return kinds


def documents() -> Iterable[Kind]:
	"""All kinds besides evaluations, in the order of their names."""
	return [kind for doctype, kind in sorted(known().items()) if not kind.has_criteria]
