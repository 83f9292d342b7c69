"""Make a synthetic province on this site: `bench --site … execute bontot.demo.build.build --kwargs "{'size': 'P'}"`.

Killed at any point and run again it goes on: every row's name follows from the seed, and what is there stays.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from datetime import date, timedelta

import frappe
from frappe.utils import getdate

from bontot.criteria.setup import ensure_framework
from bontot.demo import (
	accounts,
	bulk,
	followed,
	half_year,
	meetings,
	merged,
	plan,
	rated,
	registers,
	review,
	structure,
)
from bontot.demo.structure import Placed
from bontot.obligation import ledger
from bontot.organization import access, tree

SEED = 2026
UNITS_A_BATCH = 200
# What the plan leaves open, as this invented province has answered it.
ANSWERS = {"good_meeting_share_percent": "60", "good_member_share_percent": "80"}
BEGUN = "bontot_demo_begun"  # default value that says the organisations here are a demo's
NEXT_UNIT = "bontot_demo_next_unit"  # how far the meetings have come, written with them
FINISHED = "bontot_demo_finished"  # default value that says a demo of this size stands whole


class NotEmptyError(Exception):
	"""The site holds organisations that are not of this demo."""


def ensure(size: str = "S", seed: int = SEED) -> None:
	"""Build the demo on an empty site, or finish one that a kill cut short. `bin/setup` calls it."""
	if frappe.db.get_default(FINISHED) or (
		frappe.db.count(tree.DOCTYPE) and not frappe.db.get_default(BEGUN)
	):
		return  # whole already, or somebody's own province
	build(size, seed)


def build(size: str = "S", seed: int = SEED, today: str | date | None = None) -> None:
	"""Build or finish a province of `size` ("S" or "P"). Raises NotEmptyError beside other organisations."""
	day = getdate(today)
	chosen = plan.SIZES[size]
	refuse_other_organizations(plan.units(chosen, seed, day))
	frappe.db.set_default(BEGUN, size)
	frappe.db.commit()  # before the first organisation, so that a kill leaves no doubt whose they are
	with Progress(size) as progress:
		placed = place(chosen, seed, day, progress)
		progress.say("khung tiêu chí")
		ensure_framework(placed["02"].name, ANSWERS)
		seated = list(structure.holders(placed, seed, day))
		progress.say(f"{len(seated)} tài khoản và vị trí công tác")
		structure.seat_all(seated, day)
		frappe.db.commit()  # a province is too much for one transaction; a rerun goes on from here
		add_meetings(placed, seed, day, progress)
		progress.say("văn bản lãnh đạo, chỉ tiêu năm")
		registers.add(placed, seed, day)
		frappe.db.commit()  # as above
		frappe.db.set_value(
			"Duty", {"valid_from": (">", date(day.year, 1, 1))}, "valid_from", date(day.year, 1, 1)
		)
		progress.say("việc phải làm")
		ledger.rebuild(day)
		frappe.db.commit()  # as above
		is_played = len(placed) <= review.PLAYED_UP_TO
		if is_played:
			progress.say("xếp loại năm trước")
			rated.add_last_year(placed, seed, day)
			frappe.db.commit()  # as above
			progress.say("sơ kết 6 tháng")
			half_year.play(placed, seed, day)
			progress.say("sáp nhập hai xã")
			merged.merge(placed, day)
		progress.say("kỳ đánh giá năm")
		review.play(placed, seed, day)
		if is_played:
			progress.say("báo cáo, phân công theo dõi")
			half_year.report(placed["02.001"], review.year_of(placed["02"].name, day))
			followed.follow(placed, day)
		ledger.rebuild(day, source="Evaluation")  # files are owed from the opening of their period on
		accounts.open_demo(followed.member_of_group(placed))
		frappe.db.set_default(FINISHED, size)
		frappe.db.commit()  # as above
	access.forget()
	frappe.clear_cache()


def refuse_other_organizations(units: Iterable[plan.Unit]) -> None:
	own = {unit.key for unit in units}
	codes = frappe.get_all(tree.DOCTYPE, pluck="code")
	if any(code not in own for code in codes):
		raise NotEmptyError("This site holds organizations of its own; build a demo on an empty site.")


def place(chosen: plan.Size, seed: int, day: date, progress: Progress) -> dict[str, Placed]:
	units = plan.units(chosen, seed, day)
	progress.say(f"{len(units)} tổ chức đảng")
	placed = structure.place_all(units)
	frappe.db.commit()  # so that members find their organisations after a kill
	progress.say(f"{chosen.members} đảng viên")
	bulk.insert("Party Member", structure.member_rows(placed, seed, day))
	frappe.db.commit()  # as above
	return placed


def add_meetings(placed: dict[str, Placed], seed: int, day: date, progress: Progress) -> None:
	"""This year's meetings up to yesterday; in January last year's too, so that there is something to look at."""
	years = [day.year] if day.month > 1 else [day.year - 1, day.year]
	until, ends = day - timedelta(days=1), merged.ends(placed, day)
	left_out = frozenset(accounts.not_held_yet(placed, day))
	spots = list(placed.values())
	for start in range(int(frappe.db.get_default(NEXT_UNIT) or 0), len(spots), UNITS_A_BATCH):
		batch = meetings.MeetingRows(*([] for _table in meetings.MeetingRows.__slots__))
		for spot in spots[start : start + UNITS_A_BATCH]:
			last = min(until, ends[spot.unit.key] - timedelta(days=1)) if spot.unit.key in ends else until
			rows = meetings.rows_of(spot, placed, seed, years, last, day, left_out)
			for table in batch.__slots__:
				getattr(batch, table).extend(getattr(rows, table))
		batch.write()
		frappe.db.set_default(NEXT_UNIT, start + UNITS_A_BATCH)
		frappe.db.commit()  # as above
		progress.say(f"buổi sinh hoạt: {min(start + UNITS_A_BATCH, len(spots))}/{len(spots)} tổ chức")


class Progress:
	"""One line a stage on standard output, with the seconds since the beginning."""

	def __init__(self, size: str) -> None:
		self.size, self.begin = size, time.monotonic()

	def say(self, what: str) -> None:
		print(f"[{time.monotonic() - self.begin:6.1f} s] {what}", flush=True)

	def __enter__(self) -> Progress:
		self.say(f"tỉnh mẫu cỡ {self.size}")
		return self

	def __exit__(self, error: type | None, *_rest: object) -> None:
		self.say("dừng giữa chừng, chạy lại để làm tiếp" if error else "xong")
