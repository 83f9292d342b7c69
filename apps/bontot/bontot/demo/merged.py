"""Two communes of a small synthetic province that became one this year, by a decision as the Commission records it."""

from __future__ import annotations

from datetime import date

import frappe

from bontot.demo import review
from bontot.demo.structure import Placed
from bontot.organization import tree
from bontot.outbox import driver
from bontot.outbox.driver import acting_as
from bontot.reorganization import service

DECISION = "07-QĐ/TU"


def communes(placed: dict[str, Placed]) -> list[str]:
	"""(which ends, into which) as keys of the plan; empty where there are not two."""
	found = [key for key, spot in placed.items() if key.endswith(".001") and spot.unit.parent == "02"]
	found = [key for key in found if placed[key].unit.kind == "dang_bo_co_so"]
	return [found[-1], found[-2]] if len(placed) <= review.PLAYED_UP_TO and len(found) > 1 else []


def effective(day: date) -> date:
	"""The first day of the half-year that goes on."""
	return date(day.year, 7 if day.month > 6 else 1, 1)


def ends(placed: dict[str, Placed], day: date) -> dict[str, date]:
	"""{key of a unit that ends this year: first day on which it is no more}."""
	return {key: effective(day) for key in communes(placed)[:1]}


def merge(placed: dict[str, Placed], day: date) -> None:
	"""Carry the decision out once; `placed` says afterwards where everybody stands."""
	if not (pair := communes(placed)):
		return
	ending, heir = (placed[key] for key in pair)
	province = placed["02"]
	decision = {"organization": province.name, "decision_number": DECISION}
	if not frappe.db.exists(service.DOCTYPE, decision):
		with acting_as(review.user_of(province, "can_bo_btc_tinh")):
			doc = frappe.get_doc(
				doctype=service.DOCTYPE,
				title=f"Sáp nhập {ending.unit.name} vào {heir.unit.name}",
				effective_date=effective(day),
				decision_date=effective(day),
				decision_issuer="Ban Thường vụ Tỉnh ủy",
				acts=[
					*renamed(ending, heir, placed),
					{"act": "Merge", "organization": ending.name, "target": heir.name},
				],
				**decision,
			).insert()
			service.enter(doc.name)
		frappe.db.commit()  # the task is in the table; driven here, since a set-up has no worker running
		driver.drain()
	paths = dict(frappe.get_all(tree.DOCTYPE, fields=["name", "path"], as_list=True))
	for spot in placed.values():
		spot.path = paths[spot.name]


def renamed(ending: Placed, heir: Placed, placed: dict[str, Placed]) -> list[dict[str, str]]:
	"""Rows for the cells of the one whose names the other has as well, as offices of every commune are called."""
	taken = {placed[key].unit.name for key in heir.unit.children}
	below = [placed[key] for key in ending.unit.children]
	return [
		{"act": "Rename", "organization": cell.name, "new_name": f"{cell.unit.name} số 2"}
		for cell in below
		if cell.unit.name in taken
	]
