"""A script in every text field: which fields there are says the site's own meta, what was there comes back afterwards."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape

from bontot.guard.payload import markup
from bontot.organization.access.accounts import plain_name
from bontot.text import without_tags

from tests.bad_days.ground import BENCH, number, rows
from tests.main_job.trial import execute

# Ends whatever it may stand in: an attribute, which then runs when the browser draws it; a text or script, which then
# fails to load a picture. No plain text that a program writes looks like it.
SCRIPT = "'\" onanimationstart=ran({0}) style=animation:planted ></script></style></textarea></title>--><img src=x onerror=ran({0})>"
SHORT_SCRIPT = "'\" onanimationstart=ran({0}) style=animation:planted ><img src=x onerror=ran({0})>"
# What the desk's editor writes of itself, each attribute of which its scripts read, and some write into the page as markup.
OF_EDITOR = (
	"<p title='{1}' class='{1}' style='color: {1}' dir='{1}'>{0}</p>"
	"<span class='mention' data-id='{1}' data-value='{1}' data-denotation-char='{1}' data-is-group='{1}' data-link='{1}'>x</span>"
	"<span class='mention' data-id='{2}' data-value='{2}' data-denotation-char='{2}' data-link='javascript:{1}'>x</span>"
	"<ol><li data-list='{1}'>x</li></ol><pre><div data-language='{1}'>x</div></pre><table><tr><td data-row='{1}'>x</td></tr></table>"
	"<a href='javascript:{1}' target='{1}' data-toggle='tooltip' data-html='true' data-original-title='{1}'>x</a><img alt='{1}' src='{1}'>"
)
# Not Code: records of programs, which nobody types.
TEXTS = (
	"Data", "Small Text", "Text", "Long Text", "Text Editor", "HTML Editor", "Markdown Editor", "Read Only",
)  # fmt: skip
# No words of anybody's: what places, numbers and joins rows, settings that are read as numbers, or what only the app writes
# and reads; with a script in it the row would be found by nobody, and its page could not be opened to be looked at.
NO_WORDS = re.compile(
	r"(?:_|^)(?:path|key|hash|digest|pins|payload|token|code|route|calculator|handler|framework|digest|traces|after|value)$"
)
OF_FRAMEWORK = (("User", "full_name"), ("File", "file_name"))
# What people write to each other about documents, and for themselves.
OF_PEOPLE = (
	("Comment", "content"), ("ToDo", "description"), ("Notification Log", "subject"), ("Notification Log", "email_content"),
	("Note", "title"), ("Note", "content"), ("Event", "subject"), ("Event", "description"), ("Communication", "subject"),
	("Communication", "content"), ("Tag Link", "title"), ("List Filter", "filter_name"),
)  # fmt: skip
KEPT = "_before_planting"
LETTERS_THAT_TELL = 20  # one row from another, where a column is unique


@dataclass(frozen=True, slots=True)
class Plant:
	number: int
	doctype: str
	field: str

	def __str__(self) -> str:
		return f"{self.doctype}.{self.field}"


def fields() -> Iterator[tuple[str, str, int, bool]]:
	"""(doctype, field, letters that fit, whether no two rows may hold the same) of every text column of the app, and of the framework's that people fill in."""
	listed = ", ".join(f"'{kind}'" for kind in TEXTS)
	own = rows(
		"SELECT f.parent, f.fieldname FROM tabDocField f JOIN tabDocType d ON d.name = f.parent"
		" JOIN `tabModule Def` m ON m.name = d.module WHERE m.app_name = 'bontot' AND d.issingle = 0"
		f" AND f.fieldtype IN ({listed}) ORDER BY f.parent, f.idx"
	)
	columns = {
		(table.removeprefix("tab"), column): (int(most), key == "UNI")
		for table, column, most, key in rows(
			"SELECT table_name, column_name, character_maximum_length, column_key FROM information_schema.columns"
			" WHERE table_schema = database() AND character_maximum_length IS NOT NULL"
		)
	}
	for doctype, field in [*map(tuple, own), *OF_FRAMEWORK, *OF_PEOPLE]:
		if not NO_WORDS.search(field) and (doctype, field) in columns:  # virtual fields have no column
			yield doctype, field, *columns[doctype, field]


@contextmanager
def planted(doctypes: tuple[str, ...] = ()) -> Iterator[list[Plant]]:
	"""Every row of these kinds of document (none named: all) bears scripts; before it leaves, all is as it was."""
	chosen = [found for found in fields() if not doctypes or found[0] in doctypes]
	tables = sorted({doctype for doctype, *_field in chosen})
	plants = []
	try:
		for doctype in tables:
			give_back(doctype)  # of a run that was killed
			keep(doctype)
		statements = []
		for place, (doctype, field, most, is_unique) in enumerate(chosen):
			if (
				script := plain_name(SHORT_SCRIPT.format(place))
				if (doctype, field) in OF_FRAMEWORK  # the app keeps them so
				else longest(place, most - LETTERS_THAT_TELL * is_unique)
			):
				statements.append(statement(doctype, field, script, most))
				plants.append(Plant(place, doctype, field))
		rows("; ".join(statements))
		forget()
		yield plants
	finally:
		for doctype in tables:
			give_back(doctype)
		forget()


def longest(place: int, most: int) -> str:
	"""As it can be stored (`guard.payload.stored`): with its tags set apart, or of its markup what the list of elements leaves."""
	whole, short = SCRIPT.format(place), SHORT_SCRIPT.format(place)
	edited = markup.clean(OF_EDITOR.format(whole, escape(whole), escape(escape(whole))))
	ways = (
		without_tags(whole) + escape(short) + edited,
		without_tags(whole) + edited,
		*((without_tags(short), markup.clean(short))[:: 1 if place % 2 else -1]),
	)
	return next((text for text in ways if len(text) <= most), "")


def keep(doctype: str) -> None:
	table = f"`tab{doctype}{KEPT}`"
	rows(f"DROP TABLE IF EXISTS {table}; CREATE TABLE {table} LIKE `tab{doctype}`")
	rows(f"INSERT INTO {table} SELECT * FROM `tab{doctype}`")


def statement(doctype: str, field: str, script: str, most: int) -> str:
	"""The statement; what was there stands behind it, as far as it fits: unique columns stay unique, by the name of the row where there was nothing."""
	quoted = script.replace("'", "''")
	mine = "" if doctype != "User" else " WHERE name NOT IN ('Administrator', 'Guest')"
	there = f"COALESCE(`{field}`, LEFT(name, {LETTERS_THAT_TELL}))"
	kept = f"LEFT(CONCAT('{quoted}', {there}), {min(most, 5000)})"
	return f"UPDATE `tab{doctype}` SET `{field}` = {kept}{mine}"


def give_back(doctype: str) -> None:
	"""Rows made meanwhile (a log of what was opened) stay."""
	table = f"`tab{doctype}{KEPT}`"
	there = number(
		"SELECT count(*) FROM information_schema.tables WHERE table_schema = database()"
		f" AND table_name = 'tab{doctype}{KEPT}'"
	)
	if there:
		rows(f"REPLACE INTO `tab{doctype}` SELECT * FROM {table}; DROP TABLE {table}")


def forget() -> None:
	"""The framework remembers titles and whole documents."""
	execute(BENCH.root, "frappe.clear_cache")
