"""Acts on evaluations in the steps of both periods: open the period, fill an evaluation, move it."""

from __future__ import annotations

import time
import uuid
from datetime import date

from tests.main_job.client import Person
from tests.main_job.round import Round, wait_until

WAITING = ("Awaiting Rating", "Not Yet Due")


def make_period(round: Round, kind: str) -> str:
	officer, year = round.person("btc"), round.today.year
	last = date(year, 12, 31) if kind == "Year" else date(year, 6, 30)
	due = date(year, 12, 15) if kind == "Year" else date(year, 7, 5)
	doc = {
		"doctype": "Review Period",
		"title": f"{'Tổng kết' if kind == 'Year' else 'Sơ kết 6 tháng'} năm {year} (kiểm tra)",
		"year": year,
		"period_kind": kind,
		"organization": round.organization("province"),
		"framework": round.trial["framework"],
		"starts_on": str(date(year, 1, 1)),
		"ends_on": str(last),
		"self_assessment_due_on": str(due),
		"report_due_on": str(max(due, date(year, 12, 29) if kind == "Year" else date(year, 7, 20))),
	}
	return officer.post("frappe.client.insert", doc=doc)["name"]


def state_of_period(officer: Person, period: str) -> str:
	asked = {"doctype": "Review Period", "filters": {"name": period}, "fieldname": "state"}
	return officer.get("frappe.client.get_value", **asked)["state"]


def open_period(round: Round, kind: str) -> str:
	"""Ban Tổ chức makes a period and opens it; waits until every organisation of the province has its file."""
	officer, period = round.person("btc"), make_period(round, kind)
	first = officer.post("bontot.evaluation.api.open_period", period=period)
	again = officer.post("bontot.evaluation.api.open_period", period=period)
	assert first["task"], f"opening started no task: {first}"
	assert again["task"] in (first["task"], None), f"opening twice started two tasks: {first}, {again}"
	wait_until("the period is open", lambda: state_of_period(officer, period) == "Open", round.unfinished)
	files = officer.get(
		"frappe.client.get_list",
		doctype="Evaluation",
		filters={"period": period},
		fields=["organization"],
		limit_page_length=0,
	)
	wanted = sorted(round.organization(key) for key in ("grassroots", "cell", "neighbour"))
	assert sorted(row["organization"] for row in files) == wanted, f"files were made for {files}"
	return period


def fill(secretary: Person, evaluation: str) -> dict:
	"""Answer every open criterion as a secretary would: take what the records say, judge the rest. Returns the file."""
	file = secretary.get("bontot.evaluation.api.get_evaluation", name=evaluation)
	for item in file["items"]:
		computed = (item.get("computed") or {}).get("result", "")
		if item["locked"] or computed in WAITING or item["self_result"]:
			continue
		save(secretary, evaluation, item, computed or "Met", "Đã kiểm điểm tại buổi sinh hoạt chi bộ.")
	return secretary.get("bontot.evaluation.api.get_evaluation", name=evaluation)


def save(secretary: Person, evaluation: str, item: dict, result: str, remark: str) -> dict:
	"""Save one criterion, the same save twice as a nervous browser does; it must count once."""
	values = {
		"evaluation": evaluation,
		"criterion_key": item["criterion_key"],
		"result": result,
		"remark": remark,
		"revision": item["revision"],
		"save_key": str(uuid.uuid4()),
	}
	first = secretary.post("bontot.evaluation.api.save_item", **values)
	again = secretary.post("bontot.evaluation.api.save_item", **values)
	assert first["revision"] == again["revision"] == item["revision"] + 1, f"saved twice: {first}, {again}"
	return first


def sequence(person: Person, evaluation: str) -> int:
	return person.get("bontot.approval.acts.api.get_document", doctype="Evaluation", name=evaluation)["file"][
		"step_sequence"
	]


def state(person: Person, evaluation: str) -> str:
	return person.get("bontot.approval.acts.api.get_document", doctype="Evaluation", name=evaluation)["file"][
		"state"
	]


def in_queue(person: Person, evaluation: str) -> bool:
	rows = person.get("bontot.approval.queue.api.queue", limit=100)["rows"]
	return evaluation in [row["name"] for row in rows]


def submit_resolution(officer: Person, name: str) -> None:
	doc = officer.get("frappe.client.get", doctype="Resolution", name=name)
	officer.post("frappe.client.submit", doc=doc)


def rate(round: Round, author: str, organization: str) -> None:
	"""A cell proposes the year's ratings of itself and its members; the body above decides them."""
	year = round.today.year
	for subject in ("Organization", "Member"):
		asked = {"organization": organization, "subject": subject, "year": year}
		grid = round.person(author).get("bontot.rating.api.get_grid", **asked)
		rows = [{"name": row["name"], "grade": "Well Completed"} for row in grid["rows"]]
		assert rows, f"nobody is to be rated as {subject}: {grid}"
		round.person(author).post("bontot.rating.api.propose", **asked, rows=rows)
		round.person("rater").post(
			"bontot.rating.api.decide",
			**asked | {"organization": round.organization("grassroots")},
			rows=rows,
			decision_number=unique_number("QD/DU"),
			decided_on=str(round.today),
			members_total=9,
			votes_for=9,
		)


def unique_number(prefix: str) -> str:
	return f"{prefix}-{int(time.time())}"
