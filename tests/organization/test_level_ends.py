"""The end of a level in one transaction, on a province of the size asked with years of files in it.

BONTOT_TREE_SIZE: S (about 75 organisations; the short profile) or P (10,000 organisations, 136,000 members).
BONTOT_TREE_YEARS: how many years of meetings, files and duties lie there. All of it is rolled back.
"""

from __future__ import annotations

import hashlib
import os
import sys
import time
import unittest
from types import SimpleNamespace

import frappe
from bontot.organization import tree
from bontot.organization.testing import create_test_organization
from bontot.outbox.testing import run_now
from bontot.reorganization import preview, service
from bontot.reorganization.testing import create_test_reorganization
from frappe.model.document import Document
from frappe.utils import create_batch

from tests.benchmark._site import site
from tests.organization import ground

# bodies, grassroots organisations in each, cells in each, members in a cell
SIZES = {"S": (3, 4, 5, 14), "P": (20, 12, 41, 14)}
SIZE = os.environ.get("BONTOT_TREE_SIZE", "S")
YEARS = int(os.environ.get("BONTOT_TREE_YEARS", "1"))
LAST_YEAR = 2025
DAY = "2026-07-01"
BOUND_SECONDS = {"S": 60, "P": 900}  # for the largest case; an ordinary decision takes a second or two
STANDARD = ("name", "creation", "modified", "owner", "modified_by", "docstatus", "idx")


class TestLevelEnds(unittest.TestCase):
	def setUp(self) -> None:
		self.enterContext(site())
		self.place = build(*SIZES[SIZE])

	def test_a_level_ends_and_closed_periods_stay_byte_for_byte(self) -> None:
		counts = {table: frappe.db.count(table, {"name": ("like", "LE-%")}) for table in TABLES}
		before, places = digests(), said_places()
		acts = [{"act": "End Level", "organization": self.place.name, "level": "truc_thuoc_tinh"}]
		doc = create_test_reorganization(self.place.name, DAY, acts)
		began = time.monotonic()
		said = preview.describe(doc)
		previewed = time.monotonic() - began
		self.assertEqual(said["problems"], [])
		task = service.enter(doc.name)["task"]
		began = time.monotonic()
		run_now(task)
		seconds = time.monotonic() - began
		doc.reload()
		self.assertEqual(doc.state, "Applied", doc.problems)
		after = digests()
		print(
			f"size {SIZE}, {YEARS} year(s): level ended in {seconds:.1f} s, preview {previewed:.1f} s; rows {counts}; "
			f"closed periods' digests {before} before, {after} after",
			file=sys.stderr,
		)
		self.assertEqual([table for table in TABLES if not counts[table]], [], "nothing lies there")
		self.assertEqual(after, before)
		now = said_places()
		self.assertEqual([table for table in places if now[table] == places[table]], [], "nobody moved there")
		self.assertEqual(wrong(self.place), [])
		bodies, grassroots, cells, _members = SIZES[SIZE]
		counted = {line["what"]: line["count"] for line in said["lines"]}
		self.assertEqual(sorted(counted.values())[-1], bodies * grassroots * (1 + cells))
		self.assertLess(seconds, BOUND_SECONDS[SIZE])


# What a closed period said and decided, and the columns of each that follow today's tree, for access.
RESULTS = {
	"Evaluation": ("organization_path", "awaiting_path"),
	"Evaluation Item": (),
	"Frozen Figure": ("organization_path",),
	"Recognition": ("organization_path",),
	"Annual Rating": ("organization_path",),
	"Approval Step": ("organization_path",),
	"Summary Report": ("organization_path", "awaiting_path"),
}
TABLES = ("Party Organization", "Party Member", "Meeting", "Obligation", *RESULTS)


