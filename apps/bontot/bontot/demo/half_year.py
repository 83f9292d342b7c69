"""The six-month review of a small synthetic province: opened for everybody, gone through by all levels, reported on, closed.

Its acts are of the day on which the demo is made, as the log says, and so are its deadlines: nobody was late.
"""

from __future__ import annotations

from datetime import date

import frappe

from bontot.approval.acts import service
from bontot.demo import review
from bontot.demo.structure import Placed
from bontot.evaluation.period import closing, opening
from bontot.outbox import driver
from bontot.outbox.driver import acting_as

REPORT = "Summary Report"
WORDS = {
	"good_practice": "Giao ban bí thư chi bộ hằng tuần; mỗi chi bộ chọn một việc khó để làm cho xong trong quý.",
	"difficulties": "Một số chi bộ ít đảng viên, khó bố trí lịch sinh hoạt chuyên đề.",
	"proposals": "Đề nghị tập huấn cách ghi biên bản cho bí thư chi bộ mới.",
}


def play(placed: dict[str, Placed], seed: int, day: date) -> None:
	"""Nothing before July, when there is no half-year to look back on; what a killed run did is not done again."""
	if day.month < 7:
		return
	province = placed["02"]
	officer = review.user_of(province, "can_bo_btc_tinh")
	period = open_period(province.name, officer, day)
	if frappe.db.get_value("Review Period", period, "state") == "Closed":
		return
	for spot in placed.values():
		file = f"{spot.name}-{period}"
		if review.state_of(file) == "Draft":
			review.send(spot, file, seed)
	for level in ("co_so", "truc_thuoc_tinh", "tinh"):
		for file, _organization, awaited in review.waiting(period, level):
			review.act(awaited, "agree", file)
	report(placed["02.001"], period)
	agree_to_report(province, period)
	with acting_as(officer):
		closing.close(period)
	frappe.db.commit()  # each act is one, as it is for a person
	driver.drain()


def open_period(province: str, officer: str, day: date) -> str:
	kind = {"organization": province, "year": day.year, "period_kind": "Six-Month"}
	period = frappe.db.get_value("Review Period", kind)
	with acting_as(officer):
		if not period:
			title, framework = f"Sơ kết 6 tháng đầu năm {day.year}", review.framework_of(province)
			spans = {"starts_on": date(day.year, 1, 1), "ends_on": date(day.year, 6, 30)}
			due = {"self_assessment_due_on": day, "report_due_on": day}
			doc = frappe.get_doc(
				doctype="Review Period", title=title, framework=framework, **kind, **spans, **due
			)
			period = doc.insert().name
		if frappe.db.get_value("Review Period", period, "state") == "Draft":
			opening.start(period)
	frappe.db.commit()  # the task is in the table; driven here, since a set-up has no worker running
	driver.drain()
	return period


def report(body: Placed, period: str) -> None:
	"""The body's report on a period, sent to the province."""
	with acting_as(review.user_of(body, "can_bo_van_phong")):
		own = {"organization": body.name, "period": period}
		name = (
			frappe.db.get_value(REPORT, own) or frappe.get_doc(doctype=REPORT, **own, **WORDS).insert().name
		)
		if frappe.db.get_value(REPORT, name, "state") == "Draft":
			service.send(REPORT, name, 0)
	frappe.db.commit()  # as above


def agree_to_report(province: Placed, period: str) -> None:
	where = {"period": period, "awaiting_organization": province.name}
	for name in frappe.get_all(REPORT, where, pluck="name"):
		with acting_as(review.user_of(province, "can_bo_tham_dinh")):
			service.agree(REPORT, name, frappe.db.get_value(REPORT, name, "step_sequence"))
		frappe.db.commit()  # as above
