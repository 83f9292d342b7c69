"""Columns and values of one question: each is there, fits, and is the person's to ask for.

What the framework's query cannot carry is refused here and named: behind this it would be a failure of the server.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import frappe
from frappe import _
from frappe.model import child_table_fields, default_fields, table_fields

from bontot import arguments, query_grammar, query_values
from bontot.organization import access
from bontot.query_grammar import Column, Condition

# What one person may know of another's account. Never the key of a password reset, nor addresses of computers.
ACCOUNT_FIELDS = frozenset((
	"name", "email", "username", "full_name", "first_name", "middle_name", "last_name", "user_image", "enabled",
	"user_type", "language", "time_zone", "desk_theme", "creation", "modified", "owner", "modified_by", "idx", "docstatus",
))  # fmt: skip
EVERYWHERE = frozenset(
	("_user_tags", "_comments", "_assign", "_liked_by")
)  # in every table but those of rows
SEEN = "_seen"
NOT_LOOKED_AT = EVERYWHERE | {
	SEEN,
	*child_table_fields,
}  # of what is shown the framework finds out itself whether there is such a field, but for these
OF_EVERY_ROW = NOT_LOOKED_AT | {*default_fields}
ASSIGNED_TO = "assigned_to"  # what the sidebar of a list calls the people of `_assign`
FIGURE = "_aggregate_column"  # what the report builder calls the figure of its groups
NUMBERS = frozenset(("Int", "Float", "Currency", "Percent", "Check", "Rating", "Duration", "Long Int"))
STANDARD_NUMBERS = ("docstatus", "idx")


class FieldNotOpenError(frappe.PermissionError):
	"""The request names a field that the person may not read, or a door that is not theirs (HTTP 403)."""


@dataclass(frozen=True, slots=True)
class Asked:
	"""One question: of which kind of document, and what else is known before its columns are looked at."""

	doctype: str | None
	aliases: frozenset[str] = frozenset()  # names that the request itself gives to columns
	joined: bool = False  # other tables come in: a bare name could stand in each of them
	metas: dict[str, Any] = field(default_factory=dict, compare=False)  # looked up for this question

	def meta(self, doctype: Any):
		"""`known_meta`, once a question."""
		if doctype not in self.metas:
			self.metas[doctype] = known_meta(doctype)
		return self.metas[doctype]


def require(form: Mapping[str, Any], doctype: str | None, *, of_any: bool = False) -> None:
	"""Raise ArgumentError for what is no column, is not there or does not fit; FieldNotOpenError for what is not open.

	Columns of what is no kind of document are refused: nothing says which may be asked. `of_any`: what is named so need be none.
	"""
	try:
		parts = list(query_grammar.parts(form))
	except query_grammar.NotPlainError as error:
		arguments.wrong_kind([error.args[0]])
	if not parts or (of_any and not doctype):
		return
	if not known_meta(doctype):
		arguments.wrong_kind(["doctype"])
	columns = [part.column if isinstance(part, Condition) else part for part in parts]
	aliases = {column.alias for column in columns if column.alias}
	if form.get("aggregate_function"):
		aliases.add(FIGURE)
	joined = any(column.link or column.doctype not in (None, doctype) for column in columns)
	asked = Asked(doctype, frozenset(aliases), joined)
	if form.get("aggregate_on_doctype") not in (None, ""):
		require_table(form["aggregate_on_doctype"], doctype)
	if form.get("stats") not in (None, ""):
		require_countable(form["stats"], asked)
	for part in parts:
		column = part.column if isinstance(part, Condition) else part
		require_other_name(column, asked)
		require_column(column, asked)
		if isinstance(part, Condition):
			require_fit(part, asked)


def require_other_name(column: Column, asked: Asked) -> None:
	"""Refuse to hand out a column under the name of another, for which it would be taken: a text of one's own for the code of a
	foreign document, whose title is then told (`synthesis.link_titles`), or for people, whose names are.
	"""
	if column.alias in (
		None,
		column.field,
		f"{column.link}_{column.field}",
	):  # the last as lists name a title
		return
	meta = asked.meta(asked.doctype)
	if column.alias in OF_EVERY_ROW or meta.get_field(column.alias):
		arguments.wrong_kind([column.alias])


def require_countable(stats: Any, asked: Asked) -> None:
	"""The framework leaves out what is empty, and asks a time of day whether it is an empty text."""
	meta = asked.meta(asked.doctype)
	for column in query_grammar.parts({"stats": stats}):
		field = meta.get_field(column.field) if meta else None
		if field and field.fieldtype == "Time":
			arguments.wrong_kind([column.field])


def require_column(column: Column, asked: Asked) -> None:
	table = column.doctype or asked.doctype
	if table != asked.doctype and asked.doctype:
		require_table(table, asked.doctype)
	if (
		column.field == "*"
		and (column.function or column.shown)
		and (column.function == "count" or table != "User")
	):
		return  # all there are: the framework leaves away what is not open
	if column.sorts and not column.doctype and column.field in asked.aliases:
		return
	if table == "User":
		if column.link or column.field not in ACCOUNT_FIELDS:
			refuse(f"{column.link}.{column.field}" if column.link else column.field)
		return
	meta = asked.meta(table)
	if column.link:
		require_linked(column, meta.get_field(column.link), asked)
		return
	if asked.joined and not column.doctype and (column.sorts or column.function):
		arguments.wrong_kind([column.field])  # of several tables the database would not know which is meant
	require_own(column, meta, asked)


def require_own(column: Column, meta, asked: Asked) -> None:
	"""A column of the table itself."""
	field = meta.get_field(column.field)
	unproven = field or not column.shown or column.field in NOT_LOOKED_AT
	if unproven and not has_column(meta, column.field) and not (column.alone and column.field == ASSIGNED_TO):
		refuse(column.field)  # the database would fail on it
	if column.function in ("sum", "avg") and not is_number(column.field, field):
		arguments.wrong_kind([column.field])
	if field and field.permlevel and not column.shown and not may_read_level(meta, field.permlevel, asked):
		refuse(
			column.field
		)  # what is handed out, the framework leaves away; what is filtered by, it does not


def require_table(table: Any, asked: str) -> None:
	"""Raise ArgumentError unless it is the kind of document that is asked for, or one of its tables."""
	if table == asked:
		return
	tables = [field.options for field in known_meta(asked).get_table_fields()]
	if not isinstance(table, str) or table not in tables:
		arguments.wrong_kind([str(table)])


def require_linked(column: Column, link, asked: Asked) -> None:
	"""Refuse any field of a linked document but its title, which is shown everywhere."""
	if link and link.fieldtype in table_fields:
		require_column(Column(column.field, link.options, shown=column.shown), Asked(None))
		return
	if (
		not link
		or link.fieldtype != "Link"
		or column.field not in ("name", frappe.get_meta(link.options).title_field)
	):
		refuse(f"{column.link}.{column.field}")


def require_fit(condition: Condition, asked: Asked) -> None:
	column = condition.column
	meta = asked.meta(column.doctype or asked.doctype)
	field = meta.get_field(column.field) if meta else None
	kind = "Moment" if column.field in query_values.MOMENTS else field.fieldtype if field else ""
	if meta and not query_values.fits(condition.operator, condition.value, kind):
		arguments.wrong_kind([column.field])


def has_column(meta, name: str) -> bool:
	"""Whether the table has such a column; a kind of which there is one document has all its fields."""
	if name in EVERYWHERE:
		return not meta.istable and not meta.issingle
	if name == SEEN:
		return bool(meta.track_seen)
	field = meta.get_field(name)
	return name in meta.get_valid_columns() and not (field and field.get("is_virtual"))


def is_number(name: str, field) -> bool:
	return field.fieldtype in NUMBERS if field else name in STANDARD_NUMBERS


def known_meta(doctype: Any):
	"""The remembered meta of a kind of document, without a question to the database; None for what is no kind's very name."""
	try:
		meta = frappe.get_meta(doctype) if doctype else None
	except frappe.DoesNotExistError:
		frappe.clear_messages()
		return None
	return meta if meta and meta.name == doctype else None


def may_read_level(meta, level: int, asked: Asked) -> bool:
	parent = access.PARENTS.get(meta.name) or (asked.doctype if asked.doctype != meta.name else None)
	return level in meta.get_permlevel_access("read", parenttype=parent if meta.istable else None)


def refuse(field: str) -> None:
	message = _("The field {0} is not open to you. Leave it out and try again.")
	frappe.throw(message.format(frappe.utils.escape_html(field)), FieldNotOpenError)
