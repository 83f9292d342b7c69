"""The year's round: from the opening of the period to the recognition that the province reads in its figures."""

from __future__ import annotations

import uuid

from tests.main_job import files
from tests.main_job.client import Person, Refused
from tests.main_job.round import Round, Step, wait_until

JUDGED = "dk_1"  # a criterion the reviewer sends back


def open_the_year(round: Round) -> None:
	period = files.open_period(round, "Year")
	round.notes["period"] = period
	round.notes["file"] = f"{round.organization('cell')}-{period}"


def see_the_work(round: Round) -> None:
	"""The file and the month's meeting stand on the secretary's first page, each with its button."""
	work = round.person("secretary").get("bontot.synthesis.api.my_work")
	addresses = [task["address"] or "" for task in work["tasks"]]
	assert any(round.notes["file"] in address for address in addresses), (
		f"the file is not among {work['tasks']}"
	)
	assert work["seats"][0]["organization"] == round.organization("cell"), work["seats"]


def record_the_meeting(round: Round) -> None:
	"""This month's meeting: a roll that starts full, one tap for an absence, conclusions, points, minutes."""
	secretary = round.person("secretary")
	before = computed(round)
	meeting = secretary.post(
		"bontot.meeting.api.new_meeting",
		organization=round.organization("cell"),
		meeting_kind="Cell Regular",
		meeting_date=str(round.today),
	)
	roll = meeting["parts"]["attendance"]["values"]
	assert len(roll) == 5 and {row["attendance"] for row in roll} == {"Present"}, (
		f"the roll does not start full: {roll}"
	)
	roll[1] |= {"attendance": "Excused", "reason": "Ốm"}
	for part, values in (
		("attendance", roll),
		("times", {"start_time": "19:30:00", "end_time": "21:05:00"}),
		("proceedings", {"proceedings": "Chi bộ thống nhất nhiệm vụ tháng tới."}),
	):
		revision = meeting["parts"][part]["revision"]
		secretary.post(
			"bontot.meeting.api.save_part",
			name=meeting["name"],
			part=part,
			values=values,
			revision=revision,
			save_key=str(uuid.uuid4()),
		)
	give_full_points(secretary, meeting["name"])
	finished = secretary.post("bontot.meeting.api.finish", name=meeting["name"])
	assert finished["status"] == "Minuted", finished["status"]
	assert finished["figures"]["present_count"] == 4, finished["figures"]
	round.notes["meeting"] = meeting["name"]
	after = computed(round)
	assert meeting["name"] not in {row["name"] for row in before["rows"]}
	assert meeting["name"] in {row["name"] for row in after["rows"] if row["ok"]}, (
		f"the criterion did not turn: {after}"
	)


def give_full_points(secretary: Person, meeting: str) -> None:
	"""Give every item of the score its most points, with a reason where the record says otherwise."""
	shown = secretary.get("bontot.meeting.api.get_meeting", name=meeting)
	secretary.post(
		"bontot.meeting.api.save_part",
		name=meeting,
		part="score",
		values=[
			{
				"item_key": row["item_key"],
				"points": row["most_points"],
				"reason": "Chi bộ thống nhất." if row["by_record"] else "",
			}
			for row in shown["score"]["rows"]
		],
		revision=shown["parts"]["score"]["revision"],
		save_key=str(uuid.uuid4()),
	)


def computed(round: Round) -> dict:
	"""What the records say of the regular and thematic meetings of the cell."""
	file = round.person("secretary").get("bontot.evaluation.api.get_evaluation", name=round.notes["file"])
	return next(item for item in file["items"] if item["criterion_key"] == "sh_cb_1")["computed"]


