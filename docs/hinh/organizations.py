"""Pictures of docs/huong-dan/sap-xep-to-chuc.md and nhap-xuat.md."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

from bontot.workbook.testing import headed, write_workbook
from camera import keep, to_top
from playwright.sync_api import expect
from stage import Stage

from tests.main_job.round import wait_until

DRAFT = """async () => {
	const fields = ["name", "kind"];
	const rows = await frappe.db.get_list("Party Organization", { fields, limit: 100 });
	const of = (kind) => rows.find((row) => row.kind === kind).name;
	const doc = await frappe.db.insert({
		doctype: "Reorganization",
		title: "Kết thúc đảng bộ trực thuộc Tỉnh ủy",
		organization: of("tinh"),
		effective_date: `${new Date().getFullYear() + 1}-07-01`,
		decision_number: "45-QĐ/TU",
		decision_date: frappe.datetime.get_today(),
		decision_issuer: "Ban Thường vụ Tỉnh ủy",
		acts: [
			{ act: "End Level", organization: of("tinh"), level: "truc_thuoc_tinh" },
			{ act: "Rename", organization: of("dang_bo_co_so"), new_name: "Đảng bộ cơ sở Thử Nghiệm" },
		],
	});
	return doc.name;
}"""


def plan_a_reorganization(stage: Stage) -> None:
	"""A draft of the throw-away province's officer: looked at, never entered, and gone with the province."""
	officer = stage.window("btc")
	officer.open("/app/reorganization")
	name = officer.page.evaluate(DRAFT)
	officer.open(f"/app/reorganization/{name}")
	preview = officer.page.locator(".bt-reorganization__table").first
	expect(preview).to_be_visible()
	to_top(officer.page, officer.page.get_by_text("Kết quả sắp xếp").first)
	keep("sap-xep-to-chuc", officer.page)


def propose_a_reorganization(stage: Stage) -> None:
	"""By the body below; it waits for the province and goes with the throw-away province."""
	place, office, officer = stage.round.organization, stage.round.person("office"), stage.window("btc")
	doc = {
		"doctype": "Reorganization Proposal",
		"title": "Đề nghị sáp nhập chi bộ",
		"organization": place("body"),
		"effective_date": str(stage.round.today),
		"reason": "Hai chi bộ ít đảng viên, cùng một nơi sinh hoạt.",
		"acts": [{"act": "Merge", "organization": place("neighbour"), "target": place("cell")}],
	}
	name = office.post("frappe.client.insert", doc=doc)["name"]
	document = {"kind": doc["doctype"], "name": name, "expected_sequence": 0}
	office.post("bontot.approval.acts.api.send", **document)
	officer.open(f"/app/reorganization-proposal/{name}")
	expect(officer.page.locator(".bt-approval").get_by_role("button", name="Trả lại")).to_be_visible()
	expect(officer.page.locator(".bt-reorganization")).to_contain_text("Đảng viên chuyển chi bộ")
	keep("de-nghi-sap-xep", officer.page)


def check_a_workbook(stage: Stage) -> None:
	"""An import of the throw-away province's officer that is only checked, with the mistakes people make."""
	person = stage.round.person("btc")
	name = person.post("frappe.client.insert", doc={"doctype": "Organization Import"})["name"]
	to = {"doctype": "Organization Import", "docname": name, "fieldname": "workbook"}
	url = person.upload("to-chuc-dang.xlsx", faulty_workbook(), folder="Home/Attachments", **to)["file_url"]
	person.post("frappe.client.set_value", doctype=to["doctype"], name=name, fieldname="workbook", value=url)
	person.post("bontot.workbook.api.check", name=name)
	officer = stage.window("btc")
	wait_until(
		"the workbook is checked",
		lambda: person.get("frappe.client.get", doctype=to["doctype"], name=name)["state"] == "Has Problems",
	)
	officer.open(f"/app/organization-import/{name}")
	expect(officer.page.locator(".bt-workbook__row--error").first).to_be_visible()
	to_top(officer.page, officer.page.locator(".bt-workbook .bt-note").first, above=110)
	keep("nhap-kiem-tra", officer.page)


def faulty_workbook() -> bytes:
	founded, born, admitted = date(2021, 5, 6), date(1970, 5, 6), date(1995, 2, 3)
	above = "KIEM-TRA-grassroots"
	organizations = headed(
		"organizations",
		{
			"code": "KT-11",
			"parent": above,
			"organization_name": "Chi bộ thôn Đầu Cầu",
			"kind": "Chi bộ trực thuộc",
			"valid_from": founded,
		},
		{
			"code": "KT-12",
			"parent": "KIEM-TRA",
			"organization_name": "Chi bộ Trạm Y tế",
			"kind": "Chi bộ trực thuộc",
			"valid_from": "2021",
		},
	)
	members = headed(
		"members",
		{
			"full_name": "Vàng A Páo",
			"organization": "KT-11",
			"birth_date": born,
			"admission_date": admitted,
			"card_number": 1234567,
			"phone": 912345678,
		},
		{
			"full_name": "Giàng Thị Mai",
			"organization": "KIEM-TRA-cel",
			"birth_date": "1980",
			"admission_date": admitted,
			"card_number": "02345678",
			"phone": "0987654321",
		},
	)
	with tempfile.TemporaryDirectory() as folder:
		return write_workbook(Path(folder) / "book.xlsx", {**organizations, **members}).read_bytes()
