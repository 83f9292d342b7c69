"""Fifty cells more in the trial province, and their files filled in and sent: what a reviewer meets in December. Twenty in
another branch, whose files have climbed to the province already: what its officer has besides.

`bench execute bontot.demo.crowd.build` once the trial stands and its period is open, then `….send` once their files are,
`….clear_doubts` for those that are to be agreed to together, and `….rate` before titles are decided.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import frappe
from frappe.utils import getdate

from bontot.approval.acts import service
from bontot.approval.core.adoption_rules import Votes
from bontot.demo import bulk, trial
from bontot.evaluation.answers import service as evaluations
from bontot.organization import tree
from bontot.outbox.conflicts import run_again_on_conflict
from bontot.outbox.driver import acting_as
from bontot.rating.doctype.annual_rating.annual_rating import rating_name
from bontot.rating.rules import MEMBER, ORGANIZATION, WELL

COUNT, FAR = 50, 20
WEAK, UNMET = "so-07", "cbdv_1"  # one of them says itself that it has not met this
REMARK = (
	"Chi bộ mới thành lập; đã kiểm điểm tại buổi sinh hoạt chi bộ."  # also where the records lack a meeting
)
MEMBERS = ("Nguyễn Văn Nhất", "Trần Thị Nhị", "Lê Văn Tam")


def told() -> dict:
	return json.loads(Path(frappe.get_site_path(trial.FILE)).read_text())


def user_of(label: str) -> str:
	return told()["accounts"][label]["user"]


def build() -> None:
	"""Add the cells below the trial's grassroots organisation and below one of another body, all kept by the neighbour's
	account; at the other one the cell's secretary and the body's office appraise."""
	near, province = told()["organizations"]["grassroots"], told()["organizations"]["province"]
	body = trial.add_organization("xa", "truc_thuoc_tinh", province, "Đảng bộ Xã Kiểm Tra")
	far = trial.add_organization("xa-co-so", "dang_bo_co_so", body, "Đảng bộ Cơ sở Xã Kiểm Tra")
	today = getdate()
	founded = today.replace(day=1)  # nothing was due of them yet, so no record lacks
	trial.add_seat(far, "can_bo_tham_dinh", user_of("secretary"), today)
	trial.add_seat(body, "can_bo_tham_dinh", user_of("office"), today)
	for number in range(1, COUNT + FAR + 1):
		name = f"Chi bộ Kiểm Tra số {number:02}"
		above = near if number <= COUNT else far
		cell = trial.add_organization(f"so-{number:02}", "chi_bo_truc_thuoc", above, name, founded)
		trial.add_seat(cell, "bi_thu_chi_bo", user_of("neighbour"), founded + timedelta(days=30))
		for full_name in MEMBERS:
			trial.add_member(cell, full_name, today)


def send() -> None:
	"""As their secretary: answer what the records leave open, and send each file; those of the other branch are agreed to."""
	table, organization = frappe.qb.DocType("Evaluation"), frappe.qb.DocType("Party Organization")
	query = frappe.qb.from_(table).join(organization).on(organization.name == table.organization)
	query = query.select(table.name, organization.code).where(organization.code.like(f"{trial.MARK}-so-%"))
	for file, code in query.where(table.state == "Draft").orderby(organization.code).run():
		send_one(file, code)
		frappe.db.commit()  # each act is one, as it is for a person


@run_again_on_conflict  # workers may be at the files that were opened
def send_one(file: str, code: str) -> None:
	with acting_as(user_of("neighbour")):
		doc = evaluations.lock(file)
		for item in doc.items:
			if item.computed_result in ("Awaiting Rating", "Not Yet Due"):
				continue
			weak = code.endswith(WEAK) and item.criterion_key == UNMET
			item.self_result, item.remark = "Not Met" if weak else "Met", REMARK
		evaluations.set_counts(doc)
		evaluations.save(doc)
		service.send("Evaluation", file, doc.step_sequence or 0, votes=Votes(len(MEMBERS), 0, 0))
	for label in ("secretary", "office") if int(code[-2:]) > COUNT else ():
		with acting_as(user_of(label)):
			service.agree("Evaluation", file, frappe.db.get_value("Evaluation", file, "step_sequence"))


def rate() -> None:
	"""Decide the year's ratings of these cells and their members, as the bodies above them have."""
	bulk.insert("Annual Rating", ratings())
	frappe.db.commit()  # as above


def ratings() -> Iterator[dict]:
	today = getdate()
	where = {"code": ("like", f"{trial.MARK}-so-%")}
	cells = frappe.get_all(tree.DOCTYPE, where, ["name", "path", "organization_name", "parent_organization"])
	for cell in cells:
		members = frappe.get_all("Party Member", {"organization": cell.name}, ["name", "full_name"])
		subjects = [(ORGANIZATION, cell.name, cell.organization_name, None)]
		subjects += [(MEMBER, one.name, one.full_name, one.name) for one in members]
		for subject, name, label, member in subjects:
			yield {
				"name": rating_name(name, today.year),
				"title": f"{label}: {today.year}",
				"subject": subject,
				"organization": cell.name,
				"organization_path": cell.path,
				"member": member,
				"year": today.year,
				"state": "Decided",
				"deciding_organization": cell.parent_organization,
				"comparison_group": cell.parent_organization,
				"grade": WELL,
				"decision_number": "15-QĐ/ĐU",
				"decided_on": today,
				"decided_elsewhere": 1,
			}


@run_again_on_conflict  # workers may be at what was sent
def clear_doubts() -> None:
	"""Let nothing be doubtful about what waits in the trial province but that a criterion is said not to be met: as where
	evidence and records are all there, which fifty new cells do not have."""
	files, item = frappe.qb.DocType("Evaluation"), frappe.qb.DocType("Evaluation Item")
	low, high = tree.path_range(tree.path_of(told()["organizations"]["province"]))
	here = (files.organization_path >= low) & (files.organization_path < high)
	waiting = here & (files.state == "Under Appraisal")
	names = frappe.qb.from_(files).select(files.name).where(waiting).run(pluck=True)
	own = item.parent.isin(names or [""]) & (item.self_result == "Met")
	proven = frappe.qb.update(item).set(item.evidence_count, 1).where(own & (item.evidence_count == 0))
	proven.run()
	contradicted = own & (item.computed_result == "Not Met")
	frappe.qb.update(item).set(item.computed_result, "Met").where(contradicted).run()
	frappe.qb.update(files).set(files.changed_count, 0).where(waiting).run()
	frappe.db.commit()  # for the people at their windows
