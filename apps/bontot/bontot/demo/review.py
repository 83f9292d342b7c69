"""A review under way: the year's period opened, and in a small province files at every stage of the chain.

Everything goes through the services, as the person whose seat it is, so that the log, the queue and the figures are true.
"""

from __future__ import annotations

from datetime import date, timedelta

import frappe

from bontot.approval.acts import service, unmet
from bontot.approval.core.adoption_rules import Votes
from bontot.demo import luck, rated
from bontot.demo.accounts import BRANCH, NEIGHBOUR
from bontot.demo.plan import SIZES
from bontot.demo.structure import Placed
from bontot.evaluation.answers import evidence
from bontot.evaluation.answers import service as evaluations
from bontot.evaluation.period import opening
from bontot.outbox import driver
from bontot.outbox.driver import acting_as

# Of the cells: so many have sent their file; of those so many were agreed to, level by level; some came back.
OPENED_BEFORE = 42  # days
SENT, AGREED, RETURNED = 0.65, 0.6, 0.08
PLAYED_UP_TO = SIZES["S"].organizations  # a whole province is opened, its people are left to do the rest


def play(placed: dict[str, Placed], seed: int, day: date) -> None:
	"""Open the year's period, and move files of a small province along. What a killed run did is not done again."""
	officer = user_of(placed["02"], "can_bo_btc_tinh")
	period = open_year(placed["02"].name, officer, day)
	if len(placed) > PLAYED_UP_TO:
		return
	cells = [
		spot for spot in placed.values() if spot.unit.is_cell and spot.unit.key not in (BRANCH[0], NEIGHBOUR)
	]
	for spot in cells:
		file = f"{spot.name}-{period}"
		if luck.share(seed, "sent", spot.unit.key) < SENT and state_of(file) == "Draft":
			send(spot, file, seed)
	keys = {spot.name: spot.unit.key for spot in placed.values()}
	for level in ("co_so", "truc_thuoc_tinh"):
		for file, organization, awaited in waiting(period, level):
			drawn = luck.share(seed, level, keys[organization])
			if level == "co_so" and (drawn < RETURNED or not has_returned(period)):
				act(awaited, "return_document", file, {"dk_1": "Đề nghị bổ sung minh chứng cụ thể."})
			elif drawn < AGREED:
				act(awaited, "agree", file)
	decide(placed, seed, period, day)


def has_returned(period: str) -> bool:
	return bool(frappe.db.exists("Evaluation", {"period": period, "state": "Returned"}))


def open_year(province: str, officer: str, day: date) -> str:
	existing = year_of(province, day)
	with acting_as(officer):
		period = existing or make_period(province, day)
		opening.start(period)
	if not existing:  # units have had it before them for some weeks: their meetings since then may adopt what they say of it
		frappe.db.set_value("Review Period", period, "opened_on", day - timedelta(days=OPENED_BEFORE))
	frappe.db.commit()  # the task is in the table; driven here, since a set-up has no worker running
	driver.drain()
	return period


def year_of(province: str, day: date) -> str | None:
	return frappe.db.get_value(
		"Review Period", {"organization": province, "year": day.year, "period_kind": "Year"}
	)


def make_period(province: str, day: date) -> str:
	end = date(day.year, 12, 31)
	doc = frappe.get_doc(
		doctype="Review Period",
		title=f"Đánh giá bốn tốt năm {day.year}",
		year=day.year,
		period_kind="Year",
		organization=province,
		framework=framework_of(province),
		starts_on=date(day.year, 1, 1),
		ends_on=end,
		self_assessment_due_on=min(
			end - timedelta(days=12), max(day + timedelta(days=16), date(day.year, 12, 10))
		),
		report_due_on=date(day.year, 12, 29),
	)
	return doc.insert().name


def framework_of(province: str) -> str:
	return frappe.db.get_value("Criteria Framework", {"organization": province, "docstatus": 1})


def state_of(file: str) -> str | None:
	return frappe.db.get_value("Evaluation", file, "state")


