"""What this module brings to a site: the sequence of serials, and levels, kinds, sectors and positions as data."""

import json
from pathlib import Path

import frappe

from bontot.organization import own_things, tree

DATA = Path(__file__).parent / "data"
# In this order: kinds name levels.
SHIPPED = (
	("Organization Level", "levels.json"),
	("Organization Kind", "kinds.json"),
	("Organization Sector", "sectors.json"),
	("Position", "positions.json"),
)
# Counting all rows in reach, the sidebar's statistics and the refresh at every change of anybody cost more than they tell.
QUIET_LISTS = ("Party Organization", "Party Member", "Seat")
QUIET = {"disable_count": 1, "disable_sidebar_stats": 1, "disable_auto_refresh": 1}


def install() -> None:
	make_sequence()
	own_things.install()
	for doctype, file in SHIPPED:
		insert_missing(doctype, json.loads((DATA / file).read_text()))
	for doctype in QUIET_LISTS:
		if not frappe.db.exists("List View Settings", doctype):
			# As above: the installing administrator.
			frappe.get_doc({"doctype": "List View Settings", "name": doctype, **QUIET}).insert(
				ignore_permissions=True
			)


def make_sequence() -> None:
	"""Made once; afterwards moved past the serials in use (a restored dump may bring rows without the sequence)."""
	if not _sequence_exists():
		frappe.db.sql_ddl(f"create sequence `{tree.SEQUENCE}` start with 1 nocache nocycle")
	highest = frappe.db.sql("select max(serial) from `tabParty Organization`")[0][0]
	if highest:
		frappe.db.sql(f"select setval(`{tree.SEQUENCE}`, %s)", (highest,))  # never moves it back


def _sequence_exists() -> bool:
	return bool(
		frappe.db.sql(
			"""select 1 from information_schema.tables
			where table_schema = database() and table_type = 'SEQUENCE' and table_name = %s""",
			(tree.SEQUENCE,),
		)
	)


def insert_missing(doctype: str, rows: list[dict]) -> None:
	"""What is there already stays as its administrator left it."""
	for row in rows:
		if not frappe.db.exists(doctype, row["code"]):
			# The installing administrator; no signed-in person reaches this.
			frappe.get_doc({"doctype": doctype, **row}).insert(ignore_permissions=True)
