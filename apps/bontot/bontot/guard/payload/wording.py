"""Authorship of what is said or handed out: always the signed-in person's, never what a request names."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

import frappe
from frappe.utils import get_fullname

from bontot.guard.targets import Call

COMMENT = "frappe.desk.form.utils.add_comment"
TASKS = frozenset(("frappe.desk.form.assign_to.add", "frappe.desk.form.assign_to.add_multiple"))


def clean(calls: list[Call], form: MutableMapping[str, Any]) -> None:
	"""Set, for everybody and in place, the arguments in which these endpoints are told who acts."""
	names, user = {call.name for call in calls}, frappe.session.user
	if COMMENT in names:
		form["comment_email"], form["comment_by"] = user, get_fullname(user)
	if names & TASKS:
		form.pop("args", None)  # the same once more, in one argument; the desk sends them one by one
		form["assigned_by"] = user
