"""Evaluations that end at the grassroots level and come to the province's knowledge, by routes made for it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from tests.main_job import files
from tests.main_job.round import Round

STEPS = (("co_so", "Appraise", 0), ("tinh", "Receive", 1))  # level, act, may lock
API = "bontot.approval.acts.api"
PROPOSAL = "Reorganization Proposal"


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
			person.post(f"{API}.{act}", doctype="Evaluation", name=file, expected_sequence=shown, **said)
		yield file


@contextmanager
def appraised_below(round: Round) -> Iterator[str]:
	"""A proposal of the cell, agreed to by the level above it; withdrawn in the end."""
	cell = round.organization("cell")
	doc = {
		"doctype": PROPOSAL,
		"title": "Đề nghị đổi tên chi bộ",
		"organization": cell,
		"effective_date": str(round.today + timedelta(days=60)),
		"reason": "Theo tên mới của cơ quan",
		"acts": [{"act": "Rename", "organization": cell, "new_name": "Chi bộ Cơ quan"}],
	}
	name = round.person("secretary").post("frappe.client.insert", doc=doc)["name"]

	def act(label: str, what: str, **said: object) -> None:
		person = round.person(label)
		shown = person.get(f"{API}.get_document", doctype=PROPOSAL, name=name)["step_sequence"]
		person.post(f"{API}.{what}", doctype=PROPOSAL, name=name, expected_sequence=shown or 0, **said)

	with route(round, PROPOSAL):
		act("secretary", "send")
		act("reviewer", "agree")
		try:
			yield name
		finally:
			act("secretary", "withdraw", reason="Hết kiểm tra")
