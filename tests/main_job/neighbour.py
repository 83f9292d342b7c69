"""The neighbour's secretary tries the same file by every door and is refused at each."""

from __future__ import annotations

from collections.abc import Callable

from tests.main_job.client import Person, Refused
from tests.main_job.round import Round, Step

LEAK = "Chi bộ Kiểm Tra Một"  # what none of the answers may hold


def knock(round: Round) -> None:
	neighbour, file = round.person("neighbour"), str(round.notes["file"])
	meeting = str(round.notes["meeting"])
	upload(round)
	attached = str(round.notes["evidence_url"])
	own = f"{round.organization('neighbour')}-{round.notes['period']}"
	assert (
		neighbour.get("bontot.evaluation.api.get_evaluation", name=own)["name"] == own
	)  # its own door is open
	doors: dict[str, Callable[[Person], object]] = {
		"form": lambda p: p.get("frappe.desk.form.load.getdoc", doctype="Evaluation", name=file),
		"client.get": lambda p: p.get("frappe.client.get", doctype="Evaluation", name=file),
		"client.get_value": lambda p: p.get(
			"frappe.client.get_value",
			doctype="Evaluation",
			filters={"name": file},
			fieldname="organization_name",
		),
		"resource": lambda p: p.page(f"/api/resource/Evaluation/{file}"),
		"page": lambda p: p.get("bontot.evaluation.api.get_evaluation", name=file),
		"explanation": lambda p: p.get("bontot.approval.papers.api.get_explanation", name=file),
		"adoption": lambda p: p.get("bontot.approval.acts.api.get_adoption", doctype="Evaluation", name=file),
		"explanation printed": lambda p: p.page(
			"/api/method/frappe.utils.print_format.download_pdf?doctype=Evaluation&format=Result Explained"
			f"&name={file}"
		),
		"appraisal": lambda p: p.get(
			"bontot.approval.acts.api.get_document", doctype="Evaluation", name=file
		),
		"save": lambda p: p.post(
			"bontot.evaluation.api.save_item",
			evaluation=file,
			criterion_key="dk_1",
			result="Met",
			revision=0,
			save_key="x",
		),
		"recall": lambda p: p.post(
			"bontot.approval.acts.api.recall", doctype="Evaluation", name=file, expected_sequence=0
		),
		"meeting": lambda p: p.get("bontot.meeting.api.get_meeting", name=meeting),
		"print": lambda p: p.page(f"/printview?doctype=Evaluation&name={file}"),
		"pdf": lambda p: p.page(
			f"/api/method/frappe.utils.print_format.download_pdf?doctype=Evaluation&name={file}"
		),
		"file": lambda p: p.page(attached),
		"timeline": lambda p: p.get("frappe.desk.form.load.get_docinfo", doctype="Evaluation", name=file),
	}
	lists: dict[str, Callable[[Person], object]] = {
		"list": lambda p: p.get(
			"frappe.client.get_list", doctype="Evaluation", filters={"name": file}, fields=["*"]
		),
		"report view": lambda p: p.post(
			"frappe.desk.reportview.get",
			doctype="Evaluation",
			fields=["name", "organization_name"],
			filters=[["Evaluation", "name", "=", file]],
		),
		"count": lambda p: p.post(
			"frappe.desk.reportview.get_count", doctype="Evaluation", filters={"name": file}
		),
		"search": lambda p: p.post("frappe.desk.search.search_link", doctype="Evaluation", txt=file),
		"global search": lambda p: p.get("frappe.utils.global_search.search", text=LEAK),
		"children": lambda p: p.get(
			"frappe.client.get_list",
			doctype="Evaluation Item",
			parent="Evaluation",
			filters={"parent": file},
			fields=["remark"],
		),
		"title": lambda p: p.post("frappe.desk.search.get_link_title", doctype="Evaluation", docname=file),
		"queue": lambda p: p.get("bontot.approval.queue.api.queue")["rows"],
	}
	open_doors = [name for name, door in doors.items() if not refused(neighbour, door)]
	leaks = [name for name, door in lists.items() if told(neighbour, door, file)]
	assert not open_doors and not leaks, f"the neighbour came in by {open_doors}, and read by {leaks}"


def upload(round: Round) -> None:
	"""The secretary's own private file, whose address the neighbour then guesses."""
	secretary = round.person("secretary")
	made = secretary.upload(
		"Biên bản kiểm điểm.pdf", b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
	)
	round.notes["evidence_url"] = made["file_url"]
	assert secretary.page(made["file_url"]), "the owner cannot read the file"


def refused(person: Person, door: Callable[[Person], object]) -> bool:
	try:
		answer = door(person)
	except Refused as refusal:
		assert refusal.status < 500, f"a refusal answered by {refusal}"
		return LEAK not in refusal.text
	return not answer


def told(person: Person, door: Callable[[Person], object], file: str) -> bool:
	try:
		answer = door(person)
	except Refused as refusal:
		assert refusal.status < 500, f"a refusal answered by {refusal}"
		return LEAK in refusal.text
	text = str(answer)
	return LEAK in text or (file in text and answer != file) or (isinstance(answer, int) and answer > 0)


STEPS = (Step("Bí thư chi bộ bên cạnh thử mọi cửa, đều bị từ chối", knock),)
