"""Registers of a synthetic province: what committees issued this year and what units set themselves, worked out from the seed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta

from bontot.demo import bulk, merged
from bontot.demo.structure import Placed

SUBJECTS = (
	("Party Resolution", "NQ", "về nhiệm vụ chính trị trọng tâm quý {0}"),
	("Work Plan", "KH", "thực hiện nghị quyết quý {0}"),
	("Party Conclusion", "KL", "về kết quả kiểm tra, giám sát quý {0}"),
)
TARGETS = (
	("Đảng viên hoàn thành nhiệm vụ được giao", "100 %"),
	("Gia đình đảng viên đạt gia đình văn hóa", "từ 95 %"),
	("Kết nạp đảng viên mới", "từ 2 đồng chí"),
)


def add(placed: dict[str, Placed], seed: int, day: date) -> None:
	"""Write them; what is there stays, so that a killed run goes on."""
	spots = list(placed.values())
	bulk.insert("Leadership Document", documents(spots, seed, day, merged.ends(placed, day)))
	bulk.insert("Yearly Target", targets(spots, seed, day))


def documents(spots: list[Placed], seed: int, day: date, ends: dict[str, date]) -> Iterator[dict]:
	"""Yield three documents of each quarter that has begun, for every committee that keeps its papers well and still exists."""
	for spot in spots:
		choose = random.Random(f"{seed}-documents-{spot.unit.key}")
		if spot.unit.is_cell or choose.random() < 0.05:
			continue
		number = 0
		for quarter in range(4):
			issued = date(day.year, quarter * 3 + 1, choose.randint(8, 20))
			for kind, sign, words in SUBJECTS:
				number, issued = number + 1, issued + timedelta(days=choose.randint(1, 9))
				if issued >= min(day, ends.get(spot.unit.key, day)):
					continue
				subject, full = words.format(quarter + 1), f"{number:02}-{sign}/ĐU"
				yield {
					"name": bulk.key(spot.unit.key, day.year, full),
					"title": f"{full}: {subject}",
					"subject": subject,
					"document_kind": kind,
					"document_number": full,
					"issued_on": issued,
					"organization": spot.name,
					"organization_path": spot.path,
				}


def targets(spots: list[Placed], seed: int, day: date) -> Iterator[dict]:
	"""Three of each unit; most reached, with the figures of the month before."""
	as_of = max(date(day.year, 1, 1), day.replace(day=1) - timedelta(days=1))
	for spot in spots:
		choose = random.Random(f"{seed}-targets-{spot.unit.key}")
		for target, planned in TARGETS:
			percent = 100.0 if choose.random() < 0.85 else float(choose.randint(60, 99))
			yield {
				"name": bulk.key(spot.unit.key, day.year, target),
				"title": f"{target} ({day.year})",
				"target": target,
				"year": day.year,
				"planned": planned,
				"result": "đạt" if percent == 100 else "chưa đạt",
				"percent": percent,
				"result_as_of": as_of,
				"organization": spot.name,
				"organization_path": spot.path,
			}
