"""What ends at the grassroots level and comes to the province's knowledge, by routes made for it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tests.main_job import files
from tests.main_job.round import Round

STEPS = (("co_so", "Appraise", 0), ("tinh", "Receive", 1))  # level, act, may lock
API = "bontot.approval.api"


@contextmanager
def route(round: Round, document_kind: str, period_kind: str = "") -> Iterator[None]:
	"""A route of these steps that beats all others, and goes again."""
	administrator = round.signed_in("Administrator", round.password("administrator"))
	rows = [
		{"level": level, "act": act, "days_allowed": 5, "may_skip_if_absent": 1, "may_lock": lock}
		for level, act, lock in STEPS
	]
	doc = {
		"doctype": "Approval Route",
		"title": "Cơ sở kết thúc, tỉnh nhận để biết (kiểm tra)",
		"document_kind": document_kind,
		"period_kind": period_kind,
		"valid_from": "2026-01-01",
		"priority": 99,
		"steps": rows,
	}
	name = administrator.post("frappe.client.insert", doc=doc)["name"]
	try:
		yield
	finally:
		administrator.post("frappe.client.delete", doctype="Approval Route", name=name)


@contextmanager
def concluded_below(round: Round) -> Iterator[str]:
	"""The cell's six-month file, concluded by the level above it; the province stays."""
	with route(round, "Evaluation", "Six-Month"):
		period = files.open_period(round, "Six-Month")
		file = f"{round.organization('cell')}-{period}"
		for label, act, said in (("secretary", "send", {"votes_for": 4}), ("reviewer", "agree", {})):
			person = round.person(label)
			if act == "send":
				files.fill(person, file)
			shown = files.sequence(person, file)
			person.post(
				f"bontot.approval.api.{act}", doctype="Evaluation", name=file, expected_sequence=shown, **said
			)
		yield file


@contextmanager
def appraised_below(round: Round) -> Iterator[str]:
	"""Minutes of the cell, appraised by the level above it."""
	with route(round, "Meeting"):
		[row] = round.person("secretary").get(
			"frappe.client.get_list",
			doctype="Meeting",
			filters={"organization": round.organization("cell"), "meeting_kind": "Cell Thematic"},
			fields=["name"],
			order_by="meeting_date desc",
			limit_page_length=1,
		)
		for label, act in (("secretary", "send"), ("reviewer", "agree")):
			person = round.person(label)
			shown = person.get(f"{API}.get_document", doctype="Meeting", name=row["name"])["step_sequence"]
			values = {"doctype": "Meeting", "name": row["name"], "expected_sequence": shown or 0}
			person.post(f"{API}.{act}", **values)
		yield row["name"]
