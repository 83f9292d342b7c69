"""The 42-HD scale as it ships, against a hand-made table; and what people may correct."""

import json
from dataclasses import replace
from pathlib import Path
from unittest import TestCase

import bontot.criteria
from bontot.criteria.scales import Grade, Group, Item, Scale, Step
from bontot.meeting import scoring
from bontot.meeting.scoring import Facts, Given

DATA = Path(bontot.criteria.__file__).parent / "data" / "scoring_scales.json"
FULL = Facts(
	minutes=95,
	least_minutes=90,
	expected=17,
	present=16,
	excused_in_a_row=0,
	papers=1,
	papers_sent=1,
	days_ahead=2,
	least_days=1,
	agenda=4,
	agenda_done=4,
	speakers=9,
	last_tasks=3,
	last_tasks_done=3,
	concluded=True,
	minuted=True,
)
JUDGED = {"dieu_hanh": Given(10), "nguyen_tac": Given(5)}


def shipped() -> Scale:
	row = next(one for one in json.loads(DATA.read_text("utf-8")) if one["scale_kind"] == "Meeting Quality")
	items = [
		Item(
			one["item_key"],
			one["group_key"],
			one["item_name"],
			one["points"],
			one.get("measure", ""),
			bool(one.get("must_be_full")),
		)
		for one in row["items"]
	]
	return Scale(
		"42",
		row["scale_kind"],
		tuple(Group(**one) for one in row["groups"]),
		tuple(items),
		tuple(Step(**one) for one in row["steps"]),
		tuple(Grade(**one) for one in row["grades"]),
	)


SCALE = shipped()


def points(facts: Facts, given=JUDGED) -> dict[str, float | None]:
	return {row.item.item_key: row.points for row in scoring.score(SCALE, facts, given).rows}


class TestRecord(TestCase):
	def test_a_full_record_and_two_judgements_make_a_hundred(self):
		found = scoring.score(SCALE, FULL, JUDGED)
		self.assertEqual((found.points, found.grade, found.open), (100, "Good", 0))

	def test_every_measure_of_the_scale_is_one_of_ours(self):
		self.assertEqual({item.measure for item in SCALE.items if item.measure}, set(scoring.MEASURES))

	def test_each_item_by_what_the_record_shows(self):
		cases = (
			("thoi_luong", {"minutes": 90}, 5),
			("thoi_luong", {"minutes": 89}, None),  # no source says what 89 minutes are worth
			("thoi_luong", {"minutes": 100, "least_minutes": 120}, None),
			("thoi_luong", {"minutes": None}, None),
			("ty_le_du", {"present": 18, "expected": 20}, 4),
			("ty_le_du", {"present": 17, "expected": 20}, 3),
			("ty_le_du", {"present": 899, "expected": 1000}, 3),
			("ty_le_du", {"present": 65, "expected": 100}, 2),
			("ty_le_du", {"present": 64, "expected": 100}, 1),
			("ty_le_du", {"present": 16, "unexcused": 1}, 1),
			("ty_le_du", {"expected": 0, "present": 0}, None),
			("khong_vang_lien_tiep", {"excused_in_a_row": 1}, 0),
			("khong_vang_lien_tiep", {"excused_in_a_row": None}, None),
			("chuan_bi", {"days_ahead": 1}, 10),
			("chuan_bi", {"days_ahead": 0}, None),
			("chuan_bi", {"papers": 2}, None),
			("chuan_bi", {"papers": 0, "papers_sent": 0, "days_ahead": None}, None),
			("noi_dung", {"agenda_done": 3}, None),
			("noi_dung", {"agenda": 0, "agenda_done": 0}, None),
			("phat_bieu", {"speakers": 8}, 5),
			("phat_bieu", {"speakers": 7}, 4),
			("phat_bieu", {"speakers": 5}, 3),
			("phat_bieu", {"speakers": 4}, 2),
			("phat_bieu", {"speakers": 0}, None),
			("ket_qua_ky_truoc", {"last_tasks": 10, "last_tasks_done": 9}, 30),
			("ket_qua_ky_truoc", {"last_tasks": 10, "last_tasks_done": 8}, 27),
			("ket_qua_ky_truoc", {"last_tasks": 10, "last_tasks_done": 5}, 15),
			("ket_qua_ky_truoc", {"last_tasks": 10, "last_tasks_done": 0}, 10),
			("ket_qua_ky_truoc", {"last_tasks": 0, "last_tasks_done": 0}, None),
			("ket_thuc", {"minuted": False}, None),
			("ket_thuc", {"concluded": False}, None),
		)
		for key, change, wanted in cases:
			with self.subTest(key=key, change=change):
				self.assertEqual(points(replace(FULL, **change))[key], wanted)

	def test_no_grade_while_a_row_is_open(self):
		found = scoring.score(SCALE, FULL, {})
		self.assertEqual((found.grade, found.open, found.points), ("", 2, 85))

	def test_ninety_without_full_attendance_is_not_the_best_grade(self):
		found = scoring.score(SCALE, replace(FULL, present=15), JUDGED)
		self.assertEqual((found.points, found.grade), (99, "Fair"))


class TestPeople(TestCase):
	def test_correcting_the_record_needs_a_reason(self):
		for given, fault in (
			(Given(3), "reason_needed"),
			(Given(3, "  "), "reason_needed"),
			(Given(3, "Mất điện giữa buổi"), None),
			(Given(6, "Lý do"), "out_of_range"),
			(Given(-1, "Lý do"), "out_of_range"),
		):
			with self.subTest(given):
				rows = scoring.score(SCALE, FULL, {**JUDGED, "thoi_luong": given}).rows
				self.assertEqual([code for code, _row in scoring.faults(rows)], [fault] if fault else [])

	def test_judged_items_need_none_and_stay_within_their_points(self):
		rows = scoring.score(SCALE, FULL, {"dieu_hanh": Given(9), "nguyen_tac": Given(5.5)}).rows
		self.assertEqual([code for code, _row in scoring.faults(rows)], ["out_of_range"])

	def test_what_was_set_without_a_reason_gives_way_once_the_record_knows(self):
		short = replace(FULL, minutes=80)
		given = {**JUDGED, "thoi_luong": Given(3)}
		self.assertEqual(points(short, given)["thoi_luong"], 3)
		self.assertEqual(points(FULL, given)["thoi_luong"], 5)
		self.assertEqual(points(FULL, {"thoi_luong": Given(3, "Mất điện")})["thoi_luong"], 3)

	def test_agreeing_with_the_record_needs_no_reason(self):
		self.assertEqual(scoring.faults(scoring.score(SCALE, FULL, {"thoi_luong": Given(5)}).rows), [])

	def test_zero_is_points_too(self):
		self.assertEqual(points(FULL, {**JUDGED, "dieu_hanh": Given(0)})["dieu_hanh"], 0)

	def test_last_time_is_suggested_but_never_counts(self):
		before = {"dieu_hanh": 9, "nguyen_tac": 5, "thoi_luong": 2}
		found = scoring.score(SCALE, FULL, {"nguyen_tac": Given(4)}, before)
		suggested = {row.item.item_key: row.suggested for row in found.rows if row.suggested is not None}
		self.assertEqual((suggested, found.grade), ({"dieu_hanh": 9}, ""))
