"""A list as a secretary's desk asks for it, with the guard in front and without; and no statement of the guard's own.

Nothing of HTTP, session or connection is counted, which all requests pay alike: so the share is an upper bound.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from unittest.mock import patch

import frappe
import frappe.handler
from bontot.guard import front
from bontot.organization.testing import create_test_member, create_test_seat, create_test_tree
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from ops.benchmark import Figure
from ops.ratio import measure as compare
from tests.benchmark._site import site

ROWS, CALLS, PAIRS, AT_MOST = 200, 4, 61, 1.05
PATH = "/api/method/frappe.desk.reportview.get"
ASKED = {
	"doctype": "Party Member",
	"fields": json.dumps(
		[
			f"`tabParty Member`.`{name}`"
			for name in ("name", "full_name", "organization", "owner", "modified", "docstatus")
		]
	),
	"filters": json.dumps([["Party Member", "full_name", "like", "%a%"]]),
	"order_by": "`tabParty Member`.`modified` desc",
	"start": "0",
	"page_length": "100",
	"view": "List",
	"with_comment_count": "1",
}


def measure() -> Iterator[Figure]:
	with site():
		unit = create_test_tree()
		person = create_test_seat(unit.cell_a, "bi_thu_chi_bo").user
		for place in range(ROWS):
			create_test_member(unit.cell_a, full_name=f"Đảng viên {place} a")
		frappe.set_user(person)
		frappe.session.data = frappe._dict(csrf_token="t")
		frappe.session.sid = "a" * 56
		frappe.local.login_manager = frappe._dict(resume=True)
		frappe.local.is_ajax = True
		request = Request(EnvironBuilder(path=PATH, method="POST").get_environ())
		with patch.object(frappe.local, "request", request, create=True):
			ask(guarded=True)  # fills what is remembered
			require_no_statement()
			ratio = compare(lambda: many(True), lambda: many(False), pairs=PAIRS)
		yield Figure("guard_cost", "the same call without the guard", ratio, at_most=AT_MOST)


def many(guarded: bool) -> None:
	for _call in range(CALLS):
		ask(guarded)


def ask(guarded: bool) -> None:
	frappe.local.form_dict = frappe._dict(ASKED)
	frappe.local.response = frappe._dict(docs=[])
	if guarded:
		front.check()
	frappe.local.form_dict.cmd = PATH.rpartition("/")[2]
	frappe.handler.handle()


def require_no_statement() -> None:
	frappe.local.form_dict = frappe._dict(ASKED)
	with patch.object(frappe.db, "sql", side_effect=AssertionError("the guard asks the database")):
		front.check()