def assess_and_send(round: Round) -> None:
	secretary, file = round.person("secretary"), round.notes["file"]
	filled = files.fill(secretary, file)
	waiting = [
		item["criterion_key"]
		for item in filled["items"]
		if (item["computed"] or {}).get("result") == "Awaiting Rating"
	]
	assert "nvct_2" in waiting and "cbdv_2" in waiting, (
		f"ratings not built yet must wait, these do: {waiting}"
	)
	assert not filled["may_be_proposed"], "a criterion that waits for a rating was passed"
	assert filled["missing"] == [], filled["missing"]
	shown = files.sequence(secretary, file)
	adoption = secretary.get("bontot.approval.acts.api.get_adoption", doctype="Evaluation", name=file)
	assert adoption["chosen"] == round.notes["meeting"], f"the latest meeting is not proposed: {adoption}"
	assert adoption["meetings"][0]["voters"] == 4, f"who was absent would vote: {adoption['meetings'][0]}"
	votes = {"votes_for": 4, "votes_against": 0, "votes_other": 0}
	secretary.post(
		"bontot.approval.acts.api.send",
		doctype="Evaluation",
		name=file,
		expected_sequence=shown,
		adopted_by_meeting=round.notes["meeting"],
		**votes,
	)
	try:
		secretary.post(
			"bontot.approval.acts.api.send", doctype="Evaluation", name=file, expected_sequence=shown, **votes
		)
	except Refused as refusal:
		assert refusal.status < 500, refusal
	else:
		raise AssertionError("a double click sent the file twice")
	assert files.state(secretary, file) == "Under Appraisal"


def return_one(round: Round) -> None:
	reviewer, file = round.person("reviewer"), round.notes["file"]
	assert files.in_queue(reviewer, file), "the file does not wait in the reviewer's queue"
	reviewer.post(
		"bontot.approval.acts.api.return_document",
		doctype="Evaluation",
		name=file,
		expected_sequence=files.sequence(reviewer, file),
		reasons={JUDGED: "Bổ sung dẫn chứng cụ thể."},
	)
	assert not files.in_queue(reviewer, file), "a returned file still waits for the reviewer"


def mend_and_resend(round: Round) -> None:
	secretary, name = round.person("secretary"), round.notes["file"]
	file = secretary.get("bontot.evaluation.api.get_evaluation", name=name)
	opened = [item for item in file["items"] if not item["locked"]]
	assert [item["criterion_key"] for item in opened] == [JUDGED], f"these are open: {opened}"
	assert opened[0]["return_reason"] == "Bổ sung dẫn chứng cụ thể.", opened[0]
	locked = next(item for item in file["items"] if item["criterion_key"] == "dk_3")
	try:
		files.save(secretary, name, locked, "Not Met", "Sửa điều đã được nhất trí")
	except Refused as refusal:
		assert refusal.kind == "ItemLockedError", refusal
	else:
		raise AssertionError("an accepted criterion was changed")
	files.save(secretary, name, opened[0], "Met", "Không có đơn thư; biên bản kiểm điểm tháng trước ghi rõ.")
	secretary.post(
		"bontot.approval.acts.api.send",
		doctype="Evaluation",
		name=name,
		expected_sequence=files.sequence(secretary, name),
		adopted_by_meeting=round.notes["meeting"],
		votes_for=4,
	)


def see_why(round: Round) -> None:
	"""The secretary reads why: what was returned, what was mended for it, and that nothing else stands against the title."""
	why = round.person("secretary").get(
		"bontot.approval.papers.api.get_explanation", name=round.notes["file"]
	)
	items = {item["criterion_key"]: item for group in why["groups"] for item in group["items"]}
	[returned] = items[JUDGED]["returns"]
	assert returned["reason"] == "Bổ sung dẫn chứng cụ thể." and returned["sent_again"], returned
	assert [mend["old"] for mend in returned["mended"]], f"nothing is told of what was mended: {returned}"
	waiting = {key for key, item in items.items() if item["to_change"]}
	assert {"nvct_2", "cbdv_2"} <= waiting and JUDGED not in waiting, waiting
	assert all(item["rule"] for item in items.values()), "a criterion does not say what it asks for"
	assert why["levels"][0]["met"] == why["met"], why["levels"]


def see_the_change_and_agree(round: Round) -> None:
	reviewer, file = round.person("reviewer"), round.notes["file"]
	seen = reviewer.get("bontot.approval.acts.api.get_document", doctype="Evaluation", name=file)
	assert seen["changed"] == [JUDGED], f"these changed: {seen['changed']}"
	change = next(item for item in seen["items"] if item["criterion_key"] == JUDGED)["changes"]
	assert change, "the old and the new do not stand side by side"
	reviewer.post(
		"bontot.approval.acts.api.agree",
		doctype="Evaluation",
		name=file,
		expected_sequence=seen["file"]["step_sequence"],
	)


def agree_above(round: Round) -> None:
	upper, file = round.person("upper"), round.notes["file"]
	assert files.in_queue(upper, file), "the file does not wait for the body above"
	upper.post(
		"bontot.approval.acts.api.agree",
		doctype="Evaluation",
		name=file,
		expected_sequence=files.sequence(upper, file),
	)