def send(spot: Placed, file: str, seed: int) -> None:
	"""The secretary answers what the records leave open, and sends."""
	weak = luck.share(seed, "weak", spot.unit.key) < 0.12
	with acting_as(user_of(spot, "bi_thu_chi_bo" if spot.unit.is_cell else "bi_thu_dang_uy")):
		doc = evaluations.lock(file)
		for item in doc.items:
			if not item.computed_result:
				item.self_result = "Not Met" if weak and item.criterion_key == "cbdv_1" else "Met"
				item.remark = "Đã kiểm điểm tại buổi sinh hoạt chi bộ."
		evaluations.set_counts(doc)
		evaluations.save(doc)
		if int(spot.unit.key[-1]) % 2:
			prove(spot, file)
		service.send(
			"Evaluation", file, doc.step_sequence or 0, votes=Votes(max(1, spot.unit.members - 3), 0, 0)
		)
	frappe.db.commit()  # each act is one, as it is for a person


def prove(spot: Placed, file: str) -> None:
	"""As the file's author: the latest meeting stands behind a criterion that people judge."""
	held = {"organization": spot.name, "status": "Minuted"}
	if meeting := frappe.db.get_value("Meeting", held, order_by="meeting_date desc"):
		evidence.add(file, "dk_1", "", record_doctype="Meeting", record_name=meeting)


def waiting(period: str, level: str) -> list[tuple[str, str, str]]:
	"""(file, its organisation, organisation it waits for) of those that wait to be appraised at a level, in order of the tree."""
	files, organization = frappe.qb.DocType("Evaluation"), frappe.qb.DocType("Party Organization")
	query = frappe.qb.from_(files).join(organization).on(organization.name == files.awaiting_organization)
	query = query.select(files.name, files.organization, files.awaiting_organization).orderby(
		files.organization_path
	)
	query = query.where(
		(files.period == period) & (files.awaiting_act == "Appraise") & (organization.level == level)
	)
	return list(query.run())


def act(organization: str, name: str, file: str, *arguments: object) -> None:
	user = frappe.db.get_value("Seat", {"organization": organization, "position": "can_bo_tham_dinh"}, "user")
	with acting_as(user):
		sequence = frappe.db.get_value("Evaluation", file, "step_sequence")
		getattr(service, name)("Evaluation", file, sequence, *arguments)
	frappe.db.commit()  # as above


def decide(placed: dict[str, Placed], seed: int, period: str, day: date) -> None:
	"""Half of what waits for the province: their yearly ratings first, then one resolution on the titles; the rest is left for
	whoever tries the demo."""
	province = placed["02"]
	filters = {"period": period, "awaiting_organization": province.name, "awaiting_act": "Decide"}
	files = frappe.get_all("Evaluation", filters, ["name", "organization"], order_by="organization_path")
	if not files or frappe.db.exists("Resolution", {"organization": province.name}):
		return
	chosen = files[: (len(files) + 1) // 2]
	rated.add(placed, seed, day, {file.organization for file in chosen})
	with acting_as(user_of(province, "can_bo_van_phong")):
		pass_statuses = unmet.pass_statuses([file.name for file in chosen])
		items = [decided(name, found) for name, found in pass_statuses.items() if found.bar != "waiting"]
		resolution = frappe.get_doc(
			doctype="Resolution",
			organization=province.name,
			number="01-QĐ/TU",
			resolution_date=day,
			members_total=15,
			votes_for=15,
			votes_against=0,
			votes_other=0,
			signer="Nguyễn Văn Ký",
			signer_position="Phó Bí thư Thường trực",
			items=items,
		).insert()
		resolution.submit()
	frappe.db.commit()  # as above
	driver.drain()


def decided(file: str, found: unmet.PassStatus) -> dict[str, str]:
	"""The row of one file: recognised unless something stands against it."""
	if not found.bar and not found.to_confirm:
		return {"evaluation": file, "decision": "Recognize"}
	reason = f"Chưa đạt: {'; '.join((*found.unmet, *found.turned))}."
	return {"evaluation": file, "decision": "Refuse", "reason": reason}


def user_of(spot: Placed, position: str) -> str:
	return frappe.db.get_value("Seat", {"organization": spot.name, "position": position}, "user")
