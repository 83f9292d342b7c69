"""A file that ends at the grassroots level and comes to the province's knowledge, by a route made for it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tests.main_job import files
from tests.main_job.round import Round

STEPS = (("co_so", "Appraise", 0), ("tinh", "Receive", 1))  # level, act, may lock


@contextmanager
def concluded_below(round: Round) -> Iterator[str]:
	"""The cell's six-month file, concluded by the level above it; the route goes again, the province stays."""
	administrator = round.signed_in("Administrator", round.password("administrator"))
	rows = [
		{"level": level, "act": act, "days_allowed": 5, "may_skip_if_absent": 1, "may_lock": lock}
		for level, act, lock in STEPS
	]
	route = {
		"doctype": "Approval Route",
		"title": "Sơ kết ở cơ sở, tỉnh nhận để biết (kiểm tra)",
		"document_kind": "Evaluation",
		"period_kind": "Six-Month",
		"valid_from": "2026-01-01",
		"priority": 99,
		"steps": rows,
	}
	name = administrator.post("frappe.client.insert", doc=route)["name"]
	try:
		period = files.open_period(round, "Six-Month")
		file = f"{round.organization('cell')}-{period}"
		for label, act, said in (("secretary", "send", {"votes_for": 4}), ("reviewer", "agree", {})):
			person = round.person(label)
			if act == "send":
				files.fill(person, file)
			shown = files.sequence(person, file)
			person.post(f"bontot.approval.api.{act}", evaluation=file, expected_sequence=shown, **said)
		yield file
	finally:
		administrator.post("frappe.client.delete", doctype="Approval Route", name=name)