def decide(round: Round) -> None:
	"""The province decides by a resolution with number, date and votes; the file is recognised once."""
	officer, file = round.person("btc"), round.notes["file"]
	candidates = officer.get(
		"bontot.approval.resolutions.api.resolution_candidates",
		organization=round.organization("province"),
		period=round.notes["period"],
	)
	assert [row["name"] for row in candidates] == [file], candidates
	round.notes["recognized_before"] = cells(round)["reached"]
	resolution = written(round)
	try:
		files.submit_resolution(officer, resolution["name"])
	except Refused as refusal:
		assert refusal.kind == "AwaitingRatingError", refusal
	else:
		raise AssertionError("a title was given before its ratings")
	assert files.state(officer, file) == "Under Appraisal"
	files.rate(round, "secretary", round.organization("cell"))
	files.submit_resolution(officer, resolution["name"])
	wait_until(
		"the resolution is applied", lambda: files.state(officer, file) == "Recognized", round.unfinished
	)
	found = officer.get(
		"frappe.client.get_list",
		doctype="Recognition",
		filters={"evaluation": file},
		fields=["organization", "year"],
	)
	assert found == [{"organization": round.organization("cell"), "year": round.today.year}], found
	rested_on_what_was_decided(round)


def written(round: Round) -> dict:
	"""The resolution as the officer enters it."""
	officer, file = round.person("btc"), round.notes["file"]
	return officer.post(
		"frappe.client.insert",
		doc={
			"doctype": "Resolution",
			"organization": round.organization("province"),
			"number": files.unique_number("QD/TU"),
			"resolution_date": str(round.today),
			"members_total": 15,
			"votes_for": 14,
			"votes_against": 0,
			"votes_other": 0,
			"signer": "Nguyễn Văn Ký",
			"signer_position": "Phó Bí thư Tỉnh ủy",
			"items": [{"evaluation": file, "decision": "Recognize"}],
		},
	)


def rested_on_what_was_decided(round: Round) -> None:
	"""Nothing of the result contradicts the title: every criterion is met by what was decided and due by today."""
	why = round.person("secretary").get(
		"bontot.approval.papers.api.get_explanation", name=round.notes["file"]
	)
	assert (why["met"], why["waiting"], why["result_state"]) == (why["total"], 0, "Met"), why
	assert not [item for group in why["groups"] for item in group["items"] if item["to_change"]]
	assert f"{round.today:%d/%m/%Y}" in why["rested_on"], why["rested_on"]


def cells(round: Round) -> dict:
	"""The figures of all cells of the province in this period; what they are made of must add up."""
	overview = round.person("btc").get(
		"bontot.synthesis.overview_api.get_overview",
		period=round.notes["period"],
		organization=round.organization("province"),
	)
	kind = next(row for row in overview["kinds"] if row["title_kind"] == "Cell")
	assert sum(part["count"] for part in kind["parts"]) == kind["eligible"] == 2, kind
	return kind


def read_the_figures(round: Round) -> None:
	"""One more is recognised, the parts add up, and the number opens that very row."""
	assert cells(round)["reached"] == round.notes["recognized_before"] + 1
	opened = round.person("btc").get(
		"bontot.synthesis.overview_api.get_rows",
		organization=round.organization("province"),
		figure="reached",
		period=round.notes["period"],
		title_kind="Cell",
	)
	assert [row["name"] for row in opened["rows"]] == [round.notes["file"]], opened


STEPS = (
	Step("Ban Tổ chức mở kỳ đánh giá năm", open_the_year),
	Step("Bí thư chi bộ thấy việc của mình", see_the_work),
	Step("Bí thư ghi buổi sinh hoạt tháng này, tiêu chí đổi theo", record_the_meeting),
	Step("Bí thư tự đánh giá và gửi", assess_and_send),
	Step("Đảng ủy cơ sở trả lại một tiêu chí", return_one),
	Step("Bí thư thấy đúng tiêu chí đó, sửa và gửi lại", mend_and_resend),
	Step("Bí thư xem vì sao kết quả này", see_why),
	Step("Đảng ủy cơ sở thấy điều đã đổi và nhất trí", see_the_change_and_agree),
	Step("Đảng ủy cấp trên nhất trí", agree_above),
	Step("Có xếp loại năm rồi tỉnh mới quyết định công nhận", decide),
	Step("Số liệu toàn Đảng bộ tỉnh thêm một, mở ra đúng hồ sơ", read_the_figures),
)