def build(bodies: int, grassroots: int, cells: int, members: int) -> SimpleNamespace:
	"""A province by bulk, named LE-…, with the period of each year closed; in this transaction only."""
	top = create_test_organization("tinh", None, "Đảng bộ tỉnh Kết Thúc Cấp")
	place = SimpleNamespace(name=top.name, path=top.path)

	def add(
		kind: str, level: str, parent: str, above: str, base: str | None, upper: str | None
	) -> tuple[str, str]:
		serial = tree.next_serial()
		name, path = f"LE-{serial}", above + tree.segment(serial)
		base, upper = (name if level == "co_so" else base), (name if level == "truc_thuoc_tinh" else upper)
		rows.append(
			(*stamp(name), f"Tổ chức {serial}", kind, level, parent, serial, path, "2000-01-01", base, upper)
		)
		return name, path

	rows: list[tuple] = []
	for _body in range(bodies):
		body, body_path = add("truc_thuoc_tinh", "truc_thuoc_tinh", top.name, top.path, None, None)
		for _base in range(grassroots):
			base, base_path = add("dang_bo_co_so", "co_so", body, body_path, None, body)
			for _cell in range(cells):
				add("chi_bo_truc_thuoc", "chi_bo", base, base_path, base, body)
	columns = ("organization_name", "kind", "level", "parent_organization", "serial", "path", "valid_from")
	columns = (*STANDARD, *columns, "grassroots_organization", "upper_organization")
	for batch in create_batch(rows, 5000):
		frappe.db.bulk_insert(tree.DOCTYPE, columns, batch)
	fill(top, MEMBERS, count=members)
	for year in range(LAST_YEAR - YEARS + 1, LAST_YEAR + 1):
		period = frappe.new_doc("Review Period")
		period.update({"title": f"Năm {year}", "organization": top.name, "organization_path": top.path})
		period.update({"name": f"LE-{year}", "year": year, "state": "Closed", "idx": 0})
		period.set_user_and_timestamp()
		period.db_insert()
		for statement in (FILES, MEETINGS, DUTIES, ITEMS, FIGURES, RECOGNITIONS, RATINGS, STEPS, REPORTS):
			fill(top, statement, year=year)
	return place


def stamp(name: str) -> tuple:
	return (name, NOW, NOW, "Administrator", "Administrator", 0, 0)


NOW = "2025-12-31 08:00:00"
# The rows of millions by the database itself: a row of each table for each organisation, times a sequence.
STAMPED = f"`{'`, `'.join(STANDARD)}`"
STAMP = f"'{NOW}', '{NOW}', 'Administrator', 'Administrator', 0, 0, node.name, node.path"
NODES = "from `tabParty Organization` node {times} where node.path > %(path)s and node.path < %(after)s and node.level {levels}"
MEMBERS = f"""insert into `tabParty Member` ({STAMPED}, organization, organization_path, full_name, state)
	select concat('LE-M', node.name, '-', many.seq), {STAMP}, 'Hà Thị Mai', 'Full'
	{NODES.format(times="join seq_1_to_100 many on many.seq <= %(count)s", levels="= 'chi_bo'")}"""
FILES = f"""insert into `tabEvaluation`
	({STAMPED}, organization, organization_path, period_path, organization_name, upper_organization, period, state)
	select concat('LE-', node.name, '-', %(year)s), {STAMP}, node.path, node.organization_name, node.upper_organization,
		concat('LE-', %(year)s), 'Recognized'
	{NODES.format(times="", levels="is not null")}"""
NAME = "concat('LE-', node.name, '-', %(year)s)"
ITEMS = f"""insert into `tabEvaluation Item`
	({STAMPED}, parent, parenttype, parentfield, criterion_key, self_result, appraised_result, remark, accepted_by_organization)
	select concat({NAME}, '-i', many.seq), '{NOW}', '{NOW}', 'Administrator', 'Administrator', 0, many.seq,
		{NAME}, 'Evaluation', 'items', concat('nvct_', many.seq), 'Met', 'Met', 'Đúng như báo cáo', node.upper_organization
	{NODES.format(times="join seq_1_to_2 many", levels="is not null")}"""
FIGURES = f"""insert into `tabFrozen Figure`
	({STAMPED}, organization, organization_path, period_path, organization_name, organization_kind, evaluation, period,
		path_names, grassroots_organization, upper_organization, state, met_count, item_count, rating, decided_on)
	select {NAME}, {STAMP}, node.path, node.organization_name, node.kind, {NAME}, concat('LE-', %(year)s),
		concat(node.upper_organization, ' › ', node.organization_name), node.grassroots_organization,
		node.upper_organization, 'Recognized', 9, 9, 'Good', concat(%(year)s, '-12-20')
	{NODES.format(times="", levels="is not null")}"""
