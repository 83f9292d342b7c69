"""The six-month round: an interim review, which ends "đã sơ kết" and gives no title."""

from __future__ import annotations

from tests.main_job import files
from tests.main_job.round import Round, Step, wait_until


def open_and_send(round: Round) -> None:
	period = files.open_period(round, "Six-Month")
	file = round.notes["interim"] = f"{round.organization('cell')}-{period}"
	secretary = round.person("secretary")
	filled = files.fill(secretary, file)
	waiting = [
		item["criterion_key"]
		for item in filled["items"]
		if (item["computed"] or {}).get("result") == "Not Yet Due"
	]
	assert "nvct_2" in waiting and "cbdv_2" in waiting, (
		f"yearly ratings are not due at mid-year, these wait: {waiting}"
	)
	assert filled["missing"] == [], filled["missing"]
	secretary.post(
		"bontot.approval.acts.api.send",
		doctype="Evaluation",
		name=file,
		expected_sequence=files.sequence(secretary, file),
		votes_for=4,
	)


def climb_to_the_end(round: Round) -> None:
	"""Everyone in whose queue the file comes agrees, until nobody is left; nobody but those on its way sees it there."""
	file, acted = round.notes["interim"], []
	for label in ("reviewer", "upper", "btc"):
		person = round.person(label)
		if files.in_queue(person, file):
			person.post(
				"bontot.approval.acts.api.agree",
				doctype="Evaluation",
				name=file,
				expected_sequence=files.sequence(person, file),
			)
			acted.append(label)
	assert acted, "the file waited for nobody"
	officer = round.person("btc")
	wait_until(
		"the interim review ends", lambda: files.state(officer, file) == "Interim Reviewed", round.unfinished
	)
	found = officer.get(
		"frappe.client.get_list", doctype="Recognition", filters={"evaluation": file}, fields=["name"]
	)
	assert found == [], f"an interim review gave a title: {found}"


STEPS = (
	Step("Kỳ 6 tháng: mở, tự đánh giá, gửi", open_and_send),
	Step("Kỳ 6 tháng: các cấp nhất trí, kết thúc “đã sơ kết”", climb_to_the_end),
)
