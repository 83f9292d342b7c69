"""Installation of this module: the sequence of serials, levels, kinds, sectors and positions as data, and the permissions that
the framework leaves to administrators alone though its desk offers the acts to everybody.
"""

import json
from pathlib import Path

import frappe
from frappe.custom.doctype.property_setter.property_setter import make_property_setter
from frappe.permissions import setup_custom_perms

from bontot.organization import tree

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
	let_people_take_back_comments()
	let_people_write_down_tasks()
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
	"""Insert the rows that are missing; those there already stay as their administrator left them."""
	for row in rows:
		if not frappe.db.exists(doctype, row["code"]):
			# The installing administrator; no signed-in person reaches this.
			frappe.get_doc({"doctype": doctype, **row}).insert(ignore_permissions=True)


def let_people_take_back_comments() -> None:
	"""A row of rights for those who wrote one; which comments may go `follow.may_take_back` says."""
	setup_custom_perms("Comment")  # copies the framework's rows, of which ours is one more
	mine = {"parent": "Comment", "role": "All", "permlevel": 0, "if_owner": 1}
	if frappe.db.exists("Custom DocPerm", mine):
		return
	row = frappe.new_doc("Custom DocPerm", parenttype="DocType", parentfield="permissions", **mine)
	row.update(
		{right: 0 for right in ("read", "write", "create", "export", "print", "email", "report", "share")}
	)
	row.delete = 1
	row.insert(ignore_permissions=True)  # the installing administrator
	frappe.clear_cache(doctype="Comment")


def let_people_write_down_tasks() -> None:
	"""The framework's rule asks for oneself on one of a task's two ends, its form leaves both empty."""
	for field in ("assigned_by", "allocated_to"):
		make_property_setter("ToDo", field, "default", "__user", "Text", validate_fields_for_doctype=False)