RECOGNITIONS = f"""insert into `tabRecognition`
	({STAMPED}, organization, organization_path, organization_name, year, evaluation, decided_on, state, streak_years)
	select {NAME}, {STAMP}, node.organization_name, %(year)s, {NAME}, concat(%(year)s, '-12-20'), 'Valid', 2
	{NODES.format(times="", levels="is not null")}"""
RATINGS = f"""insert into `tabAnnual Rating`
	({STAMPED}, organization, organization_path, title, year, subject, state, deciding_organization, grade, decided_on)
	select {NAME}, {STAMP}, node.organization_name, %(year)s, 'Organization', 'Decided', node.upper_organization, 'Good',
		concat(%(year)s, '-12-10')
	{NODES.format(times="", levels="is not null")}"""
STEPS = f"""insert into `tabApproval Step`
	({STAMPED}, organization, organization_path, file_doctype, file_name, sequence, round, act, acted_at,
		acting_organization, above_organization, to_organization, hash)
	select {NAME}, {STAMP}, 'Evaluation', {NAME}, 1, 1, 'Send', '{NOW}', node.name, node.upper_organization,
		node.upper_organization, sha2({NAME}, 256)
	{NODES.format(times="", levels="is not null")}"""
REPORTS = f"""insert into `tabSummary Report`
	({STAMPED}, organization, organization_path, title, organization_name, period, state, sent_on, figures, route)
	select {NAME}, {STAMP}, 'Báo cáo năm', node.organization_name, concat('LE-', %(year)s), 'Sent', concat(%(year)s, '-12-28'),
		'{{"eligible": 9}}', node.upper_organization
	{NODES.format(times="", levels="<> 'chi_bo'")}"""
MEETINGS = f"""insert into `tabMeeting` ({STAMPED}, organization, organization_path, meeting_date, status)
	select concat('LE-', node.name, '-', %(year)s, '-', many.seq), {STAMP},
		concat(%(year)s, '-', lpad(many.seq, 2, '0'), '-05'), 'Minuted'
	{NODES.format(times="join seq_1_to_12 many", levels="= 'chi_bo'")}"""
DUTIES = f"""insert into `tabObligation` ({STAMPED}, organization, organization_path, duty, span_label, state)
	select concat('LE-', node.name, '-', %(year)s, '-d', many.seq), {STAMP}, 'LE',
		concat(%(year)s, '-', lpad(many.seq, 2, '0')), 'Done'
	{NODES.format(times="join seq_1_to_18 many", levels="is not null")}"""


def fill(top: Document, statement: str, **values: int) -> None:
	path, after = tree.path_range(top.path)
	frappe.db.sql(statement, {"path": path, "after": after, **values})


def digests() -> dict[str, str]:
	"""{doctype: digest of every byte that the closed periods say there}: all columns but those that follow today's tree."""
	return {
		doctype: hashed(doctype, sorted(set(frappe.db.get_table_columns(doctype)) - set(following)))
		for doctype, following in RESULTS.items()
	}


def said_places() -> dict[str, str]:
	return {
		doctype: hashed(doctype, ["organization_path"]) for doctype, following in RESULTS.items() if following
	}


def hashed(doctype: str, columns: list[str]) -> str:
	names = ", ".join(f"`{column}`" for column in columns)
	found = hashlib.sha256()
	# Doctypes and columns are our own.
	for row in frappe.db.sql(f"select {names} from `tab{doctype}` where name like 'LE-%%' order by name"):
		found.update(repr(row).encode())
	return found.hexdigest()[:12]


def wrong(place: SimpleNamespace) -> list[str]:
	"""The oracle's differences, seen from inside the transaction that made them."""
	rows = frappe.db.sql(ground.ORACLE, {"top": place.name, "path": place.path}, as_dict=True)
	return (
		[row.name for row in rows if row.path != row.wanted]
		+ ground.outliving(place)
		+ ground.misplaced(place)
	)
